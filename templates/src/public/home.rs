//! The home page `/`: two big actions, tracking, what happens next, cases, notices, city sites.

use crate::components::link::Link;
use crate::components::notice::warning;
use crate::components::teasers::{Teaser, teasers};
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 首页.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token of the small tracking form; empty when the page is cached for everyone.
    pub csrf: String,
    /// 案例公开, newest first; the section is left out when empty.
    pub cases: Vec<Teaser>,
    /// 公告, newest first.
    pub notices: Vec<Teaser>,
    /// The newest important notice, on top of everything.
    pub important: Option<Link>,
    /// Why filing is closed now; none while it is open.
    pub filing_closed: Option<String>,
    /// The 16 cities: `/cities/{code}` and the short name (济南).
    pub cities: Vec<Link>,
}

/// What happens after filing, with the limits of the law.
pub(crate) const STEPS: [(&str, &str); 6] = [
    ("收到", "立即给您编号和查询码"),
    ("登记转办", "15 日内"),
    ("受理告知", "责任单位 15 日内"),
    ("办理答复", "60 日内，复杂的可延 30 日并告知理由"),
    ("您来评价", "答复后 30 日内，对信访部门和责任单位"),
    ("复查、复核", "不服的，30 日内可以提出"),
];

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        @if let Some(notice) = &view.important { (important(notice)) }
        section.hero { div.wrap.hero-row {
            div.hero-say {
                h1.hero-title { span { "有诉求，在这里说。" } span { "办到哪一步，随时看得见。" } }
                p.lead { "写清时间、地点和您希望怎样解决。收到后 15 日内告诉您由谁来办，受理后 60 日内给您书面答复。" }
                @if let Some(reason) = &view.filing_closed { (closed(reason)) } @else {
                    p.buttons {
                        a.button href="/petitions/new" { "反映问题" }
                        a.button.button-second href="/petitions" { "我反映过的问题" }
                    }
                }
                p.hint { "有生命危险请拨 110、119、120；正在发生的紧急情况不要等网上办理。" }
            }
            (track_form(&view.csrf))
        } }
        div.wrap {
            section.block aria-labelledby="next" {
                h2 id="next" { "提交以后会发生什么" }
                ol.flow { @for (name, text) in STEPS { li { h3 { (name) } p { (text) } } } }
            }
            @if !view.cases.is_empty() {
                section.block aria-labelledby="cases" {
                    h2 id="cases" { "案例公开" }
                    (teasers(&view.cases))
                    p { a href="/cases" { "更多案例" } }
                }
            }
            div.columns {
                (before_you_write())
                section.block aria-labelledby="notices" {
                    h2 id="notices" { "公告" }
                    @if view.notices.is_empty() && view.important.is_none() { p.hint { "现在没有公告。" } }
                    (teasers(&view.notices))
                    p { a href="/notices" { "全部公告" } }
                }
                section.block aria-labelledby="ideas" {
                    h2 id="ideas" { "建言献策" }
                    @if view.shell.site.suggestions {
                        p { "对政策、服务、城乡建设有好的想法，信访部门研究以后答复您。" }
                        p.buttons { a.button.button-second href="/suggestions/new" { "提一条建议" } }
                    } @else {
                        p { "网上建议" strong { "暂未开放" } "。对全省工作的意见和建议，可以写给省长信箱。" }
                    }
                    p { a href="/governor" { "省长信箱" } }
                    p { a href="/guide/suggestions" { "建议和反映问题有什么不同" } }
                }
            }
            section.block aria-labelledby="cities" {
                h2 id="cities" { "各市信访" }
                ul.tiles { @for city in &view.cities { li { a href=(city.href) { (city.text) } } } }
            }
        }
    };
    view.shell.render(
        Page {
            title: "首页",
            class: "main-home",
            nav: Nav::Home,
            ..Page::default()
        },
        &content,
    )
}

fn important(notice: &Link) -> Markup {
    html! {
        aside.top-notice aria-label="重要公告" { div.wrap {
            strong { "重要公告：" } a href=(notice.href) { (notice.text) }
        } }
    }
}

