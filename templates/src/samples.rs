//! Samples of every page: what the pages' test renders and checks, and what one looks at while
//! designing. Must not hold a real person's data.

use crate::components::deadline_bar::{DeadlineBar, Stopped, Urgency};
use crate::components::file_list::{FileItem, FileState};
use crate::components::link::Link;
use crate::components::materials::MaterialItem;
use crate::components::timeline::{StepState, TimelineItem};
use crate::layout::{PublicShell, StaffMenu, StaffShell};
use crate::letters::Letter;
use crate::letters::compose::{
    Facts, OutcomeWord, PassedOn, Route, acceptance_notice, assignment_letter, direct_reply, duty_result,
    handling_opinion, route_notice, transfer_notice,
};
use crate::{errors, public, staff};
use maud::Markup;

/// A very long line, with markup in it that must not work.
pub const LONG: &str = "关于某某市某某区某某街道某某社区某某小区十七号楼地下二层车库自2025年汛期以来反复积水、物业服务企业多次承诺维修而长期未予落实并且以业主拒交物业费为由停止排水设备供电导致多台车辆被淹受损的问题<script>alert(1)</script>，附：https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// A petition's text with line breaks.
pub const STORY: &str = "我住泉城路 1 号院 3 号楼。今年 4 月起地下车库积水，最深的地方有 20 厘米。\n\n5 月 6 日、6 月 2 日、7 月 18 日三次找物业，都说在联系维修，到现在没有修。8 月 9 日大雨，12 辆车被淹。\n\n我希望：\n1. 尽快修好排水泵；\n2. 说明维修资金为什么没有用上。";

/// A QR code in small.
pub const QR: &str = r##"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h9v9H0z"/><path fill="#000" d="M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM5 5h1v1H5zM7 6h1v2H7z"/></svg>"##;

/// 样例页: a name for its file and its markup.
#[derive(Clone, Debug)]
pub struct Sample {
    /// `public-home-0`.
    pub name: String,
    /// The document.
    pub page: Markup,
}

/// Two additions of a petitioner.
#[must_use]
pub fn materials() -> Vec<MaterialItem> {
    vec![
        MaterialItem {
            when: "2026年10月20日（周二）09:12".into(),
            words: "昨天又淹了一次。\n照片在附件里。".into(),
            files: files(),
        },
        MaterialItem {
            when: "2026年11月2日（周一）18:40".into(),
            words: LONG.into(),
            files: Vec::new(),
        },
    ]
}

/// The frame of a petitioner who is signed in.
#[must_use]
pub fn signed_in() -> PublicShell {
    PublicShell {
        signed_in: Some("李女士".into()),
        path: "/petitions".into(),
        printed: "2026年11月24日（周二）15:52 的情况　https://xf.example.cn/petitions".into(),
        ..PublicShell::default()
    }
}

/// The frame of an officer.
#[must_use]
pub fn staff() -> StaffShell {
    StaffShell {
        officer: "王登记".into(),
        agency: "省信访局".into(),
        menu: StaffMenu {
            intake: Some(128),
            letters: Some(0),
            inbox: Some(42),
            todo: Some(17),
            done: Some(0),
            visits: Some(0),
            interviews: Some(2),
            admin: None,
            suggestions: Some(3),
            showcase: Some(0),
            assigned: Some(0),
            approvals: Some(2),
        },
        path: "/staff".into(),
        ..StaffShell::default()
    }
}

/// The frame of an administrator, who sees no case.
#[must_use]
pub fn administrator() -> StaffShell {
    StaffShell {
        officer: "赵管理".into(),
        agency: "省信访局".into(),
        menu: StaffMenu {
            admin: Some(0),
            ..StaffMenu::default()
        },
        path: "/staff/admin".into(),
        ..StaffShell::default()
    }
}

/// The 16 cities.
#[must_use]
pub fn cities() -> Vec<Link> {
    domain::division::cities()
        .iter()
        .map(|city| Link::new(format!("/cities/{}", city.code), city.name.trim_end_matches('市')))
        .collect()
}

