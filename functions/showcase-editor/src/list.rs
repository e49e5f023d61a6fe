//! `GET /staff/showcase`: the cases of the officer's agency in four tabs.

use crate::reach::path;
use axum::extract::State;
use domain::showcase::{Showcase, Tray, Work};
use domain::time::short_datetime;
use store::StoreError;
use store::showcase_rows::DeskRow;
use templates::components::pagination::Pagination;
use templates::components::tag::{Tag, Tone};
use templates::staff::showcase::list::{self, Row, View};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Query, Result, Visit, html};

/// `GET /staff/showcase?tab=&after=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tray = Tray::parse(query.text("tab"));
    let cursor = query.cursor()?;
    let (page, waiting) = tokio::try_join!(
        app.store
            .showcase_desk(&officer.agency, tray, cursor.as_ref(), visit.now()),
        app.store.showcase_count(&officer.agency, Tray::Waiting)
    )?;
    let base = format!("/staff/showcase?tab={}", tray.key());
    let rows = page.items.iter().map(|row| {
        Ok(Row {
            href: path(row.id),
            title: Some(row.open_title(app.store.keys())?)
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| "（还没有写标题）".to_owned()),
            number: row.number.to_string(),
            about: about(row),
            tags: tags(row.work, row.shown, row.agreed),
            changed: format!("{} {}", short_datetime(row.at), row.by),
        })
    });
    Ok(html(list::page(&View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        tray,
        waiting,
        rows: rows.collect::<Result<_, StoreError>>()?,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| base.clone()),
            next: page.next.map(|next| format!("{base}&after={}", next.as_str())),
        },
        flash: match query.text("done") {
            "dropped" => "稿子已经删除。",
            _ => "",
        }
        .to_owned(),
    })))
}

fn about(row: &DeskRow) -> String {
    if row.category.is_empty() {
        return row.place.name().to_owned();
    }
    format!("{} · {}", row.place.name(), row.category)
}

/// Where a case stands and what the petitioner said.
pub(crate) fn tags_of(showcase: &Showcase) -> Vec<Tag> {
    let agreed = showcase.wish.as_ref().map(|_| showcase.is_agreed());
    let mut tags = tags(showcase.work, showcase.is_shown(), agreed);
    if matches!(showcase.public, domain::showcase::Public::Withdrawn { .. }) {
        tags.push(Tag::new("已撤下", Tone::Quiet));
    }
    tags
}

fn tags(work: Work, shown: bool, agreed: Option<bool>) -> Vec<Tag> {
    let mut tags = Vec::new();
    tags.extend(shown.then(|| Tag::new("已公开", Tone::Good)));
    tags.extend(match work {
        Work::None => None,
        Work::Draft => Some(Tag::new("起草中", Tone::Info)),
        Work::Waiting => Some(Tag::new("待审核", Tone::Warn)),
        Work::SentBack => Some(Tag::new("退回修改", Tone::Urgent)),
    });
    tags.push(match agreed {
        None => Tag::new("还没有问信访人", Tone::Warn),
        Some(true) => Tag::new("信访人同意", Tone::Good),
        Some(false) => Tag::new("信访人没有同意", Tone::Urgent),
    });
    tags
}
