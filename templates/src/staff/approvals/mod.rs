//! 送审批示: asking a leader about a draft, the lists of those who ask and who are asked, and one submission.

pub mod ask;
pub mod list;
pub mod show;

use crate::components::summary_list::{SummaryRow, summary_list};
use maud::{Markup, html};

/// A draft as people read it; what was left empty says so.
pub(crate) fn draft(lines: &[(String, String)]) -> Markup {
    let rows: Vec<SummaryRow> = lines
        .iter()
        .map(|(key, value)| {
            SummaryRow::new(
                key.as_str(),
                if value.is_empty() {
                    "（没有填）"
                } else {
                    value
                },
            )
        })
        .collect();
    html! { (summary_list(&rows)) }
}

/// The lines of a draft, for samples.
pub(crate) fn sample_lines() -> Vec<(String, String)> {
    [
        ("交办给", "济南市历下区住房和城乡建设局"),
        ("交办要求", crate::samples::LONG),
        ("交办期限", "2026年12月10日（周四）"),
        ("理由", ""),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into()
}
