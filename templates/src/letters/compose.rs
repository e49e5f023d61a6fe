//! The wording of each letter, from facts to a [`Letter`]. Pure; the caller gives numbers and dates.

use super::{Letter, LetterKind, Paragraph};

/// 文书的共同要素.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Number of the letter.
    pub letter_number: String,
    /// Name of the petitioner; 匿名 for an anonymous one.
    pub petitioner: String,
    /// Number of the petition.
    pub petition_number: String,
    /// Its title.
    pub title: String,
    /// How it came, as the sentence begins: 您于2026年10月14日通过网上信访提出的, 您来信提出的.
    pub came: String,
    /// Who issues the letter.
    pub agency: String,
    /// Date of the letter, as people read it: `2026年10月30日`.
    pub date: String,
}

/// 处理结果, article 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeWord {
    /// 予以支持.
    Support,
    /// 解释说明.
    Explain,
    /// 不予支持.
    NotSupport,
}

fn letter(kind: LetterKind, facts: &Facts, body: Vec<Paragraph>) -> Letter {
    let anonymous = facts.petitioner == "匿名";
    Letter {
        kind,
        number: facts.letter_number.clone(),
        addressee: if anonymous {
            "匿名信访人".to_owned()
        } else {
            facts.petitioner.clone()
        },
        body,
        agency: facts.agency.clone(),
        date: facts.date.clone(),
    }
}

fn text(words: impl Into<String>) -> Paragraph {
    Paragraph::Text(words.into())
}

fn heading(words: &str) -> Paragraph {
    Paragraph::Heading(words.to_owned())
}

fn opening(facts: &Facts) -> String {
    format!(
        "{}“{}”信访事项（编号：{}）",
        facts.came, facts.title, facts.petition_number
    )
}

/// 怎样转: how a case was passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedOn {
    /// 转送
    Transferred,
    /// 交办
    Assigned,
}

/// 转送告知、交办告知: to whom it was passed on (article 22), and by when that unit tells about acceptance (article 23).
#[must_use]
pub fn transfer_notice(facts: &Facts, to: &str, how: PassedOn) -> Letter {
    let (kind, passed_on) = match how {
        PassedOn::Transferred => (LetterKind::TransferNotice, format!("转送{to}处理")),
        PassedOn::Assigned => (LetterKind::AssignmentNotice, format!("交由{to}办理")),
    };
    letter(
        kind,
        facts,
        vec![
            text(format!("{}已经登记。", opening(facts))),
            text(format!(
                "根据《信访工作条例》第二十二条的规定，现将该信访事项{passed_on}。该单位应当自收到之日起15日内决定是否受理，并书面告知您。"
            )),
            text("您可以凭姓名和查询码在网上查询办理情况。"),
            text("特此告知。"),
        ],
    )
}

/// 交办函 (article 22): to the agency `to`, which has until `due`; the petitioner's name is not in it, the case has it.
#[must_use]
pub fn assignment_letter(facts: &Facts, to: &str, due: &str, instruction: &str) -> Letter {
    let wanted = format!(
        "请依法按政策办理，于{due}以前（含当日）办结，通过网上信访系统反馈办理结果，并提交办结报告。"
    );
    Letter {
        addressee: to.to_owned(),
        ..letter(
            LetterKind::AssignmentLetter,
            facts,
            vec![
                text(format!(
                    "信访人提出的“{}”信访事项（编号：{}），属于你单位职责范围。根据《信访工作条例》第二十二条的规定，现交由你单位办理。",
                    facts.title, facts.petition_number
                )),
                heading("一、办理要求"),
                text(instruction),
                heading("二、办理期限"),
                text(wanted),
                text("是否受理，应当自收到之日起15日内书面告知信访人（条例第二十三条）。"),
            ],
        )
    }
}

