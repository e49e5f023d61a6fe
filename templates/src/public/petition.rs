//! `/petitions/{id}`: one's own petition: where it stands, what happened, what one can do.

use crate::components::action::{ActionItem, action_list};
use crate::components::button::off;
use crate::components::code_display::code_display;
use crate::components::deadline_bar::DeadlineBar;
use crate::components::file_list::{FileItem, file_list};
use crate::components::form::hidden;
use crate::components::icon::{Icon, icon};
use crate::components::link::Link;
use crate::components::materials::{MaterialItem, materials};
use crate::components::notice::flash;
use crate::components::now::Now;
use crate::components::rating::{RatingCard, rating_cards};
use crate::components::step_messages::StepMessages;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::tag::Tag;
use crate::components::timeline::{TimelineItem, timeline_folded};
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 信访件.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Status.
    pub status: Tag,
    /// Who has it now; may be empty.
    pub agency: String,
    /// The deadline that runs now.
    pub deadline: Option<DeadlineBar>,
    /// What one has to do now, with the button to rate where one can.
    pub now: Now,
    /// What is to come, the last step on top, then what happened, newest first.
    pub timeline: Vec<TimelineItem>,
    /// What one can do, and what not and why.
    pub actions: Vec<ActionItem>,
    /// Query code in groups of four; may be empty.
    pub query_code: String,
    /// Sending the query code by message; `None` where it cannot be asked for.
    pub sms: Option<CodeBySms>,
    /// Full name of the division.
    pub place: String,
    /// Address.
    pub address: String,
    /// Category in words; may be empty.
    pub category: String,
    /// 联名人; empty for a petition of one person.
    pub co_petitioners: Vec<String>,
    /// The text as typed.
    pub content: String,
    /// Attachments.
    pub files: Vec<FileItem>,
    /// What was added later.
    pub materials: Vec<MaterialItem>,
    /// Letters sent.
    pub letters: Vec<Link>,
    /// 进度短信, where there is a number.
    pub messages: Option<StepMessages>,
    /// How one rated it.
    pub ratings: Vec<RatingCard>,
    /// A message after something was done here, such as 已撤回; may be empty.
    pub flash: String,
}

/// 短信发送查询码. Posts `csrf sent` to `action`.
#[derive(Clone, Debug, Default)]
pub struct CodeBySms {
    /// Path.
    pub action: String,
    /// Token.
    pub csrf: String,
    /// How often it was sent today: a form that was clicked twice says the same twice.
    pub sent: u32,
    /// The masked mobile number.
    pub to: String,
    /// How often it may still be sent today.
    pub left: u32,
    /// Why it cannot be sent now.
    pub blocked: Option<String>,
}

