//! How people reach petition offices and other agencies: the directory of `/guide/offices` and its parts, which city
//! pages use too. Says nothing of what is not known but once for a whole list.

use domain::office::{Contact, dial};
use maud::{Markup, html};

/// 机构: one entry of a directory.
#[derive(Clone, Debug, Default)]
pub struct Office {
    /// Name.
    pub name: String,
    /// Page of its city; may be empty.
    pub href: String,
    /// How people reach it, as far as that is known.
    pub contact: Contact,
}

impl Office {
    /// Whether there is anything to show but the name.
    pub(crate) fn is_known(&self) -> bool {
        !self.contact.is_empty()
    }

    /// What is known of it; nothing if nothing is.
    pub(crate) fn facts(&self) -> Markup {
        self.facts_and(!self.contact.site.is_empty())
    }

    /// The same on its own page, where its site is a button.
    pub(crate) fn facts_with_site_button(&self, of: &str) -> Markup {
        let site = &self.contact.site;
        html! {
            (self.facts_and(false))
            @if !site.is_empty() {
                p { a.button.button-second href=(site) rel="external noreferrer" { "进入" (of) "信访网" } }
                p.hint { "离开本站，到 " (host(site)) "。" }
            }
        }
    }

    fn facts_and(&self, linked: bool) -> Markup {
        let Contact {
            address,
            phone,
            hours,
            site,
        } = &self.contact;
        html! {
            @if linked || !(address.is_empty() && phone.is_empty() && hours.is_empty()) { dl.facts {
                @if !address.is_empty() { div { dt { "地址" } dd { (address) } } }
                @if !phone.is_empty() { div { dt { "电话" } dd.phones {
                    @for phone in self.contact.phones() { a.num href={ "tel:" (dial(phone)) } { (phone) } }
                } } }
                @if !hours.is_empty() { div { dt { "接待时间" } dd { (hours) } } }
                @if linked { div { dt { "网站" } dd { a href=(site) rel="external noreferrer" { (host(site)) } } } }
            } }
        }
    }

    fn entry(&self, level: Level) -> Markup {
        html! {
            li.office {
                @match level {
                    Level::Second => h2 id=[self.city().map(|(id, _)| id)] { (self.linked()) },
                    Level::Third => h3 { (self.linked()) },
                }
                (self.facts())
            }
        }
    }

    /// Where its entry lies on the page, and the city's short name; none for the province's own.
    fn city(&self) -> Option<(String, &'static str)> {
        let code = self.href.strip_prefix("/cities/")?;
        let city: domain::division::DivisionCode = code.parse().ok()?;
        Some((format!("o{code}"), city.division().name))
    }

    fn linked(&self) -> Markup {
        html! { @if self.href.is_empty() { (self.name) } @else { a href=(self.href) { (self.name) } } }
    }
}

/// How deep the headings of a list lie.
#[derive(Clone, Copy)]
pub(crate) enum Level {
    Second,
    Third,
}

/// What people read of a web address.
fn host(site: &str) -> &str {
    let rest = site.strip_prefix("https://").unwrap_or(site);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Those of which something is known, each with its facts.
pub(crate) fn list<'a>(offices: impl IntoIterator<Item = &'a Office>, level: Level) -> Markup {
    html! { ul.offices { @for office in offices { @if office.is_known() { (office.entry(level)) } } } }
}

/// The cities, each leading to its entry below.
fn jumps(offices: &[Office]) -> Markup {
    let cities: Vec<_> = offices
        .iter()
        .filter(|office| office.is_known())
        .filter_map(Office::city)
        .collect();
    html! {
        @if cities.len() > 1 {
            nav aria-label="按市查找" { ul.plain.tools { @for (id, name) in &cities { li { a href={ "#" (id) } { (name) } } } } }
        }
    }
}

/// The directory of the province.
pub(crate) fn directory(offices: &[Office], departments: &[Office]) -> Markup {
    let known = offices.iter().any(Office::is_known);
    let unknown: Vec<&Office> = offices.iter().filter(|office| !office.is_known()).collect();
    html! {
        p.lead { "也可以当面反映（走访）：到有权处理的本级或上一级机关设立的接待场所，多人反映同一件事，推选的代表不超过 5 人。" }
        @if offices.is_empty() { p { "名录正在更新。请先在工作日拨打页面下方的联系电话。" } }
        @if known { (jumps(offices)) p { "去之前请先打电话问清接待时间。县（市、区）和其他单位的联系方式，点市信访部门的名称查看。" } (list(offices, Level::Second)) }
        @if !unknown.is_empty() {
            section.office-gaps aria-labelledby="gaps" {
                h2 id="gaps" { @if known { "还没有公布联系方式的" } @else { "省市信访部门" } }
                p { "联系方式公布以前，请在工作日拨打页面下方的联系电话询问。" }
                ul.plain { @for office in unknown { li { (office.linked()) } } }
            }
        }
        @if !departments.is_empty() {
            section aria-labelledby="departments" {
                h2 id="departments" { "省直部门" }
                (list(departments, Level::Third))
            }
        }
    }
}

impl Office {
    pub(crate) fn sample() -> Self {
        Self {
            name: "中共济南市委济南市人民政府信访局".into(),
            href: "/cities/370100".into(),
            contact: Contact {
                address: "济南市示范路 1 号".into(),
                phone: "0531-00000001、0531-00000002-801".into(),
                hours: "工作日 8:30–11:30，13:30–17:00".into(),
                site: "https://xf.example.com/jinan".into(),
            },
        }
    }

    pub(crate) fn another() -> Self {
        Self {
            name: "中共青岛市委青岛市人民政府信访局".into(),
            href: "/cities/370200".into(),
            ..Self::sample()
        }
    }

    pub(crate) fn unknown() -> Self {
        Self {
            name: "中共聊城市委聊城市人民政府信访局".into(),
            href: "/cities/371500".into(),
            ..Self::default()
        }
    }
}
