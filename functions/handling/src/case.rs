//! `GET /staff/petitions/{id}`: the case — summary, timeline, letters, attachments, and on the right what
//! this officer may do, each with its reason where it is greyed.

use crate::related;
use crate::scope::{allowed, lies_elsewhere, other_way, visible};
use crate::suspension;
use crate::transfer;
use axum::extract::State;
use domain::access::Action;
use domain::accused::Accused;
use domain::contact::{mask_address, mask_mobile, mask_name};
use domain::ending::Ending;
use domain::ids::PetitionId;
use domain::incoming::Incoming;
use domain::petition::{Petition, StatusKind};
use domain::registration::Channel;
use domain::showcase::why_not;
use domain::time::{local_date, zh_date, zh_datetime};
use store::cases::{CaseFile, Detail};
use store::head::SealedField;
use store::links::Linked;
use templates::components::action::ActionItem;
use templates::components::link::Link;
use templates::components::tag::{Tag, Tone};
use templates::layout::Menu;
use templates::staff::case;
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
pub(crate) struct Beside {
    /// A handling record as typed, and what was wrong with it.
    pub(crate) form: FormState,
    /// What was just done; may be empty.
    pub(crate) flash: String,
    /// What it is linked to.
    pub(crate) linked: Linked,
}

/// The case and what it is linked to, at the same time; and the settings, which the page goes by, if the process has no
/// fresh copy.
pub(crate) async fn seen(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
) -> Result<(CaseFile, Linked)> {
    let (case, linked, _) = tokio::try_join!(
        visible(app, officer, id),
        async { Ok(app.store.linked(id).await?) },
        async { Ok(app.store.settings(visit.now()).await?) }
    )?;
    Ok((case, linked))
}

pub(crate) async fn page(
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
        summary: file
            .registration()
            .map(|r| r.summary.as_str().to_owned())
            .unwrap_or_default(),
        content: file.file.detail.content.clone(),
        related: related::cases(app, officer, &beside.linked).await?,
        more_related: beside.linked.more,
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
    }))
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
        "concluded" => "已办结。",
        "noted" => "办理记录已记下。",
        "received" => "领导公开接访已记下，在“办理过程”里。",
        "read" => "已标为看过，列表中不再提示。",
        _ => "",
    };
    said.to_owned()
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

fn flags(file: &CaseFile) -> Vec<Tag> {
    let urgent = |label: &str| matches!(label, "扬言" | "重大紧急");
    let labels = file
        .registration()
        .map(|registration| registration.flags.labels())
        .unwrap_or_default();
    let new = present::new_material(file.file.head.petition.new_material);
    let stopped = file.file.head.petition.suspended().map(|_| present::stopped());
    stopped
        .into_iter()
        .chain(new)
        .chain(
            labels
                .into_iter()
                .map(|label| Tag::new(label, if urgent(label) { Tone::Urgent } else { Tone::Quiet })),
        )
        .collect()
}

/// Where officers of the office that was visited go on with the visit itself.
fn of_a_visit(officer: &Officer, petition: &Petition) -> Vec<ActionItem> {
    let id = petition.id;
    let pages = [
        (Action::ReadVisits, "接谈", format!("/staff/interviews/{id}")),
        (
            Action::RegisterVisit,
            "接谈单",
            format!("/staff/intake/visits/{id}/slip"),
        ),
        (
            Action::RecordReception,
            "领导公开接访",
            format!("/staff/intake/visits/{id}/reception"),
        ),
    ];
    let allowed = pages
        .into_iter()
        .filter(|(action, _, _)| allowed(officer, *action));
    allowed
        .map(|(_, label, href)| ActionItem::link(label, href))
        .collect()
}

