//! 同一信访人带入: what is known of the person of another case, taken over where the form lacks it. The form carries only which
//! field is taken from which case (`take`: `mobile.<id>`); the value is read from that case when the page is shown, masked,
//! and when the form is saved. So nobody sees in a form what they may not see without a reason. It goes with the link: only
//! a case that the form links as the same petitioner's, and that the officer may read, gives anything.

use super::{Sight, link, sight};
use crate::app::App;
use crate::errors::Result;
use crate::forms::{FormData, FormState};
use crate::sender::MAILING;
use crate::sender::known::Known;
use crate::session::Officer;
use domain::contact::{mask_address, mask_id_number, mask_mobile};
use domain::dedupe::Relation;
use domain::identity_document::Sex;
use domain::ids::PetitionId;
use store::cases::Petitioner;

/// The hidden field.
const TAKE: &str = "take";
/// The beginning of the value of the button that leaves a field as it was.
const DROP: &str = "drop.";

/// 带入的一项.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Mobile,
    Document,
    Address,
}

impl Taken {
    const ALL: [Self; 3] = [Self::Mobile, Self::Document, Self::Address];

    const fn field(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Document => "id_number",
            Self::Address => "mailing_address",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Mobile => "手机号",
            Self::Document => "证件",
            Self::Address => "通讯地址",
        }
    }

    const fn mask(self) -> fn(&str) -> String {
        match self {
            Self::Mobile => mask_mobile,
            Self::Document => mask_id_number,
            Self::Address => mask_address,
        }
    }

    /// What a person has of it, and what goes with it.
    fn of(self, person: &Petitioner) -> Option<(String, Vec<(String, String)>)> {
        let plain = |value: &str| (value.to_owned(), Vec::new());
        match self {
            Self::Mobile => person.mobile.as_deref().map(plain),
            Self::Document => {
                let kind = person.id_type?.code();
                let along = vec![("id_type".to_owned(), kind.to_owned())];
                Some((person.id_number.clone()?, along))
            }
            Self::Address => {
                let mailing = person.addresses.iter().find(|(kind, _)| kind == MAILING);
                mailing
                    .or(person.addresses.first())
                    .map(|(_, address)| plain(address))
            }
        }
    }
}

/// The fields that a form takes over: which, from which case.
fn chosen(values: &[(String, String)]) -> Vec<(Taken, PetitionId)> {
    let links: Vec<PetitionId> = values
        .iter()
        .filter(|(name, _)| name == super::entering::LINK)
        .filter_map(|(_, value)| link::parse(value))
        .filter(|(relation, _)| *relation == Relation::SamePetitioner)
        .map(|(_, other)| other)
        .collect();
    let mut chosen: Vec<(Taken, PetitionId)> = Vec::new();
    for (_, value) in values.iter().filter(|(name, _)| name == TAKE) {
        let Some((field, id)) = value.split_once('.') else {
            continue;
        };
        let taken = Taken::ALL.into_iter().find(|one| one.field() == field);
        if let (Some(taken), Ok(id)) = (taken, id.parse())
            && links.contains(&id)
            && chosen.iter().all(|(known, _)| *known != taken)
        {
            chosen.push((taken, id));
        }
    }
    chosen
}

/// Takes over what the form lacks and the person has; says what.
pub(super) fn take(
    person: &Petitioner,
    other: PetitionId,
    state: &mut FormState,
    asks_sex: bool,
) -> Vec<&'static str> {
    let mut labels = Vec::new();
    if person.anonymous {
        return labels;
    }
    let before = chosen(&state.values);
    for one in Taken::ALL {
        let lacks =
            state.value(one.field()).trim().is_empty() && before.iter().all(|(known, _)| *known != one);
        if lacks && one.of(person).is_some() {
            state
                .values
                .push((TAKE.to_owned(), format!("{}.{other}", one.field())));
            labels.push(one.label());
        }
    }
    let said = Sex::from_code(state.value("sex")).filter(|sex| matches!(sex, Sex::Male | Sex::Female));
    if let (true, None, Some(sex)) = (asks_sex, said, person.sex)
        && matches!(sex, Sex::Male | Sex::Female)
    {
        state.values.retain(|(name, _)| name != "sex");
        state.values.push(("sex".to_owned(), sex.code().to_owned()));
        labels.push("性别");
    }
    labels
}

/// Takes back what was taken over from a case; says whether anything was.
pub(super) fn forget(state: &mut FormState, other: &str) {
    state
        .values
        .retain(|(name, value)| name != TAKE || !value.ends_with(other));
}

/// The button beside a field that was taken over: it is left as it was. Whether it was that button.
#[must_use]
pub fn dropped(state: &mut FormState, pick: &str) -> bool {
    let Some(field) = pick.strip_prefix(DROP) else {
        return false;
    };
    let prefix = format!("{field}.");
    state
        .values
        .retain(|(name, value)| name != TAKE || !value.starts_with(&prefix));
    true
}

