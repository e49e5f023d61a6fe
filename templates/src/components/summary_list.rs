//! Keys and values, with a 修改 link where a value can be changed.

use maud::{Markup, html};

/// 一行.
#[derive(Clone, Debug, Default)]
pub struct SummaryRow {
    /// Key.
    pub key: String,
    /// Value; line breaks are kept.
    pub value: String,
    /// Where it can be changed.
    pub change: Option<String>,
    /// Id of the row, for the error summary; may be empty.
    pub id: String,
    /// What is wrong with the value.
    pub error: Option<String>,
}

impl SummaryRow {
    /// A row that can't be changed.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            ..Self::default()
        }
    }
}

/// The list.
#[must_use]
pub fn summary_list(rows: &[SummaryRow]) -> Markup {
    html! {
        dl.summary {
            @for row in rows {
                div.summary-row id=[(!row.id.is_empty()).then_some(&row.id)] tabindex=[(!row.id.is_empty()).then_some("-1")] {
                    dt { (row.key) }
                    dd {
                        @if let Some(error) = &row.error { p.field-error { span.vh { "错误：" } (error) } }
                        div.typed { (row.value) }
                    }
                    @if let Some(href) = &row.change {
                        dd.summary-change { a href=(href) { "修改" span.vh { (row.key) } } }
                    }
                }
            }
        }
    }
}
