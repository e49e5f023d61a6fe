//! 登录: one form, one uniform failure. Afterwards one is where one wanted to go: the form that an
//! expired session held back, the page asked for, or one's petitions.

use crate::next_of;
use axum::extract::State;
use templates::public::login;
use web::held::after_login;
use web::render::{invalid, public_shell};
use web::sign_in::Refusal;
use web::{App, FormData, FormState, MaybeCitizen, Query, Result, Visit, captcha, html, see_other, sign_in};

/// `GET /login`.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Query(query): Query,
) -> Result {
    if citizen.is_some() {
        return Ok(see_other(&after_login(&query, false)));
    }
    let form = FormState::new(visit.csrf(&app));
    let with_captcha = sign_in::captcha_at_first(&app, &visit).await?;
    Ok(html(page(&app, &visit, &query, form, with_captcha).await?))
}

/// `POST /login`.
pub async fn submit(State(app): State<App>, visit: Visit, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    if data.asks_for_new_captcha() {
        return Ok(html(page(&app, &visit, &data, form, true).await?));
    }
    match sign_in::citizen(&app, &visit, &data).await? {
        Ok(_account) => Ok(see_other(&after_login(&data, false))),
        Err(Refusal { errors, captcha }) => {
            for (field, message) in errors {
                form.fail(field, message);
            }
            Ok(invalid(page(&app, &visit, &data, form, captcha).await?))
        }
    }
}

/// The form; `data` says where to go afterwards.
async fn page(
    app: &App,
    visit: &Visit,
    data: &FormData,
    form: FormState,
    with_captcha: bool,
) -> Result<templates::Markup> {
    let next = next_of(data);
    let captcha = if with_captcha {
        Some(captcha::issue(app, visit).await?)
    } else {
        None
    };
    Ok(login::page(&login::View {
        shell: public_shell(app, visit, None),
        form,
        captcha,
        reason: reason(&next).to_owned(),
        next,
        held: data.text("held").to_owned(),
    }))
}

/// Why one has to log in, by where one wanted to go.
fn reason(next: &str) -> &'static str {
    match next.split(['?', '#']).next().unwrap_or_default() {
        "" | "/" => "",
        "/petitions/new" => "反映问题要先登录，登录后接着填写。",
        path if path.starts_with("/petitions") => "登录后才能看到您反映的问题。",
        _ => "这一页要登录后才能看。",
    }
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn the_reason_fits_the_page_one_came_from_and_the_plain_login_has_none() {
        assert_eq!(reason(""), "");
        assert!(reason("/petitions/new?division=370100&from=jinan").contains("反映问题"));
        assert!(reason("/petitions?tab=withdrawn").contains("您反映的问题"));
        assert!(!reason("/me").is_empty());
    }
}
