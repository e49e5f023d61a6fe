//! Filing as only a browser does it: places found by typing, files that are dropped, cancelled and sent
//! again after the network was gone, parts that fold away.

use super::driver::{Browser, DESK, PHONE};
use super::tools::Tools;
use serde_json::json;
use tests::Citizen;
use tests::people::PASSWORD;

const ENTER: &str = "\u{E007}";
const DOWN: &str = "\u{E015}";
const ESCAPE: &str = "\u{E00C}";

async fn sign_in(browser: &Browser, citizen: &Citizen) {
    browser.open("/login").await;
    browser
        .fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    browser.press("登录").await;
    browser.wait("//a[@href='/me']").await;
}

/// What the combobox says of itself: shown, how many found, the value of the select.
async fn combobox(browser: &Browser) -> serde_json::Value {
    browser
        .script(
            "const box = document.getElementById('division-box');
             const active = document.getElementById(box.getAttribute('aria-activedescendant'));
             return [box.getAttribute('aria-expanded'), document.querySelectorAll('#division-list li').length,
                     active ? active.textContent : '', document.getElementById('division').value];",
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_found_by_typing_part_of_its_name() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::anonymous(stack).await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    sign_in(&browser, &citizen).await;
    browser.open("/petitions/new?fresh=1").await;
    let field = browser.wait("//*[@id='division-box']").await;
    field.send_keys("青岛市南").await.unwrap();
    assert_eq!(
        combobox(&browser).await,
        json!(["true", 1, "", ""]),
        "nothing is chosen yet"
    );
    browser.inspect().await;
    field.send_keys(ESCAPE).await.unwrap();
    assert_eq!(combobox(&browser).await[0], "false");
    field.send_keys(DOWN).await.unwrap();
    assert_eq!(combobox(&browser).await, json!(["true", 1, "青岛市市南区", ""]));
    field.send_keys(ENTER).await.unwrap();
    assert_eq!(combobox(&browser).await, json!(["false", 1, "", "370202"]));
    assert!(
        browser.path().await.starts_with("/petitions/new"),
        "Enter chooses and sends nothing"
    );

    field.clear().await.unwrap();
    field.send_keys("没有这个地方").await.unwrap();
    assert_eq!(combobox(&browser).await, json!(["false", 0, "", "370202"]));
    field.clear().await.unwrap();
    field.send_keys("泰安").await.unwrap();
    let all = combobox(&browser).await;
    assert!(all[1].as_u64().is_some_and(|found| found > 3), "{all}");
    browser
        .wait("//*[@id='division-list']/li[2]")
        .await
        .click()
        .await
        .unwrap();
    let chosen = combobox(&browser).await;
    assert_eq!(
        (&chosen[0], chosen[3].as_str().map(|code| &code[..4])),
        (&json!("false"), Some("3709"))
    );

    // A city's link brings the place along: the box says so, and gives way to what is typed.
    browser
        .open("/petitions/new?fresh=1&division=370102&from=jinan")
        .await;
    let field = browser.wait("//*[@id='division-box']").await;
    let said = "return document.getElementById('division-box').value";
    assert_eq!(browser.script(said).await, "济南市历下区");
    field.send_keys("青岛市南").await.unwrap();
    assert_eq!(combobox(&browser).await, json!(["true", 1, "", "370102"]));
    browser
        .open("/petitions/new?fresh=1&division=370102&from=jinan")
        .await;
    let field = browser.wait("//*[@id='division-box']").await;
    field.click().await.unwrap();
    assert_eq!(browser.script(said).await, "");
    let address = browser.wait("//*[@id='address']").await;
    address.click().await.unwrap();
    assert_eq!(browser.script(said).await, "济南市历下区", "nothing was typed");
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_on_a_telephone_that_was_put_away_is_there_at_the_desk() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::anonymous(stack).await;
    let browser = Browser::start(&tools, &stack.url, PHONE).await;
    sign_in(&browser, &citizen).await;
    browser.open("/petitions/new?fresh=1").await;
    browser.fill(&[("title", "手机上写了一半")]).await;
    put_away(&browser).await;
    browser.wait("//input[@name='revision'][@value='1']").await;
    browser.wait("//*[@data-saved][contains(., '已保存')]").await;
    browser.inspect().await;
    // A telephone may load the page again when it is taken out.
    browser.client.refresh().await.unwrap();
    browser
        .wait("//input[@name='title'][@value='手机上写了一半']")
        .await;
    browser.wait("//input[@name='revision'][@value='1']").await;
    // The draft that was made meanwhile goes on: no second one is begun.
    browser
        .fill(&[("division", "370102"), ("address", "泉城路")])
        .await;
    browser.press("保存并继续").await;
    browser.see("详细情况").await;
    browser.fill(&[("content", "写到这里，车到站了")]).await;
    put_away(&browser).await;
    browser.wait("//input[@name='revision'][@value='3']").await;
    let desk = citizen.client.get("/petitions/new").await;
    assert!(desk.says("手机上写了一半"), "{}", desk.main());
    let check = citizen.client.get(&desk.link("接着写").unwrap()).await;
    assert!(check.says("写到这里，车到站了"), "{}", check.main());
    let details = format!("{}&step=details", check.path);
    let details = citizen.client.get(&details).await;

    // Written at the desk meanwhile: the telephone says so and overwrites nothing by itself.
    let values = [("content", "在电脑上写完了")];
    citizen.client.submit(&details, "/petitions/new", &values).await;
    browser.fill(&[("content", "手机上接着写")]).await;
    put_away(&browser).await;
    browser
        .wait("//*[@data-unsaved-why][contains(., '在别处改过')]")
        .await;
    browser.complaints().await;
    let kept = citizen.client.get(&details.path).await;
    assert!(kept.says("在电脑上写完了"), "{}", kept.main());
    browser.finish().await;
}

/// What the page learns when another app comes to the front.
async fn put_away(browser: &Browser) {
    browser
        .script(
            "Object.defineProperty(document, 'hidden', { value: true, configurable: true });
             document.dispatchEvent(new Event('visibilitychange'));
             delete document.hidden;",
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_part_for_co_petitioners_folds_away_with_its_box() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    sign_in(&browser, &citizen).await;
    browser.open("/petitions/new?fresh=1").await;
    browser
        .fill(&[
            ("title", "联名的一件"),
            ("division", "370102"),
            ("address", "泉城路"),
        ])
        .await;
    browser.press("保存并继续").await;
    browser.see("详细情况").await;
    assert!(!browser.main().await.contains("添加一位联名人"));
    browser.fill(&[("joint", "yes"), ("content", "我们两家")]).await;
    browser.press("添加一位联名人").await;
    browser.wait("//*[@name='co_1_name']").await;
    browser.inspect().await;
    browser.fill(&[("co_1_name", "王芳")]).await;
    // Enter in a field goes on instead of removing somebody.
    let field = browser.wait("//*[@name='co_1_name']").await;
    field.send_keys(ENTER).await.unwrap();
    browser.see("核对后提交").await;
    browser.finish().await;
}

const FILES: &str = "//*[@data-file-list]/li";

#[tokio::test(flavor = "multi_thread")]
async fn files_are_dropped_cancelled_and_sent_again_after_the_network_was_gone() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file("补充照片的一件", "内容").await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    sign_in(&browser, &citizen).await;
    browser.open(&format!("/petitions/{}/materials", filed.id)).await;
    browser.see("补充材料").await;
    browser.wait("//*[@class='drop']").await;
    let told = browser.main().await;
    assert!(
        told.contains("HEIC") && told.contains("50 MB"),
        "told before the upload: {told}"
    );
    let network = |offline: bool, bytes: i64| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes });
    browser.cdp("Network.enable", json!({})).await;

    // Several at once, dropped: a photo of a telephone that only tells its kind inside, and an empty file.
    browser
        .script(
            "const head = [0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69, 0x63, 0, 0, 0, 0, 0x6d, 0x69, 0x66, 0x31, 0x68, 0x65, 0x69, 0x63];
             const files = new DataTransfer();
             files.items.add(new File([new Uint8Array([...head, ...new Array(4000).fill(1)])], 'IMG_0001.HEIC', { type: 'image/heic' }));
             files.items.add(new File([], '空的.pdf'));
             document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));",
        )
        .await;
    browser
        .wait(&format!(
            "{FILES}[contains(., '空的.pdf')][contains(., '是空文件')]"
        ))
        .await;
    browser
        .wait(&format!(
            "{FILES}[contains(., 'IMG_0001.HEIC')][contains(., '可以使用')]"
        ))
        .await;
    browser.inspect().await;

    // The network goes away and comes back.
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("合同.pdf");
    std::fs::write(&pdf, crate::uploads::pdf(2_000_000)).unwrap();
    browser
        .cdp("Network.emulateNetworkConditions", network(true, -1))
        .await;
    browser.choose(&[&pdf]).await;
    let row = format!("{FILES}[contains(., '合同.pdf')]");
    browser
        .wait(&format!(
            "{row}[contains(., '网络断了')][contains(., '可以重试')]"
        ))
        .await;
    browser
        .cdp("Network.emulateNetworkConditions", network(false, -1))
        .await;
    browser
        .wait(&format!("{row}//button[.='重试']"))
        .await
        .click()
        .await
        .unwrap();
    browser.wait(&format!("{row}[contains(., '可以使用')]")).await;

    // Slow, and cancelled on the way.
    let film = folder.path().join("很大.pdf");
    std::fs::write(&film, crate::uploads::pdf(8_000_000)).unwrap();
    browser
        .cdp("Network.emulateNetworkConditions", network(false, 100_000))
        .await;
    browser.choose(&[&film]).await;
    let row = format!("{FILES}[contains(., '很大.pdf')]");
    browser
        .wait(&format!("{row}//button[.='取消']"))
        .await
        .click()
        .await
        .unwrap();
    browser
        .wait("//*[@data-file-list][not(li[contains(., '很大.pdf')])]")
        .await;
    browser
        .cdp("Network.emulateNetworkConditions", network(false, -1))
        .await;
    // What the browser says of the network that was taken from it is no fault of the page.
    browser.complaints().await;

    browser.fill(&[("content", "照片和合同")]).await;
    browser.press("提交补充材料").await;
    browser.says("已经交给办理单位").await;
    let shown = browser.main().await;
    for words in ["照片和合同", "IMG_0001.HEIC", "合同.pdf"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(
        !shown.contains("很大.pdf") && !shown.contains("空的.pdf"),
        "{shown}"
    );
    browser.finish().await;
}
