//! 注册: `POST /register`, the only request that may reach the public-security real-name service. Must
//! not show the registration's other pages (they are `registration`'s) or touch petitions.

mod applicant;
mod real_name;
mod register;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("identity").post("/register", Action::Authenticate, register::submit)
}
