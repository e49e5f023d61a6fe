//! The pages for citizens, one file each, each with its view. Must not decide a rule.

pub mod about;
pub mod account;
pub mod cities;
pub mod closed;
pub mod filing;
pub mod filing_attachments;
pub mod filing_check;
mod filing_joint;
pub mod guide;
pub mod guide_text;
pub mod home;
pub mod letter;
pub mod login;
pub mod material;
pub mod me;
pub mod mine;
pub mod notices;
pub mod petition;
pub mod rate;
pub mod rate_steps;
pub mod receipt;
pub mod register;
pub mod register_form;
pub mod resume;
pub mod sitemap;
pub mod track;
pub mod withdraw;
