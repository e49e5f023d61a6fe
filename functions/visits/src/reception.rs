//! `/staff/intake/visits/{id}/reception`: 领导公开接访 — a leader received whoever came, in public: who, when, where and what
//! was said, with files. Each is an event of the case, never changed; another one can be added.

use crate::files;
use crate::reach::{self, RECEPTION};
use crate::standing::{TRIES, again, overtaken, own_after};
use crate::steps::{self, Files};
use axum::extract::State;
use axum::response::Response;
use domain::contact::real_name;
use domain::event::Body;
use domain::ids::PetitionId;
use domain::interview::{
    InterviewRefusal, LeaderReception, PLACE_MAX, RECEPTIONS_MAX, RECORD_MAX, line, reception_date, words,
};
use domain::time::{iso_date, local_date};
use store::attachments::{ATTACHMENTS_MAX, Attachment, AttachmentState};
use store::cases::CaseFile;
use store::head::SealedField;
use store::staff::Colleague;
use templates::components::select::Choice;
use templates::staff::visits::TICKETS;
use templates::staff::visits::reception::{OTHER, View, page};
use web::forms::take;
use web::render::{invalid, returned, staff_shell};
use web::session::Officer;
use web::uploads::{self, FileButton};
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, held, html, see_other};

/// What a page is made of besides the form.
struct Whole {
    case: CaseFile,
    leaders: Vec<Colleague>,
    files: Vec<Attachment>,
}

impl Whole {
    /// The case, the leaders of the office, and the files so far: in parallel.
    async fn read(app: &App, officer: &Officer, id: PetitionId) -> Result<Self> {
        let (case, leaders, files) = tokio::try_join!(
            reach::own_case(app, officer, id),
            async { Ok(app.store.leaders(&officer.agency).await?) },
            uploads::pending_of_officer(app, officer, id)
        )?;
        Ok(Self { case, leaders, files })
    }

    async fn view(
        &self,
        app: &App,
        visit: &Visit,
        officer: &Officer,
        form: FormState,
        upload: Option<(String, String)>,
    ) -> Result<View> {
        let head = &self.case.file.head;
        let id = head.petition.id;
        let (upload, back) = upload.unzip();
        let back = back.unwrap_or_default();
        let (shown, plain) = uploads::plain(app, &self.files, upload.as_deref(), &back);
        let ticket = form.value(RECEPTION.field).to_owned();
        Ok(View {
            shell: staff_shell(app, visit, Some(officer)),
            form,
            action: path(id),
            tickets: TICKETS.to_owned(),
            case: format!("/staff/petitions/{id}"),
            version: head.petition.version.to_string(),
            number: head.petition.number.to_string(),
            title: app.store.open_field(head, SealedField::Title)?,
            leaders: choices(&self.leaders),
            files: files::FILES.listed(app, &shown, &ticket).await?,
            plain,
            back,
            slip: String::new(),
            overtaken: None,
        })
    }
}

/// The leaders of the office and, if there are any, the way to name another one.
fn choices(leaders: &[Colleague]) -> Vec<Choice> {
    let named = leaders
        .iter()
        .map(|one| Choice::new(one.name.clone(), one.name.clone()));
    let other = (!leaders.is_empty()).then(|| Choice::new(OTHER, "其他领导"));
    named.chain(other).collect()
}

fn path(id: PetitionId) -> String {
    format!("/staff/intake/visits/{id}/reception")
}

/// A ticket for the files of this very visit.
fn ticket(app: &App, visit: &Visit, officer: &Officer, id: PetitionId, form: &mut FormState) -> Result<()> {
    let known = RECEPTION.read(app, visit, officer, form.value(RECEPTION.field));
    if known != Some(id) {
        RECEPTION.put(form, RECEPTION.draw_for(app, visit, officer, id)?);
    }
    Ok(())
}

/// `GET /staff/intake/visits/{id}/reception`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let whole = Whole::read(&app, &officer, id).await?;
    let registered = query.text("done") == "registered";
    let mut upload = None;
    let mut form = if let Some(kept) = query.get("kept") {
        let resumed = held::resume_officer(&app, &visit, &officer, kept).await?;
        let back = format!("{}?kept={kept}", path(id));
        upload = query.get("upload").map(|upload| (upload.to_owned(), back));
        FormState::typed(resumed.csrf, resumed.fields)
    } else {
        let today = iso_date(local_date(visit.now()));
        FormState::new(visit.csrf(&app)).with("date", today)
    };
    ticket(&app, &visit, &officer, id, &mut form)?;
    let mut view = whole.view(&app, &visit, &officer, form, upload).await?;
    if registered {
        view.slip = format!("/staff/intake/visits/{id}/slip?done=registered");
    }
    Ok(html(page(&view)))
}

