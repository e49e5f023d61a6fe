//! From what the store holds to what pages show: timelines, deadlines, files, list rows, letters.
//! The one place where stored facts become words, so that the petition page, the tracking page and
//! the case page never tell different stories. Decides no rule and reads nothing.

mod ahead;
pub mod approvals;
pub mod assignments;
mod clock;
pub mod endings;
pub mod interviews;
pub mod ratings;
pub mod suggestions;

pub use ahead::{due_line, now_box, now_for_you, on_a_slip};
pub use clock::{deadline_bar, deadline_tag, left, stopped};

use chrono::NaiveDate;
use domain::alert::Alert;
use domain::contact::{mask_id_number, mask_mobile, mask_name};
use domain::correction::Corrected;
use domain::deadline::DeadlineKind;
use domain::event::{Body, By, Event};
use domain::ids::AgencyCode;
use domain::joint::CoPetitioner;
use domain::letter::{Letter, Paragraph};
use domain::number::BriefNumber;
use domain::petition::{Petition, Status};
use domain::registration::Channel;
use domain::time::{local_date, zh_date, zh_date_plain, zh_datetime};
use store::attachments::{Attachment, AttachmentState};
use store::cases::{CaseFile, PetitionFile};
use templates::components::file_list::{FileItem, FileState};
use templates::components::link::Link;
use templates::components::materials::MaterialItem;
use templates::components::tag::{Tag, Tone};
use templates::components::timeline::{StepState, TimelineItem};

/// What must have happened by the end of a deadline, as a verb after the date.
#[must_use]
pub fn duty(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Registration => "登记并转办",
        DeadlineKind::Notice => "告知您是否受理",
        DeadlineKind::Handling | DeadlineKind::Extension => "书面答复您",
        DeadlineKind::ReviewWindow => "您可以申请复查",
        _ => "办理",
    }
}

/// The same, from the officer's side.
#[must_use]
pub fn staff_duty(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Registration => "登记并转送",
        DeadlineKind::Notice => "告知是否受理",
        DeadlineKind::Handling | DeadlineKind::Extension => "书面答复",
        DeadlineKind::ReviewWindow => "申请复查期满",
        DeadlineKind::Report => "办结交办件",
        _ => "办理",
    }
}

/// A size as people read it.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} 字节"),
        1024..=1_048_575 => format!("{} KB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// The size of a file; empty for one that a form without a script sends and that was not checked yet.
fn file_size(attachment: &Attachment) -> String {
    match (&attachment.state, attachment.announced_bytes) {
        (AttachmentState::Ready { bytes, .. }, _) => size(*bytes),
        (_, 0) => String::new(),
        (_, announced) => size(announced),
    }
}

/// The files, each with its download under `base` (`{base}/{id}`) once it is ready.
#[must_use]
pub fn files(attachments: &[Attachment], base: &str) -> Vec<FileItem> {
    attachments
        .iter()
        .map(|attachment| FileItem {
            id: attachment.id.to_string(),
            name: attachment.name.clone(),
            size: file_size(attachment),
            state: match &attachment.state {
                AttachmentState::Expected => FileState::Checking,
                AttachmentState::Ready { .. } => FileState::Ready {
                    href: format!("{base}/{}", attachment.id),
                },
                AttachmentState::Rejected { reason } => FileState::Rejected {
                    reason: reason.clone(),
                },
            },
        })
        .collect()
}

/// For whom a timeline is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// To the petitioner, logged in.
    ToPetitioner,
    /// To whoever tracks by name and code.
    ToTracker,
    /// To staff, with names and internal steps.
    ToStaff,
}

/// The timeline, read downwards: what is still to come with the last step on top, then what happened, newest first.
/// Letters lead to `{letters}/{id}`.
#[must_use]
pub fn timeline(
    petition: &Petition,
    events: &[&Event],
    letters: &str,
    told: Told,
    now: chrono::DateTime<chrono::Utc>,
) -> Vec<TimelineItem> {
    let mut items = ahead::steps_to_come(petition, now, told);
    items.extend(news(events, letters, told));
    items
}

