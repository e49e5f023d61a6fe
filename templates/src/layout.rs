//! The frame around every page: head, toolbar, header, navigation, landmarks and footer, for the
//! public and for staff. Must not hold the content of any page.

mod frame;

use maud::Markup;
use serde::Deserialize;

/// 网站信息: what the header and footer say about the site, as the one who runs it gives it (JSON).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteInfo {
    /// The site's name.
    pub name: String,
    /// Who runs it, short, under the name.
    pub owner_short: String,
    /// 主办: who runs it.
    pub owner: String,
    /// 联系电话.
    pub phone: String,
    /// 网站标识码.
    pub site_code: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安备案号.
    pub police: String,
    /// What numbers of identity cards begin with that are confirmed with the police: `37`, or `37、11`; empty for none.
    #[serde(skip)]
    pub confirmed_prefixes: String,
    /// Whether suggestions are taken (`/suggestions/new` is linked).
    #[serde(skip)]
    pub suggestions: bool,
}

impl SiteInfo {
    /// What becomes of which numbers, as a part of a sentence: `以 37 开头的要经公安机关核实`; none where none are confirmed.
    #[must_use]
    pub fn confirms(&self) -> Option<String> {
        (!self.confirmed_prefixes.is_empty())
            .then(|| format!("以 {} 开头的要经公安机关核实", self.confirmed_prefixes))
    }

    /// What to say at the field of an identity card's number.
    #[must_use]
    pub fn number_hint(&self) -> String {
        match self.confirms() {
            Some(which) => format!("居民身份证填 18 位；{which}，可能要等几秒。"),
            None => "居民身份证填 18 位。".to_owned(),
        }
    }
}

impl Default for SiteInfo {
    fn default() -> Self {
        Self {
            name: "山东省网上信访".into(),
            owner_short: "省委省政府信访局".into(),
            owner: "省信访局".into(),
            phone: "0531-0000000".into(),
            site_code: "3700000000".into(),
            icp: "鲁ICP备00000000号".into(),
            police: "鲁公网安备 00000000000000号".into(),
            confirmed_prefixes: "37".into(),
            suggestions: true,
        }
    }
}

/// 显示方式: what a person chose in the toolbar; kept in the cookie `xf_view`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewPrefs {
    /// 长者模式.
    pub elder: bool,
    /// 高对比.
    pub contrast: bool,
}

impl ViewPrefs {
    /// Reads the cookie's value (`elder`, `contrast`, `elder.contrast` or nothing).
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        let has = |word| value.split('.').any(|part| part == word);
        Self {
            elder: has("elder"),
            contrast: has("contrast"),
        }
    }

    /// The cookie's value.
    #[must_use]
    pub fn to_cookie(self) -> String {
        let mut parts = Vec::new();
        if self.elder {
            parts.push("elder");
        }
        if self.contrast {
            parts.push("contrast");
        }
        parts.join(".")
    }

    /// After `POST /view` with field `mode`: `elder-on`, `elder-off`, `contrast-on`, `contrast-off`;
    /// anything else changes nothing.
    #[must_use]
    pub fn apply(mut self, mode: &str) -> Self {
        match mode {
            "elder-on" => self.elder = true,
            "elder-off" => self.elder = false,
            "contrast-on" => self.contrast = true,
            "contrast-off" => self.contrast = false,
            _ => {}
        }
        self
    }

    fn class(self) -> Option<&'static str> {
        match (self.elder, self.contrast) {
            (true, true) => Some("elder contrast"),
            (true, false) => Some("elder"),
            (false, true) => Some("contrast"),
            (false, false) => None,
        }
    }
}

/// 公众页面的外框: the same for every page of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicShell {
    /// The site.
    pub site: SiteInfo,
    /// Display name of who is signed in: `李女士`, or the username of an anonymous account.
    pub signed_in: Option<String>,
    /// How the person wants to see it.
    pub prefs: ViewPrefs,
    /// A line above everything: slow now, maintenance, filing closed.
    pub banner: Option<String>,
    /// What is closed now: no page sends people there for nothing.
    pub closed: Closed,
    /// Path and query of this page, for the toolbar's way back; empty means `/`.
    pub path: String,
    /// Where and when this page was made, for paper: its address and the time; empty on a page that is kept.
    pub printed: String,
}

/// 暂停了什么, as far as the process that makes the page knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// 网上反映.
    pub filing: bool,
    /// 注册.
    pub registration: bool,
}

/// 工作人员页面的外框.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffShell {
    /// The site.
    pub site: SiteInfo,
    /// The officer's name; empty before login.
    pub officer: String,
    /// The officer's agency.
    pub agency: String,
    /// What the menu shows.
    pub menu: StaffMenu,
    /// How the officer wants to see it.
    pub prefs: ViewPrefs,
    /// A line above everything.
    pub banner: Option<String>,
    /// Path and query of this page, for the toolbar's way back.
    pub path: String,
}

