//! `GET /staff/petitions/{id}`: the case — summary, timeline, letters, attachments, and on the right what
//! this officer may do, each with its reason where it is greyed.

mod actions;
mod facts;

use crate::related;
use crate::scope::{allowed, visible};
use actions::actions;
use axum::extract::State;
use domain::access::Action;
use domain::event::{Body, By};
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use domain::registration::Channel;
use facts::{facts, flags, is_known};
use store::cases::CaseFile;
use store::head::SealedField;
use store::links::Linked;
use templates::components::link::Link;
use templates::components::tag::Tag;
use templates::layout::Menu;
use templates::staff::{batch_transfer, case, letters, visits};
use web::present::{self, Told};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, FormState, Path, Query, Result, Visit, html};

/// `GET /staff/petitions/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let (case, linked) = seen(&app, &visit, &officer, id).await?;
    let beside = Beside {
        form: FormState::new(visit.csrf(&app)),
        flash: flash(query.text("done"), &case),
        linked,
    };
    Ok(html(page(&app, &visit, &officer, &case, beside).await?))
}

/// What stands on the page besides the case.
struct Beside {
    /// A handling record as typed, and what was wrong with it.
    form: FormState,
    /// What was just done; may be empty.
    flash: String,
    /// What it is linked to.
    linked: Linked,
}

/// The case and what it is linked to, at the same time; and the settings, if the process has no fresh copy, for who may
/// stop a clock on the grounds in them.
async fn seen(app: &App, visit: &Visit, officer: &Officer, id: PetitionId) -> Result<(CaseFile, Linked)> {
    let (case, linked, ()) = tokio::try_join!(
        visible(app, officer, id),
        async { Ok(app.store.linked(id).await?) },
        async {
            if allowed(officer, Action::SuspendCase) {
                app.store.settings(visit.now()).await?;
            }
            Ok(())
        }
    )?;
    Ok((case, linked))
}

/// The page once more, with a form of it as it was typed and what was wrong.
pub(crate) async fn again(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    form: FormState,
) -> Result<templates::Markup> {
    let (case, linked) = seen(app, visit, officer, id).await?;
    let beside = Beside {
        form,
        flash: String::new(),
        linked,
    };
    page(app, visit, officer, &case, beside).await
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    file: &CaseFile,
    beside: Beside,
) -> Result<templates::Markup> {
    let petition = &file.file.head.petition;
    let base = format!("/staff/petitions/{}", petition.id);
    let letters = format!("{base}/letters");
    let attachments = format!("{base}/attachments");
    let events = present::known_to(file, &officer.agency);
    let next = present::endings::next_step(officer, file);
    Ok(case::page(&case::View {
        shell: staff_shell(app, visit, Some(officer)),
        number: petition.number.to_string(),
        title: app.store.open_field(&file.file.head, SealedField::Title)?,
        status: Tag::status(petition.status.kind().label()),
        flags: flags(file),
        agency: present::holder(petition),
        deadline: present::deadline_bar(petition, visit.now(), true),
        facts: facts(file),
        petitioner: is_known(&file.file.detail).then(|| format!("{base}/petitioner")),
        threat: file
            .registration()
            .and_then(|registration| registration.threat_text.clone())
            .unwrap_or_default(),
        alert: alert(officer, petition, &beside.form),
        summary: file
            .registration()
            .map(|r| r.summary.as_str().to_owned())
            .unwrap_or_default(),
        content: file.file.detail.content.clone(),
        related: related::cases(app, officer, &beside.linked).await?,
        more_related: beside.linked.more,
        joined: joined(officer, file),
        timeline: present::timeline(petition, &events, &letters, Told::ToStaff, visit.now()),
        letters: file
            .file
            .letters
            .iter()
            .chain(&file.letters)
            .map(|l| {
                Link::new(
                    format!("{letters}/{}", l.id),
                    format!("{}（{}）", l.kind.title(), l.number),
                )
            })
            .collect(),
        rating: present::ratings::standing(petition, visit.now()),
        ratings: present::ratings::cards(&file.file.events, &file.file.rating_texts, Told::ToStaff),
        files: present::files(&present::filed_attachments(&file.file), &attachments),
        materials: present::materials(&file.file, &attachments),
        actions: actions(
            app,
            visit,
            officer,
            file,
            next.as_ref().map(|(ending, _)| *ending),
        )
        .await?,
        next: next.map(|(_, words)| words).unwrap_or_default(),
        note: allowed(officer, Action::NoteCase).then(|| case::Note {
            action: format!("{base}/notes"),
            version: petition.version.to_string(),
            form: beside.form,
        }),
        assignments: present::assignments::of_case(&petition.assignments, visit.now()),
        approvals: present::approvals::of_case(file, &officer.agency, |one| {
            allowed(officer, one.kind.action())
        })?,
        flash: beside.flash,
        menu: menu(petition),
        back: list(officer, petition),
    }))
}

