//! Attachments: straight to the bucket, with a script and without one; what is refused, and who gets it.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tests::people::Filed;
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Officer, Page, Stack};

/// A photograph: 64 KB of picture data with a place in its metadata.
pub fn photo() -> Vec<u8> {
    let mut jpeg = vec![0xFF, 0xD8];
    let exif = b"Exif\0\0GPS 36.65N 117.12E taken by a person";
    jpeg.extend([0xFF, 0xE1]);
    jpeg.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    jpeg.extend(exif);
    jpeg.extend([0xFF, 0xDA, 0x00, 0x08, 1, 1, 0, 0, 63, 0]);
    jpeg.extend((0..65_536_u32).map(|n| u8::try_from(n % 251).unwrap()));
    jpeg.extend([0xFF, 0xD9]);
    jpeg
}

/// A document of a size in bytes.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(size, b' ');
    pdf.extend(b"\n%%EOF\n");
    pdf
}

pub fn draft_of(page: &Page) -> String {
    let draft = page.attribute("[data-uploads]", "data-draft");
    draft.unwrap_or_else(|| panic!("no draft on {}", page.path))
}

/// The stage of a new petition that takes files, its words written.
pub async fn details_stage(citizen: &Citizen, title: &str) -> Page {
    let page = citizen.client.get("/petitions/new?fresh=1").await;
    let values = [
        ("title", title),
        ("division", "370102"),
        ("address", "泉城路 1 号院"),
    ];
    let page = citizen.client.submit(&page, "/petitions/new", &values).await;
    let values = [("content", "附件里说得更清楚。"), ("people_count", "1")];
    let check = citizen.client.submit(&page, "/petitions/new", &values).await;
    assert!(
        check.path.contains("step=check"),
        "{} {}",
        check.path,
        check.main()
    );
    let details = check.path.replace("step=check", "step=details");
    citizen.client.get(&details).await
}

/// What the page's script does to announce a file.
pub async fn ticket(client: &Client, page: &Page, name: &str, size: u64) -> (u16, Value) {
    let csrf = page
        .attribute("[data-uploads]", "data-csrf")
        .expect("a token for scripts");
    let body =
        json!({"csrf": csrf, "draft": draft_of(page), "name": name, "size": size, "type": "image/jpeg"});
    let request = client.http().post(client.url("/petitions/uploads")).json(&body);
    let answer = client.once(request).await;
    let value = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    (answer.status.as_u16(), value)
}

/// Sends a file with the fields of a presigned form, as a browser would.
pub async fn post_file(
    client: &Client,
    url: &str,
    fields: &[(String, String)],
    name: &str,
    bytes: Vec<u8>,
) -> Page {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text(name.clone(), value.clone());
    }
    let form = form.part("file", Part::bytes(bytes).file_name(name.to_owned()));
    client
        .once(client.http().post(client.url(url)).multipart(form))
        .await
}

pub fn fields(ticket: &Value) -> Vec<(String, String)> {
    let pair = |pair: &Value| {
        let text = |at: usize| pair[at].as_str().unwrap_or_default().to_owned();
        (text(0), text(1))
    };
    ticket["fields"]
        .as_array()
        .into_iter()
        .flatten()
        .map(pair)
        .collect()
}

/// The whole way of a script: announce, send, report, wait for the check. Gives id, state and message.
pub async fn upload(
    stack: &Stack,
    citizen: &Citizen,
    page: &Page,
    name: &str,
    bytes: Vec<u8>,
) -> (String, String, String) {
    let client = &citizen.client;
    let (status, announced) = ticket(client, page, name, bytes.len() as u64).await;
    assert_eq!(status, 200, "{announced}");
    let id = announced["id"].as_str().unwrap_or_default().to_owned();
    let url = announced["url"].as_str().unwrap_or_default().to_owned();
    let sent = post_file(client, &url, &fields(&announced), name, bytes).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let csrf = page.attribute("[data-uploads]", "data-csrf").unwrap_or_default();
    let done = json!({"csrf": csrf, "draft": draft_of(page)});
    let done = client
        .http()
        .post(client.url(&format!("/petitions/uploads/{id}/done")))
        .json(&done);
    assert_eq!(client.once(done).await.status, 200);
    let path = format!("/petitions/uploads/{id}?draft={}", draft_of(page));
    let state = stack
        .until("the check of an upload", || async {
            let page = client.get(&path).await;
            let state: Value = serde_json::from_str(&page.body).ok()?;
            (state["state"] != "checking").then_some(state)
        })
        .await;
    let text = |key: &str| state[key].as_str().unwrap_or_default().to_owned();
    (id, text("state"), text("message"))
}

/// Files a petition with a checked PDF; gives it and the attachment's id.
pub async fn filed_with_pdf(stack: &Stack, citizen: &Citizen) -> (Filed, String) {
    let page = details_stage(citizen, "有附件的一封信").await;
    let (id, state, message) = upload(stack, citizen, &page, "材料.pdf", pdf(2_000)).await;
    assert_eq!(state, "ready", "{message}");
    let check = citizen.client.submit(&page, "/petitions/new", &[]).await;
    let receipt = citizen
        .client
        .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    (Filed::of(&receipt), id)
}

