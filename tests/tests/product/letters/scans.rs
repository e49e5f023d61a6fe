//! Scans: straight to the bucket, with a script and without one; they belong to the case once it is registered.

use super::{NEW, Registered, letter, press, stack};
use crate::uploads::{draft_of, fields, pdf, photo, post_file};
use serde_json::{Value, json};
use tests::{Officer, Page, Stack};

const TICKETS: &str = "/staff/intake/letters/uploads";

async fn announce(officer: &Officer, page: &Page, name: &str, size: usize) -> Page {
    let csrf = page.attribute("[data-uploads]", "data-csrf").unwrap();
    let body = json!({"csrf": csrf, "draft": draft_of(page), "name": name, "size": size, "type": ""});
    let client = &officer.client;
    client
        .once(client.http().post(client.url(TICKETS)).json(&body))
        .await
}

/// What a script does: announce, send, wait for the check.
pub async fn upload(
    stack: &Stack,
    officer: &Officer,
    page: &Page,
    name: &str,
    bytes: Vec<u8>,
) -> (String, String) {
    let announced = announce(officer, page, name, bytes.len()).await;
    assert_eq!(announced.status, 200, "{}", announced.body);
    let ticket: Value = serde_json::from_str(&announced.body).unwrap();
    let (id, url) = (ticket["id"].as_str().unwrap(), ticket["url"].as_str().unwrap());
    let client = &officer.client;
    let sent = post_file(client, url, &fields(&ticket), name, bytes).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let path = format!("{TICKETS}/{id}?draft={}", draft_of(page));
    let state = stack
        .until("the check of a scan", || async {
            let page = client.get(&path).await;
            let state: Value = serde_json::from_str(&page.body).ok()?;
            (state["state"] != "checking").then(|| state["state"].as_str().unwrap().to_owned())
        })
        .await;
    (id.to_owned(), state)
}

#[tokio::test(flavor = "multi_thread")]
async fn scans_sent_by_script_are_the_cases_attachments_once_it_is_registered() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let (photo_id, state) = upload(stack, &officer, &form, "信纸.jpg", photo()).await;
    assert_eq!(state, "ready");
    let (_, state) = upload(stack, &officer, &form, "信封.pdf", pdf(2_000)).await;
    assert_eq!(state, "ready");
    let (fake_id, state) = upload(stack, &officer, &form, "假的.pdf", b"MZ\x90\0not a pdf".to_vec()).await;
    assert_eq!(state, "rejected");
    let refused = announce(&officer, &form, "program.exe", 10).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    // The form comes back with them, and they can be looked at before anything is saved.
    let checked = press(&officer, &form, "check", &letter("有扫描件的人", "信纸两页")).await;
    assert!(
        checked.says("信纸.jpg") && checked.says("信封.pdf"),
        "{}",
        checked.main()
    );
    let look = checked.link("信纸.jpg").unwrap();
    assert_eq!(officer.client.get_once(&look).await.status, 303);
    // A colleague cannot use the ticket of another's form.
    let colleague = Officer::shared(stack, "dengji2").await;
    let theirs = colleague.client.get(NEW).await;
    let csrf = theirs.attribute("[data-uploads]", "data-csrf").unwrap();
    let body = json!({"csrf": csrf, "draft": draft_of(&form)});
    let client = &colleague.client;
    let delete = client.url(&format!("{TICKETS}/{photo_id}/delete"));
    assert_eq!(
        client.once(client.http().post(delete).json(&body)).await.status,
        404
    );
    assert_eq!(client.get_once(&look).await.status, 404);

    let refused = press(&officer, &checked, "save", &[]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .error("file")
            .is_some_and(|error| error.contains("假的.pdf")),
        "what is missing is said while it can still be sent: {}",
        refused.main()
    );
    let delete = officer.client.url(&format!("{TICKETS}/{fake_id}/delete"));
    let request = officer.client.http().post(delete);
    let csrf = form.attribute("[data-uploads]", "data-csrf").unwrap();
    let body = json!({"csrf": csrf, "draft": draft_of(&form)});
    assert_eq!(officer.client.once(request.json(&body)).await.status, 200);
    let done = Registered::of(press(&officer, &refused, "save", &[]).await);
    let case = officer.client.get(&done.case()).await;
    assert!(
        case.says("信纸.jpg") && case.says("信封.pdf") && !case.says("假的.pdf"),
        "{}",
        case.main()
    );
    let link = case.link("信纸.jpg").unwrap();
    assert_eq!(officer.client.get_once(&link).await.status, 303);
    let list = officer.client.get(&format!("{}?mark=files", super::LIST)).await;
    assert!(list.says(&done.number), "{}", list.main());
    let late = announce(&officer, &form, "再来一张.jpg", 10).await;
    assert_eq!(late.status, 409, "{}", late.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_scan_is_sent_by_a_plain_form_and_what_was_typed_is_kept() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let client = &officer.client;
    let form = client.get(NEW).await;
    let typed = letter("没有脚本的人", "扫描件用普通表单传");
    let plain = press(&officer, &form, "file", &typed).await;
    assert!(
        plain.path.contains("kept=") && plain.path.contains("upload="),
        "{}",
        plain.path
    );
    assert!(plain.says("添加一个扫描件"), "{}", plain.main());
    let upload = plain
        .forms()
        .into_iter()
        .find(|form| form.fields.iter().any(|(name, _)| name == "key"));
    let upload = upload.expect("a form to the bucket");
    let sent = post_file(client, &upload.action, &upload.fields, "信.jpg", photo()).await;
    let back = sent.headers.get("location").unwrap().to_str().unwrap().to_owned();
    let back = back
        .split_once("/staff/")
        .map(|(_, path)| format!("/staff/{path}"))
        .unwrap();
    let form = stack
        .until("the scan is checked", || async {
            let page = client.get(&back).await;
            page.says("可以使用").then_some(page)
        })
        .await;
    assert_eq!(form.form(NEW).value("name"), Some("没有脚本的人"));
    // Taken away again, and another one sent.
    let remove = form.attribute("button[data-remove]", "value").unwrap();
    let without = press(&officer, &form, &remove, &[("title", "后来补的标题")]).await;
    assert!(without.says("还没有附件"), "{}", without.main());
    assert_eq!(without.form(NEW).value("title"), Some("后来补的标题"));
    let done = Registered::of(press(&officer, &without, "save", &[]).await);
    assert!(client.get(&done.case()).await.says("后来补的标题"));
    // What one officer typed is nobody else's to resume.
    let colleague = Officer::shared(stack, "dengji2").await;
    assert_eq!(colleague.client.get(&back).await.status, 404);
}
