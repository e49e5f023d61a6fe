//! `POST /staff/suggestions/{id}/notes`: 研究意见, internal and sealed. It is appended, whatever colleagues wrote
//! meanwhile.

use super::steps::Work;
use super::work::{Became, carry_out};
use super::{path, show};
use axum::extract::State;
use axum::response::Response;
use domain::ids::SuggestionId;
use domain::text::StudyNote;
use web::forms::take;
use web::render::returned;
use web::session::Officer;
use web::{App, FormData, Path, Result, Visit, see_other};

/// `POST /staff/suggestions/{id}/notes`
pub async fn note(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
    sent: FormData,
) -> Result<Response> {
    let mut form = sent.state(visit.csrf(&app));
    let work = take(&mut form, "note", StudyNote::parse(sent.raw("note"))).map(Work::Note);
    let page = |study, form, overtaken| {
        let told = show::Told {
            form,
            overtaken,
            ..show::Told::default()
        };
        show::page(&app, &visit, &officer, study, told)
    };
    match carry_out(&app, &visit, &officer, id, &sent, work.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("{}?done=noted", path(id)))),
        Became::Back(study, overtaken) => {
            let late = overtaken.is_some();
            Ok(returned(late, page(&study, form, overtaken).await?))
        }
    }
}
