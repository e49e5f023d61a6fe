//! `/sitemap`: every public page.

use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 站点地图.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// The 16 cities: division code and name.
    pub cities: Vec<(String, String)>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let groups: [(&str, &[(&str, &str)]); 4] = [
        (
            "办事",
            &[
                ("/petitions/new", "反映问题"),
                ("/track", "查询进度"),
                ("/petitions", "我反映的问题"),
                ("/suggestions/new", "提一条建议"),
                ("/suggestions", "我的建议"),
            ],
        ),
        (
            "账号",
            &[
                ("/register", "注册"),
                ("/login", "登录"),
                ("/password/reset", "忘了密码"),
                ("/me", "我的账号"),
            ],
        ),
        (
            "指南",
            &[
                ("/guide/how", "办理流程和期限"),
                ("/guide/rules", "信访工作条例要点"),
                ("/guide/notes", "注意事项"),
                ("/guide/suggestions", "建议和反映问题有什么不同"),
                ("/guide/offices", "省市信访部门"),
                ("/governor", "省长信箱"),
            ],
        ),
        (
            "关于本站",
            &[
                ("/cases", "案例公开"),
                ("/notices", "公告"),
                ("/help", "帮助"),
                ("/privacy", "隐私说明"),
                ("/accessibility", "无障碍说明"),
            ],
        ),
    ];
    let content = html! {
        div.wrap {
            h1 { "站点地图" }
            div.map {
                @for (title, links) in groups {
                    section { h2 { (title) } ul.plain { @for (href, label) in links { li { a href=(href) { (label) } } } } }
                }
                section {
                    h2 { a href="/cities" { "各市信访" } }
                    ul.plain { @for (code, name) in &view.cities { li { a href={ "/cities/" (code) } { (name) } } } }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: "站点地图",
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Ordinary.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self {
            cities: vec![("370100".into(), "济南市".into())],
            ..Self::default()
        }]
    }
}
