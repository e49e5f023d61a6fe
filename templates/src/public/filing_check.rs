//! Filing, last stage: `/petitions/new?step=check`: everything once more, then file.

use super::filing::{SHORT, STAGES, back};
use crate::components::button::submit;
use crate::components::captcha::Captcha;
use crate::components::error_summary::error_summary;
use crate::components::file_list::{FileItem, FileState};
use crate::components::form::{FormState, hidden};
use crate::components::notice::inset;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::steps::steps;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 反映问题，第三步. Posts `csrf draft step=check captcha captcha_id`, and `category_hint` where the text
/// suggests some. Errors may name any field of the earlier stages (`title division address content people_count file`): the summary links to its row.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token, errors, and the category chosen here.
    pub form: FormState,
    /// Id of the draft.
    pub draft: String,
    /// The revision of the draft that is shown.
    pub revision: u32,
    /// Title.
    pub title: String,
    /// Full name of the division: `济南市历下区`.
    pub place: String,
    /// Address.
    pub address: String,
    /// Category in words; may be empty.
    pub category: String,
    /// Categories that the text suggests; none where one was chosen before or it says too little.
    pub suggestions: Vec<String>,
    /// The text as typed.
    pub content: String,
    /// How many people; may be empty.
    pub people: String,
    /// Whether several people file together.
    pub joint: bool,
    /// 联名人 beside the one who files, one line each.
    pub co_petitioners: Vec<String>,
    /// The files.
    pub files: Vec<FileItem>,
    /// Who files: `李秀英（实名）` or `匿名`.
    pub petitioner: String,
    /// An own petition that seems to be the same matter.
    pub similar: Option<Similar>,
    /// The captcha.
    pub captcha: Captcha,
    /// Whether it was filled in on one page.
    pub whole: bool,
}

/// 相似的一件: said before filing, never in its way.
#[derive(Clone, Debug, Default)]
pub struct Similar {
    /// Path.
    pub href: String,
    /// Title.
    pub title: String,
    /// When it was filed, as people read it.
    pub filed: String,
    /// Where it stands.
    pub status: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (back(if view.whole { "whole" } else { "details" }, &view.draft))
            (error_summary(form))
            @if view.whole { (steps(&SHORT, 1)) } @else { (steps(&STAGES, 2)) }
            h1 { "核对后提交" }
            @if let Some(similar) = &view.similar {
                (inset(&html! {
                    p { "和您 " (similar.filed) " 反映的“" a href=(similar.href) { (similar.title) } "”（" (similar.status) "）有些像。" }
                    p { "是同一件事的，可以在那一件里补充材料，办得更快；不是同一件，请继续提交。" }
                }))
            }
            (summary_list(&rows(view)))
            form method="post" action="/petitions/new" novalidate {
                (form.hidden_csrf())
                (hidden("step", "check"))
                (hidden("draft", &view.draft))
                (hidden("revision", &view.revision.to_string()))
                (suggested(&view.suggestions, form))
                section.part { (view.captcha.render(form)) }
                (inset(&html! { p { "提交后马上得到编号和查询码。工作人员打开以前可以撤回。请对内容的真实性负责。" } }))
                p.buttons { (submit("提交")) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "反映问题：核对后提交",
            failed: form.has_errors(),
            nav: Nav::File,
            ..Page::default()
        },
        &content,
    )
}

