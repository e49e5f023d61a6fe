//! What each SMS tells: its kind and what is filled in. This is what waits in the outbox; the words come
//! at delivery (`domain::wording`).
//!
//! Must not: send, or carry names, titles or petition text: a phone is often shared. A query code goes
//! out only where its owner asked for just that ([`SmsText::QueryCode`]), and so does a username ([`SmsText::Username`]).

use domain::message::{Blank, MessageKind};
use domain::wording::Wording;
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
    /// 忘了的用户名: its owner asked for it.
    Username {
        /// The username.
        username: String,
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
    /// 已中止计时: the clock of handling stands still.
    Suspended {
        /// The petition's number.
        number: String,
        /// Name of the agency that handles it.
        agency: String,
    },
    /// 已恢复计时: it goes on.
    Resumed {
        /// The petition's number.
        number: String,
        /// Name of the agency that handles it.
        agency: String,
        /// Last day for the reply, counted anew, as printed.
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
    /// 已告知法定途径: it ends with a notice of where it belongs.
    Directed {
        /// The petition's number.
        number: String,
        /// Name of the agency that says so.
        agency: String,
        /// Last day to rate it, as printed; none where it cannot be rated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rate_by: Option<String>,
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

impl SmsText {
    /// Its kind: everything that does not depend on what is filled in.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        match self {
            Self::AccountRegistered => MessageKind::AccountRegistered,
            Self::PasswordChanged => MessageKind::PasswordChanged,
            Self::MobileChanged => MessageKind::MobileChanged,
            Self::AccountClosed => MessageKind::AccountClosed,
            Self::ResetCode { .. } => MessageKind::ResetCode,
            Self::Username { .. } => MessageKind::Username,
            Self::Filed { .. } => MessageKind::Filed,
            Self::Registered { .. } => MessageKind::Registered,
            Self::Transferred { .. } => MessageKind::Transferred,
            Self::Accepted { .. } => MessageKind::Accepted,
            Self::Suspended { .. } => MessageKind::Suspended,
            Self::Resumed { .. } => MessageKind::Resumed,
            Self::Replied { rate_by: None, .. } => MessageKind::Replied,
            Self::Replied { rate_by: Some(_), .. } => MessageKind::RepliedToRate,
            Self::RatingReminder { .. } => MessageKind::RatingReminder,
            Self::Concluded { .. } => MessageKind::Concluded,
            Self::Directed { rate_by: None, .. } => MessageKind::Directed,
            Self::Directed { rate_by: Some(_), .. } => MessageKind::DirectedToRate,
            Self::QueryCode { .. } => MessageKind::QueryCode,
            Self::SuggestionReceived { .. } => MessageKind::SuggestionReceived,
            Self::SuggestionReplied { .. } => MessageKind::SuggestionReplied,
        }
    }

    /// What is filled in, but for the address of the site.
    #[must_use]
    pub fn values(&self) -> Vec<(Blank, &str)> {
        match self {
            Self::AccountRegistered | Self::PasswordChanged | Self::MobileChanged | Self::AccountClosed => {
                Vec::new()
            }
            Self::ResetCode { code } => vec![(Blank::Code, code)],
            Self::Username { username } => vec![(Blank::Username, username)],
            Self::Filed { number }
            | Self::Registered { number }
            | Self::Concluded { number }
            | Self::SuggestionReceived { number } => vec![(Blank::Number, number)],
            Self::Transferred { number, agency }
            | Self::Suspended { number, agency }
            | Self::SuggestionReplied { number, agency } => {
                vec![(Blank::Number, number), (Blank::Agency, agency)]
            }
            Self::Accepted { number, agency, due } | Self::Resumed { number, agency, due } => vec![
                (Blank::Number, number),
                (Blank::Agency, agency),
                (Blank::Due, due),
            ],
            Self::Replied {
                number,
                agency,
                rate_by,
            }
            | Self::Directed {
                number,
                agency,
                rate_by,
            } => {
                let rate_by = rate_by.as_ref().map(|day| (Blank::RateBy, day.as_str()));
                [(Blank::Number, number.as_str()), (Blank::Agency, agency)]
                    .into_iter()
                    .chain(rate_by)
                    .collect()
            }
            Self::RatingReminder { number, rate_by } => {
                vec![(Blank::Number, number), (Blank::RateBy, rate_by)]
            }
            Self::QueryCode { number, code } => vec![(Blank::Number, number), (Blank::Code, code)],
        }
    }

    /// The text as a telephone shows it, in the words given. `site` is the public address
    /// (`PUBLIC_ORIGIN`) shown where one can look.
    #[must_use]
    pub fn render(&self, words: &Wording, site: &str) -> String {
        let site = site
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let values = self.values();
        words.fill(|blank| match blank {
            Blank::Site => site,
            _ => values
                .iter()
                .find(|(of, _)| *of == blank)
                .map_or("", |(_, value)| value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    use domain::wording::SIGN;

    fn render(text: &SmsText, site: &str) -> String {
        text.render(&Wording::built_in(text.kind()), site)
    }

    /// How many texts come before those about a petition.
    const OF_ACCOUNTS: usize = 6;

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
            SmsText::Username {
                username: "lixiuying".to_owned(),
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
            SmsText::Suspended {
                number: number(),
                agency: agency(),
            },
            SmsText::Resumed {
                number: number(),
                agency: agency(),
                due: "2027年1月24日".into(),
            },
            SmsText::Replied {
                number: number(),
                agency: agency(),
                rate_by: Some("2026年12月23日".into()),
            },
            SmsText::Replied {
                number: number(),
                agency: agency(),
                rate_by: None,
            },
            SmsText::Concluded { number: number() },
            SmsText::Directed {
                number: number(),
                agency: agency(),
                rate_by: Some("2026年12月23日".into()),
            },
            SmsText::Directed {
                number: number(),
                agency: agency(),
                rate_by: None,
            },
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
            let sent = render(&text, "https://xinfang.example/");
            assert!(
                sent.starts_with(SIGN) && sent.ends_with("查询：xinfang.example"),
                "{sent}"
            );
            assert!(sent.chars().count() <= 134, "{sent}");
        }
    }

    #[test]
    fn every_text_about_a_petition_names_its_number_and_what_happened() {
        let rendered: Vec<String> = all().iter().map(|text| render(text, "http://x")).collect();
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
            "lixiuying",
            "已收到",
            "已登记",
            "已转",
            "已受理",
            "中止计算",
            "2027年1月24日",
            "评价是否满意",
            "请登录查看",
            "已办结",
            "评价是否满意",
            "法定途径",
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
            render(&text, "http://x")
        };
        assert!(reply(Some("2026年12月23日")).contains("2026年12月23日前（含当日）评价"));
        assert!(!reply(None).contains("评价"));
    }

    #[test]
    fn every_kind_is_told_by_some_text_and_every_text_fills_the_blanks_of_its_kind() {
        let told: BTreeSet<MessageKind> = all().iter().map(SmsText::kind).collect();
        assert_eq!(told, BTreeSet::from(MessageKind::ALL));
        for text in all() {
            let kind = text.kind();
            let values: Vec<Blank> = text.values().into_iter().map(|(blank, _)| blank).collect();
            for blank in kind.needs().iter().chain(kind.may_use()) {
                assert!(
                    values.contains(blank) || *blank == Blank::Site,
                    "{kind:?} {blank:?}"
                );
            }
        }
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
