//! `/staff/admin/settings`: 运行设置. Saving is conditioned on the revision that the form was made from: who
//! comes second sees how things stand now, keeps what they typed, and may save it over that.

use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::settings::{Changed, Settings, WORDS_MAX, words};
use domain::time::zh_datetime;
use http::StatusCode;
use std::sync::Arc;
use store::StoreError;
use templates::components::tabs::count_word;
use templates::components::tag::{Tag, Tone};
use templates::staff::admin::settings::{self as page, View};
use web::forms::take;
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::{App, FormData, FormState, Query, Result, Visit, audit, html, see_other};

/// `GET /staff/admin/settings`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let (settings, waiting) = tokio::try_join!(
        app.store.settings_now(visit.now()),
        app.store.messages_waiting(visit.now())
    )?;
    let form = filled(visit.csrf(&app), &settings);
    Ok(html(page::page(&View {
        waiting: match settings.sms_stopped {
            true => count_word(waiting),
            false => String::new(),
        },
        flash: match query.text("done") {
            "saved" => {
                "已经保存，最迟 20 秒生效；指南、帮助、案例这些谁看都一样的页面，最迟一分半钟。".to_owned()
            }
            _ => String::new(),
        },
        ..view(&app, &visit, &officer, form, &settings)
    })))
}

/// `POST /staff/admin/settings`
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let now = app.store.settings_now(visit.now()).await?;
    let mut form = sent.state(visit.csrf(&app));
    let Some(wanted) = parse(&sent, &mut form, &now) else {
        let revision = sent.text("revision").to_owned();
        return Ok(invalid(page::page(&View {
            revision,
            ..view(&app, &visit, &officer, form, &now)
        })));
    };
    let changes = wanted.changes_since(&now);
    // A second click, or somebody else who wanted the same: there is nothing left to do.
    if changes.is_empty() {
        return Ok(see_other("/staff/admin/settings?done=saved"));
    }
    if sent.text("revision") != now.revision.to_string() {
        return Ok(late(&app, &visit, &officer, form, &now));
    }
    match keep(&app, &visit, &officer, wanted, changes.join(" ")).await? {
        None => Ok(see_other("/staff/admin/settings?done=saved")),
        Some(now) => Ok(late(&app, &visit, &officer, form, &now)),
    }
}

/// Keeps the settings under the officer's name, `about` being what changed, as the log has it. Gives them as they are if
/// somebody else was first.
pub(crate) async fn keep(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    wanted: Settings,
    about: String,
) -> Result<Option<Arc<Settings>>> {
    let entry = audit::entry(app, visit, Deed::SettingsChanged).about(about);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let changed = Some(Changed {
        at: visit.now(),
        by: officer.name.clone(),
    });
    match app.store.save_settings(&Settings { changed, ..wanted }).await {
        Ok(_) => Ok(None),
        Err(StoreError::Conflict) => Ok(Some(app.store.settings_now(visit.now()).await?)),
        Err(error) => Err(error.into()),
    }
}

/// When and by whom they were changed last; empty if never.
pub(crate) fn last_changed(settings: &Settings) -> String {
    let said = |changed: &Changed| format!("{}，{}", zh_datetime(changed.at), changed.by);
    settings.changed.as_ref().map(said).unwrap_or_default()
}

/// Who was first, and when.
pub(crate) fn was_first(settings: &Settings) -> String {
    match &settings.changed {
        Some(changed) => format!("{} 在 {} 改过设置", changed.by, zh_datetime(changed.at)),
        None => "设置刚刚改过".to_owned(),
    }
}

fn view(app: &App, visit: &Visit, officer: &Officer, form: FormState, settings: &Settings) -> View {
    View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        revision: settings.revision.to_string(),
        changed: last_changed(settings),
        state: state(settings),
        words_max: WORDS_MAX,
        ..View::default()
    }
}

