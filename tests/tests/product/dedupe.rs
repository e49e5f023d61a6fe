//! 判重: a clerk who registers a petition sees which others may belong to it and why, sets them side by side, says what
//! they are, and takes it back.

mod index;
mod links;

use futures_util::future::join;
use tests::page::Form;
use tests::people::Filed;
use tests::stack::CAPTCHA;
use tests::{Citizen, Officer, Page, Stack};
use tokio::sync::OnceCell;

/// The stack of these tests alone: what other tests file would be alike, and the test persons of one stack are few.
async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}

/// A text that no other test writes.
pub fn story(mark: &str) -> String {
    format!(
        "{mark}的老年活动室去年冬天停了暖气，二十多位老人只好在楼道里下棋。居委会说锅炉坏了要换新的，钱已经批了，\
         可是从十一月等到现在也没有人来装。{mark}还有三位坐轮椅的老人，出不了院子，活动室是他们唯一能去的地方。"
    )
}

pub fn form_path(filed: &Filed) -> String {
    format!("/staff/intake/web/{}", filed.id)
}

fn links_path(filed: &Filed) -> String {
    format!("/staff/intake/web/{}/links", filed.id)
}

/// What the panel says of one petition; nothing if it is not there.
pub fn row(page: &Page, filed: &Filed) -> Option<String> {
    page.texts(".match")
        .into_iter()
        .find(|row| row.contains(&filed.number))
}

/// The registration form, once the panel shows a petition: the background has it found a moment after it was filed.
pub async fn form_with(stack: &Stack, officer: &Officer, filed: &Filed, other: &Filed) -> Page {
    stack
        .until("the other petition is found", || async {
            let page = officer.client.get(&form_path(filed)).await;
            assert_eq!(page.status, 200, "{}", page.main());
            row(&page, other).is_some().then_some(page)
        })
        .await
}

/// The registration form as a button of the panel sends it.
pub fn pressed(page: &Page, filed: &Filed, what: &str, other: &Filed) -> Form {
    let mut form = page.form(&form_path(filed));
    form.action = links_path(filed);
    let pick = format!("{what}.{}", other.id);
    let offered = page.attributes("button[name=pick]", "value");
    assert!(offered.contains(&pick), "{pick} is offered: {offered:?}");
    form.with(&[("pick", &pick)])
}

