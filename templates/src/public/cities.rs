//! `/cities` and `/cities/{code}`: the 16 cities, each with deep links that carry it along.

use super::offices::{self, Level, Office};
use crate::components::link::Link;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 各市信访.
#[derive(Clone, Debug, Default)]
pub struct IndexView {
    /// The frame.
    pub shell: PublicShell,
    /// `/cities/{code}` and the name.
    pub cities: Vec<Link>,
}

/// 一个市的页面.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Division code: `370100`.
    pub code: String,
    /// Name: `济南市`.
    pub name: String,
    /// Its petition office.
    pub office: Office,
    /// Other agencies whose contact is known: name of the group (the city's own, then each county), and who is in it.
    pub others: Vec<(String, Vec<Office>)>,
    /// Counties: division code and name.
    pub counties: Vec<(String, String)>,
}

/// `/cities`.
#[must_use]
pub fn index(view: &IndexView) -> Markup {
    let content = html! {
        div.wrap {
            h1 { "各市信访" }
            p.lead { "选择问题发生的市，直接向当地反映，或查找当地信访部门。" }
            ul.tiles { @for city in &view.cities { li { a href=(city.href) { (city.text) } } } }
        }
    };
    view.shell.render(
        Page {
            title: "各市信访",
            ..Page::default()
        },
        &content,
    )
}

/// `/cities/{code}`.
#[must_use]
pub fn page(view: &View) -> Markup {
    let title = format!("{}信访", view.name);
    let file = |code: &str| format!("/petitions/new?division={code}&from={}", view.code);
    let content = html! {
        div.wrap {
            nav.crumbs aria-label="您在这里" { ol { li { a href="/cities" { "各市信访" } } li aria-current="page" { (view.name) } } }
            h1 { (title) }
            p.buttons {
                a.button href=(file(&view.code)) { "反映" (view.name) "的问题" }
                a.button.button-second href="/track" { "查询进度" }
                a.button.button-second href={ "/cases?city=" (view.code) } { (view.name) "的案例" }
            }
            div.columns {
                section.block.wide aria-labelledby="counties" {
                    h2 id="counties" { "问题发生在哪个县（市、区）" }
                    ul.tiles { @for (code, name) in &view.counties { li { a href=(file(code)) { (name) } } } }
                }
                section.block aria-labelledby="office" {
                    h2 id="office" { "信访部门" }
                    @if !view.office.name.is_empty() { p.office-name { (view.office.name) } }
                    @if view.office.is_known() { (view.office.facts_with_site_button(&view.name)) }
                    @else { p.hint { "联系方式还没有公布，请在工作日拨打页面下方的联系电话询问。" } }
                }
            }
            @if !view.others.is_empty() {
                section.block aria-labelledby="others" {
                    h2 id="others" { "县（市、区）和其他单位的联系方式" }
                    @for (group, offices) in &view.others { details.office-group {
                        summary { (group) span.hint { (offices.len()) " 个单位" } }
                        (offices::list(offices, Level::Third))
                    } }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &title,
            nav: Nav::None,
            ..Page::default()
        },
        &content,
    )
}

impl IndexView {
    /// Ordinary.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self {
            shell: PublicShell::default(),
            cities: crate::samples::cities(),
        }]
    }
}

impl View {
    /// Ordinary, without what is not known.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let ordinary = Self {
            code: "370100".into(),
            name: "济南市".into(),
            office: Office::sample(),
            others: vec![
                ("市直单位".into(), vec![Office::sample()]),
                ("历下区".into(), vec![Office::sample(), Office::sample()]),
            ],
            counties: ["历下区", "市中区", "槐荫区", "天桥区", "商河县"]
                .iter()
                .enumerate()
                .map(|(n, name)| (format!("37010{n}"), (*name).to_owned()))
                .collect(),
            ..Self::default()
        };
        vec![
            ordinary,
            Self {
                code: "370200".into(),
                name: "青岛市".into(),
                ..Self::default()
            },
        ]
    }
}
