//! Every key of every item: prefixes, formats, and the table of access patterns. No key is built
//! anywhere else.
//!
//! | Table | pk | sk | What | Read by |
//! |---|---|---|---|---|
//! | petitions | `PET#<id>` | `ATT#<attachment>` | attachment | petition page, case page |
//! | | | `ATN` | how many attachments a draft has; expires with it | limit of uploads |
//! | | | `DET` | what the petitioner wrote and who they are, sealed | petition page, case page |
//! | | | `EVT#<seq>` | public event | tracking: Query `EVT#`..`HEAD`, one request |
//! | | | `FYI` | whether messages about steps are wanted | tracking (same Query); condition at delivery |
//! | | | `HEAD` | header: fold of the events, version, chain head | GetItem before a change |
//! | | | `LTR#<letter>` | letter sent | letter page |
//! | | | `MAT#<material>` | what the petitioner added, sealed | petition page, case page |
//! | | | `MTD` | words of an addition not sent yet, sealed; expires | page of the addition |
//! | | | `RAT#<round>` | what was written with a rating, sealed | rating: Query `EVT#`..`RAT#`, one request; case page |
//! | | `CASE#<id>` | `EVT#<seq>` | internal event | case page (second of its two Queries) |
//! | | | `APR` | what leaders were asked about it (送审): fold of its events | GetItem before a step where there is any |
//! | | | `LTR#<letter>` | letter between offices (交办函), sealed | case page, letter page |
//! | | `SUG#<suggestion>` | `HEAD` | header of a suggestion (网上建议): fold of its events, version, chain head | GetItem before a change |
//! | | | `DET` | what was suggested, sealed | one Query: own page, study page |
//! | | | `EVT#<seq>` | event its maker may see | as above |
//! | | | `RPY` | the words of the reply, sealed | as above |
//! | | `STUDY#<suggestion>` | `EVT#<seq>` | internal event: note | study page (second of its two Queries) |
//! | | `BRIEF#<agency>` | `<brief letter>` | letter registered in brief (来信简单登记), sealed | one Query a page; GetItem of its page |
//! | | `CODE#<blind>` | `CLAIM` | query code → petition, and whose names open it | tracking; a correction of the names |
//! | | `NUM#<number>` | `CLAIM` | number → petition, suggestion or letter in brief | uniqueness; GetItem for a letter that joins a case |
//! | | `CTR#<scope>` | `CTR` | counter of a day and division, of a letter series, or of an office's visits and day | filing, letters, visits |
//! | | `DRAFT#<account>` | `<petition id>` | draft, sealed; expires | filing pages |
//! | | `WHO#<account>` | `<filed ms>#<id>` | my petitions | one Query a page |
//! | | `QUEUE#<agency>#<kind>` | `<sort ms>#<id>`, `~<ms>#<id>` behind them of a stopped clock | an agency's list | one Query a page |
//! | | `INTERVIEW#<officer>#<tray>` | `<waiting since, or done, ms>#<petition>` | an interviewer's visits (来访接谈): waiting, done | one Query a page; a count each for the choice of an interviewer |
//! | | `APPROVAL#<officer>#<tray>` | `<asked ms>#<petition>#<seq>` | what an officer was asked, or asked: waiting, decided, sent, past | one Query a page |
//! | | `SUGWHO#<account>` | `<made ms>#<id>` | my suggestions | one Query a page |
//! | | `DESK#<agency>#<tray>` | `<sort ms>#<id>` | a petition office's suggestions: unread, studying, replied | one Query a page |
//! | | `OUTBOX#<shard>` | `<due ms>#<message>` | message to send | delivery |
//! | | `CHECK#<shard>` | `<due ms>#<petition>#<attachment>` | upload to check | attachment check |
//! | | `MATCHDUE#<shard>` | `<due ms>#<petition>` | petition to index for dedupe | matching |
//! | | `MATCH#<kind>#<blind>` | `<filed ms>#<petition>` | dedupe (判重): who has this ID number, phone, name and place, band of words | registration form: at most 16 Queries in parallel |
//! | | `MATCHED#<petition>` | `ROWS` | under what a petition is indexed | matching |
//! | | `LINKED#<petition>` | `b` or `a` (made by the other) `#<linked ms>#<other>` | a case that belongs to it; there is one on either side | registration form, case page |
//! | | `SENT#<date>` | `<ms>#<message>` | delivery log of a day; expires | administration |
//! | | `DEAD#ALL` | `<message>` | messages given up | administration |
//! | accounts | `ACC#<id>` | `PROFILE` | citizen account | session |
//! | | `USER#<blind>` · `IDN#<blind>` | `CLAIM` | username, document number → account | login, registration |
//! | staff | `OFF#<id>` | `PROFILE` | officer | session |
//! | | `USER#<blind>` | `CLAIM` | username → officer | login |
//! | | `LEADERS#<agency>` | `<officer>` | who may be asked in an agency | asking a leader, recording a reception |
//! | | `INTERVIEWERS#<agency>` | `<officer>` | who talks with whoever comes to an office | registering a visit, sending an interview on |
//! | content | `AGENCIES` | `<code>` | the agency tree, with how people reach each | cached, one Query; GetItem of its form |
//! | | `SETTINGS` | `NOW` | the switches of the installation | cached, GetItem |
//! | | `NOTICES` | `<notice>` | every notice, drafts too | one Query a page of the administrators' list |
//! | | `BOARD-PUBLIC` · `BOARD-STAFF` | `<published ms>#<notice>` | what hangs for whom, as lists show it | cached; one Query a page |
//! | | `HUNG-PUBLIC` · `HUNG-STAFF` | `<notice>` | the whole of it | GetItem of its page |
//! | | `MESSAGES` | `<kind>` | words of a kind of message, where they were changed | cached, one Query |
//! | | `SHOWCASE#<case>` | `HEAD` | a case for the public (案例选登) as its officers have it, sealed | GetItem of its pages |
//! | | `PICKED#<petition>` | `CLAIM` | petition → case: one petition is told once | GetItem before choosing |
//! | | `SHOWDESK#<agency>#<tray>` | `<changed ms>#<case>` | an agency's cases: drafts, waiting, published, withdrawn | one Query a page |
//! | | `SHOWN#<case>` | `TEXT` | what the public reads of a case, or that it was withdrawn | GetItem of its page; BatchGetItem of a search |
//! | | `CASES#ALL` · `CASES#<place>` · `CASES#<category>` · `CASES#<place>#<category>` | `<shown ms>#<case>` | the cases that are shown, by what readers choose | one Query a page; the newest cached |
//! | | `GRAM#<two characters>` | `<shown ms>#<case>` | the cases in which the two stand together | search: a Query each, in parallel |
//! | | `SEED` | `MARK` | the demo data are complete | start of the local stack |
//! | audit | `AUDIT#<actor>#<date>` | `<seq>` | what an actor did on a day, chained | audit |
//! | | `DAY#<date>` | `<actor>` | who has a chain on a day | daily heads |
//! | guards | `SESS#<account or officer>` | `<session id>` | session; all of one person in one Query | every page, list of sessions |
//! | | `CAPT#<id>` `FORM#<token>` `HELD#<id>` `RATE#…` `TOTP#<officer>#<step>` `RESET#<id>` `EDIT#<petition>` | `G` | each with `expires` | captchas, limits, forgotten passwords, who is filling in a registration |
//! | | `RESET#<id>` | `PAD` | as much written as a message takes, when none goes out (a code, a username) | nobody |

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{
    AccountId, AgencyCode, AttachmentId, BriefId, LetterId, MaterialId, MessageId, NoticeId, OfficerId,
    PetitionId, SessionId, ShowcaseId, SuggestionId,
};
use domain::message::MessageKind;
use domain::notice::Board;

