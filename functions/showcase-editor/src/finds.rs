//! What the editor shows of what was found, and what it reads back of what an officer decided about it. A find is
//! named by its words, not by its place: the words may have moved while somebody typed.

use domain::redaction::{self, Kind};
use domain::showcase::{Explained, Field, Reason, Words};
use templates::components::select::Choice;
use templates::staff::showcase::edit::{Found, FoundBox, Number};
use web::FormData;

/// More finds than any text of such a length has.
const NUMBERS_MAX: usize = 60;

fn name(field: Field, kind: Kind, words: &str) -> String {
    format!("{}|{}|{words}", field.code(), kind.code())
}

/// What was found in a field; all of it is ticked that nobody has explained, unless the form says otherwise.
pub(crate) fn found(field: Field, text: &str, explained: &[Explained], sent: Option<&FormData>) -> Found {
    let mut found = Found::default();
    let mut done = 0;
    for find in redaction::find(text) {
        let words = find.words(text);
        found.pieces.push((text[done..find.start].to_owned(), None));
        found
            .pieces
            .push((words.to_owned(), Some(find.kind.label().to_owned())));
        done = find.end;
        let value = name(field, find.kind, words);
        if found.boxes.iter().any(|known| known.value == value) {
            continue;
        }
        let stays = explained
            .iter()
            .any(|known| known.kind == find.kind && known.words == words);
        let ticked = sent.map_or(!stays, |sent| is_ticked(sent, &value));
        found.boxes.push(FoundBox {
            words: words.to_owned(),
            kind: find.kind.label().to_owned(),
            mask: redaction::mask(find.kind, words),
            ticked,
            value,
        });
    }
    found.pieces.push((text[done..].to_owned(), None));
    found.pieces.retain(|(piece, _)| !piece.is_empty());
    found
}

fn is_ticked(sent: &FormData, value: &str) -> bool {
    sent.get_all("mask").any(|one| one == value.trim())
}

/// A text with what was ticked replaced.
pub(crate) fn masked(field: Field, text: &str, sent: &FormData) -> String {
    redaction::masked(text, |kind, words| is_ticked(sent, &name(field, kind, words)))
}

/// The numbers that stand in the words, each once, with the reasons there can be.
pub(crate) fn numbers(words: &Words, explained: &[Explained]) -> Vec<Number> {
    let standing = words.unexplained(&[]);
    let mut all: Vec<Number> = Vec::new();
    for one in standing {
        let value = format!("{}|{}", one.kind.code(), one.words);
        if all.iter().any(|known| known.value == value) {
            continue;
        }
        let given = explained
            .iter()
            .find(|known| known.kind == one.kind && known.words == one.words);
        all.push(Number {
            reasons: Reason::of(one.kind, &one.words)
                .into_iter()
                .map(|reason| Choice::new(reason.code(), reason.label()))
                .collect(),
            given: given.map_or("", |known| known.reason.code()).to_owned(),
            kind: one.kind.label().to_owned(),
            words: one.words,
            value,
        });
    }
    all
}

/// What the form says about numbers that stay.
pub(crate) fn explained(sent: &FormData) -> Vec<Explained> {
    (0..NUMBERS_MAX)
        .filter_map(|n| {
            let (kind, words) = sent.get(&format!("kept-{n}"))?.split_once('|')?;
            let kind = Kind::from_code(kind)?;
            let reason = Reason::from_code(sent.text(&format!("why-{n}")))?;
            Reason::of(kind, words).contains(&reason).then(|| Explained {
                kind,
                words: words.to_owned(),
                reason,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormData {
        FormData::from_pairs(
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn only_what_is_ticked_is_masked_wherever_it_stands_now() {
        let text = "联系人：李秀英，电话 13853112345。请打 0531-88886666。";
        let sent = form(&[
            ("mask", "handled|name|李秀英"),
            ("mask", "handled|mobile|13853112345"),
        ]);
        let masked = masked(Field::Handled, text, &sent);
        assert_eq!(masked, "联系人：李某，电话 （电话略）。请打 0531-88886666。");
        let other = form(&[("mask", "outcome|name|李秀英")]);
        assert_eq!(
            super::masked(Field::Handled, text, &other),
            text,
            "of another field"
        );
    }

    #[test]
    fn the_pieces_are_the_whole_text_and_boxes_come_once() {
        let text = "请打 13853112345，还是 13853112345。";
        let found = found(Field::Outcome, text, &[], None);
        let whole: String = found.pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        assert_eq!(whole, text);
        assert_eq!(found.boxes.len(), 1);
        assert!(found.boxes[0].ticked);
        let unticked = super::found(Field::Outcome, text, &[], Some(&form(&[])));
        assert!(!unticked.boxes[0].ticked);
        let explained = Explained {
            kind: Kind::Mobile,
            words: "13853112345".to_owned(),
            reason: Reason::OfficeContact,
        };
        let stays = super::found(Field::Outcome, text, &[explained], None);
        assert!(
            !stays.boxes[0].ticked,
            "what may stay is not offered to be masked"
        );
    }

    #[test]
    fn a_reason_that_cannot_be_is_none() {
        let sent = form(&[
            ("kept-0", "landline|0531-88886666"),
            ("why-0", "office_contact"),
            ("kept-1", "plate|鲁A12345"),
            ("why-1", "office_contact"),
            ("kept-2", "mobile|13853112345"),
            ("why-2", ""),
        ]);
        let explained = explained(&sent);
        assert_eq!(explained.len(), 1);
        assert_eq!(explained[0].kind, Kind::Landline);
    }
}
