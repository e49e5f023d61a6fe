//! `/staff/intake/web/{id}`: 登记. Completes an opened petition: place, category, purpose, procedure,
//! flags, and the scope of the rating by the rule. Saving makes it registered; it may be amended until
//! it is passed on.

use crate::{form, steps};
use axum::extract::State;
use axum::response::Response;
use domain::contact::{mask_mobile, mask_name};
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use domain::rating::{RatingScope, rating_scope};
use domain::registration::{Flags, Purpose};
use domain::suggest::Model;
use domain::time::zh_datetime;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::staff::intake_form::{self, RatingView};
use web::present::{self, Told};
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, see_other};

/// The case, if it came in at this officer's agency and was opened.
async fn opened(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = app.store.case(id).await?.ok_or(AppError::NotFound)?;
    let petition = &case.file.head.petition;
    if petition
        .path
        .first()
        .is_none_or(|intake| intake.code != officer.agency)
    {
        return Err(AppError::NotFound);
    }
    match petition.status.kind() {
        // Reading what was written is opening it; that is a button of its own.
        StatusKind::Filed => Err(AppError::conflict_at(
            "这件信访还没有调阅，请从列表中打开。",
            "/staff/intake/web",
            "返回网信登记",
        )),
        StatusKind::Withdrawn => Err(AppError::conflict_at(
            "信访人已经撤回了这件信访。",
            "/staff/intake/web?tab=withdrawn",
            "查看已撤回的信访",
        )),
        _ => Ok(case),
    }
}

fn blocked(petition: &Petition) -> Option<String> {
    match petition.status.kind() {
        StatusKind::Opened | StatusKind::Registered => None,
        _ => Some(format!(
            "这件信访已经转送{}，登记内容不能再改。",
            petition.holder.name
        )),
    }
}

/// `GET /staff/intake/web/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = opened(&app, &officer, id).await?;
    let title = app.store.open_field(&case.file.head, SealedField::Title)?;
    let csrf = visit.csrf(&app);
    let state = match case.registration() {
        Some(saved) => form::filled(csrf, saved),
        None => form::prefilled(csrf, &case.file.detail, case.file.head.petition.division, &title),
    };
    Ok(html(page(&app, &visit, &officer, &case, title, state)))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    title: String,
    state: FormState,
) -> templates::Markup {
    let petition = &case.file.head.petition;
    let detail = &case.file.detail;
    let id = petition.id;
    let chosen = !state.value("category").is_empty();
    let suggested = Model::built_in().suggest(&title, &detail.content);
    intake_form::page(&intake_form::View {
        suggestions: suggested
            .into_iter()
            .filter(|_| !chosen)
            .map(|suggestion| suggestion.category)
            .collect(),
        shell: staff_shell(app, visit, Some(officer)),
        rating: rating_view(&state, case.file.head.anonymous),
        form: state,
        id: id.to_string(),
        version: petition.version.to_string(),
        number: petition.number.to_string(),
        title,
        petitioner: if detail.petitioner.anonymous {
            detail.petitioner.name.clone()
        } else {
            mask_name(&detail.petitioner.name)
        },
        phone: detail
            .petitioner
            .mobile
            .as_deref()
            .map(mask_mobile)
            .unwrap_or_default(),
        co_petitioners: present::co_petitioners(&detail.co_petitioners).unwrap_or_default(),
        place: domain::division::full_name(petition.division),
        address: detail.address.clone(),
        category_hint: detail.category_hint.clone().unwrap_or_default(),
        received: zh_datetime(petition.filed_at),
        content: detail.content.clone(),
        files: present::files(
            &present::filed_attachments(&case.file),
            &format!("/staff/petitions/{id}/attachments"),
        ),
        materials: present::materials(&case.file, &format!("/staff/petitions/{id}/attachments")),
        deadline: present::deadline_bar(petition, visit.now(), true),
        record: present::timeline(
            petition,
            &case.all_events(),
            &format!("/staff/petitions/{id}/letters"),
            Told::ToStaff,
        ),
        purposes: form::purposes(),
        procedures: form::procedures(),
        blocked: blocked(petition),
    })
}

/// What the rule says for the values in the form as far as they are chosen.
fn rating_view(state: &FormState, anonymous: bool) -> RatingView {
    let flags = Flags::from_names(
        state
            .values
            .iter()
            .filter(|(name, _)| name == "flags")
            .map(|(_, v)| v.as_str()),
    );
    let initial = state.value("initial") != "repeat";
    let purpose = Purpose::from_code(state.value("purpose"));
    let scope = rating_scope(
        initial,
        anonymous,
        flags.litigation_related,
        purpose.unwrap_or(Purpose::Other),
    );
    match (scope, purpose) {
        (RatingScope::Must, _) => RatingView::Must,
        (RatingScope::OfficerDecides, _) => RatingView::Free,
        (RatingScope::Barred(reasons), _) => {
            RatingView::Barred(reasons.iter().map(|reason| reason.label().to_owned()).collect())
        }
    }
}

/// `POST /staff/intake/web/{id}`
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case = opened(&app, &officer, id).await?;
    let head = &case.file.head;
    let case_page = format!("/staff/petitions/{id}");
    if let Some(reason) = blocked(&head.petition) {
        return Err(AppError::conflict_at(reason, case_page, "查看信访件"));
    }
    if sent.text("version") != head.petition.version.to_string() {
        let who = "在您打开这一页之后，有人保存过登记，或者信访人补充了材料；您的内容没有保存。请重新打开，看看改动再填。";
        return Err(AppError::conflict_at(
            who,
            format!("/staff/intake/web/{id}"),
            "重新打开登记表",
        ));
    }
    let mut state = sent.state(visit.csrf(&app));
    let Some(registration) = form::parse(&sent, &mut state, head.anonymous) else {
        let title = app.store.open_field(head, SealedField::Title)?;
        return Ok(invalid(page(&app, &visit, &officer, &case, title, state)));
    };
    steps::register(&app, &officer.reference(), head, registration, visit.now()).await?;
    Ok(see_other(&match sent.text("next") {
        "transfer" => format!("{case_page}/transfer"),
        _ => format!("{case_page}?done=registered"),
    }))
}
