//! `/staff/intake/letters/new`: 来信详细登记. One page, one save; the next letter begins where the last one ended.

use super::envelope::{arrival, envelope, sender};
use super::{DETAILED, Earlier, Last, TICKETS, Today};
use crate::components::button::submit_as;
use crate::components::destination::Destination;
use crate::components::error_summary::error_summary;
use crate::components::file_list::FileItem;
use crate::components::form::{FormState, hidden};
use crate::components::known::Known;
use crate::components::notice::flash;
use crate::components::put_aside::PutAside;
use crate::components::registration::Lists;
use crate::components::select::Choice;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::components::uploader::{Files, PlainUpload, files, one_file};
use crate::layout::{Menu, Page, StaffShell};
use crate::staff::matches::{self, Panel};
use domain::text::{CONTENT_MAX, TITLE_MAX};
use maud::{Markup, html};

/// 来信详细登记. Fields: those of the sender and the envelope, of the registration form, of the destination, `title content address`; hidden
/// `letter link`* `alike unfinished csrf`. Buttons are named `then`: `next`, `save`, `ask`, `keep`, `forget`, `check`, `brief`, `file`,
/// `remove_file_<id>`; those of the panel `pick`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong; with the values of `letter` and `link`.
    pub form: FormState,
    /// The registration form's lists.
    pub lists: Lists,
    /// 去向; none for who passes nothing on.
    pub destination: Option<Destination>,
    /// 证件种类.
    pub documents: Vec<Choice>,
    /// What is taken over from a case of the same petitioner.
    pub known: Known,
    /// Scans so far.
    pub files: Vec<FileItem>,
    /// Without scripts: the form of the next scan.
    pub plain: Option<PlainUpload>,
    /// Where the page of one scan leads back to.
    pub back: String,
    /// 判重
    pub matches: Panel,
    /// What was registered just before.
    pub last: Option<Last>,
    /// What the same form became before.
    pub earlier: Option<Earlier>,
    /// How many there are today.
    pub today: Today,
    /// What the officer put aside.
    pub put_aside: Option<PutAside>,
    /// What was just done; may be empty.
    pub flash: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = match &view.plain {
        Some(plain) => html! {
            div.narrow {
                p.back { a href=(view.back) { "返回登记" } }
                h1 { "添加一个扫描件" }
                (one_file(&scans(view), &view.back, plain, ""))
            }
        },
        None => together(view),
    };
    view.shell.render(
        Page {
            title: "来信详细登记",
            failed: view.form.has_errors() || view.earlier.is_some() || view.matches.failed(),
            class: "main-wide",
            menu: Menu::Letters,
            scripts: &["filing.js", "upload.js"],
            ..Page::default()
        },
        &content,
    )
}

fn scans(view: &View) -> Files<'_> {
    Files {
        form: &view.form,
        tickets: TICKETS,
        draft: view.form.value("letter"),
        files: &view.files,
        hint: "信件的扫描件或者照片。没有就不传。",
    }
}

