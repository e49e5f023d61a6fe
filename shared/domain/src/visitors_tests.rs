//! How many came, who came along, and how many speak for them.

use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
}

fn named(name: &str, representative: bool) -> TypedCompanion {
    TypedCompanion {
        name: name.into(),
        representative,
        ..TypedCompanion::default()
    }
}

fn read(count: &str, companions: &[TypedCompanion], sole: bool) -> Result<Visitors, Vec<String>> {
    let typed = Typed {
        count,
        companions,
        first_id_number: Some("370202198509230022"),
        anonymous: false,
        sole_representative: sole,
    };
    parse(typed, today()).map_err(|wrong| wrong.into_iter().map(|(field, _)| field).collect())
}

#[test]
fn the_bands_begin_and_end_where_statistics_have_them() {
    let first = [1, 5, 11, 21, 51, 101];
    let last = [4, 10, 20, 50, 100, VISITORS_MAX];
    for ((band, first), last) in Band::ALL.into_iter().zip(first).zip(last) {
        assert_eq!((Band::of(first), Band::of(last)), (band, band));
        assert_eq!(band.is_collective(), first >= JOINT_PEOPLE_MIN);
    }
}

#[test]
fn a_number_is_read_as_people_type_it() {
    assert_eq!((count("３ 人"), count("9999")), (Ok(3), Ok(9999)));
    for wrong in ["", "0", "三", "10000", "-1", "99999999999"] {
        assert!(count(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn five_people_choose_representatives_and_at_most_five_are_received() {
    assert!(
        read("4", &[], false).is_ok(),
        "an individual visit chooses nobody"
    );
    assert_eq!(read("5", &[], false), Err(vec!["representatives".to_owned()]));
    assert!(read("5", &[], true).is_ok(), "the first speaks for all");
    let chosen = |n: usize| -> Vec<_> { (0..n).map(|_| named("王芳", true)).collect() };
    let four = read("200", &chosen(4), false).unwrap();
    assert_eq!(four.representatives().len(), 4);
    assert_eq!(
        read("200", &chosen(5), false),
        Err(vec!["representatives".to_owned()])
    );
    assert_eq!(
        read("9", &chosen(1), true),
        Err(vec!["representatives".to_owned()])
    );
    let some = read("9", &[named("王芳", true), named("王强", false)], false).unwrap();
    assert_eq!((some.companions.len(), some.representatives().len()), (2, 1));
}

#[test]
fn companions_are_counted_and_each_mistake_is_told_at_its_row() {
    assert_eq!(
        read("1", &[named("王芳", false)], false),
        Err(vec!["visitors".to_owned()])
    );
    let empty_between = [TypedCompanion::default(), named("王芳", false)];
    assert_eq!(read("2", &empty_between, false).unwrap().companions.len(), 1);
    let with_number = |number: &str| TypedCompanion {
        id_number: number.into(),
        ..named("王芳", false)
    };
    assert_eq!(
        read("2", &[with_number("370202198509230023")], false),
        Err(vec!["companion_1_id_number".to_owned()])
    );
    assert_eq!(
        read("2", &[with_number("370202198509230022")], false),
        Err(vec!["companion_1_id_number".to_owned()]),
        "the first one's own"
    );
    for name in ["", "匿名", "王1"] {
        let mut row = with_number("");
        row.name = name.into();
        row.photo = Some("019f0000-0000-7000-8000-000000000009".parse().unwrap());
        assert_eq!(
            read("2", &[row], false),
            Err(vec!["companion_1_name".to_owned()]),
            "{name}"
        );
    }
}

#[test]
fn who_gives_no_name_brings_nobody_who_does() {
    let typed = |companions| Typed {
        count: "6",
        companions,
        first_id_number: None,
        anonymous: true,
        sole_representative: false,
    };
    assert!(parse(typed(&[]), today()).is_ok());
    let wrong = parse(typed(&[named("王芳", true)]), today()).unwrap_err();
    assert_eq!(wrong[0].0, "companion_1_name");
}
