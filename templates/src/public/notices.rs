//! 公告: `/notices`, `/notices/{id}`, and the same for officers below `/staff`: the list, and one notice.

use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::tag::{Tag, Tone};
use crate::components::teasers::{Teaser, teasers};
use crate::layout::{Menu, Page, PublicShell, Shell};
use maud::{Markup, html};

/// 公告列表.
#[derive(Clone, Debug, Default)]
pub struct ListView {
    /// The frame.
    pub shell: Shell,
    /// The notices of this page, newest first.
    pub notices: Vec<Teaser>,
    /// The other pages.
    pub pages: Pagination,
}

/// 一条公告.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: Shell,
    /// Path of the list.
    pub list: String,
    /// The notice.
    pub notice: Notice,
}

/// 公告的样子: as its readers see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Title.
    pub title: String,
    /// 重要.
    pub important: bool,
    /// When it was published, as people read it; empty for a draft.
    pub published: String,
    /// The last day on which it is shown, as people read it; may be empty.
    pub until: String,
    /// The paragraphs; line breaks within them are kept.
    pub paragraphs: Vec<String>,
}

/// The list.
#[must_use]
pub fn list(view: &ListView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "公告" }
            @if view.notices.is_empty() {
                @if view.pages.next.is_some() { p.hint { "这一页的公告都已经过期，请看下一页。" } }
                @else { (empty_state("现在没有公告", "网站维护、办理安排等消息会登在这里。", None)) }
            }
            (teasers(&view.notices))
            (view.pages.render())
        }
    };
    render(&view.shell, "公告", &content)
}

/// One notice.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap.narrow {
            p.back { a href=(view.list) { "全部公告" } }
            h1 { (view.notice.title) }
            (view.notice.about())
            (view.notice.text())
        }
    };
    render(&view.shell, &view.notice.title, &content)
}

fn render(shell: &Shell, title: &str, content: &Markup) -> Markup {
    shell.render(
        Page {
            title,
            menu: Menu::Home,
            ..Page::default()
        },
        content,
    )
}

impl Notice {
    /// The line under the title.
    #[must_use]
    pub fn about(&self) -> Markup {
        html! {
            p.hint {
                @if self.important { (Tag::new("重要", Tone::Urgent).render()) " " }
                @if self.published.is_empty() { "还没有发布" } @else { (self.published) "发布" }
                @if !self.until.is_empty() { span.dot { "到" (self.until) "为止" } }
            }
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> Markup {
        html! { div.prose { @for part in &self.paragraphs { p.typed { (part) } } } }
    }

    /// A notice for samples.
    #[must_use]
    pub(crate) fn sample() -> Self {
        Self {
            title: "12 月 1 日 0 时至 6 时系统维护".into(),
            important: true,
            published: "2026年11月23日（周一）".into(),
            until: "2026年12月1日（周二）".into(),
            paragraphs: vec![
                "为了让网站打开得更快，我们在 12 月 1 日 0 时至 6 时更换服务器。".into(),
                "这段时间：\n可以查询进度、查看答复；\n不能提交新的信访，已经写好的草稿都在。".into(),
            ],
        }
    }
}

impl ListView {
    /// Ordinary with more, empty, all of a page over, for officers.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let teaser = |title: &str, note: &str| Teaser {
            href: "/notices/n1".into(),
            title: title.into(),
            note: note.into(),
        };
        let more = Pagination {
            next: Some("/notices?after=x".into()),
            ..Pagination::default()
        };
        let ordinary = Self {
            shell: PublicShell::default().into(),
            notices: vec![
                teaser("12 月 1 日 0 时至 6 时系统维护", "重要 · 2026年11月23日（周一）"),
                teaser(crate::samples::LONG, "2026年11月20日（周五）"),
            ],
            pages: more.clone(),
        };
        vec![
            ordinary.clone(),
            Self::default(),
            Self {
                notices: Vec::new(),
                ..ordinary.clone()
            },
            Self {
                shell: crate::samples::staff().into(),
                pages: Pagination::default(),
                ..ordinary
            },
        ]
    }
}

impl View {
    /// Ordinary, very long, for officers.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let ordinary = Self {
            shell: PublicShell::default().into(),
            list: "/notices".into(),
            notice: Notice::sample(),
        };
        let long = Notice {
            title: crate::samples::LONG.into(),
            important: false,
            until: String::new(),
            paragraphs: vec![crate::samples::STORY.into(), crate::samples::LONG.into()],
            ..Notice::sample()
        };
        let staff = Self {
            shell: crate::samples::staff().into(),
            list: "/staff/notices".into(),
            ..ordinary.clone()
        };
        vec![
            ordinary.clone(),
            Self {
                notice: long,
                ..ordinary
            },
            staff,
        ]
    }
}
