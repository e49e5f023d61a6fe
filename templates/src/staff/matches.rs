//! 判重: beside the registration form, the other petitions that may be the same matter or from the same petitioner, each
//! with why, and what an officer can say of it. Its buttons send the registration form with all that was typed in it.

use crate::components::icon::{Icon, icon};
use crate::components::notice::flash;
use crate::components::tag::{Tag, Tone};
use maud::{Markup, html};

/// The id of the registration form, which the buttons send.
pub const FORM: &str = "registration";
/// Rows that are shown at once; the others are folded away.
const SHOWN: usize = 3;

/// 相近的信访件.
#[derive(Clone, Debug, Default)]
pub struct MatchRow {
    /// Its number.
    pub number: String,
    /// Its title; empty where the officer may not see it.
    pub title: String,
    /// Where it can be read; none where it cannot.
    pub href: Option<String>,
    /// Masked name, or 匿名; empty where the officer may not see it.
    pub petitioner: String,
    /// Where the matter is; empty where the officer may not see it.
    pub place: String,
    /// When it was filed, as people read it.
    pub received: String,
    /// Where it stands.
    pub status: Tag,
    /// Who has it now; empty once nobody has.
    pub holder: String,
    /// Why it is here, each in words.
    pub reasons: Vec<String>,
    /// Where both texts stand side by side; none where the other one cannot be read.
    pub compare: Option<String>,
    /// What it was linked as; none if it is not.
    pub linked: Option<String>,
    /// What the officer can say of it: value of the button and its words.
    pub offers: Vec<(String, String)>,
    /// Why nothing can be said of it, or what of it is not shown; may be empty.
    pub note: String,
}

/// 判重结果. Buttons are named `pick`: `matter.<id>`, `person.<id>` or `undo.<id>`.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Where the buttons send the registration form.
    pub action: String,
    /// What was found, linked ones first.
    pub rows: Vec<MatchRow>,
    /// Whether links can be changed; then the others were looked for too.
    pub open: bool,
    /// The button of the form that answers the Enter key: name, value, words.
    pub enter: (&'static str, &'static str, &'static str),
    /// Whether the others could not be looked for just now.
    pub unknown: bool,
    /// What was just done; may be empty.
    pub said: String,
    /// Why what was asked for is not possible, with a full stop; none if it is.
    pub refused: Option<String>,
}

