//! The main job in a browser: a citizen registers and files, officers take it in and answer, the citizen
//! sees it. Once with scripts on a wide screen, once without scripts on a narrow one in elder mode.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::tools::Tools;
use serde_json::{Value, json};
use std::path::Path;
use tests::people::{PASSWORD, fresh_person, fresh_username};
use tests::stack::CAPTCHA;

const CONTENT: &str = "今年五月起，地下车库长期积水，最深处约 20 厘米。\n\n请督促物业尽快修好水泵。";

#[tokio::test(flavor = "multi_thread")]
async fn a_flat_owner_files_with_photos_and_is_answered_on_a_wide_screen() {
    whole(DESK, "车库积水，脚本开着提交").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flat_owner_files_with_photos_and_is_answered_without_scripts_on_a_phone() {
    whole(PHONE_WITHOUT_SCRIPTS, "车库积水，脚本关着提交").await;
}

struct Run {
    browser: Browser,
    scripts: bool,
    title: &'static str,
    person: Value,
}

struct Receipt {
    id: String,
    number: String,
    code: String,
}

async fn whole(setup: Setup, title: &'static str) {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let run = Run {
        browser: Browser::start(&tools, &stack.url, setup).await,
        scripts: setup.scripts,
        title,
        person: fresh_person(stack).await,
    };
    if !setup.scripts {
        run.elder_mode().await;
    }
    run.register().await;
    run.write().await;
    run.attach().await;
    let receipt = run.submit().await;
    run.track(&receipt, "收到").await;
    run.browser.sign_in_officer(stack, "dengji").await;
    run.take_in().await;
    run.sign_out().await;
    run.browser.sign_in_officer(stack, "jinan").await;
    run.handle().await;
    run.answered(&receipt).await;
    run.browser.finish().await;
}

impl Run {
    fn person(&self, key: &str) -> &str {
        self.person[key].as_str().unwrap_or_default()
    }

    /// Chosen once in the toolbar, remembered on every page after.
    async fn elder_mode(&self) {
        let b = &self.browser;
        b.open("/").await;
        b.wait("//button[contains(., '长者模式')]")
            .await
            .click()
            .await
            .unwrap();
        b.wait("//html[contains(@class, 'elder')]").await;
        b.see("有诉求").await;
    }

    async fn register(&self) {
        let b = &self.browser;
        b.open("/register").await;
        b.see("注册须知").await;
        b.fill(&[("agree", "yes")]).await;
        b.press("同意并继续").await;
        b.see("实名还是匿名").await;
        b.press("实名注册").await;
        b.see("实名注册").await;
        let username = fresh_username();
        let wrong_check_digit = {
            let number = self.person("id_number");
            let last = if number.ends_with('5') { "6" } else { "5" };
            format!("{}{last}", &number[..17])
        };
        b.fill(&[
            ("username", &username),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("real_name", self.person("name")),
            ("sex", "2"),
            ("id_number", &wrong_check_digit),
            ("mobile", self.person("mobile")),
            ("household_division", "370102"),
            ("household_address", "泉城路 1 号"),
            ("captcha", CAPTCHA),
        ])
        .await;
        b.press("注册").await;
        b.wait("//*[@id='id_number-error']").await;
        b.see("实名注册").await;
        let title = b.client.title().await.unwrap();
        assert!(title.starts_with("错误"), "{title}");
        if self.scripts {
            let focused = b.script("return document.activeElement.className").await;
            assert_eq!(focused, "errors", "the summary takes the focus");
            b.press("证件").await;
            let focused = b.script("return document.activeElement.name").await;
            assert_eq!(focused, "id_number", "its link leads to the field");
        }
        let kept = b.script("return ['username', 'real_name', 'password'].map((name) => document.getElementsByName(name)[0].value)").await;
        assert_eq!(
            kept,
            json!([username, self.person("name"), ""]),
            "what was typed is kept, passwords are not"
        );
        b.fill(&[
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("id_number", self.person("id_number")),
            ("captcha", CAPTCHA),
        ])
        .await;
        b.press("注册").await;
        b.see("注册成功").await;
    }

    async fn write(&self) {
        let b = &self.browser;
        b.open("/petitions/new?division=370102&from=jinan").await;
        b.see("什么事").await;
        let chosen = b
            .script("return document.getElementsByName('division')[0].value")
            .await;
        assert_eq!(chosen, "370102", "the link's place is chosen already");
        b.fill(&[("title", self.title), ("address", "泉城路 1 号院 B 区")])
            .await;
        b.press("继续").await;
        b.see("详细情况").await;
        b.fill(&[("content", CONTENT), ("people_count", "3")]).await;
        if self.scripts {
            let count = b.text("#content-count").await;
            assert!(count.starts_with("还可以写"), "{count}");
        }
    }

