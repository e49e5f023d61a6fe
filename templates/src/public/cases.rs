//! 案例公开: `/cases`, `/cases/{id}`, and what stands in place of one that was withdrawn. The outcome comes first: it
//! is what people want to know.

use crate::components::button::{link_button, submit};
use crate::components::empty_state::empty_state;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::notice::{inset, warning};
use crate::components::pagination::Pagination;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// A text in pieces, each with whether it was looked for.
pub type Marked = Vec<(String, bool)>;

/// 案例公开列表. Fields of the form: `q city category`; sent by GET.
#[derive(Clone, Debug, Default)]
pub struct ListView {
    /// The frame.
    pub shell: PublicShell,
    /// What was asked, and what was wrong with it.
    pub form: FormState,
    /// The places: value and words.
    pub places: Vec<Choice>,
    /// The first-level categories.
    pub categories: Vec<Choice>,
    /// Whether anything was asked for; else an empty list means that there are no cases.
    pub asked: bool,
    /// The cases of this page, newest first.
    pub cases: Vec<CaseItem>,
    /// The other pages.
    pub pages: Pagination,
}

/// 列表里的一个案例.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseItem {
    /// Path of its page.
    pub href: String,
    /// Title.
    pub title: Marked,
    /// What came of it.
    pub outcome: Marked,
    /// Where else the words stand that were looked for; may be empty.
    pub excerpt: Marked,
    /// 济南市 · 城乡建设 · 2026年11月12日公开
    pub note: String,
}

/// 一个案例的页面.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// The case.
    pub case: CaseText,
    /// For officers before it is public: the way back to the case; empty for the public.
    pub preview: String,
    /// Whether what is previewed is what the public reads now.
    pub public: bool,
}

/// 案例正文: as the public reads it, on its page and in the officers' preview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseText {
    /// Title.
    pub title: String,
    /// What came of it.
    pub outcome: String,
    /// What was reported.
    pub reported: String,
    /// How it was handled.
    pub handled: String,
    /// 济南市.
    pub place: String,
    /// 城乡建设.
    pub category: String,
    /// When it was published; empty for what is not yet.
    pub published: String,
    /// When it was changed since; may be empty.
    pub changed: String,
    /// Paths of the lists of its place and of its category; empty in a preview.
    pub more: Vec<(String, String)>,
}

/// 已撤下的案例.
#[derive(Clone, Debug, Default)]
pub struct GoneView {
    /// The frame.
    pub shell: PublicShell,
    /// When it was withdrawn, as people read it.
    pub when: String,
}

/// The list.
#[must_use]
pub fn list(view: &ListView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            (error_summary(&view.form))
            h1 { "案例公开" }
            p.lead { "办结的信访事项，经信访人同意，隐去姓名、住址以后公开。看看类似的事是怎样办的。" }
            (search(view))
            @if view.cases.is_empty() && !view.form.has_errors() { (nothing(view)) }
            ul.teasers { @for case in &view.cases { li {
                h2 { a.teaser href=(case.href) { (marked(&case.title)) } }
                p { strong { "结果：" } (marked(&case.outcome)) }
                @if !case.excerpt.is_empty() { p.hint { (marked(&case.excerpt)) } }
                p.hint { (case.note) }
            } } }
            (view.pages.render())
        }
    };
    view.shell.render(
        Page {
            title: "案例公开",
            failed: view.form.has_errors(),
            nav: Nav::Cases,
            about: "山东省网上信访公开的典型案例：反映了什么、怎样办的、结果怎样。",
            ..Page::default()
        },
        &content,
    )
}

