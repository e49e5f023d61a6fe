//! 机构联系方式: how people reach an agency. Owns its fields, how each is read and what is wrong with one; must not
//! know where it is kept or what it looks like. Nothing here is personal: it is published.

mod typed;

use serde::{Deserialize, Serialize};
pub use typed::{ADDRESS_MAX, ContactError, HOURS_MAX, PHONES_MAX, SITE_MAX, dial};

/// 联系方式: what is known of it; a field that is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// 地址: where one goes, one line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// 电话: up to [`PHONES_MAX`] numbers, joined by `、`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// 接待时间: when somebody is there, one line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// 网站: an `https://` address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
}

/// 联系方式的一项.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 地址.
    Address,
    /// 电话.
    Phone,
    /// 接待时间.
    Hours,
    /// 网站.
    Site,
}

impl Field {
    /// Every one, in page order.
    pub const ALL: [Self; 4] = [Self::Address, Self::Phone, Self::Hours, Self::Site];

    /// Its name in forms, files and the audit log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Hours => "hours",
            Self::Site => "site",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Address => "地址",
            Self::Phone => "电话",
            Self::Hours => "接待时间",
            Self::Site => "网站",
        }
    }

    /// The field as it is kept, empty if nothing was typed.
    fn read(self, typed: &str) -> Result<String, ContactError> {
        match self {
            Self::Address => typed::line("地址", typed, ADDRESS_MAX),
            Self::Phone => typed::phones(typed),
            Self::Hours => typed::line("接待时间", typed, HOURS_MAX),
            Self::Site => typed::site(typed),
        }
    }
}

impl Contact {
    /// One field.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Address => &self.address,
            Field::Phone => &self.phone,
            Field::Hours => &self.hours,
            Field::Site => &self.site,
        }
    }

    fn slot(&mut self, field: Field) -> &mut String {
        match field {
            Field::Address => &mut self.address,
            Field::Phone => &mut self.phone,
            Field::Hours => &mut self.hours,
            Field::Site => &mut self.site,
        }
    }

    /// The contact made of what `typed` gives for each field, and the fields that cannot be read, in page order;
    /// these are empty in it. Reading what is kept once more changes nothing.
    pub fn read<'a>(typed: impl Fn(Field) -> &'a str) -> (Self, Vec<(Field, ContactError)>) {
        let mut contact = Self::default();
        let mut wrong = Vec::new();
        for field in Field::ALL {
            match field.read(typed(field)) {
                Ok(value) => *contact.slot(field) = value,
                Err(error) => wrong.push((field, error)),
            }
        }
        (contact, wrong)
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Field::ALL.iter().all(|field| self.get(*field).is_empty())
    }

    /// The fields in which two differ, in page order.
    #[must_use]
    pub fn differs(&self, other: &Self) -> Vec<Field> {
        let differing = Field::ALL.into_iter();
        differing
            .filter(|field| self.get(*field) != other.get(*field))
            .collect()
    }

    /// The telephone numbers, one by one.
    pub fn phones(&self) -> impl Iterator<Item = &str> {
        self.phone.split('、').filter(|phone| !phone.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: Field) -> &'static str {
        match field {
            Field::Address => " 示范市示范路 1 号\r\n",
            Field::Phone => "０５３１-0000 0001，0531-00000002 转 801",
            Field::Hours => "工作日 8:30–11:30",
            Field::Site => "HTTPS://Jinan.Example.com/xf",
        }
    }

    #[test]
    fn a_contact_is_cleaned_and_reading_it_again_changes_nothing() {
        let (contact, wrong) = Contact::read(typed);
        assert_eq!(wrong, []);
        assert_eq!(contact.address, "示范市示范路 1 号");
        assert_eq!(contact.phone, "0531-00000001、0531-00000002-801");
        assert_eq!(contact.site, "https://jinan.example.com/xf");
        assert_eq!(contact.phones().count(), 2);
        assert_eq!(
            Contact::read(|field| contact.get(field)),
            (contact.clone(), vec![])
        );
        let json = serde_json::to_string(&contact).unwrap();
        assert_eq!(serde_json::from_str::<Contact>(&json).unwrap(), contact);
    }

    #[test]
    fn every_wrong_field_is_said_and_the_right_ones_are_kept() {
        let (contact, wrong) = Contact::read(|field| match field {
            Field::Phone => "白天打",
            Field::Site => "http://example.com",
            Field::Hours => "工作日",
            Field::Address => "",
        });
        let fields: Vec<Field> = wrong.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, [Field::Phone, Field::Site]);
        assert_eq!(
            contact,
            Contact {
                hours: "工作日".into(),
                ..Contact::default()
            }
        );
        assert_eq!(contact.differs(&Contact::default()), [Field::Hours]);
    }

    #[test]
    fn what_was_kept_before_there_were_contacts_reads_as_unknown() {
        let contact: Contact = serde_json::from_str("{}").unwrap();
        assert!(contact.is_empty());
        assert_eq!(serde_json::to_string(&contact).unwrap(), "{}");
        assert_eq!(Contact::read(|_| " \u{3000} "), (contact, vec![]));
    }
}
