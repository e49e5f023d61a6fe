//! The markup of the frame: document head, toolbar, header with navigation or side menu, footer.

use super::{Menu, Nav, Page, PublicShell, SiteInfo, StaffShell, ViewPrefs};
use crate::assets::asset_url;
use crate::components::tabs::count_word;
use maud::{DOCTYPE, Markup, html};

/// What the site is for.
const ABOUT: &str = "在网上反映问题、提出建议，凭查询码查看办到哪一步，按期限得到书面答复。";

impl PublicShell {
    /// The whole document.
    #[must_use]
    pub fn render(&self, page: Page<'_>, content: &Markup) -> Markup {
        let body = html! {
            (toolbar(self.prefs, &self.path, &html! {
                @if let Some(name) = &self.signed_in {
                    a href="/me" { (name) }
                    a href="/logout" { "退出" }
                } @else {
                    a href="/login" { "登录" }
                    @if !self.closed.registration { a href="/register" { "注册" } }
                }
            }))
            header.head {
                div.wrap.head-row {
                    a.brand href="/" {
                        span.brand-name { (self.site.name) }
                        span.brand-owner { (self.site.owner_short) }
                    }
                    nav.nav aria-label="主导航" {
                        (self.places(page.nav))
                        // Large letters leave no room for it on a telephone; only one of the two is shown.
                        @if self.prefs.elder { details { summary { "菜单" } (self.places(page.nav)) } }
                    }
                }
            }
            (banner(self.banner.as_deref()))
            main.main.(page.class) id="main" tabindex="-1" { (content) }
            @if !self.printed.is_empty() { p.printed { (self.printed) } }
            (footer(&self.site))
        };
        document(page, &self.site, self.prefs, false, &body)
    }

    /// The document without what leads anywhere or changes anything: for a page shown without a network.
    pub(crate) fn render_alone(&self, page: Page<'_>, content: &Markup) -> Markup {
        let body = html! {
            header.head {
                div.wrap.head-row {
                    span.brand {
                        span.brand-name { (self.site.name) }
                        span.brand-owner { (self.site.owner_short) }
                    }
                }
            }
            main.main id="main" tabindex="-1" { (content) }
            footer.foot { div.wrap { ul.foot-facts { li { "主办：" (self.site.owner) } } } }
        };
        document(page, &self.site, self.prefs, false, &body)
    }

    fn places(&self, here: Nav) -> Markup {
        html! { ul { @for (href, label, here) in self.nav(here) {
            li { a href=(href) aria-current=[here.then_some("page")] { (label) } }
        } } }
    }

    fn nav(&self, here: Nav) -> Vec<(&'static str, &'static str, bool)> {
        let mut items = vec![
            ("/", "首页", here == Nav::Home),
            ("/petitions/new", "反映问题", here == Nav::File),
        ];
        if self.signed_in.is_some() {
            items.push(("/petitions", "我反映的问题", here == Nav::Mine));
        }
        items.push(("/track", "查询进度", here == Nav::Track));
        items.push(("/cases", "案例公开", here == Nav::Cases));
        items.push(("/guide", "信访指南", here == Nav::Guide));
        if self.site.suggestions {
            let here = matches!(here, Nav::Suggest | Nav::MySuggestions);
            items.push(("/suggestions/new", "网上建议", here));
        }
        items
    }
}

impl StaffShell {
    /// The whole document.
    #[must_use]
    pub fn render(&self, page: Page<'_>, content: &Markup) -> Markup {
        let known = !self.officer.is_empty();
        let body = html! {
            div.desk.(if known { "" } else { "desk-bare" }) {
                header.side {
                    a.side-brand href="/staff" {
                        span.side-name { "信访工作台" }
                        span.side-agency { (if known { &self.agency } else { &self.site.name }) }
                    }
                    @if known { nav.menu aria-label="工作菜单" { ul { @for (href, label, count, here) in self.entries(page.menu) {
                        li { a href=(href) aria-current=[here.then_some("page")] {
                            (label)
                            @if count > 0 { " " span.badge { (count_word(count)) span.vh { " 件" } } }
                        } }
                    } } } }
                }
                div.desk-body {
                    (toolbar(self.prefs, &self.path, &html! {
                        @if known {
                            span.who { (self.officer) " · " (self.agency) }
                            a href="/staff/logout" { "退出" }
                        }
                    }))
                    (banner(self.banner.as_deref()))
                    main.main.(page.class) id="main" tabindex="-1" { (content) }
                }
            }
        };
        document(page, &self.site, self.prefs, true, &body)
    }

