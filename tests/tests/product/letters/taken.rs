//! 同一信访人带入: what is known of the person of an earlier case is taken over where the form lacks it, and stands in no page
//! in full.

use super::{NEW, Registered, changed, letter, press, register};
use crate::visits;
use tests::{Officer, Page, Stack};
use tokio::sync::OnceCell;

const MOBILE: &str = "13612340001";
const ID: &str = "370202198509230022";
const ADDRESS: &str = "济南市历下区青后小区 8 号楼";

async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}

/// A case of this person with all that is known of them.
async fn earlier(officer: &Officer, name: &str) -> Registered {
    let typed = [
        ("mobile", MOBILE),
        ("id_number", ID),
        ("mailing_address", ADDRESS),
    ];
    let values = changed(&letter(name, "路口的信号灯坏了，先来过一封信。"), &typed);
    register(officer, &values).await
}

/// The form of another letter, or visit, once dedupe finds the earlier case by name and place.
async fn found(stack: &Stack, officer: &Officer, path: &str, name: &str, earlier: &Registered) -> Page {
    let typed = [
        ("name", name),
        ("division", "370102"),
        ("summary", "又来说菜市场缺秤的事"),
        ("then", "check"),
    ];
    stack
        .until("the earlier case is found", || async {
            let form = officer.client.get(path).await;
            let page = officer.client.submit(&form, path, &typed).await;
            let rows = page.texts(".match");
            rows.iter()
                .any(|row| row.contains(&earlier.number))
                .then_some(page)
        })
        .await
}

async fn pick(officer: &Officer, page: &Page, path: &str, pick: &str) -> Page {
    let offered = page.attributes("button[name=pick]", "value");
    assert!(offered.contains(&pick.to_owned()), "{pick}: {offered:?}");
    let mut form = page.form(path).with(&[("pick", pick)]);
    form.fields.retain(|(name, _)| name != "then");
    officer.client.send(&form).await
}

fn shows_nothing(page: &Page) {
    for secret in [MOBILE, ID, ADDRESS, "青后小区"] {
        assert!(!page.body.contains(secret), "{secret}: {}", page.main());
    }
}

async fn whole(officer: &Officer, case: &str) -> Page {
    let path = format!("{case}/petitioner");
    let ask = officer.client.get(&path).await;
    officer.client.submit(&ask, &path, &[("reason", "verify")]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_the_same_petitioner_takes_over_what_is_known_masked_and_keeps_what_is_typed() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let first = earlier(&officer, "蔺相如").await;
    let page = found(stack, &officer, NEW, "蔺相如", &first).await;
    let linked = pick(&officer, &page, NEW, &format!("person.{}", first.id)).await;
    let from = format!("138****0001（取自 {}）", first.number).replace("138", "136");
    for words in ["手机号、证件、通讯地址", &from, "370"] {
        assert!(linked.says(words), "{words}: {}", linked.main());
    }
    shows_nothing(&linked);
    assert_eq!(linked.form(NEW).value("mobile"), Some(""));
    // One is not used, one is typed anew, one is taken.
    let without = pick(&officer, &linked, NEW, "drop.id_number").await;
    assert!(without.says("这一项不取自关联的件"), "{}", without.main());
    assert_eq!(without.texts("button[value='drop.id_number']").len(), 0);
    // What is wrong elsewhere loses none of it.
    let rest = changed(
        &letter("蔺相如", "又来说菜市场缺秤的事"),
        &[("category", ""), ("mailing_address", "济南市历下区新搬的家")],
    );
    let wrong = press(&officer, &without, "save", &rest).await;
    assert_eq!(wrong.status, 422, "{}", wrong.main());
    assert!(
        wrong.error("category").is_some() && wrong.says(&from),
        "{}",
        wrong.main()
    );
    shows_nothing(&wrong);
    // Over to the form in brief and back.
    let brief = press(&officer, &wrong, "brief", &[]).await;
    assert!(
        brief.says("来信简单登记") && brief.says(&from),
        "{}",
        brief.main()
    );
    shows_nothing(&brief);
    let back = officer
        .client
        .submit(&brief, "/staff/intake/letters/brief/new", &[("then", "detailed")])
        .await;
    assert!(back.says("来信详细登记") && back.says(&from), "{}", back.main());
    let category = [("category", "城乡建设/住房保障与房地产/物业服务")];
    let slip = press(&officer, &back, "save", &category).await;
    let done = Registered::of(slip);
    let case = officer.client.get(&done.case()).await;
    assert!(
        case.says("136****0001") && case.says("同一信访人"),
        "{}",
        case.main()
    );
    let known = whole(&officer, &done.case()).await;
    assert!(known.says(MOBILE) && known.says("新搬的家"), "{}", known.main());
    assert!(!known.says(ID) && !known.says(ADDRESS), "{}", known.main());
    // The same form again is the same letter.
    let again = press(&officer, &back, "save", &category).await;
    assert_eq!(Registered::of(again).number, done.number);
    // It is told like any other.
    let told = stack
        .until("the message", || async {
            let sent = stack.outbox().await;
            sent.into_iter()
                .find(|(to, text)| to == MOBILE && text.contains(&done.number))
        })
        .await;
    assert!(told.1.contains("登记"), "{}", told.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_the_link_back_takes_back_what_came_with_it_and_a_foreign_case_gives_nothing() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let first = earlier(&officer, "廉将军").await;
    let page = found(stack, &officer, NEW, "廉将军", &first).await;
    let linked = pick(&officer, &page, NEW, &format!("person.{}", first.id)).await;
    assert!(linked.says("取自"), "{}", linked.main());
    let undone = pick(&officer, &linked, NEW, &format!("undo.{}", first.id)).await;
    assert!(!undone.says("取自"), "{}", undone.main());
    // As the same matter nothing of the person comes.
    let matter = pick(&officer, &undone, NEW, &format!("matter.{}", first.id)).await;
    assert!(!matter.says("取自"), "{}", matter.main());
    // Somebody of an office that may not read the case asks for it by hand.
    let city = Officer::shared(stack, "jinan_dj").await;
    let form = city.client.get(NEW).await;
    let link = format!("person.{}", first.id);
    let take = format!("mobile.{}", first.id);
    let values = changed(
        &letter("廉将军", "别处登记的一封"),
        &[("link", &link), ("take", &take)],
    );
    let refused = press(&city, &form, "save", &values).await;
    assert!(
        refused.error("mobile").is_some() || refused.status == 409,
        "{}",
        refused.main()
    );
    shows_nothing(&refused);
    assert!(!refused.says("136****0001"), "{}", refused.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_takes_over_the_sex_too() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let first = earlier(&officer, "虞美人").await;
    let page = found(stack, &officer, visits::NEW, "虞美人", &first).await;
    let linked = pick(&officer, &page, visits::NEW, &format!("person.{}", first.id)).await;
    shows_nothing(&linked);
    assert_eq!(
        linked.form(visits::NEW).value("sex"),
        Some("2"),
        "{}",
        linked.main()
    );
    let chosen = visits::interviewer(&linked, "蒋言");
    let rest = visits::changed(
        &visits::visit("虞美人", "又来说菜市场缺秤的事"),
        &[("interviewer", &chosen)],
    );
    let done = visits::Registered::of(visits::press(&officer, &linked, "save", &rest).await);
    let known = whole(&officer, &done.case()).await;
    for words in [MOBILE, ID, ADDRESS, "女"] {
        assert!(known.says(words), "{words}: {}", known.main());
    }
}
