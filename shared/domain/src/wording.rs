//! 短信用语: the words of each kind of message, with blanks in braces (`{number}`). Owns the built-in
//! words, what words are acceptable, how blanks are filled and what a message costs. Must not know who
//! changed the words or where they lie.

use crate::message::{Blank, MessageKind};

/// 签名: stands before every message, so that people see who writes. Not part of the words.
pub const SIGN: &str = "【山东信访】";

/// The most parts a message may have with blanks of ordinary length: longer ones are not read, and each
/// part is paid for.
pub const PARTS_MAX: usize = 3;

/// Characters of a message in one part, and of each part of a longer one, whose header takes three
/// (GSM 03.40, UCS-2: 140 and 134 bytes).
const ONE_PART: usize = 70;
const EACH_PART: usize = 67;

/// 短信用语 of one kind, known to be acceptable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    kind: MessageKind,
    text: String,
}

/// 用语有误: why words are not acceptable, in words for the person who wrote them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordingError {
    /// Nothing was written.
    #[error("请填写短信的内容")]
    Empty,
    /// A line break, or another character that telephones do not show.
    #[error("短信不能换行，也不能有看不见的字符")]
    Control,
    /// Brackets of a signature: networks would take them for one.
    #[error("内容里不能有“【】”，签名由系统加在最前面")]
    Signature,
    /// A brace without its other half.
    #[error("花括号要成对，例如 {{number}}")]
    Brace,
    /// A blank that this kind does not have.
    #[error("这种短信没有“{{{blank}}}”，可以用的有 {known}")]
    Unknown {
        /// What was between the braces.
        blank: String,
        /// Those that may be used, as they are typed.
        known: String,
    },
    /// A blank that must be there is not.
    #[error("缺少“{{{0}}}”（{1}），没有它群众看不明白")]
    Missing(&'static str, &'static str),
    /// More parts than are sent.
    #[error("太长：按一般长度填好以后有 {chars} 个字，要分 {parts} 条发，最多 {PARTS_MAX} 条（201 个字）")]
    TooLong {
        /// Characters with signature and sample values.
        chars: usize,
        /// Parts.
        parts: usize,
    },
}

impl Wording {
    /// The words of a kind that come with the product.
    #[must_use]
    pub fn built_in(kind: MessageKind) -> Self {
        Self {
            kind,
            text: built_in(kind).to_owned(),
        }
    }

    /// Checks words as typed.
    ///
    /// # Errors
    /// [`WordingError`], of the first thing that is wrong.
    pub fn parse(kind: MessageKind, typed: &str) -> Result<Self, WordingError> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(WordingError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(WordingError::Control);
        }
        if text.contains(['【', '】']) {
            return Err(WordingError::Signature);
        }
        let wording = Self {
            kind,
            text: text.to_owned(),
        };
        let mut used = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Words(_) => {}
                Piece::Brace => return Err(WordingError::Brace),
                Piece::Blank(name) => match known(kind).find(|blank| blank.name() == name) {
                    Some(blank) => used.push(blank),
                    None => {
                        let known: Vec<String> =
                            known(kind).map(|blank| format!("{{{}}}", blank.name())).collect();
                        return Err(WordingError::Unknown {
                            blank: name.to_owned(),
                            known: known.join(" "),
                        });
                    }
                },
            }
        }
        if let Some(missing) = kind.needs().iter().find(|blank| !used.contains(blank)) {
            return Err(WordingError::Missing(missing.name(), missing.label()));
        }
        let sample = wording.sample();
        let parts = parts(&sample);
        if parts > PARTS_MAX {
            return Err(WordingError::TooLong {
                chars: length(&sample),
                parts,
            });
        }
        Ok(wording)
    }

    /// The kind they are of.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        self.kind
    }

    /// The words, with their blanks.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The message as a telephone shows it.
    #[must_use]
    pub fn fill<'a>(&self, value: impl Fn(Blank) -> &'a str) -> String {
        let mut message = SIGN.to_owned();
        for piece in pieces(&self.text) {
            match piece {
                Piece::Words(words) => message.push_str(words),
                // What was checked when it was written has neither of these.
                Piece::Brace => {}
                Piece::Blank(name) => {
                    let blank = known(self.kind).find(|blank| blank.name() == name);
                    message.push_str(blank.map_or("", &value));
                }
            }
        }
        message
    }

    /// The message with values of ordinary length: what a preview shows.
    #[must_use]
    pub fn sample(&self) -> String {
        self.fill(|blank| sample_value(self.kind, blank))
    }
}

