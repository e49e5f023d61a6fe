//! Cases for the public: chosen from what is concluded, told with the petitioner's consent, approved by a colleague,
//! read by everybody, changed and withdrawn.

mod limits;
mod public;
mod race;

use crate::material::accepted;
use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};
use tokio::sync::OnceCell;

/// The stack of these tests alone: the test persons of one stack are few, and each case takes one.
async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}

/// What the responsible unit wrote, with things in it that are nobody's business.
const FACTS: &str = "经查，泉城路 12 号院水泵损坏。联系人李秀英，电话 138 5311 2345，车牌鲁A·12345。";
const OPINION: &str = "水泵已经更换，六楼以上恢复供水。物业公司值班电话 0531-88886666。";

/// The words of a case, as an editor would write them.
pub const WORDS: [(&str, &str); 6] = [
    ("title", "水泵坏了半年，十天换好"),
    ("outcome", "水泵已经更换，六楼以上恢复供水。"),
    ("reported", "居民反映水泵损坏，楼上没有水。"),
    ("handled", "区里到现场查看，责成物业更换水泵。"),
    ("city", "370100"),
    ("category", "城乡建设"),
];

/// A petition that is concluded at the city.
pub async fn concluded(stack: &Stack, citizen: &Citizen, title: &str) -> Filed {
    let filed = accepted(stack, citizen, title).await;
    let city = Officer::shared(stack, "jinan").await;
    let opinion = [
        ("outcome", "support"),
        ("facts", FACTS),
        ("basis", "《物业管理条例》第五十四条。"),
        ("opinion", OPINION),
        ("next", "issue"),
    ];
    let done = city.step(&filed.id, "opinion", &opinion).await;
    assert!(done.says("已答复"), "{}", done.main());
    let done = city.step(&filed.id, "conclude", &[]).await;
    assert!(done.says("已办结"), "{}", done.main());
    filed
}

/// Chooses a concluded petition from its page, and returns the path of the case.
pub async fn choose(editor: &Officer, filed: &Filed) -> String {
    let case = editor.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    let new = case
        .link("选登为案例")
        .unwrap_or_else(|| panic!("it can be chosen: {}", case.main()));
    let page = editor.client.get(&new).await;
    let edit = editor.client.submit(&page, "/staff/showcase/new", &[]).await;
    let path = edit.path.trim_end_matches("/edit?done=chosen").to_owned();
    assert_ne!(path, edit.path, "{} {}", edit.path, edit.main());
    path
}

/// Fills in a step's form and sends it.
pub async fn step(officer: &Officer, case: &str, step: &str, values: &[(&str, &str)]) -> Page {
    let path = format!("{case}/{step}");
    let page = officer.client.get(&path).await;
    officer.client.submit(&page, &path, values).await
}

/// Presses a button of the case's page.
pub async fn press(officer: &Officer, case: &str, step: &str) -> Page {
    let page = officer.client.get(case).await;
    officer.client.submit(&page, &format!("{case}/{step}"), &[]).await
}

/// Writes the words.
pub async fn write(editor: &Officer, case: &str, changed: &[(&str, &str)]) -> Page {
    let mut values: Vec<(&str, &str)> = WORDS.to_vec();
    values.push(("then", "save"));
    for (name, value) in changed {
        values.retain(|(key, _)| key != name);
        values.push((name, value));
    }
    step(editor, case, "edit", &values).await
}

/// The petitioner agreed.
pub async fn agreed(editor: &Officer, case: &str) {
    let said = [("answer", "agreed"), ("way", "phone"), ("on", "2026-11-23")];
    let done = step(editor, case, "wish", &said).await;
    assert!(done.says("同意公开"), "{}", done.main());
}

/// Chosen, written, agreed to and submitted.
pub async fn waiting(editor: &Officer, filed: &Filed, changed: &[(&str, &str)]) -> String {
    let case = choose(editor, filed).await;
    let saved = write(editor, &case, changed).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    agreed(editor, &case).await;
    let done = press(editor, &case, "submit").await;
    assert!(done.says("已送审"), "{}", done.main());
    case
}

/// The public's page of a case.
pub fn public(case: &str) -> String {
    case.replace("/staff/showcase", "/cases")
}

