//! A browser without scripts: keeps cookies, follows redirects, fills in forms as they stand.

use crate::stack::CAPTCHA;
use reqwest::{StatusCode, header, redirect};
use scraper::{ElementRef, Html, Selector};

/// Somebody's browser.
#[derive(Clone)]
pub struct Client {
    base: String,
    http: reqwest::Client,
}

/// A page as it came.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it came from, after redirects: path and query.
    pub path: String,
    /// The status of the last answer.
    pub status: StatusCode,
    /// Its headers.
    pub headers: header::HeaderMap,
    /// Its text.
    pub body: String,
}

/// A form of a page.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Names and values as they stand.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// The same form with other values: every field of that name is replaced.
    #[must_use]
    pub fn with(mut self, values: &[(&str, &str)]) -> Self {
        for (name, _) in values {
            self.fields.retain(|(key, _)| key != name);
        }
        self.fields.extend(
            values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        self
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// An HTTP client of the tests. The TLS provider that `reqwest` wants is the product's own; nothing here
/// speaks TLS.
pub fn plain_http() -> reqwest::ClientBuilder {
    // Making the product's client installs the provider for the process.
    drop(services::http::client());
    // Shared officers outlive one test's runtime, and with it the connections that it drives.
    reqwest::Client::builder().pool_max_idle_per_host(0)
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a selector of ours parses")
}

/// The text of an element as words: what stands in another element is another word, except that a mark within a
/// text does not part it.
fn text_of(element: ElementRef<'_>) -> String {
    let is_mark = |of: &ElementRef<'_>| of.value().name() == "mark";
    let mut words = String::new();
    let mut last: Option<(bool, ElementRef<'_>)> = None;
    for node in element.descendants() {
        let parent = node.parent().and_then(ElementRef::wrap);
        let (Some(text), Some(parent)) = (node.value().as_text(), parent) else {
            continue;
        };
        let marked = is_mark(&parent);
        let around = parent.parent().and_then(ElementRef::wrap).filter(|_| marked);
        let block = around.unwrap_or(parent);
        let goes_on = last.is_some_and(|(was_marked, before)| (marked || was_marked) && before == block);
        if !goes_on {
            words.push(' ');
        }
        words.push_str(text);
        last = Some((marked, block));
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The text of the first element that a selector finds.
    #[must_use]
    pub fn text(&self, css: &str) -> Option<String> {
        self.html().select(&selector(css)).next().map(text_of)
    }

    /// The texts of all elements that a selector finds.
    #[must_use]
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.html().select(&selector(css)).map(text_of).collect()
    }

    /// An attribute of the first element that a selector finds.
    #[must_use]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.html()
            .select(&selector(css))
            .next()
            .and_then(|e| e.value().attr(name))
            .map(str::to_owned)
    }

    /// An attribute of all elements that a selector finds.
    #[must_use]
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html()
            .select(&selector(css))
            .filter_map(|e| e.value().attr(name))
            .map(str::to_owned)
            .collect()
    }

    /// The page's title.
    #[must_use]
    pub fn title(&self) -> String {
        self.text("title").unwrap_or_default()
    }

    /// What the page says within `main`.
    #[must_use]
    pub fn main(&self) -> String {
        self.text("main").unwrap_or_default()
    }

    /// Whether `main` says this.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.main().contains(words)
    }

    /// The error beside a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.text(&format!("[id='{field}-error']"))
    }

    /// Where the first link within `main` leads whose text holds these words.
    #[must_use]
    pub fn link(&self, words: &str) -> Option<String> {
        let html = self.html();
        let found = html
            .select(&selector("main a[href]"))
            .find(|a| text_of(*a).contains(words));
        found.and_then(|a| a.value().attr("href")).map(str::to_owned)
    }

    /// The form of `main` with this action.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn form(&self, action: &str) -> Form {
        self.forms()
            .into_iter()
            .find(|form| form.action == action)
            .unwrap_or_else(|| {
                panic!(
                    "no form to {action} on {} ({})\n{}",
                    self.path,
                    self.title(),
                    self.main()
                )
            })
    }

    /// Every form of the page that posts.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        let html = self.html();
        html.select(&selector("form[method=post]"))
            .map(|form| Form {
                action: form.value().attr("action").unwrap_or_default().to_owned(),
                fields: fields(form),
            })
            .collect()
    }
}

