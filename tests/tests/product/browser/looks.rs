//! Every page as it looks: on a phone and on a desk, in elder mode, high contrast and dark; nothing
//! sideways, nothing the console complains about, no barrier. A page missing from here fails it.

use super::admin_looks::administrators_pages;
use super::approvals;
use super::dedupe;
use super::driver::{Browser, DESK};
use super::showcase;
use super::suggestions;
use super::tools::Tools;
use super::visits;
use crate::endings;
use crate::suspension::{suspend, with_a_ground};
use gateway::dispatch::functions;
use http::Method;
use serde_json::json;
use std::collections::BTreeSet;
use tests::people::{Filed, PASSWORD};
use tests::stack::CAPTCHA;
use tests::{Citizen, Officer, Stack};

pub const STORY: &str = "今年五月起地下车库长期积水。\n\n请督促物业尽快修好水泵。";
pub const LONG: &str = "关于某某小区十七号楼地下二层车库自二〇二五年汛期以来反复积水、物业服务企业多次承诺维修而长期未予落实，附https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// Routes that are no pages.
const NO_PAGES: [&str; 15] = [
    "/staff/intake/web/{id}/links",
    "/staff/intake/letters/uploads/{id}",
    "/staff/intake/letters/uploads/{id}/file",
    "/staff/intake/visits/uploads/{id}",
    "/staff/intake/visits/uploads/{id}/file",
    "/sw.js",
    "/assets/{file}",
    "/captcha/{file}",
    "/favicon.ico",
    "/robots.txt",
    "/petitions/uploads/{id}",
    "/petitions/{id}/attachments/{attachment}",
    "/staff/petitions/{id}/attachments/{attachment}",
    // Seen after a form outlived its session; the tests of the clock go through both.
    "/resume/{id}",
    "/staff/resume/{id}",
];

/// The rule that a mode's colours can break, and the one that a narrow window can; the others hold in
/// every mode alike.
const OF_COLOURS: [&str; 1] = ["color-contrast"];
const OF_WIDTHS: [&str; 1] = ["target-size"];

/// Petitions in every stage, so that every page has something to show.
struct Stages {
    filed: Filed,
    opened: Filed,
    registered: Filed,
    transferred: Filed,
    accepted: Filed,
    replied: Filed,
    /// Whose demand goes another lawful way.
    elsewhere: Filed,
    /// Which can be answered directly.
    enquiry: Filed,
    ideas: suggestions::Ideas,
}

async fn stages(stack: &Stack, citizen: &Citizen) -> Stages {
    with_a_ground(stack).await;
    let registrar = Officer::login(stack, "dengji2").await;
    let city = Officer::login(stack, "jinan").await;
    let filed = citizen.file(LONG, STORY).await;
    let opened = citizen.file("打开了的", STORY).await;
    registrar.open(&opened.id).await;
    let registered = citizen.file("登记了的", STORY).await;
    registrar.open(&registered.id).await;
    registrar.register(&registered.id, "later", &[]).await;
    let mut sent = Vec::new();
    for title in ["转送了的", "受理了的", LONG] {
        let petition = citizen.file(title, STORY).await;
        registrar.open(&petition.id).await;
        let agency = [("agency", "370100-xfj"), ("note", "请尽快核实")];
        registrar.register(&petition.id, "transfer", &agency).await;
        sent.push(petition);
    }
    let [transferred, accepted, replied] = <[Filed; 3]>::try_from(sent).unwrap();
    city.step(&accepted.id, "accept", &[]).await;
    city.step(&replied.id, "accept", &[]).await;
    let opinion = [
        ("outcome", "explain"),
        ("facts", STORY),
        ("basis", "物业管理条例。"),
        ("opinion", LONG),
        ("next", "issue"),
    ];
    let answered = city.step(&replied.id, "opinion", &opinion).await;
    assert!(answered.says("已答复"), "{}", answered.main());
    Stages {
        filed,
        opened,
        registered,
        transferred,
        accepted,
        replied,
        elsewhere: endings::registered(citizen, &registrar, "该走仲裁的", &[("procedure", "arbitration")])
            .await,
        enquiry: endings::registered(citizen, &registrar, "问一句的", &[("purpose", "enquiry")]).await,
        ideas: suggestions::ideas(stack, citizen).await,
    }
}

