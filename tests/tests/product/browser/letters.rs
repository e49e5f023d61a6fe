//! A clerk enters a day's letters without leaving the keyboard; and on a phone without scripts.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS};
use super::tools::Tools;
use serde_json::json;
use tests::Stack;

const NEW: &str = "/staff/intake/letters/new";

/// Three letters, after messages that people really sent to a mayor's mailbox: who, place, what of the categories, text.
const LETTERS: [(&str, &str, &str, &str); 3] = [
    (
        "汤美华",
        "历下",
        "校园安全",
        "北城片区两万多户人家，街道里六所幼儿园只有两所公办，一所普惠园也没有。\
         请教育部门按街道核对规划，增加普惠学位，双胞胎按一个号摇。",
    ),
    (
        "左建国",
        "市中区",
        "物业服务",
        "小区二期地下车库新刷的地坪漆气味刺鼻，业主自己请人测过，甲醛超标。请住建部门复测并责令返工。",
    ),
    (
        "闫桂香",
        "槐荫",
        "原民办代课教师",
        "八十年代起做代课教师，后来考进编制，代课的年份没有算进工龄，两个社保账户也没有合并。请核定工龄。",
    ),
];

/// Keys pressed beyond the text itself.
struct Keys<'a> {
    b: &'a Browser,
    pressed: u32,
}

impl Keys<'_> {
    /// The text that somebody types into what has the focus.
    async fn write(&self, text: &str) {
        self.b.cdp("Input.insertText", json!({ "text": text })).await;
    }

    async fn press(&mut self, key: &str, code: u32, modifiers: u32) {
        self.pressed += 1;
        // A character with it, where the key makes one: a form answers that one.
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({
                "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code,
                "modifiers": modifiers, "text": text,
            });
            self.b.cdp("Input.dispatchKeyEvent", event).await;
        }
    }

    async fn focused(&self) -> String {
        let id = self.b.script("return document.activeElement.id").await;
        id.as_str().unwrap_or_default().to_owned()
    }

    /// Tabs on until the field with this id has the focus.
    async fn go_to(&mut self, id: &str) {
        for _ in 0..30 {
            if self.focused().await == id {
                return;
            }
            self.press("Tab", 9, 0).await;
        }
        panic!("{id} is not reached, the focus is at {}", self.focused().await);
    }

    async fn value(&self, id: &str) -> String {
        let script = format!("return document.getElementById('{id}').value");
        self.b
            .script(&script)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// One letter, from the first field to the next empty form.
    async fn enter(&mut self, (who, place, category, text): (&str, &str, &str, &str)) {
        assert_eq!(self.focused().await, "name", "one types at once");
        self.write(who).await;
        self.go_to("mailing_address").await;
        self.write("济南市某街 1 号").await;
        self.go_to("division-box").await;
        self.write(place).await;
        self.press("ArrowDown", 40, 0).await;
        self.press("Enter", 13, 0).await;
        assert_ne!(self.value("division").await, "", "{place}");
        self.go_to("category-filter").await;
        self.write(category).await;
        self.go_to("category").await;
        self.press("ArrowDown", 40, 0).await;
        assert!(self.value("category").await.contains(category), "{category}");
        self.go_to("purpose").await;
        self.press("ArrowDown", 40, 0).await;
        self.press("ArrowDown", 40, 0).await;
        assert_eq!(self.value("purpose").await, "request_to_resolve");
        self.go_to("summary").await;
        self.write(text).await;
        // Ctrl and Enter, wherever one is.
        self.press("Enter", 13, 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_enters_three_letters_by_keyboard_alone() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    b.open("/staff/intake/letters").await;
    b.see("来信登记").await;
    b.press("来信详细登记").await;
    b.see("来信详细登记").await;
    let before: u32 = b.text("[data-today]").await.parse().unwrap();
    let mut keys = Keys { b, pressed: 0 };
    for (at, letter) in (1..).zip(LETTERS) {
        keys.enter(letter).await;
        let now = before + at;
        b.wait(&format!("//*[@data-today][.='{now}']")).await;
        b.says("已登记 L37010").await;
    }
    // Nothing is typed of the fourth letter; what was wrong would have been said.
    b.inspect().await;
    let each = keys.pressed / 3;
    assert!(each <= 45, "{each} keys a letter beyond the text");
    b.open("/staff/intake/letters").await;
    b.see("来信登记").await;
    for (who, _, _, _) in LETTERS {
        let masked: String = who.chars().take(1).chain("**".chars()).collect();
        b.says(&masked).await;
    }
    // The list by keyboard: the second of it opens.
    let body = b.wait("//body").await;
    body.send_keys("jj").await.unwrap();
    assert_eq!(b.count("tr.at").await, 1);
    let mut keys = Keys { b, pressed: 0 };
    keys.press("Enter", 13, 0).await;
    b.says("左**").await;
    b.says("查询码条").await;
    b.inspect().await;
    b.press("查询码条").await;
    b.see("来信查询码条").await;
    b.says("左建国").await;
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_enters_letters_on_a_phone_without_scripts() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, PHONE_WITHOUT_SCRIPTS).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    b.open(NEW).await;
    b.see("来信详细登记").await;
    b.press("保存并录入下一封").await;
    for field in [
        "name",
        "mailing_address",
        "division",
        "category",
        "purpose",
        "summary",
    ] {
        b.wait(&format!("//*[@id='{field}-error']")).await;
    }
    b.inspect().await;
    for (who, _, _, text) in &LETTERS[..2] {
        b.fill(&[
            ("name", who),
            ("mailing_address", "济南市某街 1 号"),
            ("division", "370102"),
            ("category", "城乡建设/住房保障与房地产/物业服务"),
            ("purpose", "request_to_resolve"),
            ("summary", text),
        ])
        .await;
        b.press("保存并录入下一封").await;
        b.wait("//*[contains(@class, 'flash')]").await;
    }
    b.inspect().await;
    b.fill(&[
        ("name", "闫桂香"),
        ("mailing_address", "济南市某街 1 号"),
        ("received", "2026-11-20"),
    ])
    .await;
    b.press("转为简单登记").await;
    b.see("来信简单登记").await;
    b.fill(&[("kind", "repeat"), ("method", "file"), ("note", "催问前信")])
        .await;
    b.press("保存并录入下一封").await;
    b.says("已登记 B37").await;
    b.inspect().await;
    b.open("/staff/intake/letters?tab=brief").await;
    b.see("来信登记").await;
    b.says("重复来信").await;
    b.says("闫**").await;
    browser.finish().await;
}
