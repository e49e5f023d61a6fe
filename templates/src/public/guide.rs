//! `/guide` and `/guide/{slug}`: the rules in plain words, with their articles. The text is in
//! `guide_text`, the directory of offices in `offices`.

use super::guide_text;
use super::offices::{self, Office};
use crate::components::link::Link;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 信访指南首页.
#[derive(Clone, Debug, Default)]
pub struct IndexView {
    /// The frame.
    pub shell: PublicShell,
}

/// 信访指南的一篇.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slug {
    /// `how`: 办理流程和期限.
    #[default]
    How,
    /// `rules`: 信访工作条例要点.
    Rules,
    /// `notes`: 注意事项.
    Notes,
    /// `suggestions`: 建议和反映问题有什么不同.
    Suggestions,
    /// `offices`: 省市信访部门.
    Offices,
}

/// 信访指南的一篇.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Which.
    pub slug: Slug,
    /// The petition offices of the province and its cities; only `offices` shows them.
    pub offices: Vec<Office>,
    /// Departments of the province whose contact is known; only `offices` shows them.
    pub departments: Vec<Office>,
}

impl Slug {
    /// Every article in page order.
    pub const ALL: [Self; 5] = [
        Self::How,
        Self::Rules,
        Self::Notes,
        Self::Suggestions,
        Self::Offices,
    ];

    /// The word in the path.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::How => "how",
            Self::Rules => "rules",
            Self::Notes => "notes",
            Self::Suggestions => "suggestions",
            Self::Offices => "offices",
        }
    }

    /// The article a path names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slug| slug.word() == word)
    }

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::How => "办理流程和期限",
            Self::Rules => "信访工作条例要点",
            Self::Notes => "注意事项",
            Self::Suggestions => "建议和反映问题有什么不同",
            Self::Offices => "省市信访部门",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::How => "从提交到答复、评价、复查复核，每一步由谁办、多少天",
            Self::Rules => "用平常话讲条例，注明条数",
            Self::Notes => "怎样写更容易办成；什么不能做；您的信息怎样保护",
            Self::Suggestions => "什么时候提建议，什么时候反映问题；建议怎样研究、怎样答复",
            Self::Offices => "地址、电话和接待时间",
        }
    }
}

/// `/guide`.
#[must_use]
pub fn index(view: &IndexView) -> Markup {
    let link = |slug: Slug| Link::new(format!("/guide/{}", slug.word()), slug.title());
    let content = html! {
        div.wrap {
            h1 { "信访指南" }
            p.lead { "怎样反映问题、多久有答复、对结果不满意怎么办。" }
            ul.doors { @for slug in Slug::ALL { @let link = link(slug); li { a href=(link.href) { (link.text) } p { (slug.about()) } } } }
            section.block aria-labelledby="more" {
                h2 id="more" { "还有问题" }
                p { "看" a href="/help" { "常见问题" } "，或在工作日拨打 " (view.shell.site.phone) "。" }
            }
        }
    };
    view.shell.render(
        Page {
            title: "信访指南",
            nav: Nav::Guide,
            ..Page::default()
        },
        &content,
    )
}

/// `/guide/{slug}`.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap {
            nav.crumbs aria-label="您在这里" { ol {
                li { a href="/guide" { "信访指南" } }
                li aria-current="page" { (view.slug.title()) }
            } }
            article.prose {
                h1 { (view.slug.title()) }
                @match view.slug {
                    Slug::How => { (guide_text::how()) }
                    Slug::Rules => { (guide_text::rules()) }
                    Slug::Notes => { (guide_text::notes()) }
                    Slug::Suggestions => { (guide_text::suggestions(view.shell.site.suggestions)) }
                    Slug::Offices => { (offices::directory(&view.offices, &view.departments)) }
                }
            }
            nav.block aria-label="其他指南" {
                h2 { "其他指南" }
                ul.plain { @for slug in Slug::ALL.into_iter().filter(|slug| *slug != view.slug) {
                    li { a href={ "/guide/" (slug.word()) } { (slug.title()) } }
                } }
            }
        }
    };
    view.shell.render(
        Page {
            title: view.slug.title(),
            nav: Nav::Guide,
            ..Page::default()
        },
        &content,
    )
}

impl IndexView {
    /// Ordinary.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self::default()]
    }
}

impl View {
    /// Every article; the directory empty, with everything, with gaps.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let mut all: Vec<Self> = Slug::ALL
            .into_iter()
            .map(|slug| Self {
                slug,
                ..Self::default()
            })
            .collect();
        let directory = Self {
            slug: Slug::Offices,
            offices: vec![Office::sample(), Office::another()],
            departments: vec![Office::sample()],
            ..Self::default()
        };
        let gaps = Self {
            offices: vec![Office::sample(), Office::unknown(), Office::unknown()],
            departments: Vec::new(),
            ..directory.clone()
        };
        all.extend([directory, gaps]);
        all
    }
}
