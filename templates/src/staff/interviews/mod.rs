//! 来访接谈: what waits for an interviewer, and one interview with its record.

pub mod list;
pub mod show;

/// The list of interviews.
pub const LIST: &str = "/staff/interviews";
