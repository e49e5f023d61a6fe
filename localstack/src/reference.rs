//! Reference data that every installation begins with: the petition offices of the province, its
//! cities and counties. Departments and townships differ from place to place and are entered there.

use domain::division::{self, Division, Level};
use domain::ids::AgencyCode;
use store::content::{Agency, AgencyKind};

/// The petition office of every division, the province's first.
#[must_use]
pub fn petition_offices() -> Vec<Agency> {
    division::all().iter().map(petition_office).collect()
}

/// A petition office serves the Party committee and the government together and is named after both.
fn petition_office(division: &Division) -> Agency {
    let full = division::full_name(division.code);
    let (name, short_name) = match division.level {
        Level::Province => (
            "中共山东省委山东省人民政府信访局".to_owned(),
            "省信访局".to_owned(),
        ),
        Level::City | Level::County => (
            format!("中共{full}委{full}人民政府信访局"),
            format!("{}信访局", division.name),
        ),
    };
    let code = AgencyCode::petition_office(division.code);
    Agency {
        parent: division.parent.map(AgencyCode::petition_office),
        ..Agency::new(code, AgencyKind::PetitionOffice, &name, &short_name)
    }
}