/// What a browser would send: controls with a name, ticked boxes, chosen options; no buttons.
fn fields(form: ElementRef<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for control in form.select(&selector("input[name], textarea[name], select[name]")) {
        let element = control.value();
        let name = element.attr("name").unwrap_or_default().to_owned();
        let kind = element.attr("type").unwrap_or("text");
        let off = |e: ElementRef<'_>| e.value().attr("disabled").is_some();
        if off(control) || control.ancestors().filter_map(ElementRef::wrap).any(off) {
            continue;
        }
        let value = match (element.name(), kind) {
            ("input", "checkbox" | "radio") if element.attr("checked").is_none() => continue,
            ("input", "submit" | "button" | "file") => continue,
            ("textarea", _) => control.text().collect(),
            ("select", _) => {
                let chosen = control.select(&selector("option[selected]")).next();
                let chosen = chosen.or_else(|| control.select(&selector("option")).next());
                chosen
                    .and_then(|option| option.value().attr("value"))
                    .unwrap_or_default()
                    .to_owned()
            }
            _ => element.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((name, value));
    }
    fields
}

impl Client {
    /// A browser that has never been here.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let http = plain_http()
            .cookie_store(true)
            .redirect(redirect::Policy::none())
            .build()
            .expect("a plain client builds");
        Self {
            base: base.to_owned(),
            http,
        }
    }

    /// The HTTP client beneath, with its cookies.
    #[must_use]
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A full address.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        }
    }

    /// Opens a page, following redirects.
    pub async fn get(&self, path: &str) -> Page {
        self.follow(self.http.get(self.url(path))).await
    }

    /// Opens a page without following redirects.
    pub async fn get_once(&self, path: &str) -> Page {
        self.once(self.http.get(self.url(path))).await
    }

    /// Sends a form as it stands, following redirects.
    pub async fn send(&self, form: &Form) -> Page {
        self.follow(self.http.post(self.url(&form.action)).form(&form.fields))
            .await
    }

    /// Tracks a petition by name and query code.
    pub async fn track(&self, name: &str, code: &str) -> Page {
        let page = self.get("/track").await;
        let values = [("name", name), ("query_code", code), ("captcha", CAPTCHA)];
        self.submit(&page, "/track", &values).await
    }

    /// Sends a form with other values, following redirects.
    pub async fn submit(&self, page: &Page, action: &str, values: &[(&str, &str)]) -> Page {
        self.send(&page.form(action).with(values)).await
    }

    /// Sends any request without following redirects.
    ///
    /// Too large a body is answered before it has arrived, and the answer can be lost to the broken pipe: nothing was done,
    /// so it is sent again.
    pub async fn once(&self, request: reqwest::RequestBuilder) -> Page {
        let again = request.try_clone();
        let response = match (request.send().await, again) {
            (Err(error), Some(again)) if format!("{error:?}").contains("BodyWrite") => again.send().await,
            (result, _) => result,
        };
        let response = response.expect("the stack answers");
        let url = response.url().clone();
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let body = String::from_utf8_lossy(&response.bytes().await.expect("the body arrives")).into_owned();
        Page {
            path,
            status,
            headers,
            body,
        }
    }

    async fn follow(&self, request: reqwest::RequestBuilder) -> Page {
        let mut page = self.once(request).await;
        for _ in 0..5 {
            let target = page
                .headers
                .get(header::LOCATION)
                .and_then(|value| value.to_str().ok());
            let Some(target) = target.filter(|_| page.status.is_redirection()) else {
                return page;
            };
            page = self.once(self.http.get(self.url(target))).await;
        }
        panic!("redirected without end at {}", page.path)
    }
}