fn together(view: &View) -> Markup {
    let form = &view.form;
    let calm = !form.has_errors() && view.earlier.is_none() && !view.matches.asked();
    html! {
        p.back { a href=(super::LIST) { "返回来信登记" } }
        @if let Some(last) = &view.last { (last.render()) }
        @if let Some(earlier) = &view.earlier { (earlier.render()) }
        (error_summary(form))
        div.desk-title { h1 { "来信详细登记" } }
        (view.today.render())
        (flash(&view.flash))
        @if let Some(put_aside) = &view.put_aside { (put_aside.render(matches::FORM, "then")) }
        (view.matches.render())
        form id=(matches::FORM) method="post" action=(DETAILED) novalidate data-unsaved data-dirty[form.typed] {
            // The first button of a form answers the Enter key.
            button type="submit" name="then" value="save" hidden { "保存" }
            (form.hidden_csrf())
            (hidden("letter", form.value("letter")))
            // What only the other page asks comes along, for the way back.
            @for name in ["kind", "count", "method", "destination"] {
                @if !form.value(name).is_empty() { (hidden(name, form.value(name))) }
            }
            @for name in ["alike", "unfinished"] { @if !form.value(name).is_empty() { (hidden(name, form.value(name))) } }
            @for (name, value) in form.values.iter().filter(|(name, _)| name == "link" || name == "take") { (hidden(name, value)) }
            div.beside {
                section.card aria-labelledby="letter-sender" {
                    h2 id="letter-sender" { "来信人" }
                    (sender(form, &view.documents, calm, &view.known))
                    section.part aria-labelledby="letter-arrival" {
                        h2 id="letter-arrival" { "收信" }
                        (arrival(form))
                        (envelope(form, &Known::default()))
                    }
                    (files(&scans(view)))
                }
                section.card aria-labelledby="letter-matter" {
                    h2 id="letter-matter" { "来信内容" }
                    (TextInput { name: "title", label: "标题", hint: "不填的，取摘要的第一句。", optional: true, count_max: Some(TITLE_MAX), ..TextInput::default() }.render(form))
                    (Textarea { name: "content", label: "来信全文", hint: "需要全文的抄在这里；不填的，以摘要为准，原信见扫描件。", optional: true, rows: 4, count_max: Some(CONTENT_MAX) }.render(form))
                    (TextInput { name: "address", label: "问题发生的详细地址", optional: true, ..TextInput::default() }.render(form))
                    section.part aria-labelledby="letter-registration" {
                        h2 id="letter-registration" { "登记表" }
                        (view.lists.render(form))
                    }
                    @if let Some(destination) = &view.destination {
                        section.part aria-labelledby="letter-destination" { h2 id="letter-destination" { "去向" } (destination.render(form)) }
                    }
                }
            }
            p.buttons.sticky {
                button.button type="submit" name="then" value="next" data-once data-quick { "保存并录入下一封" span hidden data-keys-help { "（Ctrl+Enter）" } }
                (submit_as("保存", "then", "save", false))
                (submit_as("保存并送领导审批", "then", "ask", false))
                (submit_as("判重", "then", "check", false))
                (submit_as("暂存", "then", "keep", false))
                (submit_as("转为简单登记", "then", "brief", false))
            }
        }
    }
}

impl View {
    /// The next of a batch; wrong everywhere with matches; registered before; one scan without scripts; empty.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [many, none, refused, _, _] = Panel::samples();
        let next = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample")
                .with("letter", "ticket")
                .with("received", "2026-11-27")
                .with("addressee", "省委书记"),
            lists: Lists::sample(crate::components::registration::RatingView::Free),
            destination: Some(Destination::sample()),
            documents: vec![Choice::new("111", "居民身份证"), Choice::new("414", "护照")],
            last: Some(Last {
                number: "L370102-20261127-00003".into(),
                links: vec![("/staff/intake/letters/p1/slip".into(), "打印查询码条".into())],
                note: "判重找到 2 件相近的。".into(),
            }),
            today: Today {
                detailed: 12,
                brief: 3,
            },
            ..Self::default()
        };
        let wrong = Self {
            form: FormState::new("sample")
                .with("letter", "ticket")
                .with("name", crate::samples::LONG)
                .with("co_1_name", "王芳")
                .with("link", "matter.p1")
                .with("summary", crate::samples::LONG)
                .failing("name", "姓名不能超过 50 个字")
                .failing(
                    "mailing_address",
                    "请填写通讯地址；看不清的，勾选“回信地址不清楚”",
                )
                .failing("postmark_date", "邮戳日期不能晚于收信日期")
                .failing("category", "请选择内容分类"),
            files: crate::samples::files(),
            matches: many,
            last: None,
            ..next.clone()
        };
        let [below, elsewhere] = PutAside::samples();
        let again = Self {
            put_aside: Some(below),
            earlier: Some(Earlier {
                number: "L370102-20261127-00003".into(),
                href: "/staff/petitions/p1".into(),
            }),
            last: None,
            matches: none,
            ..next.clone()
        };
        let plain = Self {
            plain: Some(PlainUpload {
                url: "/bucket".into(),
                fields: vec![("key".into(), "quarantine/x/y".into())],
            }),
            back: "/staff/intake/letters/new?kept=x".into(),
            ..next.clone()
        };
        let empty = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            put_aside: Some(elsewhere),
            flash: "已暂存。".into(),
            matches: refused,
            ..Self::default()
        };
        vec![next, wrong, again, plain, empty]
    }
}
