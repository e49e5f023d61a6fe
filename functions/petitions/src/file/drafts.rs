//! Drafts before one of them is written on: offered, begun, thrown away; and shown while filing is closed.

use super::answers;
use super::{Writing, pages};
use axum::response::Response;
use domain::ids::PetitionId;
use store::drafts::{DRAFTS_MAX, Draft, DraftState};
use templates::components::draft_list::DraftItem;
use templates::public::{closed, filing_drafts};
use web::render::public_shell;
use web::session::Citizen;
use web::{App, AppError, FormData, Result, Visit, html, see_other};

/// A draft as lists show it.
pub(crate) fn item(id: PetitionId, draft: &Draft) -> DraftItem {
    DraftItem {
        id: id.to_string(),
        title: draft.title.clone(),
        place: place(draft),
        saved_at: pages::saved(draft),
    }
}

fn place(draft: &Draft) -> String {
    let name = answers::division(&draft.division).map(domain::division::full_name);
    format!("{} {}", name.unwrap_or_default(), draft.address)
        .trim()
        .to_owned()
}

/// Without a draft: offers those there are, or begins with what a deep link says. Who has filed before writes it all on
/// one page, and is offered the place of the newest: two rounds of requests beside the session's.
pub(super) async fn first_page(app: &App, visit: &Visit, citizen: &Citizen, query: &FormData) -> Result {
    let (closed, drafts, mine) = tokio::try_join!(
        web::settings::filing_closed(app, visit),
        async { Ok(app.store.drafts(citizen.id).await?) },
        async { Ok(app.store.my_petitions(citizen.id, None, visit.now()).await?) },
    )?;
    if let Some(reason) = closed {
        return Ok(html(closed_page(app, visit, citizen, reason, &drafts, false)));
    }
    let full = drafts.len() >= DRAFTS_MAX;
    if full || (!query.has("fresh") && !drafts.is_empty()) {
        return Ok(offer(app, visit, citizen, &drafts, full, query));
    }
    let mut draft = Draft {
        division: query.text("division").to_owned(),
        from: query.text("from").chars().take(20).collect(),
        ..Draft::default()
    };
    if let Some(last) = mine.items.first() {
        draft.whole = true;
        let address = app.store.detail(last.id).await?.map(|detail| detail.address);
        draft.last_place = (last.division.to_string(), address.unwrap_or_default());
    }
    let writing = Writing {
        id: PetitionId::new(visit.now(), services::random::bytes()),
        draft,
        attachments: Vec::new(),
    };
    let step = answers::Step::Where.of(&writing.draft);
    pages::stage(app, visit, citizen, &writing, step, None).await
}

/// 没写完的草稿
fn offer(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    drafts: &[(PetitionId, Draft)],
    full: bool,
    query: &FormData,
) -> Response {
    let from = query.text("from");
    let city = pages::city_of(query.text("division")).filter(|_| !from.is_empty());
    html(filing_drafts::page(&filing_drafts::View {
        shell: public_shell(app, visit, Some(citizen)),
        csrf: visit.csrf(app),
        drafts: drafts.iter().map(|(id, draft)| item(*id, draft)).collect(),
        from_city: city.map(str::to_owned),
        fresh_query: link(query),
        full: full.then_some(DRAFTS_MAX),
    }))
}

/// What a deep link said, to be kept in the next address.
fn link(query: &FormData) -> String {
    let kept: Vec<String> = ["division", "from"]
        .into_iter()
        .filter_map(|name| {
            query
                .get(name)
                .map(|value| format!("{name}={}", web::next::encode(value)))
        })
        .collect();
    kept.join("&")
}

/// Throws a draft away and goes back to where it stood; from the offer, with what a deep link said.
pub(super) async fn discard(app: &App, citizen: &Citizen, form: &FormData) -> Result<Response> {
    let id: PetitionId = form.text("draft").parse().map_err(|_| AppError::NotFound)?;
    app.store.discard_draft(citizen.id, id).await?;
    if form.text("back") == "/petitions" {
        return Ok(see_other("/petitions"));
    }
    let said = FormData::parse(form.raw("query").as_bytes()).unwrap_or_default();
    let kept = link(&said);
    Ok(see_other(&if kept.is_empty() {
        "/petitions/new".to_owned()
    } else {
        format!("/petitions/new?{kept}")
    }))
}

/// While filing is closed: why, and the drafts that are kept. What was filed before has its receipt.
pub(super) async fn closed(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    id: Option<PetitionId>,
    reason: String,
) -> Result {
    let (drafts, named) = tokio::try_join!(app.store.drafts(citizen.id), async {
        match id {
            Some(id) => app.store.draft(citizen.id, id).await,
            None => Ok(None),
        }
    })?;
    match (id, named) {
        (Some(id), Some(DraftState::Filed { .. })) => Ok(see_other(&format!("/petitions/{id}/receipt"))),
        _ => Ok(html(closed_page(app, visit, citizen, reason, &drafts, false))),
    }
}

/// 暂停网上反映; `kept` if something was typed just now.
pub(super) fn closed_page(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    reason: String,
    drafts: &[(PetitionId, Draft)],
    kept: bool,
) -> templates::Markup {
    let drafts = drafts.iter().map(|(_, draft)| closed::KeptDraft {
        title: draft.title.clone(),
        saved_at: pages::saved(draft),
        place: place(draft),
        content: draft.content.clone(),
    });
    closed::filing(&closed::FilingView {
        shell: public_shell(app, visit, Some(citizen)),
        reason,
        kept,
        drafts: drafts.collect(),
    })
}
