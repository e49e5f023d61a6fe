//! Grounds as they are typed and kept, and what is told of a suspension.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn typed(values: [&str; 4]) -> Result<Ground, Vec<(Field, GroundError)>> {
    Ground::read(|field| values[Field::ALL.iter().position(|one| *one == field).unwrap()])
}

fn ground(words: &str, from: &str) -> Ground {
    typed([words, "某某办法", "第四十四条", from]).unwrap()
}

#[test]
fn a_ground_is_read_with_its_rule_and_the_day_it_takes_effect() {
    let read = typed([
        " 等待司法\u{202E}鉴定结论\n",
        "《某某办法》",
        "第四十四条",
        " 2026-12-01 ",
    ])
    .unwrap();
    assert_eq!(read.basis.told(), "等待司法鉴定结论（《某某办法》第四十四条）");
    assert_eq!(
        read.told(),
        "等待司法鉴定结论（《某某办法》第四十四条），2026年12月1日起"
    );
    assert_eq!(
        Field::ALL.map(|field| read.get(field)),
        ["等待司法鉴定结论", "某某办法", "第四十四条", "2026-12-01"]
    );
    // A regulation on carrying out another one names it in single brackets.
    assert!(typed(["甲", "《实施〈某法〉办法》", "第一条", "2026-12-01"]).is_ok());
    let at_most = [
        "字".repeat(WORDS_MAX),
        "字".repeat(RULE_MAX),
        "字".repeat(ARTICLE_MAX),
    ];
    assert!(
        typed([
            &at_most[0],
            &format!("《{}》", at_most[1]),
            &at_most[2],
            "2000-01-01"
        ])
        .is_ok()
    );
}

#[test]
fn each_field_that_is_wrong_says_what_is() {
    let messages = |values| {
        let wrong = typed(values).unwrap_err();
        wrong
            .into_iter()
            .map(|(field, error)| format!("{}: {error}", field.code()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        messages(["", " ", "\n", ""]),
        [
            "words: 请填写事由",
            "rule: 请填写依据的名称",
            "article: 请填写条款",
            "from: 请填写生效日期"
        ]
    );
    let long = "字".repeat(63);
    let wrong = messages([&long, &long, &long, "2026-02-30"]);
    assert_eq!(wrong[0], "words: 事由不能超过 40 个字，现在有 63 个字");
    assert!(
        wrong[1].contains("依据的名称不能超过") && wrong[2].contains("条款不能超过 30"),
        "{wrong:?}"
    );
    assert_eq!(wrong[3], "from: 生效日期请填写年、月、日，例如 2026-12-01");
    assert_eq!(
        messages(["甲", "《一》和《二》", "第一条", "0026-01-01"]).len(),
        2
    );
    assert_eq!(
        messages(["甲", "《》", "第一条", "2026-01-01"]),
        ["rule: 请填写依据的名称"]
    );
}

#[test]
fn a_ground_may_be_used_from_its_day_on() {
    let all = [ground("甲", "2026-12-01"), ground("乙", "2026-11-01")];
    let on = |date| {
        in_force(&all, day(date))
            .map(|one| one.basis.words.as_str())
            .collect::<Vec<_>>()
    };
    assert!(on("2026-10-31").is_empty());
    assert_eq!(
        (on("2026-11-01"), on("2026-12-01")),
        (vec!["乙"], vec!["甲", "乙"])
    );
}

#[test]
fn what_changed_is_told_in_words_and_the_order_is_no_change() {
    let (one, two) = (ground("甲", "2026-12-01"), ground("乙", "2026-11-01"));
    let told = changes(std::slice::from_ref(&one), std::slice::from_ref(&two));
    assert_eq!(
        told,
        [
            "ground=removed 甲（《某某办法》第四十四条），2026年12月1日起",
            "ground=added 乙（《某某办法》第四十四条），2026年11月1日起"
        ]
    );
    assert!(changes(&[one.clone(), two.clone()], &[two, one]).is_empty());
}

#[test]
fn a_suspension_says_from_when_to_when_and_why() {
    let paused = DeadlineKind::Handling.from(day("2026-03-02"), Calendar::builtin(), RollRule::default());
    let mut one = Suspension {
        basis: ground("等待司法鉴定结论", "2026-01-01").basis,
        from: day("2026-03-25"),
        until: None,
        paused,
    };
    assert!(one.is_open() && one.sentence().contains("恢复以前的日子都不算"));
    one.until = Some(day("2026-03-27"));
    assert_eq!(
        one.sentence(),
        "2026年3月25日（周三）中止计时，2026年3月27日（周五）恢复，扣除 2 天：等待司法鉴定结论（《某某办法》第四十四条）。"
    );
    one.until = Some(one.from);
    assert!(one.sentence().contains("当天恢复，没有扣除日子"));
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Suspension>(&text).unwrap(), one);
}

#[test]
fn settings_keep_the_grounds_and_none_of_before_had_any() {
    use crate::settings::Settings;
    let before: Settings = serde_json::from_str(r#"{"v":1,"revision":3}"#).unwrap();
    assert!(before.suspension_grounds.is_empty());
    assert!(!serde_json::to_string(&before).unwrap().contains("suspension"));
    let after = Settings {
        suspension_grounds: vec![ground("甲", "2026-12-01")],
        ..before.clone()
    };
    let text = serde_json::to_string(&after).unwrap();
    assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), after);
    assert_eq!(after.changes_since(&before), ["suspension_grounds=changed"]);
}
