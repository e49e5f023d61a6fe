//! Made-up numbers, each spelt in every way we have seen people spell them. The same at every run.

use domain::redaction::Kind;

/// Numbers that look random and are the same at every run.
pub struct Draw(u64);

impl Draw {
    /// Begins anew for the `n`th message.
    pub fn new(n: usize) -> Self {
        Self(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(u64::try_from(n).unwrap_or(0) + 1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most.max(1)).unwrap_or(1);
        usize::try_from(self.next() % most).unwrap_or(0)
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)))
            .collect()
    }

    fn one_of(&mut self, from: &[&str]) -> String {
        from[self.below(from.len())].to_owned()
    }
}

/// A number of each kind in each spelling.
pub fn every(draw: &mut Draw) -> Vec<(Kind, String)> {
    let mut all = Vec::new();
    let long = resident_id(draw);
    let old = format!("{}{}{}", &long[..6], &long[8..14], draw.digits(3));
    for digits in [long, old] {
        let born = if digits.len() == 18 { 14 } else { 12 };
        let apart = [&digits[..6], &digits[6..born], &digits[born..]];
        all.extend(
            in_scripts(&digits)
                .into_iter()
                .map(|text| (Kind::ResidentId, text)),
        );
        for mark in [" ", "-", "－", "　", ".", " - "] {
            all.push((Kind::ResidentId, apart.join(mark)));
        }
        all.push((Kind::ResidentId, spaced(&digits, " ")));
    }
    let mobile = format!(
        "1{}{}",
        draw.one_of(&["38", "59", "77", "86", "99", "30"]),
        draw.digits(8)
    );
    all.extend(in_scripts(&mobile).into_iter().map(|text| (Kind::Mobile, text)));
    let apart = [&mobile[..3], &mobile[3..7], &mobile[7..]];
    for mark in [" ", "-", "－", "—", "·", ".", "　", "_", " - ", "- "] {
        all.push((Kind::Mobile, apart.join(mark)));
    }
    for text in [
        format!("+86{mobile}"),
        format!("+86 {mobile}"),
        format!("86-{mobile}"),
        format!("(86){mobile}"),
        spaced(&mobile, " "),
        spaced(&mobile, "."),
        spaced(&mobile, "\u{200D}"),
        apart.join(" ").replacen('1', "一", 1),
        mobile.replace('1', "幺"),
    ] {
        all.push((Kind::Mobile, text));
    }
    landlines(draw, &mut all);
    cards(draw, &mut all);
    plates(draw, &mut all);
    emails(draw, &mut all);
    all
}

/// A number of 18 that could be somebody's, with the right check digit.
fn resident_id(draw: &mut Draw) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let place = draw.one_of(&["370102", "370202", "371302", "110101", "430104", "650102"]);
    let (year, month, day) = (1935 + draw.below(75), 1 + draw.below(12), 1 + draw.below(28));
    let plain = format!("{place}{year}{month:02}{day:02}{}", draw.digits(3));
    let sum: usize = plain
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    let check = char::from(b"10X98765432"[sum % 11]);
    format!("{plain}{check}")
}

fn translated(digits: &str, row: &[char; 10]) -> String {
    digits
        .chars()
        .map(|c| c.to_digit(10).map_or(c, |digit| row[digit as usize]))
        .collect()
}

/// As it is, in full width, in Chinese, as on cheques, mixed, with a small x.
fn in_scripts(digits: &str) -> Vec<String> {
    const FULL: [char; 10] = ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];
    const PLAIN: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const ROUND: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const CHEQUE: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
    let mixed: String = digits
        .chars()
        .enumerate()
        .map(|(n, c)| match (n % 3, c.to_digit(10)) {
            (1, Some(digit)) => PLAIN[digit as usize],
            (2, Some(digit)) => FULL[digit as usize],
            _ => c,
        })
        .collect();
    vec![
        digits.to_owned(),
        digits.to_lowercase(),
        translated(digits, &FULL).replace('X', "Ｘ"),
        translated(digits, &PLAIN),
        translated(digits, &ROUND),
        translated(digits, &CHEQUE),
        mixed,
    ]
}

fn spaced(digits: &str, mark: &str) -> String {
    let each: Vec<String> = digits.chars().map(String::from).collect();
    each.join(mark)
}

