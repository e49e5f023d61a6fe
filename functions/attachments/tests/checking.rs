//! The attachment check against the embedded engines, from the upload to the copy that is served.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod engines;

use attachments::{Checked, check_pending};
use axum::{Json, Router, routing};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{AccountId, AttachmentId, PetitionId};
use serde_json::{Value, json};
use services::scanner::Scanner;
use store::Store;
use store::attachments::{Attachment, AttachmentState, Uploader};
use tempfile::TempDir;
use tokio::net::TcpListener;

const WAITING: Checked = Checked {
    ready: 0,
    rejected: 0,
    waiting: 1,
    failed: 0,
};
const READY: Checked = Checked {
    ready: 1,
    rejected: 0,
    waiting: 0,
    failed: 0,
};
const REJECTED: Checked = Checked {
    ready: 0,
    rejected: 1,
    waiting: 0,
    failed: 0,
};
const FAILED: Checked = Checked {
    ready: 0,
    rejected: 0,
    waiting: 0,
    failed: 1,
};

/// A small JPEG's structure, with a comment that must not be served.
const JPEG: &[u8] = b"\xFF\xD8\xFF\xFE\0\x08secret\xFF\xDA\0\x02\x01\x02\x03\xFF\xD9";
const JPEG_CLEAN: &[u8] = b"\xFF\xD8\xFF\xDA\0\x02\x01\x02\x03\xFF\xD9";

struct Stack {
    store: Store,
    now: DateTime<Utc>,
    _dir: TempDir,
}

impl Stack {
    async fn start() -> Self {
        let (store, dir) = engines::start().await;
        Self {
            store,
            now: "2026-11-23T04:00:00Z".parse().unwrap(),
            _dir: dir,
        }
    }

    /// A ticket for a file, as the upload page gives out.
    async fn expect(&self, name: &str) -> Attachment {
        let attachment = Attachment {
            id: AttachmentId::new(self.now, services::random::bytes()),
            petition: PetitionId::new(self.now, services::random::bytes()),
            owner: Uploader::Citizen(AccountId::new(self.now, services::random::bytes())),
            name: name.into(),
            content_type: "application/octet-stream".into(),
            announced_bytes: 10,
            created: self.now,
            state: AttachmentState::Expected,
            expires: Some(self.now + TimeDelta::days(30)),
        };
        self.store.expect_attachment(&attachment).await.unwrap();
        attachment
    }

    async fn upload(&self, attachment: &Attachment, bytes: &[u8]) {
        let key = attachment.quarantine_key();
        self.store
            .put_object(&key, "application/octet-stream", bytes.to_vec())
            .await
            .unwrap();
    }

    async fn check(&self, scanner: Option<&Scanner>) -> Checked {
        check_pending(&self.store, scanner, self.now).await.unwrap()
    }

    async fn state(&self, attachment: &Attachment) -> AttachmentState {
        self.store
            .attachment(attachment.petition, attachment.id)
            .await
            .unwrap()
            .unwrap()
            .state
    }

    async fn object(&self, key: &str) -> Option<Vec<u8>> {
        self.store.object(key, 1_000_000).await.unwrap()
    }

    /// How many of original and checked copy there are.
    async fn copies(&self, attachment: &Attachment) -> usize {
        let (original, clean) = (attachment.original_key(), attachment.clean_key());
        [self.object(&original).await, self.object(&clean).await]
            .into_iter()
            .flatten()
            .count()
    }

    async fn reason(&self, attachment: &Attachment) -> String {
        match self.state(attachment).await {
            AttachmentState::Rejected { reason } => reason,
            other => panic!("{other:?} is not a rejection"),
        }
    }
}