/// A deadline in good time.
#[must_use]
pub fn deadline() -> DeadlineBar {
    DeadlineBar {
        what: "答复".into(),
        day: 24,
        total: 60,
        rolled: 0,
        due: "2026年12月29日（周二）".into(),
        days_left: 36,
        urgency: Urgency::Calm,
        less: String::new(),
        stopped: None,
        explain: vec![
            "2026年10月30日受理，从第二天起算。".into(),
            "《信访工作条例》第三十四条：60 日，最后一天也算。".into(),
        ],
    }
}

/// The same after its clock was stopped for two days.
#[must_use]
pub fn deadline_resumed() -> DeadlineBar {
    DeadlineBar {
        day: 22,
        less: format!("2 天：{SUSPENDED_FOR}"),
        due: "2026年12月31日（周四）".into(),
        days_left: 38,
        ..deadline()
    }
}

/// Why a clock stands still.
pub const SUSPENDED_FOR: &str = "等待司法鉴定结论（《某某省信访事项办理期限规定》第十二条）";

/// A clock that stands still.
#[must_use]
pub fn deadline_stopped() -> DeadlineBar {
    DeadlineBar {
        stopped: Some(Stopped {
            why: SUSPENDED_FOR.into(),
            since: "2026年11月21日（周六）".into(),
        }),
        day: 22,
        urgency: Urgency::Calm,
        explain: vec![
            "《信访工作条例》第三十四条：自受理之日起 60 日内。".into(),
            format!("2026年11月21日（周六）中止计时：{SUSPENDED_FOR}。恢复以前的日子都不算。"),
        ],
        ..deadline()
    }
}

/// A timeline whose clock stands still.
#[must_use]
pub fn timeline_suspended() -> Vec<TimelineItem> {
    let mut items = timeline();
    let past = items.iter().position(|item| item.state != StepState::Future);
    items.insert(
        past.unwrap_or(0),
        TimelineItem {
            when: "2026年11月21日（周六）10:02".into(),
            title: "已中止计时".into(),
            body: format!(
                "济南市历下区住房和城乡建设局中止计算办理期限：{SUSPENDED_FOR}。从第二天起的日子不算，恢复后继续计算。"
            ),
            state: StepState::Current,
            ..TimelineItem::default()
        },
    );
    if let Some(before) = items
        .iter_mut()
        .rev()
        .find(|item| item.state == StepState::Current && item.title != "已中止计时")
    {
        before.state = StepState::Past;
    }
    items
}

/// Files in every state.
#[must_use]
pub fn files() -> Vec<FileItem> {
    let file = |id: &str, name: &str, size: &str, state| FileItem {
        id: id.into(),
        name: name.into(),
        size: size.into(),
        state,
    };
    vec![
        file(
            "a1",
            "车库积水.jpg",
            "2.4 MB",
            FileState::Ready {
                href: "/petitions/p1/files/a1".into(),
            },
        ),
        file("a2", "物业合同.pdf", "812 KB", FileState::Checking),
        file(
            "a3",
            "说明.exe",
            "1.1 MB",
            FileState::Rejected {
                reason: "这种文件不能上传，请换成图片或 PDF".into(),
            },
        ),
    ]
}

