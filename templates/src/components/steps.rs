//! Where one is in a staged form.

use maud::{Markup, html};

/// 步骤: the names in order; `current` counts from 0.
#[must_use]
pub fn steps(names: &[&str], current: usize) -> Markup {
    html! {
        p.steps-word { "第 " (current + 1) " 步，共 " (names.len()) " 步" }
        ol.steps {
            @for (index, name) in names.iter().enumerate() {
                li class=(class_of(index, current)) aria-current=[(index == current).then_some("step")] {
                    (name)
                    @if index < current { span.vh { "（已填）" } }
                }
            }
        }
    }
}

fn class_of(index: usize, current: usize) -> &'static str {
    match index.cmp(&current) {
        std::cmp::Ordering::Less => "step step-done",
        std::cmp::Ordering::Equal => "step step-now",
        std::cmp::Ordering::Greater => "step",
    }
}
