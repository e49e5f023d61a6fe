//! 运行设置 on the pages of the public: what is closed now, and the banner of the frame. The process goes by a
//! copy that is at most twenty seconds old; who reads a session gets a fresh one in the same request.
//! Must not decide what a closed page looks like.

use crate::app::App;
use crate::errors::Result;
use crate::visit::Visit;
use domain::settings::Settings;
use templates::PublicShell;
use templates::layout::Closed;

/// Reads the settings if the process has no fresh copy of them: for pages that read the store anyway, beside
/// what they read, before their frame is made. A page must not fail because its frame knows less.
pub async fn look(app: &App, visit: &Visit) {
    if let Err(error) = app.store.settings(visit.now()).await {
        tracing::warn!(request = visit.id(), %error, "the settings were not read");
    }
}

/// Why filing is closed, if it is.
///
/// # Errors
/// The store's.
pub async fn filing_closed(app: &App, visit: &Visit) -> Result<Option<String>> {
    Ok(app.store.settings(visit.now()).await?.filing_closed.clone())
}

/// Why registration is closed, if it is.
///
/// # Errors
/// The store's.
pub async fn registration_closed(app: &App, visit: &Visit) -> Result<Option<String>> {
    Ok(app.store.settings(visit.now()).await?.registration_closed.clone())
}

/// Whether suggestions (网上建议) are taken.
///
/// # Errors
/// The store's.
pub async fn suggestions_open(app: &App, visit: &Visit) -> Result<bool> {
    let open = app.store.settings(visit.now()).await?.suggestions_open;
    Ok(open && app.config.site.suggestions)
}

/// Whether messages are stopped, as far as the process knows without asking: the page of a session, or with a
/// captcha, has just looked.
#[must_use]
pub fn sms_stopped(app: &App, visit: &Visit) -> bool {
    let kept = app.store.kept_settings(visit.now());
    kept.is_some_and(|settings| settings.sms_stopped)
}

/// Puts into a frame what the process knows without asking.
pub(crate) fn frame(app: &App, visit: &Visit, shell: &mut PublicShell) {
    if let Some(settings) = app.store.kept_settings(visit.now()) {
        apply(&settings, shell);
    }
}

fn apply(settings: &Settings, shell: &mut PublicShell) {
    shell.banner.clone_from(&settings.slow_banner);
    shell.site.suggestions &= settings.suggestions_open;
    shell.closed = Closed {
        filing: settings.filing_closed.is_some(),
        registration: settings.registration_closed.is_some(),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_shows_the_banner_and_leads_to_suggestions_only_where_both_say_so() {
        let mut shell = PublicShell::default();
        shell.site.suggestions = true;
        let busy = Settings {
            slow_banner: Some("现在访问的人很多。".into()),
            suggestions_open: false,
            ..Settings::default()
        };
        apply(&busy, &mut shell);
        assert_eq!(shell.banner.as_deref(), Some("现在访问的人很多。"));
        assert!(!shell.site.suggestions);
        apply(&Settings::default(), &mut shell);
        assert!(shell.banner.is_none());
        assert!(
            !shell.site.suggestions,
            "an installation without them stays without"
        );
    }
}
