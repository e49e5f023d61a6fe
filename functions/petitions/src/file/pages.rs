//! The pages of the stages, from a draft.

use super::answers::{self, Step};
use super::{Writing, check, stage_path};
use axum::response::Response;
use domain::ids::PetitionId;
use domain::time::zh_datetime;
use http::StatusCode;
use store::drafts::Draft;
use templates::public::filing::{Came, LastPlace};
use templates::public::{filing, filing_details};
use web::render::{html_with, invalid, public_shell};
use web::session::Citizen;
use web::{App, FormData, FormState, Result, Visit, html};

pub(super) type Errors = Vec<(String, String)>;

pub(super) fn respond(has_errors: bool, page: templates::Markup) -> Response {
    if has_errors { invalid(page) } else { html(page) }
}

/// 已经提交过了: what was typed since stands there to be copied.
pub(super) fn filed_already(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    id: PetitionId,
    form: &FormData,
) -> Response {
    let typed = ["title", "address", "content"].map(|name| form.text(name));
    let page = filing::filed_already(&filing::FiledAlreadyView {
        shell: public_shell(app, visit, Some(citizen)),
        href: format!("/petitions/{id}"),
        typed: typed
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
    });
    html_with(StatusCode::CONFLICT, page)
}

/// The page of a stage, without errors.
pub(super) async fn stage(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    step: Step,
    upload: Option<&str>,
) -> Result {
    filled(app, visit, citizen, writing, step, upload, Vec::new()).await
}

/// The page of a stage with what is wrong: 422.
pub(super) async fn stage_with_errors(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    step: Step,
    errors: Errors,
) -> Result {
    filled(app, visit, citizen, writing, step, None, errors).await
}

async fn filled(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    step: Step,
    upload: Option<&str>,
    errors: Errors,
) -> Result {
    match step {
        Step::Where => Ok(where_and_what(app, visit, citizen, writing, errors)),
        Step::Details | Step::Whole => details(app, visit, citizen, writing, upload, errors).await,
        Step::Check => check::page(app, visit, citizen, writing, "", errors).await,
    }
}

/// 第一步
fn where_and_what(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    errors: Errors,
) -> Response {
    let draft = &writing.draft;
    let mut form = with_place(FormState::new(visit.csrf(app)), draft);
    form.errors = errors;
    respond(
        form.has_errors(),
        filing::where_page(&filing::WhereView {
            shell: public_shell(app, visit, Some(citizen)),
            form,
            draft: writing.id.to_string(),
            came: came(draft),
            saved_at: saved(draft),
            revision: draft.revision,
        }),
    )
}

/// The fields of the first stage.
fn with_place(form: FormState, draft: &Draft) -> FormState {
    form.with("title", &draft.title)
        .with("division", &draft.division)
        .with("address", &draft.address)
        .with("category_hint", &draft.category_hint)
        .with("from", &draft.from)
}

/// Where its writer comes from: a city's site, and what was filed before.
fn came(draft: &Draft) -> Came {
    let (division, address) = &draft.last_place;
    Came {
        from_city: city_of(&draft.division)
            .filter(|_| !draft.from.is_empty() && draft.revision == 0)
            .map(str::to_owned),
        last: answers::division(division).ok().map(|code| LastPlace {
            division: division.clone(),
            name: domain::division::full_name(code),
            address: address.clone(),
        }),
    }
}

/// The name of the city of a division, as a deep link or a draft names it.
pub(super) fn city_of(division: &str) -> Option<&'static str> {
    let code: domain::division::DivisionCode = division.parse().ok()?;
    Some(code.city()?.division().name)
}

/// When it was saved last, as people read it; empty before the first time.
pub(super) fn saved(draft: &Draft) -> String {
    draft.saved_at.map(zh_datetime).unwrap_or_default()
}

/// 第二步, or both on one page. `upload` names an announced file that the plain form (no script) will send now.
async fn details(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    upload: Option<&str>,
    errors: Errors,
) -> Result {
    let draft = &writing.draft;
    let mut form = with_place(FormState::new(visit.csrf(app)), draft)
        .with("content", &draft.content)
        .with("people_count", &draft.people_count);
    if draft.joint {
        form = form.with("joint", "yes");
    }
    for (at, person) in (1..).zip(&draft.people) {
        for (what, value) in [
            ("name", &person.name),
            ("id_number", &person.id_number),
            ("mobile", &person.mobile),
        ] {
            form = form.with(domain::joint::field(at, what), value);
        }
    }
    // Chosen and nobody named yet: a row to begin with.
    let rows = draft.people.len().max(usize::from(draft.joint));
    form.errors = errors;
    let back = stage_path(writing.id, Step::Details.of(draft));
    let (files, plain) = web::uploads::plain(app, &writing.attachments, upload, &back);
    let files = web::uploads::listed(app, &files, &format!("/petitions/{}/attachments", writing.id)).await?;
    Ok(respond(
        form.has_errors(),
        filing_details::page(&filing_details::View {
            shell: public_shell(app, visit, Some(citizen)),
            form,
            draft: writing.id.to_string(),
            joint: (!citizen.anonymous).then_some(rows),
            saved_at: saved(draft),
            revision: draft.revision,
            files,
            plain,
            whole: draft.whole.then(|| came(draft)),
        }),
    ))
}
