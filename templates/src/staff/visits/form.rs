//! `/staff/intake/visits/new`: 来访登记. One page, one save; whoever came goes on to the interviewer with a slip.

use super::camera;
use super::companions::{Photo, companions};
use super::{LIST, NEW, TICKETS};
use crate::components::button::{link_button, submit_as};
use crate::components::checkboxes::checkbox;
use crate::components::error_summary::error_summary;
use crate::components::file_list::FileItem;
use crate::components::form::{FormState, hidden, hint_and_error};
use crate::components::icon::{Icon, icon};
use crate::components::known::Known;
use crate::components::notice::flash;
use crate::components::put_aside::PutAside;
use crate::components::radios::Radios;
use crate::components::registration::Lists;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::components::uploader::{Files, PlainUpload, files, one_file, one_photo};
use crate::layout::{Menu, Page, StaffShell};
use crate::staff::letters::Earlier;
use crate::staff::letters::envelope::mobile_hint;
use crate::staff::matches::{self, Panel};
use domain::text::{CONTENT_MAX, TITLE_MAX};
use maud::{Markup, html};

/// 来访登记. Fields: `card`, those of the visitor (`name anonymous sex id_type id_number mobile mailing_address`), of the
/// companions, of the registration form, `title content address interviewer`; hidden `visit link`* `csrf`. Buttons are
/// named `then`: `save`, `reception`, `ask`, `check`, `card`, `file`, `remove_file_<id>` and those of the companions; those of
/// the panel `pick`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong; with the values of `visit` and `link`.
    pub form: FormState,
    /// The registration form's lists.
    pub lists: Lists,
    /// 证件种类.
    pub documents: Vec<Choice>,
    /// What is taken over from a case of the same petitioner.
    pub known: Known,
    /// How many rows of companions there are.
    pub companions: usize,
    /// Their photos.
    pub photos: Vec<Photo>,
    /// Other files so far.
    pub files: Vec<FileItem>,
    /// Without scripts: the form of the next file.
    pub plain: Option<PlainUpload>,
    /// Whether that file is a companion's photo: the name of the companion, or the row.
    pub photo_of: Option<String>,
    /// Where the page of one file leads back to.
    pub back: String,
    /// 判重
    pub matches: Panel,
    /// 接谈人: id, name, and how many wait for them.
    pub interviewers: Vec<Choice>,
    /// What the same form became before.
    pub earlier: Option<Earlier>,
    /// What the card filled in; may be empty.
    pub said: String,
    /// How many visits there are today.
    pub today: u32,
    /// What the officer put aside.
    pub put_aside: Option<PutAside>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let (content, scripts): (Markup, &[&str]) = match (&view.plain, &view.photo_of) {
        (Some(plain), Some(who)) => (
            html! {
                div.narrow {
                    p.back { a href=(view.back) { "返回登记" } }
                    h1 { "给" (who) " 拍照" }
                    (one_photo(&view.back, plain))
                }
            },
            &[],
        ),
        (Some(plain), None) => (
            html! {
                div.narrow {
                    p.back { a href=(view.back) { "返回登记" } }
                    h1 { "添加一个材料" }
                    (one_file(&materials(view), &view.back, plain, ""))
                }
            },
            &["filing.js", "upload.js"],
        ),
        (None, _) => (together(view), &["filing.js", "upload.js", "camera.js"]),
    };
    view.shell.render(
        Page {
            title: "来访登记表",
            failed: view.form.has_errors() || view.earlier.is_some() || view.matches.failed(),
            class: "main-wide",
            menu: Menu::Visits,
            scripts,
            ..Page::default()
        },
        &content,
    )
}

fn materials(view: &View) -> Files<'_> {
    Files {
        form: &view.form,
        tickets: TICKETS,
        draft: view.form.value("visit"),
        files: &view.files,
        hint: "来访人带来的材料。随访人的照片在随访人那里拍，也算在 10 个以内。",
    }
}