impl Panel {
    /// Whether the page of it is named an error.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.refused.is_some()
    }

    /// Whether it has anything to show.
    #[must_use]
    pub(crate) fn asked(&self) -> bool {
        self.open || !self.rows.is_empty() || !self.said.is_empty()
    }

    /// Its markup; nothing where there is nothing to say.
    #[must_use]
    pub fn render(&self) -> Markup {
        if !self.asked() {
            return html! {};
        }
        let (shown, folded) = self.rows.split_at(self.rows.len().min(SHOWN));
        html! {
            section.matches aria-labelledby="matches" data-dirty[!self.said.is_empty() || self.failed()] {
                // The first button of a form answers the Enter key: never one of those below.
                @if self.open { button type="submit" form=(FORM) name=(self.enter.0) value=(self.enter.1) hidden { (self.enter.2) } }
                @match &self.refused {
                    Some(reason) => div.overtaken id="match-refused" tabindex="-1" data-focus {
                        p role="alert" { (icon(Icon::Warning)) (reason) "您填的内容都还在。" }
                    },
                    None => (flash(&self.said)),
                }
                h2 id="matches" { "判重" }
                p.hint { (self.summary()) }
                @if !shown.is_empty() { ul.match-list { @for row in shown { (self.row(row)) } } }
                @if !folded.is_empty() {
                    details { summary { "另外 " (folded.len()) " 件" } ul.match-list { @for row in folded { (self.row(row)) } } }
                }
            }
        }
    }

    fn summary(&self) -> String {
        let linked = self.rows.iter().filter(|row| row.linked.is_some()).count();
        let found = self.rows.len() - linked;
        if self.unknown {
            return "这次没有查成，不等于没有相近的信访件。请过一会儿刷新再看；登记不受影响。".to_owned();
        }
        let said = match (linked, found) {
            (0, 0) => "没有发现相近的信访件。".to_owned(),
            (0, found) => format!("找到 {found} 件可能是同一件事或同一信访人的，最像的在前。"),
            (linked, 0) => format!("已关联 {linked} 件。"),
            (linked, found) => format!("已关联 {linked} 件；另有 {found} 件可能是同一件事或同一信访人的。"),
        };
        if self.open {
            format!("{said}刚刚提交的，一分钟以内可能还查不到。")
        } else {
            said
        }
    }

    fn row(&self, row: &MatchRow) -> Markup {
        let class = if row.linked.is_some() {
            "match match-linked"
        } else {
            "match"
        };
        let named = if row.title.is_empty() {
            &row.number
        } else {
            &row.title
        };
        let facts = [&row.number, &row.petitioner, &row.place, &row.received];
        let facts = facts
            .into_iter()
            .filter(|fact| !fact.is_empty() && *fact != named);
        html! {
            li class=(class) {
                div.match-what {
                    p.match-title {
                        @match &row.href {
                            Some(href) => a href=(href) target="_blank" rel="noopener" { (named) span.vh { "（在新窗口打开）" } },
                            None => (named),
                        }
                    }
                    p.match-facts { @for fact in facts { span { (fact) } } }
                    p.match-facts { (row.status.render()) @if !row.holder.is_empty() { span { "现在由" (row.holder) "办理" } } }
                    @if !row.note.is_empty() { p.hint { (row.note) } }
                }
                div.match-why {
                    @if let Some(relation) = &row.linked { (Tag::new(format!("已关联：{relation}"), Tone::Good).render()) }
                    @if !row.reasons.is_empty() {
                        ul.match-reasons aria-label="为什么找到它" { @for reason in &row.reasons { li.chip { (reason) } } }
                    }
                    @if let Some(href) = &row.compare {
                        a href=(href) target="_blank" rel="noopener" { "对照两件的文字" span.vh { "：" (row.number) "（在新窗口打开）" } }
                    }
                }
                @if self.open && !row.offers.is_empty() {
                    div.match-do {
                        @for (value, words) in &row.offers {
                            button.button.button-second type="submit" form=(FORM) formaction=(self.action) name="pick" value=(value) { (words) span.vh { "：" (row.number) } }
                        }
                    }
                }
            }
        }
    }

    /// Many, linked and hidden ones among them; none; refused; closed; not known.
    #[must_use]
    pub(crate) fn samples() -> [Self; 5] {
        let offers = |id: &str| {
            [("matter", "同一件事"), ("person", "同一信访人")]
                .map(|(what, words)| (format!("{what}.{id}"), words.to_owned()))
                .to_vec()
        };
        let row = MatchRow {
            number: "W370102-20261001-00007".into(),
            title: "泉城路 1 号院车库又进水，水泵一直没修".into(),
            href: Some("/staff/petitions/m1".into()),
            petitioner: "李**".into(),
            place: "济南市历下区".into(),
            received: "2026年10月1日（周四）08:30".into(),
            status: Tag::status("办理中"),
            holder: "济南市历下区住房和城乡建设局".into(),
            reasons: vec!["证件号相同".into(), "文字相似 86%".into()],
            compare: Some("/staff/intake/web/p1/compare/m1".into()),
            linked: None,
            offers: offers("m1"),
            note: String::new(),
        };
        let linked = MatchRow {
            linked: Some("同一件事".into()),
            offers: vec![
                ("undo.m1".into(), "取消关联".into()),
                ("person.m1".into(), "改为同一信访人".into()),
            ],
            ..row.clone()
        };
        let outside = MatchRow {
            number: "W370202-20260902-00003".into(),
            title: String::new(),
            href: None,
            petitioner: String::new(),
            place: String::new(),
            compare: None,
            received: String::new(),
            offers: offers("m2"),
            note: "不在本单位范围内，只显示编号、状态和办理单位。".into(),
            ..row.clone()
        };
        let long = MatchRow {
            title: crate::samples::LONG.into(),
            holder: crate::samples::LONG.into(),
            reasons: vec!["对方文字有 74% 出现在本件里".into(); 4],
            offers: offers("m3"),
            ..row.clone()
        };
        let many = Self {
            action: "/staff/intake/web/p1/links".into(),
            rows: vec![linked, outside, long, row.clone(), row],
            open: true,
            enter: ("next", "save", "保存登记"),
            unknown: false,
            said: "已关联 W370102-20261001-00007（同一件事）。".into(),
            refused: None,
        };
        let bare = Self {
            said: String::new(),
            ..many.clone()
        };
        [
            many.clone(),
            Self {
                rows: Vec::new(),
                ..bare.clone()
            },
            Self {
                refused: Some("一件信访最多关联 20 件。".into()),
                ..bare.clone()
            },
            Self {
                open: false,
                ..bare.clone()
            },
            Self {
                rows: Vec::new(),
                unknown: true,
                ..bare
            },
        ]
    }
}
