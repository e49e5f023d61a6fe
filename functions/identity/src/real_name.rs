//! 实名核验: which applicants the public-security service must confirm, and what each of its answers
//! means for the form. Every outcome has its own words; none of them loses what was typed.

use crate::applicant::Document;
use services::realname::{RealName, RealNameError, Verdict};
use web::limits::{self, REGISTER_ADDRESS, REGISTER_DOCUMENT};
use web::{App, Visit};

/// What came of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Confirmed, or nothing to confirm.
    Passed,
    /// The service said no: the field and the message.
    Refused(&'static str, &'static str),
    /// There is no answer; why, in one clause.
    NoAnswer(&'static str),
}

/// Whether the number is one that the service must confirm (setting: first digits).
pub fn must_be_confirmed(document: &Document, prefixes: &[String]) -> bool {
    matches!(document, Document::Resident(number) if number.prefix_in(prefixes))
}

/// Asks the service where it must be asked. What it refuses is counted, so that nobody finds out by trying
/// which number belongs to which name; what it does not answer is nobody's fault.
///
/// # Errors
/// `TooMany` after too many refusals; the store's.
pub async fn check(app: &App, visit: &Visit, name: &str, document: &Document) -> web::Result<Outcome> {
    if !must_be_confirmed(document, &app.config.real_name_prefixes) {
        return Ok(Outcome::Passed);
    }
    let of = [
        (REGISTER_ADDRESS, visit.address()),
        (REGISTER_DOCUMENT, document.number()),
    ];
    let attempt = limits::attempt(app, visit, &of).await?;
    let outcome = confirm(app.realname.as_ref(), name, document).await;
    if !matches!(outcome, Outcome::Refused(..)) {
        attempt.succeeded(app).await;
    }
    Ok(outcome)
}

/// Asks the service about a person who must be confirmed.
async fn confirm(service: Option<&RealName>, name: &str, document: &Document) -> Outcome {
    let Some(service) = service else {
        return outcome(Err(RealNameError::Unavailable));
    };
    let answer = service.check(name, document.number()).await;
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
        Err(RealNameError::Timeout) => {
            Outcome::NoAnswer("公安机关的实名核实没有在规定时间内答复，请过几分钟再试")
        }
        Err(RealNameError::Unavailable) => {
            Outcome::NoAnswer("公安机关的实名核实服务暂时不能使用，请稍后再试")
        }
        Err(RealNameError::Protocol) => Outcome::NoAnswer(
            "公安机关的实名核实服务出了问题，请稍后再试；如果一小时后仍然这样，请拨打页面底部的联系电话",
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
        let number =
            domain::resident_id::ResidentId::parse("370102195810215244", "2026-11-23".parse().unwrap());
        let document = Document::Resident(number.unwrap());
        assert!(must_be_confirmed(&document, &["37".to_owned()]));
        assert!(!must_be_confirmed(&document, &["11".to_owned()]));
        assert!(matches!(
            confirm(None, "李秀英", &document).await,
            Outcome::NoAnswer(_)
        ));
    }
}
