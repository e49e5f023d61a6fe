//! 来信登记: the list, the two forms, and a letter registered in brief.

pub mod brief;
pub mod brief_one;
pub(in crate::staff) mod envelope;
pub mod form;
pub mod list;

use crate::components::form::{FormState, hidden};
use crate::components::icon::{Icon, icon};
use maud::{Markup, html};

/// The path of the list of letters.
pub const LIST: &str = "/staff/intake/letters";
/// Where letters are registered in detail.
pub const DETAILED: &str = "/staff/intake/letters/new";
/// Where letters are registered in brief.
pub const BRIEF: &str = "/staff/intake/letters/brief/new";
/// Where officers' tickets for scans are asked for.
pub const TICKETS: &str = "/staff/intake/letters/uploads";

/// 今天登记了几封, by the officer's petition office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// In detail.
    pub detailed: u32,
    /// In brief.
    pub brief: u32,
}

impl Today {
    fn render(self) -> Markup {
        html! {
            p.hint { "今天本单位已登记 " strong.num data-today { (self.detailed + self.brief) } " 封（详细 " (self.detailed) "，简单 " (self.brief) "）" }
        }
    }
}

/// 刚登记的一封: what stands above the next empty form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Last {
    /// Its number.
    pub number: String,
    /// Where to go for it, and in what words.
    pub links: Vec<(String, String)>,
    /// What else there is to say; may be empty.
    pub note: String,
}

impl Last {
    fn render(&self) -> Markup {
        html! {
            div.flash role="status" {
                (icon(Icon::Done))
                p { "已登记 " strong.num { (self.number) } "。" (self.note)
                    @for (href, text) in &self.links { " " a href=(href) target="_blank" rel="noopener" { (text) span.vh { "（在新窗口打开）" } } } }
            }
        }
    }
}

/// 以前登记过: the same form was registered before, and says something else now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The number it got.
    pub number: String,
    /// Where it is.
    pub href: String,
}

impl Earlier {
    fn render(&self) -> Markup {
        html! {
            div.overtaken id="overtaken" tabindex="-1" data-focus {
                h2.overtaken-title { (icon(Icon::Warning)) "这张表刚才已经登记过一封信" }
                p { "登记为 " a href=(self.href) { (self.number) } "，和现在填的不一样。现在填的都还在：确是另一封信的，再保存一次，会登记为新的一件。还是刚才那一封的，不要再保存，请打开它核对：详细登记的内容转送以前可以改，来信人在“更正来信人”里改，简单登记的内容不能改。" }
            }
        }
    }
}

/// Every value of a form that a page does not show, so that going back to the page that does loses nothing.
fn carried(form: &FormState, shown: &[&str]) -> Markup {
    html! {
        @for (name, value) in &form.values {
            @if !shown.contains(&name.as_str()) && !value.is_empty() { (hidden(name, value)) }
        }
    }
}