/// A timeline with steps to come on top.
#[must_use]
pub fn timeline() -> Vec<TimelineItem> {
    let step = |when: &str, title: &str, body: &str, state| TimelineItem {
        when: when.into(),
        title: title.into(),
        body: body.into(),
        state,
        ..TimelineItem::default()
    };
    let mut steps = vec![
        step(
            "2026年10月30日（周五）14:06",
            "责任单位已受理",
            "历下区住房和城乡建设局决定受理，出具受理告知书。",
            StepState::Current,
        ),
        step(
            "2026年10月20日（周二）09:31",
            "转送历下区信访局",
            "由济南市信访局转送，15 日内告知您是否受理。",
            StepState::Past,
        ),
        step(
            "2026年10月15日（周四）10:12",
            "已登记",
            "省信访局工作人员已登记，此后不能撤回。",
            StepState::Past,
        ),
        step(
            "2026年10月14日（周三）21:47",
            "收到",
            "您通过网上提交，附件 2 个。",
            StepState::Past,
        ),
    ];
    steps[0].links.push(Link::new(
        "/petitions/p1/letters/l1",
        "受理告知书（鲁信受〔2026〕第1024号）",
    ));
    let to_come = vec![
        step(
            "",
            "您来评价",
            "答复后 30 日内，对两个单位，最多两次",
            StepState::Future,
        ),
        step("", "答复", "最迟 2026年12月29日（周二）", StepState::Future),
    ];
    to_come.into_iter().chain(steps).collect()
}

/// A letter of each kind.
#[must_use]
pub fn letters() -> Vec<Letter> {
    let facts = Facts {
        letter_number: "鲁信受〔2026〕第1024号".into(),
        petitioner: "李秀英".into(),
        petition_number: "W370102-20261014-00042".into(),
        title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
        came: "您于2026年10月14日通过网上信访提出的".into(),
        agency: "济南市历下区住房和城乡建设局".into(),
        date: "2026年10月30日".into(),
    };
    let found = "经查，泉城路 1 号院地下车库排水泵于 2026 年 4 月损坏。\n物业服务企业三次报修，因维修资金表决未达到法定人数未能动用。";
    let basis = "《物业管理条例》第五十四条。";
    let opinion = "已责令物业服务企业于 2026 年 11 月 20 日前更换排水泵；应急使用维修资金的手续已经办理。";
    let office = Facts {
        agency: "中共山东省委山东省人民政府信访局".into(),
        ..facts.clone()
    };
    vec![
        acceptance_notice(&facts, "2026年12月29日"),
        handling_opinion(&facts, OutcomeWord::Support, found, basis, opinion),
        transfer_notice(&office, "济南市历下区信访局", PassedOn::Transferred),
        transfer_notice(&office, "济南市历下区信访局", PassedOn::Assigned),
        assignment_letter(
            &office,
            "济南市历下区住房和城乡建设局",
            "2026年12月29日",
            "查明积水原因，督促物业服务企业修复排水泵。",
        ),
        duty_result(&facts, found, basis, "已对物业服务企业作出责令改正决定。"),
        route_notice(
            &Facts {
                petitioner: "匿名".into(),
                ..facts.clone()
            },
            &Route {
                item: "第二项",
                law: "您反映的事项应当通过仲裁解决，请按照法律规定向有关仲裁机构申请仲裁。",
                way: "劳动人事争议仲裁",
                body: "济南市历下区劳动人事争议仲裁委员会",
                explanation: "单位拖欠工资属于劳动争议，请带劳动合同和工资流水。",
            },
        ),
        direct_reply(&facts, true, "建议已经采纳，明年春季绿化时补种。"),
    ]
}

