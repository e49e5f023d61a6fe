//! `/cities` and `/cities/{code}`: the 16 cities, each with deep links that carry it along.

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
    /// Its petition office: name, address, phone, hours.
    pub office: super::guide::Office,
    /// Counties: division code and name.
    pub counties: Vec<(String, String)>,
    /// The city's own petition site, when known.
    pub site: Option<String>,
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
            }
            div.columns {
                section.block.wide aria-labelledby="counties" {
                    h2 id="counties" { "问题发生在哪个县（市、区）" }
                    ul.tiles { @for (code, name) in &view.counties { li { a href=(file(code)) { (name) } } } }
                }
                section.block aria-labelledby="office" {
                    h2 id="office" { "信访部门" }
                    (super::guide::office(&view.office))
                    @if let Some(site) = &view.site { p { a href=(site) rel="external" { (view.name) "信访部门网站" } } }
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
            office: super::guide::Office {
                name: "济南市信访局".into(),
                address: "济南市历下区龙鼎大道 1 号".into(),
                phone: "0531-00000000".into(),
                hours: "工作日 8:30–11:30，13:30–17:00".into(),
            },
            counties: ["历下区", "市中区", "槐荫区", "天桥区", "商河县"]
                .iter()
                .enumerate()
                .map(|(n, name)| (format!("37010{n}"), (*name).to_owned()))
                .collect(),
            site: Some("https://example.gov.cn/".into()),
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
