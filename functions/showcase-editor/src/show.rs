//! `GET /staff/showcase/{id}`: a case as its officers have it, and what one may do now.

use crate::go::item;
use crate::list::tags_of;
use crate::reach::{allowed, known, path};
use axum::extract::State;
use domain::access::Action;
use domain::ids::ShowcaseId;
use domain::showcase::{Field, Public, Refusal, Showcase, Work};
use templates::components::action::ActionItem;
use templates::staff::showcase::show::{View, page};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Path, Query, Result, Visit, html};

/// `GET /staff/showcase/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    Query(query): Query,
) -> Result {
    let showcase = known(&app, &officer, id).await?;
    let shown = match showcase.public {
        Public::Shown { since, at } if showcase.work == Work::None => Some((since, at)),
        _ => None,
    };
    let mut case = web::cases::text(&showcase.words, shown);
    case.more.clear();
    Ok(html(page(&View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        number: showcase.number.to_string(),
        petition: if allowed(&officer, Action::ReadCase) {
            format!("/staff/petitions/{}", showcase.petition)
        } else {
            String::new()
        },
        case,
        tags: tags_of(&showcase),
        facts: facts(&showcase),
        bars: bars(&showcase).unwrap_or_default(),
        explained: showcase
            .explained
            .iter()
            .map(|one| (one.words.clone(), one.reason.label().to_owned()))
            .collect(),
        doubts: doubts(&showcase),
        trail: showcase
            .trail
            .iter()
            .rev()
            .enumerate()
            .map(|(n, trace)| item(trace, n == 0))
            .collect(),
        actions: actions(&officer, &showcase, &visit.csrf(&app)),
        flash: flash(query.text("done"), &showcase).to_owned(),
    })))
}

fn flash(done: &str, showcase: &Showcase) -> &'static str {
    match done {
        "submitted" if showcase.work == Work::Waiting => "已送审，由另一位同事审核。",
        "taken-back" => "已取回，可以修改。",
        "published" if showcase.is_shown() => "已公开，最迟一分钟后大家都能看到。",
        "sent-back" => "已退回给起草的同事。",
        "withdrawn" if !showcase.is_shown() => "已撤下，最迟一分钟后大家都看不到了。",
        "wish" => "已记录。",
        "dropped" => "已放弃修改，回到公开过的一稿。",
        _ => "",
    }
}

fn facts(showcase: &Showcase) -> Vec<(String, String)> {
    let facts = match &showcase.wish {
        None => vec![("答复", "还没有问".to_owned())],
        Some(wish) => vec![
            ("答复", wish.answer.label().to_owned()),
            (
                "怎样问的",
                format!("{}，{}", wish.way.label(), domain::time::zh_date(wish.on)),
            ),
            ("谁问的", wish.by.name.clone()),
        ],
    };
    facts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// What bars the publication, while somebody writes or somebody else is to approve.
fn bars(showcase: &Showcase) -> Option<String> {
    let what = match showcase.work {
        Work::None => return None,
        Work::Draft | Work::SentBack => "还不能送审",
        Work::Waiting => "还不能发布",
    };
    let refusal = showcase.ready().err()?;
    Some(format!("{what}：{refusal}。"))
}

/// Names and addresses that the words seem to hold still.
fn doubts(showcase: &Showcase) -> Vec<(String, String)> {
    let mut doubts = Vec::new();
    for field in Field::ALL {
        let text = showcase.words.get(field);
        for find in showcase.words.finds(field) {
            let one = (find.kind.label().to_owned(), find.words(text).to_owned());
            if !find.kind.is_number() && !doubts.contains(&one) {
                doubts.push(one);
            }
        }
    }
    doubts
}

fn actions(officer: &Officer, showcase: &Showcase, csrf: &str) -> Vec<ActionItem> {
    let href = path(showcase.id);
    let post = |label: &str, step: &str| {
        let fields = [
            ("csrf", csrf.to_owned()),
            ("revision", showcase.revision.to_string()),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        ActionItem::post(label, format!("{href}/{step}"), fields.into())
    };
    let waiting = showcase.work == Work::Waiting;
    let writing = matches!(showcase.work, Work::Draft | Work::SentBack);
    let mut actions = Vec::new();
    if waiting && allowed(officer, Action::ApproveShowcase) {
        let own = showcase.authors.contains(&officer.id);
        let blocked = own.then_some(Refusal::Own).or_else(|| showcase.ready().err());
        actions.push(match blocked {
            Some(reason) => ActionItem::blocked("同意发布", reason.to_string()),
            None => post("同意发布", "approve").noted("发布以后，大家马上看得到。请先逐字看一遍。"),
        });
        actions.push(match own {
            true => ActionItem::blocked("退回", Refusal::Own.to_string()),
            false => ActionItem::link("退回", format!("{href}/back")),
        });
    }
    if allowed(officer, Action::EditShowcase) {
        if writing {
            actions.push(match showcase.ready() {
                Ok(()) => post("送审", "submit").noted("送审表示您已经逐字看过，没有能认出信访人的内容。"),
                Err(reason) => ActionItem::blocked("送审", reason.to_string()),
            });
        }
        let edit = if showcase.work == Work::None && showcase.is_shown() {
            "修改（要重新审核）"
        } else {
            "修改"
        };
        actions.push(if waiting {
            ActionItem::blocked(edit, Refusal::IsWaiting.to_string())
        } else {
            ActionItem::link(edit, format!("{href}/edit"))
        });
        actions.extend(waiting.then(|| post("取回", "take-back")));
        actions.push(ActionItem::link("记录信访人意愿", format!("{href}/wish")));
        if writing {
            let label = if showcase.public == Public::Never {
                "删除稿子"
            } else {
                "放弃修改"
            };
            actions.push(ActionItem::link(label, format!("{href}/drop")));
        }
    }
    if showcase.is_shown() && allowed(officer, Action::WithdrawShowcase) {
        actions.push(ActionItem::link("撤下", format!("{href}/withdraw")));
    }
    let first = actions.iter().position(|action| action.blocked.is_none());
    if let Some(first) = first {
        actions[first].primary = true;
    }
    actions.push(ActionItem::link("看公开的样子", format!("{href}/preview")));
    if showcase.is_shown() {
        actions.push(ActionItem::link(
            "看现在公开的一版",
            web::cases::path(showcase.id),
        ));
    }
    actions
}
