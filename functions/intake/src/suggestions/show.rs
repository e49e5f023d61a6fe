//! `GET /staff/suggestions/{id}`: a suggestion with the notes of colleagues and what one may do now.

use super::{blocked, path, readable};
use axum::extract::State;
use domain::contact::{ANONYMOUS_NAME, mask_name};
use domain::ids::SuggestionId;
use domain::suggestion::{Suggestion, came_at, routing_due};
use domain::time::{local_date, zh_date, zh_datetime};
use store::suggestions::StudyFile;
use templates::components::action::ActionItem;
use templates::components::overtaken::Overtaken;
use templates::staff::suggestion::{self, View};
use web::present;
use web::present::suggestions::{answer, status_tag, timeline};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, FormState, Path, Query, Result, Visit, html};

/// `GET /staff/suggestions/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
    Query(query): Query,
) -> Result {
    let study = readable(&app, &officer, id).await?;
    let flash = match query.text("done") {
        "noted" => "已记下。".to_owned(),
        "transferred" => format!("已转交{}。", study.file.head.suggestion.holder.name),
        "replied" => "已答复，建议人现在就能看到。".to_owned(),
        _ => String::new(),
    };
    let told = Told {
        form: FormState::new(visit.csrf(&app)),
        flash,
        overtaken: None,
    };
    Ok(html(page(&app, &visit, &officer, &study, told).await?))
}

/// What the page tells of what was just sent.
#[derive(Default)]
pub(super) struct Told {
    /// The note as typed and what was wrong with it.
    pub(super) form: FormState,
    /// What was just done; may be empty.
    pub(super) flash: String,
    /// What others did before a note came.
    pub(super) overtaken: Option<Overtaken>,
}

pub(super) async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    study: &StudyFile,
    told: Told,
) -> Result<templates::Markup> {
    let head = &study.file.head;
    let suggestion = &head.suggestion;
    let mut facts = facts(app, study)?;
    if blocked(officer, suggestion).is_none() {
        facts.extend(routing(visit, study));
    }
    Ok(suggestion::page(&View {
        shell: staff_shell(app, visit, Some(officer)),
        form: told.form,
        href: path(suggestion.id),
        version: suggestion.version.to_string(),
        number: suggestion.number.to_string(),
        title: head.open_title(app.store.keys())?,
        status: status_tag(&suggestion.status),
        office: suggestion.holder.name.clone(),
        facts,
        content: study.file.text.clone(),
        answer: answer(&study.file),
        timeline: timeline(&study.all_events(), present::Told::ToStaff),
        can_note: blocked(officer, suggestion).is_none(),
        actions: actions(officer, suggestion),
        flash: told.flash,
        overtaken: told.overtaken,
    }))
}

fn facts(app: &App, study: &StudyFile) -> Result<Vec<(String, String)>> {
    let head = &study.file.head;
    let maker = if head.anonymous {
        ANONYMOUS_NAME.to_owned()
    } else {
        mask_name(&head.open_name(app.store.keys())?)
    };
    let suggestion = &head.suggestion;
    let facts = [
        ("建议人", maker),
        ("涉及地区", domain::division::full_name(suggestion.division)),
        (
            "领域",
            suggestion.category.clone().unwrap_or_else(|| "未选".to_owned()),
        ),
        ("收到", zh_datetime(suggestion.made_at)),
    ];
    Ok(facts.map(|(key, value)| (key.to_owned(), value)).into())
}

/// By when it is passed on, if it is for an office below (条例第 22 条).
fn routing(visit: &Visit, study: &StudyFile) -> Option<(String, String)> {
    let due = routing_due(came_at(study.all_events().into_iter())?);
    let left = due.progress(local_date(visit.now())).left_text();
    let limit = format!("{}，{left}（条例第二十二条，不归本级管的）", zh_date(due.due));
    Some(("转交期限".to_owned(), limit))
}

fn actions(officer: &Officer, suggestion: &Suggestion) -> Vec<ActionItem> {
    let href = path(suggestion.id);
    let (reply, transfer) = ("答复", "转交其他信访部门");
    if let Some(reason) = blocked(officer, suggestion) {
        return vec![
            ActionItem::blocked(reply, &*reason),
            ActionItem::blocked(transfer, reason),
            ActionItem::print("打印"),
        ];
    }
    vec![
        ActionItem::link(reply, format!("{href}/reply")).main(),
        ActionItem::link(transfer, format!("{href}/transfer")),
        ActionItem::print("打印"),
    ]
}
