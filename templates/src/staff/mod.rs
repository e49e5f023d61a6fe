//! The pages for officers, one file each, each with its view. Must not decide a rule.

pub mod accept;
pub mod admin;
pub mod approvals;
pub mod assigned;
pub mod batch_transfer;
pub mod case;
pub mod compare;
pub mod conclude;
pub mod endings;
pub mod intake_form;
pub mod intake_list;
pub mod interviews;
pub mod letters;
pub mod login;
pub mod matches;
pub mod opinion;
pub mod petitioner;
pub mod queue;
pub mod showcase;
pub mod step;
pub mod suggestion;
pub mod suggestion_steps;
pub mod suggestions;
pub mod transfer;
pub mod visits;
pub mod workbench;
