//! 随访人: the part of the form that tells who came along. Fields: `visitors sole_representative companions` (how many rows
//! there are), of each row `companion_<n>_name companion_<n>_id_number companion_<n>_representative companion_<n>_photo`.
//! Buttons of the form: `then=companion_add`, `then=companion_remove_<n>`, `then=photo_<n>`, `then=photo_remove_<n>`.

use crate::components::checkboxes::checkbox;
use crate::components::file_list::FileState;
use crate::components::form::{FormState, hidden, hint_and_error};
use crate::components::known::Known;
use crate::components::select::Choice;
use crate::components::tag::{Tag, Tone};
use crate::components::text_input::TextInput;
use domain::joint::REPRESENTATIVES_MAX;
use domain::visitors::{Band, COMPANIONS_MAX, field};
use maud::{Markup, html};

/// 随访人的照片: what of a photo there is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Of which row, from 1.
    pub at: usize,
    /// The attachment.
    pub id: String,
    /// Where it stands.
    pub state: FileState,
}

/// Who came along, with what is known of them; without `photos` none are taken, and no row is removed that was not known.
pub(in crate::staff) fn companions(
    form: &FormState,
    rows: usize,
    photos: Option<&[Photo]>,
    known: &Known,
) -> Markup {
    let error = form.error("representatives");
    let band = domain::visitors::count(form.value("visitors")).map(Band::of);
    html! {
        div.fields-row {
            (TextInput { name: "visitors", label: "来访人数", hint: "一共来了几个人，含来访人本人。", inputmode: "numeric", width: "w-short", ..TextInput::default() }.render(form))
            @if let Ok(band) = band.as_ref() { @if band.is_collective() {
                p.band { (Tag::new(band.label(), Tone::Warn).render()) span.hint { "集体访要推选代表，代表最多 " (REPRESENTATIVES_MAX) " 人，含来访人本人（《信访工作条例》第二十条）。" } }
            } }
        }
        section.part aria-labelledby="companions-title" {
            h3 id="companions-title" { "随访人" }
            p.hint { "逐个写上姓名；代表一同接谈，各自用姓名和查询码都能查询。5 人以上必须推选代表，最多 " (REPRESENTATIVES_MAX) " 人，含来访人本人。" }
            (hidden("companions", &rows.to_string()))
            div.field-error-only id="representatives" tabindex="-1" { (hint_and_error("representatives", "", error)) }
            @for at in 1..=rows { (companion(form, at, photos, known)) }
            @if rows < COMPANIONS_MAX {
                p { button.button.button-second type="submit" name="then" value="companion_add" { "增加一位随访人" } }
            } @else {
                p.hint { "最多逐个登记 " (COMPANIONS_MAX) " 位，其余的算在来访人数里。" }
            }
            (checkbox("sole_representative", &Choice::new("yes", "代表只有来访人一人").hinted("5 人以上来访、由来访人一人当代表的勾选。"), form))
        }
    }
}

fn companion(form: &FormState, at: usize, photos: Option<&[Photo]>, known: &Known) -> Markup {
    let [name, id_number, representative, of_photo] =
        ["name", "id_number", "representative", "photo"].map(|what| field(at, what));
    let input = |name: &str, label: &str, optional| {
        let input = TextInput {
            name,
            label,
            optional,
            ..TextInput::default()
        };
        known.input(input, form)
    };
    html! {
        fieldset.companion {
            legend { "随访人 " (at) }
            div.fields-row {
                (input(&name, "姓名", true))
                (input(&id_number, "身份证号", true))
            }
            (checkbox(&representative, &Choice::new("yes", "是代表"), form))
            (known.row_box(&name, "这一位", form))
            @if let Some(photos) = photos { (photo_of(form, at, &of_photo, photos.iter().find(|photo| photo.at == at))) }
        }
    }
}

/// The photo of a row, and the buttons of the row.
fn photo_of(form: &FormState, at: usize, of_photo: &str, photo: Option<&Photo>) -> Markup {
    html! {
            (hint_and_error(of_photo, "", form.error(of_photo)))
            div.companion-do data-photo=(of_photo) {
                @match photo {
                    Some(photo) => {
                        (hidden(of_photo, &photo.id))
                        p id=(of_photo) tabindex="-1" { "照片：" @match &photo.state {
                            FileState::Ready { href } => { a href=(href) { "查看" span.vh { "随访人 " (at) " 的照片" } } }
                            FileState::Rejected { reason } => { "没有通过检查：" (reason) }
                            FileState::Checking | FileState::Unsent => { "已传，检查中" }
                        } }
                        button.button.button-second type="submit" name="then" value={ "photo_" (at) } data-camera { "重拍" span.vh { "随访人 " (at) " 的照片" } }
                        button.button.button-second type="submit" name="then" value={ "photo_remove_" (at) } { "去掉照片" span.vh { "（随访人 " (at) "）" } }
                    }
                    None => button.button.button-second id=(of_photo) type="submit" name="then" value={ "photo_" (at) } data-camera { "拍照" span.vh { "（随访人 " (at) "）" } }
                }
                button.button.button-second type="submit" name="then" value={ "companion_remove_" (at) } { "移除这一位" span.vh { "（随访人 " (at) "）" } }
            }
    }
}
