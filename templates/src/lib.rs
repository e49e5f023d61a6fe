//! Every page people see, as functions of one view struct each, with the components and letters
//! they are made of and the assets (CSS, JavaScript, icons) they load.
//! Owns markup, user-facing wording and looks. Must not do I/O, read a clock or the environment,
//! or decide a rule: dates, deadlines and permissions arrive ready in the view.
//!
//! How a handler uses it: build a [`layout::PublicShell`] or [`layout::StaffShell`] once per request,
//! put it into the page's `View`, call `page(&view)`. A form page takes a [`components::form::FormState`]
//! with what was typed and what was wrong; the names of its fields are the ids the error summary links to.

pub mod assets;
pub mod components;
pub mod errors;
pub mod layout;
pub mod letters;
pub mod public;
pub mod samples;
pub mod staff;

pub use components::form::FormState;
pub use layout::{PublicShell, Shell, SiteInfo, StaffShell, ViewPrefs};
pub use maud::{Markup, PreEscaped};
