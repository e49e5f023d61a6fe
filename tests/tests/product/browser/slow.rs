//! A migrant worker on the telephone of a building site: slow 3G (400 ms each way there and back, 400 kbit/s), as the
//! browser's own developers set it. Counts the bytes of each page and the screens of filing; times are a benchmark's.

use super::driver::{Browser, PHONE, PHONE_WITHOUT_SCRIPTS, Setup};
use super::tools::Tools;
use serde_json::json;
use tests::Citizen;
use tests::people::PASSWORD;
use tests::stack::CAPTCHA;

/// Most bytes of a page at its first visit, with its style sheet and scripts.
const FIRST_PAGE: f64 = 60_000.0;

/// Bytes that came for the page over the network.
const BYTES: &str =
    "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, entry) => sum + entry.transferSize, 0);";

/// The screens that somebody passed, by their headings.
struct Screens<'a> {
    browser: &'a Browser,
    seen: Vec<String>,
}

impl Screens<'_> {
    /// Waits for the screen with this heading.
    async fn see(&mut self, heading: &str) {
        self.browser.see(heading).await;
        self.seen.push(self.browser.text("h1").await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_on_a_building_site_files_a_photo_over_slow_3g() {
    slow(PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_on_a_building_site_files_over_slow_3g_without_scripts() {
    slow(PHONE_WITHOUT_SCRIPTS).await;
}

async fn slow(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.cdp("Network.enable", json!({})).await;
    let line =
        json!({ "offline": false, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000 });
    b.cdp("Network.emulateNetworkConditions", line).await;
    b.open("/").await;
    b.see("有诉求").await;
    if setup.scripts {
        let bytes = b.script(BYTES).await.as_f64().unwrap_or_default();
        assert!(bytes > 10_000.0, "something came: {bytes}");
        assert!(bytes <= FIRST_PAGE, "the first page weighs {bytes}");
    }
    b.open("/login?next=/petitions/new").await;
    b.fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    b.press("登录").await;
    let first = files(b, setup, "工地欠薪两个月").await;
    assert_eq!(
        first,
        ["什么事，在哪里", "详细情况和附件", "核对后提交", "已成功反映问题"],
        "screens"
    );
    b.open("/petitions").await;
    b.press("反映新的问题").await;
    let again = files_again(b, setup, "宿舍没有热水").await;
    assert_eq!(
        again,
        ["写清要反映的问题", "核对后提交", "已成功反映问题"],
        "who comes again passes three screens"
    );
    browser.finish().await;
}

/// Files again, in the place of last time, and says what the screens were. Without scripts the button for the place
/// comes back to the same screen, once.
async fn files_again(b: &Browser, setup: Setup, title: &str) -> Vec<String> {
    let mut screens = Screens {
        browser: b,
        seen: Vec::new(),
    };
    screens.see("写清").await;
    b.says("第 1 步，共 2 步").await;
    b.says("济南市历下区 经十路 100 号工地").await;
    // Files before anything else was typed: the draft is begun by them.
    if setup.scripts {
        attach(b).await;
    }
    b.fill(&[("title", title), ("content", "宿舍一直没有热水，找过两次工长。")])
        .await;
    b.press("这次也在这里").await;
    b.wait("//input[@name='address'][not(ancestor::*[@data-last-place])]")
        .await;
    let filled =
        "const [place, address] = ['division', 'address'].map((id) => document.getElementById(id).value);
        return place + address;";
    if setup.scripts {
        assert_eq!(b.script(filled).await, "370102经十路 100 号工地");
    }
    b.press("保存并继续").await;
    end(b, &mut screens).await;
    screens.seen
}

/// A paper from the employer.
async fn attach(b: &Browser) {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("工资条.pdf");
    std::fs::write(&photo, crate::uploads::pdf(150_000)).unwrap();
    b.choose(&[&photo]).await;
    b.wait("//*[@data-file-list]/li[contains(., '工资条.pdf')][contains(., '可以使用')]")
        .await;
}

/// From the check to the receipt.
async fn end(b: &Browser, screens: &mut Screens<'_>) {
    screens.see("核对后提交").await;
    b.fill(&[("captcha", CAPTCHA)]).await;
    b.press("提交").await;
    screens.see("已成功反映问题").await;
}

/// Files from the first screen to the receipt, and says what the screens were.
async fn files(b: &Browser, setup: Setup, title: &str) -> Vec<String> {
    let mut screens = Screens {
        browser: b,
        seen: Vec::new(),
    };
    screens.see("什么事").await;
    b.fill(&[
        ("title", title),
        ("division", "370102"),
        ("address", "经十路 100 号工地"),
    ])
    .await;
    b.press("保存并继续").await;
    screens.see("详细情况").await;
    b.fill(&[("content", "五月和六月的工资没有发，项目部说等甲方。")])
        .await;
    if setup.scripts {
        attach(b).await;
    }
    b.press("保存并继续").await;
    end(b, &mut screens).await;
    screens.seen
}

/// As in a browser too old for the scripts (see `templates/src/assets_floor_tests.rs`): it would run some, and runs none.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_filed_where_no_script_runs() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    citizen.file("以前反映过的一件", "以前的内容").await;
    let browser = Browser::start(&tools, &stack.url, PHONE).await;
    let b = &browser;
    b.cdp("Network.enable", json!({})).await;
    b.cdp("Network.setBlockedURLs", json!({ "urls": ["*.js"] })).await;
    b.open("/login?next=/petitions/new").await;
    let filled_in_by_scripts = "return document.querySelectorAll('[data-reveal]:not([hidden])').length;";
    assert_eq!(b.script(filled_in_by_scripts).await, 0, "no script runs");
    b.fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    b.press("登录").await;
    b.see("写清").await;
    // What scripts fold away or put in place of something else stands there and works.
    b.wait("//button[@value='file'][contains(., '添加一个文件')]")
        .await;
    b.wait("//button[@value='add_person']").await;
    b.fill(&[("title", "旧手机也能反映"), ("content", "脚本一个也没有运行。")])
        .await;
    b.press("这次也在这里").await;
    b.wait("//input[@id='address'][@value='泉城路 1 号院']").await;
    b.press("保存并继续").await;
    b.see("核对后提交").await;
    b.fill(&[("captcha", CAPTCHA)]).await;
    b.press("提交").await;
    b.see("已成功反映问题").await;
    browser.finish().await;
}
