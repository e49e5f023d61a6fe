//! 注册须知、登录、退出、验证码、我的账号、密码、登录过的设备: everything about getting into a citizen's
//! account. Who somebody is, and what is recorded of it, is the function `identity`'s. Must not reach the
//! public-security service.

mod account;
mod captcha;
mod login;
mod logout;
mod notice;
mod password;
mod reset;
mod resume;
mod sessions;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("registration")
        .get("/register", Action::Authenticate, notice::show)
        .get("/register/done", Action::UseAccount, notice::done)
        .get("/login", Action::Authenticate, login::show)
        .post("/login", Action::Authenticate, login::submit)
        .get("/logout", Action::Authenticate, logout::show)
        .post("/logout", Action::Authenticate, logout::submit)
        .get("/captcha/{file}", Action::Authenticate, captcha::show)
        .get("/resume/{id}", Action::UseAccount, resume::show)
        .get("/password/reset", Action::Authenticate, reset::show)
        .post("/password/reset", Action::Authenticate, reset::submit)
        .get("/password/reset/code", Action::Authenticate, reset::show_code)
        .post("/password/reset/code", Action::Authenticate, reset::submit_code)
        .get("/me", Action::UseAccount, account::show)
        .get("/me/password", Action::UseAccount, password::show)
        .post("/me/password", Action::UseAccount, password::submit)
        .get("/me/sessions", Action::UseAccount, sessions::show)
        .post("/me/sessions/others", Action::UseAccount, sessions::end_others)
        .post("/me/sessions/{id}/end", Action::UseAccount, sessions::end)
}

/// The target after login or registration, if it is a path of this site; else the empty string.
fn next_of(form: &web::FormData) -> String {
    form.get("next")
        .and_then(web::next::local_path)
        .unwrap_or_default()
        .to_owned()
}
