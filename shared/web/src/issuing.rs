//! 出具文书: what every letter states of the petition it is about, and a new letter with its number. Whoever issues one does it
//! by this, be the petition on file or just being registered. Which letter is due, and its words, are others'.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::present;
use chrono::{DateTime, Utc};
use domain::contact::ANONYMOUS_NAME;
use domain::event::AgencyRef;
use domain::ids::{AgencyCode, LetterId, PetitionId};
use domain::letter::{Letter, LetterKind};
use domain::number::{LetterNumber, PetitionNumber, issuer_word};
use domain::registration::Channel;
use domain::time::{local_date, zh_date_plain};
use store::filing::NewPetition;
use store::head::{Head, SealedField};
use templates::letters::compose::Facts;

/// 文书所涉的信访件: what letters state of the petition they are about.
#[derive(Clone, Debug)]
pub struct About {
    /// Which petition.
    pub petition: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// Its title.
    pub title: String,
    /// Whom the letter addresses; 匿名 if nobody is named.
    pub petitioner: String,
    /// How it came in.
    pub channel: Channel,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
}

impl About {
    /// A case on file.
    ///
    /// # Errors
    /// The store's, if a seal does not open.
    pub fn case(app: &App, head: &Head) -> Result<Self> {
        let petition = &head.petition;
        Ok(Self {
            petition: petition.id,
            number: petition.number,
            title: app.store.open_field(head, SealedField::Title)?,
            petitioner: if head.anonymous {
                ANONYMOUS_NAME.to_owned()
            } else {
                app.store.open_field(head, SealedField::Name)?
            },
            channel: petition.channel,
            filed_at: petition.filed_at,
        })
    }

    /// One that is just being registered.
    #[must_use]
    pub fn new_petition(new: &NewPetition, channel: Channel) -> Self {
        Self {
            petition: new.id,
            number: new.number,
            title: new.title.clone(),
            petitioner: new.detail.petitioner.name.clone(),
            channel,
            filed_at: new.event.at,
        }
    }

    /// How it came, as its letters begin. The day on which a letter on paper was registered is not the day of its
    /// sender's, and says nothing to them.
    fn came(&self) -> String {
        match self.channel {
            Channel::Web => format!(
                "您于{}通过网上信访提出的",
                zh_date_plain(local_date(self.filed_at))
            ),
            Channel::Letter => "您来信提出的".to_owned(),
            Channel::Visit => "您走访提出的".to_owned(),
            Channel::Phone => "您来电提出的".to_owned(),
        }
    }

    /// What every letter about it states; without a number yet.
    #[must_use]
    pub fn facts(&self, issuer: &AgencyRef, now: DateTime<Utc>) -> Facts {
        Facts {
            letter_number: String::new(),
            petitioner: self.petitioner.clone(),
            petition_number: self.number.to_string(),
            title: self.title.clone(),
            came: self.came(),
            agency: issuer.name.clone(),
            date: zh_date_plain(local_date(now)),
        }
    }
}

/// A letter with its own number, composed by `compose` from the facts. Takes the number at once: of a change that then
/// loses, it is not given again.
///
/// # Errors
/// The store's failures.
pub async fn make(
    app: &App,
    issuer: &AgencyRef,
    about: &About,
    kind: LetterKind,
    now: DateTime<Utc>,
    compose: impl FnOnce(&Facts) -> templates::letters::Letter,
) -> Result<Letter> {
    let number = number(app, &issuer.code, kind, now).await?;
    let composed = compose(&Facts {
        letter_number: number.clone(),
        ..about.facts(issuer, now)
    });
    Ok(Letter {
        id: LetterId::new(now, services::random::bytes()),
        kind,
        number,
        petition: about.petition,
        petition_number: about.number,
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
