//! Photos of companions and what visitors bring: straight to the bucket; they belong to the case once it is registered.

use super::{NEW, Registered, changed, interviewer, press, stack, visit};
use crate::uploads::{photo, post_file};
use tests::{Client, Officer, Page, Stack};

/// Sends a file by the plain form of a page; gives where the browser is sent afterwards.
async fn send_plain(client: &Client, page: &Page, name: &str, bytes: Vec<u8>) -> String {
    let upload = page
        .forms()
        .into_iter()
        .find(|form| form.fields.iter().any(|(name, _)| name == "key"));
    let upload = upload.expect("a form to the bucket");
    let sent = post_file(client, &upload.action, &upload.fields, name, bytes).await;
    let back = sent.headers.get("location").unwrap().to_str().unwrap().to_owned();
    back.split_once("/staff/")
        .map(|(_, path)| format!("/staff/{path}"))
        .unwrap()
}

/// Takes a companion's photo; gives the form once it is checked.
pub async fn taken(
    stack: &Stack,
    officer: &Officer,
    page: &Page,
    row: usize,
    values: &[(&str, &str)],
) -> Page {
    let plain = press(officer, page, &format!("photo_{row}"), values).await;
    assert!(
        plain.path.contains("kept=") && plain.path.contains("upload="),
        "{}",
        plain.path
    );
    assert!(plain.says(&format!("给随访人 {row} 拍照")), "{}", plain.main());
    assert!(plain.body.contains("capture="), "the camera opens at once");
    let back = send_plain(&officer.client, &plain, "相机.jpg", photo()).await;
    stack
        .until("the photo is checked", || async {
            let page = officer.client.get(&back).await;
            page.link("查看").is_some().then_some(page)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_goes_to_its_companion_and_into_the_case() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let chosen = interviewer(&form, "蒋言");
    let typed = changed(
        &visit("拍照的人", "带着两个人来"),
        &[("visitors", "3"), ("companions", "2"), ("interviewer", &chosen)],
    );
    let typed = changed(
        &typed,
        &[("companion_1_name", "先拍的"), ("companion_2_name", "后拍的")],
    );
    let form = press(&officer, &form, "companion_add", &typed).await;
    let form = taken(stack, &officer, &form, 1, &[]).await;
    assert_eq!(form.form(NEW).value("companion_2_name"), Some("后拍的"));
    let first = form.form(NEW).value("companion_1_photo").unwrap().to_owned();
    // The way back without a photo leaves none.
    let plain = press(&officer, &form, "photo_2", &[]).await;
    let back = plain.link("不拍了，返回登记").unwrap();
    let form = officer.client.get(&back).await;
    assert_eq!(form.form(NEW).value("companion_2_photo"), None, "{}", form.main());
    let form = taken(stack, &officer, &form, 2, &[]).await;
    assert_eq!(form.form(NEW).value("companion_1_photo"), Some(first.as_str()));
    // A colleague finds neither the form nor the photo.
    let look = form.link("查看").unwrap();
    assert_eq!(officer.client.get_once(&look).await.status, 303);
    let colleague = Officer::shared(stack, "dengji2").await;
    assert_eq!(colleague.client.get_once(&look).await.status, 404);
    assert_eq!(colleague.client.get(&form.path).await.status, 404);
    // One is taken away again; the other is the case's.
    let form = press(&officer, &form, "photo_remove_2", &[]).await;
    assert_eq!(form.form(NEW).value("companion_2_photo"), None);
    let done = Registered::of(press(&officer, &form, "save", &[]).await);
    let case = officer.client.get(&done.case()).await;
    let photos: Vec<_> = case
        .texts("a")
        .into_iter()
        .filter(|words| words.contains("随访人照片"))
        .collect();
    assert_eq!(photos.len(), 1, "what was taken away is nobody's: {photos:?}");
    let link = case.link("随访人照片").expect("the photo is linked");
    assert_eq!(officer.client.get_once(&link).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_is_none_is_told_at_its_row() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let chosen = interviewer(&form, "蒋言");
    let typed = changed(
        &visit("照片不对的人", "传了一个不是照片的"),
        &[
            ("visitors", "2"),
            ("companions", "1"),
            ("companion_1_name", "没拍成的"),
            ("interviewer", &chosen),
        ],
    );
    let form = press(&officer, &form, "companion_add", &typed).await;
    let plain = press(&officer, &form, "photo_1", &[]).await;
    let back = send_plain(&officer.client, &plain, "不是照片", b"MZ\x90\0nothing".to_vec()).await;
    let form = stack
        .until("it is refused", || async {
            let page = officer.client.get(&back).await;
            page.says("没有通过检查").then_some(page)
        })
        .await;
    let refused = press(&officer, &form, "save", &[]).await;
    assert_eq!(refused.status, 422, "{}", refused.main());
    assert!(refused.error("companion_1_photo").is_some(), "{}", refused.main());
    let without = press(&officer, &refused, "photo_remove_1", &[]).await;
    // The file itself is still among those of the form until it is deleted.
    let remove = without.attribute("button[data-remove]", "value").unwrap();
    let without = press(&officer, &without, &remove, &[]).await;
    Registered::of(press(&officer, &without, "save", &[]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_visitors_bring_is_sent_by_a_plain_form_too() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let chosen = interviewer(&form, "蒋言");
    let typed = changed(&visit("带材料的人", "带来一张照片"), &[("interviewer", &chosen)]);
    let plain = press(&officer, &form, "file", &typed).await;
    assert!(plain.says("添加一个材料"), "{}", plain.main());
    let back = send_plain(&officer.client, &plain, "墙.jpg", photo()).await;
    let form = stack
        .until("it is checked", || async {
            let page = officer.client.get(&back).await;
            page.says("可以使用").then_some(page)
        })
        .await;
    let done = Registered::of(press(&officer, &form, "save", &[]).await);
    let case = officer.client.get(&done.case()).await;
    assert!(case.link("附件1").is_some(), "{}", case.main());
}