/// A value of ordinary length, for previews.
#[must_use]
pub const fn sample_value(kind: MessageKind, blank: Blank) -> &'static str {
    match (blank, kind) {
        (Blank::Number, _) => "W370102-20261123-00042",
        (Blank::Agency, _) => "济南市历下区住房和城乡建设局",
        (Blank::Due, _) => "2027年1月22日",
        (Blank::RateBy, _) => "2026年12月23日",
        (Blank::Code, MessageKind::ResetCode) => "482109",
        (Blank::Username, _) => "lixiuying",
        (Blank::Code, _) => "4821 0937 5562 1048",
        (Blank::Site, _) => "xf.example.gov.cn",
    }
}

/// Characters as networks count them (UTF-16 code units).
#[must_use]
pub fn length(message: &str) -> usize {
    message.encode_utf16().count()
}

/// 条数: how many messages a network makes of it, and charges.
#[must_use]
pub fn parts(message: &str) -> usize {
    match length(message) {
        0..=ONE_PART => 1,
        long => long.div_ceil(EACH_PART),
    }
}

fn known(kind: MessageKind) -> impl Iterator<Item = Blank> {
    kind.needs().iter().chain(kind.may_use()).copied()
}

enum Piece<'a> {
    Words(&'a str),
    Blank(&'a str),
    /// A brace that opens nothing or closes nothing.
    Brace,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Piece::Words(&rest[..at]));
        let inside = &rest[at + 1..];
        let end = inside
            .find(['{', '}'])
            .filter(|end| inside[*end..].starts_with('}'));
        match end {
            Some(end) if rest[at..].starts_with('{') => {
                pieces.push(Piece::Blank(inside[..end].trim()));
                rest = &inside[end + 1..];
            }
            _ => {
                pieces.push(Piece::Brace);
                rest = inside;
            }
        }
    }
    pieces.push(Piece::Words(rest));
    pieces
}

