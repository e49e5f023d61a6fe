//! The registration form: everything that can be wrong in it, its marks, the scope of the rating.

use crate::messages::told;
use tests::people::Filed;
use tests::stack::Options;
use tests::{Citizen, Officer, Stack};

/// Somebody accused, in a petition that says nothing of an accusation.
const ACCUSED: [(&str, &str); 3] = [
    ("accused_name", "王某"),
    ("accused_unit", "不清楚"),
    ("accused_level", "unknown"),
];

/// An officer who has just opened a petition.
pub async fn opened(stack: &Stack, named: bool) -> (Officer, Filed) {
    let citizen = match named {
        true => Citizen::named(stack).await,
        false => Citizen::anonymous(stack).await,
    };
    let filed = citizen.file("登记要填对的一封信", "登记时看得到的内容").await;
    let officer = Officer::shared(stack, "dengji").await;
    officer.open(&filed.id).await;
    (officer, filed)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_in_a_registration_is_told_at_its_field_and_nothing_typed_is_lost() {
    let stack = Stack::shared().await;
    let (officer, filed) = opened(stack, false).await;
    let mistakes: [(&str, &[(&str, &str)]); 16] = [
        ("division", &[("division", "")]),
        ("division", &[("division", "110101")]),
        ("category", &[("category", "没有/这样的/分类")]),
        ("purpose", &[("purpose", "")]),
        ("procedure", &[("procedure", "whatever")]),
        ("summary", &[("summary", " \n ")]),
        ("people_count", &[("people_count", "三个")]),
        ("people_count", &[("flags", "joint"), ("people_count", "1")]),
        ("threat_text", &[("flags", "threat")]),
        ("repeat_number", &[("initial", "repeat"), ("repeat_number", "0")]),
        ("flags", &[("procedure", "litigation")]),
        ("procedure", &[("flags", "litigation_related")]),
        ("accused_name", &[("purpose", "accusation")]),
        ("accused_name", &ACCUSED),
        (
            "accused_unit",
            &[("purpose", "accusation"), ("accused_name", "王某")],
        ),
        (
            "accused_level",
            &[("accused_name", "王某"), ("accused_level", "x")],
        ),
    ];
    for (field, changed) in mistakes {
        let unusual = [("people_affected", "4321")];
        let page = officer
            .register(&filed.id, "later", &[changed, &unusual].concat())
            .await;
        assert_eq!(page.status, 422, "{changed:?}: {}", page.main());
        assert!(
            page.error(field).is_some(),
            "{changed:?} is told at {field}: {}",
            page.main()
        );
        assert!(
            page.attribute(&format!(".errors a[href='#{field}']"), "href")
                .is_some(),
            "{field} is in the summary"
        );
        let form = page.form(&format!("/staff/intake/web/{}", filed.id));
        assert_eq!(form.value("people_affected"), Some("4321"), "{changed:?}");
        assert!(page.title().starts_with("错误"));
    }
    let saved = officer.register(&filed.id, "later", &[]).await;
    assert_eq!(
        saved.path,
        format!("/staff/petitions/{}?done=registered", filed.id)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mark_of_the_form_is_kept() {
    let stack = Stack::shared().await;
    let (officer, filed) = opened(stack, false).await;
    let path = format!("/staff/intake/web/{}", filed.id);
    let offered = officer.client.get(&path).await;
    let html = scraper::Html::parse_document(&offered.body);
    let boxes = scraper::Selector::parse("input[name=flags]").unwrap();
    let names: Vec<String> = html
        .select(&boxes)
        .filter_map(|input| input.value().attr("value").map(str::to_owned))
        .collect();
    assert!(names.len() >= 10, "{names:?}");
    let mut form = offered.form(&path).with(&[
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "enquiry"),
        ("procedure", "litigation"),
        ("summary", "摘要"),
        ("threat_text", "要去堵路"),
        ("people_count", "5"),
        ("way", "later"),
        ("next", "save"),
    ]);
    form.fields
        .extend(names.iter().map(|name| ("flags".to_owned(), name.clone())));
    let saved = officer.client.send(&form).await;
    assert!(saved.path.ends_with("done=registered"), "{}", saved.main());
    let again = officer.client.get(&path).await.form(&path);
    let kept: Vec<_> = again.fields.iter().filter(|(name, _)| name == "flags").collect();
    assert_eq!(kept.len(), names.len(), "{kept:?}");
    assert_eq!(again.value("threat_text"), Some("要去堵路"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rating_is_locked_free_or_barred_by_the_rule() {
    let stack = Stack::shared().await;
    let (officer, named) = opened(stack, true).await;
    let path = format!("/staff/intake/web/{}", named.id);
    let shown = |id: String| {
        let client = officer.client.clone();
        async move { client.get(&format!("/staff/petitions/{id}")).await.main() }
    };
    // A named first request to resolve something must be rated, whatever a form claims.
    officer.register(&named.id, "later", &[("rating", "no")]).await;
    let form = officer.client.get(&path).await;
    assert!(
        form.says("系统锁定") && form.attribute("#rating", "checked").is_some(),
        "{}",
        form.main()
    );
    assert!(
        !shown(named.id.clone()).await.contains("不纳入"),
        "{}",
        shown(named.id.clone()).await
    );
    // An enquiry is for the officer to decide.
    officer
        .register(&named.id, "later", &[("purpose", "enquiry")])
        .await;
    let form = officer.client.get(&path).await;
    assert!(
        !form.says("系统锁定") && form.attribute("#rating", "checked").is_none(),
        "{}",
        form.main()
    );
    assert!(shown(named.id.clone()).await.contains("不纳入"));
    officer
        .register(&named.id, "later", &[("purpose", "enquiry"), ("rating", "yes")])
        .await;
    assert!(!shown(named.id.clone()).await.contains("不纳入"));
    // A matter of the courts, a repeated one and an anonymous one are barred, and say why.
    officer
        .register(
            &named.id,
            "later",
            &[
                ("flags", "litigation_related"),
                ("procedure", "litigation"),
                ("rating", "yes"),
            ],
        )
        .await;
    assert!(officer.client.get(&path).await.says("属于涉法涉诉"));
    assert!(shown(named.id.clone()).await.contains("不纳入"));
    officer
        .register(
            &named.id,
            "later",
            &[
                ("initial", "repeat"),
                ("repeat_number", "2"),
                ("flags", "joint"),
                ("procedure", "petition"),
                ("people_count", "2"),
            ],
        )
        .await;
    assert!(officer.client.get(&path).await.says("不是初次信访"));
    let (officer, nameless) = opened(stack, false).await;
    let form = officer
        .client
        .get(&format!("/staff/intake/web/{}", nameless.id))
        .await;
    assert!(
        form.says("信访人匿名") && form.attribute("#rating", "checked").is_none(),
        "{}",
        form.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_passes_on_in_one_step_by_the_place_or_to_whom_is_chosen() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let officer = Officer::login(&stack, "dengji").await;
    let case_of = |filed: &Filed| format!("/staff/petitions/{}", filed.id);
    let filed = citizen.file("登记就转走的一件", "内容").await;
    let form = officer.open(&filed.id).await;
    let path = format!("/staff/intake/web/{}", filed.id);
    assert_eq!(form.form(&path).value("way"), Some("transfer"), "the usual way");
    assert_eq!(
        form.text("select[name=agency] option[value='']").as_deref(),
        Some("按问题属地：中共济南市委济南市人民政府信访局"),
        "where the place leads stands on the form"
    );
    let sent = officer
        .register(&filed.id, "transfer", &[("note", "请尽快核实")])
        .await;
    assert_eq!(sent.path, format!("{}?done=transferred", case_of(&filed)));
    let steps = sent.texts(".timeline .tl-title");
    for step in ["已登记", "已转送"] {
        let found = steps.iter().filter(|title| title.starts_with(step)).count();
        assert_eq!(found, 1, "{step}: {steps:?}");
    }
    assert!(sent.says("请尽快核实"), "{}", sent.main());
    // The petitioner has one message about both, and the notice.
    let text = told(&stack, &citizen.mobile, "已转").await;
    assert!(text.contains(&filed.number), "{text}");
    let all = stack.outbox().await;
    let both = all
        .iter()
        .find(|(to, text)| *to == citizen.mobile && text.contains("已登记"));
    assert_eq!(both, None, "one message about both");
    let own = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(
        own.link("告知书").or_else(|| own.link("转送")).is_some(),
        "{}",
        own.main()
    );
    // The same form once more ends where it did.
    let again = officer
        .client
        .submit(
            &form,
            &path,
            &[
                ("category", "城乡建设/住房保障与房地产/物业服务"),
                ("purpose", "request_to_resolve"),
                ("summary", "车库积水，请求修复"),
                ("way", "transfer"),
                ("note", "请尽快核实"),
                ("next", "save"),
            ],
        )
        .await;
    assert_eq!(again.path, format!("{}?done=transferred", case_of(&filed)));

    // Assigned to whom is chosen; what is missing is told at its field and nothing is registered.
    let filed = citizen.file("登记就交办的一件", "内容").await;
    officer.open(&filed.id).await;
    let to = [("agency", "370200-xfj")];
    let wrong = officer.register(&filed.id, "assign", &to).await;
    assert!(
        wrong.status == 422 && wrong.error("note").is_some(),
        "{}",
        wrong.main()
    );
    let kept = wrong.form(&format!("/staff/intake/web/{}", filed.id));
    assert_eq!(
        (kept.value("way"), kept.value("agency")),
        (Some("assign"), Some("370200-xfj"))
    );
    let case = officer.client.get(&case_of(&filed)).await;
    assert!(!case.says("登记要素"), "nothing was registered: {}", case.main());
    let task = [("agency", "370200-xfj"), ("note", "查明漏水原因")];
    let assigned = officer.register(&filed.id, "assign", &task).await;
    assert_eq!(assigned.path, format!("{}?done=assigned", case_of(&filed)));
    let own = officer.client.get("/staff/assigned").await;
    assert!(own.says(&filed.number), "{}", own.main());

    // Where the place leads nowhere the officer has to say; nonsense is refused.
    let filed = citizen.file("省里的一件", "内容").await;
    officer.open(&filed.id).await;
    for (field, values) in [
        ("agency", [("division", "370000"), ("agency", "")]),
        ("agency", [("division", "370102"), ("agency", "370000-xfj")]),
        ("way", [("way", "elsewhere"), ("agency", "370100-xfj")]),
    ] {
        let refused = officer.register(&filed.id, "transfer", &values).await;
        assert!(
            refused.status == 422 && refused.error(field).is_some(),
            "{field}: {}",
            refused.main()
        );
    }
    let later = officer.register(&filed.id, "later", &[]).await;
    assert_eq!(later.path, format!("{}?done=registered", case_of(&filed)));
    let again = officer
        .client
        .get(&format!("/staff/intake/web/{}", filed.id))
        .await;
    let form = again.form(&format!("/staff/intake/web/{}", filed.id));
    assert_eq!(form.value("way"), Some("later"), "who comes back amends it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_put_aside_half_filled_in_and_taken_up_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("填到一半的一件", "内容").await;
    let officer = Officer::login(&stack, "dengji").await;
    officer.open(&filed.id).await;
    let path = format!("/staff/intake/web/{}", filed.id);
    // Nothing of it has to be right yet.
    let half = [
        ("category", ""),
        ("summary", "写了一半的摘要"),
        ("people_affected", "四十多"),
        ("way", "assign"),
        ("note", "请查"),
        ("next", "keep"),
    ];
    let kept = officer.register(&filed.id, "assign", &half).await;
    assert_eq!(kept.path, format!("{path}?done=kept"), "{}", kept.main());
    assert!(kept.says("已暂存，还没有登记"), "{}", kept.main());
    // Nobody else sees it, and the case is as it was.
    let colleague = Officer::login(&stack, "dengji2").await;
    let theirs = colleague.client.get(&path).await;
    assert!(
        !theirs.body.contains("写了一半的摘要") && !theirs.says("暂存的"),
        "{}",
        theirs.main()
    );
    // On another machine, after a restart.
    drop(stack);
    let options = Options {
        data_dir: Some(dir.path().to_owned()),
        clock: None,
        ..Options::default()
    };
    let stack = Stack::with(options).await;
    let elsewhere = Officer::login(&stack, "dengji").await;
    let again = elsewhere.client.get(&path).await;
    assert!(again.says("暂存的，还没有登记"), "{}", again.main());
    let form = again.form(&path);
    for (field, value) in half
        .iter()
        .filter(|(name, _)| !matches!(*name, "next" | "category"))
    {
        assert_eq!(form.value(field).map(str::trim), Some(*value), "{field}");
    }
    // What happened since stands above it.
    let other = Officer::login(&stack, "dengji2").await;
    let note = other.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    let notes = format!("/staff/petitions/{}/notes", filed.id);
    other
        .client
        .submit(&note, &notes, &[("note", "来电催问过一次")])
        .await;
    let news = elsewhere.client.get(&path).await;
    assert!(
        news.says("暂存以后，这一件有新情况") && news.says("来电催问过一次"),
        "{}",
        news.main()
    );
    // Thrown away, the form is the petitioner's words again; put aside once more and finished, it is gone.
    let fresh = elsewhere.client.send(&form.with(&[("next", "forget")])).await;
    assert!(
        fresh.path == path && !fresh.body.contains("写了一半的摘要"),
        "{}",
        fresh.main()
    );
    elsewhere.register(&filed.id, "later", &[("next", "keep")]).await;
    let done = elsewhere.register(&filed.id, "later", &[]).await;
    assert!(done.path.ends_with("done=registered"), "{}", done.main());
    let after = elsewhere.client.get(&path).await;
    assert!(!after.says("暂存的"), "{}", after.main());
    let passed = elsewhere.step(&filed.id, "transfer", &[]).await;
    assert!(passed.path.ends_with("done=transferred"), "{}", passed.main());
    let late = elsewhere
        .client
        .send(&after.form(&path).with(&[("next", "keep")]))
        .await;
    assert_eq!(late.status, 409, "{}", late.main());
}