/// What a form takes over, as far as the officer may read where it comes from; the fields of which nothing is there any
/// more are named. One request, none where nothing is taken over.
async fn read(app: &App, officer: &Officer, values: &[(String, String)]) -> Result<(Known, Vec<Taken>)> {
    let chosen = chosen(values);
    let (mut known, mut missing) = (Known::default(), Vec::new());
    if chosen.is_empty() {
        return Ok((known, missing));
    }
    let mut ids: Vec<PetitionId> = chosen.iter().map(|(_, id)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = app.store.read_candidates(&ids).await?;
    for (taken, id) in chosen {
        let case = found.iter().find(|case| case.head.petition.id == id);
        let case = case.filter(|case| sight(&officer.agency, &case.head.petition) == Sight::Whole);
        let value = case.and_then(|case| Some((case, taken.of(&case.detail.petitioner)?)));
        match value {
            Some((case, (value, along))) => {
                let number = case.head.petition.number.to_string();
                let kind = case
                    .detail
                    .petitioner
                    .id_type
                    .filter(|_| taken == Taken::Document);
                let kind = kind.map(|kind| format!("{} ", kind.label())).unwrap_or_default();
                known.taken(taken.field(), &value, taken.mask(), along, &kind, &number);
            }
            None => missing.push(taken),
        }
    }
    Ok((known, missing))
}

/// What a form takes over, for its page.
///
/// # Errors
/// The store's.
pub async fn known(app: &App, officer: &Officer, state: &FormState) -> Result<Known> {
    Ok(read(app, officer, &state.values).await?.0)
}

/// The form as it was sent, with what it takes over: for reading, not for the page. What is not there any more is told at
/// its field, in `state`.
///
/// # Errors
/// The store's.
pub async fn filled(
    app: &App,
    officer: &Officer,
    sent: &FormData,
    state: &mut FormState,
) -> Result<FormData> {
    let (known, missing) = read(app, officer, &sent.kept()).await?;
    for one in missing {
        let _ = dropped(state, &format!("{DROP}{}", one.field()));
        state.fail(
            one.field(),
            format!("取自的那一件现在没有{}，或者您看不到了，请自己填写", one.label()),
        );
    }
    Ok(if known.is_empty() {
        sent.clone()
    } else {
        known.fill(sent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity_document::IdType;

    const OTHER: &str = "019f0000-0000-7000-8000-000000000003";

    fn person() -> Petitioner {
        Petitioner {
            name: "李秀英".into(),
            anonymous: false,
            sex: Some(Sex::Female),
            id_type: Some(IdType::Passport),
            id_number: Some("E12345678".into()),
            mobile: Some("13812340001".into()),
            addresses: vec![
                ("户口所在地".into(), "青岛".into()),
                (MAILING.into(), "济南".into()),
            ],
        }
    }

    fn linked() -> FormState {
        FormState::new("t").with("link", format!("person.{OTHER}"))
    }

    #[test]
    fn what_the_form_lacks_is_taken_over_by_name_and_what_it_has_stays() {
        let mut state = linked().with("mobile", "13912340002").with("sex", "9");
        let labels = take(&person(), OTHER.parse().unwrap(), &mut state, true);
        assert_eq!(labels, ["证件", "通讯地址", "性别"]);
        assert_eq!(state.value("sex"), "2");
        let kept = format!("{:?}", state.values);
        assert!(!kept.contains("E12345678") && !kept.contains("济南"), "{kept}");
        let again = take(&person(), OTHER.parse().unwrap(), &mut state, true);
        assert!(again.is_empty(), "taking it twice is taking it once: {again:?}");
        assert!(dropped(&mut state, "drop.id_number") && !dropped(&mut state, "undo.x"));
        assert_eq!(chosen(&state.values).len(), 1);
        forget(&mut state, OTHER);
        assert_eq!(chosen(&state.values), []);
    }

    #[test]
    fn nothing_is_taken_from_a_case_that_is_not_linked_as_the_same_petitioners() {
        let take = format!("mobile.{OTHER}");
        for link in ["", "matter"] {
            let state = FormState::new("t")
                .with("link", format!("{link}.{OTHER}"))
                .with(TAKE, &*take);
            assert_eq!(chosen(&state.values), []);
        }
        assert_eq!(chosen(&linked().with(TAKE, take).values).len(), 1);
        assert_eq!(chosen(&linked().with(TAKE, format!("name.{OTHER}")).values), []);
    }

    #[test]
    fn who_gave_no_name_gives_nothing_else() {
        let nobody = Petitioner {
            anonymous: true,
            ..person()
        };
        let mut state = linked();
        assert!(take(&nobody, OTHER.parse().unwrap(), &mut state, true).is_empty());
    }
}
