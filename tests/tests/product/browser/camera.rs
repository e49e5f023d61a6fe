//! 随访人拍照 at the desk: the live picture in a dialog, taken again, used; and what is left where there is no camera.

use super::driver::{Browser, DESK, PHONE, Setup};
use super::tools::Tools;
use tests::{Officer, Stack};

const NEW: &str = "/staff/intake/visits/new";
const TALKS: &str = "019a0000-0000-7000-8000-000000000051";

/// Keeps hold of every stream that the page gets, so that what became of it can be asked.
const WATCH: &str = "
    window.streams = [];
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (asked) => { const got = await real(asked); window.streams.push(got); return got; };";

/// How many tracks still look.
async fn looking(b: &Browser) -> u64 {
    b.script("return window.streams.flatMap((one) => one.getTracks()).filter((one) => one.readyState === 'live').length")
        .await
        .as_u64()
        .unwrap()
}

/// The form with one companion, on a desk.
async fn with_a_companion(b: &Browser, stack: &Stack) {
    b.sign_in_officer(stack, "dengji").await;
    b.open(NEW).await;
    b.see("来访登记").await;
    without_the_bar(b).await;
    b.fill(&[("name", "带人来的"), ("visitors", "2")]).await;
    b.press("增加一位随访人").await;
    b.wait("//input[@id='companion_1_name']").await;
    without_the_bar(b).await;
    b.fill(&[("companion_1_name", "同来的")]).await;
}

async fn without_the_bar(b: &Browser) {
    b.script("for (const bar of document.querySelectorAll('.sticky')) bar.classList.remove('sticky')")
        .await;
}

/// The buttons that the dialog offers.
async fn offered(b: &Browser) -> Vec<String> {
    let found = b
        .script("return [...document.querySelectorAll('#camera button')].filter((one) => one.offsetParent).map((one) => one.textContent)")
        .await;
    serde_json::from_value(found).unwrap()
}

/// Waits until the dialog says this.
async fn says(b: &Browser, words: &str) {
    b.wait(&format!("//dialog[@open]//*[@data-said][contains(., '{words}')]"))
        .await;
}