/// The attribute that holds the partition key, in every table.
pub const PK: &str = "pk";
/// The attribute that holds the sort key, in every table.
pub const SK: &str = "sk";
/// The attribute that holds the expiry in epoch seconds, where items expire.
pub const EXPIRES: &str = "expires";

/// A complete primary key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Partition key.
    pub pk: String,
    /// Sort key.
    pub sk: String,
}

impl Key {
    /// A key of two parts.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self {
            pk: pk.into(),
            sk: sk.into(),
        }
    }
}

/// The sort key of claims.
pub const CLAIM: &str = "CLAIM";
/// The sort key of profiles.
pub const PROFILE: &str = "PROFILE";
/// The sort key of guards.
pub const GUARD: &str = "G";
/// The sort key of a petition's header.
pub const HEAD: &str = "HEAD";
/// The prefix of event sort keys.
pub const EVENT_PREFIX: &str = "EVT#";
/// The prefix of attachment sort keys.
pub const ATTACHMENT_PREFIX: &str = "ATT#";
/// The prefix of letter sort keys.
pub const LETTER_PREFIX: &str = "LTR#";
/// The prefix of the sort keys of what was written with ratings.
pub const RATING_PREFIX: &str = "RAT#";
/// The prefix of the sort keys of what was added.
pub const MATERIAL_PREFIX: &str = "MAT#";
/// The sort key of the words of an addition that is not sent yet.
pub const MATERIAL_DRAFT: &str = "MTD";
/// The sort key of what the petitioner wrote.
pub const DETAIL: &str = "DET";
/// The sort key of whether messages about steps are wanted.
pub const STEPS_TOLD: &str = "FYI";
/// The sort key of the words of a reply to a suggestion.
pub const REPLY: &str = "RPY";
/// How many partitions a due-queue is spread over.
pub const SHARDS: u8 = 4;