/// `POST /staff/intake/visits/{id}/reception`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    state.values.retain(|(name, _)| name != "then");
    ticket(&app, &visit, &officer, id, &mut state)?;
    if let Some(button) = FileButton::of(&sent) {
        return file(&app, &visit, &officer, id, state, button).await;
    }
    let me = officer.reference();
    let seen = sent.seen_version();
    let mut tries = TRIES;
    loop {
        let whole = Whole::read(&app, &officer, id).await?;
        state.errors.clear();
        let petition = &whole.case.file.head.petition;
        let interview = petition.interview.as_ref().ok_or(AppError::NotFound)?;
        let read = read(&app, &sent, &mut state, &whole, &visit).await?;
        if let Some((reception, _)) = &read
            && was_received(&whole.case, &officer, seen, reception)
        {
            break;
        }
        let full = interview.receptions >= RECEPTIONS_MAX;
        let closed = full.then(|| InterviewRefusal::Full.to_string());
        let late = full || seen != petition.version;
        let Some((reception, files)) = read.filter(|_| !late) else {
            let mut view = whole.view(&app, &visit, &officer, state, None).await?;
            view.overtaken = late.then(|| overtaken(&whole.case, &officer, seen, closed));
            return Ok(returned(late, page(&view)));
        };
        tries -= 1;
        let head = &whole.case.file.head;
        match steps::receive(&app, &me, head, reception, files, visit.now()).await {
            Ok(_) => break,
            Err(error) if again(&error, tries) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(see_other(&format!("/staff/petitions/{id}?done=received")))
}

/// A button about files without scripts: the form is kept for it.
async fn file(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    mut state: FormState,
    button: FileButton,
) -> Result<Response> {
    let whole = Whole::read(app, officer, id).await?;
    if button == FileButton::Add && whole.files.len() >= ATTACHMENTS_MAX {
        state.fail("file", uploads::FULL);
        let view = whole.view(app, visit, officer, state, None).await?;
        return Ok(invalid(page(&view)));
    }
    let typed = FormData::from_pairs(state.values);
    let kept = held::keep_for_officer(app, visit, officer, &typed).await?;
    let back = format!("{}?kept={kept}", path(id));
    let place = uploads::of_officer(officer, id);
    button.press(app, visit, place, &whole.files, &back).await
}

/// Whether this very reception was recorded before, by the same officer; its files belong to it since.
fn was_received(case: &CaseFile, officer: &Officer, seen: u32, typed: &LeaderReception) -> bool {
    match own_after(case, officer, seen).first() {
        Some(Body::LeaderReceived { reception }) => {
            let words =
                |one: &LeaderReception| (one.leader.clone(), one.date, one.place.clone(), one.text.clone());
            words(reception) == words(typed)
        }
        _ => false,
    }
}

/// What was typed, with its files; `None` with the errors in `state`.
async fn read(
    app: &App,
    sent: &FormData,
    state: &mut FormState,
    whole: &Whole,
    visit: &Visit,
) -> Result<Option<(LeaderReception, Files)>> {
    let (chosen, typed) = (sent.get("leader"), sent.get("leader_other"));
    let known = |name: &str| whole.leaders.iter().any(|one| one.name == name);
    let by_name = |name: &str| real_name(name).map_err(|error| ("leader_other", error.to_string()));
    let leader = match (chosen, typed) {
        (Some(OTHER), Some(name)) => by_name(name),
        (None, Some(name)) if whole.leaders.is_empty() => by_name(name),
        (Some(OTHER), None) => Err(("leader_other", "选了其他领导，请写上姓名".to_owned())),
        (None, None) if whole.leaders.is_empty() => Err(("leader_other", "请填写接访领导的姓名".to_owned())),
        (Some(_), Some(_)) => Err((
            "leader_other",
            "已经选了列表里的领导；是别的领导的，请选“其他领导”，不是的请把这里清空".to_owned(),
        )),
        (Some(name), None) if known(name) => Ok(name.to_owned()),
        (Some(_), None) => Err((
            "leader",
            "这位领导已经不在名单里，请另选，或者选“其他领导”".to_owned(),
        )),
        (None, _) => Err(("leader", "请选择接访领导；不在列表里的选“其他领导”".to_owned())),
    };
    let leader = match leader {
        Ok(leader) => Some(leader),
        Err((field, sentence)) => {
            state.fail(field, sentence);
            None
        }
    };
    let today = local_date(visit.now());
    let date = take(state, "date", reception_date(sent.text("date"), today));
    let place = take(
        state,
        "place",
        line(sent.raw("place"), "请填写接访地点", PLACE_MAX),
    );
    let text = take(
        state,
        "text",
        words(sent.raw("text"), "请填写接访记录", RECORD_MAX),
    );
    let (kept, dropped) = uploads::arrived(app, &whole.files).await?;
    let missing: Vec<&str> = whole
        .files
        .iter()
        .filter(|file| dropped.contains(&file.id))
        .filter(|file| file.announced_bytes > 0 || matches!(file.state, AttachmentState::Rejected { .. }))
        .map(|file| file.name.as_str())
        .collect();
    if !missing.is_empty() {
        let which = missing.join("、");
        state.fail("file", format!("没有传成：{which}。请删除或者重传，再保存"));
    }
    if state.has_errors() {
        return Ok(None);
    }
    let (Some(leader), Some(date), Some(place), Some(text)) = (leader, date, place, text) else {
        return Ok(None);
    };
    let reception = LeaderReception {
        leader,
        date,
        place,
        text,
        attachments: kept.clone(),
    };
    Ok(Some((reception, Files { kept, dropped })))
}
