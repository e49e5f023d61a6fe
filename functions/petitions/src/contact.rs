//! `POST /petitions/contact`: the petitions under way get the number and the addresses that the account has now. What is
//! concluded or withdrawn stays as it was. Carried out twice it changes nothing more; of a very long list it does a part
//! and says so.

use crate::show::own;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::correction::Corrected;
use domain::event::{Body, By};
use domain::ids::PetitionId;
use domain::petition::StatusKind;
use store::StoreError;
use store::cases::{Change, Petitioner};
use web::session::Citizen;
use web::{App, AppError, FormData, Result, Visit, see_other};

/// How often one petition is tried again when somebody else changes it at the same moment.
const TRIES: usize = 5;

/// Pages of the list that one request goes through.
const PAGES_MAX: usize = 4;

/// `POST /petitions/contact`
pub async fn renew(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    sent: FormData,
) -> Result<Response> {
    if citizen.anonymous {
        return Err(AppError::NotFound);
    }
    let person = citizen.petitioner(&app.keys)?;
    let mut renewed = false;
    let mut cursor = sent.cursor()?;
    for _ in 0..PAGES_MAX {
        let page = app
            .store
            .my_petitions(citizen.id, cursor.as_ref(), visit.now())
            .await?;
        for row in page.items {
            if !matches!(row.status, StatusKind::Withdrawn | StatusKind::Concluded) {
                renewed |= one(&app, &citizen, row.id, &person, visit.now()).await?;
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(see_other(&match cursor {
        Some(after) => format!("/me?done=contact-more&after={}", after.as_str()),
        None if renewed || sent.has("after") => "/me?done=contact".to_owned(),
        None => "/me?done=contact-same".to_owned(),
    }))
}

/// Whether the petition had another number or other addresses, and has those of `person` now.
async fn one(
    app: &App,
    citizen: &Citizen,
    id: PetitionId,
    person: &Petitioner,
    now: DateTime<Utc>,
) -> Result<bool> {
    for _ in 0..TRIES {
        let file = own(app, citizen, id).await?;
        let fields = differing(&file.detail.petitioner, person);
        if fields.is_empty() {
            return Ok(false);
        }
        let mut detail = file.detail.clone();
        detail.petitioner.mobile.clone_from(&person.mobile);
        detail.petitioner.addresses.clone_from(&person.addresses);
        let change = Change {
            steps: vec![(By::Petitioner, Body::ContactRenewed { fields })],
            sender: Some(Box::new(detail)),
            ..Change::default()
        };
        match app.store.commit(&file.head, change, now).await {
            Ok(_) => return Ok(true),
            Err(StoreError::Conflict) => {}
            // It was concluded or withdrawn meanwhile.
            Err(StoreError::Transition(_)) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Conflict.into())
}

/// What of the two is not the same.
fn differing(filed: &Petitioner, now: &Petitioner) -> Vec<Corrected> {
    let mut fields = Vec::new();
    if filed.mobile != now.mobile {
        fields.push(Corrected::Mobile);
    }
    if filed.addresses != now.addresses {
        fields.push(Corrected::Address);
    }
    fields
}
