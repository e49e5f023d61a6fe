//! The texts of all SMS: short, plain, and without anything personal but the petition's number. A
//! phone is often shared, so no text says what a petition is about or who filed it.
//!
//! Must not: send, or carry names, titles or petition text. A query code goes out only where its owner
//! asked for just that ([`SmsText::QueryCode`]).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// 短信模板: what an SMS tells the petitioner. The stored form of an outbox message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum SmsText {
    /// 注册成功: an account was made.
    AccountRegistered,
    /// 信访事项已收到: a petition was filed.
    Filed {
        /// The petition's number.
        number: String,
    },
    /// 已登记: the petition office has registered it.
    Registered {
        /// The petition's number.
        number: String,
    },
    /// 已转送: it was handed on.
    Transferred {
        /// The petition's number.
        number: String,
        /// Name of the agency it went to.
        agency: String,
    },
    /// 已受理: the responsible unit has accepted it.
    Accepted {
        /// The petition's number.
        number: String,
        /// Name of the agency that accepted it.
        agency: String,
        /// Last day for the reply, as printed (`2027年1月22日`).
        due: String,
    },
    /// 已答复: a reply was given.
    Replied {
        /// The petition's number.
        number: String,
        /// Name of the agency that replied.
        agency: String,
    },
    /// 已办结: the matter is concluded.
    Concluded {
        /// The petition's number.
        number: String,
    },
    /// 查询码: the owner asked for it.
    QueryCode {
        /// The petition's number.
        number: String,
        /// The query code in groups of four.
        code: String,
    },
}

const SIGN: &str = "【山东信访】";

impl SmsText {
    /// The text as it is sent. `site` is the public address (`PUBLIC_ORIGIN`) shown where one can look.
    #[must_use]
    pub fn render(&self, site: &str) -> String {
        let site = site
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let text: Cow<'_, str> = match self {
            Self::AccountRegistered => "您已成功注册山东省网上信访账号，可登录后反映信访事项。".into(),
            Self::Filed { number } => {
                format!("您的信访事项已收到，编号{number}。工作人员将在15日内处理，请妥善保管查询码。").into()
            }
            Self::Registered { number } => format!("您的信访事项（编号{number}）已登记。").into(),
            Self::Transferred { number, agency } => {
                format!("您的信访事项（编号{number}）已转送{agency}办理。").into()
            }
            Self::Accepted { number, agency, due } => {
                format!("{agency}已受理您的信访事项（编号{number}），答复期限为{due}。").into()
            }
            Self::Replied { number, agency } => {
                format!("{agency}已答复您的信访事项（编号{number}），请登录查看。").into()
            }
            Self::Concluded { number } => format!("您的信访事项（编号{number}）已办结。").into(),
            Self::QueryCode { number, code } => {
                format!("您的信访事项（编号{number}）的查询码是{code}，请勿转告他人。").into()
            }
        };
        format!("{SIGN}{text}查询：{site}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<SmsText> {
        let number = || "W370100-20261123-00042".to_owned();
        let agency = || "历下区住房和城乡建设局".to_owned();
        vec![
            SmsText::AccountRegistered,
            SmsText::Filed { number: number() },
            SmsText::Registered { number: number() },
            SmsText::Transferred {
                number: number(),
                agency: agency(),
            },
            SmsText::Accepted {
                number: number(),
                agency: agency(),
                due: "2027年1月22日".into(),
            },
            SmsText::Replied {
                number: number(),
                agency: agency(),
            },
            SmsText::Concluded { number: number() },
            SmsText::QueryCode {
                number: number(),
                code: "4821 0937 5562 1048".into(),
            },
        ]
    }

    #[test]
    fn every_text_is_signed_says_where_to_look_and_fits_two_sms() {
        for text in all() {
            let sent = text.render("https://xinfang.example/");
            assert!(
                sent.starts_with(SIGN) && sent.ends_with("查询：xinfang.example"),
                "{sent}"
            );
            assert!(sent.chars().count() <= 134, "{sent}");
        }
    }

    #[test]
    fn every_text_about_a_petition_names_its_number_and_what_happened() {
        let rendered: Vec<String> = all().iter().map(|text| text.render("http://x")).collect();
        assert!(
            rendered[1..]
                .iter()
                .all(|sent| sent.contains("W370100-20261123-00042"))
        );
        for (sent, word) in rendered.iter().zip([
            "注册",
            "已收到",
            "已登记",
            "已转送",
            "已受理",
            "已答复",
            "已办结",
            "查询码是4821",
        ]) {
            assert!(sent.contains(word), "{sent}");
        }
        assert!(rendered[4].contains("历下区住房和城乡建设局") && rendered[4].contains("2027年1月22日"));
    }

    #[test]
    fn stored_texts_come_back_as_they_were() {
        for text in all() {
            let stored = serde_json::to_string(&text).unwrap();
            assert_eq!(serde_json::from_str::<SmsText>(&stored).unwrap(), text);
        }
        let stored = serde_json::to_value(&all()[1]).unwrap();
        assert_eq!(
            stored,
            serde_json::json!({ "template": "filed", "number": "W370100-20261123-00042" })
        );
    }
}
