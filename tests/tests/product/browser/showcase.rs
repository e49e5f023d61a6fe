//! An editor who tells a concluded case, the colleague who approves it and a visitor who looks for it, in a browser;
//! and the pages of the cases in the walk past every page.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::looks::{LONG, STORY, Walk};
use super::tools::Tools;
use crate::showcase::{choose, concluded, write};
use tests::{Citizen, Officer, Stack};

/// Of the demonstration: one that waits for approval, written by `anli`, and one that is public.
const WAITING: &str = "/staff/showcase/019a0000-0000-7000-8000-0000000001f4";
const SHOWN: &str = "019a0000-0000-7000-8000-0000000001f1";

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_tells_a_case_and_a_visitor_finds_it_on_a_wide_screen() {
    editor(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_tells_a_case_and_a_visitor_finds_it_without_scripts_on_a_phone() {
    editor(PHONE_WITHOUT_SCRIPTS).await;
}

async fn editor(setup: Setup) {
    const TITLE: &str = "换了水泵，楼上又有水了";
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let filed = concluded(&stack, &citizen, "楼上没有水").await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.sign_in_officer(&stack, "anli").await;
    b.open("/staff/showcase").await;
    b.see("案例选登").await;
    b.press("转出以后办结的").await;
    b.see("已办").await;
    b.wait(&format!(
        "//main//a[contains(@href, '/staff/petitions/{}')]",
        filed.id
    ))
    .await
    .click()
    .await
    .unwrap();
    b.press("选登为案例").await;
    b.see("选登为案例").await;
    b.press("开始起草").await;
    b.see("编辑案例").await;
    b.says("已选登").await;
    b.inspect().await;
    // What was found is ticked; masked as it stands.
    b.press("遮盖勾选的并保存").await;
    b.says("已经遮盖并保存").await;
    b.wait("//textarea[@name='handled'][contains(., '（电话略）')]")
        .await;
    b.fill(&[("title", ""), ("outcome", "水泵已经更换。")]).await;
    b.fill(&[("title", TITLE)]).await;
    b.press("保存并看公开的样子").await;
    b.see(TITLE).await;
    b.says("这是预览").await;
    b.inspect().await;
    b.press("返回编辑的页面").await;
    b.says("还没有信访人同意公开的记录").await;
    b.press("记录信访人意愿").await;
    b.see("记录信访人意愿").await;
    b.press("记录").await;
    b.wait("//*[@id='answer-error']").await;
    b.inspect().await;
    b.fill(&[("answer", "agreed"), ("way", "phone")]).await;
    b.press("记录").await;
    b.says("已记录").await;
    b.press("送审").await;
    b.says("已送审").await;
    b.says("要由另一位同事审核").await;
    let case = b.path().await.split('?').next().unwrap_or_default().to_owned();
    b.sign_out_officer().await;

    b.sign_in_officer(&stack, "anli2").await;
    b.open("/staff/showcase?tab=waiting").await;
    b.press(TITLE).await;
    b.see(TITLE).await;
    b.inspect().await;
    b.press("同意发布").await;
    b.says("已公开").await;
    b.sign_out_officer().await;

    b.open("/").await;
    b.press("更多案例").await;
    b.see("案例公开").await;
    b.fill(&[("q", "换了水泵"), ("city", "370100")]).await;
    b.press("查找").await;
    b.says("水泵已经更换").await;
    b.inspect().await;
    b.press(TITLE).await;
    b.see(TITLE).await;
    assert_eq!(b.path().await, crate::showcase::public(&case));
    b.inspect().await;
    browser.finish().await;
}

/// What everybody sees.
pub async fn public_pages(walk: &mut Walk) {
    walk.past_all(&[
        "/cases",
        "/cases?q=%E6%B0%B4%E6%B3%B5",
        "/cases?q=%E5%9C%B0%E9%93%81",
        "/cases?q=%E6%B0%B4",
    ])
    .await;
    walk.past(&format!("/cases/{SHOWN}")).await;
}

/// What an editor of the province sees, who is about to sign in.
pub async fn officers_pages(walk: &mut Walk, stack: &Stack, citizen: &Citizen) {
    let colleague = Officer::login(stack, "anli").await;
    let filed = concluded(stack, citizen, "走一遍的一件").await;
    let other = concluded(stack, citizen, "走一遍时没有选的一件").await;
    let draft = choose(&colleague, &filed).await;
    walk.browser.sign_in_officer(stack, "anli2").await;
    for tab in ["drafts", "waiting", "published", "withdrawn"] {
        walk.past(&format!("/staff/showcase?tab={tab}")).await;
    }
    walk.past(&format!("/staff/petitions/{}", other.id)).await;
    walk.past(&format!("/staff/showcase/new?petition={}", other.id))
        .await;
    walk.past(WAITING).await;
    walk.past(&format!("{WAITING}/back")).await;
    walk.past(&format!("{WAITING}/preview")).await;
    for page in ["", "/wish", "/drop"] {
        walk.past(&format!("{draft}{page}")).await;
    }
    walk.past(&format!("/staff/showcase/{SHOWN}/withdraw")).await;
    walk.past(&format!("{draft}/edit")).await;
    let b = &walk.browser;
    b.fill(&[("title", LONG), ("reported", STORY)]).await;
    write(&colleague, &draft, &[]).await;
    b.press("保存").await;
    b.wait("//*[@id='overtaken']").await;
    walk.every_way("/staff/showcase edit, too late and too long")
        .await;
}
