//! 机构联系方式: administrators keep what the public is told about how to reach agencies. Changes are
//! conditioned on the revision that was on the page, and recorded; which agencies there are is the business
//! of provisioning.

pub mod edit;
pub mod list;

use domain::time::zh_datetime;
use store::content::{Agencies, Agency};

const LIST: &str = "/staff/admin/agencies";

/// Where the contact of an agency is kept.
fn path(agency: &Agency) -> String {
    format!("{LIST}/{}", agency.code)
}

/// When and by whom it was changed last; empty if it is as provisioned.
fn changed(agency: &Agency) -> String {
    agency
        .changed
        .as_ref()
        .map(|changed| format!("{}，{}", zh_datetime(changed.at), changed.by))
        .unwrap_or_default()
}

/// How many offices of the public directory have no telephone number.
pub fn without_phone(agencies: &Agencies) -> usize {
    agencies
        .iter()
        .filter(|agency| agency.is_in_directory() && agency.contact.phone.is_empty())
        .count()
}
