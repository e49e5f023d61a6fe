//! 来访接谈: its steps in words, for staff only.

use domain::contact::mask_name;
use domain::event::Body;
use domain::interview::{Interview, InterviewRecord, LeaderReception};
use domain::time::{zh_date, zh_datetime};
use domain::visitors::{Band, Visitors};
use store::cases::CaseFile;
use templates::components::tag::{Tag, Tone};

/// A step of an interview, or a reception, in words; empty for what is neither.
#[must_use]
pub fn in_words(body: &Body) -> String {
    match body {
        Body::InterviewArranged { ticket, visitors, to } => {
            format!("来访 {visitors} 人，排队号 {ticket}，由{}接谈。", to.name)
        }
        Body::InterviewRecorded { record } => recorded(record),
        Body::InterviewSent { to, reason } => format!("由{}接谈。理由：{reason}", to.name),
        Body::InterviewDone => "接谈完成。".to_owned(),
        Body::InterviewReopened => "继续接谈。".to_owned(),
        Body::LeaderReceived { reception } => received(reception),
        _ => String::new(),
    }
}

fn recorded(record: &InterviewRecord) -> String {
    let mut words = format!(
        "{}　{}\n{}",
        zh_datetime(record.at),
        record.conclusion.label(),
        record.text
    );
    if !record.advice.is_empty() {
        words.push_str("\n处理建议：");
        words.push_str(&record.advice);
    }
    words
}

fn received(reception: &LeaderReception) -> String {
    let LeaderReception {
        leader,
        date,
        place,
        text,
        attachments,
    } = reception;
    let files = match attachments.len() {
        0 => String::new(),
        files => format!("\n附件 {files} 个。"),
    };
    format!("{leader}　{}　{place}\n{text}{files}", zh_date(*date))
}

/// The last record; none yet if nobody wrote one.
#[must_use]
pub fn last_record(case: &CaseFile) -> Option<&InterviewRecord> {
    case.internal.iter().rev().find_map(|event| match &event.body {
        Body::InterviewRecorded { record } => Some(record.as_ref()),
        _ => None,
    })
}

/// Where the interview of a visit stands, as a mark of a list.
#[must_use]
pub fn standing(interview: &Interview) -> Tag {
    match interview.done {
        Some(_) => Tag::new(format!("{}已接谈", interview.to.name), Tone::Good),
        None => Tag::new(format!("等{}接谈", interview.to.name), Tone::Warn),
    }
}

/// The band of a collective visit, as a mark of a list; none for an individual one.
#[must_use]
pub fn collective(visitors: u32) -> Option<Tag> {
    let band = Band::of(visitors);
    band.is_collective().then(|| Tag::new(band.label(), Tone::Info))
}

/// How many came, with the band of a collective visit.
#[must_use]
pub fn how_many(visitors: u32) -> String {
    let band = Band::of(visitors);
    if band.is_collective() {
        format!("{visitors} 人（{}）", band.label())
    } else {
        format!("{visitors} 人")
    }
}

/// What is known of a visit besides its matter; names are masked.
#[must_use]
pub fn facts(visitors: Option<&Visitors>, interview: Option<&Interview>) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(visitors) = visitors {
        facts.push(("来访人数", how_many(visitors.count)));
        let names = visitors.companions.iter().map(|one| {
            let role = if one.representative { "（代表）" } else { "" };
            format!("{}{role}", mask_name(&one.name))
        });
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            facts.push(("随访人", names.join("、")));
        }
    }
    if let Some(interview) = interview {
        facts.push(("排队号", format!("{} 号", interview.ticket)));
        facts.push(("接谈", standing(interview).word));
        if interview.receptions > 0 {
            facts.push(("领导公开接访", format!("{} 次", interview.receptions)));
        }
    }
    facts
}
