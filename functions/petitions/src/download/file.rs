//! The layout of the file: names are Chinese, since people read it; values are whole, since it is theirs.
//! The recovery number of an anonymous account is not in it: nobody is ever shown that.

use chrono::{DateTime, Utc};
use domain::division;
use domain::ids::PetitionId;
use domain::letter::{Letter, Paragraph};
use domain::time::{iso_datetime, local_date, zh_date_plain};
use serde::Serialize;
use store::cases::PetitionFile;
use store::drafts::Draft;
use store::head::SealedField;
use store::suggestions::SuggestionFile;
use templates::components::timeline::TimelineItem;
use web::present::{self, Told};
use web::{App, Citizen, Result};

/// 资料: one file.
#[derive(Serialize)]
pub struct File {
    #[serde(rename = "说明")]
    about: String,
    #[serde(rename = "下载时间")]
    at: String,
    #[serde(rename = "第几份")]
    part: usize,
    #[serde(rename = "共几份")]
    parts: usize,
    #[serde(rename = "账号")]
    account: Account,
    #[serde(rename = "信访事项")]
    petitions: Vec<Petition>,
    /// Filled in where there are any.
    #[serde(rename = "建议")]
    pub suggestions: Vec<Suggestion>,
    #[serde(rename = "草稿")]
    drafts: Vec<Unsent>,
}

#[derive(Serialize)]
struct Account {
    #[serde(rename = "用户名")]
    username: String,
    #[serde(rename = "注册时间")]
    since: String,
    #[serde(rename = "匿名")]
    anonymous: bool,
    #[serde(rename = "留有找回密码的手机号")]
    recoverable: bool,
    #[serde(rename = "实名信息")]
    person: Option<Person>,
}

#[derive(Serialize)]
struct Person {
    #[serde(rename = "姓名")]
    name: String,
    #[serde(rename = "性别")]
    sex: &'static str,
    #[serde(rename = "证件种类")]
    id_type: &'static str,
    #[serde(rename = "证件号码")]
    id_number: String,
    #[serde(rename = "手机号")]
    mobile: String,
    #[serde(rename = "户籍所在地")]
    household_division: Option<String>,
    #[serde(rename = "户籍地址")]
    household_address: Option<String>,
    #[serde(rename = "经常居住地址")]
    usual_address: Option<String>,
    #[serde(rename = "通信地址")]
    mailing_address: Option<String>,
}

/// 信访事项: one petition as its petitioner may see it.
#[derive(Serialize)]
pub struct Petition {
    #[serde(rename = "编号")]
    number: String,
    #[serde(rename = "查询码")]
    code: String,
    #[serde(rename = "状态")]
    status: &'static str,
    #[serde(rename = "标题")]
    title: String,
    #[serde(rename = "问题发生地")]
    division: String,
    #[serde(rename = "详细地址")]
    address: String,
    #[serde(rename = "正文")]
    content: String,
    #[serde(rename = "涉及人数")]
    people_count: u32,
    #[serde(rename = "联名")]
    joint: bool,
    #[serde(rename = "提交时的信访人信息")]
    petitioner: Petitioner,
    #[serde(rename = "联名人")]
    co_petitioners: Vec<String>,
    #[serde(rename = "办理过程")]
    steps: Vec<Step>,
    #[serde(rename = "补充材料")]
    materials: Vec<Added>,
    #[serde(rename = "评价留言")]
    rating_texts: Vec<RatingText>,
    #[serde(rename = "文书")]
    letters: Vec<Paper>,
    #[serde(rename = "附件")]
    attachments: Vec<Attached>,
}

/// 建议: one suggestion as its maker may see it.
#[derive(Serialize)]
pub struct Suggestion {
    #[serde(rename = "编号")]
    number: String,
    #[serde(rename = "状态")]
    status: &'static str,
    #[serde(rename = "标题")]
    title: String,
    #[serde(rename = "领域")]
    category: Option<String>,
    #[serde(rename = "涉及地区")]
    division: String,
    #[serde(rename = "内容")]
    text: String,
    #[serde(rename = "提交时的姓名")]
    name: String,
    #[serde(rename = "提交时的手机号")]
    mobile: Option<String>,
    #[serde(rename = "办理过程")]
    steps: Vec<Step>,
    #[serde(rename = "研究结果")]
    outcome: Option<String>,
    #[serde(rename = "答复")]
    reply: Option<String>,
}

#[derive(Serialize)]
struct Petitioner {
    #[serde(rename = "姓名")]
    name: String,
    #[serde(rename = "证件号码")]
    id_number: Option<String>,
    #[serde(rename = "手机号")]
    mobile: Option<String>,
    #[serde(rename = "住址")]
    addresses: Vec<String>,
}

#[derive(Serialize)]
struct Added {
    #[serde(rename = "时间")]
    at: String,
    #[serde(rename = "内容")]
    words: String,
}

#[derive(Serialize)]
struct RatingText {
    #[serde(rename = "第几次评价")]
    round: u8,
    #[serde(rename = "对信访部门")]
    office: Option<String>,
    #[serde(rename = "对责任单位")]
    unit: Option<String>,
}

#[derive(Serialize)]
struct Step {
    #[serde(rename = "时间")]
    at: String,
    #[serde(rename = "事项")]
    what: String,
    #[serde(rename = "说明")]
    about: String,
}

#[derive(Serialize)]
struct Paper {
    #[serde(rename = "名称")]
    title: &'static str,
    #[serde(rename = "文号")]
    number: String,
    #[serde(rename = "出具单位")]
    issuer: String,
    #[serde(rename = "日期")]
    date: String,
    #[serde(rename = "受文人")]
    addressee: String,
    #[serde(rename = "内容")]
    body: Vec<String>,
}

