//! Numbers: identity documents, telephones, bank cards. A run is a row of digits of any kind (half or full
//! width, Chinese, Chinese as on cheques) with a mark or two and blanks between each two. Where a number may begin and
//! end within a run is where marks stand, so that a part of a longer number is none, and where the script changes:
//! a numeral of the sentence may touch it (打了13853112345三次).

use super::{Chars, Find, Kind};

/// One digit of a run.
#[derive(Clone, Copy)]
struct Digit {
    value: u8,
    /// Where it stands.
    at: usize,
    /// The mark before it within the run; of blanks and a mark, the mark.
    mark: Option<char>,
    /// Whether it is a Chinese numeral.
    chinese: bool,
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

/// So many characters may stand between two digits of one number.
const MARKS_MAX: usize = 4;

/// What separates nothing by itself.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{FEFF}')
}

/// What people put between the digits of one number.
fn is_mark(c: char) -> bool {
    is_blank(c) && c != '\n'
        || matches!(
            c,
            '-' | '－' | '‐' | '‑' | '–' | '—' | '―' | '─' | '_' | '＿' | '~' | '～'
        )
        || matches!(
            c,
            '.' | '．' | '·' | '•' | '・' | '*' | '/' | '／' | '|' | ',' | '，' | '、'
        )
        || matches!(c, '(' | ')' | '（' | '）' | '[' | ']')
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
        let between = last.map_or(&[][..], |last| &chars.chars[last + 1..at]);
        let strong = between.iter().filter(|c| !is_blank(**c));
        let joined = last.is_some()
            && between.len() <= MARKS_MAX
            && between.iter().all(|c| is_mark(*c))
            && strong.clone().count() <= 2;
        let mark = strong.clone().next().or(between.first());
        let digit = Digit {
            value,
            at,
            mark: mark.copied().filter(|_| joined),
            chinese: !matches!(c, '0'..='9' | '０'..='９'),
        };
        match runs.last_mut() {
            Some(run) if joined => run.push(digit),
            _ => runs.push(vec![digit]),
        }
        last = Some(at);
    }
    runs
}

pub(super) fn find(chars: &Chars) -> Vec<Find> {
    let mut found = Vec::new();
    for run in runs(chars) {
        let mut left: &[Digit] = &run;
        for (from, count, find) in find_in(chars, &run, is_uniform) {
            let before = run.len() - left.len();
            found.extend(loosely(chars, &left[..from - before]));
            found.push(find);
            left = &run[from + count..];
        }
        found.extend(loosely(chars, left));
    }
    found
}

/// In what is left between numbers: one of several scripts that a numeral of the sentence touches.
fn loosely(chars: &Chars, digits: &[Digit]) -> Vec<Find> {
    let found = find_in(chars, digits, |_| true);
    found.into_iter().map(|(_, _, find)| find).collect()
}

