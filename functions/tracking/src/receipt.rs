//! `GET /petitions/{id}/receipt`: 已成功反映问题 — number, query code in fours, QR code, what happens next.
//! Shown as often as the owner likes; a second submission of the same form ends here too.

use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::ids::PetitionId;
use domain::time::{zh_date, zh_datetime};
use store::head::SealedField;
use templates::public::receipt;
use web::render::public_shell;
use web::session::Citizen;
use web::{App, AppError, Path, Result, Visit, audit, html, present};

/// `GET /petitions/{id}/receipt`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
) -> Result {
    let (head, co_petitioners) = tokio::try_join!(app.store.head(id), app.store.co_petitioners(id))?;
    let head = head
        .filter(|head| head.owner == Some(citizen.id))
        .ok_or(AppError::NotFound)?;
    let mut entry = audit::entry(&app, &visit, Deed::ReceiptShown);
    entry.petition = Some(id);
    app.store.audit(&Doer::Citizen(citizen.id), entry).await?;
    let petition = &head.petition;
    let code = app.store.open_field(&head, SealedField::Code)?;
    let qr = services::qr::svg(&format!("{}/track", app.config.public_origin)).map_err(AppError::internal)?;
    let mut next = Vec::new();
    if let Some(due) = petition.due.filter(|_| petition.can_be_withdrawn()) {
        next.push((
            format!("最迟 {}", zh_date(due.due)),
            "登记并转送有权处理的单位，您会看到由谁来办。".to_owned(),
        ));
        next.push((
            "责任单位收到后 15 日内".to_owned(),
            "书面告知您是否受理。".to_owned(),
        ));
        next.push((
            "受理后 60 日内".to_owned(),
            "书面答复；情况复杂的可以延长 30 日，并告知理由。".to_owned(),
        ));
    }
    Ok(html(receipt::page(&receipt::View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        number: petition.number.to_string(),
        query_code: present::grouped_code(&code),
        qr_svg: qr,
        title: app.store.open_field(&head, SealedField::Title)?,
        place: domain::division::full_name(petition.division),
        filed_at: zh_datetime(petition.filed_at),
        track_name: app.store.open_field(&head, SealedField::Name)?,
        co_petitioners: co_petitioners.into_iter().map(|person| person.name).collect(),
        href: format!("/petitions/{id}"),
        next,
    })))
}
