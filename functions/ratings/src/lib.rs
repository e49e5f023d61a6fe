//! 满意度评价 (manual of 2014, 2.9): the petitioner rates the petition office and the responsible unit
//! after the reply, signed in (`owner`) or by the proof of having tracked (`tracker`). Owns the form, the
//! check and the thanks; when one may rate and what fits together is the domain's.

pub mod command;
mod form;
mod owner;
mod rating;
mod tracker;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("ratings")
        .get("/rate/{id}", Action::RatePetition, owner::show)
        .post("/rate/{id}", Action::RatePetition, owner::rate)
        .get("/rate/{id}/done", Action::RatePetition, owner::done)
        .get("/track/rate", Action::Track, tracker::show)
        .post("/track/rate", Action::Track, tracker::rate)
        .get("/track/rate/done", Action::Track, tracker::done)
}
