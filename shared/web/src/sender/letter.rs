//! 来信: who wrote it, when and to whom it came, and its envelope, from what an officer typed. Pure.

use super::{Sender, is_anonymous, parse};
use crate::forms::{FormData, FormState, take};
use chrono::NaiveDate;
use domain::incoming::{DateError, Envelope, Incoming, LINE_MAX, letter_date, line, registered_number};
use domain::text::ADDRESS_MAX;

/// What was typed of who wrote it and of how it came, each `None` with the errors in `state`, in the order of the page. An
/// address is asked for unless it is unclear or nobody signed.
#[must_use]
pub fn letter(
    form: &FormData,
    state: &mut FormState,
    today: NaiveDate,
) -> (Option<Sender>, Option<Incoming>) {
    let sender = parse(form, state, today);
    let reply_known = !is_anonymous(form) && form.text("reply_unknown") != "yes";
    if reply_known && !form.has("mailing_address") {
        let sentence = "请填写通讯地址；没有写或者看不清的，勾选“回信地址不清楚”";
        state.fail("mailing_address", sentence);
    }
    (sender, incoming(form, state, today, reply_known))
}

fn incoming(form: &FormData, state: &mut FormState, today: NaiveDate, reply_known: bool) -> Option<Incoming> {
    let received = received(form, state, today);
    let addressee = take(
        state,
        "addressee",
        line(form.raw("addressee"), "收信人", LINE_MAX),
    );
    let mut text = |name, what, max| take(state, name, line(form.raw(name), what, max));
    let postmark_place = text("postmark_place", "邮戳地点", LINE_MAX);
    let sender_name = text("envelope_name", "信封上的寄信人", LINE_MAX);
    let sender_address = text("envelope_address", "信封上的寄信地址", ADDRESS_MAX);
    let postmark_date = match form.get("postmark_date") {
        None => Some(None),
        Some(typed) => take(state, "postmark_date", dated(typed, today)).map(Some),
    };
    if let (Some(Some(stamped)), Some(received)) = (postmark_date, received)
        && stamped > received
    {
        state.fail("postmark_date", "邮戳日期不能晚于收信日期");
    }
    let number = take(
        state,
        "registered_number",
        registered_number(form.raw("registered_number")),
    );
    Some(Incoming {
        received: received?,
        addressee: addressee?,
        envelope: Envelope {
            postmark_place: postmark_place?,
            postmark_date: postmark_date?,
            sender_name: sender_name?,
            sender_address: sender_address?,
            registered_number: number?,
        },
        reply_known,
    })
}

/// The day on which it came.
pub fn received(form: &FormData, state: &mut FormState, today: NaiveDate) -> Option<NaiveDate> {
    take(state, "received", dated(form.raw("received"), today))
}

/// A day not after the one on which the letter is, or was, registered.
fn dated(typed: &str, registered: NaiveDate) -> Result<NaiveDate, String> {
    letter_date(typed, registered).map_err(|error| match error {
        DateError::Empty => "请填写收信日期".to_owned(),
        DateError::Future => "日期不能晚于登记的那天".to_owned(),
        other => other.to_string(),
    })
}
