//! 注册表的内容: turns what was typed into an applicant, or says at each field what is wrong. An
//! anonymous applicant gives nothing but a username, a password and, if they like, a mobile number;
//! whatever else was sent is not even looked at. Must not ask the store or any service.

use chrono::NaiveDate;
use domain::contact::{Mobile, real_name};
use domain::identity_document::{DocumentNumber, IdType, Sex};
use domain::password::Password;
use domain::resident_id::ResidentId;
use domain::username::Username;
use store::accounts::Contact;
use web::forms::take;
use web::{FormData, FormState};

/// 注册人: a form that is complete and plausible, not yet confirmed by anybody.
pub struct Applicant {
    /// Login name.
    pub username: Username,
    /// New password.
    pub password: Password,
    /// The number an anonymous applicant may leave to recover the account with.
    pub mobile: Option<Mobile>,
    /// Who it is; `None` for an anonymous applicant.
    pub person: Option<Person>,
}

/// 身份: what a real-name applicant says about themselves.
pub struct Person {
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// 证件
    pub document: Document,
    /// 联系方式和住址
    pub contact: Contact,
}

/// 证件: with a number that fits its type.
pub enum Document {
    /// 居民身份证
    Resident(ResidentId),
    /// Any other.
    Other(IdType, DocumentNumber),
}

impl Document {
    /// Its type.
    pub fn id_type(&self) -> IdType {
        match self {
            Self::Resident(_) => IdType::ResidentId,
            Self::Other(id_type, _) => *id_type,
        }
    }

    /// Its number.
    pub fn number(&self) -> &str {
        match self {
            Self::Resident(number) => number.as_str(),
            Self::Other(_, number) => number.as_str(),
        }
    }
}

/// Whether the anonymous variant of the form was sent.
pub fn is_anonymous(data: &FormData) -> bool {
    data.text("anonymous") == "yes"
}

/// Reads the form; `None` when `form` holds errors afterwards. They stand in the order of the page.
pub fn read(data: &FormData, form: &mut FormState, today: NaiveDate) -> Option<Applicant> {
    let username = take(form, "username", Username::parse(data.text("username")));
    let password = read_password(data, form, username.as_ref());
    let applicant = if is_anonymous(data) {
        let mobile = crate::contact::optional(data, form, "mobile", Mobile::parse);
        Applicant {
            username: username?,
            password: password?,
            mobile,
            person: None,
        }
    } else {
        let name = take(form, "real_name", real_name(data.text("real_name")));
        let sex = take(form, "sex", Sex::from_code(data.text("sex")).ok_or("请选择性别"));
        let document = read_document(data, form, today);
        let contact = crate::contact::read(data, form);
        let person = Person {
            name: name?,
            sex: sex?,
            document: document?,
            contact: contact?,
        };
        Applicant {
            username: username?,
            password: password?,
            mobile: None,
            person: Some(person),
        }
    };
    (!form.has_errors()).then_some(applicant)
}

/// The two passwords; without a valid username only their agreement with the rules is told.
fn read_password(data: &FormData, form: &mut FormState, username: Option<&Username>) -> Option<Password> {
    use domain::password::PasswordError::Different;
    // Something to compare with while the username itself has to be corrected.
    let stand_in = Username::parse("用户名未填").ok()?;
    match Password::parse_twice(
        data.raw("password"),
        data.raw("password_again"),
        username.unwrap_or(&stand_in),
    ) {
        Ok(password) => Some(password),
        Err(error) => {
            form.fail(
                if error == Different {
                    "password_again"
                } else {
                    "password"
                },
                error.to_string(),
            );
            None
        }
    }
}

pub fn read_document(data: &FormData, form: &mut FormState, today: NaiveDate) -> Option<Document> {
    let id_type = take(
        form,
        "id_type",
        IdType::from_code(data.text("id_type")).ok_or("请选择证件种类"),
    )?;
    read_number(data, form, id_type, today)
}