/// Facts of the registration and of the petitioner, masked.
fn facts(file: &CaseFile) -> Vec<(String, String)> {
    let detail = &file.file.detail;
    let petition = &file.file.head.petition;
    let mut facts = vec![
        ("信访形式", petition.channel.label().to_owned()),
        ("收到", zh_datetime(petition.filed_at)),
    ];
    let person = &detail.petitioner;
    if person.anonymous {
        facts.push(("信访人", person.name.clone()));
    } else {
        facts.push(("信访人", mask_name(&person.name)));
        facts.extend(
            person
                .mobile
                .as_deref()
                .map(|mobile| ("手机号", mask_mobile(mobile))),
        );
        facts.extend(
            person
                .addresses
                .first()
                .map(|(_, address)| ("住址", mask_address(address))),
        );
    }
    facts.extend(present::co_petitioners(&detail.co_petitioners).map(|people| ("联名人", people)));
    facts.extend(detail.letter.iter().flat_map(|letter| on_paper(letter)));
    facts.extend(present::interviews::facts(
        detail.visit.as_deref(),
        petition.interview.as_ref(),
    ));
    facts.push(("问题属地", domain::division::full_name(petition.division)));
    if !detail.address.is_empty() {
        facts.push(("详细地址", detail.address.clone()));
    }
    if let Some(registration) = file.registration() {
        facts.push(("内容分类", registration.category.to_string().replace('/', " › ")));
        facts.push(("信访目的", registration.purpose.label().to_owned()));
        facts.push(("诉求分类处理", registration.procedure.label().to_owned()));
        facts.push((
            "初次或重复",
            if registration.initial { "初次" } else { "重复" }.to_owned(),
        ));
        if registration.repeat_number > 0 {
            facts.push((
                "重复次数",
                format!("以前反映过 {} 次", registration.repeat_number),
            ));
        }
        facts.push(("信访人数", format!("{} 人", registration.people_count)));
        if registration.people_affected > 0 {
            facts.push(("涉及人数", format!("{} 人", registration.people_affected)));
        }
        facts.extend(registration.accused.iter().flat_map(accused));
        let public = if registration.public {
            "可以公开"
        } else {
            "不公开"
        };
        facts.push(("办结后", public.to_owned()));
    }
    facts.push((
        "满意度评价",
        match petition.rating {
            Some(true) => "纳入",
            Some(false) => "不纳入",
            None => "登记时确定",
        }
        .to_owned(),
    ));
    facts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Who is accused; the agencies that are do not see it.
fn accused(accused: &Accused) -> Vec<(&'static str, String)> {
    let post = [
        accused.level.label(),
        accused.post.as_str(),
        accused.address.as_str(),
    ];
    let post: Vec<&str> = post.into_iter().filter(|words| !words.is_empty()).collect();
    vec![
        ("被揭发控告", format!("{}（{}）", accused.name, post.join("，"))),
        ("所在单位", accused.unit.clone()),
    ]
}

/// Whether there is anything of the petitioner to see in full: an anonymous letter may come in an envelope with a name.
fn is_known(detail: &Detail) -> bool {
    let envelope = detail.letter.as_ref().map(|letter| &letter.envelope);
    let written = envelope.is_some_and(|one| !one.sender_name.is_empty() || !one.sender_address.is_empty());
    !detail.petitioner.anonymous || written
}

/// What is known of a letter besides its matter; who sent it by the envelope is masked.
fn on_paper(letter: &Incoming) -> Vec<(&'static str, String)> {
    let envelope = &letter.envelope;
    let stamped = envelope.postmark_date.map(zh_date).unwrap_or_default();
    let postmark = [envelope.postmark_place.clone(), stamped];
    let postmark: Vec<String> = postmark.into_iter().filter(|part| !part.is_empty()).collect();
    let masked = |text: &str, mask: fn(&str) -> String| match text {
        "" => String::new(),
        text => mask(text),
    };
    let reply = if letter.reply_known { "清楚" } else { "不清楚" };
    let facts = [
        ("收信日期", zh_date(letter.received)),
        ("收信人", letter.addressee.clone()),
        ("邮戳", postmark.join("　")),
        ("信封寄信人", masked(&envelope.sender_name, mask_name)),
        ("信封地址", masked(&envelope.sender_address, mask_address)),
        ("挂号信号码", envelope.registered_number.clone()),
        ("回信地址", reply.to_owned()),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// 告知法定途径、直接回复: what needs no acceptance, as long as nothing was accepted.
fn ends(officer: &Officer, petition: &Petition) -> Vec<(Ending, ActionItem)> {
    let before = matches!(
        petition.status.kind(),
        StatusKind::Opened | StatusKind::Registered | StatusKind::Transferred
    );
    let ends = [Ending::Route, Ending::DirectReply]
        .into_iter()
        .filter(|_| before);
    ends.filter_map(|ending| Some((ending, present::endings::action(officer, petition, ending)?)))
        .collect()
}

/// Every step of handling in its order: the possible ones as buttons, the others with the reason. First of all the end that
/// an interview leads to, or that is owed to a demand that goes another lawful way.
async fn actions(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    file: &CaseFile,
    next: Option<Ending>,
) -> Result<Vec<ActionItem>> {
    let clock = match allowed(officer, Action::SuspendCase) {
        true => {
            let any = !suspension::grounds(app, visit).await?.is_empty();
            suspension::action(officer, &file.file.head.petition, any, local_date(visit.now()))
        }
        false => None,
    };
    Ok(steps(officer, file, clock, &visit.csrf(app), next))
}

fn steps(
    officer: &Officer,
    file: &CaseFile,
    clock: Option<ActionItem>,
    csrf: &str,
    next: Option<Ending>,
) -> Vec<ActionItem> {
    use StatusKind as S;
    let petition = &file.file.head.petition;
    let id = petition.id;
    let state = petition.status.kind();
    let elsewhere = lies_elsewhere(officer, petition);
    let other_way = other_way(petition);
    let relinked = transfer::relinked(petition);
    let step = |label: &str, action: Action, path: &str, when: &[StatusKind], otherwise: &str| {
        if !allowed(officer, action) {
            return None;
        }
        let is_handling = matches!(path, "accept" | "opinion");
        let closed = elsewhere.as_ref().or(relinked
            .as_ref()
            .filter(|_| matches!(path, "transfer" | "assign")));
        Some(match closed.or(other_way.as_ref().filter(|_| is_handling)) {
            Some(reason) => ActionItem::blocked(label, reason),
            None if when.contains(&state) => ActionItem::link(label, format!("/staff/petitions/{id}/{path}")),
            None => ActionItem::blocked(label, otherwise),
        })
    };
    let (first, others): (Vec<_>, Vec<_>) =
        ends(officer, petition).into_iter().partition(|(ending, item)| {
            next == Some(*ending) || (*ending == Ending::Route && item.blocked.is_none())
        });
    let mut actions: Vec<ActionItem> = first.into_iter().map(|(_, item)| item).collect();
    if allowed(officer, Action::RegisterPetition)
        && matches!(state, S::Opened | S::Registered)
        && elsewhere.is_none()
    {
        actions.push(ActionItem::link("修改登记", format!("/staff/intake/web/{id}")));
    }
    let transfer = match state {
        S::Opened => "登记完成后才能转送",
        S::Concluded => "已经办结",
        _ => "已经受理，不能再转送",
    };
    let assign = match state {
        S::Opened => "登记完成后才能交办",
        S::Concluded => "已经办结",
        _ => "已经受理，不能再交办",
    };
    let accept = match state {
        S::Opened | S::Registered => "转送到责任单位后由其受理",
        S::Concluded => "已经办结",
        _ => "已经受理",
    };
    let opinion = match state {
        S::Replied | S::Concluded => "已经答复",
        _ => "受理后才能出具处理意见",
    };
    let conclude = if state == S::Concluded {
        "已经办结"
    } else {
        "答复后才能办结"
    };
    actions.extend(step(
        "转送",
        Action::TransferCase,
        "transfer",
        &[S::Registered, S::Transferred],
        transfer,
    ));
    actions.extend(step(
        "交办",
        Action::AssignCase,
        "assign",
        &[S::Registered, S::Transferred],
        assign,
    ));
    actions.extend(others.into_iter().map(|(_, item)| item));
    actions.extend(step(
        "受理",
        Action::HandleCase,
        "accept",
        &[S::Transferred],
        accept,
    ));
    actions.extend(step(
        "出具处理意见",
        Action::HandleCase,
        "opinion",
        &[S::Accepted],
        opinion,
    ));
    actions.extend(step(
        "办结",
        Action::HandleCase,
        "conclude",
        &[S::Replied],
        conclude,
    ));
    actions.extend(clock);
    if petition.new_material && allowed(officer, Action::ReadMaterial) && elsewhere.is_none() {
        let fields = [
            ("csrf", csrf.to_owned()),
            ("version", petition.version.to_string()),
        ];
        actions.push(ActionItem::post(
            "新材料已阅",
            format!("/staff/petitions/{id}/materials/read"),
            fields.map(|(name, value)| (name.to_owned(), value)).into(),
        ));
    }
    if allowed(officer, Action::EditShowcase) {
        let label = "选登为案例";
        actions.push(match why_not(petition, file.file.detail.petitioner.anonymous) {
            Some(reason) => ActionItem::blocked(label, reason),
            None => ActionItem::link(label, format!("/staff/showcase/new?petition={id}")),
        });
    }
    let first = actions.iter().position(|action| action.blocked.is_none());
    if let Some(first) = first {
        actions[first].primary = true;
    }
    let registered_here = petition.came_in_at(&officer.agency);
    if petition.channel == Channel::Letter && registered_here && allowed(officer, Action::RegisterLetter) {
        actions.push(ActionItem::link(
            "查询码条",
            format!("/staff/intake/letters/{id}/slip"),
        ));
    }
    if petition.channel == Channel::Visit && registered_here {
        actions.extend(of_a_visit(officer, petition));
    }
    actions.push(ActionItem::print("打印"));
    actions
}
