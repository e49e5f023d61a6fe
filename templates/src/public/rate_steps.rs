//! What comes around the form of a rating: checking it, thanks, why it is not possible, and what to do
//! when the proof of having tracked is too old.

use super::rate::{Place, sample_card, sample_place};
use crate::components::button::{link_button, submit_as};
use crate::components::form::hidden;
use crate::components::rating::{RatingCard, rating_cards};
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 核对评价. Posts everything again with `next`: `submit` or `edit`.
#[derive(Clone, Debug, Default)]
pub struct CheckView {
    /// The frame.
    pub shell: PublicShell,
    /// Where one comes from.
    pub place: Place,
    /// Token.
    pub csrf: String,
    /// Title.
    pub title: String,
    /// Which rating it is.
    pub round: u8,
    /// What will be sent, as people read it.
    pub card: RatingCard,
    /// What will be sent, as fields.
    pub fields: Vec<(String, String)>,
}

/// 评价已收到.
#[derive(Clone, Debug, Default)]
pub struct DoneView {
    /// The frame.
    pub shell: PublicShell,
    /// Where one comes from.
    pub place: Place,
    /// Number.
    pub number: String,
    /// The rating that counts.
    pub card: RatingCard,
    /// The last day of another rating, as people read it; none when there is none left.
    pub again_by: Option<String>,
    /// The last day to ask for a review, if that is still open.
    pub review_by: Option<String>,
}

/// 现在不能评价.
#[derive(Clone, Debug, Default)]
pub struct BlockedView {
    /// The frame.
    pub shell: PublicShell,
    /// Where one comes from.
    pub place: Place,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Why not.
    pub reason: String,
    /// The ratings there are.
    pub cards: Vec<RatingCard>,
}

/// 查询已过期.
#[derive(Clone, Debug, Default)]
pub struct ExpiredView {
    /// The frame.
    pub shell: PublicShell,
    /// What was written and would be lost, to be copied.
    pub written: Vec<String>,
}

/// Asks whether all is right.
#[must_use]
pub fn check_page(view: &CheckView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "核对您的评价" }
            p.lead { (view.title) }
            (view.card.render())
            @if view.round > 1 { p { strong { "这是最后一次评价" } "，提交后以这一次为准，不能再改。" } }
            @else { p { "提交后不能修改；期限内还可以再评价一次，以后一次为准。" } }
            form method="post" action=(view.place.action) {
                (view.place.fields(&view.csrf, view.round))
                @for (name, value) in &view.fields { (hidden(name, value)) }
                p.buttons { (submit_as("提交评价", "next", "submit", true)) (submit_as("返回修改", "next", "edit", false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "核对您的评价",
            nav: view.place.nav(),
            ..Page::default()
        },
        &content,
    )
}

/// Says thanks.
#[must_use]
pub fn done_page(view: &DoneView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            div.panel { h1 { "评价已收到，谢谢您" } p { "编号" } p.panel-number { (view.number) } }
            (view.card.render())
            @match &view.again_by {
                Some(day) => p { "如果后来有变化，到 " strong { (day) } "前（含当日）还可以再评价一次，以后一次为准。" },
                None => p { "以这次评价为准。工作人员能看到您的每一次评价。" },
            }
            @if let Some(day) = &view.review_by {
                p { "评价不是复查申请。不服处理意见，希望上一级重新审查的，请到 " strong { (day) } "前提出复查，" a href="/guide/how" { "怎样申请" } "。" }
            }
            p.buttons { (link_button(&view.place.back.text, &view.place.back.href, true)) }
        }
    };
    view.shell.render(
        Page {
            title: "评价已收到",
            nav: view.place.nav(),
            ..Page::default()
        },
        &content,
    )
}

/// Says why not.
#[must_use]
pub fn blocked_page(view: &BlockedView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "现在不能评价" }
            div.card { p.teaser { (view.title) } p.hint { (view.number) } }
            p.lead { (view.reason) "。" }
            @if !view.cards.is_empty() { h2 { "已经作出的评价" } (rating_cards(&view.cards)) }
            p.buttons { (link_button(&view.place.back.text, &view.place.back.href, true)) }
        }
    };
    view.shell.render(
        Page {
            title: "现在不能评价",
            nav: view.place.nav(),
            ..Page::default()
        },
        &content,
    )
}

/// Asks to track again.
#[must_use]
pub fn expired_page(view: &ExpiredView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "请重新查询后再评价" }
            p.lead { "为保护隐私，查询的结果过一段时间就失效。您的评价还没有提交。" }
            @if !view.written.is_empty() {
                h2 { "您刚才写的留言" }
                p { "请先复制下来，重新查询后再粘贴。" }
                @for text in &view.written { div.quote.typed { (text) } }
            }
            p.buttons { (link_button("重新查询", "/track", true)) }
        }
    };
    view.shell.render(
        Page {
            title: "请重新查询",
            nav: Nav::Track,
            ..Page::default()
        },
        &content,
    )
}

impl CheckView {
    /// First, second with a very long message.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let first = Self {
            shell: crate::samples::signed_in(),
            place: sample_place(),
            csrf: "sample".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            round: 1,
            card: RatingCard {
                when: String::new(),
                ..sample_card()
            },
            fields: vec![
                ("office_grade".into(), "satisfied".into()),
                ("unit_grade".into(), "dissatisfied".into()),
                ("unit_reasons".into(), "incomplete".into()),
                ("unit_reasons".into(), "not_done".into()),
            ],
        };
        let mut second = Self {
            round: 2,
            title: crate::samples::LONG.into(),
            ..first.clone()
        };
        second.card.lines[1].message = crate::samples::LONG.into();
        vec![first, second]
    }
}

impl DoneView {
    /// First, second.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let first = Self {
            shell: crate::samples::signed_in(),
            place: sample_place(),
            number: "W370102-20261014-00042".into(),
            card: sample_card(),
            again_by: Some("2026年12月23日（周三）".into()),
            review_by: Some("2026年12月23日（周三）".into()),
        };
        let second = Self {
            again_by: None,
            review_by: None,
            ..first.clone()
        };
        vec![first, second]
    }
}

impl BlockedView {
    /// Not answered yet; rated twice.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let waiting = Self {
            shell: crate::samples::signed_in(),
            place: sample_place(),
            number: "W370102-20261014-00042".into(),
            title: crate::samples::LONG.into(),
            reason: "责任单位答复后才能评价".into(),
            cards: Vec::new(),
        };
        let replaced = RatingCard {
            replaced: true,
            ..sample_card()
        };
        let twice = Self {
            reason: "已经评价过两次，不能再评价".into(),
            cards: vec![
                replaced,
                RatingCard {
                    heading: "第 2 次评价".into(),
                    ..sample_card()
                },
            ],
            ..waiting.clone()
        };
        vec![waiting, twice]
    }
}

impl ExpiredView {
    /// With something written, with nothing.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![
            Self {
                written: vec![crate::samples::LONG.into()],
                ..Self::default()
            },
            Self::default(),
        ]
    }
}
