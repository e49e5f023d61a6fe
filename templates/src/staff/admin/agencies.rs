//! `/staff/admin/agencies`: the agencies, of each how people reach it and what is still missing. It begins with the
//! petition offices that the public directory shows; others are found by city or by name.

use crate::components::empty_state::empty_state;
use crate::components::form::FormState;
use crate::components::select::{OptGroup, Select};
use crate::components::tag::Tag;
use crate::components::text_input::TextInput;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 机构联系方式. Fields of the search, by GET: `q city`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was searched for.
    pub form: FormState,
    /// Where one can look: the province and its cities.
    pub places: Vec<OptGroup>,
    /// What was found: name of the group, and who is in it.
    pub groups: Vec<(String, Vec<Row>)>,
    /// What is on the page, in a sentence.
    pub about: String,
    /// Whether this is a search, so that there is a way back to the beginning.
    pub searched: bool,
}

/// 列表里的一个机构.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Path of its form.
    pub href: String,
    /// The full name.
    pub name: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// What is missing, or that nothing is.
    pub state: Tag,
    /// When and by whom it was changed last; empty if it is as provisioned.
    pub changed: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        p.back { a href="/staff/admin" { "返回系统管理" } }
        div.desk-title { h1 { "机构联系方式" } p.hint { "公布给群众的地址、电话和接待时间。点机构名称修改。" } }
        div.sheet-list.sheet-alone {
            div.list-tools {
                form.inline-form method="get" action="/staff/admin/agencies" role="search" {
                    (TextInput { name: "q", label: "机构名称", optional: true, ..TextInput::default() }.render(&view.form))
                    (Select { name: "city", label: "在哪里", groups: &view.places, prompt: "全省", optional: true, ..Select::default() }.render(&view.form))
                    button.button.button-second type="submit" { "查找" }
                }
                p.pages-range { (view.about) @if view.searched { " " a href="/staff/admin/agencies" { "回到省市信访部门" } } }
            }
            @if view.groups.is_empty() {
                (empty_state("没有找到", "换个名称试试：可以只写一部分，例如“住房”；也可以先选市。", None))
            }
            @if !view.groups.is_empty() { (table(&view.groups)) }
        }
    };
    view.shell.render(
        Page {
            title: "机构联系方式",
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

/// One table; each group has a heading row of its own.
fn table(groups: &[(String, Vec<Row>)]) -> Markup {
    html! {
        div.scroll role="region" aria-label="机构列表" tabindex="0" { table.table.cards-narrow.agency-list {
            caption.vh { "机构联系方式" }
            thead { tr { th scope="col" { "机构" } th scope="col" { "电话" } th scope="col" { "填写情况" } th scope="col" { "最近修改" } } }
            @for (group, rows) in groups { tbody {
                tr.group { th colspan="4" scope="rowgroup" { (group) } }
                @for row in rows { tr {
                    td data-label="机构" { a href=(row.href) { (row.name) } }
                    td.num data-label="电话" { @if row.phone.is_empty() { "—" } @else { (row.phone) } }
                    td data-label="填写情况" { (row.state.render()) }
                    td data-label="最近修改" { @if row.changed.is_empty() { "—" } @else { (row.changed) } }
                } }
            } }
        } }
    }
}

impl View {
    /// The beginning, a search, nothing found.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::select::Choice;
        use crate::components::tag::Tone;
        let row = |name: &str, phone: &str, state: Tag, changed: &str| Row {
            href: "/staff/admin/agencies/370100-xfj".into(),
            name: name.into(),
            phone: phone.into(),
            state,
            changed: changed.into(),
        };
        let full = row(
            "中共济南市委济南市人民政府信访局",
            "0531-00000001、0531-00000002-801",
            Tag::new("齐全", Tone::Good),
            "2026年11月23日（周一）09:12，赵管理",
        );
        let none = row(
            "中共聊城市委聊城市人民政府信访局",
            "",
            Tag::new("缺地址、电话、接待时间", Tone::Warn),
            "",
        );
        let first = Self {
            shell: crate::samples::administrator(),
            places: vec![OptGroup {
                label: String::new(),
                choices: vec![Choice::new("370000", "省直"), Choice::new("370100", "济南市")],
            }],
            groups: vec![("省市信访部门".into(), vec![full.clone(), none])],
            about: "省市信访部门 2 个，其中 1 个没有电话。".into(),
            ..Self::default()
        };
        let long = row(crate::samples::LONG, "", Tag::new("缺电话", Tone::Warn), "");
        vec![
            first.clone(),
            Self {
                form: FormState::new("").with("q", "住房").with("city", "370100"),
                groups: vec![("市直".into(), vec![full]), ("历下区".into(), vec![long])],
                about: "找到 2 个机构。".into(),
                searched: true,
                ..first.clone()
            },
            Self {
                form: FormState::new("").with("q", crate::samples::LONG),
                groups: Vec::new(),
                about: "找到 0 个机构。".into(),
                searched: true,
                ..first
            },
        ]
    }
}
