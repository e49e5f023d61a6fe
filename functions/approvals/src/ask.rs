//! `/staff/petitions/{id}/approvals`: 送审. The button of a form posts what is typed there; nothing is kept until the
//! leader and the question are given. A draft of a case that others have changed meanwhile asks to look again. Asked for by
//! GET, the page is about the registration as it is saved: letters and visits are registered as they are entered.

use crate::{draft, steps};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::access::{Action, may};
use domain::approval::{Approval, ApprovalRefusal, Approvals, Draft, DraftKind};
use domain::event::{Body, By, OfficerRef};
use domain::ids::PetitionId;
use domain::petition::Petition;
use domain::registration::Channel;
use domain::text::{char_count, normalise};
use store::StoreError;
use store::cases::CaseFile;
use store::content::Agencies;
use store::head::SealedField;
use store::staff::Colleague;
use templates::components::link::Link;
use templates::components::overtaken::Overtaken;
use templates::staff::approvals::ask;
use templates::staff::step::ASK;
use web::render::{returned, staff_shell};
use web::scope::{lies_elsewhere, visible};
use web::session::Officer;
use web::{
    App, AppError, FormData, FormState, Path, Query, Result, Visit, html, present, registration, see_other,
};

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

impl Asked {
    fn of(
        kind: DraftKind,
        sent: &FormData,
        officer: &Officer,
        agencies: &Agencies,
        leaders: Vec<Colleague>,
        now: DateTime<Utc>,
    ) -> Self {
        let fields = draft::fields(kind, sent, now);
        Self {
            kind,
            lines: draft::lines(kind, &fields, agencies, now),
            fields,
            leaders: leaders.into_iter().filter(|one| one.id != officer.id).collect(),
        }
    }
}

/// What stands on the page besides the draft and the form.
#[derive(Default)]
struct Beside {
    overtaken: Option<Overtaken>,
    /// Why nothing can be asked, known before anything was typed.
    closed: Option<String>,
    /// What was just done.
    flash: String,
}

/// `GET /staff/petitions/{id}/approvals?kind=registration`: filled in with what is registered.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result<Response> {
    let kind = DraftKind::Registration;
    // The draft of any other step is typed on its own form.
    let named = query.get("kind").is_none_or(|code| code == kind.code());
    if !named || !may(&officer.actor(), Action::SubmitApproval) {
        return Err(AppError::NotFound);
    }
    let (case, agencies, leaders) = tokio::try_join!(
        visible(&app, &officer, id),
        async { Ok(app.store.agencies(app.now()).await?) },
        async { Ok(app.store.leaders(&officer.agency).await?) }
    )?;
    let Some(saved) = case.registration() else {
        return Ok(see_other(&kind.form(id)));
    };
    let csrf = visit.csrf(&app);
    let registered = FormData::from_pairs(registration::filled(csrf.clone(), saved).values);
    let asked = Asked::of(kind, &registered, &officer, &agencies, leaders, visit.now());
    let mut beside = Beside {
        closed: closed(&officer, &case, kind)?,
        ..Beside::default()
    };
    // Who comes back to the address after asking is told of that.
    if query.text("done") == "registered" && beside.closed.is_none() {
        "已登记，还没有送审。".clone_into(&mut beside.flash);
    }
    let form = FormState::new(csrf);
    Ok(html(page(&app, &visit, &officer, &case, &asked, form, beside)?))
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
    let asked = Asked::of(kind, &sent, &officer, &agencies, leaders, visit.now());
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
            let beside = Beside {
                overtaken: Some(overtaken),
                ..Beside::default()
            };
            let page = page(&app, &visit, &officer, &case, &asked, state, beside)?;
            return Ok(returned(true, page));
        }
        let Some((to, draft)) = &ready else {
            let page = page(&app, &visit, &officer, &case, &asked, state, Beside::default())?;
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

/// What is given to whoever wrote or came: it was registered here, and the page that shows it after saving is this one.
fn slip(officer: &Officer, petition: &Petition) -> Option<Link> {
    let id = petition.id;
    let (action, text, href) = match petition.channel {
        Channel::Letter => (
            Action::RegisterLetter,
            "打印查询码条",
            format!("/staff/intake/letters/{id}/slip"),
        ),
        Channel::Visit => (
            Action::RegisterVisit,
            "打印接谈单",
            format!("/staff/intake/visits/{id}/slip"),
        ),
        Channel::Web | Channel::Phone => return None,
    };
    let within_reach = petition.came_in_at(&officer.agency) && may(&officer.actor(), action);
    within_reach.then(|| Link::new(href, text))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    asked: &Asked,
    form: FormState,
    beside: Beside,
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
        overtaken: beside.overtaken,
        closed: beside.closed,
        flash: beside.flash,
        case: format!("/staff/petitions/{id}"),
        slip: slip(officer, &head.petition).filter(|_| asked.kind == DraftKind::Registration),
    }))
}