/// How each switch stands, in the order of the page.
fn state(settings: &Settings) -> [Tag; 5] {
    let tag = |off: bool, normal: &str, word: &str, tone| match off {
        false => Tag::new(normal, Tone::Good),
        true => Tag::new(word, tone),
    };
    [
        tag(settings.filing_closed.is_some(), "开放", "已暂停", Tone::Urgent),
        tag(
            settings.registration_closed.is_some(),
            "开放",
            "已暂停",
            Tone::Urgent,
        ),
        tag(settings.slow_banner.is_some(), "不显示", "显示中", Tone::Warn),
        tag(settings.sms_stopped, "照常发送", "已暂停", Tone::Warn),
        tag(!settings.suggestions_open, "接收", "不接收", Tone::Quiet),
    ]
}

/// The answer to who came second: how things stand, and what they typed.
fn late(app: &App, visit: &Visit, officer: &Officer, form: FormState, now: &Settings) -> Response {
    html_with(
        StatusCode::CONFLICT,
        page::page(&View {
            conflict: Some((was_first(now), in_words(now))),
            ..view(app, visit, officer, form, now)
        }),
    )
}

/// The form as things stand.
fn filled(csrf: String, settings: &Settings) -> FormState {
    let pick = |on: bool, yes: &'static str, no: &'static str| if on { yes } else { no };
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    FormState::new(csrf)
        .with("filing", pick(settings.filing_closed.is_some(), "closed", "open"))
        .with("filing_reason", words(&settings.filing_closed))
        .with(
            "registration",
            pick(settings.registration_closed.is_some(), "closed", "open"),
        )
        .with("registration_reason", words(&settings.registration_closed))
        .with("banner", pick(settings.slow_banner.is_some(), "on", "off"))
        .with("banner_words", words(&settings.slow_banner))
        .with("sms", pick(settings.sms_stopped, "stopped", "sent"))
        .with("suggestions", pick(settings.suggestions_open, "open", "closed"))
}

/// What the form asks for, made from how things stand; errors in page order.
fn parse(sent: &FormData, form: &mut FormState, now: &Settings) -> Option<Settings> {
    let filing = worded(
        sent,
        form,
        "filing",
        ["open", "closed"],
        "filing_reason",
        "暂停的原因",
    );
    let registration = worded(
        sent,
        form,
        "registration",
        ["open", "closed"],
        "registration_reason",
        "暂停的原因",
    );
    let banner = worded(sent, form, "banner", ["off", "on"], "banner_words", "提示的内容");
    let sms = one_of(sent, form, "sms", ["sent", "stopped"]);
    let suggestions = one_of(sent, form, "suggestions", ["closed", "open"]);
    Some(Settings {
        filing_closed: filing?,
        registration_closed: registration?,
        slow_banner: banner?,
        sms_stopped: sms?,
        suggestions_open: suggestions?,
        ..now.clone()
    })
}

/// Whether the second of two choices was made.
fn one_of(sent: &FormData, form: &mut FormState, name: &str, choices: [&str; 2]) -> Option<bool> {
    let chosen = choices.iter().position(|choice| *choice == sent.text(name));
    if chosen.is_none() {
        form.fail(name, "请选择一项");
    }
    chosen.map(|at| at == 1)
}

/// The words of a switch, if it is on. Words of one that is off are not kept.
fn worded(
    sent: &FormData,
    form: &mut FormState,
    name: &str,
    choices: [&str; 2],
    field: &str,
    what: &'static str,
) -> Option<Option<String>> {
    if one_of(sent, form, name, choices)? {
        take(form, field, words(sent.raw(field), what)).map(Some)
    } else {
        Some(None)
    }
}

/// How each switch stands, for somebody who has to decide again.
fn in_words(settings: &Settings) -> Vec<(String, String)> {
    let closed = |reason: &Option<String>| match reason {
        Some(reason) => format!("暂停：{reason}"),
        None => "开放".to_owned(),
    };
    let pick = |on: bool, yes: &str, no: &str| if on { yes } else { no }.to_owned();
    [
        ("网上反映", closed(&settings.filing_closed)),
        ("注册账号", closed(&settings.registration_closed)),
        (
            "拥堵提示",
            settings
                .slow_banner
                .clone()
                .unwrap_or_else(|| "不显示".to_owned()),
        ),
        ("短信", pick(settings.sms_stopped, "暂停发送", "照常发送")),
        ("网上建议", pick(settings.suggestions_open, "接收", "不接收")),
    ]
    .map(|(name, state)| (name.to_owned(), state))
    .into()
}
