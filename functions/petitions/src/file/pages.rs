//! The pages of the stages, from a draft.

use super::answers::{self, Step};
use super::{Writer, Writing, stage_path};
use axum::response::Response;
use domain::ids::PetitionId;
use domain::joint::TypedPerson;
use domain::petition::StatusKind;
use domain::similar::{LIKENESS_MIN, likeness};
use domain::time::{local_date, zh_date, zh_datetime};
use http::StatusCode;
use store::drafts::Draft;
use templates::public::filing_check::Similar;
use templates::public::{closed, filing, filing_check, filing_details};
use web::render::{html_with, invalid, public_shell};
use web::session::Citizen;
use web::{App, FormData, FormState, Result, Visit, html};

type Errors = Vec<(String, String)>;

fn respond(has_errors: bool, page: templates::Markup) -> Response {
    if has_errors { invalid(page) } else { html(page) }
}

/// 有一份没写完的草稿
pub(super) fn offer(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    id: PetitionId,
    draft: &Draft,
    query: &FormData,
) -> Result {
    let writer = Writer::of(app, citizen)?;
    let fresh: Vec<String> = ["division", "from"]
        .into_iter()
        .filter_map(|name| {
            query
                .get(name)
                .map(|value| format!("{name}={}", web::next::encode(value)))
        })
        .collect();
    Ok(html(filing::draft_offer(&filing::DraftOfferView {
        shell: public_shell(app, visit, Some(citizen)),
        csrf: visit.csrf(app),
        draft: id.to_string(),
        step: answers::first_unfinished(draft, writer.judge(visit))
            .slug()
            .to_owned(),
        title: draft.title.clone(),
        saved_at: saved(draft),
        fresh_query: fresh.join("&"),
    })))
}

/// 暂停网上反映; `kept` if something was typed just now.
pub(super) fn closed(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    reason: String,
    drafts: &[(PetitionId, Draft)],
    kept: bool,
) -> templates::Markup {
    let drafts = drafts.iter().map(|(_, draft)| {
        let place = answers::division(&draft.division).map(domain::division::full_name);
        closed::KeptDraft {
            title: draft.title.clone(),
            saved_at: saved(draft),
            place: format!("{} {}", place.unwrap_or_default(), draft.address)
                .trim()
                .to_owned(),
            content: draft.content.clone(),
        }
    });
    closed::filing(&closed::FilingView {
        shell: public_shell(app, visit, Some(citizen)),
        reason,
        kept,
        drafts: drafts.collect(),
    })
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
    match step {
        Step::Where => Ok(where_and_what(
            app,
            visit,
            citizen,
            writing.id,
            &writing.draft,
            Vec::new(),
        )),
        Step::Details => details(app, visit, citizen, writing, upload, Vec::new()).await,
        Step::Check => check(app, visit, citizen, writing, "", Vec::new()).await,
    }
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
    match step {
        Step::Where => Ok(where_and_what(
            app,
            visit,
            citizen,
            writing.id,
            &writing.draft,
            errors,
        )),
        Step::Details => details(app, visit, citizen, writing, None, errors).await,
        Step::Check => check(app, visit, citizen, writing, "", errors).await,
    }
}

/// 第一步
pub(super) fn where_and_what(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    id: PetitionId,
    draft: &Draft,
    errors: Errors,
) -> Response {
    let mut form = FormState::new(visit.csrf(app))
        .with("title", &draft.title)
        .with("division", &draft.division)
        .with("address", &draft.address)
        .with("category_hint", &draft.category_hint)
        .with("from", &draft.from);
    form.errors = errors;
    let city = draft
        .division
        .parse()
        .ok()
        .and_then(domain::division::DivisionCode::city);
    let from_city = city
        .filter(|_| !draft.from.is_empty())
        .map(|code| (code.division().name.to_owned(), draft.from.clone()));
    respond(
        form.has_errors(),
        filing::where_page(&filing::WhereView {
            shell: public_shell(app, visit, Some(citizen)),
            form,
            draft: id.to_string(),
            from_city,
            saved_at: saved(draft),
            revision: draft.revision,
        }),
    )
}