/// What citizens may see of a petition.
#[must_use]
pub fn petition(id: PetitionId) -> String {
    format!("PET#{id}")
}
/// What only staff may see of a petition.
#[must_use]
pub fn case(id: PetitionId) -> String {
    format!("CASE#{id}")
}
/// A petition's header.
#[must_use]
pub fn head(id: PetitionId) -> Key {
    Key::new(petition(id), HEAD)
}
/// What the petitioner wrote and who they are.
#[must_use]
pub fn detail(id: PetitionId) -> Key {
    Key::new(petition(id), DETAIL)
}
/// One event, in the collection its visibility asks for.
#[must_use]
pub fn event(id: PetitionId, public: bool, seq: u32) -> Key {
    Key::new(
        if public { petition(id) } else { case(id) },
        format!("{EVENT_PREFIX}{seq:06}"),
    )
}
/// One attachment.
#[must_use]
pub fn attachment(petition_id: PetitionId, id: AttachmentId) -> Key {
    Key::new(petition(petition_id), format!("{ATTACHMENT_PREFIX}{id}"))
}
/// How many attachments a draft has.
#[must_use]
pub fn attachment_count(id: PetitionId) -> Key {
    Key::new(petition(id), "ATN")
}
/// One letter from one office to another.
#[must_use]
pub fn case_letter(petition_id: PetitionId, id: LetterId) -> Key {
    Key::new(case(petition_id), format!("{LETTER_PREFIX}{id}"))
}
/// What leaders were asked about a case.
#[must_use]
pub fn approvals(id: PetitionId) -> Key {
    Key::new(case(id), "APR")
}
/// What an officer was asked, or asked, in one tray.
#[must_use]
pub fn approvals_of(officer: OfficerId, tray: &str) -> String {
    format!("APPROVAL#{officer}#{tray}")
}
/// An interviewer's visits in one tray.
#[must_use]
pub fn interviews_of(officer: OfficerId, tray: &str) -> String {
    format!("INTERVIEW#{officer}#{tray}")
}
/// The counter of the numbers that one office gives to whoever comes on a day.
#[must_use]
pub fn visit_counter(office: &AgencyCode, date: NaiveDate) -> Key {
    Key::new(format!("CTR#{office}#visits#{}", date.format("%Y%m%d")), "CTR")
}
/// One letter.
#[must_use]
pub fn letter(petition_id: PetitionId, id: LetterId) -> Key {
    Key::new(petition(petition_id), format!("{LETTER_PREFIX}{id}"))
}
/// What was written with a rating; there is one for each rating.
#[must_use]
pub fn rating(petition_id: PetitionId, round: u8) -> Key {
    Key::new(petition(petition_id), format!("{RATING_PREFIX}{round}"))
}
/// One addition of the petitioner.
#[must_use]
pub fn material(petition_id: PetitionId, id: MaterialId) -> Key {
    Key::new(petition(petition_id), format!("{MATERIAL_PREFIX}{id}"))
}
/// The words of an addition that is not sent yet.
#[must_use]
pub fn material_draft(id: PetitionId) -> Key {
    Key::new(petition(id), MATERIAL_DRAFT)
}
/// Whether messages about the steps of a petition are wanted. Lies between events and header, so that the
/// tracking page reads it with them.
#[must_use]
pub fn steps_told(id: PetitionId) -> Key {
    Key::new(petition(id), STEPS_TOLD)
}
/// What the maker of a suggestion may see of it.
#[must_use]
pub fn suggestion(id: SuggestionId) -> String {
    format!("SUG#{id}")
}
/// What only staff may see of a suggestion.
#[must_use]
pub fn study(id: SuggestionId) -> String {
    format!("STUDY#{id}")
}
/// One event of a suggestion, in the collection its visibility asks for.
#[must_use]
pub fn suggestion_event(id: SuggestionId, public: bool, seq: u32) -> Key {
    Key::new(
        if public { suggestion(id) } else { study(id) },
        format!("{EVENT_PREFIX}{seq:06}"),
    )
}
/// A citizen's suggestions.
#[must_use]
pub fn my_suggestions(account: AccountId) -> String {
    format!("SUGWHO#{account}")
}
/// A petition office's suggestions in one tray.
#[must_use]
pub fn desk(office: &AgencyCode, tray: &str) -> String {
    format!("DESK#{office}#{tray}")
}
/// A petition office's letters registered in brief; ids sort by time.
#[must_use]
pub fn briefs(office: &AgencyCode) -> String {
    format!("BRIEF#{office}")
}
/// One of them.
#[must_use]
pub fn brief(office: &AgencyCode, id: BriefId) -> Key {
    Key::new(briefs(office), id.to_string())
}
/// The claim on a query code (keyed hash).
#[must_use]
pub fn query_code(blind: &str) -> Key {
    Key::new(format!("CODE#{blind}"), CLAIM)
}
/// The claim on the number of a petition, of a suggestion or of a letter in brief.
#[must_use]
pub fn number(number: &str) -> Key {
    Key::new(format!("NUM#{number}"), CLAIM)
}
/// The counter of numbers of one series (a channel of petitions, suggestions, letters in brief), division and day.
#[must_use]
pub fn number_counter(prefix: char, division: &str, date: NaiveDate) -> Key {
    Key::new(format!("CTR#{prefix}{division}#{}", date.format("%Y%m%d")), "CTR")
}
/// The counter of one agency's letters of one kind and year.
#[must_use]
pub fn letter_counter(agency: &AgencyCode, kind: &str, year: i32) -> Key {
    Key::new(format!("CTR#{agency}#{kind}#{year}"), "CTR")
}
/// A citizen's drafts.
#[must_use]
pub fn drafts(account: AccountId) -> String {
    format!("DRAFT#{account}")
}
/// A citizen's petitions.
#[must_use]
pub fn mine(account: AccountId) -> String {
    format!("WHO#{account}")
}
/// An agency's list of one kind.
#[must_use]
pub fn queue(agency: &AgencyCode, kind: &str) -> String {
    format!("QUEUE#{agency}#{kind}")
}
/// A sort key that orders by time, then id.
#[must_use]
pub fn by_time(at: DateTime<Utc>, id: impl std::fmt::Display) -> String {
    format!("{:014}#{id}", at.timestamp_millis())
}
/// A sort key that stands behind every [`by_time`]: of what waits for no day, ordered by since when.
#[must_use]
pub fn behind_time(since: DateTime<Utc>, id: impl std::fmt::Display) -> String {
    format!("~{}", by_time(since, id))
}
/// A partition of messages waiting.
#[must_use]
pub fn outbox(shard: u8) -> String {
    format!("OUTBOX#{shard}")
}
/// A partition of uploads waiting to be checked.
#[must_use]
pub fn check(shard: u8) -> String {
    format!("CHECK#{shard}")
}
/// A partition of petitions to index for dedupe.
#[must_use]
pub fn match_due(shard: u8) -> String {
    format!("MATCHDUE#{shard}")
}
/// Petitions that share a value: its kind (`id`, `tel`, `who`, `t0`…) and keyed hash.
#[must_use]
pub fn matches(kind: &str, blind: &str) -> String {
    format!("MATCH#{kind}#{blind}")
}
/// Under what a petition is indexed.
#[must_use]
pub fn matched(id: PetitionId) -> Key {
    Key::new(format!("MATCHED#{id}"), "ROWS")
}
/// The cases that belong to a case.
#[must_use]
pub fn linked(id: PetitionId) -> String {
    format!("LINKED#{id}")
}
/// The delivery log of a day.
#[must_use]
pub fn sent_on(date: NaiveDate) -> String {
    format!("SENT#{date}")
}
/// One entry of it.
#[must_use]
pub fn sent(date: NaiveDate, at: DateTime<Utc>, id: MessageId) -> Key {
    Key::new(sent_on(date), by_time(at, id))
}
/// The messages given up.
pub const DEAD: &str = "DEAD#ALL";
/// One message given up.
#[must_use]
pub fn dead(id: MessageId) -> Key {
    Key::new(DEAD, id.to_string())
}
/// A citizen's account.
#[must_use]
pub fn account(id: AccountId) -> Key {
    Key::new(format!("ACC#{id}"), PROFILE)
}
/// An officer.
#[must_use]
pub fn officer(id: OfficerId) -> Key {
    Key::new(format!("OFF#{id}"), PROFILE)
}
/// Who may be asked in an agency.
#[must_use]
pub fn leaders(agency: &AgencyCode) -> String {
    format!("LEADERS#{agency}")
}
/// Who talks with whoever comes to an office.
#[must_use]
pub fn interviewers(agency: &AgencyCode) -> String {
    format!("INTERVIEWERS#{agency}")
}
/// A profile that never exists: read where a missing name must take as long as a known one.
#[must_use]
pub fn nobody() -> Key {
    Key::new("NOBODY", PROFILE)
}
/// The claim on a username (keyed hash), in the accounts or the staff table.
#[must_use]
pub fn username(blind: &str) -> Key {
    Key::new(format!("USER#{blind}"), CLAIM)
}
/// The claim on an identity document (keyed hash of type and number).
#[must_use]
pub fn identity_document(blind: &str) -> Key {
    Key::new(format!("IDN#{blind}"), CLAIM)
}
/// The agency tree.
pub const AGENCIES: &str = "AGENCIES";
/// One agency.
#[must_use]
pub fn agency(code: &AgencyCode) -> Key {
    Key::new(AGENCIES, code.as_str())
}
/// The switches of the installation.
#[must_use]
pub fn settings() -> Key {
    Key::new("SETTINGS", "NOW")
}
/// Every notice.
pub const NOTICES: &str = "NOTICES";
/// One notice.
#[must_use]
pub fn notice(id: NoticeId) -> Key {
    Key::new(NOTICES, id.to_string())
}
/// What hangs on a board, as lists show it.
#[must_use]
pub fn board(board: Board) -> &'static str {
    match board {
        Board::Public => "BOARD-PUBLIC",
        Board::Staff => "BOARD-STAFF",
    }
}
/// A notice that hangs on a board, the whole of it.
#[must_use]
pub fn hung(board: Board, id: NoticeId) -> Key {
    let pk = match board {
        Board::Public => "HUNG-PUBLIC",
        Board::Staff => "HUNG-STAFF",
    };
    Key::new(pk, id.to_string())
}
/// A case for the public, as its officers have it.
#[must_use]
pub fn showcase(id: ShowcaseId) -> Key {
    Key::new(format!("SHOWCASE#{id}"), HEAD)
}
/// That a petition was chosen for the public.
#[must_use]
pub fn picked(id: PetitionId) -> Key {
    Key::new(format!("PICKED#{id}"), CLAIM)
}
/// An agency's cases for the public in one tray.
#[must_use]
pub fn showcase_desk(agency: &AgencyCode, tray: &str) -> String {
    format!("SHOWDESK#{agency}#{tray}")
}
/// What the public reads of a case.
#[must_use]
pub fn shown(id: ShowcaseId) -> Key {
    Key::new(format!("SHOWN#{id}"), "TEXT")
}
/// The cases that are shown: all, or those of a place, of a category, of both.
#[must_use]
pub fn cases(place: Option<&str>, category: Option<&str>) -> String {
    match (place, category) {
        (None, None) => "CASES#ALL".to_owned(),
        (Some(one), None) | (None, Some(one)) => format!("CASES#{one}"),
        (Some(place), Some(category)) => format!("CASES#{place}#{category}"),
    }
}
/// The cases in which two characters stand together.
#[must_use]
pub fn gram(pair: &str) -> String {
    format!("GRAM#{pair}")
}
/// The words of messages.
pub const MESSAGES: &str = "MESSAGES";
/// The words of one kind of message.
#[must_use]
pub fn wording(kind: MessageKind) -> Key {
    Key::new(MESSAGES, kind.code())
}
/// The marker that the demo data are complete.
#[must_use]
pub fn seed_mark() -> Key {
    Key::new("SEED", "MARK")
}
/// What an actor did on a day (Shanghai).
#[must_use]
pub fn audit(actor: &str, date: NaiveDate) -> String {
    format!("AUDIT#{actor}#{date}")
}
/// A place in a chain; sorts as the number does.
#[must_use]
pub fn audit_seq(seq: u32) -> String {
    format!("{seq:08}")
}
/// Who has a chain on a day.
#[must_use]
pub fn audit_day(date: NaiveDate) -> String {
    format!("DAY#{date}")
}
/// That an actor has a chain on a day.
#[must_use]
pub fn audit_chain(date: NaiveDate, actor: &str) -> Key {
    Key::new(audit_day(date), actor)
}
/// The object with the ends of a day's chains.
#[must_use]
pub fn audit_object(date: NaiveDate) -> String {
    format!("heads/{date}.json")
}
/// The sessions of one account or officer.
#[must_use]
pub fn sessions(subject: impl std::fmt::Display) -> String {
    format!("SESS#{subject}")
}
/// One session.
#[must_use]
pub fn session(subject: impl std::fmt::Display, id: SessionId) -> Key {
    Key::new(sessions(subject), id.to_string())
}
/// A password about to be reset by a code.
#[must_use]
pub fn password_reset(id: &str) -> Key {
    Key::new(format!("RESET#{id}"), GUARD)
}
/// What is written beside it when no message goes out.
#[must_use]
pub fn password_reset_padding(id: &str) -> Key {
    Key::new(format!("RESET#{id}"), "PAD")
}
/// A captcha.
#[must_use]
pub fn captcha(id: &str) -> Key {
    Key::new(format!("CAPT#{id}"), GUARD)
}
/// A one-time form token.
#[must_use]
pub fn form_token(token: &str) -> Key {
    Key::new(format!("FORM#{token}"), GUARD)
}
/// A request body held until after login.
#[must_use]
pub fn held(id: &str) -> Key {
    Key::new(format!("HELD#{id}"), GUARD)
}
/// A rate counter of one window.
#[must_use]
pub fn rate(what: &str, blind: &str, window: i64) -> Key {
    Key::new(format!("RATE#{what}#{blind}#{window}"), GUARD)
}
/// Who is filling in the registration of a petition.
#[must_use]
pub fn editing(petition: PetitionId) -> Key {
    Key::new(format!("EDIT#{petition}"), GUARD)
}
/// A one-time code that was used.
#[must_use]
pub fn totp(officer: OfficerId, step: u64) -> Key {
    Key::new(format!("TOTP#{officer}#{step}"), GUARD)
}
