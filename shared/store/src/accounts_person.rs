//! Who somebody is and how they are reached, opened: what an account holds sealed. Shows nothing of it in
//! `Debug`; must not seal or store.

use domain::division::DivisionCode;
use domain::identity_document::{IdType, Sex};
use std::fmt;

/// 实名信息: who somebody is, opened. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// 姓名
    pub real_name: String,
    /// 性别
    pub sex: Sex,
    /// 证件类型
    pub id_type: IdType,
    /// 证件号码, normalised
    pub id_number: String,
    /// 手机号码
    pub mobile: String,
    /// 户籍所在地
    pub household_division: Option<DivisionCode>,
    /// 户籍地址
    pub household_address: Option<String>,
    /// 常住地址
    pub usual_address: Option<String>,
    /// 通讯地址
    pub mailing_address: Option<String>,
}

/// 联系方式: what its owner may change at any time. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// 手机号码; of an anonymous account, the number to recover it with.
    pub mobile: Option<String>,
    /// 户籍所在地
    pub household_division: Option<DivisionCode>,
    /// 户籍地址
    pub household_address: Option<String>,
    /// 常住地址
    pub usual_address: Option<String>,
    /// 通讯地址
    pub mailing_address: Option<String>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(..)")
    }
}

impl Person {
    /// The part that its owner may change.
    #[must_use]
    pub fn contact(&self) -> Contact {
        Contact {
            mobile: Some(self.mobile.clone()),
            household_division: self.household_division,
            household_address: self.household_address.clone(),
            usual_address: self.usual_address.clone(),
            mailing_address: self.mailing_address.clone(),
        }
    }

    /// What its document is claimed under: one document, one account.
    pub(crate) fn document(&self) -> String {
        format!("{}:{}", self.id_type.code(), self.id_number)
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}
