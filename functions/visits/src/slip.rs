//! `/staff/intake/visits/{id}/slip`: 来访接谈单. On the day of the registration it shows the query code to who registered the
//! visit; to others of the office, and later, for a reason that is recorded. Every look is in the audit chain.

use crate::reach;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::audit::{Deed, RevealReason};
use domain::contact::mask_name;
use domain::ids::PetitionId;
use domain::time::zh_datetime;
use store::cases::PetitionFile;
use store::head::SealedField;
use templates::components::select::Choice;
use templates::staff::visits::slip::{View, page};
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{
    App, AppError, FormData, FormState, Path, Query, Result, Visit, audit, code_sms, html, present, settings,
    slip,
};

/// `GET /staff/intake/visits/{id}/slip`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let (file, sent, ()) = tokio::try_join!(
        reach::own(&app, &officer, id),
        async { Ok(app.store.codes_sent(id, visit.now()).await?) },
        async {
            settings::look(&app, &visit).await;
            Ok(())
        }
    )?;
    let form = FormState::new(visit.csrf(&app));
    let code = if slip::is_fresh(&officer, &file, &visit) {
        let entry = audit::entry(&app, &visit, Deed::ReceiptShown).of(id, "slip");
        Some(slip::reveal(&app, &officer, &file, entry).await?)
    } else {
        None
    };
    let mut view = view(&app, &visit, &officer, &file, form, code)?;
    view.sms = code_sms::button(&app, &visit, &file, sent)?;
    view.flash = match query.text("done") {
        "registered" => "已登记，接谈人的列表里已经有了。请打印接谈单，交给来访人。".to_owned(),
        "code" => "查询码短信已经交给短信平台。".to_owned(),
        _ => String::new(),
    };
    Ok(html(page(&view)))
}

/// `POST /staff/intake/visits/{id}/slip`: once more, for a reason.
pub async fn again(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let file = reach::own(&app, &officer, id).await?;
    let mut form = sent.state(visit.csrf(&app));
    let Some(reason) = RevealReason::from_code(sent.text("reason")) else {
        form.fail("reason", "请选择理由");
        return Ok(invalid(page(&view(&app, &visit, &officer, &file, form, None)?)));
    };
    let entry = audit::entry(&app, &visit, Deed::ReceiptShown).of(id, format!("slip {}", reason.code()));
    let code = slip::reveal(&app, &officer, &file, entry).await?;
    let mut view = view(&app, &visit, &officer, &file, form, Some(code))?;
    view.flash = format!("已记录：您因“{}”再次打印接谈单。", reason.label());
    Ok(html(page(&view)))
}

fn view(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    file: &PetitionFile,
    form: FormState,
    query_code: Option<String>,
) -> Result<View> {
    let head = &file.head;
    let petition = &head.petition;
    let interview = petition
        .interview
        .as_ref()
        .ok_or_else(|| AppError::internal("a visit without an interview"))?;
    let track = format!("{}/track", app.config.public_origin);
    let name = app.store.open_field(head, SealedField::Name)?;
    Ok(View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        href: format!("/staff/intake/visits/{}/slip", petition.id),
        case: format!("/staff/petitions/{}", petition.id),
        number: petition.number.to_string(),
        ticket: interview.ticket,
        name: if head.anonymous { name } else { mask_name(&name) },
        visitors: present::interviews::how_many(interview.visitors),
        interviewer: interview.to.name.clone(),
        query_code,
        qr_svg: services::qr::svg(&track).map_err(AppError::internal)?,
        address: track,
        office: petition
            .intake()
            .map(|agency| agency.name.clone())
            .unwrap_or_default(),
        registered: zh_datetime(petition.filed_at),
        flash: String::new(),
        reasons: RevealReason::ALL
            .map(|reason| Choice::new(reason.code(), reason.label()))
            .to_vec(),
        sms: None,
        reception: may(&officer.actor(), Action::RecordReception),
    })
}
