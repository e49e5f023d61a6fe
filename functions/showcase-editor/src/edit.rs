//! `/staff/showcase/{id}/edit`: writing a case, with what seems personal in it marked. Masking is the officer's choice
//! and happens when it is asked for; a draft may be saved unfinished.

use crate::finds::{explained, found, masked, numbers};
use crate::go::{Became, impossible, sent as carry};
use crate::reach::{known, path, petition};
use axum::extract::State;
use axum::response::Response;
use domain::ids::ShowcaseId;
use domain::showcase::{Explained, Field, Place, Refusal, Showcase, Step, Words, Work};
use store::cases::CaseFile;
use templates::Markup;
use templates::components::overtaken::Overtaken;
use templates::components::select::Choice;
use templates::staff::showcase::edit::{self, View};
use web::forms::take;
use web::render::{returned, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, html, see_other};

/// `GET /staff/showcase/{id}/edit`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    Query(query): Query,
) -> Result {
    let showcase = known(&app, &officer, id).await?;
    if showcase.work == Work::Waiting {
        return Err(impossible(id, &Refusal::IsWaiting));
    }
    let words = &showcase.words;
    let mut form = FormState::new(visit.csrf(&app))
        .with("city", words.place.code().to_string())
        .with("category", &words.category);
    for field in Field::ALL {
        form = form.with(field.code(), words.get(field));
    }
    let said = Said {
        words,
        explained: &showcase.explained,
        sent: None,
        overtaken: None,
        flash: match query.text("done") {
            "chosen" => "已选登，稿子里先放了登记摘要和处理意见。请遮盖个人信息，再改写成大家看得懂的话。",
            "saved" => "已经保存。",
            "masked" => "已经遮盖并保存。",
            _ => "",
        },
    };
    Ok(html(page(&app, &visit, &officer, &showcase, form, said).await?))
}

/// What the page shows beside the case.
struct Said<'a> {
    words: &'a Words,
    explained: &'a [Explained],
    sent: Option<&'a FormData>,
    overtaken: Option<Overtaken>,
    flash: &'a str,
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    showcase: &Showcase,
    form: FormState,
    said: Said<'_>,
) -> Result<Markup> {
    let mut source = match petition(app, officer, showcase.petition).await {
        Ok(case) => source(&case),
        // The case may have moved out of reach since; the words are still the agency's.
        Err(AppError::NotFound) => Vec::new(),
        Err(error) => return Err(error),
    };
    if said.overtaken.is_some() {
        let differs = |field: &Field| showcase.words.get(*field) != said.words.get(*field);
        let saved = Field::ALL.into_iter().filter(differs).map(|field| {
            let text = Some(showcase.words.get(field)).filter(|text| !text.is_empty());
            (
                format!("现在保存的{}", field.label()),
                text.unwrap_or("（空）").to_owned(),
            )
        });
        source.splice(..0, saved);
    }
    let category = |name: &'static str| Choice::new(name, name);
    Ok(edit::page(&View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        href: path(showcase.id),
        revision: showcase.revision.to_string(),
        number: showcase.number.to_string(),
        shown: showcase.is_shown(),
        sent_back: showcase.sent_back().unwrap_or_default().to_owned(),
        places: Place::all()
            .map(|place| Choice::new(place.code().to_string(), place.name()))
            .collect(),
        categories: domain::category::level1().map(category).collect(),
        found: Field::ALL
            .map(|field| {
                (
                    field,
                    found(field, said.words.get(field), said.explained, said.sent),
                )
            })
            .into(),
        numbers: numbers(said.words, said.explained),
        source,
        flash: said.flash.to_owned(),
        overtaken: said.overtaken,
    }))
}

