//! `POST /staff/petitions/{id}/approvals`: 送审. The button of a form sends what is typed there; nothing is kept until the
//! leader and the question are given. A draft of a case that others have changed meanwhile asks to look again.

use crate::{draft, steps};
use axum::extract::State;
use axum::response::Response;
use domain::access::may;
use domain::approval::{Approval, ApprovalRefusal, Approvals, Draft, DraftKind};
use domain::event::{Body, By, OfficerRef};
use domain::ids::PetitionId;
use domain::text::{char_count, normalise};
use store::StoreError;
use store::cases::CaseFile;
use store::head::SealedField;
use store::staff::Colleague;
use templates::components::overtaken::Overtaken;
use templates::staff::approvals::ask;
use templates::staff::step::ASK;
use web::render::{returned, staff_shell};
use web::scope::{lies_elsewhere, visible};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, present, see_other};

/// Characters of a question.
const QUESTION_MAX: usize = 1_000;
/// How often it is tried against others who write at the same moment; each try sees what those wrote.
const TRIES: usize = 4;

/// What the form asks, whatever becomes of it.
struct Asked {
    kind: DraftKind,
    fields: Vec<(String, String)>,
    lines: Vec<(String, String)>,
    leaders: Vec<Colleague>,
}

/// `POST /staff/petitions/{id}/approvals`: `ask_kind` and the fields of its form; with `ask_send` also `ask_leader` and
/// `ask_text`.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let kind =
        DraftKind::from_code(sent.text(ASK)).ok_or_else(|| AppError::bad_request("没有写明送审什么。"))?;
    if !may(&officer.actor(), kind.action()) {
        return Err(AppError::NotFound);
    }
    let (agencies, leaders) =
        tokio::try_join!(app.store.agencies(app.now()), app.store.leaders(&officer.agency))?;
    let fields = draft::fields(kind, &sent, visit.now());
    let asked = Asked {
        kind,
        lines: draft::lines(kind, &fields, &agencies, visit.now()),
        fields,
        leaders: leaders.into_iter().filter(|one| one.id != officer.id).collect(),
    };
    let sending = sent.text("ask_send") == "yes";
    let mut state = sent.state(visit.csrf(&app));
    let ready = if sending {
        read(&officer, &asked, &sent, &mut state)
    } else {
        None
    };
    let mut tries = TRIES;
    loop {
        let case = visible(&app, &officer, id).await?;
        let petition = &case.file.head.petition;
        let seen = sent.seen_version();
        if let Some((to, draft)) = &ready
            && was_submitted(&case, seen, &officer, to, draft)?
        {
            break;
        }
        let closed = closed(&officer, &case, kind)?;
        if closed.is_some() || seen != petition.version {
            let overtaken = Overtaken {
                news: present::news_since(&case, &officer.agency, seen, &format!("/staff/petitions/{id}")),
                closed,
            };
            let page = page(&app, &visit, &officer, &case, &asked, state, Some(overtaken))?;
            return Ok(returned(true, page));
        }
        let Some((to, draft)) = &ready else {
            let page = page(&app, &visit, &officer, &case, &asked, state, None)?;
            return Ok(if sending {
                returned(false, page)
            } else {
                html(page)
            });
        };
        tries -= 1;
        let by = officer.reference();
        match steps::submit(&app, &by, &case.file.head, to, draft.clone(), visit.now()).await {
            Ok(_) => break,
            Err(StoreError::Conflict) if tries > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(see_other(&format!("/staff/petitions/{id}?done=submitted")))
}

/// Who is asked what; `None` with the errors in `state`.
fn read(
    officer: &Officer,
    asked: &Asked,
    sent: &FormData,
    state: &mut FormState,
) -> Option<(OfficerRef, Draft)> {
    let leader = asked
        .leaders
        .iter()
        .find(|one| one.id.to_string() == sent.text("ask_leader"));
    if leader.is_none() {
        state.fail("ask_leader", "请选择送给哪位领导");
    }
    let question = normalise(sent.raw("ask_text"));
    match char_count(&question) {
        0 => state.fail("ask_text", "请写明请示什么"),
        count if count > QUESTION_MAX => state.fail(
            "ask_text",
            format!("不能超过 {QUESTION_MAX} 个字，现在有 {count} 个字"),
        ),
        _ => {}
    }
    if let Some(what) = draft::too_long(asked.kind, &asked.fields) {
        let most = draft::FIELD_MAX;
        state.fail(
            "ask_text",
            format!("拟稿里的“{what}”超过 {most} 个字，请返回改短"),
        );
    }
    let leader = leader.filter(|_| !state.has_errors())?;
    let to = OfficerRef {
        id: leader.id,
        name: leader.name.clone(),
        agency: officer.reference().agency,
    };
    let draft = Draft {
        kind: asked.kind,
        fields: asked.fields.clone(),
        lines: asked.lines.clone(),
        question,
    };
    Some((to, draft))
}

/// Why nothing can be asked (any more), without a full stop.
fn closed(officer: &Officer, case: &CaseFile, kind: DraftKind) -> Result<Option<String>> {
    let petition = &case.file.head.petition;
    if let Some(elsewhere) = lies_elsewhere(officer, petition) {
        return Ok(Some(elsewhere));
    }
    if !kind.fits(petition, &officer.agency) {
        let state = petition.status.kind().label();
        let draft = kind.label();
        return Ok(Some(format!("这件信访现在是“{state}”，{draft}的拟稿用不上了")));
    }
    let all: Approvals = case.approvals()?;
    if all.is_full() {
        return Ok(Some(ApprovalRefusal::TooMany.to_string()));
    }
    let waits = all.alive(kind).filter(|one| Approval::is_waiting(one));
    Ok(waits.map(|one| format!("拟{}已经送{}审批，还没有批示", kind.label(), one.to.name)))
}

/// Whether this very form was sent before and what it asked stands: the same officer asked the same right after the version
/// that it shows, and it was not taken back.
fn was_submitted(
    case: &CaseFile,
    seen: u32,
    officer: &Officer,
    to: &OfficerRef,
    asked: &Draft,
) -> Result<bool> {
    let next = case.all_events().into_iter().find(|event| event.seq > seen);
    let sent = next.filter(|event| {
        let own = matches!(&event.by, By::Officer(by) if by.id == officer.id);
        own && matches!(&event.body, Body::SubmittedForApproval { to: whom, draft } if whom.id == to.id && **draft == *asked)
    });
    let all = case.approvals()?;
    Ok(sent
        .and_then(|event| all.get(event.seq))
        .is_some_and(Approval::is_alive))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    asked: &Asked,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<templates::Markup> {
    let head = &case.file.head;
    let id = head.petition.id;
    Ok(ask::page(&ask::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("/staff/petitions/{id}/approvals"),
        back: asked.kind.form(id),
        version: head.petition.version.to_string(),
        number: head.petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        what: asked.kind.label().to_owned(),
        kind: asked.kind.code().to_owned(),
        fields: asked.fields.clone(),
        lines: asked.lines.clone(),
        leaders: asked
            .leaders
            .iter()
            .map(|one| (one.id.to_string(), one.name.clone()))
            .collect(),
        overtaken,
    }))
}
