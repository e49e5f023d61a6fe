//! 密码: what is too weak to be one (after NIST SP 800-63B: length and a list, no rules on kinds of
//! characters). Must not hash or compare; must not print it in `Debug`.

use crate::username::Username;
use std::fmt;

/// 密码: a new password that passed the rules. Kept exactly as typed.
#[derive(PartialEq, Eq)]
pub struct Password(String);

/// 密码错误: why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Nothing was typed.
    #[error("请设置密码")]
    Empty,
    /// Fewer than eight characters.
    #[error("密码至少 8 位")]
    TooShort,
    /// More than sixty-four characters.
    #[error("密码最多 64 位")]
    TooLong,
    /// The username itself.
    #[error("密码不能和用户名一样")]
    SameAsUsername,
    /// One of those everybody tries first.
    #[error("这个密码太常见，容易被猜到，请换一个")]
    TooCommon,
    /// The second time it was typed differently.
    #[error("两次输入的密码不一样，请重新输入")]
    Different,
}

impl Password {
    /// Fewest characters.
    pub const LENGTH_MIN: usize = 8;
    /// Most characters; bounds the work of hashing.
    pub const LENGTH_MAX: usize = 64;

    /// Takes a new password for this username.
    ///
    /// # Errors
    /// [`PasswordError`] says what is wrong with it.
    pub fn parse(raw: &str, username: &Username) -> Result<Self, PasswordError> {
        let lower = raw.to_lowercase();
        match raw.chars().count() {
            0 => Err(PasswordError::Empty),
            count if count < Self::LENGTH_MIN => Err(PasswordError::TooShort),
            count if count > Self::LENGTH_MAX => Err(PasswordError::TooLong),
            _ if lower == username.key() => Err(PasswordError::SameAsUsername),
            _ if is_common(&lower) => Err(PasswordError::TooCommon),
            _ => Ok(Self(raw.to_owned())),
        }
    }

    /// Takes a new password that was typed twice.
    ///
    /// # Errors
    /// [`PasswordError`] says what is wrong with it.
    pub fn parse_twice(raw: &str, again: &str, username: &Username) -> Result<Self, PasswordError> {
        let password = Self::parse(raw, username)?;
        if raw == again {
            Ok(password)
        } else {
            Err(PasswordError::Different)
        }
    }

    /// The password, for hashing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Of eight characters and more, lower case: from published lists of leaked passwords in China.
const COMMON: [&str; 48] = [
    "12345678",
    "123456789",
    "1234567890",
    "0123456789",
    "87654321",
    "987654321",
    "0987654321",
    "123123123",
    "12341234",
    "11223344",
    "12344321",
    "147258369",
    "123654789",
    "123456123456",
    "123456abc",
    "abc123456",
    "a123456789",
    "a1234567",
    "a12345678",
    "123456789a",
    "12345678a",
    "1234567a",
    "aa123456",
    "aa123456789",
    "aaa123456",
    "abcd1234",
    "1234abcd",
    "abc12345",
    "qq123456",
    "qwe123456",
    "qwer1234",
    "1qaz2wsx",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "qwertyuiop",
    "qwertyui",
    "asdfghjkl",
    "zxcvbnm123",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "iloveyou",
    "woaini1314",
    "woaini520",
    "5201314520",
    "xinfang123",
];

fn is_common(lower: &str) -> bool {
    let mut characters = lower.chars();
    let first = characters.next();
    COMMON.contains(&lower) || characters.all(|c| Some(c) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(raw: &str) -> Result<Password, PasswordError> {
        Password::parse(raw, &Username::parse("LiXiuying").unwrap())
    }

    #[test]
    fn length_is_what_counts_and_any_character_will_do() {
        for good in [
            "correct horse battery",
            "泉城的春天真好啊",
            "8 letters",
            "Xf#2026$petition",
            &"长1".repeat(32),
        ] {
            assert_eq!(parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn each_weakness_has_its_own_error() {
        assert_eq!(parse(""), Err(PasswordError::Empty));
        assert_eq!(parse("1234567"), Err(PasswordError::TooShort));
        assert_eq!(parse("密码太短了吧啊"), Err(PasswordError::TooShort));
        assert_eq!(parse(&"ab".repeat(33)), Err(PasswordError::TooLong));
        assert_eq!(parse("lixiuYING"), Err(PasswordError::SameAsUsername));
        assert_eq!(parse("PassWord123"), Err(PasswordError::TooCommon));
        assert_eq!(parse("88888888"), Err(PasswordError::TooCommon));
    }

    #[test]
    fn every_listed_password_is_refused_as_too_common() {
        for common in COMMON {
            assert_eq!(parse(common), Err(PasswordError::TooCommon), "{common}");
        }
    }

    #[test]
    fn both_times_must_be_the_same() {
        let username = Username::parse("LiXiuying").unwrap();
        let twice = |a, b| Password::parse_twice(a, b, &username);
        assert!(twice("泉城的春天真好啊", "泉城的春天真好啊").is_ok());
        assert_eq!(
            twice("泉城的春天真好啊", "泉城的春天真好"),
            Err(PasswordError::Different)
        );
        assert_eq!(twice("short", "other"), Err(PasswordError::TooShort));
    }

    #[test]
    fn debug_output_does_not_show_it() {
        assert_eq!(format!("{:?}", parse("correct horse").unwrap()), "Password(…)");
    }
}