/// What the petition says, to be seen while writing.
fn source(case: &CaseFile) -> Vec<(String, String)> {
    let mut source = Vec::new();
    if let Some(registration) = case.registration() {
        source.push(("登记摘要".to_owned(), registration.summary.as_str().to_owned()));
    }
    source.push(("群众反映的内容".to_owned(), case.file.detail.content.clone()));
    for letter in &case.file.letters {
        let text: Vec<&str> = letter
            .body
            .iter()
            .map(|part| match part {
                domain::letter::Paragraph::Heading(text) | domain::letter::Paragraph::Text(text) => {
                    text.as_str()
                }
            })
            .collect();
        if letter.kind.ends_a_case() {
            source.push((letter.kind.title().to_owned(), text.join("\n")));
        }
    }
    source
}

/// `POST /staff/showcase/{id}/edit`
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    sent: FormData,
) -> Result<Response> {
    let then = sent.text("then");
    let mut form = sent.state(visit.csrf(&app));
    let typed = typed(&sent);
    let words = parse(&sent, &mut form, then == "mask");
    let kept = explained(&sent);
    let step = words.map(|words| Step::Save {
        words: Box::new(words),
        explained: kept.clone(),
    });
    match carry(&app, &visit, &officer, id, &sent, step.as_ref()).await? {
        Became::Done => Ok(see_other(&match then {
            "preview" => format!("{}/preview", path(id)),
            "mask" => format!("{}/edit?done=masked", path(id)),
            _ => format!("{}/edit?done=saved", path(id)),
        })),
        Became::Refused(showcase, refusal) => {
            let late = Overtaken {
                news: Vec::new(),
                closed: Some(refusal.to_string()),
            };
            answer(
                &app,
                &visit,
                &officer,
                (&showcase, form),
                (&typed, &kept, &sent),
                Some(late),
            )
            .await
        }
        Became::Back(showcase, late) => {
            answer(
                &app,
                &visit,
                &officer,
                (&showcase, form),
                (&typed, &kept, &sent),
                late,
            )
            .await
        }
    }
}

/// The page again, with what was typed.
async fn answer(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    (showcase, form): (&Showcase, FormState),
    (words, explained, sent): (&Words, &[Explained], &FormData),
    overtaken: Option<Overtaken>,
) -> Result<Response> {
    let late = overtaken.is_some();
    let said = Said {
        words,
        explained,
        sent: Some(sent),
        overtaken,
        flash: "",
    };
    Ok(returned(
        late,
        page(app, visit, officer, showcase, form, said).await?,
    ))
}

/// What was typed, whether or not it can be kept.
fn typed(sent: &FormData) -> Words {
    let text = |field: Field| sent.raw(field.code()).replace("\r\n", "\n");
    Words {
        title: text(Field::Title),
        outcome: text(Field::Outcome),
        reported: text(Field::Reported),
        handled: text(Field::Handled),
        place: Place::parse(sent.text("city")).unwrap_or(Place::of(domain::division::DivisionCode::PROVINCE)),
        category: sent.text("category").to_owned(),
    }
}

/// What was written, with errors in page order; with `mask`, what was ticked is replaced first.
fn parse(sent: &FormData, form: &mut FormState, mask: bool) -> Option<Words> {
    let typed = typed(sent);
    let mut field = |field: Field| {
        // Finds are named by the words as they are kept.
        let kept = field
            .parse(typed.get(field))
            .unwrap_or_else(|_| typed.get(field).to_owned());
        let text = if mask { masked(field, &kept, sent) } else { kept };
        take(form, field.code(), field.parse(&text))
    };
    let title = field(Field::Title);
    let outcome = field(Field::Outcome);
    let reported = field(Field::Reported);
    let handled = field(Field::Handled);
    let place = take(form, "city", Place::parse(sent.text("city")));
    let category = sent.text("category");
    if !category.is_empty() && !domain::category::level1().any(|name| name == category) {
        form.fail("category", "请从列表中选择类别");
    }
    Some(Words {
        title: title?,
        outcome: outcome?,
        reported: reported?,
        handled: handled?,
        place: place?,
        category: form.error("category").is_none().then(|| category.to_owned())?,
    })
}
