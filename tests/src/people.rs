//! Personas: what citizens and officers do, step by step, as they do it in a browser without scripts.

use crate::page::{Client, Form, Page};
use crate::stack::{CAPTCHA, Stack};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Mutex;

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A password that anybody may have.
pub const PASSWORD: &str = "Quiet-River-88";

/// A citizen with an account, signed in.
pub struct Citizen {
    /// The browser.
    pub client: Client,
    /// The username.
    pub username: String,
    /// The name, or 匿名.
    pub name: String,
    /// The mobile number, if one was given.
    pub mobile: String,
    /// The identity number, if one was given.
    pub id_number: String,
}

/// A petition as its petitioner knows it after filing.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The id in addresses.
    pub id: String,
    /// Its number.
    pub number: String,
    /// The query code, with its spaces.
    pub code: String,
}

/// A username that nobody has yet.
#[must_use]
pub fn fresh_username() -> String {
    format!(
        "tester_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// A test person whom the real-name service confirms and whom nobody has registered yet.
pub async fn fresh_person(stack: &Stack) -> Value {
    static TAKEN: LazyLock<Mutex<HashMap<String, usize>>> = LazyLock::new(Mutex::default);
    let people = stack.local("people.json").await;
    let plain: Vec<Value> = people["people"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|p| p["behaviour"] == "match" && p["id_number"].as_str().is_some_and(|n| n.starts_with("37")))
        .cloned()
        .collect();
    let mut taken = TAKEN.lock().await;
    let at = taken.entry(stack.url.clone()).or_default();
    *at += 1;
    plain
        .get(*at - 1)
        .cloned()
        .expect("there are enough test persons for one stack")
}

impl Citizen {
    /// Registers with a real name.
    pub async fn named(stack: &Stack) -> Self {
        let person = fresh_person(stack).await;
        let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
        let citizen = Self {
            client: Client::new(&stack.url),
            username: fresh_username(),
            name: text("name"),
            mobile: text("mobile"),
            id_number: text("id_number"),
        };
        let done = citizen.register(&[]).await;
        assert!(
            done.path.starts_with("/register/done"),
            "{} {}",
            done.path,
            done.main()
        );
        citizen
    }

    /// Registers without a name.
    pub async fn anonymous(stack: &Stack) -> Self {
        let citizen = Self {
            client: Client::new(&stack.url),
            username: fresh_username(),
            name: "匿名".to_owned(),
            mobile: String::new(),
            id_number: String::new(),
        };
        let page = citizen.client.get("/register?agree=yes&mode=anonymous").await;
        let values = [
            ("username", citizen.username.as_str()),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("agree", "yes"),
            ("captcha", CAPTCHA),
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

    /// Fills in and sends the real-name form, with some values changed.
    pub async fn register(&self, changed: &[(&str, &str)]) -> Page {
        let page = self.client.get("/register?agree=yes&mode=realname").await;
        let mut values = vec![
            ("username", self.username.as_str()),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("real_name", &self.name),
            ("sex", "2"),
            ("id_type", "111"),
            ("id_number", &self.id_number),
            ("mobile", &self.mobile),
            ("household_division", "370102"),
            ("household_address", "泉城路 1 号"),
            ("agree", "yes"),
            ("captcha", CAPTCHA),
        ];
        for (name, value) in changed {
            values.retain(|(key, _)| key != name);
            values.push((name, value));
        }
        self.client.submit(&page, "/register", &values).await
    }

    /// Writes a petition up to the check page.
    pub async fn write(&self, title: &str, content: &str) -> Page {
        let page = self.client.get("/petitions/new?fresh=1").await;
        let values = [
            ("title", title),
            ("division", "370102"),
            ("address", "泉城路 1 号院"),
        ];
        let page = self.client.submit(&page, "/petitions/new", &values).await;
        let values = [("content", content), ("people_count", "3")];
        self.client.submit(&page, "/petitions/new", &values).await
    }

    /// Files a petition and reads its receipt.
    pub async fn file(&self, title: &str, content: &str) -> Filed {
        let check = self.write(title, content).await;
        let receipt = self
            .client
            .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
            .await;
        Filed::of(&receipt)
    }
}

impl Filed {
    /// What a receipt says.
    ///
    /// # Panics
    /// If the page is no receipt.
    #[must_use]
    pub fn of(receipt: &Page) -> Self {
        let main = receipt.main();
        assert!(main.contains("已成功反映问题"), "{} {main}", receipt.path);
        let id = receipt.path.split('/').nth(2).unwrap_or_default().to_owned();
        let words: Vec<&str> = main.split_whitespace().collect();
        let number = words
            .iter()
            .find(|w| w.starts_with("W37"))
            .copied()
            .unwrap_or_default()
            .to_owned();
        let is_group = |w: &&str| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit());
        let code = words
            .windows(4)
            .find(|w| w.iter().all(is_group))
            .map(|w| w.join(" "))
            .unwrap_or_default();
        assert!(!id.is_empty() && !number.is_empty() && !code.is_empty(), "{main}");
        Self { id, number, code }
    }
}

/// An officer, signed in.
#[derive(Clone)]
pub struct Officer {
    /// The browser.
    pub client: Client,
    /// The username.
    pub username: String,
}

impl Officer {
    /// The officer's one session on a stack: codes work once, so tests share what they can.
    pub async fn shared(stack: &Stack, username: &str) -> Self {
        static SIGNED_IN: LazyLock<Mutex<HashMap<String, Officer>>> = LazyLock::new(Mutex::default);
        let mut signed_in = SIGNED_IN.lock().await;
        let key = format!("{} {username}", stack.url);
        if let Some(officer) = signed_in.get(&key) {
            return officer.clone();
        }
        let officer = Self::login(stack, username).await;
        signed_in.insert(key, officer.clone());
        officer
    }

    /// Signs in with password and one-time code.
    pub async fn login(stack: &Stack, username: &str) -> Self {
        let officer = Self {
            client: Client::new(&stack.url),
            username: username.to_owned(),
        };
        // Tests in parallel may hand in the same code at once: the loser takes the next one.
        for _ in 0..5 {
            let page = officer.try_login(stack).await;
            if page.path == "/staff" {
                return officer;
            }
        }
        panic!("{username} could not sign in")
    }

    /// One try to sign in.
    pub async fn try_login(&self, stack: &Stack) -> Page {
        let all = stack
            .local(&format!("people.json?username={}", self.username))
            .await;
        let me = all["officers"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|o| o["username"] == self.username.as_str());
        let me = me.expect("the officer is one of the demonstration");
        let text = |key: &str| me[key].as_str().unwrap_or_default().to_owned();
        let page = self.client.get("/staff/login").await;
        let (password, totp) = (text("password"), text("totp"));
        let values = [
            ("username", self.username.as_str()),
            ("password", &password),
            ("totp", &totp),
        ];
        self.client.submit(&page, "/staff/login", &values).await
    }

    /// The form that opens a web petition, wherever in the list it stands.
    ///
    /// # Panics
    /// If it is on none of the list's pages.
    pub async fn opening(&self, id: &str) -> Form {
        let action = format!("/staff/intake/web/{id}/open");
        let mut page = self.client.get("/staff/intake/web").await;
        loop {
            if let Some(form) = page.forms().into_iter().find(|form| form.action == action) {
                return form;
            }
            let next = page
                .link("下一页")
                .unwrap_or_else(|| panic!("{id} is not in the list: {}", page.main()));
            page = self.client.get(&next).await;
        }
    }

    /// Opens a web petition.
    pub async fn open(&self, id: &str) -> Page {
        self.client.send(&self.opening(id).await).await
    }

    /// Registers an opened petition; `way` says what becomes of it (`later`, `transfer`, `assign`).
    pub async fn register(&self, id: &str, way: &str, changed: &[(&str, &str)]) -> Page {
        let path = format!("/staff/intake/web/{id}");
        let page = self.client.get(&path).await;
        let mut values = vec![
            ("category", "城乡建设/住房保障与房地产/物业服务"),
            ("purpose", "request_to_resolve"),
            ("summary", "车库积水，请求修复"),
            ("way", way),
            ("next", "save"),
        ];
        for (name, value) in changed {
            values.retain(|(key, _)| key != name);
            values.push((name, value));
        }
        self.client.submit(&page, &path, &values).await
    }

    /// Carries out a step of handling: fills in its form and sends it.
    pub async fn step(&self, id: &str, step: &str, values: &[(&str, &str)]) -> Page {
        let path = format!("/staff/petitions/{id}/{step}");
        let page = self.client.get(&path).await;
        self.client.submit(&page, &path, values).await
    }
}