/// What happened, newest first, without what is still to come.
#[must_use]
pub fn news(events: &[&Event], letters: &str, told: Told) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> = events
        .iter()
        .rev()
        .map(|event| step(event, letters, told))
        .collect();
    if let Some(latest) = items.first_mut() {
        latest.state = StepState::Current;
    }
    items
}

/// The history of a case as officers of `agency` may know it: what another agency asks its leaders stays there.
#[must_use]
pub fn known_to<'a>(case: &'a CaseFile, agency: &AgencyCode) -> Vec<&'a Event> {
    let mut events = case.all_events();
    events.retain(|event| approvals::is_ours(event, agency));
    events
}

/// What happened after the version `seen`, to officers of `agency`, newest first; with the words and files that the
/// petitioner added: the step that follows is taken on a page that shows them. `base` is the path of the case.
#[must_use]
pub fn news_since(case: &CaseFile, agency: &AgencyCode, seen: u32, base: &str) -> Vec<TimelineItem> {
    news_of(case, agency, base, |event| event.seq > seen)
}

/// The same of the events that `keep` keeps.
#[must_use]
pub fn news_of(
    case: &CaseFile,
    agency: &AgencyCode,
    base: &str,
    keep: impl Fn(&Event) -> bool,
) -> Vec<TimelineItem> {
    let mut events = known_to(case, agency);
    events.retain(|event| keep(event));
    let mut items = news(&events, &format!("{base}/letters"), Told::ToStaff);
    for (item, event) in items.iter_mut().zip(events.iter().rev()) {
        let added = matches!(event.body, Body::MaterialAdded { .. });
        let Some(material) = case.file.materials.iter().find(|one| added && one.at == event.at) else {
            continue;
        };
        if !material.words.is_empty() {
            item.body = format!("{}\n{}", item.body, material.words);
        }
        let files = case
            .file
            .attachments
            .iter()
            .filter(|file| material.attachments.contains(&file.id));
        item.links
            .extend(files.map(|file| Link::new(format!("{base}/attachments/{}", file.id), &*file.name)));
    }
    items
}

/// How a petition came, in a sentence.
fn came_in(channel: Channel, attachments: u32, agency: &str) -> String {
    let came = match channel {
        Channel::Web => "通过网上信访提交".to_owned(),
        Channel::Letter => format!("{agency}收到来信"),
        Channel::Visit => format!("{agency}接待来访"),
        Channel::Phone => format!("{agency}接到来电"),
    };
    match attachments {
        0 => format!("{came}。"),
        attachments => format!("{came}，附件 {attachments} 个。"),
    }
}

