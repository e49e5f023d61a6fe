//! 来访登记: the list, the form, and receptions by leaders.

pub mod companions;
pub mod form;
pub mod list;
pub mod reception;

/// The list of visits.
pub const LIST: &str = "/staff/intake/visits";
/// Where visits are registered.
pub const NEW: &str = "/staff/intake/visits/new";
/// Where officers' tickets for files of a visit are asked for.
pub const TICKETS: &str = "/staff/intake/visits/uploads";