/// Every page in every state.
#[must_use]
pub fn all() -> Vec<Sample> {
    let mut all = Vec::new();
    macro_rules! add {
        ($($name:literal: $view:ty => $page:path),* $(,)?) => {
            $(for (index, view) in <$view>::samples().iter().enumerate() {
                all.push(Sample { name: format!("{}-{index}", $name), page: $page(view) });
            })*
        };
    }
    add! {
        "public-home": public::home::View => public::home::page,
        "public-cities": public::cities::IndexView => public::cities::index,
        "public-city": public::cities::View => public::cities::page,
        "public-cases": public::cases::ListView => public::cases::list,
        "public-case": public::cases::View => public::cases::page,
        "public-case-gone": public::cases::GoneView => public::cases::gone,
        "public-guide-index": public::guide::IndexView => public::guide::index,
        "public-guide": public::guide::View => public::guide::page,
        "public-about": public::about::View => public::about::page,
        "public-offline": public::offline::View => public::offline::page,
        "public-sitemap": public::sitemap::View => public::sitemap::page,
        "public-register-notice": public::register::NoticeView => public::register::notice,
        "public-register-mode": public::register::ModeView => public::register::mode,
        "public-register-form": public::register_form::View => public::register_form::page,
        "public-register-done": public::register::DoneView => public::register::done,
        "public-login": public::login::View => public::login::page,
        "public-logout": public::login::LogoutView => public::login::logout,
        "public-notices": public::notices::ListView => public::notices::list,
        "public-notice": public::notices::View => public::notices::page,
        "public-closed-filing": public::closed::FilingView => public::closed::filing,
        "public-closed-registration": public::closed::RegistrationView => public::closed::registration,
        "public-filing-where": public::filing::WhereView => public::filing::where_page,
        "public-filing-details": public::filing_details::View => public::filing_details::page,
        "public-filing-draft": public::filing_drafts::View => public::filing_drafts::page,
        "public-filing-filed": public::filing::FiledAlreadyView => public::filing::filed_already,
        "public-filing-check": public::filing_check::View => public::filing_check::page,
        "public-receipt": public::receipt::View => public::receipt::page,
        "public-mine": public::mine::View => public::mine::page,
        "public-petition": public::petition::View => public::petition::page,
        "public-material": public::material::View => public::material::page,
        "public-withdraw": public::withdraw::View => public::withdraw::page,
        "public-track": public::track::FormView => public::track::form_page,
        "public-track-result": public::track::ResultView => public::track::result_page,
        "public-rate": public::rate::FormView => public::rate::form_page,
        "public-rate-check": public::rate_steps::CheckView => public::rate_steps::check_page,
        "public-rate-done": public::rate_steps::DoneView => public::rate_steps::done_page,
        "public-rate-blocked": public::rate_steps::BlockedView => public::rate_steps::blocked_page,
        "public-rate-expired": public::rate_steps::ExpiredView => public::rate_steps::expired_page,
        "public-suggest": public::suggest::FormView => public::suggest::form_page,
        "public-suggest-closed": public::suggest::ClosedView => public::suggest::closed_page,
        "public-suggestions": public::suggestions::ListView => public::suggestions::list_page,
        "public-suggestion": public::suggestions::View => public::suggestions::page,
        "public-suggestion-receipt": public::suggestions::ReceiptView => public::suggestions::receipt_page,
        "public-letter": public::letter::View => public::letter::page,
        "public-resume": public::resume::View => public::resume::page,
        "public-login-wait": public::login::WaitView => public::login::wait,
        "public-me": public::me::View => public::me::page,
        "public-me-profile": public::account::profile::View => public::account::profile::page,
        "public-me-document": public::account::document::View => public::account::document::page,
        "public-me-password": public::account::password::View => public::account::password::page,
        "public-me-sessions": public::account::sessions::View => public::account::sessions::page,
        "public-me-download": public::account::download::View => public::account::download::page,
        "public-me-close": public::account::close::View => public::account::close::page,
        "public-reset": public::account::reset::View => public::account::reset::page,
        "public-reset-code": public::account::reset::CodeView => public::account::reset::code_page,
        "public-username": public::account::username::View => public::account::username::page,
        "public-username-sent": public::account::username::SentView => public::account::username::sent,
        "error": errors::View => errors::page,
        "staff-admin": staff::admin::index::View => staff::admin::index::page,
        "staff-admin-notices": staff::admin::notices::View => staff::admin::notices::page,
        "staff-admin-notice": staff::admin::notice::View => staff::admin::notice::page,
        "staff-admin-notice-form": staff::admin::notice::FormView => staff::admin::notice::form_page,
        "staff-admin-agencies": staff::admin::agencies::View => staff::admin::agencies::page,
        "staff-admin-agency": staff::admin::agency::View => staff::admin::agency::page,
        "staff-admin-settings": staff::admin::settings::View => staff::admin::settings::page,
        "staff-admin-suspension": staff::admin::suspension::View => staff::admin::suspension::page,
        "staff-admin-messages": staff::admin::messages::words::View => staff::admin::messages::words::page,
        "staff-admin-message": staff::admin::messages::words_one::View => staff::admin::messages::words_one::page,
        "staff-admin-message-log": staff::admin::messages::log::View => staff::admin::messages::log::page,
        "staff-admin-message-dead": staff::admin::messages::dead::View => staff::admin::messages::dead::page,
        "staff-admin-message-dead-one": staff::admin::messages::dead_one::View => staff::admin::messages::dead_one::page,
        "staff-login": staff::login::View => staff::login::page,
        "staff-workbench": staff::workbench::View => staff::workbench::page,
        "staff-intake-list": staff::intake_list::View => staff::intake_list::page,
        "staff-intake-form": staff::intake_form::View => staff::intake_form::page,
        "staff-letters": staff::letters::list::View => staff::letters::list::page,
        "staff-letter-form": staff::letters::form::View => staff::letters::form::page,
        "staff-slip": staff::slip::View => staff::slip::page,
        "staff-visits": staff::visits::list::View => staff::visits::list::page,
        "staff-visit-form": staff::visits::form::View => staff::visits::form::page,
        "staff-visit-reception": staff::visits::reception::View => staff::visits::reception::page,
        "staff-interviews": staff::interviews::list::View => staff::interviews::list::page,
        "staff-interview": staff::interviews::show::View => staff::interviews::show::page,
        "staff-letter-brief": staff::letters::brief::View => staff::letters::brief::page,
        "staff-letter-brief-one": staff::letters::brief_one::View => staff::letters::brief_one::page,
        "staff-sender": staff::sender::View => staff::sender::page,
        "staff-batch-transfer": staff::batch_transfer::View => staff::batch_transfer::page,
        "staff-compare": staff::compare::View => staff::compare::page,
        "staff-transfer": staff::transfer::View => staff::transfer::page,
        "staff-assigned": staff::assigned::View => staff::assigned::page,
        "staff-approvals": staff::approvals::list::View => staff::approvals::list::page,
        "staff-approval": staff::approvals::show::View => staff::approvals::show::page,
        "staff-approval-ask": staff::approvals::ask::View => staff::approvals::ask::page,
        "staff-queue": staff::queue::View => staff::queue::page,
        "staff-case": staff::case::View => staff::case::page,
        "staff-accept": staff::accept::View => staff::accept::page,
        "staff-opinion": staff::opinion::View => staff::opinion::page,
        "staff-route": staff::endings::RouteView => staff::endings::route_page,
        "staff-direct-reply": staff::endings::ReplyView => staff::endings::reply_page,
        "staff-conclude": staff::conclude::View => staff::conclude::page,
        "staff-suspend": staff::suspension::SuspendView => staff::suspension::suspend,
        "staff-resume": staff::suspension::ResumeView => staff::suspension::resume,
        "staff-suggestions": staff::suggestions::View => staff::suggestions::page,
        "staff-suggestion": staff::suggestion::View => staff::suggestion::page,
        "staff-suggestion-transfer": staff::suggestion_steps::TransferView => staff::suggestion_steps::transfer_page,
        "staff-suggestion-reply": staff::suggestion_steps::ReplyView => staff::suggestion_steps::reply_page,
        "staff-showcase": staff::showcase::list::View => staff::showcase::list::page,
        "staff-showcase-choose": staff::showcase::choose::View => staff::showcase::choose::page,
        "staff-showcase-edit": staff::showcase::edit::View => staff::showcase::edit::page,
        "staff-showcase-case": staff::showcase::show::View => staff::showcase::show::page,
        "staff-showcase-wish": staff::showcase::steps::WishView => staff::showcase::steps::wish_page,
        "staff-showcase-remark": staff::showcase::steps::RemarkView => staff::showcase::steps::remark_page,
        "staff-showcase-drop": staff::showcase::steps::DropView => staff::showcase::steps::drop_page,
        "staff-petitioner": staff::petitioner::View => staff::petitioner::page,
    }
    all
}
