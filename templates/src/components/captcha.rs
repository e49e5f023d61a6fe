//! The captcha: a picture, the same digits spoken, a field, and a way to another one.

use super::form::{FormState, described_by, group_class, label};
use maud::{Markup, html};

/// 验证码: the field `captcha` and the hidden field `captcha_id`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captcha {
    /// Its id: the picture is `/captcha/{id}.png`, the sound `/captcha/{id}.wav`.
    pub id: String,
}

impl Captcha {
    /// A captcha with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    /// Its markup. 换一张 submits the form with `refresh=captcha`: the handler renders the page again with
    /// a fresh captcha, everything typed kept and no errors.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let hint = "看图片或听语音，填写其中的数字。";
        let error = form.error("captcha");
        html! {
            div class=(group_class(error)) {
                (label("captcha", "验证码", hint, false, error))
                div.captcha {
                    img src={ "/captcha/" (self.id) ".png" } alt="验证码图片；看不清可以听语音" width="200" height="70";
                    button.button.button-quiet type="submit" name="refresh" value="captcha" formnovalidate { "看不清，换一张" }
                }
                details.captcha-sound {
                    summary { "听语音验证码" }
                    audio controls preload="none" src={ "/captcha/" (self.id) ".wav" } { "您的浏览器不能播放语音。" }
                }
                input type="hidden" name="captcha_id" value=(self.id);
                input.input.w-short id="captcha" name="captcha" type="text" inputmode="numeric" autocomplete="off"
                    required maxlength="8" aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by("captcha", hint, error, None)];
            }
        }
    }
}
