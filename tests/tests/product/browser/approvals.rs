//! A clerk who asks a leader before assigning, the leader who answers, in a browser; and their pages in the walk past
//! every page.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::looks::{LONG, STORY, Walk};
use super::tools::Tools;
use crate::approvals::{opened, submit};
use tests::people::Filed;
use tests::{Citizen, Officer, Stack};

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_asks_a_leader_and_assigns_on_a_wide_screen() {
    asks(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_asks_a_leader_and_assigns_without_scripts_on_a_phone() {
    asks(PHONE_WITHOUT_SCRIPTS).await;
}

async fn registered(stack: &Stack, title: &str) -> (Filed, Officer) {
    let citizen = Citizen::anonymous(stack).await;
    let clerk = Officer::login(stack, "dengji2").await;
    let filed = citizen.file(title, "请督促物业尽快修好水泵。").await;
    clerk.open(&filed.id).await;
    clerk.register(&filed.id, "later", &[]).await;
    (filed, clerk)
}

async fn asks(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let (filed, _) = registered(&stack, "拿不准的一件").await;
    let case = format!("/staff/petitions/{}", filed.id);
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    b.open(&case).await;
    b.press("交办").await;
    b.see("交办").await;
    b.press("交办").await;
    b.wait("//*[@id='note-error']").await;
    b.inspect().await;
    b.fill(&[("note", "查明积水原因，限期修好"), ("reason", "汛期将至")])
        .await;
    b.press("送领导审批").await;
    b.see("送审：拟交办").await;
    b.says("查明积水原因，限期修好").await;
    b.press("送审").await;
    b.wait("//*[@id='ask_text-error']").await;
    b.inspect().await;
    b.fill(&[("ask_text", "直接交市里办，合适吗？")]).await;
    let chosen = b.text("select[name=ask_leader]").await;
    assert!(chosen.contains("郭志远") && chosen.contains("高岚"), "{chosen}");
    b.script(
        "const box = document.querySelector('select[name=ask_leader]'); \
         box.value = [...box.options].find((one) => one.text === '郭志远').value;",
    )
    .await;
    b.press("送审").await;
    b.says("已送审").await;
    b.inspect().await;

    let leader = Browser::start(&tools, &stack.url, setup).await;
    let l = &leader;
    l.sign_in_officer(&stack, "lingdao").await;
    l.says("等我批示").await;
    l.inspect().await;
    l.open("/staff/approvals").await;
    l.press("拿不准的一件").await;
    l.see("送审：拟交办").await;
    l.fill(&[("verdict", "return")]).await;
    l.press("批示").await;
    l.wait("//*[@id='instruction-error']").await;
    l.inspect().await;
    l.fill(&[("verdict", "approve"), ("instruction", "可以，抄送市住建局")])
        .await;
    l.press("批示").await;
    l.says("已批示同意").await;
    leader.finish().await;

    b.open(&case).await;
    b.says("可以，抄送市住建局").await;
    b.press("按批示继续办").await;
    b.see("交办").await;
    b.says("可以，抄送市住建局").await;
    b.inspect().await;
    b.press("交办").await;
    b.says("告知书已发给信访人").await;
    b.inspect().await;
    b.open("/staff/assigned").await;
    b.says("拿不准的一件").await;
    b.inspect().await;
    browser.finish().await;
}

/// What an officer of the province sees, signed in: lists that are full and empty, a submission, its form, an assignment.
pub async fn officers_pages(walk: &mut Walk, stack: &Stack) {
    let (filed, clerk) = registered(stack, LONG).await;
    let draft = [("agency", "370100-xfj"), ("note", STORY)];
    submit(&clerk, &filed, "assign", &draft, "高岚").await;
    let page = opened(&clerk, "sent", &filed).await;
    walk.past(&page.path).await;
    walk.past(&format!("/staff/petitions/{}", filed.id)).await;
    walk.past(&format!("/staff/petitions/{}/assign", filed.id)).await;
    walk.browser.press("交办").await;
    walk.browser.wait("//*[@id='note-error']").await;
    walk.every_way("/staff/petitions/{id}/assign wrong").await;
    clerk.step(&filed.id, "assign", &[("note", STORY)]).await;
    walk.past_all(&[
        "/staff/approvals?tab=sent",
        "/staff/approvals?tab=past",
        "/staff/assigned",
        "/staff/assigned?tab=late",
        "/staff/assigned?tab=reported",
    ])
    .await;
}