/// In place of the big action: that it is closed, why, and what there is instead.
fn closed(reason: &str) -> Markup {
    html! {
        (warning(&format!("现在暂停网上反映。{reason}")))
        p.buttons {
            a.button href="/petitions" { "我反映过的问题" }
            a.button.button-second href="/petitions/new" { "想反映问题，还能怎么办" }
        }
    }
}

fn track_form(csrf: &str) -> Markup {
    html! {
        form.card.hero-track method="post" action="/track" novalidate {
            h2 { "查询办理进度" }
            @if !csrf.is_empty() { input type="hidden" name="csrf" value=(csrf); }
            div.field {
                label.label for="name" { "信访人姓名" }
                p.hint id="name-hint" { "匿名反映的填写“匿名”" }
                input.input id="name" name="name" type="text" autocomplete="name" aria-describedby="name-hint";
            }
            div.field {
                label.label for="query_code" { "查询码" }
                p.hint id="query_code-hint" { "16 位数字，在回执、短信或信访部门给您的单子上" }
                input.input id="query_code" name="query_code" type="text" inputmode="numeric" autocomplete="off"
                    placeholder="0000 0000 0000 0000" aria-describedby="query_code-hint";
            }
            button.button type="submit" { "查询" }
        }
    }
}

fn before_you_write() -> Markup {
    html! {
        section.block.wide aria-labelledby="before" {
            h2 id="before" { "写之前，看一看" }
            ul.teasers {
                li { a.teaser href="/guide/how" { "办理流程和期限" } p.hint { "每一步由谁办、要多少天、到期没有答复怎么办" } }
                li { a.teaser href="/guide/notes" { "怎样写更容易办成" } p.hint { "一件事写一次；时间、地点、证据、您的要求" } }
                li { a.teaser href="/guide/rules" { "信访工作条例要点" } p.hint { "哪些事归信访办，哪些事要走诉讼、仲裁、复议" } }
            }
        }
    }
}

impl View {
    /// Ordinary, empty, very long, filing closed.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let teaser = |title: &str, note: &str| Teaser {
            href: "/cases/1".into(),
            title: title.into(),
            note: note.into(),
        };
        let mut shell = PublicShell::default();
        shell.site.suggestions = true;
        let ordinary = Self {
            shell,
            csrf: "sample".into(),
            cases: vec![
                teaser(
                    "小区二次供水泵房漏水两年，十一天修复",
                    "济南市历下区 · 城乡建设 · 2026年11月12日公开",
                ),
                teaser(
                    "拖欠的 23 名工人工资全部发放",
                    "临沂市兰山区 · 劳动和社会保障 · 2026年11月6日公开",
                ),
                teaser(
                    "学校门口增设红绿灯与护学岗",
                    "潍坊市奎文区 · 交通运输 · 2026年10月30日公开",
                ),
            ],
            notices: vec![
                teaser("12 月 1 日 0 时至 6 时系统维护", "期间可以查询，暂停提交"),
                Teaser {
                    href: String::new(),
                    title: "如何避免重复提交同一诉求".into(),
                    note: "信访指南".into(),
                },
            ],
            important: Some(Link::new("/notices/n1", "谨防冒充信访工作人员收费代办")),
            filing_closed: None,
            cities: crate::samples::cities(),
        };
        let empty = Self {
            cities: crate::samples::cities(),
            ..Self::default()
        };
        let mut long = ordinary.clone();
        long.shell = crate::samples::signed_in();
        long.shell.prefs.elder = true;
        long.shell.banner = Some("现在访问的人很多，打开会慢一些，提交的内容不会丢失。".into());
        long.cases[0].title = crate::samples::LONG.into();
        let closed = Self {
            filing_closed: Some("系统升级，11 月 30 日 18 时恢复。".into()),
            ..ordinary.clone()
        };
        vec![ordinary, empty, long, closed]
    }
}