/// 受理告知 (articles 23, 34); `due` is the last day of handling as people read it.
#[must_use]
pub fn acceptance_notice(facts: &Facts, due: &str) -> Letter {
    letter(
        LetterKind::AcceptanceNotice,
        facts,
        vec![
            text(format!(
                "{}已收悉。经审查，属于本单位职责范围，根据《信访工作条例》第二十三条的规定，决定予以受理。",
                opening(facts)
            )),
            text(format!(
                "根据《信访工作条例》第三十四条的规定，本单位将自受理之日起60日内，即{due}以前（含当日）办结并书面答复您。情况复杂、需要延长期限的，延长不超过30日，并告知您延期理由。"
            )),
            text("办理期间，您可以凭姓名和查询码在网上查询办理情况。"),
            text("特此告知。"),
        ],
    )
}

/// 处理意见, for ordinary petitions only (articles 31(6), 32), with the right to review (article 35).
#[must_use]
pub fn handling_opinion(
    facts: &Facts,
    outcome: OutcomeWord,
    found: &str,
    basis: &str,
    opinion: &str,
) -> Letter {
    let conclusion = match outcome {
        OutcomeWord::Support => "您的请求事实清楚，符合法律、法规、规章或者其他有关规定，本单位予以支持。",
        OutcomeWord::Explain => "您的请求事由合理但缺乏法律依据，本单位作如下解释说明。",
        OutcomeWord::NotSupport => {
            "您的请求缺乏事实根据，或者不符合法律、法规、规章或者其他有关规定，本单位不予支持。"
        }
    };
    letter(
        LetterKind::HandlingOpinion,
        facts,
        vec![
            text(format!(
                "{}，本单位已调查核实并办理完毕。现将处理意见告知如下：",
                opening(facts)
            )),
            heading("一、调查核实的事实"),
            text(found),
            heading("二、依据"),
            text(basis),
            heading("三、处理意见"),
            text(conclusion),
            text(opinion),
            text(
                "根据《信访工作条例》第三十五条的规定，您如对本处理意见不服，可以自收到本意见书之日起30日内，向本单位的上一级机关、单位申请复查。",
            ),
        ],
    )
}

/// 履行职责结果, for requests to investigate or to perform a duty (article 31(5)): reconsideration and
/// lawsuit instead of review.
#[must_use]
pub fn duty_result(facts: &Facts, found: &str, basis: &str, result: &str) -> Letter {
    letter(
        LetterKind::DutyResult,
        facts,
        vec![
            text(format!(
                "{}，属于申请履行法定职责。根据《信访工作条例》第三十一条第五项的规定，本单位已依法履行职责，现将结果告知如下：",
                opening(facts)
            )),
            heading("一、调查核实的事实"),
            text(found),
            heading("二、依据"),
            text(basis),
            heading("三、结果"),
            text(result),
            text(
                "您如不服，可以自收到本告知书之日起60日内依法申请行政复议，或者自收到之日起6个月内依法提起行政诉讼。",
            ),
        ],
    )
}

/// 法定途径: what a notice of the lawful route says.
#[derive(Clone, Copy, Debug)]
pub struct Route<'a> {
    /// The item of article 31: 第二项.
    pub item: &'a str,
    /// What the petitioner is told about such demands.
    pub law: &'a str,
    /// Which way: 劳动人事争议仲裁.
    pub way: &'a str,
    /// Where to go.
    pub body: &'a str,
    /// Why, and what to mind.
    pub explanation: &'a str,
}

/// 法定途径告知, for what goes another lawful way (article 31(1)–(4)). Offers no review: there is none.
#[must_use]
pub fn route_notice(facts: &Facts, route: &Route<'_>) -> Letter {
    let Route {
        item,
        law,
        way,
        body,
        explanation,
    } = route;
    letter(
        LetterKind::RouteNotice,
        facts,
        vec![
            text(format!("{}已收悉。", opening(facts))),
            text(format!(
                "根据《信访工作条例》第三十一条{item}的规定，您反映的事项应当通过法定途径解决，不按信访程序受理。现告知如下："
            )),
            heading("一、法定途径"),
            text(*law),
            text(format!("具体途径：{way}。请向{body}提出。")),
            heading("二、说明"),
            text(*explanation),
            text("法律、法规规定了提出期限的，请在期限内提出，以免耽误。特此告知。"),
        ],
    )
}

