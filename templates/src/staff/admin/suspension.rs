//! `/staff/admin/suspension`: the grounds on which the clock of handling may be stopped, each with its rule.

use super::settings::came_second;
use crate::components::button::{link_button, submit};
use crate::components::date_input::DateInput;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{flash, inset};
use crate::components::radios::one;
use crate::components::select::Choice;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::text_input::TextInput;
use crate::layout::{Menu, Page, StaffShell};
use domain::suspension::{ARTICLE_MAX, Field, GROUNDS_MAX, RULE_MAX, WORDS_MAX};
use maud::{Markup, html};

/// 中止计时事由. Fields of each, numbered from 1: `words_1 rule_1 article_1 from_1`, and `remove_1` (`yes`); hidden
/// `csrf revision`; posts to `/staff/admin/suspension`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed, or how things stand.
    pub form: FormState,
    /// The revision that the form was made from.
    pub revision: String,
    /// When and by whom the settings were changed last; empty if never.
    pub changed: String,
    /// How many grounds there are.
    pub kept: usize,
    /// How many sets of fields the form has.
    pub rows: usize,
    /// What was just done.
    pub flash: String,
    /// Somebody else saved meanwhile: who and when, and the grounds now.
    pub conflict: Option<(String, Vec<String>)>,
}

/// The name of a field of the ground at a place, counted from 1.
#[must_use]
pub fn name(field: Field, place: usize) -> String {
    format!("{}_{place}", field.code())
}

/// The name of the checkbox that removes the ground at a place.
#[must_use]
pub fn remove(place: usize) -> String {
    format!("remove_{place}")
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.narrow {
            p.back { a href="/staff/admin/settings" { "返回运行设置" } }
            (flash(&view.flash))
            @if let Some((who, now)) = &view.conflict { (conflict(who, now)) }
            (error_summary(form))
            h1 { "中止计时的事由" }
            p.lead { "办理期限（受理后 60 日，延长的最多再加 30 日）只有在规定写明的情形下才能中止。在这里写明情形和依据，责任单位只能从中选择，群众看到的就是这里的文字。" }
            p { "改动只管以后的中止，已经中止的不变。保存后最迟 20 秒生效，每次改动记入审计日志。" }
            @if !view.changed.is_empty() { p.hint { "运行设置最近一次修改：" (view.changed) } }
            @if view.kept == 0 { (inset(&html! { "现在没有事由，任何单位都不能中止计时，页面上也不出现“中止计时”。" })) }
            form method="post" action="/staff/admin/suspension" novalidate data-unsaved {
                (form.hidden_csrf())
                (hidden("revision", &view.revision))
                @for place in 1..=view.rows { (ground(form, place, place > view.kept)) }
                @if view.kept >= GROUNDS_MAX { p.hint { "最多 " (GROUNDS_MAX) " 条，已经满了。" } }
                p.buttons { (submit("保存")) (link_button("不改了", "/staff/admin/settings", false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "中止计时的事由",
            failed: form.has_errors(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

fn ground(form: &FormState, place: usize, new: bool) -> Markup {
    let [words, rule, article, from] = Field::ALL.map(|field| name(field, place));
    let remove = remove(place);
    let off = Choice::new("yes", "删去这一条");
    html! {
        section.card aria-labelledby={ "ground-" (place) } {
            h2 id={ "ground-" (place) } { "第 " (place) " 条" @if new { "（新增）" } }
            @if new { p.hint { "不新增的，四项都留空；要新增的，四项都要填。" } }
            (TextInput { name: &words, label: Field::Words.label(), hint: "群众看得懂的一句话，例如：等待司法鉴定结论", count_max: Some(WORDS_MAX), ..TextInput::default() }.render(form))
            (TextInput { name: &rule, label: Field::Rule.label(), hint: "规定的全称，不用写书名号。", count_max: Some(RULE_MAX), ..TextInput::default() }.render(form))
            (TextInput { name: &article, label: Field::Article.label(), hint: "例如：第十二条第一款", count_max: Some(ARTICLE_MAX), ..TextInput::default() }.render(form))
            (DateInput { name: &from, label: Field::From.label(), hint: "从这一天起可以选用。", ..DateInput::default() }.render(form))
            @if !new { (one(&remove, 0, &off, "checkbox", form.value(&remove) == "yes")) }
        }
    }
}

fn conflict(who: &str, now: &[String]) -> Markup {
    let rows: Vec<SummaryRow> = now
        .iter()
        .enumerate()
        .map(|(at, told)| SummaryRow::new(format!("第 {} 条", at + 1), told.as_str()))
        .collect();
    let now = html! {
        section.card {
            p.hint { "现在的事由" }
            @if rows.is_empty() { p { "没有。" } } @else { (summary_list(&rows)) }
        }
    };
    came_second(who, &now)
}

impl View {
    /// None yet, two and a new one, wrong, full, somebody was first.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let typed = |form: FormState, place: usize, values: [&str; 4]| {
            Field::ALL
                .into_iter()
                .zip(values)
                .fold(form, |form, (field, value)| form.with(name(field, place), value))
        };
        let expertise = [
            "等待司法鉴定结论",
            "某某省信访事项办理期限规定",
            "第十二条",
            "2026-12-01",
        ];
        let two = typed(
            typed(FormState::new("sample"), 1, expertise),
            2,
            [
                "等待专家评审结论",
                "某某省信访事项办理期限规定",
                "第十三条第一款",
                "2027-01-01",
            ],
        );
        let none = Self {
            shell: crate::samples::administrator(),
            form: FormState::new("sample"),
            revision: "0".into(),
            rows: 1,
            ..Self::default()
        };
        let some = Self {
            form: two.clone(),
            revision: "8".into(),
            changed: "2026年11月23日（周一）09:12，赵管理".into(),
            kept: 2,
            rows: 3,
            flash: "已经保存，最迟 20 秒后责任单位就能选用。".into(),
            ..none.clone()
        };
        let wrong = typed(
            two.clone().with("remove_1", "yes"),
            3,
            [crate::samples::LONG, "《甲》和《乙》", "", "明天"],
        )
        .failing("words_3", "第 3 条：事由不能超过 40 个字，现在有 171 个字")
        .failing("rule_3", "第 3 条：依据的名称里不写书名号，只写一部规定")
        .failing("article_3", "第 3 条：请填写条款")
        .failing("from_3", "第 3 条：生效日期请填写年、月、日，例如 2026-12-01");
        let full = (1..=GROUNDS_MAX).fold(FormState::new("sample"), |form, place| {
            typed(form, place, expertise)
        });
        vec![
            none,
            some.clone(),
            Self {
                form: wrong,
                flash: String::new(),
                ..some.clone()
            },
            Self {
                form: full,
                kept: GROUNDS_MAX,
                rows: GROUNDS_MAX,
                ..some.clone()
            },
            Self {
                form: two,
                flash: String::new(),
                conflict: Some((
                    "钱管理 在 2026年11月23日（周一）09:14 改过设置".into(),
                    vec![crate::samples::SUSPENDED_FOR.into()],
                )),
                ..some
            },
        ]
    }
}