fn together(view: &View) -> Markup {
    let form = &view.form;
    // The next card is read where the last one was, whatever dedupe found.
    let only_card = form.has_errors() && form.errors.iter().all(|(field, _)| field == "card");
    let calm = !view.said.is_empty()
        || only_card
        || (!form.has_errors() && view.earlier.is_none() && !view.matches.asked());
    html! {
        p.back { a href=(LIST) { "返回来访登记" } }
        @if let Some(earlier) = &view.earlier { (asked_again(earlier)) }
        // What is wrong with a card stands in the field that the next card is read into.
        @if !only_card { (error_summary(form)) }
        (flash(&view.said))
        @if let Some(put_aside) = &view.put_aside { (put_aside.render(matches::FORM, "then")) }
        div.desk-title { h1 { "来访登记" } p.hint { "今天本单位已登记 " strong.num data-today { (view.today) } " 批" } }
        (view.matches.render())
        form id=(matches::FORM) class="kiosk" method="post" action=(NEW) novalidate data-unsaved data-dirty[form.typed] {
            // The first button of a form answers the Enter key.
            button type="submit" name="then" value="save" hidden { "保存" }
            (form.hidden_csrf())
            (hidden("visit", form.value("visit")))
            @if !form.value("unfinished").is_empty() { (hidden("unfinished", form.value("unfinished"))) }
            @for (name, value) in form.values.iter().filter(|(name, _)| name == "link" || name == "take") { (hidden(name, value)) }
            (card(form, calm))
            div.beside {
                section.card aria-labelledby="visit-visitor" {
                    h2 id="visit-visitor" { "来访人" }
                    (visitor(form, &view.documents, &view.known))
                    (companions(form, view.companions, Some(&view.photos), &view.known))
                    (files(&materials(view)))
                }
                section.card aria-labelledby="visit-matter" {
                    h2 id="visit-matter" { "反映的问题" }
                    (TextInput { name: "title", label: "标题", hint: "不填的，取摘要的第一句。", optional: true, count_max: Some(TITLE_MAX), ..TextInput::default() }.render(form))
                    (Textarea { name: "content", label: "来访人的陈述", hint: "需要详细记的写在这里；不填的，以摘要为准。接谈中说的由接谈人记。", optional: true, rows: 4, count_max: Some(CONTENT_MAX) }.render(form))
                    (TextInput { name: "address", label: "问题发生的详细地址", optional: true, ..TextInput::default() }.render(form))
                    section.part aria-labelledby="visit-registration" {
                        h2 id="visit-registration" { "登记表" }
                        (view.lists.render(form))
                    }
                    section.part aria-labelledby="visit-interviewer" {
                        h2 id="visit-interviewer" { "接谈" }
                        (interviewer(view))
                    }
                }
            }
            p.buttons.sticky {
                button.button type="submit" name="then" value="save" data-once data-quick { "保存并打印接谈单" span hidden data-keys-help { "（Ctrl+Enter）" } }
                (submit_as("保存并登记领导接访", "then", "reception", false))
                (submit_as("保存并送领导审批", "then", "ask", false))
                (submit_as("判重", "then", "check", false))
                (submit_as("暂存", "then", "keep", false))
            }
        }
        @if view.companions > 0 { (camera::dialog(form)) }
    }
}

/// 读卡: what the reader types or hands over, in one field.
fn card(form: &FormState, focus: bool) -> Markup {
    let error = form.error("card");
    html! {
        section.card.card-reader aria-labelledby="card-title" {
            h2 id="card-title" { label for="card" { "读身份证" } }
            (hint_and_error("card", "把光标放在这里刷身份证，或者粘贴读卡软件给出的数据。读到的姓名、身份证号和地址填进下面的表，随即判重。没有读卡器的，直接在下面填写。", error))
            div.inline-form {
                input.input id="card" name="card" type="text" value=(form.value("card")) autocomplete="off" autofocus[focus] spellcheck="false"
                    aria-invalid=[error.map(|_| "true")] aria-describedby={ "card-hint" (if error.is_some() { " card-error" } else { "" }) };
                (submit_as("读入", "then", "card", false))
            }
        }
    }
}

/// The first of those who came, with what is known of them.
pub(in crate::staff) fn visitor(form: &FormState, documents: &[Choice], known: &Known) -> Markup {
    let documents = [OptGroup {
        label: String::new(),
        choices: documents.to_vec(),
    }];
    let sexes = [
        Choice::new("1", "男"),
        Choice::new("2", "女"),
        Choice::new("9", "未说明"),
    ];
    html! {
        (known.input(TextInput { name: "name", label: "来访人姓名", hint: "几个人来的填第一位。", width: "w-half", ..TextInput::default() }, form))
        @if !known.correcting { (checkbox("anonymous", &Choice::new("yes", "匿名（不愿意说姓名）").hinted("姓名、证件、手机号和地址都不填。照样有查询码，查询时姓名写“匿名”。"), form)) }
        div.fields-row {
            (Select { name: "id_type", label: "证件种类", groups: &documents, optional: true, default: "111", ..Select::default() }.render(form))
            div { (known.input(TextInput { name: "id_number", label: "证件号码", optional: true, ..TextInput::default() }, form)) }
        }
        (Radios { name: "sex", legend: "性别", hint: "填了身份证号的，按身份证号。", choices: &sexes, optional: true, inline: true, default: "9" }.render(form))
        (known.input(TextInput { name: "mobile", label: "手机号", hint: mobile_hint(known), optional: true, inputmode: "tel", width: "w-half", ..TextInput::default() }, form))
        (known.input(TextInput { name: "mailing_address", label: "通讯地址", hint: "告知书和答复寄到哪里。", optional: true, ..TextInput::default() }, form))
    }
}