/// The editor and the colleague of the province's office.
pub async fn editors(stack: &Stack) -> (Officer, Officer) {
    (
        Officer::shared(stack, "anli").await,
        Officer::shared(stack, "anli2").await,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_case_is_chosen_masked_agreed_to_approved_and_read_by_everybody() {
    let stack = stack().await;
    let (editor, approver) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "泉城路小区水泵坏了半年").await;
    let before = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let case = choose(&editor, &filed).await;

    // What was registered and answered stands there, with what is personal in it marked and ticked.
    let edit = editor.client.get(&format!("{case}/edit")).await;
    let form = edit.form(&format!("{case}/edit"));
    assert_eq!(form.value("title"), Some("泉城路小区水泵坏了半年"));
    assert_eq!(form.value("handled").map(str::trim), Some(FACTS));
    assert_eq!(
        form.value("outcome").map(str::trim),
        Some(OPINION),
        "without the formulas"
    );
    let marks = edit.texts(".finds mark").join(" ");
    for found in ["138 5311 2345", "鲁A·12345", "0531-88886666"] {
        assert!(marks.contains(found), "{found}: {marks}");
    }

    // Nothing is masked that was not asked for, and what was is gone.
    let saved = editor
        .client
        .submit(&edit, &format!("{case}/edit"), &[("then", "save")])
        .await;
    assert_eq!(
        saved
            .form(&format!("{case}/edit"))
            .value("handled")
            .map(str::trim),
        Some(FACTS)
    );
    let masked = editor
        .client
        .submit(&saved, &format!("{case}/edit"), &[("then", "mask")])
        .await;
    assert!(masked.says("已经遮盖并保存"), "{}", masked.main());
    let handled = masked
        .form(&format!("{case}/edit"))
        .value("handled")
        .unwrap_or_default()
        .to_owned();
    assert!(
        handled.contains("（电话略）") && handled.contains("（车牌略）"),
        "{handled}"
    );
    assert!(!handled.contains("5311") && !handled.contains("鲁A"), "{handled}");

    // Neither the petitioner's wish nor the words are complete: it cannot be submitted.
    let page = editor.client.get(&case).await;
    assert!(
        page.says("还不能送审：还没有信访人同意公开的记录"),
        "{}",
        page.main()
    );
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/submit")));
    agreed(&editor, &case).await;
    write(&editor, &case, &[]).await;
    assert!(press(&editor, &case, "submit").await.says("已送审"));

    // Who wrote it cannot approve it; the public sees nothing yet.
    let page = editor.client.get(&case).await;
    assert!(page.says("要由另一位同事审核"), "{}", page.main());
    let visitor = tests::Client::new(&stack.url);
    assert_eq!(visitor.get(&public(&case)).await.status, 404);

    // The preview is the page that everybody will read.
    let preview = approver.client.get(&format!("{case}/preview")).await;
    assert!(
        preview.says("这是预览") && preview.says(WORDS[1].1),
        "{}",
        preview.main()
    );
    let done = press(&approver, &case, "approve").await;
    assert!(done.says("已公开"), "{}", done.main());
    let page = visitor.get(&public(&case)).await;
    assert_eq!(page.status, 200);
    for (_, words) in &WORDS[..4] {
        assert!(page.says(words), "{words}: {}", page.main());
    }
    assert!(
        !page.body.contains(&filed.id) && !page.body.contains(&filed.number),
        "nothing leads to the petition"
    );
    assert!(visitor.get("/cases").await.says(WORDS[0].1));
    assert!(visitor.get("/cases?q=水泵+物业").await.says(WORDS[0].1));

    // The petition is as it was.
    let after = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert_eq!(before.texts(".timeline"), after.texts(".timeline"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_sends_it_back_with_words_and_a_leader_may_approve() {
    let stack = stack().await;
    let (editor, approver) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "退回一次的一件").await;
    let case = waiting(&editor, &filed, &[("title", "退回一次的案例")]).await;
    let empty = step(&approver, &case, "back", &[("remark", " ")]).await;
    assert_eq!(empty.status, 422);
    assert!(
        empty
            .error("remark")
            .unwrap_or_default()
            .contains("请写明要改什么")
    );
    let back = step(&approver, &case, "back", &[("remark", "结果写具体一点")]).await;
    assert!(back.says("已退回给起草的同事"), "{}", back.main());
    let drafts = editor.client.get("/staff/showcase").await;
    assert!(
        drafts.says("退回一次的案例") && drafts.says("退回修改"),
        "{}",
        drafts.main()
    );
    assert!(
        editor
            .client
            .get(&format!("{case}/edit"))
            .await
            .says("审核退回：结果写具体一点")
    );
    write(
        &editor,
        &case,
        &[("title", "退回一次的案例"), ("outcome", "两台水泵都换了。")],
    )
    .await;
    press(&editor, &case, "submit").await;
    let leader = Officer::shared(stack, "lingdao").await;
    let page = leader.client.get(&case).await;
    assert!(
        page.link("修改").is_none(),
        "a leader writes nothing: {}",
        page.main()
    );
    assert!(press(&leader, &case, "approve").await.says("已公开"));
    let page = tests::Client::new(&stack.url).get(&public(&case)).await;
    assert!(page.says("两台水泵都换了。"), "{}", page.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_waits_for_approval_while_the_old_one_is_read_and_a_withdrawn_case_is_gone() {
    let stack = stack().await;
    let (editor, approver) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "改一次又撤下的一件").await;
    let case = waiting(&editor, &filed, &[("title", "改一次又撤下的案例")]).await;
    press(&approver, &case, "approve").await;
    let visitor = tests::Client::new(&stack.url);
    let changed = [
        ("title", "改一次又撤下的案例"),
        ("outcome", "换了新的太阳能水箱。"),
    ];
    write(&editor, &case, &changed).await;
    press(&editor, &case, "submit").await;
    let page = visitor.get(&public(&case)).await;
    assert!(page.says(WORDS[1].1) && !page.says("太阳能"), "{}", page.main());
    assert!(!visitor.get("/cases?q=太阳能水箱").await.says("改一次又撤下"));
    press(&approver, &case, "approve").await;
    let page = visitor.get(&public(&case)).await;
    assert!(page.says("太阳能"), "{}", page.main());
    assert!(visitor.get("/cases?q=太阳能水箱").await.says("改一次又撤下"));
    assert!(
        !visitor.get("/cases?q=恢复供水+改一次").await.says("改一次又撤下"),
        "the old words are not found"
    );

    let done = step(&editor, &case, "withdraw", &[("remark", "信访人来电要求撤下")]).await;
    assert!(
        done.says("已撤下") && done.says("信访人来电要求撤下"),
        "{}",
        done.main()
    );
    let gone = visitor.get(&public(&case)).await;
    assert_eq!(gone.status, 410);
    assert!(
        gone.says("这个案例已经撤下") && !gone.body.contains("太阳能"),
        "{}",
        gone.main()
    );
    assert!(!gone.body.contains("信访人来电"), "the reason is for officers");
    assert!(!visitor.get("/cases?q=太阳能水箱").await.says("改一次又撤下"));
    assert!(!visitor.get("/cases").await.says("改一次又撤下"));
    let withdrawn = editor.client.get("/staff/showcase?tab=withdrawn").await;
    assert!(withdrawn.says("改一次又撤下"), "{}", withdrawn.main());

    // It can be told again, with another approval.
    write(&editor, &case, &changed).await;
    let page = editor.client.get(&case).await;
    assert!(
        page.says("还没有重新征求信访人的意见"),
        "the old consent has ended: {}",
        page.main()
    );
    agreed(&editor, &case).await;
    press(&editor, &case, "submit").await;
    assert_eq!(visitor.get(&public(&case)).await.status, 410);
    press(&approver, &case, "approve").await;
    assert_eq!(visitor.get(&public(&case)).await.status, 200);
    assert!(visitor.get("/cases?q=太阳能水箱").await.says("改一次又撤下"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_refuses_is_not_told_and_who_refuses_later_is_withdrawn_at_once() {
    let stack = stack().await;
    let (editor, approver) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "信访人不同意的一件").await;
    let case = choose(&editor, &filed).await;
    write(&editor, &case, &[("title", "信访人不同意的案例")]).await;
    let wrong = step(&editor, &case, "wish", &[("on", "2027-01-01")]).await;
    assert_eq!(wrong.status, 422);
    for field in ["answer", "way", "on"] {
        assert!(wrong.error(field).is_some(), "{field}: {}", wrong.main());
    }
    assert_eq!(
        wrong.form(&format!("{case}/wish")).value("on"),
        Some("2027-01-01"),
        "what was typed is kept"
    );
    let said = |answer| [("answer", answer), ("way", "in_person"), ("on", "2026年11月23日")];
    let refused = step(&editor, &case, "wish", &said("refused")).await;
    assert!(refused.says("还不能送审：信访人不同意公开"), "{}", refused.main());
    step(&editor, &case, "wish", &said("agreed")).await;
    press(&editor, &case, "submit").await;
    press(&approver, &case, "approve").await;
    let visitor = tests::Client::new(&stack.url);
    assert_eq!(visitor.get(&public(&case)).await.status, 200);
    step(&editor, &case, "wish", &said("not_reached")).await;
    assert_eq!(
        visitor.get(&public(&case)).await.status,
        200,
        "not at home is no refusal"
    );
    let form = editor.client.get(&format!("{case}/wish")).await;
    assert!(form.says("会马上撤下"), "{}", form.main());
    step(&editor, &case, "wish", &said("refused")).await;
    assert_eq!(visitor.get(&public(&case)).await.status, 410);
}
