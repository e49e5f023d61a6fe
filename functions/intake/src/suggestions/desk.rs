//! `GET /staff/suggestions`: what came to the officer's petition office, in three tabs.

use axum::extract::State;
use domain::contact::{ANONYMOUS_NAME, mask_name};
use domain::suggestion::Status;
use domain::time::short_datetime;
use store::content::Agencies;
use store::suggestion_lists::{SuggestionRow, Tray};
use templates::components::pagination::Pagination;
use templates::components::tag::{Tag, Tone};
use templates::staff::suggestions::{self, DeskTab};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Query, Result, Visit, html, present};

/// `GET /staff/suggestions?tab=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tab = DeskTab::parse(query.text("tab"));
    let cursor = query.cursor()?;
    let (page, unread) = tokio::try_join!(
        app.store
            .desk(&officer.agency, tray(tab), cursor.as_ref(), visit.now()),
        app.store.desk_unread(&officer.agency)
    )?;
    let agencies = app.store.agencies(app.now()).await?;
    let rows = page.items.iter().map(|row| entry(&app, &visit, &agencies, row));
    let mut shell = staff_shell(&app, &visit, Some(&officer));
    shell.menu.suggestions = Some(unread);
    let base = format!("/staff/suggestions?tab={}", tab.slug());
    Ok(html(suggestions::page(&suggestions::View {
        shell,
        csrf: visit.csrf(&app),
        tab,
        unread,
        rows: rows.collect::<Result<_>>()?,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| base.clone()),
            next: page.next.map(|next| format!("{base}&after={}", next.as_str())),
        },
        flash: String::new(),
    })))
}

fn tray(tab: DeskTab) -> Tray {
    match tab {
        DeskTab::Unread => Tray::Unread,
        DeskTab::Studying => Tray::Studying,
        DeskTab::Replied => Tray::Replied,
    }
}

fn entry(app: &App, visit: &Visit, agencies: &Agencies, row: &SuggestionRow) -> Result<suggestions::Row> {
    let mut hints = Vec::new();
    match &row.status {
        Status::Transferred { from, .. } => {
            let known = agencies.get(&from.code);
            let short = known.map_or(&from.name, |office| &office.short_name);
            hints.push(Tag::new(format!("由{short}转交"), Tone::Info));
        }
        Status::Replied { outcome, .. } => hints.push(Tag::new(outcome.label(), Tone::Good)),
        Status::Received | Status::Studying { .. } => {}
    }
    if row.anonymous {
        hints.push(Tag::new("匿名", Tone::Quiet));
    }
    Ok(suggestions::Row {
        id: row.id.to_string(),
        unopened: row.status.kind().is_unread(),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        maker: if row.anonymous {
            ANONYMOUS_NAME.to_owned()
        } else {
            mask_name(&row.open_name(app.store.keys())?)
        },
        place: domain::division::full_name(row.division),
        category: row.category.clone().unwrap_or_default(),
        made: short_datetime(row.made_at),
        deadline: row.due().map(|due| present::deadline_tag(&due, visit.now())),
        hints,
    })
}