/// Two petitions of like words by people without a name, the second one opened.
async fn two_alike(stack: &Stack, mark: &str, officer: &Officer) -> (Filed, Filed) {
    let first = Citizen::anonymous(stack).await;
    let first = first.file(&format!("{mark}活动室没有暖气"), &story(mark)).await;
    officer.open(&first.id).await;
    let second = Citizen::anonymous(stack).await;
    let words = story(mark).replace("二十多位", "三十来位");
    let second = second.file(&format!("{mark}老人活动室冬天没暖气"), &words).await;
    officer.open(&second.id).await;
    (first, second)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reason_is_told_and_who_has_no_name_is_found_by_words_only() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let citizen = Citizen::named(stack).await;
    let first = citizen.file("梅园活动室没有暖气", &story("梅园")).await;
    officer.open(&first.id).await;
    let second = citizen
        .file(
            "另外反映一下路口的井盖",
            "井盖松了，晚上车一压就响，附近的人睡不着。",
        )
        .await;
    officer.open(&second.id).await;
    let page = form_with(stack, &officer, &second, &first).await;
    let found = row(&page, &first).unwrap();
    for words in [
        "证件号相同",
        "手机号相同",
        "姓名、问题属地相同",
        "梅园活动室没有暖气",
        "登记中",
        "济南市历下区",
    ] {
        assert!(found.contains(words), "{words}: {found}");
    }
    assert!(
        !found.contains("文字相似") && !found.contains("出现在"),
        "the words have nothing in common: {found}"
    );
    assert!(!found.contains(&citizen.name), "the name is masked: {found}");
    assert!(!page.body.contains(&citizen.mobile) && !page.body.contains(&citizen.id_number));

    // Somebody else with the same telephone, as in a family.
    let person = tests::people::fresh_person(stack).await;
    let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
    let relative = Citizen {
        client: tests::Client::new(&stack.url),
        username: tests::people::fresh_username(),
        name: text("name"),
        mobile: citizen.mobile.clone(),
        id_number: text("id_number"),
    };
    assert!(relative.register(&[]).await.path.starts_with("/register/done"));
    let third = relative
        .file(
            "公交车改道以后",
            "七路车改道以后，到医院要走二十分钟，老人走不动。",
        )
        .await;
    officer.open(&third.id).await;
    let page = form_with(stack, &officer, &third, &first).await;
    let found = row(&page, &first).unwrap();
    assert!(
        found.contains("手机号相同") && !found.contains("证件号相同"),
        "{found}"
    );
    assert!(!found.contains("姓名、问题属地相同"), "{found}");

    let nameless = Citizen::anonymous(stack).await;
    let fourth = nameless.file("梅园的活动室", &story("梅园")).await;
    let other = nameless
        .file(
            "地铁口的台阶太滑",
            "下雪以后地铁口的台阶结冰，摔了好几个人，没有人撒盐。",
        )
        .await;
    for filed in [&fourth, &other] {
        officer.open(&filed.id).await;
    }
    let page = form_with(stack, &officer, &fourth, &first).await;
    let found = row(&page, &first).unwrap();
    assert!(found.contains("文字相似 ") && found.contains('%'), "{found}");
    assert!(!found.contains("相同"), "{found}");
    let offered = page.attributes("button[name=pick]", "value");
    assert!(offered.contains(&format!("matter.{}", first.id)));
    assert!(
        !offered.contains(&format!("person.{}", first.id)),
        "nobody says who that is"
    );
    assert!(
        row(&page, &other).is_none(),
        "two of one nameless account are not set side by side: {}",
        page.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_name_at_the_same_place_is_a_reason_of_its_own() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let named = Citizen::named(stack).await;
    let first = named
        .file("车棚的门锁坏了", "车棚的门锁坏了一个月，丢了两辆电动车。")
        .await;
    officer.open(&first.id).await;
    let filer = Citizen::named(stack).await;
    let page = filer.client.get("/petitions/new?fresh=1").await;
    let place = [
        ("title", "楼顶漏雨"),
        ("division", "370102"),
        ("address", "泉城路 9 号"),
    ];
    let page = filer.client.submit(&page, "/petitions/new", &place).await;
    let add = [
        ("content", "下雨就漏，报修了三次没有人来。"),
        ("then", "add_person"),
    ];
    let page = filer.client.submit(&page, "/petitions/new", &add).await;
    let check = filer
        .client
        .submit(&page, "/petitions/new", &[("co_1_name", named.name.as_str())])
        .await;
    let receipt = filer
        .client
        .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    let joint = Filed::of(&receipt);
    officer.open(&joint.id).await;
    let page = form_with(stack, &officer, &joint, &first).await;
    let found = row(&page, &first).unwrap();
    assert!(
        found.contains("姓名、问题属地相同") && !found.contains("证件号相同"),
        "{found}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_matter_brings_what_was_registered_and_counts_and_is_taken_back() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (first, second) = two_alike(stack, "竹苑", &officer).await;
    let marks = [
        ("flags", "litigation_related"),
        ("procedure", "litigation"),
        ("people_affected", "26"),
    ];
    officer.register(&first.id, "later", &marks).await;
    let page = form_with(stack, &officer, &second, &first).await;
    let asked =
        pressed(&page, &second, "matter", &first).with(&[("summary", "我已经写好的摘要"), ("public", "yes")]);
    let linked = officer.client.send(&asked).await;
    assert_eq!(linked.status, 200, "{}", linked.main());
    let form = linked.form(&form_path(&second));
    assert_eq!(
        form.value("summary"),
        Some("我已经写好的摘要"),
        "what was typed stays"
    );
    assert_eq!(form.value("public"), Some("yes"));
    assert_eq!(form.value("category"), Some("城乡建设/住房保障与房地产/物业服务"));
    assert_eq!(form.value("people_affected"), Some("26"));
    assert_eq!(
        (form.value("initial"), form.value("repeat_number")),
        (Some("repeat"), Some("1"))
    );
    assert!(
        form.fields
            .contains(&("flags".into(), "litigation_related".into()))
    );
    assert!(
        linked.says("已关联") && linked.says("内容分类"),
        "{}",
        linked.main()
    );
    // Left without saving: the link stands, and the form offers the same again.
    let again = officer
        .client
        .get(&form_path(&second))
        .await
        .form(&form_path(&second));
    assert_eq!(
        again.value("category"),
        Some("城乡建设/住房保障与房地产/物业服务")
    );
    assert_eq!(again.value("repeat_number"), Some("1"));
    let saved = officer
        .client
        .send(&form.with(&[("way", "later"), ("next", "save")]))
        .await;
    assert!(saved.path.ends_with("done=registered"), "{}", saved.main());
    assert!(
        saved.says("重复") && saved.says(&first.number),
        "{}",
        saved.main()
    );
    let other = officer
        .client
        .get(&format!("/staff/petitions/{}", first.id))
        .await;
    let related = other.text("#related + .match-list").unwrap_or_default();
    assert!(
        related.contains(&second.number) && related.contains("同一件事"),
        "{related}"
    );

    let third = Citizen::anonymous(stack)
        .await
        .file("竹苑活动室还是没有暖气", &story("竹苑"))
        .await;
    officer.open(&third.id).await;
    let page = form_with(stack, &officer, &third, &second).await;
    let page = officer
        .client
        .send(&pressed(&page, &third, "matter", &second))
        .await;
    let form = page.form(&form_path(&third));
    assert_eq!(
        form.value("repeat_number"),
        Some("2"),
        "the second one was the first repeat: {}",
        page.main()
    );

    let page = officer
        .client
        .send(&pressed(&page, &third, "undo", &second))
        .await;
    assert_eq!(page.status, 200, "{}", page.main());
    let form = page.form(&form_path(&third));
    assert_eq!(
        (form.value("initial"), form.value("repeat_number")),
        (Some("initial"), Some(""))
    );
    assert!(
        page.says("已取消关联") && row(&page, &second).is_some(),
        "{}",
        page.main()
    );
    for filed in [&second, &third] {
        let case = officer
            .client
            .get(&format!("/staff/petitions/{}", filed.id))
            .await;
        let related = case.text("#related + .match-list").unwrap_or_default();
        let gone = if filed.id == second.id { &third } else { &second };
        assert!(!related.contains(&gone.number), "{related}");
    }
    let steps = officer.client.get(&form_path(&third)).await.texts(".tl-title");
    assert!(
        ["关联信访件", "取消关联"]
            .iter()
            .all(|what| steps.iter().any(|step| step.starts_with(what))),
        "{steps:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_petition_makes_an_earlier_one_no_repeat_and_the_same_petitioner_is_another_matter() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (first, second) = two_alike(stack, "兰亭", &officer).await;
    let page = form_with(stack, &officer, &first, &second).await;
    let page = officer
        .client
        .send(&pressed(&page, &first, "matter", &second))
        .await;
    assert_eq!(
        page.form(&form_path(&first)).value("initial"),
        Some("initial"),
        "{}",
        page.main()
    );

    let citizen = Citizen::named(stack).await;
    let one = citizen.file("楼道灯不亮", "三单元楼道灯坏了半个月。").await;
    let two = citizen
        .file("垃圾桶太少", "院里只有两个垃圾桶，天天满出来。")
        .await;
    for filed in [&one, &two] {
        officer.open(&filed.id).await;
    }
    officer.register(&one.id, "later", &[]).await;
    let page = form_with(stack, &officer, &two, &one).await;
    let page = officer.client.send(&pressed(&page, &two, "person", &one)).await;
    let form = page.form(&form_path(&two));
    assert_eq!(
        (form.value("initial"), form.value("category")),
        (Some("initial"), Some(""))
    );
    assert!(
        row(&page, &one).unwrap().contains("已关联：同一信访人"),
        "{}",
        page.main()
    );
    let saved = officer.register(&two.id, "later", &[]).await;
    assert!(saved.says("初次") && saved.says(&one.number), "{}", saved.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_clerks_one_is_told_what_happened_and_a_double_click_links_once() {
    let stack = Stack::start().await;
    let (one, two) = (
        Officer::login(&stack, "dengji").await,
        Officer::login(&stack, "dengji2").await,
    );
    let (first, second) = two_alike(&stack, "松园", &one).await;
    let page = form_with(&stack, &one, &second, &first).await;
    let theirs = two.client.get(&form_path(&second)).await;
    let (mine, yours) = (
        pressed(&page, &second, "matter", &first).with(&[("summary", "第一个人写的")]),
        pressed(&theirs, &second, "matter", &first).with(&[("summary", "第二个人写的")]),
    );
    let (a, b) = join(one.client.send(&mine), two.client.send(&yours)).await;
    let (won, lost) = if a.status == 200 { (a, b) } else { (b, a) };
    assert_eq!(
        (won.status.as_u16(), lost.status.as_u16()),
        (200, 409),
        "{} {}",
        won.main(),
        lost.main()
    );
    assert!(lost.title().starts_with("错误") && lost.text("#overtaken").unwrap().contains("关联信访件"));
    let kept = lost.form(&form_path(&second));
    assert!(
        kept.value("summary").unwrap().ends_with("个人写的"),
        "{:?}",
        kept.value("summary")
    );
    // The same form once more, by whoever won.
    let (winner, form) = if won.form(&form_path(&second)).value("summary") == Some("第一个人写的") {
        (&one, &mine)
    } else {
        (&two, &yours)
    };
    let twice = winner.client.send(form).await;
    assert_eq!(twice.status, 200, "{}", twice.main());
    let linked = |page: &Page| {
        page.texts(".tl-title")
            .iter()
            .filter(|step| step.starts_with("关联信访件"))
            .count()
    };
    assert_eq!(linked(&twice), 1, "{:?}", twice.texts(".tl-title"));
    // Whoever saved the form meanwhile is not overwritten through the back door.
    let late = one.client.get(&form_path(&second)).await;
    two.register(&second.id, "later", &[("summary", "先保存的")])
        .await;
    let undo = one.client.send(&pressed(&late, &second, "undo", &first)).await;
    assert_eq!(undo.status, 409, "{}", undo.main());
    assert!(row(&undo, &first).unwrap().contains("已关联"), "{}", undo.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_linked_says_why_and_what_may_not_be_seen_is_not_there() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let citizen = Citizen::anonymous(stack).await;
    let unopened = citizen.file("菊苑活动室没有暖气", &story("菊苑")).await;
    let filed = Citizen::anonymous(stack)
        .await
        .file("菊苑的老人没处去", &story("菊苑"))
        .await;
    officer.open(&filed.id).await;
    let page = form_with(stack, &officer, &filed, &unopened).await;
    let found = row(&page, &unopened).unwrap();
    assert!(
        found.contains("还没有调阅") && !found.contains("对照两件的文字"),
        "{found}"
    );
    let compare = |one: &Filed, other: &str| format!("/staff/intake/web/{}/compare/{other}", one.id);
    assert_eq!(
        officer.client.get(&compare(&filed, &unopened.id)).await.status,
        404
    );
    let ask = |pick: String| {
        let mut form = page.form(&form_path(&filed));
        form.action = links_path(&filed);
        form.with(&[("pick", &pick), ("summary", "写好的摘要")])
    };
    let refused = officer.client.send(&ask(format!("matter.{}", unopened.id))).await;
    assert_eq!(refused.status, 409, "{}", refused.main());
    assert!(
        refused.says("还没有调阅") && refused.title().starts_with("错误"),
        "{}",
        refused.main()
    );
    assert_eq!(
        refused.form(&form_path(&filed)).value("summary"),
        Some("写好的摘要")
    );
    let nowhere = [
        "",
        "matter.x",
        "steal.019f0000-0000-7000-8000-000000000003",
        "matter.019f0000-0000-7000-8000-000000000003",
    ];
    for pick in nowhere
        .map(str::to_owned)
        .into_iter()
        .chain([format!("matter.{}", filed.id)])
    {
        assert_eq!(
            officer.client.send(&ask(pick.clone())).await.status,
            404,
            "{pick}"
        );
    }

    // Withdrawn: it is found no more.
    let mine = citizen
        .client
        .get(&format!("/petitions/{}/withdraw", unopened.id))
        .await;
    let path = format!("/petitions/{}/withdraw", unopened.id);
    let withdrawn = citizen.client.submit(&mine, &path, &[]).await;
    assert!(withdrawn.says("撤回"), "{}", withdrawn.main());
    let page = officer.client.get(&form_path(&filed)).await;
    assert!(row(&page, &unopened).is_none(), "{}", page.main());
    let refused = officer.client.send(&ask(format!("matter.{}", unopened.id))).await;
    assert_eq!(refused.status, 409, "{}", refused.main());
    assert!(refused.says("信访人已经撤回"), "{}", refused.main());

    // Passed on: what is linked shows, and nothing can be changed.
    officer
        .register(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    let late = officer.client.send(&ask(format!("matter.{}", unopened.id))).await;
    assert_eq!(late.status, 409, "{}", late.main());
    let page = officer.client.get(&form_path(&filed)).await;
    assert!(page.attributes("button[name=pick]", "value").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn both_texts_stand_side_by_side_with_what_differs_marked() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (first, second) = two_alike(stack, "荷塘", &officer).await;
    let page = form_with(stack, &officer, &second, &first).await;
    let link = format!("{}/compare/{}", form_path(&second), first.id);
    let offered = page.attributes(".match a", "href");
    assert!(offered.contains(&link), "{offered:?}");
    let compared = officer.client.get(&link).await;
    assert_eq!(compared.status, 200);
    for filed in [&first, &second] {
        assert!(compared.says(&filed.number), "{}", compared.main());
    }
    let marks = compared.texts("mark");
    assert!(marks.iter().any(|mark| mark.contains("三十来")), "{marks:?}");
    assert!(marks.iter().all(|mark| !mark.contains("锅炉坏了")), "{marks:?}");
    assert!(compared.says("锅炉坏了要换新的"));
    for stranger in ["jinan_dj", "lixia_dj", "jinan", "lingdao", "guanli"] {
        let client = Officer::shared(stack, stranger).await.client;
        assert_eq!(client.get(&link).await.status, 404, "{stranger}");
    }
    let myself = format!("/staff/intake/web/{}/compare/{}", first.id, first.id);
    assert_eq!(officer.client.get(&myself).await.status, 404);
}
