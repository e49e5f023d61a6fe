//! Letters of a case: showing one, and making a new one with its number.

use crate::scope::is_visible;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::audit::{Deed, Doer};
use domain::contact::ANONYMOUS_NAME;
use domain::event::AgencyRef;
use domain::ids::{AgencyCode, LetterId, PetitionId};
use domain::letter::{Letter, LetterKind};
use domain::number::{LetterNumber, issuer_word};
use domain::petition::Petition;
use domain::registration::Channel;
use domain::time::{local_date, zh_date_plain};
use store::head::{Head, SealedField};
use templates::components::link::Link;
use templates::letters::compose::Facts;
use templates::public::letter as page;
use web::render::{letter_file, staff_shell};
use web::session::Officer;
use web::{App, AppError, Path, Query, Result, Visit, audit, html, present};

/// `GET /staff/petitions/{id}/letters/{letter}`; with `download=1` as a file to keep.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path((id, letter_id)): Path<(PetitionId, LetterId)>,
    Query(query): Query,
) -> Result {
    let (head, letter) = tokio::try_join!(app.store.head(id), app.store.case_letter(id, letter_id))?;
    let seen = head.is_some_and(|head| is_visible(&officer, &head.petition));
    let letter = letter.filter(|_| seen).ok_or(AppError::NotFound)?;
    let entry = audit::entry(&app, &visit, Deed::LetterShown).of(id, letter_id);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let letter = present::letter(&letter);
    if query.text("download") == "1" {
        return Ok(letter_file(&letter));
    }
    Ok(html(page::page(&page::View {
        shell: staff_shell(&app, &visit, Some(&officer)).into(),
        letter,
        download: format!("/staff/petitions/{id}/letters/{letter_id}?download=1"),
        back: Link::new(format!("/staff/petitions/{id}"), "返回信访件"),
    })))
}

/// How a petition came, as its letters begin. The day on which a letter on paper was registered is not the day of its
/// sender's, and says nothing to them.
fn came(petition: &Petition) -> String {
    match petition.channel {
        Channel::Web => format!(
            "您于{}通过网上信访提出的",
            zh_date_plain(local_date(petition.filed_at))
        ),
        Channel::Letter => "您来信提出的".to_owned(),
        Channel::Visit => "您走访提出的".to_owned(),
        Channel::Phone => "您来电提出的".to_owned(),
    }
}

/// What every letter about a case states; without a number yet.
pub(crate) fn facts(app: &App, issuer: &AgencyRef, head: &Head, now: DateTime<Utc>) -> Result<Facts> {
    let petition = &head.petition;
    Ok(Facts {
        letter_number: String::new(),
        petitioner: if head.anonymous {
            ANONYMOUS_NAME.to_owned()
        } else {
            app.store.open_field(head, SealedField::Name)?
        },
        petition_number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        came: came(petition),
        agency: issuer.name.clone(),
        date: zh_date_plain(local_date(now)),
    })
}

/// A letter with its own number, composed by `compose` from the facts.
pub(crate) async fn make(
    app: &App,
    issuer: &AgencyRef,
    head: &Head,
    kind: LetterKind,
    now: DateTime<Utc>,
    compose: impl FnOnce(&Facts) -> templates::letters::Letter,
) -> Result<Letter> {
    let number = number(app, &issuer.code, kind, now).await?;
    let facts = Facts {
        letter_number: number.clone(),
        ..facts(app, issuer, head, now)?
    };
    let composed = compose(&facts);
    Ok(Letter {
        id: LetterId::new(now, services::random::bytes()),
        kind,
        number,
        petition: head.petition.id,
        petition_number: head.petition.number,
        addressee: composed.addressee.clone(),
        issuer: issuer.clone(),
        issued_at: now,
        body: present::letter_body(&composed),
    })
}

/// The next document number of an agency: petition offices by the word of their division,
/// others by their short name, so that no two agencies share a series.
async fn number(app: &App, issuer: &AgencyCode, kind: LetterKind, now: DateTime<Utc>) -> Result<String> {
    let next = app.store.next_letter_number(issuer, kind, now).await?;
    let next = u32::try_from(next).map_err(AppError::internal)?;
    let agencies = app.store.agencies(app.now()).await?;
    let word = match (agencies.get(issuer), issuer.division_code()) {
        (Some(agency), _) if !issuer.is_petition_office() => agency.short_name.clone(),
        (_, Some(division)) => issuer_word(division),
        (_, None) => issuer.to_string(),
    };
    Ok(LetterNumber::new(word, kind.number_word(), local_date(now), next).to_string())
}