/// 直接回复, for what the petition office answers itself; `is_suggestion` names the article that has it studied (article 29).
#[must_use]
pub fn direct_reply(facts: &Facts, is_suggestion: bool, reply: &str) -> Letter {
    let received = if is_suggestion {
        "已收悉。根据《信访工作条例》第二十九条的规定，我们作了研究，现答复如下："
    } else {
        "已收悉。现答复如下："
    };
    letter(
        LetterKind::DirectReply,
        facts,
        vec![
            text(format!("{}{received}", opening(facts))),
            text(reply),
            text("特此答复。"),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(letter: &Letter) -> String {
        letter
            .body
            .iter()
            .map(|p| match p {
                Paragraph::Heading(t) | Paragraph::Text(t) => t.as_str(),
            })
            .collect()
    }

    #[test]
    fn only_the_handling_opinion_offers_review() {
        let facts = Facts {
            petitioner: "李秀英".into(),
            ..Facts::default()
        };
        assert!(words(&handling_opinion(&facts, OutcomeWord::Explain, "", "", "")).contains("申请复查"));
        for letter in [
            duty_result(&facts, "", "", ""),
            route_notice(&facts, &ROUTE),
            direct_reply(&facts, true, "已经安排。"),
            acceptance_notice(&facts, ""),
        ] {
            assert!(!words(&letter).contains("复查"), "{:?}", letter.kind);
        }
        assert!(words(&duty_result(&facts, "", "", "")).contains("行政复议"));
    }

    const ROUTE: Route<'static> = Route {
        item: "第二项",
        law: "您反映的事项应当通过仲裁解决。",
        way: "劳动人事争议仲裁",
        body: "历下区劳动人事争议仲裁委员会",
        explanation: "请带劳动合同。",
    };

    #[test]
    fn a_notice_of_the_lawful_route_says_which_way_where_and_why() {
        let facts = Facts {
            petitioner: "李秀英".into(),
            ..Facts::default()
        };
        let said = words(&route_notice(&facts, &ROUTE));
        for part in [
            "第三十一条第二项",
            "劳动人事争议仲裁。请向历下区劳动人事争议仲裁委员会提出",
            "请带劳动合同。",
            "不按信访程序受理",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    #[test]
    fn a_direct_reply_names_the_article_of_suggestions_only_where_it_answers_one() {
        let of = |is_suggestion| words(&direct_reply(&Facts::default(), is_suggestion, "已经安排。"));
        assert!(of(true).contains("第二十九条") && of(true).contains("已经安排。"));
        assert!(!of(false).contains("条例") && of(false).contains("已经安排。"));
    }

    #[test]
    fn an_assignment_goes_to_the_agency_and_says_what_is_owed_by_when() {
        let facts = Facts {
            petitioner: "李秀英".into(),
            ..Facts::default()
        };
        let letter = assignment_letter(&facts, "济南市信访局", "2026年12月31日", "查明积水原因");
        assert_eq!(letter.addressee, "济南市信访局");
        let said = words(&letter);
        for part in ["2026年12月31日", "查明积水原因", "反馈办理结果", "办结报告"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains("李秀英"));
        let notice = transfer_notice(&facts, "济南市信访局", PassedOn::Assigned);
        assert_eq!(notice.kind.title(), "信访事项交办告知书");
        assert!(words(&notice).contains("交由济南市信访局办理"), "{notice:?}");
    }

    #[test]
    fn a_letter_to_an_anonymous_petitioner_names_nobody() {
        let facts = Facts {
            petitioner: "匿名".into(),
            ..Facts::default()
        };
        assert_eq!(
            transfer_notice(&facts, "历下区信访局", PassedOn::Transferred).addressee,
            "匿名信访人"
        );
    }
}
