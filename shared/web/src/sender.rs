//! 来信人、来访人: who stands behind what came on paper or in person, from what an officer typed. Pure. An officer takes
//! down what there is: only the name is needed, and not even that of somebody who gives none.

pub mod known;
mod letter;
pub mod visit;

pub use letter::{letter, received};

use crate::forms::{FormData, FormState, take};
use chrono::NaiveDate;
use domain::contact::{ANONYMOUS_NAME, Mobile, normalise_name, real_name};
use domain::identity_document::{DocumentNumber, IdType, Sex};
use domain::incoming::line;
use domain::joint::{CO_PETITIONERS_MAX, CoPetitioner, Filer, TypedPerson, field, parse as parse_others};
use domain::resident_id::{ResidentId, ResidentIdError};
use domain::text::ADDRESS_MAX;
use store::cases::Petitioner;
use templates::components::select::Choice;

/// What the address that answers go to is called.
pub const MAILING: &str = "通讯地址";
/// Fields that name somebody: none of them is filled in for who gives no name.
const NAMING: [(&str, &str); 3] = [("name", "姓名"), ("id_number", "证件号码"), ("mobile", "手机号")];

/// 来信人: checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The one who is answered.
    pub petitioner: Petitioner,
    /// Who else signed, by name; with the first at most five.
    pub others: Vec<CoPetitioner>,
}

/// Whether the form says that no name was given.
#[must_use]
pub fn is_anonymous(form: &FormData) -> bool {
    form.text("anonymous") == "yes"
}

/// What was typed of the others who signed: `co_1_name` and so on.
#[must_use]
pub fn typed_others(form: &FormData) -> Vec<TypedPerson> {
    (1..=CO_PETITIONERS_MAX)
        .map(|at| TypedPerson {
            name: form.raw(&field(at, "name")).to_owned(),
            id_number: form.raw(&field(at, "id_number")).to_owned(),
            mobile: form.raw(&field(at, "mobile")).to_owned(),
        })
        .collect()
}

/// Who stands behind it; `None` with the errors in `state`.
#[must_use]
pub fn parse(form: &FormData, state: &mut FormState, today: NaiveDate) -> Option<Sender> {
    let typed = typed_others(form);
    let named_others = typed.iter().any(|person| !person.is_empty());
    let address = take(
        state,
        "mailing_address",
        line(form.raw("mailing_address"), MAILING, ADDRESS_MAX),
    );
    if is_anonymous(form) {
        return anonymous(form, state, named_others, &address?);
    }
    let name = take(
        state,
        "name",
        real_name(form.raw("name")).map_err(|error| error.to_string()),
    );
    let name = name.and_then(|name| {
        let claims = normalise_name(&name) == ANONYMOUS_NAME;
        if claims {
            state.fail("name", "没有署名的，请勾选“匿名”，姓名不用填");
        }
        (!claims).then_some(name)
    });
    let document = document(form, state, today);
    let mobile = match form.get("mobile") {
        None => Some(None),
        Some(typed) => {
            take(state, "mobile", Mobile::parse(typed)).map(|mobile| Some(mobile.as_str().to_owned()))
        }
    };
    let others = if named_others {
        let filer = Filer {
            name: name.as_deref().unwrap_or_default(),
            id_number: document.as_ref().and_then(|document| document.number.as_deref()),
            anonymous: false,
        };
        match parse_others(&typed, filer, today) {
            Ok(others) => Some(others),
            Err(wrong) => {
                for (field, sentence) in wrong {
                    // What the form of the citizens says at its box is said here at the first person.
                    let field = if field == "joint" {
                        "co_1_name".to_owned()
                    } else {
                        field
                    };
                    state.fail(field, sentence);
                }
                None
            }
        }
    } else {
        Some(Vec::new())
    };
    let (name, document, mobile, others) = (name?, document?, mobile?, others?);
    Some(Sender {
        petitioner: Petitioner {
            name,
            anonymous: false,
            sex: document.sex,
            id_type: document.kind,
            id_number: document.number,
            mobile,
            addresses: addresses(address?),
        },
        others,
    })
}

/// Nobody is named: what would name somebody is to be left out, not silently dropped.
fn anonymous(form: &FormData, state: &mut FormState, named_others: bool, address: &str) -> Option<Sender> {
    let mut clean = true;
    for (name, label) in NAMING {
        if form.has(name) {
            state.fail(
                name,
                format!("勾选了匿名，{label}不要填写；有{label}的，不要勾选匿名"),
            );
            clean = false;
        }
    }
    if named_others {
        state.fail(
            "co_1_name",
            "勾选了匿名，不要写其他署名人；有人署名的，不要勾选匿名",
        );
        clean = false;
    }
    if !address.is_empty() {
        state.fail(
            "mailing_address",
            "勾选了匿名，通讯地址不要填写；有通讯地址的，不要勾选匿名",
        );
        clean = false;
    }
    clean.then(|| Sender {
        petitioner: Petitioner {
            name: ANONYMOUS_NAME.to_owned(),
            anonymous: true,
            sex: None,
            id_type: None,
            id_number: None,
            mobile: None,
            addresses: Vec::new(),
        },
        others: Vec::new(),
    })
}

