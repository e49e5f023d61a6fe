//! 简单登记: letters that get no case, and the way between the two forms.

use super::{LIST, NEW, changed, letter, press, stack};
use futures_util::future::join;
use tests::{Officer, Page};

const BRIEF: &str = "/staff/intake/letters/brief/new";

async fn send(officer: &Officer, page: &Page, then: &str, values: &[(&str, &str)]) -> Page {
    let values = changed(values, &[("then", then)]);
    officer.client.submit(page, BRIEF, &values).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_in_brief_is_listed_masked_and_no_more() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji2").await;
    let form = officer.client.get(BRIEF).await;
    let values = [
        ("name", "佟秀兰"),
        ("mailing_address", "河北省沧州市运河区 3 号"),
        ("mobile", "13812340077"),
        ("kind", "other_province"),
        ("count", "2"),
        ("addressee", "省长"),
        ("destination", "河北省信访局"),
        ("note", "反映的事在河北"),
    ];
    let done = send(&officer, &form, "save", &values).await;
    assert!(
        done.path.ends_with("?done=registered"),
        "{} {}",
        done.path,
        done.main()
    );
    for words in [
        "B370000-",
        "外省来信",
        "2 封",
        "转有关单位：河北省信访局",
        "佟**",
        "138****0077",
        "省长",
    ] {
        assert!(done.says(words), "{words}: {}", done.main());
    }
    for secret in ["佟秀兰", "运河区 3 号", "13812340077"] {
        assert!(!done.body.contains(secret), "{secret}: {}", done.main());
    }
    let path = done.path.trim_end_matches("?done=registered").to_owned();
    // For a reason, in full.
    let refused = officer.client.submit(&done, &path, &[]).await;
    assert_eq!(
        (refused.status.as_u16(), refused.error("reason").is_some()),
        (422, true)
    );
    let whole = officer
        .client
        .submit(&refused, &path, &[("reason", "verify")])
        .await;
    assert!(
        whole.says("佟秀兰") && whole.says("运河区 3 号"),
        "{}",
        whole.main()
    );
    // Listed with the office, narrowed by kind and method; for another office there is nothing.
    let number = done.text(".hint.num").unwrap();
    let list = format!("{LIST}?tab=brief&kind=other_province&method=forward");
    let list = officer.client.get(&list).await;
    assert!(list.says(&number) && list.says("佟**"), "{}", list.main());
    let other_kind = officer.client.get(&format!("{LIST}?tab=brief&kind=final")).await;
    assert!(!other_kind.says(&number), "{}", other_kind.main());
    let colleague = Officer::shared(stack, "dengji").await;
    assert!(colleague.client.get(&path).await.says(&number));
    let elsewhere = Officer::shared(stack, "jinan_dj").await;
    assert_eq!(elsewhere.client.get(&path).await.status, 404);
    let theirs = elsewhere.client.get(&format!("{LIST}?tab=brief")).await;
    assert!(!theirs.says(&number), "{}", theirs.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_brief_is_told_and_what_was_sent_twice_is_there_once() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji2").await;
    let mistakes: [(&str, &[(&str, &str)]); 8] = [
        ("kind", &[("kind", "")]),
        ("received", &[("received", "2999-01-01")]),
        ("count", &[("count", "0")]),
        ("count", &[("count", "一千")]),
        ("mobile", &[("mobile", "1")]),
        ("division", &[("division", "9")]),
        ("destination", &[("kind", "litigation")]),
        ("destination", &[("method", "join")]),
    ];
    let good = [("name", "看不清的人"), ("kind", "unclear"), ("note", "字迹模糊")];
    for (field, wrong) in mistakes {
        let form = officer.client.get(BRIEF).await;
        let page = send(&officer, &form, "save", &changed(&good, wrong)).await;
        assert_eq!(page.status, 422, "{wrong:?}: {}", page.main());
        assert!(
            page.error(field).is_some(),
            "{wrong:?} at {field}: {}",
            page.main()
        );
        assert_eq!(page.form(BRIEF).value("name"), Some("看不清的人"));
    }
    let form = officer.client.get(BRIEF).await;
    let (one, two) = join(
        send(&officer, &form, "save", &good),
        send(&officer, &form, "save", &good),
    )
    .await;
    assert_eq!(one.path, two.path);
    assert_eq!(one.text(".hint.num"), two.text(".hint.num"), "{}", one.main());
    let asked = send(&officer, &form, "save", &changed(&good, &[("name", "另一位")])).await;
    assert_eq!(asked.status, 409, "{}", asked.main());
    assert_eq!(asked.form(BRIEF).value("name"), Some("另一位"));
    let second = send(&officer, &asked, "next", &[]).await;
    assert!(
        second.path.contains("last=") && second.path.contains("kind=unclear"),
        "{}",
        second.path
    );
    let kept = second.form(BRIEF);
    assert_eq!(
        (kept.value("kind"), kept.value("name").unwrap_or_default()),
        (Some("unclear"), "")
    );
    assert!(second.says("已登记 B370000-"), "{}", second.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn from_one_form_to_the_other_and_back_nothing_is_lost() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let typed = changed(
        &letter("转来转去的人", "写了一半才发现是重信"),
        &[
            ("postmark_place", "淄博"),
            ("flags", "grave_urgent"),
            ("content", "第一行\n第二行"),
            ("co_1_name", "王芳"),
            ("people_count", "2"),
        ],
    );
    let form = officer.client.get(NEW).await;
    let brief = press(&officer, &form, "brief", &typed).await;
    assert_eq!(
        brief.text("h1").as_deref(),
        Some("来信简单登记"),
        "{}",
        brief.main()
    );
    let there = brief.form(BRIEF);
    assert_eq!(there.value("name"), Some("转来转去的人"));
    assert_eq!(
        there.value("mailing_address"),
        Some("济南市历下区燕子山路 20 号 5 号楼")
    );
    assert_eq!(
        there.value("note"),
        Some("写了一半才发现是重信"),
        "the summary is a note to begin with"
    );
    // A mistake there, and then back.
    let wrong = send(
        &officer,
        &brief,
        "save",
        &[("kind", "repeat"), ("name", "改了名的人")],
    )
    .await;
    assert_eq!(wrong.status, 422, "{}", wrong.main());
    let back = send(&officer, &wrong, "detailed", &[]).await;
    assert_eq!(
        back.text("h1").as_deref(),
        Some("来信详细登记"),
        "{}",
        back.main()
    );
    let again = back.form(NEW);
    for (name, value) in changed(&typed, &[("name", "改了名的人")]) {
        let kept = again
            .fields
            .iter()
            .any(|(known, kept)| known == name && kept.replace('\r', "").trim() == value);
        assert!(kept, "{name}: {:?}", again.value(name));
    }
    let slip = press(&officer, &back, "save", &[]).await;
    assert!(super::Registered::of(slip).slip.says("改了名的人"));
    // Or it stays in brief: one step, and nobody made a case of it.
    let form = officer.client.get(NEW).await;
    let brief = press(&officer, &form, "brief", &letter("只登简单的人", "重信")).await;
    let values = [("kind", "repeat"), ("method", "file")];
    let done = send(&officer, &brief, "save", &values).await;
    assert!(
        done.path.contains("/brief/") && done.says("重复来信"),
        "{}",
        done.main()
    );
    let titles = officer.client.get(LIST).await.texts("td a");
    assert!(!titles.contains(&"重信".to_owned()), "no case: {titles:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_in_brief_comes_along_to_the_other_form_and_back() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(BRIEF).await;
    let typed = [
        ("name", "先简后详的人"),
        ("kind", "unclear"),
        ("count", "3"),
        ("destination", "存档"),
        ("note", "写到一半看出是要办的事"),
    ];
    let detailed = send(&officer, &form, "detailed", &typed).await;
    let there = detailed.form(NEW);
    assert_eq!(there.value("name"), Some("先简后详的人"));
    assert_eq!(
        there.value("summary").map(str::trim),
        Some("写到一半看出是要办的事")
    );
    let back = press(&officer, &detailed, "brief", &[]).await;
    let again = back.form(BRIEF);
    for (name, value) in typed {
        assert_eq!(again.value(name).map(str::trim), Some(value), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_does_not_become_a_case_and_a_record_in_brief() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let typed = letter("按了后退的人", "登记以后又退回来");
    let slip = press(&officer, &form, "save", &typed).await;
    let number = super::Registered::of(slip).number;
    let brief = press(&officer, &form, "brief", &typed).await;
    let again = send(
        &officer,
        &brief,
        "save",
        &[("kind", "unclear"), ("method", "file")],
    )
    .await;
    assert_eq!(again.status, 409);
    assert!(
        again.says(&number) && again.form(BRIEF).value("name") == Some("按了后退的人"),
        "{}",
        again.main()
    );

    let form = officer.client.get(BRIEF).await;
    let values = [
        ("name", "先存简单的人"),
        ("kind", "unclear"),
        ("method", "file"),
        ("note", "看不清"),
    ];
    let done = send(&officer, &form, "save", &values).await;
    assert!(done.path.contains("/brief/"), "{}", done.main());
    let detailed = send(&officer, &form, "detailed", &values).await;
    let again = press(&officer, &detailed, "save", &letter("先存简单的人", "看不清")).await;
    assert_eq!(again.status, 409, "{}", again.main());
    assert!(again.says("刚才已经登记过"), "{}", again.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_in_brief_is_looked_for_too() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let first = super::register(&officer, &letter("阚玉梅", "小区供暖不热，要求调查")).await;
    let form = officer.client.get(BRIEF).await;
    let values = [("name", "阚玉梅"), ("division", "370102"), ("note", "催问供暖")];
    let found = stack
        .until("the first letter is found", || async {
            let page = send(&officer, &form, "check", &values).await;
            page.says(&first.number).then_some(page)
        })
        .await;
    assert!(found.says("姓名、问题属地相同"), "{}", found.main());
    assert!(!found.body.contains("name=\"pick\""), "there is nothing to link");
    assert_eq!(found.form(BRIEF).value("note"), Some("催问供暖"));
}