/// A walk past pages; remembers which it has seen.
pub struct Walk {
    pub browser: Browser,
    seen: BTreeSet<&'static str>,
}

impl Walk {
    /// A walk that has seen nothing yet.
    pub fn with(browser: Browser) -> Self {
        Self {
            browser,
            seen: BTreeSet::new(),
        }
    }

    /// The routes of pages.
    fn routes() -> Vec<&'static str> {
        let all = functions().iter().flat_map(web::Routes::list).collect::<Vec<_>>();
        all.iter()
            .filter(|route| route.method == Method::GET && !NO_PAGES.contains(&route.path))
            .map(|route| route.path)
            .collect()
    }

    /// Opens a page and looks at it in every way.
    pub async fn past(&mut self, path: &str) {
        let b = &self.browser;
        b.resize(1280).await;
        b.open(path).await;
        let arrived = b.path().await;
        assert_eq!(arrived, path, "a page of the walk leads elsewhere");
        let pieces: Vec<&str> = path.split('?').next().unwrap_or_default().split('/').collect();
        let fits = |route: &&'static str| {
            let parts: Vec<&str> = route.split('/').collect();
            parts.len() == pieces.len()
                && parts
                    .iter()
                    .zip(&pieces)
                    .all(|(part, piece)| part == piece || part.starts_with('{'))
        };
        // A literal route comes before one with a parameter.
        let mut routes = Self::routes();
        routes.sort_by_key(|route| route.matches('{').count());
        self.seen.extend(routes.into_iter().find(fits));
        self.every_way(path).await;
    }

    /// The page as it stands, in every mode and width.
    pub async fn every_way(&self, label: &str) {
        let b = &self.browser;
        b.inspect().await;
        for mode in ["", "elder", "contrast", "elder contrast"] {
            b.script(&format!("document.documentElement.className = '{mode}'"))
                .await;
            // 320 is a desk zoomed to 400 %; whoever zooms so far does not want elder mode as well.
            let widths: &[u32] = if mode.contains("elder") {
                &[360, 1280]
            } else {
                &[320, 360, 1280]
            };
            for &width in widths {
                b.resize(width).await;
                b.fits(&format!("{label} ({mode} {width})")).await;
            }
            if mode == "contrast" {
                b.barriers(&format!("{label} (contrast)"), &json!(OF_COLOURS), "rule")
                    .await;
            }
        }
        b.script("document.documentElement.className = ''").await;
        b.resize(360).await;
        b.barriers(&format!("{label} (360)"), &json!(OF_WIDTHS), "rule")
            .await;
        let dark = |value: &str| json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        b.cdp("Emulation.setEmulatedMedia", dark("dark")).await;
        b.barriers(&format!("{label} (dark)"), &json!(OF_COLOURS), "rule")
            .await;
        b.cdp("Emulation.setEmulatedMedia", dark("light")).await;
    }

    pub async fn past_all(&mut self, paths: &[&str]) {
        for path in paths {
            self.past(path).await;
        }
    }
}

/// The letter pages that the page links to.
async fn letters(browser: &Browser) -> Vec<String> {
    let found = browser
        .script("return [...document.querySelectorAll('main a[href*=\"/letters/\"]')].map((a) => a.getAttribute('href'))")
        .await;
    let found = found.as_array().cloned().unwrap_or_default();
    found
        .iter()
        .filter_map(|href| href.as_str().map(str::to_owned))
        .collect()
}