/// The first button of the dialog with these words.
async fn press(b: &Browser, words: &str) {
    let button = b
        .wait(&format!("//dialog[@open]//button[not(@hidden)][.='{words}']"))
        .await;
    button.click().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_is_photographed_without_leaving_the_form() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, Setup { camera: true, ..DESK }).await;
    let b = &browser;
    with_a_companion(b, &stack).await;
    b.script(WATCH).await;
    b.press("拍照").await;
    says(b, "对准以后").await;
    b.wait("//dialog[@open]//h2[contains(., '随访人 1')]").await;
    assert_eq!(offered(b).await, ["拍下", "取消"]);
    assert_eq!(looking(b).await, 1);
    b.inspect().await;
    press(b, "拍下").await;
    says(b, "看一看").await;
    assert_eq!(offered(b).await, ["用这张", "重拍", "取消"]);
    b.inspect().await;
    // What was taken is a picture, and not a black one.
    let colours = b
        .script(
            "const at = document.querySelector('#camera canvas'), all = at.getContext('2d').getImageData(0, 0, at.width, at.height).data; \
             return new Set(all.filter((_, index) => index % 4000 < 3)).size;",
        )
        .await;
    assert!(colours.as_u64().unwrap() > 2, "{colours}");
    press(b, "重拍").await;
    says(b, "对准以后").await;
    press(b, "拍下").await;
    press(b, "用这张").await;
    b.wait("//*[@id='companion_1_photo'][contains(., '已传')]").await;
    assert_eq!(b.count("dialog[open]").await, 0);
    assert_eq!(looking(b).await, 0, "nothing looks on once the dialog is closed");
    assert_eq!(b.path().await, NEW, "the form was not left");
    let first = b
        .script("return document.getElementsByName('companion_1_photo')[0].value")
        .await;
    b.inspect().await;
    // Once it is checked it can be looked at, without loading the page again.
    let link = b.wait("//*[@id='companion_1_photo']/a[.='查看']").await;
    let href = link.attr("href").await.unwrap().unwrap();
    let photo = b
        .client
        .execute_async(
            "const [href, done] = arguments; fetch(href).then((answer) => answer.arrayBuffer()).then((all) => done([...new Uint8Array(all).slice(0, 3)]));",
            vec![href.into()],
        )
        .await
        .unwrap();
    assert_eq!(photo, serde_json::json!([0xff, 0xd8, 0xff]), "a JPEG picture");
    // Another one takes its place; closing the dialog by Esc takes none.
    b.press("重拍").await;
    says(b, "对准以后").await;
    press(b, "拍下").await;
    press(b, "用这张").await;
    b.wait(&format!(
        "//input[@name='companion_1_photo'][@value!='{}']",
        first.as_str().unwrap()
    ))
    .await;
    b.wait("//body[not(.//dialog[@open])]").await;
    let second = b
        .script("return document.getElementsByName('companion_1_photo')[0].value")
        .await;
    b.press("重拍").await;
    says(b, "对准以后").await;
    b.script("document.getElementById('camera').close()").await;
    assert_eq!(looking(b).await, 0);
    // The server knows the photo, and the case has that one alone.
    b.press("增加一位随访人").await;
    b.wait("//input[@id='companion_2_name']").await;
    let kept = b
        .script("return document.getElementsByName('companion_1_photo')[0].value")
        .await;
    assert_eq!(kept, second);
    without_the_bar(b).await;
    b.fill(&[
        ("division", "370102"),
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("summary", "两个人来问房产证。"),
        ("interviewer", TALKS),
    ])
    .await;
    b.press("保存并打印接谈单").await;
    b.see("来访接谈单").await;
    let path = b.path().await;
    let id = path
        .trim_start_matches("/staff/intake/visits/")
        .split('/')
        .next()
        .unwrap();
    let clerk = Officer::login(&stack, "dengji2").await;
    // It is a link once it is checked.
    let checked = || async {
        let case = clerk.client.get(&format!("/staff/petitions/{id}")).await;
        let mut links = case.texts("a");
        links.retain(|words| words.contains("随访人照片"));
        (!links.is_empty()).then_some(links)
    };
    let photos = stack.until("the photo", checked).await;
    assert_eq!(photos.len(), 1, "{photos:?}");
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_camera_is_to_be_had_the_dialog_says_so_and_a_file_is_chosen() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, PHONE).await;
    let b = &browser;
    with_a_companion(b, &stack).await;
    b.press("拍照").await;
    b.wait("//dialog[@open]//button[@data-file][not(@hidden)]").await;
    says(b, "改为选一张照片").await;
    assert_eq!(offered(b).await, ["改为选一张照片", "取消"]);
    b.inspect().await;
    press(b, "改为选一张照片").await;
    b.see("给随访人 1 拍照").await;
    assert_eq!(b.count("input[type=file][capture]").await, 1);
    b.press("不拍了，返回登记").await;
    b.wait("//input[@id='companion_1_name'][@value='同来的']").await;
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_camera_is_for_the_form_of_visits_and_no_other_page() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let policy = |headers: &http::HeaderMap| headers["permissions-policy"].to_str().unwrap().to_owned();
    let form = clerk.client.get(NEW).await;
    assert!(
        policy(&form.headers).starts_with("camera=(self), microphone=()"),
        "{:?}",
        form.headers
    );
    let again = clerk.client.submit(&form, NEW, &[("then", "save")]).await;
    assert_eq!(again.status, 422);
    assert!(policy(&again.headers).starts_with("camera=(self),"));
    for path in [
        "/",
        "/staff",
        "/staff/intake/visits",
        "/staff/intake/letters/new",
        "/petitions/new",
    ] {
        let page = clerk.client.get(path).await;
        assert!(policy(&page.headers).starts_with("camera=(),"), "{path}");
        assert!(!page.body.contains("camera."), "{path} loads no camera.js");
    }
    assert!(form.body.contains("/assets/camera."));
}
