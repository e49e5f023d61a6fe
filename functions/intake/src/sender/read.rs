//! 更正来信人、来访人, from what is recorded to the form, and from the form to what is to be recorded. Pure.

use crate::register::blocked;
use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::correction::{Corrected, Correction, moves_deadline, reason};
use domain::deadline::{DeadlineKind, RollRule};
use domain::incoming::{Incoming, JOINT_PEOPLE_MIN};
use domain::joint::{CO_PETITIONERS_MAX, field as co};
use domain::petition::Petition;
use domain::registration::Registration;
use domain::time::{iso_date, local_date};
use domain::visitors::{COMPANIONS_MAX, Visitors, field};
use store::cases::{CaseFile, Detail};
use web::forms::take;
use web::sender::known::Known;
use web::sender::{self, visit};
use web::{FormData, FormState};

/// The form as the case has it: what names nobody is filled in, everything else stands masked beside its field.
pub(super) fn recorded(csrf: String, detail: &Detail) -> FormState {
    let person = &detail.petitioner;
    let mut state = FormState::new(csrf);
    if let Some(kind) = person.id_type {
        state = state.with("id_type", kind.code());
    }
    if let Some(letter) = detail.letter.as_deref() {
        state = with_letter(state, letter);
    }
    if let Some(visit) = detail.visit.as_deref() {
        if let Some(sex) = person.sex {
            state = state.with("sex", sex.code());
        }
        state = with_visit(state, visit, person.anonymous);
    }
    state
}

fn with_letter(state: FormState, letter: &Incoming) -> FormState {
    let envelope = &letter.envelope;
    let stamped = envelope.postmark_date.map(iso_date).unwrap_or_default();
    let state = state
        .with("received", iso_date(letter.received))
        .with("addressee", &*letter.addressee)
        .with("postmark_place", &*envelope.postmark_place)
        .with("postmark_date", stamped)
        .with("registered_number", &*envelope.registered_number);
    if letter.reply_known {
        state
    } else {
        state.with("reply_unknown", "yes")
    }
}

fn with_visit(mut state: FormState, visit: &Visitors, anonymous: bool) -> FormState {
    state = state
        .with("visitors", visit.count.to_string())
        .with(visit::ROWS, visit.companions.len().to_string());
    let speaks = |at: &(usize, bool)| at.1;
    let companions = visit.companions.iter().map(|one| one.representative);
    for (at, _) in (1..).zip(companions).filter(speaks) {
        state = state.with(field(at, "representative"), "yes");
    }
    let alone = visit.count >= JOINT_PEOPLE_MIN && visit.companions.iter().all(|one| !one.representative);
    if alone && !anonymous {
        state = state.with("sole_representative", "yes");
    }
    state
}

/// What the form, filled up with what is recorded, has to say: whether somebody is named is the case's, and so are photos.
fn filled(sent: &FormData, detail: &Detail) -> FormData {
    let photos: Vec<String> = (1..=COMPANIONS_MAX).map(|at| field(at, "photo")).collect();
    let mut pairs = sent.kept();
    pairs.retain(|(name, _)| name != "anonymous" && !photos.contains(name));
    if detail.petitioner.anonymous {
        pairs.push(("anonymous".to_owned(), "yes".to_owned()));
    }
    Known::of_case(detail).fill(&FormData::from_pairs(pairs))
}

