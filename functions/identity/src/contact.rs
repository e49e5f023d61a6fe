//! 联系方式和住址: the part of a person that changes, read alike at registration and later. At least one
//! of the three addresses stays. Must not ask the store or any service.

use domain::contact::Mobile;
use domain::division::DivisionCode;
use domain::text::Address;
use store::accounts::Contact;
use web::forms::take;
use web::{FormData, FormState};

/// The three addresses: the fields, of which one must be filled in.
const ADDRESSES: [&str; 3] = ["household_address", "usual_address", "mailing_address"];

/// Reads the fields; `None` if one of them is wrong. Errors stand in the order of the page.
pub fn read(data: &FormData, form: &mut FormState) -> Option<Contact> {
    let before = form.errors.len();
    let mobile = take(form, "mobile", Mobile::parse(data.text("mobile")));
    let household_division = optional(data, form, "household_division", |code| {
        code.parse::<DivisionCode>()
            .map_err(|_| "请从列表中选择户籍所在地")
    });
    let [household_address, usual_address, mailing_address] =
        ADDRESSES.map(|field| optional(data, form, field, Address::parse).map(Address::into_string));
    if !ADDRESSES.iter().any(|field| data.has(field)) {
        form.fail(
            "household_address",
            "户籍地址、经常居住地址、通信地址至少填写一个",
        );
    }
    (form.errors.len() == before).then(|| Contact {
        mobile: mobile.map(|mobile| mobile.as_str().to_owned()),
        household_division,
        household_address,
        usual_address,
        mailing_address,
    })
}

/// A field that may be left out, but not filled in wrongly.
pub fn optional<T, E: std::fmt::Display>(
    data: &FormData,
    form: &mut FormState,
    name: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    data.get(name).and_then(|typed| take(form, name, parse(typed)))
}
