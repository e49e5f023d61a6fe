//! The web layer every HTTP function stands on: routes with their permission, sessions, forms,
//! captchas, limits, errors, headers. The only crate that knows status codes and cookies; must not
//! know a table's layout (that is `store`) or decide a rule of the domain.
//!
//! A handler is an async function of extractors, returns [`Result`], and reads top to bottom:
//! form, load, domain, store, redirect. Who may call it stands with its route ([`Routes`]).

pub mod app;
pub mod assign;
pub mod audit;
pub mod captcha;
pub mod cases;
mod client;
pub mod config;
mod cookies;
pub mod csrf;
pub mod device;
pub mod errors;
pub mod extract;
pub mod forms;
mod guard;
pub mod headers;
pub mod held;
pub mod issuing;
pub mod lambda;
pub mod limits;
pub mod matches;
pub mod narrowed;
pub mod next;
pub mod note;
pub mod notices;
mod observe;
pub mod officer_uploads;
pub mod passing_on;
pub mod present;
pub mod registration;
pub mod render;
pub mod routes;
pub mod scope;
pub mod sender;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod slip;
pub mod staff_session;
pub mod tell;
pub mod ticket;
pub mod tracked;
pub mod unfinished;
pub mod uploads;
pub mod visit;

pub use app::App;
pub use config::Config;
pub use domain::access::Action;
pub use domain::time::Clock;
pub use errors::{AppError, Result};
pub use extract::{Json, Path, Query};
pub use forms::{FormData, FormState};
pub use render::{html, see_other};
pub use routes::{RouteInfo, Routes};
pub use session::{Citizen, MaybeCitizen, Officer};
pub use visit::Visit;