/// The words that come with the product: short, plain, and without anything personal but the petition's
/// number. A telephone is often shared, so no text says what a petition is about or who filed it.
const fn built_in(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::AccountRegistered => {
            "您已成功注册山东省网上信访账号，可登录后反映信访事项。不是您本人注册的，请联系信访部门。查询：{site}"
        }
        MessageKind::PasswordChanged => {
            "您的网上信访账号刚刚修改了密码。不是您本人改的，请马上在登录页用手机短信重设密码。查询：{site}"
        }
        MessageKind::MobileChanged => {
            "您的网上信访账号已换用别的手机号。不是您本人改的，请联系信访部门。查询：{site}"
        }
        MessageKind::AccountClosed => {
            "您的网上信访账号已注销。已提交的事项照常办理，凭姓名和查询码查看进度。查询：{site}"
        }
        MessageKind::ResetCode => {
            "验证码{code}，用于重设网上信访密码，10分钟内有效。不要告诉任何人；不是您本人操作的，不用理会。查询：{site}"
        }
        MessageKind::Username => {
            "您查询的网上信访用户名是：{username}。忘了密码的，在登录页用手机短信重设。不是您本人查询的，不用理会。查询：{site}"
        }
        MessageKind::Filed => {
            "您的信访事项已收到，编号{number}。工作人员将在15日内处理，请妥善保管查询码。查询：{site}"
        }
        MessageKind::Registered => "您的信访事项（编号{number}）已登记。查询：{site}",
        MessageKind::Transferred => "您的信访事项（编号{number}）已转{agency}办理。查询：{site}",
        MessageKind::Accepted => "{agency}已受理您的信访事项（编号{number}），答复期限为{due}。查询：{site}",
        MessageKind::Suspended => {
            "{agency}依规定中止计算您的信访事项（编号{number}）的办理期限，原因和依据请登录或凭姓名、查询码查看，恢复时再告诉您。查询：{site}"
        }
        MessageKind::Resumed => {
            "{agency}已恢复计算您的信访事项（编号{number}）的办理期限，答复期限为{due}。查询：{site}"
        }
        MessageKind::Replied => {
            "{agency}已答复您的信访事项（编号{number}），请登录查看，来信来访的请查收书面答复。查询：{site}"
        }
        MessageKind::RepliedToRate => {
            "{agency}已答复您的信访事项（编号{number}），请登录查看，来信来访的请查收书面答复。看后请在{rate_by}前（含当日）评价是否满意。查询：{site}"
        }
        MessageKind::RatingReminder => {
            "您的信访事项（编号{number}）已有结果，还没有评价。{rate_by}前（含当日）可以评价，登录或凭姓名、查询码都行。查询：{site}"
        }
        MessageKind::Concluded => "您的信访事项（编号{number}）已办结。查询：{site}",
        MessageKind::Directed => {
            "{agency}告知：您反映的事项（编号{number}）应当通过法定途径解决，请登录查看告知书，来信来访的请查收。查询：{site}"
        }
        MessageKind::DirectedToRate => {
            "{agency}告知：您反映的事项（编号{number}）应当通过法定途径解决，请登录查看告知书，来信来访的请查收。看后请在{rate_by}前（含当日）评价是否满意。查询：{site}"
        }
        MessageKind::QueryCode => "您的信访事项（编号{number}）的查询码是{code}，请勿转告他人。查询：{site}",
        MessageKind::SuggestionReceived => {
            "您的建议已收到，编号{number}。有了答复会再发短信告诉您。查询：{site}"
        }
        MessageKind::SuggestionReplied => {
            "{agency}已答复您的建议（编号{number}），请登录在“我的建议”里查看。查询：{site}"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_built_in_words_are_acceptable_signed_and_fit_two_parts() {
        for kind in MessageKind::ALL {
            let built_in = Wording::built_in(kind);
            assert_eq!(Wording::parse(kind, built_in.text()).as_ref(), Ok(&built_in));
            let sample = built_in.sample();
            assert!(sample.starts_with(SIGN), "{sample}");
            assert!(sample.ends_with("查询：xf.example.gov.cn"), "{sample}");
            assert!(parts(&sample) <= 2, "{sample}");
            assert!(!sample.contains(['{', '}']), "{sample}");
            for blank in kind.needs() {
                assert!(sample.contains(sample_value(kind, *blank)), "{sample}");
            }
        }
    }

    #[test]
    fn each_thing_that_is_wrong_with_words_has_its_own_message() {
        let kind = MessageKind::Accepted;
        for (typed, said) in [
            ("  ", "请填写"),
            ("编号{number}\n期限{due}", "不能换行"),
            ("【别人】编号{number}期限{due}", "签名由系统"),
            ("编号{number}期限{due", "成对"),
            ("编号{number}期限due}", "成对"),
            ("编号{{number}}期限{due}", "成对"),
            (
                "编号{nomber}期限{due}",
                "这种短信没有“{nomber}”，可以用的有 {number} {due} {agency} {site}",
            ),
            ("编号{number}验证码{code}期限{due}", "没有“{code}”"),
            ("编号{number}已受理", "缺少“{due}”（答复期限）"),
            ("期限{due}", "缺少“{number}”"),
        ] {
            let error = Wording::parse(kind, typed).unwrap_err().to_string();
            assert!(error.contains(said), "{typed}: {error}");
        }
        let long = format!("{{number}}{{due}}{}", "长".repeat(164));
        assert_eq!(
            Wording::parse(kind, &long).unwrap_err().to_string(),
            "太长：按一般长度填好以后有 202 个字，要分 4 条发，最多 3 条（201 个字）"
        );
        let fits = format!("{{number}}{{due}}{}", "长".repeat(163));
        assert!(Wording::parse(kind, &fits).is_ok());
    }

    #[test]
    fn blanks_are_filled_where_they_stand_and_values_are_not_read_for_blanks() {
        let words = Wording::parse(MessageKind::Transferred, " { number }转{agency}，{agency} ").unwrap();
        let filled = words.fill(|blank| match blank {
            Blank::Number => "W1",
            Blank::Agency => "{number}局",
            _ => "?",
        });
        assert_eq!(filled, "【山东信访】W1转{number}局，{number}局");
    }

    #[test]
    fn a_message_of_seventy_characters_is_one_and_parts_of_longer_ones_hold_sixty_seven() {
        for (count, expected) in [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)] {
            assert_eq!(parts(&"字".repeat(count)), expected, "{count}");
        }
        assert_eq!(length("𠮷"), 2, "a rare character counts twice");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_refused_or_renders_without_braces(typed in "[a-z{}字 ]{0,40}") {
            for kind in MessageKind::ALL {
                if let Ok(words) = Wording::parse(kind, &typed) {
                    let whole = !words.sample().contains(['{', '}']);
                    prop_assert!(whole, "{}", words.text());
                }
            }
        }
    }
}