/// When it was saved last, as people read it; empty before the first time.
pub(super) fn saved(draft: &Draft) -> String {
    draft.saved_at.map(zh_datetime).unwrap_or_default()
}

/// 第二步. `upload` names an announced file that the plain form (no script) will send now.
async fn details(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    upload: Option<&str>,
    errors: Errors,
) -> Result {
    let draft = &writing.draft;
    let mut form = FormState::new(visit.csrf(app))
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
    let back = stage_path(writing.id, Step::Details);
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
        }),
    ))
}

/// 第三步, with a fresh captcha each time it is shown. `chosen` is the category marked in the form before.
pub(super) async fn check(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    chosen: &str,
    errors: Errors,
) -> Result {
    let draft = &writing.draft;
    let base = format!("/petitions/{}/attachments", writing.id);
    let (captcha, similar, files) = tokio::try_join!(
        web::captcha::issue(app, visit),
        similar(app, visit, citizen, draft),
        web::uploads::listed(app, &writing.attachments, &base)
    )?;
    let mut form = FormState::new(visit.csrf(app)).with("category_hint", chosen);
    // Each row of the check has one message; those about 联名人 stand at theirs.
    for (name, message) in errors {
        let name = if name.starts_with("co_") { "joint" } else { &name };
        if form.error(name).is_none() {
            form.fail(name, message);
        }
    }
    let place = answers::division(&draft.division)
        .map(domain::division::full_name)
        .unwrap_or_default();
    let named: Vec<&TypedPerson> = draft
        .people
        .iter()
        .filter(|person| draft.joint && !person.is_empty())
        .collect();
    let petitioner = citizen.petitioner(&app.keys)?;
    let petitioner = if petitioner.anonymous {
        petitioner.name
    } else {
        format!("{}（实名）", petitioner.name)
    };
    Ok(respond(
        form.has_errors(),
        filing_check::page(&filing_check::View {
            shell: public_shell(app, visit, Some(citizen)),
            form,
            draft: writing.id.to_string(),
            revision: draft.revision,
            title: draft.title.clone(),
            place,
            address: draft.address.clone(),
            category: draft.category_hint.replace('/', " › "),
            suggestions: answers::suggestions(draft),
            content: draft.content.clone(),
            people: answers::people(&draft.people_count, 1 + named.len())
                .map(|count| format!("{count} 人"))
                .unwrap_or_default(),
            joint: draft.joint,
            co_petitioners: named.iter().map(|person| words_of(person)).collect(),
            files,
            petitioner,
            similar,
            captcha,
        }),
    ))
}

/// 联名人 on one line: the name, then what else was given.
fn words_of(person: &TypedPerson) -> String {
    let given = [("身份证号", &person.id_number), ("手机", &person.mobile)];
    let facts: Vec<String> = given
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(what, value)| format!("{what} {value}"))
        .collect();
    if facts.is_empty() {
        return person.name.clone();
    }
    format!("{}（{}）", person.name, facts.join("，"))
}

/// The latest own petition that seems to be the same matter, among the 25 newest: one request.
async fn similar(app: &App, visit: &Visit, citizen: &Citizen, draft: &Draft) -> Result<Option<Similar>> {
    let mine = app.store.my_petitions(citizen.id, None, visit.now()).await?;
    let mut best: Option<(f32, Similar)> = None;
    for row in mine
        .items
        .iter()
        .filter(|row| row.status != StatusKind::Withdrawn)
    {
        let title = row.open_title(app.store.keys())?;
        let likeness = likeness(&title, &draft.title, &draft.content);
        if likeness >= LIKENESS_MIN && best.as_ref().is_none_or(|(known, _)| likeness > *known) {
            let found = Similar {
                href: format!("/petitions/{}", row.id),
                title,
                filed: zh_date(local_date(row.filed_at)),
                status: row.status.label().to_owned(),
            };
            best = Some((likeness, found));
        }
    }
    Ok(best.map(|(_, similar)| similar))
}
