//! The life of an interview over every step, who may take it, and what is typed.

use super::*;
use crate::event::AgencyRef;

fn officer(last: u8, agency: &str) -> OfficerRef {
    OfficerRef {
        id: format!("019f0000-0000-7000-8000-0000000000{last:02}")
            .parse()
            .unwrap(),
        name: format!("接谈人{last}"),
        agency: AgencyRef {
            code: agency.parse().unwrap(),
            name: "信访局".into(),
        },
    }
}

fn first() -> OfficerRef {
    officer(1, "370000-xfj")
}

fn second() -> OfficerRef {
    officer(2, "370000-xfj")
}

fn event(by: OfficerRef, body: Body) -> Event {
    Event {
        seq: 5,
        at: DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000),
        by: By::Officer(by),
        body,
    }
}

fn arranged() -> Interview {
    let body = Body::InterviewArranged {
        ticket: 7,
        visitors: 6,
        to: first(),
    };
    after(None, StatusKind::Opened, &event(second(), body)).unwrap()
}

fn record() -> Body {
    Body::InterviewRecorded {
        record: Box::new(InterviewRecord {
            at: DateTime::UNIX_EPOCH,
            text: "谈了三件事".into(),
            conclusion: Conclusion::PassOn,
            advice: String::new(),
        }),
    }
}

fn sent(to: OfficerRef) -> Body {
    Body::InterviewSent {
        to,
        reason: "他熟悉".into(),
    }
}

fn received() -> Body {
    Body::LeaderReceived {
        reception: Box::new(LeaderReception {
            leader: "郭志远".into(),
            date: NaiveDate::default(),
            place: "接访大厅".into(),
            text: "当场答复".into(),
            attachments: Vec::new(),
        }),
    }
}

fn step(before: &Interview, by: OfficerRef, body: Body) -> Result<Interview, InterviewRefusal> {
    after(Some(before), StatusKind::Registered, &event(by, body))
}

#[test]
fn an_interview_is_recorded_then_done_and_taken_back_by_the_same_person() {
    let waiting = arranged();
    assert_eq!(
        (waiting.ticket, waiting.visitors, waiting.is_waiting()),
        (7, 6, true)
    );
    assert_eq!(
        step(&waiting, first(), Body::InterviewDone),
        Err(InterviewRefusal::Unrecorded)
    );
    let recorded = step(&waiting, first(), record()).unwrap();
    let again = step(&recorded, first(), record()).unwrap();
    let done = step(&again, first(), Body::InterviewDone).unwrap();
    assert!(done.done.is_some() && done.recorded);
    for body in [record(), sent(second()), Body::InterviewDone] {
        assert_eq!(step(&done, first(), body), Err(InterviewRefusal::Done));
    }
    assert_eq!(
        step(&done, second(), Body::InterviewReopened),
        Err(InterviewRefusal::NotYours)
    );
    let back = step(&done, first(), Body::InterviewReopened).unwrap();
    assert!(back.is_waiting() && back.recorded);
    assert_eq!(
        step(&back, first(), Body::InterviewReopened),
        Err(InterviewRefusal::Waiting)
    );
}

#[test]
fn it_is_taken_back_only_while_the_case_lies_where_it_came_in() {
    let recorded = step(&arranged(), first(), record()).unwrap();
    let done = step(&recorded, first(), Body::InterviewDone).unwrap();
    for state in StatusKind::ALL {
        let back = after(Some(&done), state, &event(first(), Body::InterviewReopened));
        let here = matches!(state, StatusKind::Opened | StatusKind::Registered);
        assert_eq!(back.is_ok(), here, "{state:?}");
    }
}

#[test]
fn sending_it_on_gives_it_to_the_other_and_takes_it_from_the_first() {
    let waiting = arranged();
    assert_eq!(
        step(&waiting, first(), sent(first())),
        Err(InterviewRefusal::Same)
    );
    // A colleague may, where who has it is away; nobody of another office may.
    assert_eq!(
        step(&waiting, second(), sent(second())).unwrap().to.id,
        second().id
    );
    assert_eq!(
        step(&waiting, officer(9, "370100-xfj"), sent(second())),
        Err(InterviewRefusal::NotYours)
    );
    let theirs = step(&waiting, first(), sent(second())).unwrap();
    assert_eq!(theirs.to.id, second().id);
    for body in [record(), Body::InterviewDone] {
        assert_eq!(step(&theirs, first(), body), Err(InterviewRefusal::NotYours));
    }
    assert!(step(&theirs, second(), record()).is_ok());
}

#[test]
fn nothing_happens_to_an_interview_that_was_not_arranged_and_none_is_arranged_twice() {
    for body in [
        record(),
        sent(second()),
        Body::InterviewDone,
        Body::InterviewReopened,
        received(),
    ] {
        let refused = after(None, StatusKind::Opened, &event(first(), body));
        assert_eq!(refused, Err(InterviewRefusal::None));
    }
    let again = Body::InterviewArranged {
        ticket: 8,
        visitors: 1,
        to: second(),
    };
    assert_eq!(step(&arranged(), first(), again), Err(InterviewRefusal::None));
    let mut by_petitioner = event(first(), Body::InterviewDone);
    by_petitioner.by = By::Petitioner;
    assert_eq!(
        after(Some(&arranged()), StatusKind::Registered, &by_petitioner),
        Err(InterviewRefusal::None)
    );
}

#[test]
fn leaders_may_receive_before_and_after_the_interview_and_not_without_end() {
    let mut standing = arranged();
    for _ in 0..RECEPTIONS_MAX {
        standing = step(&standing, second(), received()).unwrap();
    }
    assert_eq!(standing.receptions, RECEPTIONS_MAX);
    assert_eq!(step(&standing, second(), received()), Err(InterviewRefusal::Full));
}

#[test]
fn what_is_typed_is_read_or_says_what_is_wrong() {
    let time = |typed| time_of_day(typed).map(|time| time.format("%H:%M").to_string());
    for (typed, read) in [
        ("9:05", "09:05"),
        ("0905", "09:05"),
        ("14点30分", "14:30"),
        ("１４：３０", "14:30"),
        ("9点", "09:00"),
    ] {
        assert_eq!(time(typed).as_deref(), Some(read), "{typed}");
    }
    for wrong in ["", "25:00", "9:61", "上午", "99999"] {
        assert_eq!(time(wrong), None, "{wrong}");
    }
    let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
    assert!(reception_date("2026-11-27", today).is_ok());
    for wrong in ["", "2026-11-28", "2025-11-26", "昨天"] {
        assert!(reception_date(wrong, today).is_err(), "{wrong}");
    }
    assert_eq!(words(" \n", "请填写", 5), Err("请填写".to_owned()));
    assert!(words("一二三四五六", "请填写", 5).is_err());
    assert_eq!(line(" 大厅\n东 ", "请填写", 5), Ok("大厅 东".to_owned()));
    for one in Conclusion::ALL {
        assert_eq!(Conclusion::from_code(one.code()), Some(*one));
    }
}
