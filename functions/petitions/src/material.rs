//! `/petitions/{id}/materials`: 补充材料 — words and files added to a petition that is under way. The form
//! carries the addition's id, so that sending it twice adds once; what is typed is kept on the server
//! whenever a page without scripts needs a round trip.

use crate::command::addition;
use crate::show::own;
use crate::uploads::place;
use axum::extract::State;
use axum::response::Response;
use domain::ids::{MaterialId, PetitionId};
use domain::petition::{MATERIALS_MAX, Petition};
use domain::text::{Supplement, normalise};
use domain::time::zh_datetime;
use http::StatusCode;
use store::StoreError;
use store::attachments::Attachment;
use store::cases::PetitionFile;
use store::head::SealedField;
use store::materials::Material;
use templates::public::material;
use web::render::{html_with, invalid, public_shell};
use web::session::Citizen;
use web::uploads::{FileButton, arrived, listed, plain};
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, html, see_other};

/// How often one tries again when somebody else changes the case at the same moment.
const TRIES: usize = 5;

/// `GET /petitions/{id}/materials`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let file = own(&app, &citizen, id).await?;
    let entry = MaterialId::new(visit.now(), services::random::bytes()).to_string();
    let form = FormState::new(visit.csrf(&app))
        .with("entry", entry)
        .with("content", &file.adding.words);
    Ok(html(
        page(&app, &visit, &citizen, &file, form, query.get("upload")).await?,
    ))
}

async fn page(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    file: &PetitionFile,
    form: FormState,
    upload: Option<&str>,
) -> Result<templates::Markup> {
    Ok(material::page(
        &view(app, visit, citizen, file, form, upload).await?,
    ))
}

async fn view(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    file: &PetitionFile,
    form: FormState,
    upload: Option<&str>,
) -> Result<material::View> {
    let id = file.head.petition.id;
    let base = format!("/petitions/{id}/attachments");
    let (shown, plain) = plain(app, &file.adding.attachments, upload, &material_path(id));
    Ok(material::View {
        shell: public_shell(app, visit, Some(citizen)),
        form,
        id: id.to_string(),
        number: file.head.petition.number.to_string(),
        title: app.store.open_field(&file.head, SealedField::Title)?,
        left: MATERIALS_MAX.saturating_sub(file.head.petition.materials),
        files: listed(app, &shown, &base).await?,
        plain,
        blocked: file.head.petition.material_refusal().map(|why| why.to_string()),
        earlier: None,
    })
}

/// `POST /petitions/{id}/materials`: `then` is `send`, or a [`FileButton`].
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
    form: FormData,
) -> Result<Response> {
    let file = own(&app, &citizen, id).await?;
    let Some(button) = FileButton::of(&form) else {
        return add(&app, &visit, &citizen, file, &form).await;
    };
    if button == FileButton::Add {
        possible(&file.head.petition)?;
    }
    keep(&app, &visit, id, &file.adding.attachments, &form).await?;
    let page = material_path(id);
    button
        .press(&app, &visit, place(&citizen, id), &file.adding.attachments, &page)
        .await
}

/// The page on which an addition to a petition is put together.
fn material_path(id: PetitionId) -> String {
    format!("/petitions/{id}/materials?from=files")
}

fn possible(petition: &Petition) -> Result<()> {
    match petition.material_refusal() {
        None => Ok(()),
        Some(refusal) => Err(AppError::conflict_at(
            refusal.to_string(),
            format!("/petitions/{}", petition.id),
            "查看这一件",
        )),
    }
}

/// Keeps what was typed, however long, until it is sent.
async fn keep(app: &App, visit: &Visit, id: PetitionId, files: &[Attachment], form: &FormData) -> Result<()> {
    let words: String = normalise(form.raw("content")).chars().take(60_000).collect();
    tokio::try_join!(
        app.store.save_material_draft(id, &words, visit.now()),
        app.store.renew_attachments(files, visit.now()),
    )?;
    Ok(())
}

/// Adds it, whoever else works on the case meanwhile; unless it is over by then, or this form was sent
/// before.
async fn add(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    mut file: PetitionFile,
    form: &FormData,
) -> Result<Response> {
    let id = file.head.petition.id;
    let done = see_other(&format!("/petitions/{id}?done=added"));
    let entry: MaterialId = form
        .text("entry")
        .parse()
        .map_err(|_| AppError::bad_request("这一页不完整，请从这一件的页面重新打开“补充材料”。"))?;
    for _ in 0..TRIES {
        if let Some(sent) = file.materials.iter().find(|material| material.id == entry) {
            let same = sent.words == normalise(form.raw("content")).trim();
            if same && file.adding.attachments.is_empty() {
                return Ok(done);
            }
            return ask(app, visit, citizen, &file, form, zh_datetime(sent.at)).await;
        }
        let (kept, dropped) = arrived(app, &file.adding.attachments).await?;
        let words = match words(form, kept.is_empty()) {
            Ok(words) => words,
            Err(wrong) => return refuse(app, visit, citizen, &file, form, Some(wrong)).await,
        };
        if file.head.petition.material_refusal().is_some() {
            return refuse(app, visit, citizen, &file, form, None).await;
        }
        let material = Material {
            id: entry,
            at: visit.now(),
            words,
            attachments: kept,
        };
        let change = addition(material, dropped);
        match app.store.commit(&file.head, change, visit.now()).await {
            Ok(_) => return Ok(done),
            // Sent twice, handled, or a file gone at this moment: what holds now decides.
            Err(StoreError::Conflict | StoreError::Transition(_)) => file = own(app, citizen, id).await?,
            Err(error) => return Err(error.into()),
        }
    }
    Err(AppError::conflict(
        "现在有人正在办理这一件，材料还没有加上。请返回再点一次“提交”，您写的内容还在。",
    ))
}

fn words(form: &FormData, no_files: bool) -> Result<String, String> {
    match Supplement::parse(form.raw("content")) {
        Ok(words) => Ok(words.into_string()),
        Err(domain::text::TextError::Empty { .. }) if !no_files => Ok(String::new()),
        Err(domain::text::TextError::Empty { .. }) => {
            Err("请写明要补充的情况，或者上传附件；附件没有传完的，请等它传完".to_owned())
        }
        Err(error) => Err(error.message()),
    }
}

/// Its form was sent before, with other words or fewer files: asked, with everything typed, whether it is one more.
async fn ask(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    file: &PetitionFile,
    form: &FormData,
    sent: String,
) -> Result<Response> {
    let entry = MaterialId::new(visit.now(), services::random::bytes()).to_string();
    let state = FormState::new(visit.csrf(app))
        .with("entry", entry)
        .with("content", form.raw("content"));
    let view = view(app, visit, citizen, file, state, None).await?;
    let page = material::page(&material::View {
        earlier: Some(sent),
        ..view
    });
    Ok(html_with(StatusCode::CONFLICT, page))
}

/// The page again with what was typed: 422 if it is wrong, 409 if nothing can be added any more.
async fn refuse(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    file: &PetitionFile,
    form: &FormData,
    wrong: Option<String>,
) -> Result<Response> {
    let mut state = form.state(visit.csrf(app));
    let over = wrong.is_none();
    if let Some(wrong) = wrong {
        state.fail("content", wrong);
    }
    let mut answer = invalid(page(app, visit, citizen, file, state, None).await?);
    if over {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}