#[derive(Serialize)]
struct Attached {
    #[serde(rename = "文件名")]
    name: String,
    #[serde(rename = "大小")]
    size: String,
}

#[derive(Serialize)]
struct Unsent {
    #[serde(rename = "标题")]
    title: String,
    #[serde(rename = "问题发生地")]
    division: String,
    #[serde(rename = "详细地址")]
    address: String,
    #[serde(rename = "正文")]
    content: String,
    #[serde(rename = "保存时间")]
    saved_at: Option<String>,
}

impl File {
    /// A file of an account.
    ///
    /// # Errors
    /// The store's, if a seal does not open.
    pub fn new(
        app: &App,
        citizen: &Citizen,
        now: DateTime<Utc>,
        (part, parts): (usize, usize),
        petitions: Vec<Petition>,
        drafts: Vec<(PetitionId, Draft)>,
    ) -> Result<Self> {
        let person = citizen.person(&app.keys)?.map(|person| Person {
            name: person.real_name,
            sex: person.sex.label(),
            id_type: person.id_type.label(),
            id_number: person.id_number,
            mobile: person.mobile,
            household_division: person.household_division.map(division::full_name),
            household_address: person.household_address,
            usual_address: person.usual_address,
            mailing_address: person.mailing_address,
        });
        Ok(Self {
            about: format!(
                "{}：您的账号、反映的信访事项（办理过程和文书）、提过的建议和没写完的草稿。附件请在各件的页面下载。里面是您的全部信息，请收好。",
                app.config.site.name
            ),
            at: iso_datetime(now),
            part,
            parts,
            account: Account {
                username: citizen.username.clone(),
                since: iso_datetime(citizen.created_at),
                anonymous: citizen.anonymous,
                recoverable: citizen.recovery_mobile(&app.keys)?.is_some(),
                person,
            },
            petitions,
            suggestions: Vec::new(),
            drafts: drafts.into_iter().map(|(_, draft)| unsent(draft)).collect(),
        })
    }
}

fn unsent(draft: Draft) -> Unsent {
    let division = draft.division.parse().map(division::full_name);
    Unsent {
        title: draft.title,
        division: division.unwrap_or_default(),
        address: draft.address,
        content: draft.content,
        saved_at: draft.saved_at.map(iso_datetime),
    }
}

/// A petition's part of the file.
///
/// # Errors
/// The store's, if a seal does not open.
pub fn petition(app: &App, file: &PetitionFile) -> Result<Petition> {
    let head = &file.head;
    let events: Vec<_> = file.events.iter().collect();
    let steps = present::news(&events, "", Told::ToPetitioner);
    let who = &file.detail.petitioner;
    Ok(Petition {
        number: head.petition.number.to_string(),
        code: present::grouped_code(&app.store.open_field(head, SealedField::Code)?),
        status: head.petition.status.kind().label(),
        title: app.store.open_field(head, SealedField::Title)?,
        division: division::full_name(head.petition.division),
        address: file.detail.address.clone(),
        content: file.detail.content.clone(),
        people_count: file.detail.people_count,
        joint: file.detail.joint,
        petitioner: Petitioner {
            name: who.name.clone(),
            id_number: who.id_number.clone(),
            mobile: who.mobile.clone(),
            addresses: who
                .addresses
                .iter()
                .map(|(kind, address)| format!("{kind}：{address}"))
                .collect(),
        },
        steps: steps.into_iter().rev().filter_map(happened).collect(),
        co_petitioners: file
            .detail
            .co_petitioners
            .iter()
            .map(|person| person.name.clone())
            .collect(),
        materials: file
            .materials
            .iter()
            .map(|added| Added {
                at: iso_datetime(added.at),
                words: added.words.clone(),
            })
            .collect(),
        rating_texts: file
            .rating_texts
            .iter()
            .map(|text| RatingText {
                round: text.round,
                office: text.office.clone(),
                unit: text.unit.clone(),
            })
            .collect(),
        letters: file.letters.iter().map(paper).collect(),
        attachments: present::files(&file.attachments, "")
            .into_iter()
            .map(|file| Attached {
                name: file.name,
                size: file.size,
            })
            .collect(),
    })
}

fn happened(step: TimelineItem) -> Option<Step> {
    (!step.when.is_empty()).then_some(Step {
        at: step.when,
        what: step.title,
        about: step.body,
    })
}

/// A suggestion's part of the file.
///
/// # Errors
/// The store's, if a seal does not open.
pub fn suggestion(app: &App, file: &SuggestionFile) -> Result<Suggestion> {
    let (head, keys) = (&file.head, app.store.keys());
    let events: Vec<_> = file.events.iter().collect();
    let steps = present::suggestions::timeline(&events, Told::ToPetitioner);
    Ok(Suggestion {
        number: head.suggestion.number.to_string(),
        status: head.suggestion.status.kind().label(),
        title: head.open_title(keys)?,
        category: head.suggestion.category.clone(),
        division: division::full_name(head.suggestion.division),
        text: file.text.clone(),
        name: head.open_name(keys)?,
        mobile: head.open_mobile(keys)?,
        steps: steps.into_iter().rev().filter_map(happened).collect(),
        outcome: present::suggestions::answer(file).map(|answer| answer.outcome),
        reply: file.reply.clone(),
    })
}

fn paper(letter: &Letter) -> Paper {
    let words = |paragraph: &Paragraph| match paragraph {
        Paragraph::Heading(text) | Paragraph::Text(text) => text.clone(),
    };
    Paper {
        title: letter.kind.title(),
        number: letter.number.clone(),
        issuer: letter.issuer.name.clone(),
        date: zh_date_plain(local_date(letter.issued_at)),
        addressee: letter.addressee.clone(),
        body: letter.body.iter().map(words).collect(),
    }
}
