//! `/staff/intake/letters/{id}/slip`: 查询码条. On the day of the registration it shows the query code to who registered
//! the letter; to others of the office, and later, for a reason that is recorded. Every look is in the audit chain.

use crate::reach;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::audit::{Deed, RevealReason};
use domain::ids::PetitionId;
use domain::petition::StatusKind;
use domain::time::{local_date, zh_date, zh_datetime};
use store::cases::PetitionFile;
use store::head::SealedField;
use store::matching;
use templates::components::select::Choice;
use templates::staff::letters::slip::{View, page};
use templates::staff::matches::Panel;
use web::matches::Own;
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{
    App, AppError, FormData, FormState, Path, Query, Result, Visit, audit, code_sms, html, matches, settings,
    slip,
};

/// `GET /staff/intake/letters/{id}/slip`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let now = visit.now();
    let (file, sent, ()) = tokio::try_join!(
        reach::own(&app, &officer, id),
        async { Ok(app.store.codes_sent(id, now).await?) },
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
    let passed_on = |how| {
        let holder = &file.head.petition.holder.name;
        format!("已登记，并{how}{holder}。请打印查询码条，随告知书寄给来信人或者当面交给来信人。")
    };
    view.sms = code_sms::button(&app, &visit, &file, sent)?;
    view.flash = match query.text("done") {
        "registered" => "已登记。请打印查询码条，随告知书寄给来信人或者当面交给来信人。".to_owned(),
        "transferred" => passed_on("转送"),
        "assigned" => passed_on("交办"),
        "code" => "查询码短信已经交给短信平台。".to_owned(),
        _ => String::new(),
    };
    if amendable(&file) {
        let profile = matching::profile(app.store.keys(), &file.head, &file.detail)?;
        let own = Own::of(&file.head, None, &profile);
        let found = matches::alike(&app, &officer, own, &[]).await;
        view.matches = Panel {
            rows: found.alike.into_iter().map(|one| one.row).collect(),
            unknown: found.unknown,
            ..Panel::default()
        };
        view.link = Some(format!("/staff/intake/web/{id}"));
    }
    Ok(html(page(&view)))
}

/// `POST /staff/intake/letters/{id}/slip`: once more, for a reason.
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
    view.flash = format!("已记录：您因“{}”再次打印查询码条。", reason.label());
    Ok(html(page(&view)))
}

/// Whether its registration can still be changed, and the letter linked to others.
fn amendable(file: &PetitionFile) -> bool {
    file.head.petition.status.kind() == StatusKind::Registered
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
    let track = format!("{}/track", app.config.public_origin);
    let waits = amendable(file);
    let due = petition.due.filter(|_| waits);
    let others = file.detail.co_petitioners.iter().filter(|_| query_code.is_some());
    Ok(View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        href: format!("/staff/intake/letters/{}/slip", petition.id),
        case: format!("/staff/petitions/{}", petition.id),
        number: petition.number.to_string(),
        qr_svg: services::qr::svg(&track).map_err(AppError::internal)?,
        address: track,
        office: petition
            .intake()
            .map(|agency| agency.name.clone())
            .unwrap_or_default(),
        title: app.store.open_field(head, SealedField::Title)?,
        registered: zh_datetime(petition.filed_at),
        track_name: app.store.open_field(head, SealedField::Name)?,
        others: others.map(|person| person.name.clone()).collect(),
        next: due
            .map(|due| {
                let by = if due.due < local_date(visit.now()) {
                    "尽快".to_owned()
                } else {
                    format!("最迟 {}", zh_date(due.due))
                };
                let passed_on = "转送有权处理的单位，查询时能看到由谁办理。".to_owned();
                let mut next = vec![(by, passed_on)];
                // Only what goes the way of an ordinary petition is accepted and answered by an opinion.
                if petition.is_ordinary() {
                    next.push(("责任单位收到后 15 日内".to_owned(), "告知是否受理。".to_owned()));
                    next.push((
                        "受理后 60 日内".to_owned(),
                        "书面答复；情况复杂的可以延长 30 日。".to_owned(),
                    ));
                } else {
                    next.push((
                        "以后".to_owned(),
                        "由责任单位按规定的途径办理，并告知您。".to_owned(),
                    ));
                }
                next
            })
            .unwrap_or_default(),
        transfers: waits
            && petition.holder.code == officer.agency
            && may(&officer.actor(), Action::TransferCase),
        query_code,
        reasons: RevealReason::ALL
            .map(|reason| Choice::new(reason.code(), reason.label()))
            .to_vec(),
        ..View::default()
    })
}
