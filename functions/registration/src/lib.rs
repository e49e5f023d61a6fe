//! 注册须知、登录、退出、验证码、我的账号: everything about a citizen's account but the check of who
//! somebody is, which is the function `identity`'s. Must not reach the public-security service.

mod account;
mod captcha;
mod login;
mod logout;
mod notice;
mod resume;

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
        .get("/me", Action::UseAccount, account::show)
}

/// The target after login or registration, if it is a path of this site; else the empty string.
fn next_of(form: &web::FormData) -> String {
    form.get("next")
        .and_then(web::next::local_path)
        .unwrap_or_default()
        .to_owned()
}