async fn public_pages(walk: &mut Walk, number: &str, filed: &Filed, name: &str) {
    walk.past_all(&[
        "/",
        "/register",
        "/register?agree=yes",
        "/register?agree=yes&mode=realname",
        "/register?agree=yes&mode=anonymous",
        "/login",
        "/track",
        "/guide",
        "/guide/rules",
        "/cities",
        "/cities/370100",
        "/governor",
        "/help",
        "/privacy",
        "/accessibility",
        "/sitemap",
        "/offline",
        "/notices",
        "/notices/019a2b00-0000-7000-8000-000000000d03",
        "/nothing-here",
        "/staff/login",
    ])
    .await;
    showcase::public_pages(walk).await;
    let b = &walk.browser;
    b.open("/track").await;
    b.fill(&[("name", name), ("query_code", &filed.code), ("captcha", CAPTCHA)])
        .await;
    b.press("查询").await;
    b.says(number).await;
    walk.past("/track/result").await;
    walk.past("/track/rate").await;
    walk.past("/password/reset").await;
    let b = &walk.browser;
    b.fill(&[
        ("username", "nobody_has_this"),
        ("mobile", "18612345678"),
        ("captcha", CAPTCHA),
    ])
    .await;
    b.press("发送短信").await;
    b.see("设新密码").await;
    walk.past("/password/reset/code").await;
    walk.past("/username/forgotten").await;
    let b = &walk.browser;
    b.press("把用户名发给我").await;
    b.wait("//*[@id='id_number-error']").await;
    walk.every_way("/username/forgotten wrong").await;
    walk.past("/username/forgotten?done=1").await;
}

/// The form of a rating, wrong and right, the check, the thanks, the second one, and one that cannot be.
async fn ratings_pages(walk: &mut Walk, stages: &Stages) {
    let path = format!("/rate/{}", stages.replied.id);
    walk.past(&format!("/rate/{}", stages.filed.id)).await;
    walk.past(&path).await;
    let b = &walk.browser;
    b.fill(&[("unit_grade", "dissatisfied"), ("unit_message", LONG)])
        .await;
    b.press("继续").await;
    b.wait("//*[@id='office_grade-error']").await;
    walk.every_way("/rate wrong").await;
    let b = &walk.browser;
    b.fill(&[("office_grade", "mostly"), ("unit_reasons", "not_done")])
        .await;
    b.press("继续").await;
    b.see("核对您的评价").await;
    walk.every_way("/rate check").await;
    walk.browser.press("提交评价").await;
    walk.browser.see("评价已收到").await;
    walk.past(&format!("{path}/done")).await;
    walk.past("/track/rate/done").await;
    walk.past(&path).await;
    walk.past(&format!("/petitions/{}", stages.replied.id)).await;
}

async fn sign_in(b: &Browser, citizen: &Citizen) {
    b.open("/login").await;
    b.fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    b.press("登录").await;
    b.wait("//*[contains(@class, 'toolbar')]//a[contains(@href, '/logout')] | //a[@href='/me']")
        .await;
}