fn search(view: &ListView) -> Markup {
    let group = |choices: &[Choice]| {
        [OptGroup {
            label: String::new(),
            choices: choices.to_vec(),
        }]
    };
    html! {
        form.card.no-print method="get" action="/cases" role="search" aria-label="查找案例" novalidate {
            (TextInput { name: "q", label: "找什么", hint: "写两个字以上，例如：物业、拖欠工资。几个词用空格隔开。", optional: true, ..TextInput::default() }.render(&view.form))
            div.fields-row {
                (Select { name: "city", label: "地区", groups: &group(&view.places), prompt: "全部地区", optional: true, ..Select::default() }.render(&view.form))
                (Select { name: "category", label: "类别", groups: &group(&view.categories), prompt: "全部类别", optional: true, ..Select::default() }.render(&view.form))
            }
            p.buttons { (submit("查找")) @if view.asked { (link_button("看全部案例", "/cases", false)) } }
        }
    }
}

fn nothing(view: &ListView) -> Markup {
    if view.pages.next.is_some() {
        return html! { p.hint { "最近的案例里没有找到，更早的还没有找完，请看下一页。" } };
    }
    if view.asked {
        return empty_state(
            "没有找到这样的案例",
            "换一个说法，少写几个字，或者不限地区和类别再找。",
            Some(("看全部案例", "/cases")),
        );
    }
    empty_state(
        "还没有公开的案例",
        "有信访人同意公开的案例，会登在这里。",
        Some(("看办理流程和期限", "/guide/how")),
    )
}

fn marked(pieces: &Marked) -> Markup {
    html! { @for (text, hit) in pieces { @if *hit { mark { (text) } } @else { (text) } } }
}

/// One case.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap.narrow {
            @if view.preview.is_empty() { p.back { a href="/cases" { "全部案例" } } }
            @else {
                @if view.public { (inset(&html! { p { "这就是现在公开的一版。" } })) }
                @else { (warning("这是预览，公众还看不到这一稿。")) }
                p.back { a href=(view.preview) { "返回编辑的页面" } }
            }
            h1 { (view.case.title) }
            (view.case.render())
            p.buttons {
                button.button.button-second type="button" data-print hidden { "打印" }
                (link_button("反映类似的问题", "/petitions/new", false))
            }
        }
    };
    let about: String = view.case.outcome.chars().take(100).collect();
    view.shell.render(
        Page {
            title: &view.case.title,
            nav: Nav::Cases,
            about: &about,
            ..Page::default()
        },
        &content,
    )
}

/// In place of a case that was withdrawn.
#[must_use]
pub fn gone(view: &GoneView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            p.back { a href="/cases" { "全部案例" } }
            h1 { "这个案例已经撤下" }
            p.lead { "它在" (view.when) "撤下，不再公开。" }
            p { "撤下可能是因为信访人改变了主意，也可能是因为内容需要核实。其他案例照常可以看。" }
            p.buttons { (link_button("看其他案例", "/cases", true)) }
        }
    };
    view.shell.render(
        Page {
            title: "案例已经撤下",
            nav: Nav::Cases,
            ..Page::default()
        },
        &content,
    )
}

impl CaseText {
    /// What stands under the title.
    #[must_use]
    pub fn render(&self) -> Markup {
        html! {
            p.hint {
                (self.place) span.dot { (self.category) }
                @if !self.published.is_empty() { span.dot { (self.published) "公开" } }
                @if !self.changed.is_empty() { span.dot { (self.changed) "修改" } }
            }
            section.answer aria-labelledby="case-outcome" { h2 id="case-outcome" { "处理结果" } div.typed { (self.outcome) } }
            section.block aria-labelledby="case-reported" { h2 id="case-reported" { "群众反映" } div.prose.typed { (self.reported) } }
            section.block aria-labelledby="case-handled" { h2 id="case-handled" { "办理经过" } div.prose.typed { (self.handled) } }
            p.hint { "经信访人同意公开，姓名、住址等已经隐去。" }
            @if !self.more.is_empty() {
                p { "更多：" @for (href, words) in &self.more { a href=(href) { (words) } " " } }
            }
        }
    }