/// What is to be recorded, and what is kept of the correction; `None` with the errors in `state`.
pub(super) fn wanted(
    sent: &FormData,
    state: &mut FormState,
    case: &CaseFile,
    today: NaiveDate,
    form: String,
) -> Option<(Detail, Correction)> {
    let old = &case.file.detail;
    let mut new = old.clone();
    let filled = filled(sent, old);
    if old.visit.is_some() {
        let (petitioner, visitors) = visit::visit(&filled, state, today);
        if let (Some(petitioner), Some(visitors)) = (petitioner, visitors) {
            new.petitioner = petitioner;
            new.co_petitioners = visitors.representatives();
            new.visit = Some(Box::new(visitors));
        }
    } else {
        // A letter came before it was registered; nothing that was right then is wrong by now.
        let registered = local_date(case.file.head.petition.filed_at);
        let (sender, incoming) = sender::letter(&filled, state, registered);
        if let Some(sender) = sender {
            new.petitioner = sender.petitioner;
            new.co_petitioners = sender.others;
        }
        new.letter = incoming.map(Box::new).or(new.letter);
    }
    if let Some(registration) = case.registration().filter(|_| !state.has_errors())
        && let Some((field, why)) = too_many(&filled, &new, registration, &case.file.head.petition)
    {
        state.fail(field, why);
    }
    let reason = take(state, "reason", reason(sent.raw("reason")));
    let fields = changed(old, &new);
    if fields.is_empty() && !state.has_errors() {
        state.fail(
            "reason",
            "现在填的和原来的一样，没有要更正的。要改的在框里重填，不要的勾选“去掉”",
        );
    }
    if state.has_errors() {
        return None;
    }
    let correction = Correction {
        reason: reason?,
        visitors: new
            .visit
            .as_ref()
            .map(|visit| visit.count)
            .filter(|_| fields.contains(&Corrected::Visitors)),
        due: due(&case.file.head.petition, &new, &fields),
        fields,
        form,
    };
    Some((new, correction))
}

/// The deadline of registration by the day on which the letter came, where that changed and it still runs.
fn due(petition: &Petition, new: &Detail, fields: &[Corrected]) -> Option<domain::deadline::Deadline> {
    let received = new.letter.as_ref()?.received;
    let moves = fields.contains(&Corrected::Received) && moves_deadline(petition);
    moves.then(|| DeadlineKind::Registration.from(received, Calendar::builtin(), RollRule::default()))
}

/// No more people stand behind it than the registration has: else the field, and what to say beside it.
fn too_many(
    filled: &FormData,
    new: &Detail,
    registration: &Registration,
    petition: &Petition,
) -> Option<(String, String)> {
    let people = registration.people_count;
    let named = u32::try_from(new.co_petitioners.len()).unwrap_or(u32::MAX) + 1;
    let (field, what) = match &new.visit {
        Some(visit) if visit.count > people => ("visitors".to_owned(), "来访人数"),
        None if named > people => {
            let rows = (1..=CO_PETITIONERS_MAX).rev().map(|at| co(at, "name"));
            let last = rows.into_iter().find(|name| filled.has(name));
            (last.unwrap_or_else(|| co(1, "name")), "署名的人")
        }
        _ => return None,
    };
    let way = match blocked(petition) {
        None => "先到“修改登记”里改信访人数，再更正这里",
        Some(_) => "这件信访已经转送，信访人数不能再改，多出来的人请写在办理记录里",
    };
    Some((
        field,
        format!("登记表里的信访人数是 {people}，{what}不能比它多。{way}"),
    ))
}

/// Which fields differ.
fn changed(old: &Detail, new: &Detail) -> Vec<Corrected> {
    let (before, after) = (&old.petitioner, &new.petitioner);
    let companions = |detail: &Detail| detail.visit.as_ref().map(|visit| visit.companions.clone());
    let count = |detail: &Detail| detail.visit.as_ref().map(|visit| visit.count);
    let letter = |detail: &Detail| detail.letter.as_deref().cloned();
    let (old_letter, new_letter) = (letter(old), letter(new));
    let of_letter = |differ: fn(&Incoming, &Incoming) -> bool| match (&old_letter, &new_letter) {
        (Some(before), Some(after)) => differ(before, after),
        _ => false,
    };
    let of_a_visit = new.visit.is_some();
    [
        (Corrected::Name, before.name != after.name),
        (
            Corrected::Document,
            (before.id_type, &before.id_number) != (after.id_type, &after.id_number),
        ),
        (Corrected::Sex, before.sex != after.sex),
        (Corrected::Mobile, before.mobile != after.mobile),
        (Corrected::Address, before.addresses != after.addresses),
        (
            Corrected::ReplyKnown,
            of_letter(|a, b| a.reply_known != b.reply_known),
        ),
        (
            Corrected::CoSigners,
            !of_a_visit && old.co_petitioners != new.co_petitioners,
        ),
        (Corrected::Visitors, count(old) != count(new)),
        (Corrected::Companions, companions(old) != companions(new)),
        (Corrected::Received, of_letter(|a, b| a.received != b.received)),
        (Corrected::Addressee, of_letter(|a, b| a.addressee != b.addressee)),
        (Corrected::Envelope, of_letter(|a, b| a.envelope != b.envelope)),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