fn step(event: &Event, letters: &str, told: Told) -> TimelineItem {
    let staff = told == Told::ToStaff;
    let agency = match &event.by {
        By::Petitioner => "信访人".to_owned(),
        By::Officer(officer) => officer.agency.name.clone(),
    };
    let body = match &event.body {
        Body::Filed {
            channel, attachments, ..
        } => came_in(*channel, *attachments, &agency),
        Body::Withdrawn => "在工作人员查看之前撤回，不再办理。".to_owned(),
        Body::Opened => format!("{agency}已开始登记，此后不能撤回。"),
        Body::RegistrationSaved { registration } => registration.summary.as_str().to_owned(),
        Body::Registered { rating, .. } => match rating {
            true => format!("{agency}完成登记，纳入满意度评价范围。"),
            false => format!("{agency}完成登记。"),
        },
        Body::Transferred { to, due, task, .. } => {
            let how = if task.is_some() { "交由" } else { "转送" };
            let told = format!(
                "{agency}{how}{}办理，最迟 {} 告知是否受理。",
                to.name,
                zh_date(due.due)
            );
            match task.filter(|_| staff) {
                Some(task) => format!("{told}最迟 {} 反馈办理结果。", assignments::due(&task.due)),
                None => told,
            }
        }
        Body::TaskWorded {
            instruction, reason, ..
        } if reason.is_empty() => instruction.clone(),
        Body::TaskWorded {
            instruction, reason, ..
        } => format!("{instruction}\n期限的理由：{reason}"),
        Body::SubmittedForApproval { to, draft } => {
            format!(
                "拟{}，送{}审批：\n{}",
                draft.kind.label(),
                to.name,
                draft.question
            )
        }
        Body::Instructed { draft, text, .. } if text.is_empty() => format!("拟{}。", draft.label()),
        Body::Instructed { draft, text, .. } => format!("拟{}：\n{text}", draft.label()),
        Body::SubmissionWithdrawn { draft, .. } => format!("拟{}，不再请示。", draft.label()),
        Body::Noted { note } => note.clone(),
        Body::AlertReported { report } => report.clone(),
        Body::Accepted { due, .. } => format!("{agency}决定受理，最迟 {} 书面答复。", zh_date(due.due)),
        Body::Suspended { basis } => format!(
            "{agency}中止计算办理期限：{}。从第二天起的日子不算，恢复后继续计算。",
            basis.told()
        ),
        Body::Resumed { basis, excluded, due } => {
            let less = match excluded {
                0 => "没有扣除日子".to_owned(),
                days => format!("扣除 {days} 天"),
            };
            format!(
                "{agency}恢复计算办理期限，{less}：{}。最迟 {} 书面答复。",
                basis.told(),
                zh_date(due.due)
            )
        }
        Body::Replied { outcome, due, .. } => format!(
            "{agency}出具处理意见：{}。不服的，可以申请复查，按签发日计算最迟 {}（含当日）。",
            outcome.label(),
            zh_date(due.due)
        ),
        Body::Concluded => format!("{agency}办结。"),
        Body::Directed { route, .. } => format!(
            "{agency}告知：反映的事项应当通过{}解决，向哪里提出写在告知书里。不按信访程序受理，这件信访办结。",
            route.label()
        ),
        Body::DirectReplied { .. } => format!("{agency}直接答复，写在答复函里。这件信访办结。"),
        Body::Rated { rating } => ratings::in_a_sentence(rating),
        Body::MaterialAdded { words, attachments } => added(*words, *attachments),
        Body::MaterialRead => format!("{agency}看过了补充的材料。"),
        // Which one stands in the list of related cases, for those who may see it.
        Body::Linked { relation, .. } => format!("认定与另一件信访是{}。", relation.label()),
        Body::Unlinked { .. } => "不再与一件先前关联的信访关联。".to_owned(),
        Body::SenderCorrected { correction } => {
            format!("更正了：{}。\n原因：{}", correction.labels(), correction.reason)
        }
        Body::ContactRenewed { fields } => {
            let labels: Vec<&str> = fields
                .iter()
                .map(|field| match field {
                    // Of an account, any of its three.
                    Corrected::Address => "地址",
                    field => field.label(),
                })
                .collect();
            format!("信访人换了{}，以后用新的联系。", labels.join("、"))
        }
        Body::LetterJoined {
            number,
            received,
            count,
            ..
        } => joined(*number, *received, *count),
        body => interviews::in_words(body),
    };
    let links = event
        .body
        .letter()
        .filter(|_| told != Told::ToTracker)
        .map(|letter| Link {
            href: format!("{letters}/{}", letter.id),
            text: format!("{}（{}）", letter.title, letter.number),
        })
        .into_iter()
        .collect();
    TimelineItem {
        when: zh_datetime(event.at),
        title: match (&event.body, told) {
            (Body::Withdrawn, Told::ToStaff | Told::ToTracker) => "信访人已撤回".to_owned(),
            (Body::Rated { .. }, Told::ToStaff | Told::ToTracker) => "信访人已评价".to_owned(),
            _ => event.body.label().to_owned(),
        },
        body,
        links,
        who: match &event.by {
            By::Officer(officer) if staff => Some(officer.name.clone()),
            _ => None,
        },
        internal: !event.body.is_public(),
        state: StepState::Past,
    }
}

/// 又收到来信: a letter registered in brief that joined the case.
#[must_use]
pub fn joined(number: BriefNumber, received: NaiveDate, count: u32) -> String {
    format!("又收到来信 {count} 件（{number}，{}收到）", zh_date(received))
}

/// The marks of a case that is reported at once.
#[must_use]
pub fn alert(alert: Option<Alert>) -> Vec<Tag> {
    let labels = alert.map(Alert::labels).unwrap_or_default();
    labels
        .into_iter()
        .map(|label| Tag::new(label, Tone::Urgent))
        .collect()
}

/// The mark of a case to which its petitioner added something that nobody has dealt with.
#[must_use]
pub fn new_material(is_new: bool) -> Option<Tag> {
    is_new.then(|| Tag::new("有新材料", Tone::Warn))
}

