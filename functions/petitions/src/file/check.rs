//! 第三步: the check page, from a draft.

use super::pages::{Errors, respond};
use super::{Writing, answers};
use domain::joint::TypedPerson;
use domain::petition::StatusKind;
use domain::similar::{LIKENESS_MIN, likeness};
use domain::time::{local_date, zh_date};
use store::drafts::Draft;
use templates::public::filing_check::{self, Similar};
use web::render::public_shell;
use web::session::Citizen;
use web::{App, FormState, Result, Visit};

/// 第三步, with a fresh captcha each time it is shown. `chosen` is the category marked in the form before.
pub(super) async fn page(
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
            whole: draft.whole,
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
