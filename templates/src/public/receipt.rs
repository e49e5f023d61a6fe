//! `/petitions/{id}/receipt`: number, query code, QR, and what happens next with its dates.

use crate::components::code_display::code_display;
use crate::components::qr::qr;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 回执.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Number of the petition.
    pub number: String,
    /// Query code in groups of four.
    pub query_code: String,
    /// QR code as an `<svg>` of our own making; empty leaves it out.
    pub qr_svg: String,
    /// Title.
    pub title: String,
    /// Full name of the division.
    pub place: String,
    /// When it was filed, as people read it.
    pub filed_at: String,
    /// Name to track it by: the petitioner's, or 匿名.
    pub track_name: String,
    /// 联名人: each tracks it by their own name.
    pub co_petitioners: Vec<String>,
    /// Path of the petition.
    pub href: String,
    /// What happens next: the date (as people read it) and what will be done by then; empty once an officer
    /// has opened it and its own page knows better.
    pub next: Vec<(String, String)>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap.narrow.slip {
            div.panel {
                h1 { "已成功反映问题" }
                p { "编号" }
                p.panel-number id="number" { (view.number) }
            }
            div.slip-row {
                section.slip-code aria-labelledby="code-title" {
                    h2 id="code-title" { "查询码" }
                    (code_display("query-code", &view.query_code))
                    p { "用姓名“" strong { (view.track_name) } "”和查询码，不登录也能查询进度。请像密码一样保管，不要告诉别人。" }
                    @if !view.co_petitioners.is_empty() { p { "联名的" strong { (view.co_petitioners.join("、")) } "各自用自己的姓名和这个查询码也能查询，请由您转告。" } }
                    p.buttons.no-print {
                        button.button.button-second type="button" data-print hidden { "打印回执" }
                        a.button.button-second href=(view.href) { "查看这一件" }
                    }
                }
                (qr(&view.qr_svg, "扫码查询进度"))
            }
            section.part {
                h2 { "您反映的" }
                dl.facts {
                    div { dt { "标题" } dd { (view.title) } }
                    div { dt { "地点" } dd { (view.place) } }
                    div { dt { "提交时间" } dd { (view.filed_at) } }
                    @if !view.co_petitioners.is_empty() { div { dt { "联名人" } dd { (view.co_petitioners.join("、")) } } }
                }
            }
            section.part {
                h2 { "接下来" }
                @if view.next.is_empty() {
                    p { "办到哪一步、还剩几天，" a href=(view.href) { "看这一件的页面" } "。" }
                } @else {
                    ol.next { @for (date, what) in &view.next { li { strong { (date) } span { (what) } } } }
                    p.hint { "现在还可以撤回，直到工作人员打开为止。内容写错了的，可以撤回再重新提交；只是有材料没传的，不用撤回，在这一件的页面上补充。" }
                }
            }
            p.no-print { a href="/petitions" { "我反映的问题" } "　" a href="/" { "返回首页" } }
        }
    };
    view.shell.render(
        Page {
            title: "已成功反映问题",
            nav: Nav::File,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Ordinary, without a QR code and with very long text, printed again later.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let ordinary = Self {
            shell: crate::samples::signed_in(),
            number: "W370102-20261123-00042".into(),
            query_code: "4821 0937 5562 1048".into(),
            qr_svg: crate::samples::QR.into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            place: "济南市历下区".into(),
            filed_at: "2026年11月23日（周一）21:47".into(),
            track_name: "李秀英".into(),
            co_petitioners: vec!["王芳".into(), "赵河".into()],
            href: "/petitions/p1".into(),
            next: vec![
                (
                    "最迟 2026年12月8日（周二）".into(),
                    "信访部门登记，转送有权处理的单位".into(),
                ),
                ("转送后 15 日内".into(), "责任单位告诉您是否受理".into()),
                ("受理后 60 日内".into(), "责任单位书面答复您".into()),
            ],
        };
        vec![
            ordinary.clone(),
            Self {
                next: Vec::new(),
                ..ordinary.clone()
            },
            Self {
                qr_svg: String::new(),
                title: crate::samples::LONG.into(),
                track_name: "匿名".into(),
                co_petitioners: Vec::new(),
                ..ordinary
            },
        ]
    }
}
