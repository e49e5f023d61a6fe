//! 注册、更正资料、注销、忘了的用户名: whatever touches who somebody is. The only function that may reach the
//! public-security real-name service and the claims on identity documents. Must not show the
//! registration's other pages (they are `registration`'s) or touch petitions.

mod applicant;
mod close;
mod contact;
mod document;
mod profile;
mod real_name;
mod register;
mod username;

use web::{Action, App, Citizen, Result, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("identity")
        .post("/register", Action::Authenticate, register::submit)
        .get("/username/forgotten", Action::Authenticate, username::show)
        .post("/username/forgotten", Action::Authenticate, username::submit)
        .get("/me/profile", Action::UseAccount, profile::show)
        .post("/me/profile", Action::UseAccount, profile::submit)
        .get("/me/document", Action::UseAccount, document::show)
        .post("/me/document", Action::UseAccount, document::submit)
        .get("/me/close", Action::UseAccount, close::show)
        .post("/me/close", Action::UseAccount, close::submit)
}

/// What to say to somebody whose account was changed elsewhere since the page was opened.
const OVERTAKEN: &str =
    "您的账号刚刚在别处改过，这一次没有保存。您填写的内容都在，请核对一遍，重新输入密码再保存。";

/// The revision of the account after somebody else's change: what the form is offered again on.
async fn revision_now(app: &App, citizen: &Citizen) -> Result<u32> {
    let now = app.store.account(citizen.id).await?;
    Ok(now.map_or(citizen.revision, |account| account.revision))
}
