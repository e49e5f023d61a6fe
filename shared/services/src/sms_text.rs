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
    /// 密码已修改: by somebody who was signed in.
    PasswordChanged,
    /// 手机号已更换: told to the old number.
    MobileChanged,
    /// 账号已注销.
    AccountClosed,
    /// 重设密码的验证码.
    ResetCode {
        /// The six digits.
        code: String,
    },
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
        /// Last day to rate it, as printed; none where it cannot be rated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rate_by: Option<String>,
    },
    /// 评价提醒: it was answered and not rated yet.
    RatingReminder {
        /// The petition's number.
        number: String,
        /// Last day to rate it, as printed.
        rate_by: String,
    },
    /// 已办结: the matter is concluded.
    Concluded {
        /// The petition's number.
        number: String,
    },
    /// 建议已收到: a suggestion was made.
    SuggestionReceived {
        /// The suggestion's number.
        number: String,
    },
    /// 建议已答复: a petition office answered it.
    SuggestionReplied {
        /// The suggestion's number.
        number: String,
        /// Name of the petition office that answered.
        agency: String,
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
            Self::PasswordChanged => {
                "您的网上信访账号刚刚修改了密码。不是您本人改的，请马上在登录页用手机短信重设密码。".into()
            }
            Self::MobileChanged => {
                "您的网上信访账号已换用别的手机号，本号码不再收到通知。不是您本人改的，请联系信访部门。".into()
            }
            Self::AccountClosed => {
                "您的网上信访账号已注销。已提交的事项照常办理，凭姓名和查询码查看进度。".into()
            }
            Self::ResetCode { code } => {
                format!("验证码{code}，用于重设网上信访密码，10分钟内有效。不要告诉任何人；不是您本人操作的，不用理会。").into()
            }
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
            Self::Replied {
                number,
                agency,
                rate_by,
            } => {
                let rate = rate_by
                    .as_ref()
                    .map(|day| format!("看后请在{day}前（含当日）评价是否满意。"))
                    .unwrap_or_default();
                format!("{agency}已答复您的信访事项（编号{number}），请登录查看。{rate}").into()
            }
            Self::RatingReminder { number, rate_by } => format!(
                "您的信访事项（编号{number}）已答复，还没有评价。{rate_by}前（含当日）可以评价，登录或凭姓名、查询码都行。"
            )
            .into(),
            Self::Concluded { number } => format!("您的信访事项（编号{number}）已办结。").into(),
            Self::SuggestionReceived { number } => {
                format!("您的建议已收到，编号{number}。有了答复会再发短信告诉您。").into()
            }
            Self::SuggestionReplied { number, agency } => {
                format!("{agency}已答复您的建议（编号{number}），请登录在“我的建议”里查看。").into()
            }
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

    /// How many texts come before those about a petition.
    const OF_ACCOUNTS: usize = 5;

    fn all() -> Vec<SmsText> {
        let number = || "W370100-20261123-00042".to_owned();
        let agency = || "历下区住房和城乡建设局".to_owned();
        vec![
            SmsText::AccountRegistered,
            SmsText::PasswordChanged,
            SmsText::MobileChanged,
            SmsText::AccountClosed,
            SmsText::ResetCode {
                code: "012345".to_owned(),
            },
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
                rate_by: Some("2026年12月23日".into()),
            },
            SmsText::Concluded { number: number() },
            SmsText::RatingReminder {
                number: number(),
                rate_by: "2026年12月23日".into(),
            },
            SmsText::QueryCode {
                number: number(),
                code: "4821 0937 5562 1048".into(),
            },
            SmsText::SuggestionReceived { number: number() },
            SmsText::SuggestionReplied {
                number: number(),
                agency: agency(),
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
            rendered[OF_ACCOUNTS..]
                .iter()
                .all(|sent| sent.contains("W370100-20261123-00042"))
        );
        for (sent, word) in rendered.iter().zip([
            "注册",
            "修改了密码",
            "手机号",
            "注销",
            "012345",
            "已收到",
            "已登记",
            "已转送",
            "已受理",
            "已答复",
            "已办结",
            "评价",
            "查询码是4821",
            "建议已收到",
            "已答复您的建议",
        ]) {
            assert!(sent.contains(word), "{sent}");
        }
        assert!(
            rendered[OF_ACCOUNTS + 3].contains("历下区住房和城乡建设局")
                && rendered[OF_ACCOUNTS + 3].contains("2027年1月22日")
        );
    }

    #[test]
    fn a_reply_asks_for_a_rating_only_where_there_can_be_one() {
        let reply = |rate_by: Option<&str>| {
            let text = SmsText::Replied {
                number: "W370100-20261123-00042".into(),
                agency: "历下区住房和城乡建设局".into(),
                rate_by: rate_by.map(str::to_owned),
            };
            text.render("http://x")
        };
        assert!(reply(Some("2026年12月23日")).contains("2026年12月23日前（含当日）评价"));
        assert!(!reply(None).contains("评价"));
    }

    #[test]
    fn stored_texts_come_back_as_they_were() {
        for text in all() {
            let stored = serde_json::to_string(&text).unwrap();
            assert_eq!(serde_json::from_str::<SmsText>(&stored).unwrap(), text);
        }
        let stored = serde_json::to_value(&all()[OF_ACCOUNTS]).unwrap();
        assert_eq!(
            stored,
            serde_json::json!({ "template": "filed", "number": "W370100-20261123-00042" })
        );
    }
}