fn interviewer(view: &View) -> Markup {
    if view.interviewers.is_empty() {
        let error = view.form.error("interviewer");
        return html! {
            div id="interviewer" tabindex="-1" {
                (hint_and_error("interviewer", "本单位还没有接谈人。请联系系统管理员，给负责接谈的人员开通“接谈岗”。", error))
            }
        };
    }
    Radios {
        name: "interviewer",
        legend: "接谈人",
        hint: "后面是各人名下还在等接谈的件数。",
        choices: &view.interviewers,
        ..Radios::default()
    }
    .render(&view.form)
}

fn asked_again(earlier: &Earlier) -> Markup {
    html! {
        div.overtaken id="overtaken" tabindex="-1" data-focus {
            h2.overtaken-title { (icon(Icon::Warning)) "这张表刚才已经登记过一批来访" }
            p { "登记为 " a href=(earlier.href) { (earlier.number) } "，和现在填的不一样。现在填的都还在：确是另一批来访的，再保存一次，会登记为新的一件。还是刚才那一批的，不要再保存，请打开它核对：登记表的内容转送以前可以改，来访人和随访人在“更正来访人”里改。" }
            p.buttons { (link_button("打开刚才登记的", &earlier.href, false)) }
        }
    }
}

impl View {
    /// Empty with interviewers; wrong everywhere; registered before; a photo, a file; nobody to talk with.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::file_list::FileState;
        let [many, none, _, _, _] = Panel::samples();
        let empty = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample")
                .with("visit", "ticket")
                .with("visitors", "1"),
            lists: Lists::sample(crate::components::registration::RatingView::Free),
            documents: vec![Choice::new("111", "居民身份证"), Choice::new("414", "护照")],
            companions: 0,
            interviewers: vec![
                Choice::new("o1", "蒋谈（3 件在等）"),
                Choice::new("o2", "沈问（没有在等的）"),
            ],
            today: 12,
            ..Self::default()
        };
        let photo = |at, state| Photo {
            at,
            id: format!("f{at}"),
            state,
        };
        let wrong = Self {
            form: FormState::new("sample")
                .with("visit", "ticket")
                .with("card", "{}")
                .with("name", crate::samples::LONG)
                .with("visitors", "23")
                .with("companion_1_name", crate::samples::LONG)
                .with("companion_1_representative", "yes")
                .with("link", "matter.p1")
                .failing("card", "读卡数据里没有姓名")
                .failing("name", "姓名不能超过 50 个字")
                .failing("representatives", "接待的代表最多 5 人")
                .failing("companion_2_id_number", "身份证号应当是 18 位")
                .failing("category", "请选择内容分类")
                .failing("interviewer", "请选择接谈人"),
            companions: 3,
            photos: vec![
                photo(1, FileState::Ready { href: "/f1".into() }),
                photo(2, FileState::Checking),
                photo(
                    3,
                    FileState::Rejected {
                        reason: crate::samples::LONG.into(),
                    },
                ),
            ],
            files: crate::samples::files(),
            matches: many,
            ..empty.clone()
        };
        let [below, elsewhere] = PutAside::samples();
        let again = Self {
            put_aside: Some(below),
            earlier: Some(Earlier {
                number: "V370102-20261127-00003".into(),
                href: "/staff/petitions/p1".into(),
            }),
            matches: none,
            ..empty.clone()
        };
        let one = Self {
            plain: Some(PlainUpload {
                url: "/bucket".into(),
                fields: vec![("key".into(), "quarantine/x/y".into())],
            }),
            back: "/staff/intake/visits/new?kept=x".into(),
            ..empty.clone()
        };
        let picture = Self {
            photo_of: Some("随访人 1".into()),
            ..one.clone()
        };
        let nobody = Self {
            interviewers: Vec::new(),
            put_aside: Some(elsewhere),
            said: "已读入：姓名、身份证号、地址。".into(),
            ..empty.clone()
        };
        vec![empty, wrong, again, picture, one, nobody]
    }
}