/// The numbers of a run: the digit with which each begins, how many it has, and what it is. Where only the script
/// changes, one begins or ends whose digits are as `may` says.
fn find_in(chars: &Chars, run: &[Digit], may: fn(&[Digit]) -> bool) -> Vec<(usize, usize, Find)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < run.len() {
        let begins = at == 0 || is_border(run, at);
        let one = begins.then(|| first_of(chars, &run[at..], may)).flatten();
        let begun = |(_, count, _): &(Kind, usize, usize)| {
            at == 0 || run[at].mark.is_some() || may(&run[at..at + count])
        };
        match one.filter(begun) {
            Some((kind, count, end)) => {
                let digits = &run[at..at + count];
                found.push((at, count, chars.find(kind, start_of(chars, digits), end)));
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a number may end before a digit and another one begin with it.
fn is_border(digits: &[Digit], at: usize) -> bool {
    digits[at].mark.is_some() || digits[at].chinese != digits[at - 1].chinese
}

/// Whether the digits are of one script but for a lone one at an end: a numeral of the sentence that touches them.
fn is_touched(digits: &[Digit], at_the_start: bool) -> bool {
    let (Some((first, rest)), Some((last, others))) = (digits.split_first(), digits.split_last()) else {
        return false;
    };
    let lone = |one: &Digit, others: &[Digit]| others.iter().all(|other| other.chinese != one.chinese);
    lone(last, others) && last.mark.is_none()
        || at_the_start && lone(first, rest) && rest.first().is_some_and(|next| next.mark.is_none())
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
fn first_of(chars: &Chars, rest: &[Digit], may: fn(&[Digit]) -> bool) -> Option<(Kind, usize, usize)> {
    let whole = |count: usize| ends(rest, count, may);
    let end = |count: usize| rest[count - 1].at + 1;
    if let Some((count, end)) = resident_id(chars, rest, may) {
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
        // Of several scripts, with a numeral of the sentence at either end.
        (16..=21).rev().find(|count| {
            whole(*count)
                && (*count <= 19 || !is_uniform(&rest[..*count]))
                && is_card(&rest[..*count])
                && !is_touched(&rest[..*count], true)
        })
    });
    if let Some(count) = card {
        return Some((Kind::BankCard, count, end(count)));
    }
    if let Some(count) = [12, 11, 10]
        .into_iter()
        .find(|count| whole(*count) && is_landline(&rest[..*count]) && !is_touched(&rest[..*count], false))
    {
        return Some((Kind::Landline, count, end(count)));
    }
    let local = [8, 7].into_iter().find(|count| {
        whole(*count) && is_local(chars, &rest[..*count]) && !is_touched(&rest[..*count], false)
    })?;
    Some((Kind::Landline, local, end(local)))
}

/// Whether all digits are of one script.
fn is_uniform(digits: &[Digit]) -> bool {
    digits.windows(2).all(|two| two[0].chinese == two[1].chinese)
}

/// Whether a number may end after so many digits: where a mark stands, or where another script begins and they are as
/// `may` says.
fn ends(rest: &[Digit], count: usize, may: fn(&[Digit]) -> bool) -> bool {
    rest.len() == count
        || rest.len() > count && is_border(rest, count) && (rest[count].mark.is_some() || may(&rest[..count]))
}

fn number(digits: &[Digit]) -> u32 {
    digits
        .iter()
        .fold(0, |sum, digit| sum * 10 + u32::from(digit.value))
}

/// A number of 18 or 15 with the code of a province and a date of birth. One whose digits are wrong in another
/// way is found too: it could be a slip.
fn resident_id(chars: &Chars, rest: &[Digit], may: fn(&[Digit]) -> bool) -> Option<(usize, usize)> {
    if rest.len() < 15 || !(11..=82).contains(&number(&rest[..2])) {
        return None;
    }
    // Spelt digit by digit it ends where the spelling ends, or it is the beginning of a longer number.
    let spelt = spelt(rest);
    let ends = |count: usize| ends(rest, count, may) && (spelt == 1 || spelt == count);
    if rest.len() >= 17
        && is_date(number(&rest[6..10]), &rest[10..14])
        && (1850..=2099).contains(&number(&rest[6..10]))
    {
        let last = rest[16].at + 1;
        let x = (last..=last + MARKS_MAX).find(|at| chars.get(*at).is_some_and(is_x));
        let x = x.filter(|x| chars.chars[last..*x].iter().all(|c| is_mark(*c)));
        if let Some(x) = x.filter(|_| ends(17)) {
            return Some((17, x + 1));
        }
        if ends(18) {
            return Some((18, rest[17].at + 1));
        }
    }
    let old = ends(15);
    let scripts = rest[..15]
        .windows(2)
        .filter(|two| two[0].chinese != two[1].chinese)
        .count();
    let written = evenly(&rest[..15]) || grouped(&rest[..15]) == [6, 6, 3];
    let like_one = is_date(1900 + number(&rest[6..8]), &rest[8..12]) && written;
    // A telephone number between two numerals is none.
    (old && like_one && !(1..=2).contains(&scripts)).then(|| (15, rest[14].at + 1))
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
    const WORDS: [&str; 11] = [
        "电话",
        "座机",
        "固话",
        "热线",
        "致电",
        "打",
        "联系方式",
        "联系",
        "手机",
        "号码",
        "传真",
    ];
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
