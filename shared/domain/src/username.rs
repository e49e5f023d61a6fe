//! 用户名: what may be one, and which two are the same.
//! Must not know whether it is taken.

use crate::contact::is_han;
use crate::text::half_width;

/// 用户名: 4–20 letters, digits, underscores or Chinese characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

/// 用户名错误: why a text can't be a username.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// Nothing was typed.
    #[error("请填写用户名")]
    Empty,
    /// Fewer than four or more than twenty characters.
    #[error("用户名应当是 4 到 20 个字，现在有 {count} 个字")]
    Length {
        /// How many there are.
        count: usize,
    },
    /// A character that is not allowed.
    #[error("用户名只能用汉字、字母、数字和下划线")]
    Characters,
}

impl Username {
    /// Fewest characters.
    pub const LENGTH_MIN: usize = 4;
    /// Most characters.
    pub const LENGTH_MAX: usize = 20;

    /// Reads a username; full-width characters become half-width, white space at the ends goes.
    ///
    /// # Errors
    /// [`UsernameError`] says what is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, UsernameError> {
        let name = half_width(raw).trim().to_owned();
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || is_han(c);
        match name.chars().count() {
            0 => Err(UsernameError::Empty),
            _ if !name.chars().all(fits) => Err(UsernameError::Characters),
            count if !(Self::LENGTH_MIN..=Self::LENGTH_MAX).contains(&count) => {
                Err(UsernameError::Length { count })
            }
            _ => Ok(Self(name)),
        }
    }

    /// As its owner wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is compared: two usernames that differ in case only are the same.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_underscores_and_chinese_make_a_username() {
        for typed in [
            "lixiuying",
            "li_1958",
            "泉城市民",
            "ＬｉＸｉｕ１",
            " user01 ",
            "1234",
            &"字".repeat(20),
        ] {
            assert!(Username::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        assert_eq!(Username::parse("　"), Err(UsernameError::Empty));
        assert_eq!(Username::parse("abc"), Err(UsernameError::Length { count: 3 }));
        assert_eq!(
            Username::parse(&"a".repeat(21)),
            Err(UsernameError::Length { count: 21 })
        );
        for typed in [
            "a b c d",
            "user@example",
            "名字😀名字",
            "user\u{200B}name",
            "аdmin",
        ] {
            assert_eq!(Username::parse(typed), Err(UsernameError::Characters), "{typed}");
        }
        assert_eq!(
            Username::parse("abc").unwrap_err().to_string(),
            "用户名应当是 4 到 20 个字，现在有 3 个字"
        );
    }

    #[test]
    fn case_and_width_do_not_make_another_username() {
        let key = |typed: &str| Username::parse(typed).unwrap().key();
        assert_eq!(key("LiXiu"), key("ｌｉｘｉｕ"));
        assert_ne!(key("LiXiu"), key("LiXiu1"));
        assert_eq!(Username::parse("LiXiu").unwrap().as_str(), "LiXiu");
    }
}
