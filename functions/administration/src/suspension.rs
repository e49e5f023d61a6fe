//! `/staff/admin/suspension`: 中止计时的事由, a part of the settings with a page of its own. Saving is conditioned on the
//! revision of the settings that the form was made from: who comes second sees the grounds as they are now, keeps what
//! they typed, and may save it over that.

use crate::settings::{keep, last_changed, was_first};
use axum::extract::State;
use axum::response::Response;
use domain::settings::Settings;
use domain::suspension::{Field, GROUNDS_MAX, Ground, GroundError, changes};
use http::StatusCode;
use templates::staff::admin::suspension::{self as page, View, name, remove};
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::{App, FormData, FormState, Query, Result, Visit, html, see_other};

/// `GET /staff/admin/suspension`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let settings = app.store.settings_now(visit.now()).await?;
    let mut form = FormState::new(visit.csrf(&app));
    for (at, ground) in settings.suspension_grounds.iter().enumerate() {
        for field in Field::ALL {
            form = form.with(name(field, at + 1), ground.get(field));
        }
    }
    Ok(html(page::page(&View {
        flash: match query.text("done") {
            "saved" => "已经保存，最迟 20 秒后责任单位就能选用。".to_owned(),
            _ => String::new(),
        },
        ..view(&app, &visit, &officer, form, &settings)
    })))
}

/// `POST /staff/admin/suspension`
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let now = app.store.settings_now(visit.now()).await?;
    let mut form = sent.state(visit.csrf(&app));
    let wanted = parse(&sent, &mut form);
    if form.has_errors() {
        return Ok(invalid(page::page(&View {
            revision: sent.text("revision").to_owned(),
            ..view(&app, &visit, &officer, form, &now)
        })));
    }
    let done = see_other("/staff/admin/suspension?done=saved");
    let changed = changes(&now.suspension_grounds, &wanted);
    // A second click, or somebody else who wanted the same: there is nothing left to do.
    if changed.is_empty() {
        return Ok(done);
    }
    if sent.text("revision") != now.revision.to_string() {
        return Ok(late(&app, &visit, &officer, form, &now));
    }
    let next = Settings {
        suspension_grounds: wanted,
        ..now.as_ref().clone()
    };
    match keep(&app, &visit, &officer, next, changed.join("; ")).await? {
        None => Ok(done),
        Some(now) => Ok(late(&app, &visit, &officer, form, &now)),
    }
}

fn view(app: &App, visit: &Visit, officer: &Officer, form: FormState, settings: &Settings) -> View {
    let kept = settings.suspension_grounds.len();
    let typed = (1..=GROUNDS_MAX).rev().find(|place| {
        Field::ALL
            .iter()
            .any(|field| !form.value(&name(*field, *place)).is_empty())
    });
    View {
        shell: staff_shell(app, visit, Some(officer)),
        revision: settings.revision.to_string(),
        changed: last_changed(settings),
        kept,
        // One more for a new one, and none of what was typed is left out.
        rows: typed.unwrap_or(0).max((kept + 1).min(GROUNDS_MAX)),
        form,
        ..View::default()
    }
}

/// The answer to who came second: the grounds as they are, and what they typed.
fn late(app: &App, visit: &Visit, officer: &Officer, form: FormState, now: &Settings) -> Response {
    let grounds = now.suspension_grounds.iter().map(Ground::told).collect();
    html_with(
        StatusCode::CONFLICT,
        page::page(&View {
            conflict: Some((was_first(now), grounds)),
            ..view(app, visit, officer, form, now)
        }),
    )
}

/// What the form asks for; what is wrong stands in it, in page order. A set of fields that is empty, or marked to be
/// removed, is no ground.
fn parse(sent: &FormData, form: &mut FormState) -> Vec<Ground> {
    let mut grounds: Vec<(usize, Ground)> = Vec::new();
    // The summary on top is about all of them.
    let said = |place: usize, error: GroundError| format!("第 {place} 条：{error}");
    for place in 1..=GROUNDS_MAX {
        let typed = |field: Field| sent.raw(&name(field, place));
        let empty = Field::ALL.iter().all(|field| typed(*field).trim().is_empty());
        if empty || sent.text(&remove(place)) == "yes" {
            continue;
        }
        match Ground::read(typed) {
            Ok(ground) => match grounds.iter().find(|(_, other)| other.basis == ground.basis) {
                Some((first, _)) => {
                    form.fail(name(Field::Words, place), said(place, GroundError::Twice(*first)));
                }
                None => grounds.push((place, ground)),
            },
            Err(wrong) => {
                for (field, error) in wrong {
                    form.fail(name(field, place), said(place, error));
                }
            }
        }
    }
    grounds.into_iter().map(|(_, ground)| ground).collect()
}
