//! 并入原件: a letter in brief that repeats one that is a case already joins it, and whoever has the case learns of it.

use super::{Registered, changed, letter, register, stack};
use futures_util::future::{join, join_all};
use tests::{Officer, Page, Stack};

const BRIEF: &str = "/staff/intake/letters/brief/new";

fn repeat<'a>(number: &'a str, note: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", "又来信的人"),
        ("kind", "repeat"),
        ("count", "2"),
        ("destination", number),
        ("note", note),
    ]
}

async fn send(officer: &Officer, page: &Page, values: &[(&str, &str)]) -> Page {
    let values = changed(values, &[("then", "save")]);
    officer.client.submit(page, BRIEF, &values).await
}

/// Registers a letter in brief from an empty form.
async fn brief(officer: &Officer, values: &[(&str, &str)]) -> Page {
    let form = officer.client.get(BRIEF).await;
    send(officer, &form, values).await
}

/// How often the case says that letters came.
fn told(case: &Page) -> usize {
    case.texts("section[aria-labelledby=joined] li").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_further_letter_joins_the_case_which_learns_of_it() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let first: Registered = register(&officer, &letter("屡次来信", "排水沟堵了，第一次来信。")).await;
    officer.step(&first.id, "transfer", &[]).await;
    let lower = format!(" {} ", first.number.to_lowercase());
    let done = brief(&officer, &repeat(&lower, "催问排水沟的事")).await;
    assert!(
        done.path.ends_with("?done=registered"),
        "{} {}",
        done.path,
        done.main()
    );
    assert_eq!(done.link(&first.number), Some(first.case()), "{}", done.main());
    let record = done.path.trim_end_matches("?done=registered").to_owned();
    let number = done.text(".hint.num").unwrap();

    let case = officer.client.get(&first.case()).await;
    let said = case.text("section[aria-labelledby=joined]").unwrap();
    assert!(said.contains(&format!("又收到来信 2 件（{number}")), "{said}");
    let link = case.attribute("section[aria-labelledby=joined] a", "href");
    assert_eq!(link, Some(record.clone()));
    assert!(
        case.texts(".timeline .tl-body")
            .iter()
            .any(|step| step.contains("又收到来信 2 件"))
    );
    // Whoever has it sees that, and not the record, which is the office's.
    let city = Officer::shared(stack, "jinan").await;
    let there = city.client.get(&first.case()).await;
    assert!(there.says("又收到来信 2 件"), "{}", there.main());
    assert_eq!(there.attribute("section[aria-labelledby=joined] a", "href"), None);
    // Who wrote it learns nothing of that.
    let found = tests::Client::new(&stack.url)
        .track("屡次来信", &first.code)
        .await;
    assert!(found.says("已转送") && !found.says("又收到"), "{}", found.main());
    // One in brief may join another one in brief, which is written once and changes no more.
    let again = brief(&officer, &repeat(&number, "第三次")).await;
    assert!(again.path.ends_with("?done=registered"), "{}", again.main());
    assert_eq!(told(&officer.client.get(&first.case()).await), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_nobody_has_or_that_one_may_not_see_is_told_at_its_field() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let elsewhere = Officer::shared(stack, "jinan_dj").await;
    let first = register(&officer, &letter("省里的件", "省里登记、市里看不到的一件。")).await;
    let unknown = "L370102-20200101-99999";
    for (clerk, wrong) in [
        (&officer, "上个月那封"),
        (&officer, unknown),
        (&officer, "B370000-20200101-99999"),
        (&elsewhere, &*first.number),
    ] {
        let page = brief(clerk, &repeat(wrong, "查不到原件的一封")).await;
        assert_eq!(page.status, 422, "{wrong}: {}", page.main());
        assert!(page.error("destination").is_some(), "{wrong}: {}", page.main());
        assert!(page.title().starts_with("错误"));
        let kept = page.form(BRIEF);
        for (name, value) in [("name", "又来信的人"), ("destination", wrong), ("count", "2")] {
            assert_eq!(kept.value(name), Some(value), "{name}");
        }
    }
    let list = officer.client.get(&format!("{}?tab=brief", super::LIST)).await;
    assert!(!list.says("查不到原件的一封"), "{}", list.main());
    assert_eq!(told(&officer.client.get(&first.case()).await), 0);
    // Any other way asks for no number.
    let kept = changed(&repeat("随便写写", "存查的一封"), &[("method", "file")]);
    let kept = brief(&officer, &kept).await;
    assert!(kept.path.ends_with("?done=registered"), "{}", kept.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_joins_once_and_several_at_the_same_moment_all_join() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let officer = Officer::login(&stack, "dengji").await;
    let first = register(&officer, &letter("被人催的件", "许多人同时来信催的一件。")).await;
    let form = officer.client.get(BRIEF).await;
    let values = repeat(&first.number, "双击的一封");
    let (one, two) = join(send(&officer, &form, &values), send(&officer, &form, &values)).await;
    assert!(one.path.ends_with("?done=registered"), "{}", one.main());
    assert_eq!(one.path, two.path, "{}", two.main());
    assert_eq!(told(&officer.client.get(&first.case()).await), 1);
    let several = (0..4).map(|_| brief(&officer, &values));
    for page in join_all(several).await {
        assert!(
            page.path.ends_with("?done=registered"),
            "{} {}",
            page.path,
            page.main()
        );
    }
    assert_eq!(told(&officer.client.get(&first.case()).await), 5);
    let (well, words) =
        crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
}