    fn entries(&self, here: Menu) -> Vec<(&'static str, &'static str, u32, bool)> {
        let mut items = vec![("/staff", "工作台", 0, here == Menu::Home)];
        let lists = [
            ("/staff/intake/web", "网信登记", self.menu.intake, Menu::Intake),
            (
                "/staff/intake/letters",
                "来信登记",
                self.menu.letters,
                Menu::Letters,
            ),
            ("/staff/intake/visits", "来访登记", self.menu.visits, Menu::Visits),
            (
                "/staff/interviews",
                "来访接谈",
                self.menu.interviews,
                Menu::Interviews,
            ),
            ("/staff/inbox", "单位收件", self.menu.inbox, Menu::Inbox),
            ("/staff/todo", "办理中", self.menu.todo, Menu::Todo),
            ("/staff/done", "已办", self.menu.done, Menu::Done),
            ("/staff/assigned", "交办", self.menu.assigned, Menu::Assigned),
            (
                "/staff/approvals",
                "送审批示",
                self.menu.approvals,
                Menu::Approvals,
            ),
            ("/staff/admin", "系统管理", self.menu.admin, Menu::Admin),
            (
                "/staff/suggestions",
                "网上建议",
                self.menu.suggestions,
                Menu::Suggestions,
            ),
            ("/staff/showcase", "案例选登", self.menu.showcase, Menu::Showcase),
        ];
        for (href, label, count, menu) in lists {
            if let Some(count) = count {
                items.push((href, label, count, here == menu));
            }
        }
        items
    }
}

fn document(page: Page<'_>, site: &SiteInfo, prefs: ViewPrefs, staff: bool, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" class=[prefs.class()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="format-detection" content="telephone=no";
                @if !staff { meta name="description" content=(if page.about.is_empty() { ABOUT } else { page.about }); }
                title { @if page.failed { "错误：" } (page.title) " - " (site.name) @if staff { "工作台" } }
                link rel="icon" href=(asset_url("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(asset_url("site.css"));
                @if staff { link rel="stylesheet" href=(asset_url("staff.css")); }
                @for style in page.styles { link rel="stylesheet" href=(asset_url(style)); }
                script type="module" src=(asset_url("site.js")) {}
                @if staff { script type="module" src=(asset_url("staff.js")) {} }
                @for script in page.scripts { script type="module" src=(asset_url(script)) {} }
            }
            body {
                a.skip href="#main" { "跳到正文" }
                (body)
            }
        }
    }
}

fn toolbar(prefs: ViewPrefs, path: &str, who: &Markup) -> Markup {
    let back = if path.is_empty() { "/" } else { path };
    let button = |mode: &str, on: bool, label: &str| {
        let value = format!("{mode}-{}", if on { "off" } else { "on" });
        html! { button.tool type="submit" name="mode" value=(value) aria-pressed=(on) { (label) } }
    };
    html! {
        nav.toolbar aria-label="账号和显示" {
            div.wrap.toolbar-row {
                form.tools method="post" action="/view" aria-label="显示方式" {
                    input type="hidden" name="back" value=(back);
                    (button("elder", prefs.elder, "长者模式"))
                    (button("contrast", prefs.contrast, "高对比"))
                }
                div.tools { (who) }
            }
        }
    }
}

fn banner(text: Option<&str>) -> Markup {
    html! { @if let Some(text) = text { aside.banner aria-label="网站公告" { div.wrap { strong { "公告：" } (text) } } } }
}

fn footer(site: &SiteInfo) -> Markup {
    html! {
        footer.foot {
            div.wrap {
                ul.foot-links {
                    @for (href, label) in [("/help", "帮助"), ("/cases", "案例公开"), ("/governor", "省长信箱"), ("/sitemap", "站点地图"),
                        ("/accessibility", "无障碍"), ("/privacy", "隐私")] { li { a href=(href) { (label) } } }
                }
                ul.foot-facts {
                    li { "主办：" (site.owner) }
                    li { "联系电话：" (site.phone) }
                    li { "网站标识码：" (site.site_code) }
                    li { (site.icp) }
                    li { (site.police) }
                }
            }
        }
    }
}
