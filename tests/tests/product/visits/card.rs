//! 读卡: what a reader types or hands over fills the form, and dedupe runs at once.

use super::{NEW, Registered, changed, interviewer, press, register, stack, visit};
use tests::Officer;

const FIRST: &str = r#"{"name":"王芳","sex":"女","nation":"汉","birth":"19850923","address":"青岛市市南区香港中路 1 号","id_number":"370202198509230022","authority":"市南分局","valid_from":"20200101","valid_to":"20400101"}"#;
const SECOND: &str = r#"{"name":"李秀英","id_number":"370102195810215244","valid_to":"长期"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn one_card_after_the_other_fills_the_visitor_and_the_companions() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    // A reader that types ends with Enter, which presses the button that saves: the card is read first.
    let typed = [("card", FIRST), ("summary", "写了一半")];
    let read = press(&officer, &form, "save", &typed).await;
    assert_eq!(read.status, 200, "{}", read.main());
    assert!(read.says("已读入来访人"), "{}", read.main());
    let now = read.form(NEW);
    for (field, value) in [
        ("name", "王芳"),
        ("id_number", "370202198509230022"),
        ("mailing_address", "青岛市市南区香港中路 1 号"),
        ("sex", "2"),
        ("card", ""),
    ] {
        assert_eq!(now.value(field).unwrap_or_default(), value, "{field}");
    }
    assert_eq!(now.value("summary").map(str::trim), Some("写了一半"));
    let read = press(&officer, &read, "card", &[("card", SECOND)]).await;
    assert!(read.says("已读入随访人 1"), "{}", read.main());
    let now = read.form(NEW);
    assert_eq!(now.value("companion_1_name"), Some("李秀英"));
    assert_eq!(
        (now.value("name"), now.value("visitors")),
        (Some("王芳"), Some("2"))
    );
    let twice = press(&officer, &read, "card", &[("card", SECOND)]).await;
    assert!(
        twice.error("card").is_some_and(|why| why.contains("已经读过")),
        "{}",
        twice.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_here_before_is_found_as_the_card_is_read() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let card = r#"{"name":"罗静","id_number":"37152619600416222X"}"#;
    let typed = changed(
        &visit("罗静", "路口的树挡住了信号灯，请修剪"),
        &[("id_number", "37152619600416222X")],
    );
    let first = register(&officer, &typed).await;
    let form = officer.client.get(NEW).await;
    let found = stack
        .until("the earlier visit", || async {
            let page = press(&officer, &form, "card", &[("card", card)]).await;
            page.says(&first.number).then_some(page)
        })
        .await;
    assert!(
        found.says("身份证号相同") || found.says("证件"),
        "{}",
        found.main()
    );
    let chosen = interviewer(&found, "蒋言");
    let more = changed(&visit("罗静", "还是那棵树的事"), &[("interviewer", &chosen)]);
    Registered::of(press(&officer, &found, "save", &more).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_of_no_use_says_why_and_keeps_what_was_typed() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    for (card, why) in [
        ("{\"name\":", "格式不对"),
        ("“name”：“王芳”", "输入法"),
        (r#"{"id_number":"370202198509230022"}"#, "没有姓名"),
        (r#"{"name":"王芳"}"#, "没有身份证号"),
        (r#"{"name":"王芳","id_number":"370202198509230023"}"#, "校验"),
        (
            r#"{"name":"王芳","id_number":"370202198509230022","sex":"男"}"#,
            "性别",
        ),
        (
            r#"{"name":"王芳","id_number":"370202198509230022","birth":"19850101"}"#,
            "出生日期",
        ),
        (
            r#"{"name":"王芳","id_number":"370202198509230022","valid_to":"20200101"}"#,
            "已经过期",
        ),
    ] {
        let typed = [("card", card), ("name", "打好的名字")];
        let refused = press(&officer, &form, "card", &typed).await;
        assert_eq!(refused.status, 422, "{card}: {}", refused.main());
        let said = refused.error("card").unwrap_or_default();
        assert!(said.contains(why), "{card}: {said}");
        // The next card is read at once: the cursor is in the field, nothing else asks for it.
        assert!(
            refused.attribute("#card", "autofocus").is_some() && refused.text(".errors").is_none(),
            "{}",
            refused.main()
        );
        let now = refused.form(NEW);
        // A card that was read well and is of no use leaves the field free; what could not be read is looked at.
        let stays = if why == "已经过期" { "" } else { card };
        assert_eq!(now.value("card").unwrap_or_default(), stays);
        assert_eq!(now.value("name"), Some("打好的名字"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_along_is_looked_for_too() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let card = r#"{"name":"蔺桂香","id_number":"370882197603014422"}"#;
    let typed = changed(
        &visit("蔺桂香", "井盖丢了三个月"),
        &[("id_number", "370882197603014422")],
    );
    let first = register(&officer, &typed).await;
    let form = officer.client.get(NEW).await;
    assert!(
        form.attribute("form[data-dirty]", "id").is_none(),
        "nothing is typed yet"
    );
    let typed = [("name", "第一个人"), ("card", card)];
    let found = stack
        .until("the companion's own visit", || async {
            let page = press(&officer, &form, "card", &typed).await;
            page.says(&first.number).then_some(page)
        })
        .await;
    let now = found.form(NEW);
    assert_eq!(now.value("companion_1_name"), Some("蔺桂香"));
    assert_eq!(now.value("companion_1_representative"), None, "only came along");
    assert!(
        found.attribute("form[data-dirty]", "id").is_some(),
        "leaving would lose what was typed"
    );
}