/// Follows the link of an attachment to the bucket.
pub async fn download(client: &Client, path: &str) -> (Page, Vec<u8>) {
    let link = client.get_once(path).await;
    assert_eq!(link.status, 303, "{path}: {}", link.main());
    let target = link.headers["location"].to_str().unwrap().to_owned();
    let response = client.http().get(client.url(&target)).send().await.unwrap();
    let bytes = response.bytes().await.unwrap().to_vec();
    let page = client.get_once(&target).await;
    assert_eq!(page.status, 200, "{}", page.body);
    (page, bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_photo_and_a_large_document_reach_the_officer_without_metadata() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = details_stage(&citizen, "两个附件的一封信").await;
    let document = pdf(3 * 1024 * 1024 + 17);
    let (photo_id, state, message) = upload(stack, &citizen, &page, "积水 照片.jpg", photo()).await;
    assert_eq!(state, "ready", "{message}");
    let (document_id, state, message) = upload(stack, &citizen, &page, "合同.pdf", document.clone()).await;
    assert_eq!(state, "ready", "{message}");

    let check = citizen.client.submit(&page, "/petitions/new", &[]).await;
    assert!(
        check.says("积水 照片.jpg") && check.says("合同.pdf"),
        "{}",
        check.main()
    );
    let receipt = citizen
        .client
        .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    let filed = Filed::of(&receipt);
    let own = format!("/petitions/{}/attachments/{photo_id}", filed.id);
    let (answer, bytes) = download(&citizen.client, &own).await;
    assert!(
        answer.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment"),
        "what was uploaded is never shown in place"
    );
    assert!(
        bytes.len() > 60_000 && !bytes.windows(3).any(|w| w == b"GPS"),
        "the place is removed"
    );

    let stranger = Citizen::anonymous(stack).await;
    assert_eq!(stranger.client.get(&own).await.status, 404);
    let officer = Officer::shared(stack, "dengji").await;
    let path = format!("/staff/petitions/{}/attachments/{document_id}", filed.id);
    assert_eq!(
        officer.client.get(&path).await.status,
        404,
        "not before it was opened"
    );
    let opened = officer.open(&filed.id).await;
    assert!(
        opened.says("积水 照片.jpg") && opened.says("合同.pdf"),
        "{}",
        opened.main()
    );
    let (_, bytes) = download(&officer.client, &path).await;
    assert!(bytes == document, "the document is served as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_without_scripts_a_plain_form_uploads_and_comes_back() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = details_stage(&citizen, "不用脚本的一封信").await;
    let page = citizen
        .client
        .submit(&page, "/petitions/new", &[("then", "file")])
        .await;
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.fields.iter().any(|(name, _)| name == "policy"))
        .unwrap_or_else(|| panic!("no form to the bucket: {}", page.main()));
    let sent = post_file(&citizen.client, &form.action, &form.fields, "照片.jpg", photo()).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let back = sent.headers["location"].to_str().unwrap();
    let page = citizen.client.get(back).await;
    assert!(page.path.contains("step=details"), "{}", page.path);
    stack
        .until("the check of a plain upload", || async {
            let again = citizen.client.get(back.split("&bucket").next()?).await;
            again.says("可以使用").then_some(())
        })
        .await;
    let page = citizen.client.get(&page.path).await;
    let check = citizen.client.submit(&page, "/petitions/new", &[]).await;
    let receipt = citizen
        .client
        .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    let filed = Filed::of(&receipt);
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert_eq!(mine.texts(".file").len(), 1, "{}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_may_not_be_used_are_refused_with_a_reason() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = details_stage(&citizen, "不能用的附件").await;
    for (name, size) in [
        ("病毒.exe", 100),
        ("页面.html", 100),
        ("大.pdf", 51 * 1024 * 1024),
        ("空.pdf", 0),
    ] {
        let (status, answer) = ticket(&citizen.client, &page, name, size).await;
        assert_eq!(status, 400, "{name}: {answer}");
        assert!(
            answer["message"].as_str().is_some_and(|m| !m.is_empty()),
            "{name}: {answer}"
        );
    }
    let program = [b"MZ\x90\0".as_slice(), &[0; 500]].concat();
    let (id, state, message) = upload(stack, &citizen, &page, "合同.pdf", program).await;
    assert_eq!(state, "rejected");
    assert!(!message.is_empty());
    let shown = citizen.client.get(&page.path).await;
    assert!(shown.says("没有通过检查"), "{}", shown.main());

    let remove = format!("remove_file_{id}");
    let after = citizen
        .client
        .submit(&shown, "/petitions/new", &[("then", &remove)])
        .await;
    assert!(!after.says("没有通过检查"), "{}", after.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_eleventh_file_is_refused_and_a_refused_file_does_not_stop_the_filing() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = details_stage(&citizen, "十个附件").await;
    for n in 0..10 {
        let (status, answer) = ticket(&citizen.client, &page, &format!("{n}.pdf"), 10).await;
        assert_eq!(status, 200, "{answer}");
    }
    let (status, answer) = ticket(&citizen.client, &page, "10.pdf", 10).await;
    assert_eq!(status, 400, "{answer}");
    // Announced and never sent: they do not become part of the petition.
    let check = citizen.client.submit(&page, "/petitions/new", &[]).await;
    let receipt = citizen
        .client
        .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    let mine = citizen
        .client
        .get(&format!("/petitions/{}", Filed::of(&receipt).id))
        .await;
    assert!(mine.texts(".file").is_empty(), "{}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_for_one_file_does_not_serve_for_another_place() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = details_stage(&citizen, "换一个地方").await;
    let (_, announced) = ticket(&citizen.client, &page, "一.pdf", 10).await;
    let url = announced["url"].as_str().unwrap_or_default();
    let mut changed = fields(&announced);
    for (name, value) in &mut changed {
        if name == "key" {
            *value = "clean/elsewhere".to_owned();
        }
    }
    let sent = post_file(&citizen.client, url, &changed, "一.pdf", pdf(10)).await;
    assert!(sent.status.is_client_error(), "{} {}", sent.status, sent.body);
}