fn landlines(draw: &mut Draw, all: &mut Vec<(Kind, String)>) {
    let area = draw.one_of(&["0531", "0532", "0539", "010", "021"]);
    let local = format!("{}{}", 2 + draw.below(7), draw.digits(7));
    let (head, tail) = local.split_at(4);
    let whole = format!("{area}{local}");
    all.extend(in_scripts(&whole).into_iter().map(|text| (Kind::Landline, text)));
    for text in [
        format!("{area}-{local}"),
        format!("{area}－{local}"),
        format!("{area} {local}"),
        format!("({area}){local}"),
        format!("（{area}）{local}"),
        format!("{area}-{head} {tail}"),
        format!("{area} {head}-{tail}"),
        format!("{area}—{local}"),
        format!("{area} - {local}"),
    ] {
        all.push((Kind::Landline, text));
    }
    // Without an area code, after a word that says what it is; the word belongs to no number.
    for word in ["电话", "请打", "号码：", "座机 "] {
        all.push((Kind::Landline, format!("{word}{local}")));
    }
}

fn cards(draw: &mut Draw, all: &mut Vec<(Kind, String)>) {
    let card = format!("62{}", draw.digits(17));
    all.extend(in_scripts(&card).into_iter().map(|text| (Kind::BankCard, text)));
    let fours: Vec<&str> = [0..4, 4..8, 8..12, 12..16, 16..19]
        .into_iter()
        .map(|part| &card[part])
        .collect();
    for mark in [" ", "-", "　", "·", " - "] {
        all.push((Kind::BankCard, fours.join(mark)));
        all.push((Kind::BankCard, fours[..4].join(mark)));
    }
    all.push((Kind::BankCard, spaced(&card, " ")));
}

fn plates(draw: &mut Draw, all: &mut Vec<(Kind, String)>) {
    let province = draw.one_of(&["鲁", "京", "湘", "粤", "苏", "新"]);
    let city = draw.one_of(&["A", "B", "H", "Q", "V"]);
    let number = format!("{}{}", draw.one_of(&["", "K", "D"]), draw.digits(5));
    let number = &number[..5];
    let small = city.to_lowercase();
    let wide: String = number
        .chars()
        .chain(city.chars())
        .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c))
        .collect();
    let (wide_number, wide_city) = (
        wide.chars().take(5).collect::<String>(),
        wide.chars().skip(5).collect::<String>(),
    );
    for text in [
        format!("{province}{city}{number}"),
        format!("{province}{city}·{number}"),
        format!("{province}{city}•{number}"),
        format!("{province}{city} {number}"),
        format!("{province}{city}-{number}"),
        format!("{province}{city} - {number}"),
        format!("{province}{city}.{number}"),
        format!("{province} {city} {number}"),
        format!("{province}{small}{}", number.to_lowercase()),
        format!("{province}{wide_city}{wide_number}"),
        format!("{province}{city}D{number}"),
        format!("{province}{city}·{}警", &number[..4]),
        spaced(&format!("{province}{city}{number}"), " "),
        format!("{province}{city}{}", in_scripts(number)[3]),
    ] {
        all.push((Kind::Plate, text));
    }
}

fn emails(draw: &mut Draw, all: &mut Vec<(Kind, String)>) {
    let name = format!(
        "{}{}",
        draw.one_of(&["li.xiuying", "wang_jg", "zhangwei", "a"]),
        draw.digits(3)
    );
    let host = draw.one_of(&["qq.com", "163.com", "mail.example.cn", "example.com"]);
    let wide: String = format!("{name}@{host}")
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c))
        .collect();
    for text in [
        format!("{name}@{host}"),
        format!("{name}＠{host}"),
        format!("{name} @ {host}"),
        format!("{name}(at){host}"),
        format!("{name}[at]{host}"),
        format!("{name} (AT) {host}"),
        format!("{name}艾特{host}"),
        format!("{name}@{}", host.replace('.', "。")),
        format!("{name}@{}", host.replace('.', "点")),
        format!("{name}@{}", host.replace('.', "(dot)")),
        format!("{name}@{}", host.replace('.', " . ")),
        name.to_uppercase() + "@" + &host.to_uppercase(),
        wide,
    ] {
        all.push((Kind::Email, text));
    }
}
