//! 联名 on the second stage: the box, and a row for each person beside the one who files. Rows are added
//! and taken away by buttons of the form; with JavaScript the part is folded away until the box is ticked.

use crate::components::button::submit_as;
use crate::components::checkboxes::checkbox;
use crate::components::form::{FormState, hidden};
use crate::components::notice::inset;
use crate::components::select::Choice;
use crate::components::text_input::TextInput;
use domain::joint::{CO_PETITIONERS_MAX, REPRESENTATIVES_MAX, field};
use maud::{Markup, html};

/// The box and the rows; `None` where the account is anonymous and cannot file jointly. Fields: `joint`,
/// `co_rows`, and for each row from 1 `co_<n>_name co_<n>_id_number co_<n>_mobile`; buttons send
/// `then=add_person` and `then=remove_<n>`.
#[must_use]
pub(super) fn joint(form: &FormState, rows: Option<usize>) -> Markup {
    let Some(rows) = rows else {
        return inset(
            &html! { p id="joint" { "您用的是匿名账号，不能联名。几个人一起反映的，请用实名账号提交。" } },
        );
    };
    let choice = Choice::new("yes", "这是几个人一起反映的（联名）")
        .hinted("每位联名人都可以用自己的姓名和查询码查询进度。请先征得本人同意。");
    html! {
        (checkbox("joint", &choice, form))
        div.co data-shown-with="joint" {
            h2 { "联名人" }
            p.hint { "代表最多 " (REPRESENTATIVES_MAX) " 人，含您本人。人更多的，推选代表写在这里，总人数填在上面。没有联名就不用管这一部分。" }
            (hidden("co_rows", &rows.to_string()))
            @for at in 1..=rows { (person(form, at)) }
            @if rows < CO_PETITIONERS_MAX {
                p.buttons { (submit_as(if rows == 0 { "添加一位联名人" } else { "再添加一位" }, "then", "add_person", false)) }
            } @else { p.hint { "已经写满 " (REPRESENTATIVES_MAX) " 位代表（含您本人）。" } }
        }
    }
}

fn person(form: &FormState, at: usize) -> Markup {
    let (name, id_number, mobile) = (field(at, "name"), field(at, "id_number"), field(at, "mobile"));
    let remove = format!("remove_{at}");
    html! {
        fieldset.co-person {
            legend.label { "第 " (at) " 位联名人" }
            (TextInput { name: &name, label: "姓名", width: "w-half", ..TextInput::default() }.render(form))
            div.fields-row {
                (TextInput { name: &id_number, label: "身份证号", optional: true, ..TextInput::default() }.render(form))
                (TextInput { name: &mobile, label: "手机号", optional: true, inputmode: "tel", ..TextInput::default() }.render(form))
            }
            button.button.button-quiet type="submit" name="then" value=(remove) formnovalidate data-once { "移除第 " (at) " 位" }
        }
    }
}
