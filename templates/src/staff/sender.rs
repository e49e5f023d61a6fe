//! `/staff/petitions/{id}/sender`: 更正来信人、来访人. The fields of the registration form, what is recorded masked beside
//! them: what is typed replaces it, an empty field leaves it, a box takes it away.

use super::letters::envelope::{arrival, envelope, sender};
use super::step::Step;
use super::visits::companions::companions;
use super::visits::form::visitor;
use crate::components::button::{link_button, off, submit};
use crate::components::form::FormState;
use crate::components::known::{Drop, Known, KnownField};
use crate::components::notice::inset;
use crate::components::select::Choice;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use domain::correction::REASON_MAX;
use maud::{Markup, html};

/// The button that adds a row of a companion.
pub const ADD_ROW: &str = "companion_add";

/// 更正的对象: what came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// 来信
    #[default]
    Letter,
    /// 来访, with so many rows of companions.
    Visit(usize),
}

impl Of {
    /// What the page is called.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Letter => "更正来信人",
            Self::Visit(_) => "更正来访人",
        }
    }
}

/// 更正来信人、来访人. Fields: those of the sender and the envelope, or of the visitor and the companions; `drop_<field>`,
/// `drop_co_<n>`, `drop_companion_<n>`; `reason`; hidden `version csrf`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Frame, form, case and version.
    pub step: Step,
    /// What came in.
    pub of: Of,
    /// Nobody is named: only how it came is corrected.
    pub anonymous: bool,
    /// 证件种类.
    pub documents: Vec<Choice>,
    /// What is recorded, masked.
    pub known: Known,
    /// Which menu entry it belongs to.
    pub menu: Menu,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let step = &view.step;
    let form = &step.form;
    let content = html! {
        div.narrow {
            (step.opening(view.of.heading(), ""))
            (inset(&html! {
                p { "填错的、看错的在这里更正。已经记下的内容不显示全，" strong { "不改的不用填" } "；在框里填的，换掉原来的。要核对原来填的，请先"
                    a href={ (step.href) "/petitioner" } { "查看完整信息" } "。" }
                p { "更正以后，用新的姓名和原来的查询码查询，原来的姓名查不到了（正在查看的，最多还能看半小时）；以后的短信和文书用新的。已经出具的文书不变。" }
            }))
            form.card method="post" action=(step.action) novalidate data-unsaved data-dirty[form.typed] {
                // The first button of a form answers the Enter key.
                @if step.is_open() { button type="submit" hidden { "保存更正" } }
                (step.hidden())
                @match view.of {
                    Of::Letter => (of_letter(view)),
                    Of::Visit(rows) => (of_visit(view, rows)),
                }
                section.part aria-label="更正原因" {
                    (Textarea { name: "reason", label: "更正原因", hint: "记入这一件的办理过程，只有工作人员看得到。请不要写姓名、号码。", rows: 2, count_max: Some(REASON_MAX), ..Textarea::default() }.render(form))
                }
                @match step.overtaken.as_ref().and_then(|one| one.closed.as_ref()) {
                    Some(reason) => (off("保存更正", reason, "why-save")),
                    None => p.buttons { (submit("保存更正")) (link_button("不改了", &step.href, false)) },
                }
            }
        }
    };
    step.render(view.of.heading(), view.menu, "", &content)
}

fn unnamed(what: &str) -> Markup {
    html! { p.hint { "这件" (what) "是匿名的。匿名和实名不能在这里互换：是否纳入满意度评价、查询时用什么姓名都随之而定。" } }
}

fn of_letter(view: &View) -> Markup {
    let form = &view.step.form;
    html! {
        @if view.anonymous { (unnamed("来信")) }
        @else { (sender(form, &view.documents, false, &view.known)) }
        section.part aria-labelledby="letter-arrival" {
            h2 id="letter-arrival" { "收信" }
            (arrival(form))
            (envelope(form, &view.known))
        }
    }
}

fn of_visit(view: &View, rows: usize) -> Markup {
    let form = &view.step.form;
    html! {
        @if view.anonymous {
            (unnamed("来访"))
            (TextInput { name: "visitors", label: "来访人数", hint: "一共来了几个人，含来访人本人。", inputmode: "numeric", width: "w-short", ..TextInput::default() }.render(form))
        } @else {
            section aria-labelledby="sender-visitor" {
                h2 id="sender-visitor" { "来访人" }
                (visitor(form, &view.documents, &view.known))
                (companions(form, rows, None, &view.known))
            }
        }
    }
}

impl View {
    /// A letter; wrong everywhere and late; too late; without a name; a visit.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::overtaken::Overtaken;
        let known = |field: &str, masked: &str, drop| KnownField {
            field: field.into(),
            masked: masked.into(),
            from: String::new(),
            drop,
        };
        let own = |field: &str| Drop::Box(format!("drop_{field}"));
        let with = |row: &str| Drop::WithRow(format!("drop_{row}"));
        let letter = Self {
            step: Step::sample("sender").with_form(
                FormState::new("sample")
                    .with("id_type", "111")
                    .with("received", "2026-11-25")
                    .with("addressee", "省信访局局长"),
            ),
            of: Of::Letter,
            anonymous: false,
            documents: vec![Choice::new("111", "居民身份证"), Choice::new("414", "护照")],
            known: Known {
                fields: vec![
                    known("name", "李**", Drop::Never),
                    known("id_number", "370***********0022", own("id_number")),
                    known("mobile", "138****0001", own("mobile")),
                    known("mailing_address", "济南市历下区***", own("mailing_address")),
                    known("co_1_name", "王*", with("co_1")),
                    known("co_1_mobile", "138****0002", with("co_1")),
                    known("envelope_name", "李**", own("envelope_name")),
                ],
                correcting: true,
            },
            menu: Menu::Letters,
        };
        let [noted, closed] = Overtaken::samples();
        let wrong = letter
            .step
            .form
            .clone()
            .with("name", crate::samples::LONG)
            .with("drop_mobile", "yes")
            .with("drop_co_1", "yes")
            .failing("name", "姓名不能超过 50 个字")
            .failing("co_1_name", "登记表里的信访人数是 1")
            .failing("received", "日期不能晚于登记的那天")
            .failing("reason", "请填写更正原因");
        let visit = Self {
            step: Step::sample("sender").with_form(
                FormState::new("sample")
                    .with("visitors", "6")
                    .with("companion_1_representative", "yes"),
            ),
            of: Of::Visit(2),
            known: Known {
                fields: vec![
                    known("name", "桑**", Drop::Never),
                    known("companion_1_name", "桑*", with("companion_1")),
                    known("companion_1_id_number", "370***********0022", with("companion_1")),
                ],
                correcting: true,
            },
            menu: Menu::Visits,
            ..letter.clone()
        };
        vec![
            letter.clone(),
            Self {
                step: letter.step.with_form(wrong).overtaken(Some(noted)),
                ..letter.clone()
            },
            Self {
                step: letter.step.clone().overtaken(Some(closed)),
                ..letter.clone()
            },
            Self {
                anonymous: true,
                known: Known {
                    correcting: true,
                    ..Known::default()
                },
                ..letter
            },
            visit,
        ]
    }
}