/// The number of a document of this type.
pub fn read_number(
    data: &FormData,
    form: &mut FormState,
    id_type: IdType,
    today: NaiveDate,
) -> Option<Document> {
    let typed = data.text("id_number");
    if id_type == IdType::ResidentId {
        take(form, "id_number", ResidentId::parse(typed, today)).map(Document::Resident)
    } else {
        take(form, "id_number", DocumentNumber::parse(typed)).map(|number| Document::Other(id_type, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(changes: &[(&str, &str)]) -> FormData {
        let mut fields = vec![
            ("username", "lixiuying"),
            ("password", "泉城路的法桐树很高"),
            ("password_again", "泉城路的法桐树很高"),
            ("real_name", "李秀英"),
            ("sex", "2"),
            ("id_type", "111"),
            ("id_number", "370102195810215244"),
            ("mobile", "199 5310 0001"),
            ("usual_address", "济南市历下区泉城路 1 号"),
        ];
        for (name, value) in changes {
            match fields.iter_mut().find(|(field, _)| field == name) {
                Some(field) => field.1 = value,
                None => fields.push((name, value)),
            }
        }
        FormData::from_pairs(
            fields
                .into_iter()
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect(),
        )
    }

    fn read_form(changes: &[(&str, &str)]) -> (Option<Applicant>, Vec<(String, String)>) {
        let data = form(changes);
        let mut state = data.state("");
        let applicant = read(&data, &mut state, "2026-11-23".parse().unwrap());
        (applicant, state.errors)
    }

    #[test]
    fn a_complete_form_is_an_applicant_with_cleaned_values() {
        let (applicant, errors) = read_form(&[("household_division", "370102")]);
        assert_eq!(errors, []);
        let applicant = applicant.unwrap();
        let person = applicant.person.unwrap();
        assert_eq!(person.contact.mobile.as_deref(), Some("19953100001"));
        assert_eq!(
            (person.document.id_type(), person.document.number()),
            (IdType::ResidentId, "370102195810215244")
        );
        assert_eq!(person.contact.household_division.unwrap().to_string(), "370102");
        assert!(person.contact.household_address.is_none() && person.contact.usual_address.is_some());
    }

    #[test]
    fn every_wrong_field_gets_its_own_message_in_the_order_of_the_page() {
        let (applicant, errors) = read_form(&[
            ("username", "li"),
            ("password", "123"),
            ("real_name", "李4"),
            ("sex", ""),
            ("id_number", "37010219581021524X"),
            ("mobile", "1234"),
            ("household_division", "999999"),
            ("usual_address", ""),
        ]);
        assert!(applicant.is_none());
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "username",
                "password",
                "real_name",
                "sex",
                "id_number",
                "mobile",
                "household_division",
                "household_address",
            ]
        );
    }

    #[test]
    fn passwords_that_differ_are_told_at_the_second_one() {
        let (_, errors) = read_form(&[("password_again", "别的密码别的密码")]);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].0, "password_again");
    }

    #[test]
    fn other_documents_are_checked_by_their_shape_only() {
        let (applicant, _) = read_form(&[("id_type", "414"), ("id_number", "e 12345678")]);
        assert_eq!(applicant.unwrap().person.unwrap().document.number(), "E12345678");
        let (_, errors) = read_form(&[("id_type", "414"), ("id_number", "*")]);
        assert_eq!(errors[0].0, "id_number");
        let (_, errors) = read_form(&[("id_type", "999")]);
        assert_eq!(errors[0].0, "id_type");
    }

    #[test]
    fn an_anonymous_applicant_stays_without_identity_whatever_was_sent() {
        let (applicant, errors) = read_form(&[("anonymous", "yes"), ("mobile", "")]);
        assert_eq!(errors, []);
        let applicant = applicant.unwrap();
        assert!(applicant.person.is_none() && applicant.mobile.is_none());
        let (_, errors) = read_form(&[("anonymous", "yes"), ("mobile", "12")]);
        assert_eq!(errors[0].0, "mobile");
    }

    #[test]
    fn names_of_minorities_and_foreigners_are_names() {
        for name in ["买买提·吐尔逊", "Anne-Marie O'Neil", "欧阳娜娜", "㛃㛃"] {
            assert!(real_name(name).is_ok(), "{name}");
        }
        for bad in ["", "李", "李123", "<b>李四</b>", &"李".repeat(51)] {
            assert!(real_name(bad).is_err(), "{bad}");
        }
    }
}