fn rows(view: &View) -> Vec<SummaryRow> {
    let row = |id: &str, key: &str, value: String, step: &str| SummaryRow {
        key: key.to_owned(),
        value,
        change: Some(format!(
            "/petitions/new?draft={}&step={}#{id}",
            view.draft,
            if view.whole { "whole" } else { step }
        )),
        id: id.to_owned(),
        error: view.form.error(id).map(str::to_owned),
    };
    let or = |value: &str, otherwise: &str| {
        if value.is_empty() {
            otherwise.to_owned()
        } else {
            value.to_owned()
        }
    };
    let people = or(&view.people, "没有填写");
    let files = view.files.iter().map(file_line).collect::<Vec<_>>().join("\n");
    let category = row("category_hint", "大致类别", or(&view.category, "不确定"), "where");
    let mut rows = vec![
        SummaryRow::new("反映人", &*view.petitioner),
        row("title", "标题", view.title.clone(), "where"),
        category,
        row("division", "地点", view.place.clone(), "where"),
        row("address", "详细地址", view.address.clone(), "where"),
        row("content", "情况和要求", view.content.clone(), "details"),
        row("people_count", "涉及人数", people, "details"),
        row("joint", "联名", joint(view), "details"),
        row("file", "附件", or(&files, "没有"), "details"),
    ];
    // Asked below, where the text suggests some.
    if !view.suggestions.is_empty() {
        rows.retain(|row| row.id != "category_hint");
    }
    rows
}

/// 分类建议: offered, never filled in.
fn suggested(suggestions: &[String], form: &FormState) -> Markup {
    if suggestions.is_empty() {
        return html! {};
    }
    let mut choices: Vec<Choice> = suggestions
        .iter()
        .map(|name| Choice::new(name, format!("可能属于：{name}")))
        .collect();
    choices.push(Choice::new("none", "都不是，或者说不清"));
    let radios = Radios {
        name: "category_hint",
        legend: "这件事大致属于哪一类",
        hint: "这是系统按您写的文字推测的，不一定准。选对了能快些转到该办的单位；不选也可以，工作人员会归类。",
        choices: &choices,
        optional: true,
        ..Radios::default()
    };
    html! { section.part { (radios.render(form)) } }
}

fn joint(view: &View) -> String {
    match (view.joint, view.co_petitioners.is_empty()) {
        (false, _) => "否".to_owned(),
        (true, true) => "是，还没有写联名人".to_owned(),
        (true, false) => format!("您和：\n{}", view.co_petitioners.join("\n")),
    }
}

fn file_line(file: &FileItem) -> String {
    let state = match &file.state {
        FileState::Unsent => "没有传完，不会提交",
        FileState::Checking => "检查中",
        FileState::Ready { .. } => "可以使用",
        FileState::Rejected { .. } => "没有通过检查，不会提交",
    };
    if file.size.is_empty() {
        return format!("{}（{state}）", file.name);
    }
    format!("{}（{}，{state}）", file.name, file.size)
}

impl View {
    /// Ordinary, wrong everywhere, bare.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let ordinary = Self {
            shell: crate::samples::signed_in(),
            form: FormState::new("sample"),
            draft: "d1".into(),
            revision: 2,
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            place: "济南市历下区".into(),
            address: "泉城路 1 号院".into(),
            category: "城乡建设".into(),
            suggestions: Vec::new(),
            content: crate::samples::STORY.into(),
            people: "18".into(),
            joint: true,
            co_petitioners: vec!["王芳（手机 13800000002）".into(), "赵河".into()],
            files: crate::samples::files(),
            petitioner: "李秀英（实名）".into(),
            similar: Some(Similar {
                href: "/petitions/p1".into(),
                title: crate::samples::LONG.into(),
                filed: "2026年10月14日（周三）".into(),
                status: "办理中".into(),
            }),
            captcha: Captcha::new("sample"),
            whole: false,
        };
        let mut form = FormState::new("sample");
        for name in [
            "title",
            "division",
            "address",
            "content",
            "people_count",
            "joint",
            "file",
            "captcha",
        ] {
            form.fail(name, "这一项需要修改");
        }
        let wrong = Self {
            form: form.with("category_hint", "环境保护"),
            category: String::new(),
            suggestions: vec!["城乡建设".into(), "环境保护".into()],
            title: crate::samples::LONG.into(),
            ..ordinary.clone()
        };
        let bare = Self {
            category: String::new(),
            people: String::new(),
            joint: false,
            files: Vec::new(),
            petitioner: "匿名".into(),
            similar: None,
            whole: true,
            ..ordinary.clone()
        };
        vec![ordinary, wrong, bare]
    }
}