    async fn attach(&self) {
        let folder = tempfile::tempdir().unwrap();
        let (photo, pdf, text) = (
            folder.path().join("积水照片.jpg"),
            folder.path().join("维修合同.pdf"),
            folder.path().join("程序.exe"),
        );
        std::fs::write(&photo, crate::uploads::photo()).unwrap();
        std::fs::write(&pdf, crate::uploads::pdf(3_300_000)).unwrap();
        std::fs::write(&text, b"MZ not for us").unwrap();
        if self.scripts {
            self.attach_with_scripts(&photo, &pdf, &text).await;
        } else {
            self.attach_without_scripts(&photo, &pdf).await;
        }
        self.browser.inspect().await;
        self.browser.press("继续").await;
        self.browser.see("核对后提交").await;
        let main = self.browser.main().await;
        // Without a script the site learns no file names.
        let names = if self.scripts {
            ["积水照片.jpg", "维修合同.pdf"]
        } else {
            ["附件1", "附件2"]
        };
        for words in [names[0], names[1], self.title, "请督促物业尽快修好水泵"] {
            assert!(main.contains(words), "{words}: {main}");
        }
        assert!(!main.contains("程序.exe"), "what was deleted is gone: {main}");
        self.look_back().await;
    }

    /// From the check to the files and on again: everything stands as it was.
    async fn look_back(&self) {
        let b = &self.browser;
        b.wait("//a[contains(@href, 'step=details#file')]")
            .await
            .click()
            .await
            .unwrap();
        b.see("详细情况").await;
        let content = b
            .script("return document.getElementsByName('content')[0].value")
            .await;
        assert_eq!(content, CONTENT);
        assert_eq!(b.count("[data-file-list] li").await, 2, "{}", b.main().await);
        b.press("继续").await;
        b.see("核对后提交").await;
    }

    async fn attach_with_scripts(&self, photo: &Path, pdf: &Path, refused: &Path) {
        let b = &self.browser;
        // What the rows say while files travel is over too soon to be polled for.
        b.script(
            "window.said = [];
             new MutationObserver(() => said.push(document.querySelector('[data-file-list]').textContent))
               .observe(document.querySelector('[data-file-list]'), { childList: true, subtree: true, characterData: true });",
        )
        .await;
        b.choose(&[photo, pdf, refused]).await;
        let ready = "//*[@data-file-list]/li[contains(., '可以使用')]";
        b.wait(&format!("({ready})[2]")).await;
        let percent = b
            .script("return said.some((text) => /正在上传 \\d+%/.test(text))")
            .await;
        assert_eq!(percent, json!(true), "progress is said in percent");
        b.wait("//*[@data-file-list]/li[contains(., '程序.exe')][contains(., '不能上传程序文件')]")
            .await;
        b.inspect().await;
        let delete = "//*[@data-file-list]/li[contains(., '程序.exe')]//button";
        b.wait(delete).await.click().await.unwrap();
        b.wait("//*[@data-file-list][count(li) = 2]").await;
    }

    async fn attach_without_scripts(&self, photo: &Path, pdf: &Path) {
        let b = &self.browser;
        for (count, file) in [photo, pdf].into_iter().enumerate() {
            if b.count("input[type=file]").await == 0 {
                b.press("添加一个文件").await;
                b.wait("//input[@type='file']").await;
            }
            b.inspect().await;
            b.choose(&[file]).await;
            b.press("上传").await;
            b.wait(&format!("//main//li[contains(@class, 'file')][{}]", count + 1))
                .await;
        }
        b.reload_while("检查中").await;
        assert_eq!(
            b.main().await.matches("可以使用").count(),
            2,
            "{}",
            b.main().await
        );
    }

    async fn submit(&self) -> Receipt {
        let b = &self.browser;
        b.fill(&[("captcha", "99999")]).await;
        b.press("提交").await;
        b.wait("//*[@id='captcha-error']").await;
        b.see("核对后提交").await;
        assert!(b.main().await.contains(self.title), "everything is kept");
        b.fill(&[("captcha", CAPTCHA)]).await;
        b.press("提交").await;
        b.see("已成功反映问题").await;
        assert!(b.count(".qr svg").await == 1, "a QR code");
        let shown = b.main().await;
        assert_eq!(
            shown.contains("打印回执"),
            self.scripts,
            "printing needs a script: {shown}"
        );
        assert_eq!(
            shown.contains("复制"),
            self.scripts,
            "copying needs a script: {shown}"
        );
        let receipt = Receipt {
            id: b.path().await.split('/').nth(2).unwrap_or_default().to_owned(),
            number: b.text("#number").await,
            code: b.text("#query-code").await,
        };
        let digits: Vec<usize> = receipt.code.split_whitespace().map(str::len).collect();
        assert_eq!(digits, [4; 4], "{}", receipt.code);
        b.client.refresh().await.unwrap();
        b.see("已成功反映问题").await;
        b.open("/petitions").await;
        b.see("我反映的问题").await;
        assert_eq!(
            b.main().await.matches(self.title).count(),
            1,
            "a reload files nothing"
        );
        receipt
    }

