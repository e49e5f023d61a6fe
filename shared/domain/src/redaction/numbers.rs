//! Numbers: identity documents, telephones, bank cards. A run is a row of digits of any kind (half or full
//! width, Chinese, Chinese as on cheques) with at most two marks between each two. Where a number may begin and
//! end within a run is where marks stand, so that a part of a longer number is none.

use super::{Chars, Find, Kind};

/// One digit of a run.
#[derive(Clone, Copy)]
struct Digit {
    value: u8,
    /// Where it stands.
    at: usize,
    /// The mark before it within the run.
    mark: Option<char>,
}

/// The value of a digit, in whatever script.
pub(super) fn digit(c: char) -> Option<u8> {
    const PLAIN: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const CHEQUE: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        '○' | '◯' => 0,
        '幺' | '弌' => 1,
        '貳' | '弍' => 2,
        '叄' | '参' | '弎' => 3,
        '陸' => 6,
        _ => {
            let place = |row: &[char; 10]| row.iter().position(|one| *one == c);
            let value = place(&PLAIN).or_else(|| place(&CHEQUE))?;
            return u8::try_from(value).ok();
        }
    };
    u8::try_from(value).ok()
}

/// What people put between the digits of one number.
fn is_mark(c: char) -> bool {
    c.is_whitespace() && c != '\n'
        || matches!(
            c,
            '-' | '－' | '‐' | '‑' | '–' | '—' | '―' | '─' | '_' | '＿' | '~' | '～'
        )
        || matches!(
            c,
            '.' | '．' | '·' | '•' | '・' | '*' | '/' | '／' | '|' | ',' | '，' | '、'
        )
        || matches!(
            c,
            '(' | ')' | '（' | '）' | '[' | ']' | '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{FEFF}'
        )
}

/// The last character of a number of 18 may be an X.
fn is_x(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | 'Х' | 'х' | '✕')
}

fn runs(chars: &Chars) -> Vec<Vec<Digit>> {
    let mut runs: Vec<Vec<Digit>> = Vec::new();
    let mut last: Option<usize> = None;
    for (at, c) in chars.chars.iter().enumerate() {
        let Some(value) = digit(*c) else { continue };
        let between = last.map(|last| &chars.chars[last + 1..at]);
        let joined = between.is_some_and(|marks| marks.len() <= 2 && marks.iter().all(|c| is_mark(*c)));
        let mark = between
            .and_then(|marks| marks.first().copied())
            .filter(|_| joined);
        match runs.last_mut() {
            Some(run) if joined => run.push(Digit { value, at, mark }),
            _ => runs.push(vec![Digit { value, at, mark }]),
        }
        last = Some(at);
    }
    runs
}

pub(super) fn find(chars: &Chars) -> Vec<Find> {
    let mut found = Vec::new();
    for run in runs(chars) {
        let mut at = 0;
        while at < run.len() {
            let begins = at == 0 || run[at].mark.is_some();
            match begins.then(|| first_of(chars, &run, at)).flatten() {
                Some((kind, count, end)) => {
                    found.push(chars.find(kind, start_of(chars, &run[at..at + count]), end));
                    at += count;
                }
                None => at += 1,
            }
        }
    }
    found
}

/// Where the find begins: the plus of +86 and the bracket of (0531) belong to it.
fn start_of(chars: &Chars, digits: &[Digit]) -> usize {
    let from = digits[0].at;
    let before = chars.before(from);
    let plus = matches!(before, Some('+' | '＋')) && begin_with(digits, &[8, 6]);
    let closed = digits.iter().any(|digit| matches!(digit.mark, Some(')' | '）')));
    let opened = matches!(before, Some('(' | '（')) && closed;
    if plus || opened { from - 1 } else { from }
}

fn begin_with(digits: &[Digit], values: &[u8]) -> bool {
    digits.len() >= values.len()
        && digits
            .iter()
            .zip(values)
            .all(|(digit, value)| digit.value == *value)
}

/// The number that begins at a digit: its kind, how many digits it has, and the character after it.
fn first_of(chars: &Chars, run: &[Digit], at: usize) -> Option<(Kind, usize, usize)> {
    let rest = &run[at..];
    let whole = |count: usize| rest.len() >= count && (rest.len() == count || rest[count].mark.is_some());
    let end = |count: usize| rest[count - 1].at + 1;
    if let Some((count, end)) = resident_id(chars, rest) {
        return Some((Kind::ResidentId, count, end));
    }
    for prefix in [&[][..], &[8, 6], &[0, 0, 8, 6], &[0]] {
        let count = prefix.len() + 11;
        if whole(count) && begin_with(rest, prefix) && is_mobile(&rest[prefix.len()..count]) {
            return Some((Kind::Mobile, count, end(count)));
        }
    }
    // A lone digit before a number that is spelt digit by digit cannot be told from it: all of it is hidden.
    let spelt = spelt(rest);
    let card = (16..=22).contains(&spelt).then_some(spelt).or_else(|| {
        (16..=19)
            .rev()
            .find(|count| whole(*count) && is_card(&rest[..*count]))
    });
    if let Some(count) = card {
        return Some((Kind::BankCard, count, end(count)));
    }
    if let Some(count) = [12, 11, 10]
        .into_iter()
        .find(|count| whole(*count) && is_landline(&rest[..*count]))
    {
        return Some((Kind::Landline, count, end(count)));
    }
    let local = [8, 7]
        .into_iter()
        .find(|count| whole(*count) && is_local(chars, &rest[..*count]))?;
    Some((Kind::Landline, local, end(local)))
}

