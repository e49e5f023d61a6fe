//! The compiled functions under the Runtime API behind the routes of `infra/app.yaml`, each with no more
//! than its rights, on the data of a local stack; and how people come to them.

use crate::rights::Guarded;
use crate::uploads::{draft_of, fields, post_file, ticket};
use domain::time::Clock;
use domain::username::Username;
use gateway::runtime_api::{Function, Launch};
use gateway::{api_gateway, stack_env, template};
use serde_json::{Value, json};
use services::crypto::FieldAad;
use services::keys::KeyRing;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreConfig};
use tests::people::{Filed, PASSWORD, fresh_person, fresh_username};
use tests::stack::{Options, binaries};
use tests::{Citizen, Client, Officer, Page, Stack};

/// Long past: what the functions leave to be done is not due yet by the stack's own clock, so that
/// nobody but the functions delivers a message or checks an upload.
const PAST: &str = "2025-01-02T09:00:00+08:00";

/// The functions, running, and the stack that lends them database, bucket and simulated services.
pub struct Cloud {
    /// Where people reach the functions.
    pub url: String,
    notify: Function,
    audit: Function,
    attachments: Function,
    matching: Function,
    /// Who runs the installation.
    pub operator: Operator,
    /// Each function's way to its data.
    pub guarded: Vec<Guarded>,
    /// The local stack beneath.
    pub stack: Stack,
    dir: tempfile::TempDir,
}

/// Who has the keys of the installation, and so can read a captcha's answer and an officer's code.
pub struct Operator {
    store: Store,
    keys: Arc<KeyRing>,
}

impl Operator {
    fn with(env: &[(String, String)]) -> Self {
        let find = |name: &str| {
            env.iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        };
        let keys = Arc::new(KeyRing::from_json(&find("KEYS").unwrap()).unwrap());
        let store = Store::new(StoreConfig::from_env(find).unwrap(), keys.clone());
        Self { store, keys }
    }

    /// The answer of the captcha in a page's form.
    pub async fn captcha(&self, page: &Page, action: &str) -> String {
        let form = page.form(action);
        let id = form.value("captcha_id").expect("the form has a captcha");
        let now = Clock::system().now();
        let row = self.store.captcha(id, now).await.unwrap();
        let aad = FieldAad {
            owner: id,
            field: "captcha",
        };
        self.keys
            .open(&row.expect("it was not used").answer, &aad)
            .unwrap()
    }

    /// What the officer's authenticator shows.
    async fn code(&self, username: &str) -> String {
        let username = Username::parse(username).unwrap();
        let officer = self.store.officer_by_username(&username).await.unwrap();
        let secret = officer.expect("an officer").totp(&self.keys).unwrap();
        secret.code(Clock::system().now())
    }
}

/// A binary whose output goes to a file.
fn logging(dir: &Path, function: &str) -> PathBuf {
    let (binary, script) = (binaries().join(function), dir.join(function));
    let log = log_of(dir, function);
    let text = format!(
        "#!/bin/sh\nexec '{}' >>'{}' 2>&1\n",
        binary.display(),
        log.display()
    );
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    script
}

fn log_of(dir: &Path, function: &str) -> PathBuf {
    dir.join(format!("{function}.log"))
}

impl Cloud {
    /// Starts everything.
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let stack = Stack::with(Options {
            clock: Some(PAST),
            limits: true,
            captcha: false,
            data_dir: Some(data.clone()),
        })
        .await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let common = stack_env::of(&data, &url).unwrap();
        let operator = Operator::with(&common);