async fn citizens_pages(walk: &mut Walk, stack: &Stack, citizen: &Citizen, stages: &Stages) {
    sign_in(&walk.browser, citizen).await;
    walk.past_all(&[
        "/me",
        "/me/profile",
        "/me/document",
        "/me/password",
        "/me/sessions",
        "/me/download",
        "/me/close",
        "/logout",
        "/register/done",
        "/petitions",
    ])
    .await;
    for tab in ["withdrawable", "withdrawn", "to-rate", "concluded"] {
        walk.past(&format!("/petitions?tab={tab}")).await;
    }
    for petition in [
        &stages.filed,
        &stages.opened,
        &stages.transferred,
        &stages.replied,
    ] {
        walk.past(&format!("/petitions/{}", petition.id)).await;
    }
    for letter in letters(&walk.browser).await {
        walk.past(&letter).await;
    }
    ratings_pages(walk, stages).await;
    suggestions::citizens_pages(walk, &stages.ideas).await;
    walk.past(&format!("/petitions/{}/receipt", stages.filed.id))
        .await;
    walk.past(&format!("/petitions/{}/withdraw", stages.filed.id))
        .await;
    walk.past(&format!("/petitions/{}/materials", stages.transferred.id))
        .await;
    // Who has filed before writes on one page; who has not, in stages.
    walk.past("/petitions/new").await;
    walk.browser.press("继续").await;
    walk.browser.wait("//*[@id='content-error']").await;
    walk.every_way("/petitions/new whole, wrong").await;
    walk.browser.client.delete_all_cookies().await.unwrap();
    sign_in(&walk.browser, &Citizen::named(stack).await).await;
    walk.past("/petitions/new").await;
    let b = &walk.browser;
    b.fill(&[
        ("title", "一份草稿"),
        ("division", "370102"),
        ("address", "泉城路 1 号院"),
    ])
    .await;
    b.press("继续").await;
    b.see("详细情况").await;
    walk.every_way("/petitions/new details").await;
    let b = &walk.browser;
    b.fill(&[("content", STORY), ("joint", "yes")]).await;
    b.press("添加一位联名人").await;
    b.wait("//*[@name='co_1_name']").await;
    b.press("继续").await;
    b.wait("//*[@id='joint-error']").await;
    walk.every_way("/petitions/new details, joint").await;
    let b = &walk.browser;
    b.fill(&[("co_1_name", "王芳")]).await;
    b.press("继续").await;
    b.see("核对后提交").await;
    walk.every_way("/petitions/new check").await;
    let b = &walk.browser;
    b.wait("//a[contains(@href, 'step=details#file')]")
        .await
        .click()
        .await
        .unwrap();
    b.see("详细情况").await;
    without_its_script(walk).await;
    walk.past("/petitions/new").await;
}

/// The plain form that the script puts its own chooser in place of.
async fn without_its_script(walk: &mut Walk) {
    let b = &walk.browser;
    b.cdp("Network.enable", json!({})).await;
    b.cdp("Network.setBlockedURLs", json!({ "urls": ["*upload*.js"] }))
        .await;
    b.client.refresh().await.unwrap();
    b.press("添加一个文件").await;
    b.wait("//input[@type='file']").await;
    assert_eq!(b.count("[data-plain]").await, 1, "{}", b.main().await);
    // That a script was kept from the page is no fault of the page.
    b.complaints().await;
    walk.every_way("/petitions/new details, one file").await;
    let b = &walk.browser;
    b.cdp("Network.setBlockedURLs", json!({ "urls": [] })).await;
}

