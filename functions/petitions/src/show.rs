//! `GET /petitions/{id}`: 查看办理过程 — the petitioner's own petition: timeline, deadline, letters, what
//! one can do now and, where not, why.

use axum::extract::State;
use domain::ids::PetitionId;
use domain::petition::Status;
use domain::time::zh_date;
use store::cases::PetitionFile;
use store::head::{Head, SealedField};
use templates::components::action::ActionItem;
use templates::components::link::Link;
use templates::components::tag::Tag;
use templates::public::petition;
use web::present::{self, Told};
use web::render::public_shell;
use web::session::Citizen;
use web::{App, AppError, Path, Query, Result, Visit, html, tell};

/// The petition, if it is this citizen's; anybody else's does not exist.
pub(crate) async fn own(app: &App, citizen: &Citizen, id: PetitionId) -> Result<PetitionFile> {
    let file = app.store.petition(id).await?.ok_or(AppError::NotFound)?;
    if file.head.owner == Some(citizen.id) {
        Ok(file)
    } else {
        Err(AppError::NotFound)
    }
}

/// The header alone, if it is this citizen's.
pub(crate) async fn own_head(app: &App, citizen: &Citizen, id: PetitionId) -> Result<Head> {
    let head = app.store.head(id).await?;
    head.filter(|head| head.owner == Some(citizen.id))
        .ok_or(AppError::NotFound)
}

/// `GET /petitions/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let (file, sent) = tokio::try_join!(own(&app, &citizen, id), async {
        Ok(app.store.codes_sent(id, visit.now()).await?)
    })?;
    let sms = crate::code::offer(&app, &visit, &citizen, &file.head.petition, sent)?;
    let flash = match query.text("done") {
        "code" => code_sent(sms.as_ref()),
        "added" => "补充的材料已经交给办理单位，工作人员会看到。".to_owned(),
        "withdrawn" => "已撤回。这件信访不会再办理；需要时可以重新反映。".to_owned(),
        done => tell::switched(done),
    };
    let petition = &file.head.petition;
    let code = app.store.open_field(&file.head, SealedField::Code)?;
    let events: Vec<_> = file.events.iter().collect();
    let letters = format!("/petitions/{id}/letters");
    let (now, rate) = present::now_box(petition, visit.now(), &format!("/rate/{id}"));
    Ok(html(petition::page(&petition::View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        number: petition.number.to_string(),
        title: app.store.open_field(&file.head, SealedField::Title)?,
        status: Tag::status(petition.status.kind().label()),
        agency: present::holder(petition),
        deadline: present::deadline_bar(petition, visit.now(), false),
        now,
        timeline: present::timeline(petition, &events, &letters, Told::ToPetitioner, visit.now()),
        actions: actions(id, &file, rate),
        query_code: present::grouped_code(&code),
        sms,
        place: domain::division::full_name(petition.division),
        address: file.detail.address.clone(),
        category: file.detail.category_hint.clone().unwrap_or_default(),
        co_petitioners: file
            .detail
            .co_petitioners
            .iter()
            .map(|person| person.name.clone())
            .collect(),
        content: file.detail.content.clone(),
        files: present::files(
            &present::filed_attachments(&file),
            &format!("/petitions/{id}/attachments"),
        ),
        materials: present::materials(&file, &format!("/petitions/{id}/attachments")),
        letters: file
            .letters
            .iter()
            .map(|letter| {
                Link::new(
                    format!("{letters}/{}", letter.id),
                    format!("{}（{}）", letter.kind.title(), letter.number),
                )
            })
            .collect(),
        messages: tell::step_messages(
            &app,
            &visit,
            &file.head,
            file.steps_told,
            format!("/petitions/{id}/messages"),
        )?,
        ratings: present::ratings::cards(&file.events, &file.rating_texts, Told::ToPetitioner),
        flash,
    })))
}

fn code_sent(sms: Option<&petition::CodeBySms>) -> String {
    let to = sms.map(|sms| sms.to.as_str()).unwrap_or_default();
    format!("查询码的短信已经发往 {to}，几分钟内会收到。")
}

/// What one may do here besides rating, whose button stands further up unless it is the grey one, `rate`.
fn actions(id: PetitionId, file: &PetitionFile, rate: Option<ActionItem>) -> Vec<ActionItem> {
    let petition = &file.head.petition;
    let mut actions: Vec<ActionItem> = rate.into_iter().collect();
    if petition.status != Status::Withdrawn {
        actions.push(ActionItem::link("打印查询单", format!("/petitions/{id}/receipt")));
    }
    actions.push(match petition.material_refusal() {
        None => ActionItem::link("补充材料", format!("/petitions/{id}/materials")),
        Some(refusal) => ActionItem::blocked("补充材料", refusal.to_string()),
    });
    let opened = file
        .events
        .iter()
        .find(|e| matches!(e.body, domain::event::Body::Opened));
    actions.push(match (&petition.status, opened) {
        (Status::Filed, _) => ActionItem::link("撤回", format!("/petitions/{id}/withdraw")),
        (Status::Withdrawn, _) => ActionItem::blocked("撤回", "您已经撤回"),
        (_, Some(event)) => {
            let day = zh_date(domain::time::local_date(event.at));
            ActionItem::blocked("撤回", format!("工作人员 {day} 已查看，不能再撤回"))
        }
        (_, None) => ActionItem::blocked("撤回", "工作人员已查看，不能再撤回"),
    });
    actions
}