        let routes = template::routes();
        let mut names: Vec<String> = routes.iter().map(|route| route.function.clone()).collect();
        names.dedup();
        assert_eq!(names.len(), 15, "{names:?}");
        let (mut functions, mut guarded) = (Vec::new(), Vec::new());
        for name in names
            .iter()
            .map(String::as_str)
            .chain(["audit", "notify", "attachments", "matching"])
        {
            let mut env = common.clone();
            env.extend(stack_env::of_function(&data, name).unwrap());
            // What Lambda sets where the template asks for logs in JSON.
            env.push(("AWS_LAMBDA_LOG_FORMAT".into(), "JSON".into()));
            let rights = Guarded::start(name, &env).await;
            env.push(("AWS_ENDPOINT_URL".into(), rights.dynamodb.clone()));
            env.push(("AWS_ENDPOINT_URL_S3".into(), rights.s3.clone()));
            guarded.push(rights);
            let launch = Launch {
                name: name.to_owned(),
                binary: logging(dir.path(), name),
                env,
                timeout: Duration::from_secs(30),
            };
            functions.push(Function::start(launch).await.unwrap());
        }
        let matching = functions.pop().unwrap();
        let attachments = functions.pop().unwrap();
        let notify = functions.pop().unwrap();
        let audit = functions.pop().unwrap();
        let router = api_gateway::router(&routes, functions);
        tokio::spawn(gateway::serve::serve(listener, router, std::future::pending()));
        Self {
            url,
            notify,
            audit,
            attachments,
            matching,
            operator,
            guarded,
            stack,
            dir,
        }
    }

    /// A person of the demonstration, registered with a real name.
    pub async fn citizen(&self) -> Citizen {
        let person = fresh_person(&self.stack).await;
        let text = |key: &str| person[key].as_str().unwrap().to_owned();
        let citizen = Citizen {
            client: Client::new(&self.url),
            username: fresh_username(),
            name: text("name"),
            mobile: text("mobile"),
            id_number: text("id_number"),
        };
        let page = citizen.client.get("/register?agree=yes&mode=realname").await;
        let values = [
            ("username", citizen.username.as_str()),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("real_name", &citizen.name),
            ("sex", "2"),
            ("id_type", "111"),
            ("id_number", &citizen.id_number),
            ("mobile", &citizen.mobile),
            ("household_division", "370102"),
            ("household_address", "泉城路 1 号"),
            ("agree", "yes"),
            ("captcha", &self.operator.captcha(&page, "/register").await),
        ];
        let done = citizen.client.submit(&page, "/register", &values).await;
        assert!(
            done.path.starts_with("/register/done"),
            "{} {}",
            done.path,
            done.main()
        );
        citizen
    }

    /// An officer of the demonstration, signed in.
    pub async fn officer(&self, username: &str) -> Officer {
        let client = Client::new(&self.url);
        let people = self.stack.local("people.json").await;
        let me = people["officers"].as_array().unwrap().iter();
        let me = me.clone().find(|officer| officer["username"] == username);
        let page = client.get("/staff/login").await;
        let values = [
            ("username", username),
            ("password", me.unwrap()["password"].as_str().unwrap()),
            ("totp", &self.operator.code(username).await),
        ];
        let home = client.submit(&page, "/staff/login", &values).await;
        assert_eq!(home.path, "/staff", "{}", home.main());
        Officer {
            client,
            username: username.to_owned(),
        }
    }

    /// Uploads a document as the page's script does, and has it checked as the bucket's event does.
    pub async fn upload(&self, citizen: &Citizen, page: &Page, bytes: Vec<u8>) -> String {
        let client = &citizen.client;
        let (status, announced) = ticket(client, page, "材料.pdf", bytes.len() as u64).await;
        assert_eq!(status, 200, "{announced}");
        let id = announced["id"].as_str().unwrap().to_owned();
        let url = announced["url"].as_str().unwrap();
        let sent = post_file(client, url, &fields(&announced), "材料.pdf", bytes).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        let path = format!("/petitions/uploads/{id}?draft={}", draft_of(page));
        let state = async || client.get(&path).await.body;
        assert!(state().await.contains("checking"), "{}", state().await);
        self.arrived(&fields(&announced)).await;
        assert!(state().await.contains("ready"), "{}", state().await);
        id
    }

    /// What the bucket tells once a file has come that was sent with these fields.
    pub async fn arrived(&self, sent: &[(String, String)]) {
        let key = sent.iter().find(|(name, _)| name == "key");
        let arrived = json!({
            "version": "0", "id": "17793124-05d4-b198-2fde-7ededc63b103", "source": "aws.s3",
            "detail-type": "Object Created", "account": "000000000000", "region": "cn-north-1",
            "time": "2026-11-23T01:00:00Z", "resources": ["arn:aws-cn:s3:::xf-attachments"],
            "detail": {
                "version": "0", "bucket": {"name": "xf-attachments"},
                "object": {"key": &key.unwrap().1, "size": 2000}, "reason": "PostObject",
            },
        });
        self.attachments.invoke(&arrived).await.unwrap();
    }

    /// What the schedule does every minute; gives the messages about a petition so far.
    pub async fn deliver(&self, filed: &Filed) -> Vec<(String, String)> {
        self.wake_delivery().await;
        self.messages(filed).await
    }

    /// The same until a message has come to somebody; gives its text. On a busy machine a gateway may not answer
    /// in its time, and then the message is tried again half a minute later.
    pub async fn deliver_to(&self, mobile: &str, containing: &str) -> String {
        let arrived = || async {
            self.wake_delivery().await;
            let sent = self.stack.outbox().await;
            let mut texts = sent.into_iter().filter(|(to, _)| to == mobile);
            texts.find_map(|(_, text)| text.contains(containing).then_some(text))
        };
        self.stack.until(containing, arrived).await
    }

    /// The same until a message has been given up; gives the page of those that were.
    pub async fn deliver_until_given_up(&self, administrator: &Client, list: &str, kind: &str) -> Page {
        let given_up = || async {
            self.wake_delivery().await;
            let page = administrator.get(list).await;
            page.link(kind).is_some().then_some(page)
        };
        self.stack.until(kind, given_up).await
    }

    /// What the schedule does every minute: has found what was filed.
    pub async fn index(&self) {
        let minute = json!({
            "version": "0", "id": "0b1f4a4c-33a4-4c0e-9a9b-6f3a1c9d2c11", "source": "aws.events",
            "detail-type": "Scheduled Event", "account": "000000000000", "region": "cn-north-1",
            "time": "2026-11-23T01:00:00Z", "detail": {},
            "resources": ["arn:aws-cn:events:cn-north-1:000000000000:rule/EveryMinute"],
        });
        assert_eq!(self.matching.invoke(&minute).await.unwrap(), Value::Null);
    }

    /// The same, whatever there is to deliver.
    pub async fn wake_delivery(&self) {
        let minute = json!({
            "version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "source": "aws.events",
            "detail-type": "Scheduled Event", "account": "000000000000", "region": "cn-north-1",
            "time": "2026-11-23T01:00:00Z", "detail": {},
            "resources": ["arn:aws-cn:events:cn-north-1:000000000000:rule/EveryMinute"],
        });
        assert_eq!(self.notify.invoke(&minute).await.unwrap(), Value::Null);
    }

    /// What the schedule does after midnight.
    pub async fn seal(&self) {
        let night = json!({
            "version": "0", "id": "8a4c5f0e-4f0b-4f7d-9a55-0d1d8a7f9b11", "source": "aws.events",
            "detail-type": "Scheduled Event", "account": "000000000000", "region": "cn-north-1",
            "time": "2026-11-23T16:20:00Z", "detail": {},
            "resources": ["arn:aws-cn:events:cn-north-1:000000000000:rule/AfterMidnight"],
        });
        assert_eq!(self.audit.invoke(&night).await.unwrap(), Value::Null);
    }

    /// The messages about a petition that the SMS service got.
    pub async fn messages(&self, filed: &Filed) -> Vec<(String, String)> {
        let messages = self.stack.outbox().await.into_iter();
        messages
            .filter(|(_, text)| text.contains(&filed.number))
            .collect()
    }

    /// What a function has logged.
    pub fn log(&self, function: &str) -> String {
        std::fs::read_to_string(log_of(self.dir.path(), function)).unwrap()
    }
}
