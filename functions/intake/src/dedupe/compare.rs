//! `GET /staff/intake/web/{id}/compare/{other}`: 对照. Both texts side by side; reads and changes nothing.

use super::{Sight, petitioner, profile, sight};
use crate::register::opened;
use axum::extract::State;
use domain::contact::mask_mobile;
use domain::ids::PetitionId;
use domain::time::zh_datetime;
use store::cases::Detail;
use store::head::{Head, SealedField};
use templates::components::tag::Tag;
use templates::staff::compare::{Side, View, page};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, AppError, Path, Result, Visit, html};

/// The page.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path((id, other)): Path<(PetitionId, PetitionId)>,
) -> Result {
    let (case, others) = tokio::try_join!(opened(&app, &officer, id), async {
        Ok::<_, AppError>(app.store.read_candidates(&[other]).await?)
    })?;
    let other = others.into_iter().next().ok_or(AppError::NotFound)?;
    if other.head.petition.id == id || sight(&officer.agency, &other.head.petition) != Sight::Whole {
        return Err(AppError::NotFound);
    }
    let file = &case.file;
    let reasons =
        profile(&app, &file.head, &file.detail)?.reasons(&profile(&app, &other.head, &other.detail)?);
    Ok(html(page(&View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        reasons: reasons.into_iter().map(domain::dedupe::Reason::words).collect(),
        own: side(&app, &file.head, &file.detail)?,
        other: side(&app, &other.head, &other.detail)?,
    })))
}

fn side(app: &App, head: &Head, detail: &Detail) -> Result<Side> {
    let petition = &head.petition;
    let mobile = detail.petitioner.mobile.as_deref().map(mask_mobile);
    let facts = [
        ("信访人", petitioner(detail)),
        ("手机号", mobile.unwrap_or_else(|| "没有".to_owned())),
        ("问题属地", domain::division::full_name(petition.division)),
        ("详细地址", detail.address.clone()),
        ("收到", zh_datetime(petition.filed_at)),
    ];
    Ok(Side {
        number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        content: detail.content.clone(),
        status: Tag::status(petition.status.kind().label()),
        facts: facts.map(|(key, value)| (key.to_owned(), value)).to_vec(),
    })
}
