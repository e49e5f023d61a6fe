use super::*;
use crate::event::By;

const STORY: &str =
    "泉城路 1 号院地下车库 B 区长期积水，最深的地方有二十厘米，已经有三辆车泡了水，物业半年没有修。";

fn code(text: &str) -> DivisionCode {
    text.parse().unwrap()
}

fn profile(parties: Vec<Party>, division: &str, content: &str) -> Profile {
    Profile::new(parties, code(division), "车库积水", content)
}

fn li() -> Party {
    Party::new("李秀英", Some("37010219581021524x"), Some("138 0000 0001"))
}

fn other_text() -> &'static str {
    "学校门口没有红绿灯，也没有斑马线，接送的车停得到处都是，孩子们只能从车缝里钻过去，太危险了。"
}

#[test]
fn each_reason_stands_for_itself_and_is_told_in_words() {
    let own = profile(vec![li()], "370102", STORY);
    let words = |other: &Profile| {
        own.reasons(other)
            .into_iter()
            .map(Reason::words)
            .collect::<Vec<_>>()
    };
    let same_number = Party::new("李秀美", Some("37010219581021524X"), None);
    assert_eq!(
        words(&profile(vec![same_number], "370203", other_text())),
        ["证件号相同"]
    );
    let same_phone = Party::new("王建国", None, Some("13800000001"));
    assert_eq!(
        words(&profile(vec![same_phone], "370203", other_text())),
        ["手机号相同"]
    );
    let same_name = || Party::new("李 秀 英", None, None);
    assert_eq!(
        words(&profile(vec![same_name()], "370102", other_text())),
        ["姓名、问题属地相同"]
    );
    assert!(words(&profile(vec![same_name()], "370203", other_text())).is_empty());
    assert_eq!(words(&profile(Vec::new(), "370203", STORY)), ["文字相似 100%"]);
}

#[test]
fn whoever_files_without_a_name_is_found_by_words_only() {
    let nameless = Party::new("匿名", Some("37010219581021524X"), Some("13800000001"));
    let hidden = profile(vec![nameless.clone()], "370102", STORY);
    assert!(
        hidden
            .marks()
            .iter()
            .all(|mark| matches!(mark.kind, MarkKind::Band(_)))
    );
    assert_eq!(
        hidden.reasons(&profile(vec![nameless], "370102", other_text())),
        []
    );
    let named = profile(vec![li()], "370102", other_text());
    assert_eq!(named.reasons(&hidden), []);
}

#[test]
fn a_joint_petition_is_found_by_everybody_in_it_and_asks_within_the_budget() {
    let people: Vec<Party> = (1..=5)
        .map(|at| {
            let number = format!("37010219581021520{at}");
            Party::new(
                &format!("代表{at}号"),
                Some(&number),
                Some(&format!("1380000000{at}")),
            )
        })
        .collect();
    let joint = profile(people.clone(), "370102", STORY);
    let marks = joint.marks();
    assert_eq!(marks.len(), 15 + crate::fingerprint::BANDS);
    let probes = joint.probes();
    assert_eq!(probes.len(), PROBES_MAX);
    let of = |kind| probes.iter().filter(|(mark, _)| mark.kind == kind).count();
    assert_eq!(
        (
            of(MarkKind::IdNumber),
            of(MarkKind::Mobile),
            of(MarkKind::NamePlace)
        ),
        (5, 1, 1)
    );
    assert!(
        probes.iter().all(|(mark, _)| marks.contains(mark)),
        "what is asked for is indexed"
    );
    for person in people {
        let alone = profile(vec![person], "370203", other_text());
        assert!(!joint.reasons(&alone).is_empty());
        assert!(alone.probes().iter().any(|(mark, _)| marks.contains(mark)));
    }
}

#[test]
fn words_are_asked_for_what_came_before_and_where_room_is_left_for_what_came_after() {
    let sides = |parties: Vec<Party>| {
        let probes = profile(parties, "370102", STORY).probes();
        let of = |side| probes.iter().filter(|(_, asked)| *asked == side).count();
        [of(Side::Both), of(Side::Before), of(Side::After)]
    };
    let bands = crate::fingerprint::BANDS;
    assert_eq!(sides(Vec::new()), [0, bands, PROBES_MAX - bands]);
    assert_eq!(sides(vec![li()]), [3, bands, PROBES_MAX - bands - 3]);
}

#[test]
fn nothing_personal_shows_in_debug() {
    let shown = format!("{:?} {:?}", profile(vec![li()], "370102", STORY), li());
    for secret in ["李秀英", "3701021958", "13800000001", "车库"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let mark = Mark {
        kind: MarkKind::Mobile,
        value: "13800000001".to_owned(),
    };
    assert_eq!(format!("{mark:?}"), "Mark(Mobile)");
}

fn id(last: u8) -> PetitionId {
    PetitionId::new(DateTime::UNIX_EPOCH, [last; 10])
}

fn event(seq: u32, body: Body) -> Event {
    Event {
        seq,
        at: DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(i64::from(seq)),
        by: By::Petitioner,
        body,
    }
}

fn linked(seq: u32, other: u8, relation: Relation, repeats: u32) -> Event {
    let number = "W370102-20261123-00001".parse().unwrap();
    event(
        seq,
        Body::Linked {
            other: id(other),
            number,
            relation,
            repeats,
            repeats_of_other: 0,
        },
    )
}

fn unlinked(seq: u32, other: u8, since: &Event) -> Event {
    let number = "W370102-20261123-00001".parse().unwrap();
    event(
        seq,
        Body::Unlinked {
            other: id(other),
            number,
            since: since.at,
            theirs: false,
        },
    )
}

#[test]
fn the_repeat_number_follows_from_the_links_that_stand() {
    let first = linked(3, 1, Relation::SameMatter, 1);
    let second = linked(4, 2, Relation::SameMatter, 1);
    let person = linked(5, 3, Relation::SamePetitioner, 0);
    let later = linked(6, 4, Relation::SameMatter, 0);
    let mut events = vec![first.clone()];
    let number = |events: &[Event]| repeat_number(&links(events));
    assert_eq!(number(&events), Some(1));
    events.extend([second, person.clone(), later]);
    assert_eq!(number(&events), Some(2), "two earlier ones are two");
    assert_eq!(links(&events).len(), 4);
    events.push(unlinked(7, 1, &first));
    assert_eq!(number(&events), Some(1));
    events.push(unlinked(8, 2, &first));
    assert_eq!(
        number(&events),
        None,
        "another matter and a later one make no repeat"
    );
    assert_eq!(number(&[person]), None);
    let third = linked(9, 5, Relation::SameMatter, repeats_after(Some(4)));
    assert_eq!(
        number(&[third]),
        Some(5),
        "the earlier one was the fourth repeat itself"
    );
    assert_eq!(repeats_after(None), 1);
}

#[test]
fn a_relation_reads_back_from_its_form_value() {
    for relation in Relation::ALL {
        assert_eq!(Relation::from_code(relation.code()), Some(relation));
    }
    assert_eq!(Relation::from_code("undo"), None);
}
