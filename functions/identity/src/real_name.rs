//! 实名核验: which applicants the public-security service must confirm, and what each of its answers
//! means for the form. Every outcome has its own words; none of them loses what was typed.

use crate::applicant::{Document, Person};
use services::realname::{RealName, RealNameError, Verdict};

/// What came of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Confirmed, or nothing to confirm.
    Passed,
    /// The service said no: the field and the message.
    Refused(&'static str, &'static str),
    /// There is no answer; what to tell.
    NoAnswer(&'static str),
}

/// Whether the number is one that the service must confirm (setting: first digits).
pub fn must_be_confirmed(person: &Person, prefixes: &[String]) -> bool {
    matches!(&person.document, Document::Resident(number) if number.prefix_in(prefixes))
}

/// Asks the service about a person who must be confirmed.
pub async fn confirm(service: Option<&RealName>, person: &Person) -> Outcome {
    let Some(service) = service else {
        return outcome(Err(RealNameError::Unavailable));
    };
    let answer = service.check(&person.name, person.document.number()).await;
    if let Err(error) = answer {
        tracing::warn!(%error, "no answer about a real name");
    }
    outcome(answer)
}

fn outcome(answer: Result<Verdict, RealNameError>) -> Outcome {
    match answer {
        Ok(Verdict::Match) => Outcome::Passed,
        Ok(Verdict::Mismatch) => Outcome::Refused(
            "real_name",
            "姓名与身份证号码不一致，没有通过公安机关核实。请照证件核对姓名和号码",
        ),
        Ok(Verdict::NotFound) => Outcome::Refused(
            "id_number",
            "公安机关没有查到这个身份证号码。请照证件核对；确实无误的，请联系当地派出所",
        ),
        Err(RealNameError::Timeout) => Outcome::NoAnswer(
            "公安机关的实名核实没有在规定时间内答复，注册还没有完成。您填写的内容都在，请过几分钟重新输入密码和验证码，再点“注册”。",
        ),
        Err(RealNameError::Unavailable) => Outcome::NoAnswer(
            "公安机关的实名核实服务暂时不能使用，注册还没有完成。您填写的内容都在，请稍后重新输入密码和验证码，再点“注册”。",
        ),
        Err(RealNameError::Protocol) => Outcome::NoAnswer(
            "公安机关的实名核实服务出了问题，注册还没有完成。您填写的内容都在；如果一小时后仍然这样，请拨打页面底部的联系电话。",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_answer_of_the_service_has_its_own_words() {
        let answers = [
            Ok(Verdict::Mismatch),
            Ok(Verdict::NotFound),
            Err(RealNameError::Timeout),
            Err(RealNameError::Unavailable),
            Err(RealNameError::Protocol),
        ];
        let words: BTreeSet<&str> = answers
            .into_iter()
            .map(|answer| match outcome(answer) {
                Outcome::Refused(_, words) | Outcome::NoAnswer(words) => words,
                Outcome::Passed => panic!("{answer:?} must not pass"),
            })
            .collect();
        assert_eq!(words.len(), answers.len());
        assert_eq!(outcome(Ok(Verdict::Match)), Outcome::Passed);
    }

    #[tokio::test]
    async fn without_the_service_nobody_who_needs_it_passes() {
        let person = Person {
            name: "李秀英".into(),
            sex: domain::identity_document::Sex::Female,
            document: Document::Resident(
                domain::resident_id::ResidentId::parse("370102195810215244", "2026-11-23".parse().unwrap())
                    .unwrap(),
            ),
            household_division: None,
            household_address: None,
            usual_address: None,
            mailing_address: None,
        };
        assert!(must_be_confirmed(&person, &["37".to_owned()]));
        assert!(!must_be_confirmed(&person, &["11".to_owned()]));
        assert!(matches!(confirm(None, &person).await, Outcome::NoAnswer(_)));
    }
}
