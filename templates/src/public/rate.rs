//! `/rate/{id}` and `/track/rate`: 满意度评价 — the form, with the first rating above it when it is the
//! second. Without a script the reasons are always there; `rate.js` shows them beside 不满意 only.

use crate::components::button::submit;
use crate::components::checkboxes::Checkboxes;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::link::Link;
use crate::components::notice::inset;
use crate::components::radios::Radios;
use crate::components::rating::{RatingCard, RatingLine, grade_tag};
use crate::components::select::Choice;
use crate::components::textarea::Textarea;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// Characters of a message.
pub const MESSAGE_MAX: usize = domain::text::RATING_MESSAGE_MAX;

/// 评价表. Fields for each object (`office`, `unit`): `{object}_grade`, `{object}_reasons` (several),
/// `{object}_message`; and `csrf round ticket`.
#[derive(Clone, Debug, Default)]
pub struct FormView {
    /// The frame.
    pub shell: PublicShell,
    /// Where one comes from.
    pub place: Place,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Which rating it is, 1 or 2.
    pub round: u8,
    /// The last day, as people read it.
    pub last_day: String,
    /// Who is rated, one or two.
    pub objects: Vec<Object>,
    /// The first rating, when this is the second.
    pub first: Option<RatingCard>,
    /// The reply, where it may be read.
    pub reply: Option<Link>,
}

/// 从哪里来: where the form goes and where one returns to.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Where the form goes.
    pub action: String,
    /// Back to the petition, or to the result of tracking.
    pub back: Link,
    /// Whether one came by name and query code.
    pub tracked: bool,
    /// The proof of having tracked; empty for who is signed in.
    pub ticket: String,
}

/// 评价对象: one agency to be rated.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// `office` or `unit`: what its fields begin with.
    pub code: String,
    /// 信访部门 or 责任单位.
    pub label: String,
    /// The agency's name.
    pub agency: String,
    /// What it did, in a few words.
    pub part: String,
    /// The grades.
    pub grades: Vec<Choice>,
    /// 不满意原因.
    pub reasons: Vec<Choice>,
}

impl Place {
    pub(crate) fn nav(&self) -> Nav {
        if self.tracked { Nav::Track } else { Nav::Mine }
    }

    /// The hidden fields that every form of a rating carries.
    pub(crate) fn fields(&self, csrf: &str, round: u8) -> Markup {
        html! {
            (hidden("csrf", csrf)) (hidden("round", &round.to_string()))
            @if !self.ticket.is_empty() { (hidden("ticket", &self.ticket)) }
        }
    }
}

/// The form.
#[must_use]
pub fn form_page(view: &FormView) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            p.back { a href=(view.place.back.href) { (view.place.back.text) } }
            h1 { @if view.round > 1 { "再评价一次" } @else { "满意度评价" } }
            p.lead { (view.title) " " span.hint.num { (view.number) } }
            @if let Some(first) = &view.first {
                (inset(&html! { p { "这是第二次评价，也是最后一次。提交后统计以这一次为准；第一次的仍然保留，您和工作人员都看得到。" } }))
                (first.render())
            } @else {
                p { "请按您的真实感受评价。后来有变化的，到期限前还可以再评价一次，最多两次。" }
            }
            p { "评价到 " strong { (view.last_day) } "为止，这一天也算。"
                @if let Some(reply) = &view.reply { "先看一看：" a href=(reply.href) { (reply.text) } } }
            form method="post" action=(view.place.action) novalidate data-unsaved {
                (view.place.fields(&form.csrf, view.round))
                @for object in &view.objects { (one(object, form)) }
                p.buttons { (submit("继续")) }
                p.hint { "下一步核对，核对后才提交。" }
            }
        }
    };
    let title = if view.round > 1 {
        "再评价一次"
    } else {
        "满意度评价"
    };
    view.shell.render(
        Page {
            title,
            failed: form.has_errors(),
            nav: view.place.nav(),
            scripts: &["rate.js"],
            ..Page::default()
        },
        &content,
    )
}