/// 又收到的来信, the newest first; the record is with the office that registered it.
fn joined(officer: &Officer, file: &CaseFile) -> Vec<case::Joined> {
    let letters = file.internal.iter().rev().filter_map(|event| {
        let Body::LetterJoined {
            brief,
            number,
            received,
            count,
        } = &event.body
        else {
            return None;
        };
        let own = matches!(&event.by, By::Officer(by) if by.agency.code == officer.agency);
        Some(case::Joined {
            words: present::joined(*number, *received, *count),
            href: (own && allowed(officer, Action::ReadLetters))
                .then(|| format!("/staff/intake/letters/brief/{brief}")),
        })
    });
    letters.collect()
}

/// 紧急情况 that the officer's agency has not reported yet.
fn alert(officer: &Officer, petition: &Petition, form: &FormState) -> Option<case::Alert> {
    let waits = domain::alert::waits_at(petition, &officer.agency);
    let alert = petition.alert.filter(|_| waits)?;
    Some(case::Alert {
        why: alert.labels().join("、"),
        action: allowed(officer, Action::ReportAlert)
            .then(|| format!("/staff/petitions/{}/alert", petition.id)),
        form: form.clone(),
    })
}

/// How the petitioner gets the letter that a step issued, as far as the system does it.
fn delivered(file: &CaseFile) -> &'static str {
    let person = &file.file.detail.petitioner;
    match file.file.head.petition.channel {
        Channel::Web => "已发给信访人",
        _ if person.mobile.is_some() => "已用短信告诉信访人，要寄出的请从“文书”里打印",
        _ if !person.addresses.is_empty() => "在“文书”里，请打印寄给信访人",
        _ => "在“文书”里：信访人没有留手机号和地址，凭姓名和查询码能看到",
    }
}

fn flash(done: &str, file: &CaseFile) -> String {
    let delivered = delivered(file);
    let said = match done {
        "transferred" => return format!("已转送。转送告知书{delivered}。"),
        "assigned" => return format!("已交办，交办函在“文书”里。告知书{delivered}。"),
        "accepted" => return format!("已受理。受理告知书{delivered}。"),
        "replied" => return format!("已答复。处理意见书{delivered}。"),
        "directed" => return format!("这一件已办结。法定途径告知书{delivered}。"),
        "direct-replied" => return format!("这一件已办结。答复函{delivered}。"),
        "registered" => "登记已保存。",
        "submitted" => "已送审，批示后会在这里和工作台提示。",
        "suspended" => "计时已中止，信访人能看到事由和依据。",
        "resumed" => "计时已恢复，信访人能看到新的期限。",
        "corrected" => {
            "已更正。以后的短信和文书用新的信息，已经出具的文书不变；查询码没有变，查询时用新的姓名。"
        }
        "concluded" => "已办结。",
        "noted" => "办理记录已记下。",
        "alert-reported" => "已记录报告情况，本单位工作台不再提示。",
        "received" => "领导公开接访已记下，在“办理过程”里。",
        "read" => "已标为看过，列表中不再提示。",
        _ => "",
    };
    said.to_owned()
}

/// The list in which it stands for the officer's agency, if it stands in one that the officer may read.
fn list(officer: &Officer, petition: &Petition) -> Option<Link> {
    let held = petition.holder.code == officer.agency;
    let (action, href, text) = match petition.status.kind() {
        StatusKind::Transferred if held => (Action::ReadInbox, "/staff/inbox", "返回单位收件"),
        StatusKind::Accepted | StatusKind::Replied if held => {
            (Action::ReadInbox, "/staff/todo", "返回办理中")
        }
        StatusKind::Concluded if held => (Action::ReadInbox, "/staff/done", "返回已办"),
        _ if !petition.came_in_at(&officer.agency) => return None,
        _ => match petition.channel {
            Channel::Letter => (Action::ReadLetters, letters::LIST, "返回来信登记"),
            Channel::Visit => (Action::ReadVisits, visits::LIST, "返回来访登记"),
            _ => (Action::ReadIntake, batch_transfer::LIST, "返回网信登记"),
        },
    };
    allowed(officer, action).then(|| Link::new(href, text))
}

pub(crate) fn menu(petition: &Petition) -> Menu {
    match petition.status.kind() {
        StatusKind::Transferred => Menu::Inbox,
        StatusKind::Accepted | StatusKind::Replied => Menu::Todo,
        StatusKind::Concluded => Menu::Done,
        _ if petition.channel == Channel::Letter => Menu::Letters,
        _ if petition.channel == Channel::Visit => Menu::Visits,
        _ => Menu::Intake,
    }
}
