//! `/_local/card-reader`: a card reader to try registration with — made-up persons as the hand-over that a reader types
//! (docs/card-reader.md), good ones and such as are of no use. Part of no function and of no server build.

use crate::people::{Behaviour, People};
use chrono::NaiveDate;
use domain::resident_id::ResidentId;
use maud::{Markup, html};
use serde_json::{Value, json};

/// How many persons there are to choose from.
const PERSONS: usize = 8;

/// 一张卡: what it is good for, and what the reader hands over.
pub struct Sample {
    /// In words.
    pub what: String,
    /// The hand-over.
    pub data: String,
}

/// Cards of made-up persons; `today` decides what has expired.
pub fn samples(people: &People, today: NaiveDate) -> Vec<Sample> {
    let known = people
        .people
        .iter()
        .filter(|one| one.behaviour == Behaviour::Match);
    let mut cards: Vec<(String, Value)> = known
        .take(PERSONS)
        .filter_map(|one| Some((one.name.clone(), card(&one.name, &one.id_number, today)?)))
        .collect();
    if let Some((name, good)) = cards.first().cloned() {
        let with = |field: &str, value: &str| {
            let mut card = good.clone();
            card[field] = json!(value);
            card
        };
        cards.push((format!("{name}，过期的证件"), with("valid_to", "20200101")));
        cards.push((
            format!("{name}，校验位不对的号码"),
            with("id_number", "370102195810215243"),
        ));
        cards.push((format!("{name}，没有读到姓名"), with("name", "")));
    }
    let mut samples: Vec<Sample> = cards
        .into_iter()
        .map(|(what, card)| Sample {
            what,
            data: card.to_string(),
        })
        .collect();
    samples.push(Sample {
        what: "读了一半的数据".to_owned(),
        data: "{\"name\":\"读了一".to_owned(),
    });
    samples
}

fn card(name: &str, id_number: &str, today: NaiveDate) -> Option<Value> {
    let id = ResidentId::parse(id_number, today).ok()?;
    Some(json!({
        "name": name,
        "sex": id.sex().label(),
        "nation": "汉",
        "birth": id.birth_date().format("%Y%m%d").to_string(),
        "address": "济南市历下区某街 1 号（模拟）",
        "id_number": id.as_str(),
        "authority": "模拟签发机关",
        "valid_from": "20190101",
        "valid_to": "20490101",
    }))
}

/// What the page shows.
pub fn content(samples: &[Sample]) -> Markup {
    html! {
        p { "这些人并不存在。选中一行全部复制，粘贴到 " a href="/staff/intake/visits/new" { "来访登记" } " 的“读身份证”一栏，回车，就像读卡器刷了一次。" }
        @for sample in samples {
            p {
                label { (sample.what) br;
                    input readonly value=(sample.data) size="60" style="width:100%;font:inherit";
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id_card::read;

    #[test]
    fn the_good_cards_can_be_read_and_the_others_cannot() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let samples = samples(&People::load().unwrap(), today);
        let readable = samples.iter().filter(|one| read(&one.data, today).is_ok());
        assert_eq!(readable.count(), PERSONS);
        assert_eq!(samples.len(), PERSONS + 4);
    }
}
