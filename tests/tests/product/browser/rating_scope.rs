//! 评价范围 on the registration forms: the box is locked and freed as one chooses, by the same rule as the server's.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS};
use super::tools::Tools;
use domain::rating::{RatingScope, rating_scope};
use domain::registration::Purpose;
use serde_json::{Value, json};
use tests::{Citizen, Officer, Stack};

/// What the box shows: ticked, locked, and why.
async fn shown(b: &Browser) -> (bool, bool, String) {
    let found = b
        .script(
            "const box = document.getElementById('rating'); \
             return [box.checked, box.matches(':disabled'), document.querySelector('[data-why]').textContent];",
        )
        .await;
    (
        found[0] == json!(true),
        found[1] == json!(true),
        found[2].as_str().unwrap_or_default().to_owned(),
    )
}

/// Chooses as people do: what is clicked and picked tells the page of it.
async fn choose(b: &Browser, initial: bool, anonymous: Option<bool>, litigation: bool, purpose: &str) {
    let times = if initial { "initial" } else { "repeat" };
    let script = format!(
        "const tick = (css, on) => {{ const box = document.querySelector(css); if (box.checked !== on) box.click(); }}; \
         tick(`[name=initial][value={times}]`, true); \
         tick('[name=flags][value=litigation_related]', {litigation}); \
         const anonymous = {}; if (anonymous !== null) tick('[name=anonymous]', anonymous); \
         const list = document.querySelector('[name=purpose]'); list.value = '{purpose}'; \
         list.dispatchEvent(new Event('change', {{ bubbles: true }}));",
        json!(anonymous)
    );
    assert_eq!(b.script(&script).await, Value::Null);
}

/// What the table says: must and barred are locked, the rest is the officer's.
fn expected(scope: &RatingScope, own: bool) -> (bool, bool, String) {
    match scope {
        RatingScope::Must => (
            true,
            true,
            "初次、实名、不涉法涉诉的求决件，必须评价。".to_owned(),
        ),
        RatingScope::OfficerDecides => (
            own,
            false,
            "初次、实名、不涉法涉诉，但不是求决的，由登记人决定。".to_owned(),
        ),
        RatingScope::Barred(reasons) => {
            let reasons: Vec<_> = reasons.iter().map(|reason| reason.label()).collect();
            (false, true, format!("不纳入评价：{}。", reasons.join("、")))
        }
    }
}

/// Every line of the table, in an order in which each choice is made and taken back.
async fn whole_table(b: &Browser, known: Option<bool>) {
    for bits in 0..8_u8 {
        let (initial, anonymous, litigation) = (bits & 1 == 0, bits & 2 != 0, bits & 4 != 0);
        if known.is_some_and(|known| known != anonymous) {
            continue;
        }
        for purpose in Purpose::ALL {
            let asked = known.is_none().then_some(anonymous);
            choose(b, initial, asked, litigation, purpose.code()).await;
            let scope = rating_scope(initial, anonymous, litigation, purpose);
            assert_eq!(
                shown(b).await,
                expected(&scope, true),
                "initial {initial}, anonymous {anonymous}, litigation {litigation}, {purpose:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scope_of_the_rating_follows_what_is_chosen_on_every_registration_form() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let named = Citizen::named(&stack).await.file("实名的一件", "内容").await;
    let anonymous = Citizen::anonymous(&stack).await.file("匿名的一件", "内容").await;
    let clerk = Officer::login(&stack, "dengji2").await;
    for filed in [&named, &anonymous] {
        clerk.open(&filed.id).await;
    }
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    for (path, known) in [
        ("/staff/intake/letters/new".to_owned(), None),
        ("/staff/intake/visits/new".to_owned(), None),
        (format!("/staff/intake/web/{}", named.id), Some(false)),
        (format!("/staff/intake/web/{}", anonymous.id), Some(true)),
    ] {
        b.open(&path).await;
        b.wait("//fieldset[@data-rating]").await;
        // The browser mentions that it left what was not saved.
        b.complaints().await;
        if known != Some(true) {
            // The officer's own tick is kept while the rule has it locked.
            choose(b, true, known.is_none().then_some(false), false, "enquiry").await;
            assert!(!shown(b).await.0, "{path}");
            b.script("document.getElementById('rating').click()").await;
        }
        whole_table(b, known).await;
        b.inspect().await;
    }
    // The server judges by the same rule: its page shows the same, and the tick arrives.
    for (initial, anonymous, litigation, purpose) in [
        (true, false, false, Purpose::RequestToResolve),
        (true, false, false, Purpose::Enquiry),
        (false, true, true, Purpose::RequestToResolve),
    ] {
        b.open("/staff/intake/letters/new").await;
        b.wait("//fieldset[@data-rating]").await;
        choose(b, initial, Some(anonymous), litigation, "enquiry").await;
        b.script("const box = document.getElementById('rating'); if (!box.matches(':disabled')) box.click()")
            .await;
        choose(b, initial, Some(anonymous), litigation, purpose.code()).await;
        let before = shown(b).await;
        b.press("判重").await;
        b.wait("//form[@data-dirty]//fieldset[@data-rating]").await;
        assert_eq!(shown(b).await, before, "{purpose:?}");
        let scope = rating_scope(initial, anonymous, litigation, purpose);
        assert_eq!(before, expected(&scope, true));
    }
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_box_says_that_it_is_judged_when_the_form_is_sent() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, PHONE_WITHOUT_SCRIPTS).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    b.open("/staff/intake/letters/new").await;
    b.says("保存时按规则重新判断").await;
    b.fill(&[("purpose", "request_to_resolve")]).await;
    b.press("判重").await;
    b.says("必须评价").await;
    assert_eq!(b.count("#rating:disabled:checked").await, 1);
    b.inspect().await;
    browser.finish().await;
}