/// 菜单: `None` hides an entry the officer has no right to; `Some(n)` shows it with a count (0 shows none).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StaffMenu {
    /// 网信登记, with the number not registered yet.
    pub intake: Option<u32>,
    /// 来信登记; it counts nothing.
    pub letters: Option<u32>,
    /// 来访登记; it counts nothing.
    pub visits: Option<u32>,
    /// 来访接谈, with the number that waits for this officer.
    pub interviews: Option<u32>,
    /// 单位收件.
    pub inbox: Option<u32>,
    /// 办理中.
    pub todo: Option<u32>,
    /// 已办.
    pub done: Option<u32>,
    /// 系统管理; it counts nothing.
    pub admin: Option<u32>,
    /// 网上建议, with the number that nobody has opened yet.
    pub suggestions: Option<u32>,
    /// 案例选登; it counts nothing.
    pub showcase: Option<u32>,
    /// 交办; it counts nothing.
    pub assigned: Option<u32>,
    /// 送审批示, with the number that waits for this officer.
    pub approvals: Option<u32>,
}

/// 外框: either of the two, for pages that both audiences see (errors, letters, resume).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shell {
    /// For the public.
    Public(PublicShell),
    /// For staff.
    Staff(StaffShell),
}

impl From<PublicShell> for Shell {
    fn from(shell: PublicShell) -> Self {
        Self::Public(shell)
    }
}

impl From<StaffShell> for Shell {
    fn from(shell: StaffShell) -> Self {
        Self::Staff(shell)
    }
}

/// 导航里的当前位置 of a public page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nav {
    /// 首页.
    Home,
    /// 反映问题.
    File,
    /// 我反映的问题.
    Mine,
    /// 查询进度.
    Track,
    /// 信访指南.
    Guide,
    /// 网上建议: writing one.
    Suggest,
    /// 我的建议.
    MySuggestions,
    /// 案例公开.
    Cases,
    /// None of them.
    #[default]
    None,
}

/// 菜单里的当前位置 of a staff page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Menu {
    /// 工作台.
    Home,
    /// 网信登记.
    Intake,
    /// 来信登记.
    Letters,
    /// 来访登记.
    Visits,
    /// 来访接谈.
    Interviews,
    /// 单位收件.
    Inbox,
    /// 办理中.
    Todo,
    /// 已办.
    Done,
    /// 系统管理.
    Admin,
    /// 网上建议.
    Suggestions,
    /// 案例选登.
    Showcase,
    /// 交办.
    Assigned,
    /// 送审批示.
    Approvals,
    /// None of them.
    #[default]
    None,
}

/// What a page says of itself to its frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page<'a> {
    /// Names the page; the site's name is added.
    pub title: &'a str,
    /// Whether a form on it has errors: the title then starts with 错误.
    pub failed: bool,
    /// Class of `main`, for pages with a layout of their own.
    pub class: &'a str,
    /// Where it stands in the public navigation.
    pub nav: Nav,
    /// Where it stands in the staff menu.
    pub menu: Menu,
    /// Its own style sheets besides `site.css`.
    pub styles: &'a [&'a str],
    /// Its own scripts besides `site.js`.
    pub scripts: &'a [&'a str],
    /// What it is about, for who finds it by a search engine; a public page without one says what the site
    /// is for.
    pub about: &'a str,
}

impl Default for Shell {
    fn default() -> Self {
        Self::Public(PublicShell::default())
    }
}

impl Shell {
    /// The whole document.
    #[must_use]
    pub fn render(&self, page: Page<'_>, content: &Markup) -> Markup {
        match self {
            Self::Public(shell) => shell.render(page, content),
            Self::Staff(shell) => shell.render(page, content),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ViewPrefs;

    #[test]
    fn the_display_cookie_reads_back_what_was_written() {
        for (elder, contrast) in [(false, false), (true, false), (false, true), (true, true)] {
            let prefs = ViewPrefs { elder, contrast };
            assert_eq!(ViewPrefs::from_cookie(&prefs.to_cookie()), prefs);
        }
        assert_eq!(ViewPrefs::from_cookie("rubbish.elder<"), ViewPrefs::default());
    }

    #[test]
    fn a_mode_switches_one_thing_and_an_unknown_mode_nothing() {
        let on = ViewPrefs::default().apply("elder-on");
        assert_eq!(
            on,
            ViewPrefs {
                elder: true,
                contrast: false
            }
        );
        assert_eq!(
            on.apply("contrast-on").apply("elder-off"),
            ViewPrefs {
                elder: false,
                contrast: true
            }
        );
        assert_eq!(on.apply("drop table"), on);
    }
}
