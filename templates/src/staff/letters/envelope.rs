//! 来信人、收信和信封: the part of the form that tells where a letter comes from. Fields: `name anonymous id_type id_number
//! mobile mailing_address reply_unknown`, of each further person `co_<n>_name co_<n>_id_number co_<n>_mobile`, `received
//! addressee postmark_place postmark_date envelope_name envelope_address registered_number`.

use crate::components::checkboxes::checkbox;
use crate::components::form::FormState;
use crate::components::known::Known;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use domain::joint::{CO_PETITIONERS_MAX, REPRESENTATIVES_MAX, field};
use maud::{Markup, html};

/// The fields of the envelope.
const ENVELOPE: [&str; 5] = [
    "postmark_place",
    "postmark_date",
    "envelope_name",
    "envelope_address",
    "registered_number",
];

/// Who wrote it, with what is known of them.
pub(in crate::staff) fn sender(form: &FormState, documents: &[Choice], focus: bool, known: &Known) -> Markup {
    let documents = [OptGroup {
        label: String::new(),
        choices: documents.to_vec(),
    }];
    html! {
        (known.input(TextInput { name: "name", label: "来信人姓名", hint: "照署名填写，几个人的填第一位；没有署名的，勾选下面的“匿名”。", width: "w-half", focus, ..TextInput::default() }, form))
        @if !known.correcting { (checkbox("anonymous", &Choice::new("yes", "匿名（没有署名）").hinted("姓名、证件、手机号和通讯地址都不填，信封上的地址照样记在“信封”里。照样有查询码，查询时姓名写“匿名”。"), form)) }
        (known.input(TextInput { name: "mailing_address", label: "通讯地址", hint: "回信寄到哪里；没有写或者看不清的，勾选下面的“回信地址不清楚”。", ..TextInput::default() }, form))
        (checkbox("reply_unknown", &Choice::new("yes", "回信地址不清楚"), form))
        (known.input(TextInput { name: "mobile", label: "手机号", hint: mobile_hint(known), optional: true, inputmode: "tel", width: "w-half", ..TextInput::default() }, form))
        div.fields-row {
            (Select { name: "id_type", label: "证件种类", groups: &documents, optional: true, default: "111", ..Select::default() }.render(form))
            div { (known.input(TextInput { name: "id_number", label: "证件号码", optional: true, ..TextInput::default() }, form)) }
        }
        (others(form, known))
    }
}

/// What the number is for: the message about registering goes out once.
pub(in crate::staff) fn mobile_hint(known: &Known) -> &'static str {
    if known.correcting {
        "以后的短信发到这个号码。"
    } else {
        "有的，登记后发短信告知编号。"
    }
}

fn others(form: &FormState, known: &Known) -> Markup {
    let names = |at: usize| [field(at, "name"), field(at, "id_number"), field(at, "mobile")];
    let used = (1..=CO_PETITIONERS_MAX)
        .flat_map(names)
        .any(|name| !form.value(&name).is_empty() || form.error(&name).is_some());
    let used = used || known.any((1..=CO_PETITIONERS_MAX).flat_map(names));
    html! {
        details open[used] {
            summary { "其他署名人（最多再写 " (CO_PETITIONERS_MAX) " 位）" }
            p.hint { "代表最多 " (REPRESENTATIVES_MAX) " 人，含第一位。每位用自己的姓名和查询码都能查询。5 人以上是联名信，请在登记表里勾选“联名”，并填写总人数。" }
            @for at in 1..=CO_PETITIONERS_MAX { @let [name, id_number, mobile] = names(at);
                div.fields-row {
                    (known.input(TextInput { name: &name, label: &format!("署名人 {}", at + 1), optional: true, ..TextInput::default() }, form))
                    (known.input(TextInput { name: &id_number, label: "身份证号", optional: true, ..TextInput::default() }, form))
                    (known.input(TextInput { name: &mobile, label: "手机号", optional: true, inputmode: "tel", ..TextInput::default() }, form))
                }
                (known.row_box(&name, &format!("署名人 {}", at + 1), form))
            }
        }
    }
}

/// When and to whom it came: what the letters of a day share.
pub(in crate::staff) fn arrival(form: &FormState) -> Markup {
    html! {
        div.fields-row {
            (TextInput { name: "received", label: "收信日期", hint: "15 日登记转送期限从这一天起算。", placeholder: "2026-11-27", ..TextInput::default() }.render(form))
            (TextInput { name: "addressee", label: "收信人", hint: "信写给谁，如：省委书记、省信访局。", optional: true, ..TextInput::default() }.render(form))
        }
    }
}

/// What stands on the envelope.
pub(in crate::staff) fn envelope(form: &FormState, known: &Known) -> Markup {
    let used = ENVELOPE
        .iter()
        .any(|name| !form.value(name).is_empty() || form.error(name).is_some());
    let used = used || known.any(ENVELOPE.iter().map(|name| (*name).to_owned()));
    let line = |name, label, hint, placeholder| {
        let input = TextInput {
            name,
            label,
            hint,
            optional: true,
            placeholder,
            ..TextInput::default()
        };
        known.input(input, form)
    };
    html! {
        details open[used] {
            summary { "信封（邮戳、寄信人、挂号）" }
            div.fields-row {
                (line("postmark_place", "邮戳地点", "", "济南泉城路"))
                (line("postmark_date", "邮戳日期", "", "2026-11-25"))
            }
            div.fields-row {
                div { (line("envelope_name", "信封上的寄信人", "照写的抄。", "")) }
                (line("registered_number", "挂号信号码", "照条码抄。", "XA12345678937"))
            }
            (line("envelope_address", "信封上的寄信地址", "照写的抄，和通讯地址不一样也没有关系。", ""))
        }
    }
}
