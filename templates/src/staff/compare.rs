//! `/staff/intake/web/{id}/compare/{other}`: 对照: two petitions side by side, with what only one of them says marked.

use crate::components::tag::Tag;
use crate::layout::{Menu, Page, StaffShell};
use domain::difference::{Piece, side_by_side};
use maud::{Markup, html};

/// 一件.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its text, as typed.
    pub content: String,
    /// Where it stands.
    pub status: Tag,
    /// What is known of it: key and value; both sides have the same keys in the same order.
    pub facts: Vec<(String, String)>,
}

/// 对照两件信访.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Why the two stand side by side, each in words.
    pub reasons: Vec<String>,
    /// The one that is being registered.
    pub own: Side,
    /// The other one.
    pub other: Side,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let titles = side_by_side(&view.own.title, &view.other.title);
    let texts = side_by_side(&view.own.content, &view.other.content);
    let content = html! {
        div.desk-title { h1 { "对照两件信访" } }
        @if view.reasons.is_empty() { p.hint { "判重没有发现两件有相同的地方。" } }
        @else { ul.match-reasons { @for reason in &view.reasons { li.chip { (reason) } } } }
        p.hint { "加底色和下划线的，是只有这一边有的文字；标点和空格不算。看完关闭这个窗口，登记表还在原来的窗口里。" }
        div.compare {
            (side("own", "正在登记的这一件", &view.own, &titles.left, &texts.left))
            (side("other", "对方", &view.other, &titles.right, &texts.right))
        }
    };
    view.shell.render(
        Page {
            title: &format!("对照 {} 和 {}", view.own.number, view.other.number),
            class: "main-wide",
            menu: Menu::Intake,
            ..Page::default()
        },
        &content,
    )
}

fn side(id: &str, what: &str, side: &Side, title: &[Piece<'_>], text: &[Piece<'_>]) -> Markup {
    html! {
        section.card aria-labelledby=(id) {
            h2 id=(id) { (what) }
            p.hint.num { (side.number) " " (side.status.render()) }
            h3 { (pieces(title)) }
            dl.facts { @for (key, value) in &side.facts { div { dt { (key) } dd { (value) } } } }
            div.typed { (pieces(text)) }
        }
    }
}

fn pieces(pieces: &[Piece<'_>]) -> Markup {
    html! { @for piece in pieces { @if piece.same { (piece.text) } @else { mark.differs { (piece.text) } } } }
}

impl View {
    /// Alike, and quite different.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let facts = |petitioner: &str| {
            [
                ("信访人", petitioner),
                ("手机号", "138****0001"),
                ("问题属地", "济南市历下区"),
                ("收到", "2026年10月14日（周三）21:47"),
            ]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .to_vec()
        };
        let own = Side {
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            content: crate::samples::STORY.into(),
            status: Tag::status("登记中"),
            facts: facts("李**"),
        };
        let alike = Self {
            shell: crate::samples::staff(),
            reasons: vec!["证件号相同".into(), "文字相似 86%".into()],
            other: Side {
                number: "W370102-20261001-00007".into(),
                title: "泉城路 1 号院车库又进水，水泵一直没修".into(),
                content: crate::samples::STORY
                    .replace("20 厘米", "30 厘米")
                    .replace("都说在联系维修，", ""),
                status: Tag::status("办理中"),
                facts: facts("李**"),
            },
            own,
        };
        let different = Self {
            reasons: Vec::new(),
            other: Side {
                title: crate::samples::LONG.into(),
                content: crate::samples::LONG.repeat(5),
                ..alike.other.clone()
            },
            ..alike.clone()
        };
        vec![alike, different]
    }
}
