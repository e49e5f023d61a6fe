//! A clerk registers a visit from cards and the interviewer talks with whoever came: on a wide screen with scripts, and on
//! a phone without.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::looks::Walk;
use super::tools::Tools;
use tests::Stack;

/// The first interviewer of the province.
const TALKS: &str = "019a0000-0000-7000-8000-000000000051";
const CARD: &str = r#"{"name":"王芳","sex":"女","birth":"19850923","address":"青岛市市南区香港中路 1 号","id_number":"370202198509230022","valid_to":"20400101"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_registered_and_talked_about_on_a_wide_screen() {
    visits(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_registered_and_talked_about_without_scripts_on_a_phone() {
    visits(PHONE_WITHOUT_SCRIPTS).await;
}

/// The driver scrolls no further than into the window, where the bar of buttons may lie over what it clicks.
async fn without_the_bar(b: &Browser) {
    b.script("for (const bar of document.querySelectorAll('.sticky')) bar.classList.remove('sticky')")
        .await;
}

async fn visits(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    b.open("/staff/intake/visits").await;
    b.see("来访登记").await;
    b.press("登记来访").await;
    b.see("来访登记").await;
    // The reader types into what has the focus, and ends with Enter.
    let card = b.wait("//input[@id='card']").await;
    card.send_keys(CARD).await.unwrap();
    card.send_keys("\u{e007}").await.unwrap();
    b.says("已读入来访人").await;
    without_the_bar(b).await;
    b.press("增加一位随访人").await;
    b.wait("//input[@id='companion_1_name']").await;
    b.inspect().await;
    without_the_bar(b).await;
    b.press("保存并打印接谈单").await;
    b.wait("//*[@id='summary-error']").await;
    b.inspect().await;
    without_the_bar(b).await;
    b.fill(&[
        ("visitors", "6"),
        ("companion_1_name", "王强"),
        ("division", "370102"),
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("summary", "车库积水半年没有人修，六户一起来的。"),
    ])
    .await;
    b.fill(&[("interviewer", TALKS)]).await;
    b.press("保存并打印接谈单").await;
    b.wait("//*[@id='representatives-error']").await;
    b.inspect().await;
    without_the_bar(b).await;
    b.fill(&[("companion_1_representative", "yes")]).await;
    b.press("保存并打印接谈单").await;
    b.see("来访接谈单").await;
    b.says("集体访 5–10 人").await;
    b.inspect().await;
    let number = b.text("#number").await;
    b.press("登记领导公开接访").await;
    b.see("领导公开接访").await;
    b.fill(&[
        ("leader", "郭志远"),
        ("place", "接访大厅"),
        ("text", "要求尽快修好。"),
    ])
    .await;
    b.inspect().await;
    b.press("保存接访记录").await;
    b.says("领导公开接访已记下").await;
    b.inspect().await;
    b.sign_out_officer().await;

    b.sign_in_officer(&stack, "jietan").await;
    b.open("/staff").await;
    b.says("等我接谈").await;
    b.open("/staff/interviews").await;
    b.says(&number).await;
    b.inspect().await;
    b.press("车库积水半年没有人修，六户一起来的").await;
    b.see("接谈：").await;
    b.press("保存并设为已办").await;
    b.wait("//*[@id='text-error']").await;
    b.inspect().await;
    b.fill(&[("text", "两位代表谈了半小时。"), ("conclusion", "pass_on")])
        .await;
    b.press("保存并设为已办").await;
    b.says("已设为已办").await;
    b.inspect().await;
    b.press("恢复待办").await;
    b.says("已恢复待办").await;
    b.inspect().await;
    browser.finish().await;
}

/// What an interviewer of the province sees, signed in: lists, an interview that waits, one that is done.
pub async fn interviewers_pages(walk: &mut Walk, stack: &Stack) {
    walk.browser.sign_in_officer(stack, "jietan").await;
    walk.past_all(&[
        "/staff",
        "/staff/interviews",
        "/staff/interviews?tab=done",
        "/staff/interviews/019a0000-0000-7000-8000-0000000003c1",
        "/staff/interviews/019a0000-0000-7000-8000-0000000003c2",
        "/staff/interviews/019a0000-0000-7000-8000-0000000003c4",
    ])
    .await;
    walk.browser.sign_out_officer().await;
}
