//! `GET /staff/approvals/{id}/{submission}`: one submission, for the leader who was asked and for colleagues of who asked.

use axum::extract::State;
use domain::access::may;
use domain::approval::Approval;
use domain::ids::PetitionId;
use domain::petition::Petition;
use domain::time::zh_datetime;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::components::action::ActionItem;
use templates::components::overtaken::Overtaken;
use templates::components::tag::Tag;
use templates::staff::approvals::show;
use web::render::staff_shell;
use web::scope::visible;
use web::session::Officer;
use web::{App, AppError, FormState, Path, Query, Result, Visit, html, present};

/// A case and one of its submissions, if the officer may know of it: drafts stay within the agency of who asks.
pub(crate) async fn submission(
    app: &App,
    officer: &Officer,
    id: PetitionId,
    submission: u32,
) -> Result<(CaseFile, Approval)> {
    let case = visible(app, officer, id).await?;
    let all = case.approvals()?;
    let one = all
        .get(submission)
        .filter(|one| one.by.agency.code == officer.agency);
    let one = one.cloned().ok_or(AppError::NotFound)?;
    Ok((case, one))
}

/// `GET /staff/approvals/{id}/{submission}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path((id, seq)): Path<(PetitionId, u32)>,
    Query(query): Query,
) -> Result {
    let (case, one) = submission(&app, &officer, id, seq).await?;
    let form = FormState::new(visit.csrf(&app));
    let mut page = view(&app, &visit, &officer, &case, &one, form, None)?;
    if query.text("done") == "taken-back" {
        page.flash = "已撤回送审。".to_owned();
    }
    Ok(html(show::page(&page)))
}

pub(crate) fn view(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    one: &Approval,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<show::View> {
    let head = &case.file.head;
    let petition = &head.petition;
    let draft = present::approvals::draft_of(case, one.submission)
        .ok_or_else(|| AppError::internal("a submission without its draft"))?;
    let mine = one.to.id == officer.id;
    Ok(show::View {
        shell: staff_shell(app, visit, Some(officer)),
        actions: actions(officer, petition, one, &form.csrf),
        form,
        action: present::approvals::path(petition.id, one.submission),
        case: format!("/staff/petitions/{}", petition.id),
        version: petition.version.to_string(),
        number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        status: Tag::status(petition.status.kind().label()),
        deadline: present::deadline_bar(petition, visit.now(), true),
        what: one.kind.label().to_owned(),
        asked: format!(
            "{}（{}）送{}，{}",
            one.by.name,
            one.by.agency.name,
            one.to.name,
            zh_datetime(one.at)
        ),
        question: draft.question.clone(),
        content: case.file.detail.content.clone(),
        lines: draft.lines.clone(),
        standing: present::approvals::standing_of(one),
        answered: one
            .decided
            .map(|decided| {
                format!(
                    "{}，{}，{}",
                    one.to.name,
                    decided.verdict.label(),
                    zh_datetime(decided.at)
                )
            })
            .unwrap_or_default(),
        answer: present::approvals::words(case, one).to_owned(),
        news: if overtaken.is_some() {
            Vec::new()
        } else {
            present::approvals::news_since(case, one)
        },
        decides: mine && (one.is_waiting() || overtaken.is_some()),
        overtaken,
        flash: String::new(),
    })
}

/// Going on and taking it back are for whoever may carry the draft out: who asked may be away. What is over can still be
/// typed on from.
fn actions(officer: &Officer, petition: &Petition, one: &Approval, csrf: &str) -> Vec<ActionItem> {
    let mut actions = Vec::new();
    let id = petition.id;
    if !may(&officer.actor(), one.kind.action()) || !one.kind.fits(petition, &officer.agency) {
        return actions;
    }
    let form = present::approvals::go_on(id, one);
    actions.push(match one.decided.filter(|_| one.is_alive()) {
        Some(_) => ActionItem::link("按批示继续办", form).main(),
        None => ActionItem::link("用拟稿填写", form),
    });
    if one.is_alive() {
        let (label, seen) = match one.decided {
            None => ("撤回送审", "waiting"),
            Some(_) => ("不再办理，结束这次送审", "decided"),
        };
        let fields = [("csrf", csrf), ("seen", seen)];
        actions.push(ActionItem::post(
            label,
            format!("{}/take-back", present::approvals::path(id, one.submission)),
            fields
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        ));
    }
    actions
}