    async fn track(&self, receipt: &Receipt, status: &str) {
        let b = &self.browser;
        b.open("/track").await;
        b.fill(&[
            ("name", "查无此人"),
            ("query_code", &receipt.code),
            ("captcha", CAPTCHA),
        ])
        .await;
        b.press("查询").await;
        b.wait("//*[@id='name-error']").await;
        b.see("查询进度").await;
        b.fill(&[("name", self.person("name")), ("captcha", CAPTCHA)])
            .await;
        b.press("查询").await;
        b.see(self.title).await;
        assert_eq!(b.path().await, "/track/result");
        let shown = b.main().await;
        assert!(
            shown.contains(&receipt.number) && shown.contains(status),
            "{shown}"
        );
        assert!(
            !shown.contains("修好水泵"),
            "the text is not for trackers: {shown}"
        );
    }

    /// The weight of the row's title in the list of work.
    async fn weight(&self) -> u64 {
        let script = format!(
            "const row = [...document.querySelectorAll('tbody tr')].find((row) => row.textContent.includes('{}'));
             return Number(getComputedStyle(row.querySelector('[data-open]')).fontWeight);",
            self.title
        );
        self.browser.script(&script).await.as_u64().unwrap()
    }

    async fn take_in(&self) {
        let b = &self.browser;
        b.inspect().await;
        // The newest first: others file at the same time.
        b.open("/staff/intake/web?order=turned").await;
        b.see("网信登记").await;
        assert!(self.weight().await >= 700, "an unopened one is bold");
        b.press(self.title).await;
        b.see("登记：").await;
        b.open("/staff/intake/web?order=turned").await;
        assert!(self.weight().await < 700, "an opened one is not");
        b.press(self.title).await;
        b.see("登记：").await;
        b.press("提交登记").await;
        b.wait("//*[@id='category-error']").await;
        b.see("登记：").await;
        b.fill(&[
            ("category", "城乡建设/住房保障与房地产/物业服务"),
            ("purpose", "request_to_resolve"),
            ("summary", "车库积水，请求修复"),
            ("note", "请尽快核实"),
        ])
        .await;
        b.press("提交登记").await;
        b.says("已转送").await;
        b.inspect().await;
    }

    async fn sign_out(&self) {
        let b = &self.browser;
        b.sign_out_officer().await;
        b.open("/staff").await;
        assert!(b.path().await.starts_with("/staff/login"));
    }

    async fn handle(&self) {
        let b = &self.browser;
        b.open("/staff/inbox").await;
        b.see("单位收件").await;
        b.press(self.title).await;
        b.see(self.title).await;
        b.press("受理").await;
        b.see("受理并告知").await;
        b.press("受理并发出告知书").await;
        b.says("办理中").await;
        b.press("出具处理意见").await;
        b.see("处理意见").await;
        b.fill(&[
            ("outcome", "support"),
            ("facts", "两台水泵损坏。"),
            ("basis", "《物业管理条例》第三十五条。"),
            ("opinion", "已责令更换水泵。"),
        ])
        .await;
        b.press("预览").await;
        b.says("申请复查").await;
        b.inspect().await;
        b.press("出具并答复").await;
        b.says("已答复").await;
        b.inspect().await;
        b.press("办结").await;
        b.see("确定办结吗").await;
        b.press("确定办结").await;
        b.says("已办结").await;
        b.inspect().await;
    }

    async fn answered(&self, receipt: &Receipt) {
        let b = &self.browser;
        b.open(&format!("/petitions/{}", receipt.id)).await;
        b.see(self.title).await;
        let shown = b.main().await;
        for words in [
            "已登记",
            "已转送",
            "责任单位已受理",
            "责任单位已答复",
            "已办结",
            "济南市",
            "2026年",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!shown.contains("请尽快核实"), "a note between officers: {shown}");
        b.press("信访事项处理意见书").await;
        b.see("处理意见书").await;
        assert!(b.main().await.contains("已责令更换水泵"));
        self.track(receipt, "已办结").await;
    }
}