async fn officers_pages(walk: &mut Walk, stack: &Stack, stages: &Stages) {
    walk.browser.sign_in_officer(stack, "dengji").await;
    walk.past_all(&[
        "/staff",
        "/staff/intake/web",
        "/staff/intake/web?tab=registered",
        "/staff/intake/web?tab=withdrawn",
        "/staff/intake/web?tab=registered&place=370100&mark=files",
        "/staff/batch/transfer",
        "/staff/logout",
    ])
    .await;
    walk.past(&format!("/staff/intake/web/{}", stages.opened.id))
        .await;
    dedupe::officers_pages(walk, &stages.opened, &stages.registered).await;
    walk.past_all(&[
        "/staff/intake/letters",
        "/staff/intake/letters?tab=brief",
        "/staff/intake/letters/new",
        "/staff/intake/letters/brief/new",
        "/staff/intake/letters/brief/019a0000-0000-7000-8000-0000000003b1",
        "/staff/intake/letters/019a0000-0000-7000-8000-0000000003a2/slip",
        "/staff/intake/visits",
        "/staff/intake/visits?size=collective&mark=interview",
        "/staff/intake/visits/new",
        "/staff/intake/visits/019a0000-0000-7000-8000-0000000003c2/slip",
        "/staff/intake/visits/019a0000-0000-7000-8000-0000000003c2/reception",
        "/staff/petitions/019a0000-0000-7000-8000-0000000003a2",
        "/staff/petitions/019a0000-0000-7000-8000-0000000003a2/sender",
        "/staff/petitions/019a0000-0000-7000-8000-0000000003c2/sender",
    ])
    .await;
    walk.past(&format!("/staff/petitions/{}", stages.registered.id))
        .await;
    walk.past(&format!("/staff/petitions/{}/slip", stages.registered.id))
        .await;
    let b = &walk.browser;
    b.press("显示查询码").await;
    b.wait("//*[@id='reason-error']").await;
    walk.every_way("/slip wrong").await;
    let b = &walk.browser;
    b.fill(&[("reason", "in_person")]).await;
    b.press("显示查询码").await;
    b.wait("//*[@id='query-code']").await;
    walk.every_way("/slip with the code").await;
    walk.past(&format!("/staff/petitions/{}/transfer", stages.registered.id))
        .await;
    walk.past(&format!(
        "/staff/petitions/{}/approvals?kind=registration",
        stages.registered.id
    ))
    .await;
    walk.past(&format!("/staff/batch/transfer?id={}", stages.registered.id))
        .await;
    walk.past(&format!("/staff/petitions/{}/route", stages.elsewhere.id))
        .await;
    walk.past(&format!("/staff/petitions/{}/direct-reply", stages.enquiry.id))
        .await;
    suggestions::officers_pages(walk, &stages.ideas).await;
    approvals::officers_pages(walk, stack).await;
    walk.browser.sign_out_officer().await;
    visits::interviewers_pages(walk, stack).await;
    walk.browser.sign_in_officer(stack, "jinan").await;
    walk.past_all(&[
        "/staff",
        "/staff/inbox",
        "/staff/todo",
        "/staff/done",
        "/staff/alerts",
    ])
    .await;
    walk.past(&format!("/staff/petitions/{}/accept", stages.transferred.id))
        .await;
    walk.past(&format!("/staff/petitions/{}/opinion", stages.accepted.id))
        .await;
    walk.past(&format!("/staff/petitions/{}/suspend", stages.accepted.id))
        .await;
    suspend(&Officer::login(stack, "jinan").await, &stages.accepted).await;
    for page in ["/resume", ""] {
        walk.past(&format!("/staff/petitions/{}{page}", stages.accepted.id))
            .await;
    }
    walk.past(&format!("/staff/petitions/{}/petitioner", stages.replied.id))
        .await;
    walk.past(&format!("/staff/petitions/{}/conclude", stages.replied.id))
        .await;
    walk.past(&format!("/staff/petitions/{}", stages.replied.id))
        .await;
    for letter in letters(&walk.browser).await {
        walk.past(&letter).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_every_width_and_mode_and_raises_no_barrier() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    let stages = stages(stack, &citizen).await;
    let mut walk = Walk::with(Browser::start(&tools, &stack.url, DESK).await);
    public_pages(&mut walk, &stages.replied.number, &stages.replied, &citizen.name).await;
    citizens_pages(&mut walk, stack, &citizen, &stages).await;
    officers_pages(&mut walk, stack, &stages).await;
    walk.browser.sign_out_officer().await;
    showcase::officers_pages(&mut walk, stack, &citizen).await;
    administrators_pages(&mut walk, stack).await;
    let missed: Vec<_> = Walk::routes()
        .into_iter()
        .filter(|route| !walk.seen.contains(route))
        .collect();
    assert!(missed.is_empty(), "pages nobody looked at: {missed:?}");
    walk.browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_look_over_finds_what_is_wrong() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    browser.open("/help").await;
    browser
        .script(
            "const wide = document.createElement('p');
             wide.textContent = '太宽';
             wide.style.cssText = 'width: 1400px; color: #ddd; background: #fff';
             document.querySelector('main').append(wide);
             console.error('complaint');",
        )
        .await;
    browser.inspect().await;
    let notes = browser.take_notes().join("\n");
    assert!(notes.contains("sideways") && notes.contains("太宽"), "{notes}");
    assert!(
        notes.contains("console: ") && notes.contains("complaint"),
        "{notes}"
    );
    assert!(tools.axe.is_none() || notes.contains("color-contrast"), "{notes}");
    browser.finish().await;
}
