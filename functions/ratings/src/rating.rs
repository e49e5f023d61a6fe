//! What both ways of rating share: the form, the check, the one write, the thanks. A double click, a
//! reload and a second window end at the rating that was recorded first: the round in the form says
//! which one it was to be.

use crate::command;
use crate::form::{self, Wish};
use axum::response::Response;
use domain::deadline::DeadlineKind;
use domain::event::Body;
use domain::ids::PetitionId;
use domain::rating::{Grade, NoRating, Rated, RatedVia, RatingRight, RatingTurn, reasons};
use domain::time::{local_date, zh_date};
use http::StatusCode;
use store::StoreError;
use store::head::SealedField;
use store::ratings::RatingFile;
use templates::Markup;
use templates::components::link::Link;
use templates::components::select::Choice;
use templates::public::rate::{FormView, Object, Place, form_page};
use templates::public::rate_steps::{BlockedView, CheckView, DoneView, blocked_page, check_page, done_page};
use web::present::{self, Told};
use web::render::{html_with, invalid, public_shell};
use web::session::Citizen;
use web::{App, AppError, FormData, FormState, Result, Visit, html, see_other};

/// How often a rating is tried when somebody changes the case at the same moment.
const TRIES: usize = 3;

/// Who rates which petition, and how they came.
pub(crate) struct Rater {
    pub(crate) id: PetitionId,
    pub(crate) citizen: Option<Citizen>,
    pub(crate) via: RatedVia,
    pub(crate) place: Place,
}

impl Rater {
    fn told(&self) -> Told {
        match self.via {
            RatedVia::Account => Told::ToPetitioner,
            RatedVia::QueryCode => Told::ToTracker,
        }
    }

    fn thanks(&self) -> Response {
        see_other(&format!("{}/done", self.place.action))
    }
}

/// The form, or why there is none.
pub(crate) fn show(app: &App, visit: &Visit, rater: &Rater, file: &RatingFile) -> Result {
    match file.head.petition.rating_turn(local_date(visit.now())) {
        Ok(turn) => Ok(html(page(
            app,
            visit,
            rater,
            file,
            turn,
            FormState::new(visit.csrf(app)),
        )?)),
        Err(why) => Ok(html(blocked(app, visit, rater, file, why)?)),
    }
}

/// Checks what was typed, asks once more, and records it.
pub(crate) async fn rate(
    app: &App,
    visit: &Visit,
    rater: &Rater,
    file: RatingFile,
    sent: &FormData,
) -> Result {
    let petition = &file.head.petition;
    let turn = petition.rating_turn(local_date(visit.now()));
    let Some(right) = &petition.rating_right else {
        let why = turn.err().unwrap_or(NoRating::NotAnswered);
        return Ok(html_with(
            StatusCode::CONFLICT,
            blocked(app, visit, rater, &file, why)?,
        ));
    };
    let round: u8 = sent.text("round").parse().unwrap_or(0);
    let mut state = sent.state(visit.csrf(app));
    let wish = form::read(sent, &mut state, right, rater.via, round);
    if (1..=petition.ratings).contains(&round) {
        return settled(rater, &file, wish.as_ref(), round);
    }
    let turn = match turn {
        Ok(turn) if turn.round == round => turn,
        Ok(_) => return Err(AppError::bad_request("这个评价页已经过时，请重新打开评价页。")),
        Err(why) => {
            return Ok(html_with(
                StatusCode::CONFLICT,
                blocked(app, visit, rater, &file, why)?,
            ));
        }
    };
    let next = sent.text("next");
    if next == "edit" {
        let typed = sent.state(visit.csrf(app));
        return Ok(html(page(app, visit, rater, &file, turn, typed)?));
    }
    let Some(wish) = wish else {
        return Ok(invalid(page(app, visit, rater, &file, turn, state)?));
    };
    if next != "submit" {
        return Ok(html(check(app, visit, rater, &file, &wish, sent)?));
    }
    record(app, visit, rater, file, wish).await
}

