//! 来访登记: the list, the form, and receptions by leaders.

mod camera;
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
/// What photos of companions are called among the uploads of a form; a number follows.
pub const PHOTO: &str = "随访人照片";