fn one(object: &Object, form: &FormState) -> Markup {
    let name = |field: &str| format!("{}_{field}", object.code);
    let (grade, reasons, message) = (name("grade"), name("reasons"), name("message"));
    let heading = name("about");
    html! {
        section.part aria-labelledby=(heading) {
            h2 id=(heading) { "对" (object.label) "的评价" }
            p { strong { (object.agency) } @if !object.part.is_empty() { span.hint { "　" (object.part) } } }
            (Radios { name: &grade, legend: "您满意吗？", choices: &object.grades, inline: true, ..Radios::default() }.render(form))
            fieldset.field.rate-why data-when=(grade) data-is="dissatisfied" aria-label={ "对" (object.label) "不满意的" } {
                (Checkboxes { name: &reasons, legend: "不满意的原因", hint: "选“不满意”的填写，至少选一个，可以选几个。", choices: &object.reasons, ..Checkboxes::default() }.render(form))
                (Textarea { name: &message, label: "留言", hint: "哪里没有做好，希望怎样改进。这个单位和上级信访部门看得到。", optional: true, rows: 4, count_max: Some(MESSAGE_MAX) }.render(form))
            }
        }
    }
}

pub(crate) fn sample_card() -> RatingCard {
    let line = |object: &str, agency: &str, grade: &str| RatingLine {
        object: object.into(),
        agency: agency.into(),
        grade: grade_tag(grade),
        ..RatingLine::default()
    };
    let mut unit = line("责任单位", "济南市历下区住房和城乡建设局", "不满意");
    unit.reasons = vec!["我的要求没有逐项答复".into(), "答复里答应的事没有落实".into()];
    unit.message = "说 11 月 20 日前换泵，到今天还没有换。\n请给一个准日子。".into();
    RatingCard {
        heading: "第 1 次评价".into(),
        when: "2026年11月25日（周三）10:12".into(),
        replaced: false,
        lines: vec![line("信访部门", "中共山东省委山东省人民政府信访局", "满意"), unit],
    }
}

pub(crate) fn sample_place() -> Place {
    Place {
        action: "/rate/p1".into(),
        back: Link::new("/petitions/p1", "返回这一件"),
        ..Place::default()
    }
}

impl FormView {
    /// First, second after tracking, wrong, one object with a very long title.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let choices = |words: &[(&str, &str)]| -> Vec<Choice> {
            words
                .iter()
                .map(|(value, label)| Choice::new(*value, *label))
                .collect()
        };
        let object = |code: &str, label: &str, agency: &str, part: &str| Object {
            code: code.into(),
            label: label.into(),
            agency: agency.into(),
            part: part.into(),
            grades: choices(&[
                ("satisfied", "满意"),
                ("mostly", "基本满意"),
                ("dissatisfied", "不满意"),
            ]),
            reasons: choices(&[
                ("late", "没有按期受理、答复"),
                ("not_done", "答复里答应的事没有落实"),
                ("other", "其他"),
            ]),
        };
        let first = Self {
            shell: crate::samples::signed_in(),
            place: sample_place(),
            form: FormState::new("sample"),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            round: 1,
            last_day: "2026年12月23日（周三）".into(),
            objects: vec![
                object(
                    "office",
                    "信访部门",
                    "中共山东省委山东省人民政府信访局",
                    "登记、转送了您的信访",
                ),
                object(
                    "unit",
                    "责任单位",
                    "济南市历下区住房和城乡建设局",
                    "办理并答复了您",
                ),
            ],
            first: None,
            reply: Some(Link::new("/petitions/p1/letters/l1", "信访事项处理意见书")),
        };
        let second = Self {
            shell: PublicShell::default(),
            place: Place {
                action: "/track/rate".into(),
                back: Link::new("/track/result", "返回查询结果"),
                tracked: true,
                ticket: "sample".into(),
            },
            round: 2,
            first: Some(sample_card()),
            reply: None,
            ..first.clone()
        };
        let wrong = Self {
            form: FormState::new("sample")
                .with("unit_grade", "dissatisfied")
                .with("unit_message", crate::samples::LONG)
                .failing("office_grade", "请选择对信访部门是否满意")
                .failing("unit_reasons", "请至少选一个不满意的原因"),
            ..first.clone()
        };
        let alone = Self {
            title: crate::samples::LONG.into(),
            objects: first.objects[1..].to_vec(),
            ..first.clone()
        };
        vec![first, second, wrong, alone]
    }
}