fn addresses(address: String) -> Vec<(String, String)> {
    if address.is_empty() {
        return Vec::new();
    }
    vec![(MAILING.to_owned(), address)]
}

#[derive(Default)]
struct Document {
    kind: Option<IdType>,
    number: Option<String>,
    sex: Option<Sex>,
}

/// A document if a number was typed; a resident ID where nothing else is chosen.
fn document(form: &FormData, state: &mut FormState, today: NaiveDate) -> Option<Document> {
    let Some(typed) = form.get("id_number") else {
        return Some(Document::default());
    };
    let kind = match form.get("id_type") {
        None => Some(IdType::ResidentId),
        Some(code) => take(
            state,
            "id_type",
            IdType::from_code(code).ok_or("请从列表中选择证件种类"),
        ),
    }?;
    if kind == IdType::ResidentId {
        let id = take(
            state,
            "id_number",
            ResidentId::parse(typed, today).map_err(ResidentIdError::message),
        )?;
        return Some(Document {
            kind: Some(kind),
            number: Some(id.as_str().to_owned()),
            sex: Some(id.sex()),
        });
    }
    let number = take(state, "id_number", DocumentNumber::parse(typed))?;
    Some(Document {
        kind: Some(kind),
        number: Some(number.as_str().to_owned()),
        sex: None,
    })
}

/// 证件种类, the resident ID first.
#[must_use]
pub fn documents() -> Vec<Choice> {
    IdType::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.code(), kind.label()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Option<Sender>, Vec<String>) {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let form = FormData::from_pairs(pairs.collect());
        let mut state = form.state("t");
        let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let sender = parse(&form, &mut state, today);
        (sender, state.errors.into_iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn a_name_is_enough_and_what_there_is_besides_is_kept() {
        let (sender, errors) = read(&[("name", "李秀英")]);
        assert_eq!((sender.unwrap().petitioner.addresses.len(), errors.len()), (0, 0));
        let (sender, errors) = read(&[
            ("name", " 李秀英 "),
            ("id_number", "37020219850923 0022"),
            ("mobile", "138-1234-5678"),
            ("mailing_address", "泉城路 1 号"),
            ("co_2_name", "王芳"),
        ]);
        assert_eq!(errors, Vec::<String>::new());
        let Sender { petitioner, others } = sender.unwrap();
        assert_eq!(petitioner.id_number.as_deref(), Some("370202198509230022"));
        assert_eq!(petitioner.sex, Some(Sex::Female));
        assert_eq!(
            petitioner.addresses,
            [(MAILING.to_owned(), "泉城路 1 号".to_owned())]
        );
        assert_eq!(others.len(), 1);
    }

    #[test]
    fn each_mistake_is_told_at_its_field() {
        let (sender, errors) = read(&[
            ("name", "李"),
            ("id_type", "999"),
            ("id_number", "1"),
            ("mobile", "12"),
            ("co_1_mobile", "12"),
            ("mailing_address", &"长".repeat(201)),
        ]);
        assert!(sender.is_none());
        for field in [
            "name",
            "id_type",
            "mobile",
            "co_1_name",
            "co_1_mobile",
            "mailing_address",
        ] {
            assert!(errors.iter().any(|wrong| wrong == field), "{field}: {errors:?}");
        }
        assert_eq!(read(&[("name", "匿 名")]).1, ["name"]);
        assert_eq!(
            read(&[("name", "李秀英"), ("id_type", "414"), ("id_number", "1")]).1,
            ["id_number"]
        );
    }

    #[test]
    fn who_gives_no_name_is_not_named_by_another_field() {
        let (sender, errors) = read(&[("anonymous", "yes"), ("name", ""), ("mobile", " ")]);
        assert!(sender.unwrap().petitioner.anonymous && errors.is_empty());
        let (sender, errors) = read(&[
            ("anonymous", "yes"),
            ("name", "李秀英"),
            ("id_number", "1"),
            ("mobile", "1"),
            ("co_1_name", "王芳"),
            ("mailing_address", "泉城路"),
        ]);
        assert!(sender.is_none());
        assert_eq!(
            errors,
            ["name", "id_number", "mobile", "co_1_name", "mailing_address"]
        );
    }
}