/// Writes it; what an officer does to the case at the same moment only makes it be tried again.
async fn record(app: &App, visit: &Visit, rater: &Rater, mut file: RatingFile, wish: Wish) -> Result {
    let round = wish.rating.round;
    for _ in 0..TRIES {
        let (rating, text) = (wish.rating.clone(), wish.text.clone());
        match command::rate(app, &file.head, rating, text, visit.now()).await {
            Ok(_) => return Ok(rater.thanks()),
            Err(StoreError::Conflict | StoreError::Transition(_)) => {
                file = app.store.rating_file(rater.id).await?.ok_or(AppError::NotFound)?;
                if file.head.petition.ratings >= round {
                    return settled(rater, &file, Some(&wish), round);
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Conflict.into())
}

/// What is recorded for a round already: the same again is no second rating and no error.
fn settled(rater: &Rater, file: &RatingFile, wish: Option<&Wish>, round: u8) -> Result {
    let recorded = store::ratings::ratings(&file.events).find(|(_, rating)| rating.round == round);
    let text = file.texts.iter().find(|text| text.round == round);
    let same = wish.is_some_and(|wish| {
        recorded.is_some_and(|(_, rating)| rating.says_the_same(&wish.rating)) && text == Some(&wish.text)
    });
    if same {
        return Ok(rater.thanks());
    }
    Err(AppError::conflict_at(
        format!("第 {round} 次评价已经提交过了（可能是在另一个窗口），以先提交的为准，现在这一份没有生效。"),
        format!("{}/done", rater.place.action),
        "查看已经提交的评价",
    ))
}

/// Thanks, with what was recorded last.
pub(crate) fn done(app: &App, visit: &Visit, rater: &Rater, file: &RatingFile) -> Result {
    let petition = &file.head.petition;
    let mut cards = present::ratings::cards(&file.events, &file.texts, rater.told());
    let Some(card) = cards.pop() else {
        return Ok(see_other(&rater.place.action));
    };
    let today = local_date(visit.now());
    let review = petition
        .due
        .filter(|due| due.kind == DeadlineKind::ReviewWindow && today <= due.due);
    Ok(html(done_page(&DoneView {
        shell: public_shell(app, visit, rater.citizen.as_ref()),
        place: rater.place.clone(),
        number: petition.number.to_string(),
        card,
        again_by: petition
            .rating_turn(today)
            .ok()
            .map(|turn| zh_date(turn.last_day)),
        review_by: review.map(|due| zh_date(due.due)),
    })))
}

fn page(
    app: &App,
    visit: &Visit,
    rater: &Rater,
    file: &RatingFile,
    turn: RatingTurn,
    form: FormState,
) -> Result<Markup> {
    let petition = &file.head.petition;
    let first = present::ratings::cards(&file.events, &file.texts, rater.told()).pop();
    Ok(form_page(&FormView {
        shell: public_shell(app, visit, rater.citizen.as_ref()),
        place: rater.place.clone(),
        form,
        number: petition.number.to_string(),
        title: app.store.open_field(&file.head, SealedField::Title)?,
        round: turn.round,
        last_day: zh_date(turn.last_day),
        objects: petition.rating_right.as_ref().map(objects).unwrap_or_default(),
        first,
        reply: reply(rater, file),
    }))
}

/// The handling opinion, for who is signed in.
fn reply(rater: &Rater, file: &RatingFile) -> Option<Link> {
    let letter = file.events.iter().rev().find_map(|event| match &event.body {
        Body::Replied { letter, .. } | Body::Directed { letter, .. } | Body::DirectReplied { letter, .. } => {
            Some(letter)
        }
        _ => None,
    })?;
    let href = format!("/petitions/{}/letters/{}", rater.id, letter.id);
    (rater.via == RatedVia::Account).then(|| Link::new(href, &*letter.title))
}

fn objects(right: &RatingRight) -> Vec<Object> {
    let of = |object: Rated| {
        let agency = right.agency(object)?;
        let offered = reasons(object).iter().filter(|reason| !reason.retired);
        Some(Object {
            code: object.code().to_owned(),
            label: object.label().to_owned(),
            agency: agency.name.clone(),
            part: match object {
                Rated::PetitionOffice => "登记、转送了您的信访",
                Rated::ResponsibleUnit => "办理并答复了您",
            }
            .to_owned(),
            grades: Grade::ALL
                .map(|grade| Choice::new(grade.code(), grade.label()))
                .to_vec(),
            reasons: offered
                .map(|reason| Choice::new(reason.code.as_str(), &*reason.label))
                .collect(),
        })
    };
    Rated::ALL.into_iter().filter_map(of).collect()
}

fn check(
    app: &App,
    visit: &Visit,
    rater: &Rater,
    file: &RatingFile,
    wish: &Wish,
    sent: &FormData,
) -> Result<Markup> {
    Ok(check_page(&CheckView {
        shell: public_shell(app, visit, rater.citizen.as_ref()),
        place: rater.place.clone(),
        csrf: visit.csrf(app),
        title: app.store.open_field(&file.head, SealedField::Title)?,
        round: wish.rating.round,
        // Whoever typed it may see it, however they came.
        card: present::ratings::card(&wish.rating, Some(&wish.text), Told::ToPetitioner),
        fields: form::again(sent),
    }))
}

fn blocked(app: &App, visit: &Visit, rater: &Rater, file: &RatingFile, why: NoRating) -> Result<Markup> {
    Ok(blocked_page(&BlockedView {
        shell: public_shell(app, visit, rater.citizen.as_ref()),
        place: rater.place.clone(),
        number: file.head.petition.number.to_string(),
        title: app.store.open_field(&file.head, SealedField::Title)?,
        reason: why.message(),
        cards: present::ratings::cards(&file.events, &file.texts, rater.told()),
    }))
}