/// What was added, without its words.
fn added(words: bool, attachments: u32) -> String {
    match (words, attachments) {
        (true, 0) => "补充了文字说明。".to_owned(),
        (true, count) => format!("补充了文字说明和 {count} 个附件。"),
        (false, count) => format!("补充了 {count} 个附件。"),
    }
}

/// 补充材料: each with its files under `base`.
#[must_use]
pub fn materials(file: &PetitionFile, base: &str) -> Vec<MaterialItem> {
    file.materials
        .iter()
        .map(|material| {
            let own: Vec<Attachment> = file
                .attachments
                .iter()
                .filter(|attachment| material.attachments.contains(&attachment.id))
                .cloned()
                .collect();
            MaterialItem {
                when: zh_datetime(material.at),
                words: material.words.clone(),
                files: files(&own, base),
            }
        })
        .collect()
}

/// The attachments that came with the filing itself.
#[must_use]
pub fn filed_attachments(file: &PetitionFile) -> Vec<Attachment> {
    let later = |attachment: &Attachment| {
        file.materials
            .iter()
            .any(|material| material.attachments.contains(&attachment.id))
    };
    file.attachments
        .iter()
        .filter(|attachment| !later(attachment))
        .cloned()
        .collect()
}

/// 联名人 for staff, masked, one after the other; `None` for a petition of one person.
#[must_use]
pub fn co_petitioners(people: &[CoPetitioner]) -> Option<String> {
    let words = |person: &CoPetitioner| {
        let mut words = mask_name(&person.name);
        for number in [
            person.id_number.as_deref().map(mask_id_number),
            person.mobile.as_deref().map(mask_mobile),
        ]
        .into_iter()
        .flatten()
        {
            words.push('　');
            words.push_str(&number);
        }
        words
    };
    let all: Vec<String> = people.iter().map(words).collect();
    (!all.is_empty()).then(|| all.join("；"))
}

/// Who has it now, in a sentence's tail; empty once nobody has.
#[must_use]
pub fn holder(petition: &Petition) -> String {
    match petition.status {
        Status::Withdrawn | Status::Concluded { .. } => String::new(),
        _ => petition.holder.name.clone(),
    }
}

/// A letter as it goes to paper.
#[must_use]
pub fn letter(letter: &Letter) -> templates::letters::Letter {
    use templates::letters::{LetterKind as Kind, Paragraph as Part};
    templates::letters::Letter {
        kind: match letter.kind {
            domain::letter::LetterKind::TransferNotice => Kind::TransferNotice,
            domain::letter::LetterKind::AssignmentNotice => Kind::AssignmentNotice,
            domain::letter::LetterKind::AssignmentLetter => Kind::AssignmentLetter,
            domain::letter::LetterKind::AcceptanceNotice => Kind::AcceptanceNotice,
            domain::letter::LetterKind::HandlingOpinion => Kind::HandlingOpinion,
            domain::letter::LetterKind::RouteNotice => Kind::RouteNotice,
            domain::letter::LetterKind::DirectReply => Kind::DirectReply,
        },
        number: letter.number.clone(),
        addressee: letter.addressee.clone(),
        body: letter
            .body
            .iter()
            .map(|part| match part {
                Paragraph::Heading(text) => Part::Heading(text.clone()),
                Paragraph::Text(text) => Part::Text(text.clone()),
            })
            .collect(),
        agency: letter.issuer.name.clone(),
        date: zh_date_plain(local_date(letter.issued_at)),
    }
}

/// What is kept of a composed letter's text.
#[must_use]
pub fn letter_body(composed: &templates::letters::Letter) -> Vec<Paragraph> {
    composed
        .body
        .iter()
        .map(|part| match part {
            templates::letters::Paragraph::Heading(text) => Paragraph::Heading(text.clone()),
            templates::letters::Paragraph::Text(text) => Paragraph::Text(text.clone()),
        })
        .collect()
}

/// A query code in groups of four, from its stored form.
#[must_use]
pub fn grouped_code(code: &str) -> String {
    domain::query_code::QueryCode::parse(code)
        .map(|code| code.grouped())
        .unwrap_or_default()
}