fn by_sms(sms: &CodeBySms) -> Markup {
    if let Some(reason) = &sms.blocked {
        return off("用短信发给我", reason, "why-sms");
    }
    html! {
        form.no-print method="post" action=(sms.action) {
            (hidden("csrf", &sms.csrf))
            (hidden("sent", &sms.sent.to_string()))
            button.button.button-second type="submit" data-once { "用短信发给我" }
            p.why { "发到 " (sms.to) "，今天还可以发 " (sms.left) " 次。" }
        }
    }
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let facts = [
        SummaryRow::new("编号", &*view.number),
        SummaryRow::new("地点", format!("{} {}", view.place, view.address)),
        SummaryRow::new("类别", &*view.category),
        SummaryRow::new("联名人", view.co_petitioners.join("、")),
        SummaryRow::new("情况和要求", &*view.content),
    ];
    let facts: Vec<SummaryRow> = facts
        .into_iter()
        .filter(|row| !row.value.trim().is_empty())
        .collect();
    let content = html! {
        div.wrap {
            nav.crumbs aria-label="您在这里" { ol { li { a href="/petitions" { "我反映的问题" } } li aria-current="page" { (view.number) } } }
            (flash(&view.flash))
            h1 { (view.title) }
            (standing(&view.status, &view.agency))
            @if let Some(deadline) = &view.deadline { (deadline.render()) }
            (view.now.render())
            div.two {
                div.two-main {
                    section.block aria-labelledby="process" { h2 id="process" { "办理过程" } (timeline_folded(&view.timeline)) }
                    @if !view.ratings.is_empty() {
                        section.block aria-labelledby="ratings" { h2 id="ratings" { "您的评价" } (rating_cards(&view.ratings)) }
                    }
                    section.block aria-labelledby="filed" {
                        h2 id="filed" { "您反映的内容" }
                        (summary_list(&facts))
                        @if !view.files.is_empty() { h3 { "附件" } (file_list(&view.files, false)) }
                        (materials(&view.materials))
                    }
                }
                aside.two-side aria-label="您可以做的" {
                    @if !view.actions.is_empty() { section.card { h2 { "您可以" } (action_list(&view.actions)) } }
                    @if !view.letters.is_empty() {
                        section.card { h2 { "文书" } ul.letters { @for letter in &view.letters { li { (icon(Icon::Letter)) a href=(letter.href) { (letter.text) } } } } }
                    }
                    @if !view.query_code.is_empty() {
                        section.card { h2 { "查询码" } (code_display("query-code", &view.query_code))
                            p.hint { "不登录也能用姓名和查询码查询。请不要告诉他人。" }
                            @if let Some(sms) = &view.sms { (by_sms(sms)) } }
                    }
                    @if let Some(messages) = &view.messages { (messages.render()) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &view.title,
            nav: Nav::Mine,
            ..Page::default()
        },
        &content,
    )
}

/// The status and who has it.
pub(crate) fn standing(status: &Tag, agency: &str) -> Markup {
    html! { p.standing { (status.render()) @if !agency.is_empty() { " " span { "现在由 " (agency) " 办理" } } } }
}

impl View {
    /// Under way, just filed, withdrawn, very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let under_way = Self {
            shell: crate::samples::signed_in(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            status: Tag::status("办理中"),
            agency: "济南市历下区住房和城乡建设局".into(),
            deadline: Some(crate::samples::deadline()),
            now: Now {
                text: "现在不用您做什么，2026年12月29日（周二）以前会书面答复您。".into(),
                rate: None,
            },
            timeline: crate::samples::timeline(),
            actions: vec![
                ActionItem::print("打印查询单"),
                ActionItem::blocked("撤回", "工作人员 10月15日 已查看，不能再撤回"),
            ],
            query_code: "4821 0937 5562 1048".into(),
            sms: Some(CodeBySms {
                action: "/petitions/p1/code/sms".into(),
                csrf: "sample".into(),
                sent: 1,
                to: "138****0001".into(),
                left: 2,
                blocked: None,
            }),
            place: "济南市历下区".into(),
            address: "泉城路 1 号院".into(),
            category: "城乡建设".into(),
            co_petitioners: vec!["王芳".into(), "赵河".into()],
            content: crate::samples::STORY.into(),
            files: crate::samples::files(),
            materials: crate::samples::materials(),
            letters: vec![Link::new(
                "/petitions/p1/letters/l1",
                "受理告知书（鲁信受〔2026〕第1024号）",
            )],
            messages: Some(StepMessages {
                action: "/petitions/p1/messages".into(),
                csrf: "sample".into(),
                to: "138****0001".into(),
                on: true,
            }),
            ratings: Vec::new(),
            flash: String::new(),
        };
        let rated = Self {
            status: Tag::status("已答复"),
            now: Now {
                text: "您已经评价过，到 2026年12月23日（周三）为止还可以再评价一次。对答复不服的，可以在 2026年12月23日（周三）以前向上一级机关申请复查。".into(),
                rate: Some(ActionItem::link("再评价一次", "/rate/p1").main()),
            },
            ratings: vec![super::rate::sample_card()],
            ..under_way.clone()
        };
        let resumed = Self {
            deadline: Some(crate::samples::deadline_resumed()),
            ..under_way.clone()
        };
        let stopped = Self {
            deadline: Some(crate::samples::deadline_stopped()),
            now: Now {
                text: "现在不用您做什么。恢复计时以后，会告诉您新的答复期限。".into(),
                rate: None,
            },
            timeline: crate::samples::timeline_suspended(),
            ..under_way.clone()
        };
        let withdrawn = Self {
            status: Tag::status("已撤回"),
            agency: String::new(),
            deadline: None,
            now: Now {
                text: "已经撤回，不用您做什么。需要时可以重新反映。".into(),
                rate: None,
            },
            actions: Vec::new(),
            query_code: String::new(),
            messages: None,
            files: Vec::new(),
            letters: Vec::new(),
            flash: "已经撤回。工作人员不会再办理这一件。".into(),
            ..under_way.clone()
        };
        let mut long = Self {
            sms: Some(CodeBySms {
                blocked: Some("今天已经发过 3 次，每天最多 3 次，请明天再发。".into()),
                ..CodeBySms::default()
            }),
            title: crate::samples::LONG.into(),
            content: crate::samples::LONG.repeat(5),
            address: crate::samples::LONG.into(),
            ..under_way.clone()
        };
        long.shell.prefs.contrast = true;
        vec![under_way, rated, withdrawn, long, stopped, resumed]
    }
}