/// A scanner that always says the same.
async fn scanner(answer: Value) -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = Router::new().route("/", routing::post(move || async move { Json(answer) }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Scanner::new(services::http::client().unwrap(), url)
}

#[tokio::test]
async fn a_photo_is_served_without_its_metadata_and_kept_as_it_was() {
    let stack = Stack::start().await;
    let photo = stack.expect("现场.jpg").await;
    stack.upload(&photo, JPEG).await;
    assert_eq!(stack.check(None).await, READY);
    let AttachmentState::Ready {
        sha256,
        bytes,
        extension,
    } = stack.state(&photo).await
    else {
        panic!("not ready")
    };
    assert_eq!(
        (sha256.len(), bytes, extension.as_str()),
        (64, JPEG.len() as u64, "jpg")
    );
    assert_eq!(stack.object(&photo.clean_key()).await.unwrap(), JPEG_CLEAN);
    assert_eq!(stack.object(&photo.original_key()).await.unwrap(), JPEG);
    assert_eq!(stack.object(&photo.quarantine_key()).await, None);
    assert_eq!(
        stack.check(None).await,
        Checked::default(),
        "nothing is left to do"
    );
}

#[tokio::test]
async fn a_file_that_arrives_later_is_found_within_seconds() {
    let mut stack = Stack::start().await;
    let file = stack.expect("合同.pdf").await;
    assert_eq!(stack.check(None).await, WAITING);
    assert_eq!(stack.state(&file).await, AttachmentState::Expected);
    stack.upload(&file, b"%PDF-1.7\n").await;
    assert_eq!(
        stack.check(None).await,
        Checked::default(),
        "a moment later at the earliest"
    );
    stack.now += TimeDelta::seconds(2);
    assert_eq!(stack.check(None).await, READY);
}

#[tokio::test]
async fn a_file_that_never_arrives_is_given_up() {
    let mut stack = Stack::start().await;
    let file = stack.expect("合同.pdf").await;
    assert_eq!(stack.check(None).await, WAITING);
    stack.now += TimeDelta::hours(3);
    assert_eq!(stack.check(None).await, REJECTED);
    assert!(stack.reason(&file).await.contains("没有收到"));
}

#[tokio::test]
async fn what_may_not_be_uploaded_is_refused_with_its_reason_and_not_kept() {
    let stack = Stack::start().await;
    for (name, bytes, word) in [
        ("照片.jpg", b"<html><script>".as_slice(), "网页"),
        ("照片.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", "损坏"),
        ("材料.pdf", b"GIF89a", "后缀不符"),
        ("安装.exe", b"MZ", "程序"),
    ] {
        let file = stack.expect(name).await;
        stack.upload(&file, bytes).await;
        assert_eq!(stack.check(None).await, REJECTED, "{name}");
        assert!(stack.reason(&file).await.contains(word), "{name}");
        for key in [file.quarantine_key(), file.original_key(), file.clean_key()] {
            assert_eq!(stack.object(&key).await, None, "{key}");
        }
    }
}

#[tokio::test]
async fn malware_is_refused_and_without_a_verdict_nothing_is_ready() {
    let mut stack = Stack::start().await;
    let file = stack.expect("合同.pdf").await;
    stack.upload(&file, b"%PDF-1.7\n").await;
    let puzzled = scanner(json!({ "status": "?" })).await;
    assert_eq!(stack.check(Some(&puzzled)).await, FAILED);
    assert_eq!(stack.state(&file).await, AttachmentState::Expected);
    stack.now += TimeDelta::minutes(1);
    let alarmed = scanner(json!({ "clean": false, "threat": "Eicar-Signature" })).await;
    assert_eq!(stack.check(Some(&alarmed)).await, REJECTED);
    assert!(stack.reason(&file).await.contains("病毒"));
    assert_eq!(stack.object(&file.quarantine_key()).await, None);

    let file = stack.expect("合同.pdf").await;
    stack.upload(&file, b"%PDF-1.7\n").await;
    let content = scanner(json!({ "clean": true })).await;
    assert_eq!(stack.check(Some(&content)).await, READY);
}

#[tokio::test]
async fn one_bad_file_does_not_hold_up_the_others() {
    let stack = Stack::start().await;
    let mut files = Vec::new();
    for number in 0..6 {
        let file = stack.expect(if number == 2 { "坏.png" } else { "好.pdf" }).await;
        stack.upload(&file, b"%PDF-1.7\n").await;
        files.push(file);
    }
    assert_eq!(
        stack.check(None).await,
        Checked {
            ready: 5,
            rejected: 1,
            waiting: 0,
            failed: 0
        }
    );
}

#[tokio::test]
async fn a_file_removed_before_its_check_leaves_nothing_behind() {
    let stack = Stack::start().await;
    let file = stack.expect("合同.pdf").await;
    stack.upload(&file, b"%PDF-1.7\n").await;
    stack
        .store
        .remove_attachment(file.petition, file.id)
        .await
        .unwrap();
    assert_eq!(stack.check(None).await, Checked::default());
    assert_eq!(stack.object(&file.clean_key()).await, None);
}

#[tokio::test]
async fn a_checked_file_that_nobody_files_goes_when_its_time_is_over_and_later_if_its_draft_is_saved() {
    let mut stack = Stack::start().await;
    let begun = stack.now;
    let (left, saved) = (stack.expect("合同.pdf").await, stack.expect("收据.pdf").await);
    for file in [&left, &saved] {
        stack.upload(file, b"%PDF-1.7\n").await;
    }
    assert_eq!(stack.check(None).await.ready, 2);
    stack.now = begun + TimeDelta::days(20);
    stack
        .store
        .renew_attachments(std::slice::from_ref(&saved), stack.now)
        .await
        .unwrap();
    stack.now = begun + TimeDelta::days(30) - TimeDelta::seconds(1);
    assert_eq!(stack.check(None).await, Checked::default());
    assert!(matches!(stack.state(&left).await, AttachmentState::Ready { .. }));

    stack.now = begun + TimeDelta::days(30);
    stack.check(None).await;
    assert!(stack.reason(&left).await.contains("没有提交"));
    assert!(matches!(stack.state(&saved).await, AttachmentState::Ready { .. }));
    assert_eq!(stack.copies(&left).await, 0);
    assert_eq!(stack.copies(&saved).await, 2);

    stack.now = begun + TimeDelta::days(50);
    stack.check(None).await;
    assert_eq!(stack.copies(&saved).await, 0);
    assert!(stack.reason(&saved).await.contains("没有提交"));
}

/// The policy signed for a browser, against a bucket that enforces it.
#[tokio::test]
async fn a_signed_upload_goes_through_and_a_larger_or_other_one_does_not() {
    use services::upload_policy::{UploadCredentials, UploadPolicy};
    let stack = Stack::start().await;
    let file = stack.expect("合同.pdf").await;
    let (key, config) = (file.quarantine_key(), stack.store.config());
    #[expect(
        clippy::disallowed_methods,
        reason = "the bucket checks policies against the system clock"
    )]
    let now = Utc::now();
    let policy = UploadPolicy {
        url: &config.bucket_public_url,
        bucket: &config.bucket,
        region: &config.region,
        key: &key,
        content_type: "application/pdf",
        bytes_max: 20,
        success_action_redirect: None,
        expires_at: now + TimeDelta::minutes(10),
    };
    let credentials = UploadCredentials {
        access_key: "local",
        secret_key: config.credentials.secret_access_key(),
        session_token: None,
    };
    let post = policy.sign(&credentials, now);
    let send = async |fields: Vec<(String, String)>, bytes: &[u8]| {
        let mut form = reqwest::multipart::Form::new();
        for (name, value) in fields {
            form = form.text(name, value);
        }
        form = form.part(
            "file",
            reqwest::multipart::Part::bytes(bytes.to_vec()).file_name("a.pdf"),
        );
        let client = services::http::client().unwrap();
        client
            .post(&post.url)
            .multipart(form)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(send(post.fields.clone(), &[b'x'; 21]).await, 400, "too large");
    assert_eq!(stack.object(&key).await, None);
    let mut other_key = post.fields.clone();
    other_key[0].1 = "clean/other".into();
    // AWS says 403, other implementations 400.
    assert!(
        (400..500).contains(&send(other_key, b"%PDF-1.7\n").await),
        "another key than signed"
    );
    assert_eq!(stack.object("clean/other").await, None);
    assert!((200..300).contains(&send(post.fields.clone(), b"%PDF-1.7\n").await));
    assert_eq!(stack.object(&key).await.unwrap(), b"%PDF-1.7\n");
    let late = UploadPolicy {
        expires_at: now - TimeDelta::minutes(1),
        ..policy
    }
    .sign(&credentials, now);
    assert!(
        (400..500).contains(&send(late.fields, b"%PDF-1.7\n").await),
        "expired"
    );
    let back = "http://127.0.0.1:3000/petitions/new?draft=1&step=details";
    let plain = UploadPolicy {
        success_action_redirect: Some(back),
        ..policy
    }
    .sign(&credentials, now);
    assert_eq!(
        send(plain.fields, b"%PDF-1.7\n").await,
        303,
        "the form without JavaScript comes back"
    );
}
