//! 门户: the pages that are for everyone and show nobody's data, and the assets of all pages.
//! Owns home, notices, guide, cities, help and the like; must not read a petition or an account.

mod assets;
mod cities;
mod guide;
mod home;
mod notices;
mod offices;
mod pages;
mod view;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("portal")
        .get("/", Action::ReadPublic, home::show)
        .get("/guide", Action::ReadPublic, guide::index)
        .get("/guide/{slug}", Action::ReadPublic, guide::show)
        .get("/cities", Action::ReadPublic, cities::index)
        .get("/cities/{code}", Action::ReadPublic, cities::show)
        .get("/notices", Action::ReadPublic, notices::list)
        .get("/notices/{id}", Action::ReadPublic, notices::show)
        .get("/governor", Action::ReadPublic, pages::governor)
        .get("/help", Action::ReadPublic, pages::help)
        .get("/privacy", Action::ReadPublic, pages::privacy)
        .get("/accessibility", Action::ReadPublic, pages::accessibility)
        .get("/sitemap", Action::ReadPublic, pages::sitemap)
        .get("/offline", Action::ReadPublic, pages::offline)
        .get("/sw.js", Action::ReadPublic, pages::worker)
        .get("/robots.txt", Action::ReadPublic, assets::robots)
        .get("/favicon.ico", Action::ReadPublic, assets::favicon)
        .get("/assets/{file}", Action::ReadPublic, assets::show)
        .post_without_token("/view", Action::ReadPublic, view::change)
}
