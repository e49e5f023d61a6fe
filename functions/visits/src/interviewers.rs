//! 接谈人: who of an office may talk with whoever comes, and how many wait for each. Two round trips: who they are, then a
//! count each, in parallel.

use domain::event::OfficerRef;
use domain::ids::OfficerId;
use store::lists::BADGE_MAX;
use templates::components::select::Choice;
use web::session::Officer;
use web::{App, Result};

/// 接谈人 and how many wait.
pub(crate) struct Interviewer {
    /// Who.
    pub(crate) officer: OfficerRef,
    /// How many wait, up to [`BADGE_MAX`].
    waiting: u32,
}

impl Interviewer {
    fn choice(&self) -> Choice {
        let load = match self.waiting {
            0 => "没有在等的".to_owned(),
            many if i64::from(many) >= i64::from(BADGE_MAX) => "99+ 件在等".to_owned(),
            some => format!("{some} 件在等"),
        };
        Choice::new(
            self.officer.id.to_string(),
            format!("{}（{load}）", self.officer.name),
        )
    }
}

/// The interviewers of the officer's office, who has least to do first.
pub(crate) async fn of_office(app: &App, officer: &Officer) -> Result<Vec<Interviewer>> {
    let all = app.store.interviewers(&officer.agency).await?;
    let ids: Vec<OfficerId> = all.iter().map(|one| one.id).collect();
    let waiting = app.store.interviews_waiting(&ids).await?;
    let agency = officer.reference().agency;
    let mut all: Vec<Interviewer> = all
        .into_iter()
        .zip(waiting)
        .map(|(one, waiting)| Interviewer {
            officer: OfficerRef {
                id: one.id,
                name: one.name,
                agency: agency.clone(),
            },
            waiting,
        })
        .collect();
    all.sort_by_key(|one| one.waiting);
    Ok(all)
}

/// As they are chosen from.
pub(crate) fn choices(all: &[Interviewer]) -> Vec<Choice> {
    all.iter().map(Interviewer::choice).collect()
}

/// One of them, by the id that a form names.
pub(crate) fn find(all: &[Interviewer], id: OfficerId) -> Option<OfficerRef> {
    let found = all.iter().find(|one| one.officer.id == id);
    found.map(|one| one.officer.clone())
}