    /// A case for samples.
    #[must_use]
    pub(crate) fn sample() -> Self {
        Self {
            title: "小区二次供水泵房漏水两年，十一天修复".into(),
            outcome: "水泵和排水设施已经更换，六楼以上恢复全天供水。\n维修资金的使用情况已在小区公示。".into(),
            reported: "某小区居民反映：泵房漏水两年，六楼以上晚上经常没有水，维修资金申请一年没有回音。".into(),
            handled: "区住房城乡建设部门会同供水企业、街道到现场查看，查明是机械密封老化。\n\n按应急维修程序启用维修资金，十一天内更换完毕。".into(),
            place: "济南市".into(),
            category: "城乡建设".into(),
            published: "2026年11月12日（周四）".into(),
            changed: String::new(),
            more: vec![
                ("/cases?city=370100".into(), "济南市的案例".into()),
                ("/cases?category=%E5%9F%8E%E4%B9%A1%E5%BB%BA%E8%AE%BE".into(), "城乡建设的案例".into()),
            ],
        }
    }
}

impl ListView {
    /// Ordinary, found, nothing found, more to look through, none at all, a question that says too little.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = |text: &str| vec![(text.to_owned(), false)];
        let item = |title: &str| CaseItem {
            href: "/cases/1".into(),
            title: plain(title),
            outcome: plain("水泵和排水设施已经更换，六楼以上恢复全天供水。"),
            excerpt: Vec::new(),
            note: "济南市 · 城乡建设 · 2026年11月12日（周四）公开".into(),
        };
        let ordinary = Self {
            places: vec![Choice::new("370100", "济南市"), Choice::new("370000", "省直")],
            categories: vec![Choice::new("城乡建设", "城乡建设")],
            cases: vec![
                item("小区二次供水泵房漏水两年，十一天修复"),
                item(crate::samples::LONG),
            ],
            pages: Pagination {
                next: Some("/cases?after=x".into()),
                ..Pagination::default()
            },
            ..Self::default()
        };
        let form = FormState::default().with("q", "水泵").with("city", "370100");
        let hit = |text: &str| (text.to_owned(), true);
        let found = Self {
            form: form.clone(),
            asked: true,
            cases: vec![CaseItem {
                outcome: vec![hit("水泵"), ("已经更换。".into(), false)],
                excerpt: vec![
                    ("…查明是".into(), false),
                    hit("水泵"),
                    ("的机械密封老化…".into(), false),
                ],
                ..item("泵房漏水两年，十一天修复")
            }],
            pages: Pagination::default(),
            ..ordinary.clone()
        };
        let nothing = Self {
            cases: Vec::new(),
            ..found.clone()
        };
        let further = Self {
            pages: ordinary.pages.clone(),
            ..nothing.clone()
        };
        let wrong = Self {
            form: FormState::default()
                .with("q", "水")
                .failing("q", "请至少写两个字，例如“物业”"),
            ..nothing.clone()
        };
        vec![ordinary, found, nothing, further, Self::default(), wrong]
    }
}

impl View {
    /// Ordinary, changed, very long, a preview.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let ordinary = Self {
            shell: PublicShell::default(),
            case: CaseText::sample(),
            preview: String::new(),
            public: false,
        };
        let preview = Self {
            preview: "/staff/showcase/c1".into(),
            ..ordinary.clone()
        };
        let changed = Self {
            case: CaseText {
                changed: "2026年11月20日（周五）".into(),
                ..CaseText::sample()
            },
            ..ordinary.clone()
        };
        let long = Self {
            case: CaseText {
                title: crate::samples::LONG.into(),
                outcome: crate::samples::LONG.into(),
                handled: crate::samples::STORY.repeat(3),
                ..CaseText::sample()
            },
            ..ordinary.clone()
        };
        vec![ordinary, changed, long, preview]
    }
}

impl GoneView {
    /// Ordinary.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self {
            when: "2026年11月23日（周一）".into(),
            ..Self::default()
        }]
    }
}
