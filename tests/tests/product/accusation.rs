//! 揭发控告: an accusation goes neither to whom it accuses nor to their unit, and they do not see it (条例第三十条), however
//! it came in.

use crate::letters;
use crate::visits;
use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};

const BATCH: &str = "/staff/batch/transfer";

/// What is registered of an accusation.
fn accusing(unit: &str) -> [(&str, &str); 5] {
    [
        ("purpose", "accusation"),
        ("accused_name", "王某某"),
        ("accused_unit", unit),
        ("accused_post", "科长"),
        ("accused_level", "county"),
    ]
}

async fn filed(stack: &Stack, clerk: &Officer, title: &str) -> Filed {
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file(title, "他收了物业的好处，验收走过场。").await;
    clerk.open(&filed.id).await;
    filed
}

fn offered(page: &Page) -> Vec<String> {
    page.attributes("select[name=agency] option", "value")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accusation_is_not_passed_to_whom_it_accuses_and_they_do_not_see_it() {
    let stack = Stack::shared().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let accused = Officer::shared(stack, "jinan").await;
    let below = Officer::shared(stack, "lixia").await;
    let matter = filed(stack, &clerk, "控告市局的验收").await;
    let case = format!("/staff/petitions/{}", matter.id);
    let values = accusing("济南市信访局督查科");
    let by_place = clerk.register(&matter.id, "transfer", &values).await;
    let told = by_place.error("agency").unwrap_or_default();
    assert!(
        by_place.status == 422 && told.contains("第三十条"),
        "where the place leads is the accused: {}",
        by_place.main()
    );
    clerk.register(&matter.id, "later", &values).await;
    let form = clerk.client.get(&format!("{case}/transfer")).await;
    assert!(
        form.says("不得转给被揭发控告的人和单位") && form.says("已经去掉中共济南市委济南市人民政府信访局"),
        "{}",
        form.main()
    );
    let possible = offered(&form);
    assert!(
        possible.iter().any(|code| code == "370102-xfj") && possible.iter().all(|code| code != "370100-xfj"),
        "{possible:?}"
    );
    assert_eq!(
        form.attribute("select[name=agency] option[selected]", "value")
            .filter(|code| !code.is_empty()),
        None,
        "what the place would propose is the accused"
    );
    // A form that names it all the same, and a batch, change nothing.
    for step in ["transfer", "assign"] {
        let values = [("agency", "370100-xfj"), ("note", "请核实")];
        let forged = clerk.step(&matter.id, step, &values).await;
        assert_eq!(forged.status, 409, "{step}: {}", forged.main());
        assert!(forged.says("第三十条"), "{step}: {}", forged.main());
    }
    let batch = clerk.client.get(&format!("{BATCH}?id={}", matter.id)).await;
    assert!(batch.says("揭发控告件，去向要逐件核对"), "{}", batch.main());
    assert_eq!(accused.client.get(&case).await.status, 404);

    // Below the accused, which otherwise sees what lies there.
    let sent = clerk
        .step(&matter.id, "transfer", &[("agency", "370102-xfj")])
        .await;
    assert!(sent.says("已转送"), "{}", sent.main());
    let theirs = below.client.get(&case).await;
    assert!(
        theirs.says("王某某（县处级，科长）") && theirs.says("济南市信访局督查科"),
        "{}",
        theirs.main()
    );
    for path in [case.clone(), format!("{case}/petitioner")] {
        assert_eq!(accused.client.get(&path).await.status, 404, "{path}");
    }
    let onward = below.client.get(&format!("{case}/transfer")).await;
    assert!(
        onward.says("已经去掉中共济南市委济南市人民政府信访局"),
        "{}",
        onward.main()
    );
    let other = filed(stack, &clerk, "同一天的另一件").await;
    clerk
        .register(&other.id, "transfer", &[("agency", "370102-xfj")])
        .await;
    let seen = accused
        .client
        .get(&format!("/staff/petitions/{}", other.id))
        .await;
    assert_eq!(seen.status, 200, "what accuses nobody is seen from above");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_is_not_recognised_is_warned_of_and_what_was_registered_wrongly_is_amended() {
    let stack = Stack::shared().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let matter = filed(stack, &clerk, "控告一家公司").await;
    let values = accusing("某某建筑公司");
    let unchecked = clerk.register(&matter.id, "transfer", &values).await;
    let told = unchecked.error("destination_checked").unwrap_or_default();
    assert!(
        unchecked.status == 422 && told.contains("某某建筑公司"),
        "{}",
        unchecked.main()
    );
    clerk.register(&matter.id, "later", &values).await;
    let transfer = format!("/staff/petitions/{}/transfer", matter.id);
    let form = clerk.client.get(&transfer).await;
    assert!(
        form.says("“某某建筑公司”，单位名录里没有认出来"),
        "{}",
        form.main()
    );
    assert!(offered(&form).iter().any(|code| code == "370100-xfj"));
    let saved = clerk
        .register(&matter.id, "later", &accusing("济南市信访局"))
        .await;
    assert!(saved.says("登记已保存"), "{}", saved.main());
    let again = clerk
        .client
        .get(&format!("/staff/intake/web/{}", matter.id))
        .await;
    let kept = again.form(&format!("/staff/intake/web/{}", matter.id));
    for (field, value) in accusing("济南市信访局") {
        assert_eq!(kept.value(field), Some(value), "{field}");
    }
    // It was no accusation after all.
    let none = [
        ("purpose", "request_to_resolve"),
        ("accused_name", ""),
        ("accused_unit", ""),
        ("accused_post", ""),
        ("accused_level", ""),
    ];
    clerk.register(&matter.id, "later", &none).await;
    let form = clerk.client.get(&transfer).await;
    assert!(
        !form.says("第三十条") && offered(&form).iter().any(|code| code == "370100-xfj"),
        "{}",
        form.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_accused_registers_nothing_of_it() {
    let stack = Stack::shared().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let own = accusing("山东省信访局办信处");
    let matter = filed(stack, &clerk, "控告省局").await;
    let refused = clerk.register(&matter.id, "later", &own).await;
    assert_eq!(refused.status, 422, "{}", refused.main());
    assert!(
        refused
            .error("accused_unit")
            .is_some_and(|why| why.contains("上一级信访部门")),
        "{}",
        refused.main()
    );
    let kept = refused.form(&format!("/staff/intake/web/{}", matter.id));
    assert_eq!(kept.value("accused_unit"), Some("山东省信访局办信处"));
    let letter = letters::changed(&letters::letter("控告人", "信里控告本局的人"), &own);
    let empty = clerk.client.get(letters::NEW).await;
    let refused = letters::press(&clerk, &empty, "save", &letter).await;
    assert!(refused.error("accused_unit").is_some(), "{}", refused.main());
    let visit = visits::changed(&visits::visit("控告人", "当面控告本局的人"), &own);
    let empty = clerk.client.get(visits::NEW).await;
    let talks = visits::interviewer(&empty, "蒋言");
    let visit = visits::changed(&visit, &[("interviewer", &talks)]);
    let refused = visits::press(&clerk, &empty, "save", &visit).await;
    assert!(refused.error("accused_unit").is_some(), "{}", refused.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_and_visits_are_guarded_alike() {
    let stack = Stack::shared().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let unit = accusing("济南市信访局");
    let letter = letters::changed(&letters::letter("写信控告的人", "信里控告市局的人"), &unit);
    let letter = letters::register(&clerk, &letter).await;
    let visit = visits::changed(&visits::visit("来访控告的人", "当面控告市局的人"), &unit);
    let visit = visits::register(&clerk, &visit).await;
    for case in [letter.case(), visit.case()] {
        let form = clerk.client.get(&format!("{case}/transfer")).await;
        assert!(
            form.says("已经去掉中共济南市委济南市人民政府信访局")
                && offered(&form).iter().all(|code| code != "370100-xfj"),
            "{}",
            form.main()
        );
    }
}
