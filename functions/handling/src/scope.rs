//! Who may see and who may work on a case: checked here beside the data, after the role was checked at
//! the route. What is out of scope does not exist.

use domain::access::{Action, may};
use domain::ending::is_directed;
use domain::ids::PetitionId;
use domain::petition::Petition;
use store::cases::CaseFile;
pub(crate) use web::scope::{is_visible, lies_elsewhere, visible};
use web::session::Officer;
use web::{App, AppError, FormData, Result};

/// The case, if it lies with the officer's own agency now.
pub(crate) async fn held(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = visible(app, officer, id).await?;
    match lies_elsewhere(officer, &case.file.head.petition) {
        None => Ok(case),
        Some(reason) => Err(AppError::conflict_on(id, format!("{reason}。"))),
    }
}

/// Why a case cannot be accepted and answered as an ordinary petition: it goes another lawful way, and
/// the wrong letter would promise a review that the law does not give (条例第 31 条).
pub(crate) fn other_way(petition: &Petition) -> Option<String> {
    let what_follows = if petition.procedure.is_some_and(is_directed) {
        "不能按普通信访事项受理和答复，应当告知法定途径（《信访工作条例》第三十一条）。如果登记有误，请联系登记单位"
    } else {
        "不能按普通信访事项受理和答复（《信访工作条例》第三十一条）。如果登记有误，请联系登记单位"
    };
    registered_for_another_way(petition, what_follows)
}

/// What follows for a case that goes another lawful way; `None` for an ordinary petition.
pub(crate) fn registered_for_another_way(petition: &Petition, what_follows: &str) -> Option<String> {
    let procedure = petition
        .procedure
        .filter(|procedure| !procedure.allows_handling_opinion())?;
    Some(format!(
        "这件信访登记为“{}”，不适用信访程序，{what_follows}",
        procedure.label()
    ))
}

/// Whether the officer's role allows an action.
pub(crate) fn allowed(officer: &Officer, action: Action) -> bool {
    may(&officer.actor(), action)
}

/// Refuses a form that was made for an older version of the case.
pub(crate) fn same_version(sent: &FormData, petition: &Petition) -> Result<()> {
    if sent.text("version") == petition.version.to_string() {
        return Ok(());
    }
    Err(AppError::conflict_at(
        "有人在您打开这一页之后办理过这件信访，您的操作没有生效。请看看最新的情况再办。",
        format!("/staff/petitions/{}", petition.id),
        "查看最新情况",
    ))
}
