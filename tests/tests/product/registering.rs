//! The registration form: everything that can be wrong in it, its marks, the scope of the rating.

use tests::people::Filed;
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
            .register(&filed.id, "save", &[changed, &unusual].concat())
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
    let saved = officer.register(&filed.id, "save", &[]).await;
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
    officer.register(&named.id, "save", &[("rating", "no")]).await;
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
        .register(&named.id, "save", &[("purpose", "enquiry")])
        .await;
    let form = officer.client.get(&path).await;
    assert!(
        !form.says("系统锁定") && form.attribute("#rating", "checked").is_none(),
        "{}",
        form.main()
    );
    assert!(shown(named.id.clone()).await.contains("不纳入"));
    officer
        .register(&named.id, "save", &[("purpose", "enquiry"), ("rating", "yes")])
        .await;
    assert!(!shown(named.id.clone()).await.contains("不纳入"));
    // A matter of the courts, a repeated one and an anonymous one are barred, and say why.
    officer
        .register(
            &named.id,
            "save",
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
            "save",
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
