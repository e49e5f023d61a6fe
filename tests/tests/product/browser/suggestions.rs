//! The pages of suggestions (网上建议) in the walk past every page: empty, filled, wrong, answered.

use super::looks::{LONG, STORY, Walk};
use crate::suggestions::{Made, NEW, make, open, step};
use tests::{Citizen, Officer, Stack};

/// Suggestions in every stage: being studied, and answered by an office below.
pub struct Ideas {
    studied: Made,
    answered: Made,
    colleague: Officer,
}

/// Made and studied over HTTP; the walk only looks.
pub async fn ideas(stack: &Stack, citizen: &Citizen) -> Ideas {
    let words = [("title", LONG), ("content", STORY), ("division", "370000")];
    let (studied, answered) = (
        make(&citizen.client, &words).await,
        make(&citizen.client, &words).await,
    );
    make(&citizen.client, &words).await;
    let province = Officer::login(stack, "dengji2").await;
    for made in [&studied, &answered] {
        open(&province, made).await;
        step(&province, made, "notes", &[("note", STORY)]).await;
    }
    let to = [("agency", "370100-xfj"), ("note", "由济南市研究更合适")];
    step(&province, &answered, "transfer", &to).await;
    let city = Officer::login(stack, "jinan_dj").await;
    open(&city, &answered).await;
    let reply = [
        ("outcome", "kept_for_reference"),
        ("reply", STORY),
        ("next", "send"),
    ];
    let replied = step(&city, &answered, "reply", &reply).await;
    assert!(replied.says("已答复"), "{}", replied.main());
    Ideas {
        studied,
        answered,
        colleague: province,
    }
}

/// What the one who made them sees.
pub async fn citizens_pages(walk: &mut Walk, ideas: &Ideas) {
    walk.past("/suggestions").await;
    walk.past(&ideas.studied.page()).await;
    walk.past(&ideas.answered.page()).await;
    walk.past(&format!("{}/receipt", ideas.studied.page())).await;
    walk.past("/suggestions/new?division=370100&from=jinan").await;
    walk.past(NEW).await;
    walk.browser.press("提交建议").await;
    walk.browser.wait("//*[@id='captcha-error']").await;
    walk.every_way("/suggestions/new wrong").await;
}

/// What an officer of the province sees, signed in.
pub async fn officers_pages(walk: &mut Walk, ideas: &Ideas) {
    for tab in ["unread", "studying", "replied"] {
        walk.past(&format!("/staff/suggestions?tab={tab}")).await;
    }
    let studied = ideas.studied.desk();
    walk.past(&studied).await;
    walk.past(&ideas.answered.desk()).await;
    walk.past(&format!("{studied}/transfer")).await;
    walk.past(&format!("{studied}/reply")).await;
    let b = &walk.browser;
    b.fill(&[("outcome", "adopted"), ("reply", STORY)]).await;
    b.press("预览").await;
    b.wait("//*[contains(@class, 'answer')]").await;
    walk.every_way("/staff/suggestions reply, preview").await;
    step(&ideas.colleague, &ideas.studied, "notes", &[("note", STORY)]).await;
    walk.browser.press("答复").await;
    walk.browser.wait("//*[@id='overtaken']").await;
    walk.every_way("/staff/suggestions reply, too late").await;
}
