//! The pages behind 我的账号 (`/me/…`) and the two of a forgotten password, one file each.

pub mod close;
pub mod document;
pub mod download;
pub mod password;
pub mod profile;
pub mod reset;
pub mod sessions;
pub mod username;

use crate::components::form::FormState;
use crate::components::password_input::PasswordInput;
use maud::{Markup, html};

/// The way back to 我的账号.
fn back() -> Markup {
    html! { nav.back aria-label="返回" { a href="/me" { "我的账号" } } }
}

/// The password that confirms a change.
fn confirmation(form: &FormState) -> Markup {
    PasswordInput {
        name: "password",
        label: "现在的密码",
        hint: "确认是您本人在改，不是别人用了您没退出的手机或电脑。",
        fresh: false,
    }
    .render(form)
}

/// A new password, twice.
fn new_password(form: &FormState) -> Markup {
    html! {
        (PasswordInput { name: "new_password", label: "新密码", hint: "8 到 64 个字符。可以用一句好记的话，越长越安全。", fresh: true }.render(form))
        (PasswordInput { name: "new_password_again", label: "再填一次新密码", hint: "", fresh: true }.render(form))
    }
}