fn number(digits: &[Digit]) -> u32 {
    digits
        .iter()
        .fold(0, |sum, digit| sum * 10 + u32::from(digit.value))
}

/// A number of 18 or 15 with the code of a province and a date of birth. One whose digits are wrong in another
/// way is found too: it could be a slip.
fn resident_id(chars: &Chars, rest: &[Digit]) -> Option<(usize, usize)> {
    if rest.len() < 15 || !(11..=82).contains(&number(&rest[..2])) {
        return None;
    }
    if rest.len() >= 17
        && is_date(number(&rest[6..10]), &rest[10..14])
        && (1850..=2099).contains(&number(&rest[6..10]))
    {
        let last = rest[16].at + 1;
        let x = (last..=last + 2).find(|at| chars.get(*at).is_some_and(is_x));
        let x = x.filter(|x| chars.chars[last..*x].iter().all(|c| is_mark(*c)));
        if let Some(x) = x.filter(|_| rest.len() == 17 || rest[17].mark.is_some()) {
            return Some((17, x + 1));
        }
        if rest.len() == 18 || rest.len() > 18 && rest[18].mark.is_some() {
            return Some((18, rest[17].at + 1));
        }
    }
    let old = rest.len() == 15 || rest[15].mark.is_some();
    let written = evenly(&rest[..15]) || grouped(&rest[..15]) == [6, 6, 3];
    let like_one = is_date(1900 + number(&rest[6..8]), &rest[8..12]) && written;
    (old && like_one).then(|| (15, rest[14].at + 1))
}

fn is_date(year: u32, rest: &[Digit]) -> bool {
    let year = i32::try_from(year).unwrap_or(0);
    chrono::NaiveDate::from_ymd_opt(year, number(&rest[..2]), number(&rest[2..4])).is_some()
}

fn is_mobile(digits: &[Digit]) -> bool {
    let written = evenly(digits) || grouped(digits).iter().all(|group| *group >= 2);
    digits[0].value == 1 && (3..=9).contains(&digits[1].value) && written && !is_list(digits)
}

/// Whether marks stand in it that stand between the parts of a list or of an amount.
fn is_list(digits: &[Digit]) -> bool {
    digits[1..]
        .iter()
        .any(|digit| matches!(digit.mark, Some(',' | '，' | '、' | '/' | '／' | '|')))
}

/// A long number written as one, in fours, or with the same mark everywhere.
fn is_card(digits: &[Digit]) -> bool {
    let groups = grouped(digits);
    let (last, others) = groups.split_last().unwrap_or((&0, &[]));
    let fours = others.iter().all(|group| *group == 4) && *last <= 4;
    let issuer_first = groups.len() == 2 && groups[0] == 6 && matches!(digits[0].value, 3..=6 | 9);
    (evenly(digits) || fours || issuer_first) && !is_list(digits)
}

/// Area code and number. Three digits for Beijing and the cities of 02x, four for all others.
fn is_landline(digits: &[Digit]) -> bool {
    let short = begin_with(digits, &[0, 1, 0]) || begin_with(digits, &[0, 2]);
    let area = if short { 3 } else { 4 };
    let local = digits.len() - area;
    let groups = grouped(digits);
    digits[0].value == 0
        && digits[1].value != 0
        && (local == 8 || local == 7 && !short)
        && (2..=8).contains(&digits[area].value)
        && (evenly(digits) || groups[0] == area || groups[0] == area + local)
}

/// A number without an area code, where the words before it say what it is.
fn is_local(chars: &Chars, digits: &[Digit]) -> bool {
    const WORDS: [&str; 8] = ["电话", "座机", "固话", "热线", "致电", "拨打", "联系方式", "传真"];
    let from = digits[0].at;
    let before: String = chars.chars[from.saturating_sub(8)..from].iter().collect();
    let named = WORDS
        .iter()
        .filter_map(|word| before.rfind(word).map(|at| at + word.len()))
        .max()
        .is_some_and(|end| {
            before[end..]
                .chars()
                .all(|c| is_mark(c) || matches!(c, ':' | '：' | '是' | '为' | '号' | '码'))
        });
    named
        && (2..=8).contains(&digits[0].value)
        && (evenly(digits) || grouped(digits).iter().all(|group| *group >= 3))
}

/// How many digits from the first one on stand alone, with the same mark between each two.
fn spelt(digits: &[Digit]) -> usize {
    let mark = digits.get(1).and_then(|digit| digit.mark);
    let others = digits
        .iter()
        .skip(1)
        .take_while(|digit| mark.is_some() && digit.mark == mark);
    1 + others.count()
}

/// How many digits stand together each time.
fn grouped(digits: &[Digit]) -> Vec<usize> {
    let mut groups = vec![1];
    for digit in &digits[1..] {
        match groups.last_mut() {
            Some(group) if digit.mark.is_none() => *group += 1,
            _ => groups.push(1),
        }
    }
    groups
}

/// Whether the digits stand together, or the same mark stands between each two.
fn evenly(digits: &[Digit]) -> bool {
    digits[1..].iter().all(|digit| digit.mark == digits[1].mark)
}
