//! Page responses, and the frames pages stand in.

use crate::app::App;
use crate::errors::Result;
use crate::forms::FormState;
use crate::session::{Citizen, Officer};
use crate::visit::Visit;
use axum::response::{IntoResponse, Response};
use domain::access::{Action, may};
use domain::time::zh_datetime;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, LOCATION, VARY};
use http::{HeaderValue, StatusCode};
use store::head::{Head, SealedField};
use templates::layout::{StaffMenu, ViewPrefs};
use templates::staff::step::Step;
use templates::{Markup, PublicShell, StaffShell};

/// A page, 200.
#[must_use]
pub fn html(page: Markup) -> Response {
    page.into_response()
}

/// A letter as a file to keep.
#[must_use]
pub fn letter_file(letter: &templates::letters::Letter) -> Response {
    let mut response = html(templates::letters::file::document(letter));
    let name = store::objects::disposition(&templates::letters::file::name(letter));
    if let Ok(value) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// A page with another status: 422 for a form that has to be corrected.
#[must_use]
pub fn html_with(status: StatusCode, page: Markup) -> Response {
    (status, page).into_response()
}

/// A form page with errors: 422, so that scripts and tests can tell it from success.
#[must_use]
pub fn invalid(page: Markup) -> Response {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// The page of a form that was not carried out: 409 if it came after something else happened, else [`invalid`].
#[must_use]
pub fn returned(late: bool, page: Markup) -> Response {
    if late {
        html_with(StatusCode::CONFLICT, page)
    } else {
        invalid(page)
    }
}

/// The page of a form that somebody asked for again ([`FormData::asks_form_again`](crate::FormData::asks_form_again)), or
/// else [`returned`].
#[must_use]
pub fn form_again(asked: bool, late: bool, page: Markup) -> Response {
    if asked && !late {
        html(page)
    } else {
        returned(late, page)
    }
}

/// How long browsers and shared caches may keep a page that is the same for everybody, in seconds: so long, at most, a
/// withdrawn case can still be read and a new banner is not there.
const KEPT_SECONDS: u32 = 60;

/// A page that is the same for everybody: kept for `KEPT_SECONDS`, unless it was made for who is signed in or reads in
/// a mode of their own.
#[must_use]
pub fn kept(visit: &Visit, citizen: Option<&Citizen>, page: Markup) -> Response {
    let mut response = html(page);
    if citizen.is_none() && visit.prefs() == ViewPrefs::default() {
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&format!("public, max-age={KEPT_SECONDS}")) {
            headers.insert(CACHE_CONTROL, value);
        }
        headers.append(VARY, HeaderValue::from_static("cookie"));
    }
    response
}

/// On to another page after a POST (303). The target must be a path of ours.
#[must_use]
pub fn see_other(target: &str) -> Response {
    match HeaderValue::from_str(target) {
        Ok(target) => (StatusCode::SEE_OTHER, [(LOCATION, target)]).into_response(),
        Err(_) => crate::AppError::internal("a redirect target is no header value").into_response(),
    }
}

/// The frame of a public page. It asks nobody: a banner shows where the process knows of it
/// ([`crate::settings::look`]).
#[must_use]
pub fn public_shell(app: &App, visit: &Visit, citizen: Option<&Citizen>) -> PublicShell {
    let mut shell = PublicShell {
        site: app.config.site.clone(),
        signed_in: citizen.map(|citizen| citizen.display_name(app)),
        prefs: visit.prefs(),
        banner: None,
        closed: templates::layout::Closed::default(),
        path: visit.path_and_query().to_owned(),
        printed: format!(
            "{} 的情况　{}{}",
            zh_datetime(visit.now()),
            app.config.public_origin,
            visit.path()
        ),
    };
    crate::settings::frame(app, visit, &mut shell);
    shell
}

/// The frame of a staff page. The menu shows what the officer's roles allow, without counts; set them
/// on `menu` where they are known.
#[must_use]
pub fn staff_shell(app: &App, visit: &Visit, officer: Option<&Officer>) -> StaffShell {
    let mut shell = StaffShell {
        site: app.config.site.clone(),
        prefs: visit.prefs(),
        path: visit.path_and_query().to_owned(),
        ..StaffShell::default()
    };
    if let Some(officer) = officer {
        let actor = officer.actor();
        let entry = |action| may(&actor, action).then_some(0);
        shell.officer.clone_from(&officer.name);
        shell.agency.clone_from(&officer.agency_name);
        shell.menu = StaffMenu {
            intake: entry(Action::ReadIntake),
            letters: entry(Action::ReadLetters),
            visits: entry(Action::ReadVisits),
            interviews: entry(Action::InterviewVisit),
            inbox: entry(Action::ReadInbox),
            todo: entry(Action::ReadInbox),
            done: entry(Action::ReadInbox),
            admin: entry(Action::ReadAdministration),
            suggestions: entry(Action::ReadSuggestion),
            showcase: entry(Action::ReadShowcase),
            assigned: entry(Action::ReadAssigned),
            approvals: entry(Action::ReadApproval),
        };
    }
    shell
}

/// Frame, form and case of the page of a step, whose `name` is the last part of its path.
///
/// # Errors
/// The store's, if the title's seal does not open.
pub fn step_of(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    head: &Head,
    name: &str,
    form: FormState,
) -> Result<Step> {
    let petition = &head.petition;
    Ok(Step {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("/staff/petitions/{}/{name}", petition.id),
        href: format!("/staff/petitions/{}", petition.id),
        version: petition.version.to_string(),
        number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        ..Step::default()
    })
}
