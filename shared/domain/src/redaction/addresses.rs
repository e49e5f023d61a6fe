//! Addresses, by heuristics: what ends like a road, an estate, a building, a village or a town, with whatever of
//! the kind stands next to it. A county and what is above it is no secret and is left; a name of a place that
//! does not end like one is missed.

use super::numbers::digit;
use super::{Chars, Find, Kind, is_han};

/// How a place ends, and how many characters its name has before that.
const PLACES: [(&str, usize, usize); 44] = [
    ("街道", 1, 5),
    ("大道", 1, 6),
    ("路", 1, 6),
    ("街", 1, 6),
    ("巷", 1, 5),
    ("胡同", 1, 5),
    ("弄", 1, 4),
    ("小区", 2, 10),
    ("花园", 2, 8),
    ("家园", 2, 8),
    ("花苑", 2, 8),
    ("公寓", 2, 8),
    ("新村", 2, 8),
    ("新城", 2, 8),
    ("山庄", 2, 8),
    ("名邸", 2, 8),
    ("公馆", 2, 8),
    ("国际", 2, 8),
    ("大厦", 2, 8),
    ("广场", 2, 8),
    ("社区", 1, 8),
    ("家属院", 1, 8),
    ("宿舍", 2, 8),
    ("安置房", 2, 8),
    ("雅苑", 2, 8),
    ("名城", 2, 8),
    ("华府", 2, 8),
    ("御园", 2, 8),
    ("居委会", 1, 6),
    ("村委会", 1, 6),
    ("镇", 1, 5),
    ("乡", 1, 5),
    ("村", 1, 6),
    ("屯", 1, 4),
    ("栋", 1, 5),
    ("幢", 1, 5),
    ("单元", 1, 4),
    ("号楼", 1, 5),
    ("号院", 1, 5),
    ("室", 3, 5),
    ("弄堂", 1, 4),
    ("组", 1, 3),
    ("号", 1, 5),
    ("期", 1, 2),
];
/// Places whose name is a number or a letter, never a word.
const NUMBERED: [&str; 9] = ["栋", "幢", "单元", "号楼", "号院", "室", "组", "号", "期"];
/// These say where within a place, and no place by themselves.
const WEAK: [&str; 6] = ["组", "号", "期", "室", "单元", "广场"];
/// Before the end of a place these are no name.
const NO_NAMES: [&str; 72] = [
    "我们",
    "我",
    "本",
    "该",
    "此",
    "各",
    "每",
    "某",
    "全",
    "整个",
    "一个",
    "这个",
    "那个",
    "老旧",
    "老",
    "新建",
    "多个",
    "几个",
    "其他",
    "其它",
    "附近",
    "周边",
    "所在",
    "所有",
    "很多",
    "许多",
    "部分",
    "旁边",
    "隔壁",
    "住宅",
    "居民",
    "商业",
    "高档",
    "封闭",
    "开放",
    "我市",
    "我县",
    "我区",
    "农",
    "农村",
    "乡",
    "城",
    "城乡",
    "行政",
    "自然",
    "一条",
    "这条",
    "那条",
    "条",
    "修",
    "道",
    "公",
    "铁",
    "高速公",
    "马",
    "走",
    "上",
    "下",
    "通",
    "路",
    "同一个",
    "整条",
    "主",
    "大",
    "小",
    "回",
    "进",
    "出",
    "过",
    "本村",
    "驻",
    "全",
];
/// Verbs that stand before a place without a mark.
const LEADS: [&str; 20] = [
    "反映", "反应", "咨询", "投诉", "建议", "请问", "举报", "关于", "希望", "要求", "问问", "附近", "居住",
    "靠近", "途经", "沿着", "取缔", "再次", "购买", "入住",
];
/// A name of a place does not go back over these.
const STOPS: &str = "的在于位住从到至是和与及了们这那该每某对向等有将把被让由因经往去来后前内里外处旁边我你他她它也都就又还再要会能可请望说称问为啊呢吗吧个";

fn is_name(c: char) -> bool {
    (is_han(c) && !STOPS.contains(c))
        || c.is_ascii_alphanumeric()
        || digit(c).is_some()
        || matches!(c, 'Ａ'..='Ｚ')
}

fn is_number(c: char) -> bool {
    digit(c).is_some()
        || c.is_ascii_alphanumeric()
        || matches!(
            c,
            '十' | '百' | '-' | '－' | '#' | 'Ａ'..='Ｚ' | '甲' | '乙' | '丙' | '东' | '西' | '南' | '北'
        )
}

/// A piece of an address.
struct Piece {
    from: usize,
    to: usize,
    weak: bool,
}

pub(super) fn find(chars: &Chars) -> Vec<Find> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < chars.chars.len() {
        let floor = pieces.last().map_or(0, |piece| piece.to);
        match ending_at(chars, at, floor) {
            Some(piece) => {
                at = piece.to;
                pieces.push(piece);
            }
            None => at += 1,
        }
    }
    let mut found: Vec<(usize, usize, bool)> = Vec::new();
    for piece in pieces {
        match found.last_mut() {
            Some((_, to, weak)) if piece.from <= *to + 1 && joins(chars, *to, piece.from) => {
                *to = piece.to;
                *weak &= piece.weak;
            }
            _ => found.push((piece.from, piece.to, piece.weak)),
        }
    }
    found
        .into_iter()
        .filter(|(_, _, weak)| !weak)
        .map(|(from, to, _)| chars.find(Kind::Address, from, to))
        .collect()
}

/// Whether two pieces are one address.
fn joins(chars: &Chars, end: usize, next: usize) -> bool {
    chars.chars[end..next.max(end)]
        .iter()
        .all(|c| matches!(c, ' ' | '-' | '－' | '\u{3000}'))
}

/// The piece whose ending begins at a character; what was found before it is left alone.
fn ending_at(chars: &Chars, at: usize, floor: usize) -> Option<Piece> {
    let (word, least, most) = PLACES.iter().find(|(word, _, _)| chars.starts_with(at, word))?;
    let numbered = NUMBERED.contains(word);
    let fits = |c: char| if numbered { is_number(c) } else { is_name(c) };
    let mut from = at;
    while from > floor && at - from < *most && chars.before(from).is_some_and(fits) {
        from -= 1;
    }
    from = after_lead(chars, after_county(chars, from, at), at);
    let name: String = chars.chars[from..at].iter().collect();
    let length = at - from;
    if length < *least
        || NO_NAMES
            .iter()
            .any(|no| name == *no || (!numbered && name.ends_with(no) && no.chars().count() > 1))
    {
        return None;
    }
    let to = at + word.chars().count();
    if unlikely(chars, word, &name, to) {
        return None;
    }
    Some(Piece {
        from,
        to: number_after(chars, word, to),
        weak: WEAK.contains(word),
    })
}

/// Leaves a province, a city and a county at the front to be read.
fn after_county(chars: &Chars, from: usize, at: usize) -> usize {
    let mut ends = (from + 1..at).filter(|n| {
        let c = chars.get(*n);
        let goes_on =
            chars.starts_with(*n, "区域") || chars.starts_with(*n, "市场") || chars.starts_with(*n, "市政");
        matches!(c, Some('省' | '市' | '县' | '区')) && !goes_on
    });
    ends.next_back().map_or(from, |last| last + 1)
}

/// Leaves the verb of a title to be read: 反映黄花镇.
fn after_lead(chars: &Chars, from: usize, at: usize) -> usize {
    let ends = LEADS.iter().flat_map(|lead| {
        let length = lead.chars().count();
        (from..at.saturating_sub(length - 1))
            .filter_map(move |n| chars.starts_with(n, lead).then_some(n + length))
    });
    ends.max().unwrap_or(from)
}

/// Words that end like a place and are none.
fn unlikely(chars: &Chars, word: &str, name: &str, to: usize) -> bool {
    let next = chars.get(to);
    match word {
        "路" => {
            name.ends_with([
                '公', '铁', '道', '马', '线', '电', '水', '思', '走', '修', '网', '出', '一', '回', '绝',
                '问',
            ]) || next.is_some_and(|c| "面灯况口段边牌网由过人障程线".contains(c)) && name.chars().count() < 2
        }
        "街" => name.ends_with('逛'),
        "镇" | "乡" => next.is_some_and(|c| "亲镇愁村".contains(c)) || name.ends_with(['城', '下', '家']),
        "村" => next.is_some_and(|c| "民里".contains(c)) && name.chars().count() < 2,
        "号" => {
            name.chars().count() > 4
                || next.is_some_and(|c| "文线码召".contains(c))
                || !name.chars().any(|c| digit(c).is_some())
        }
        "组" => {
            next.is_some_and(|c| "织成长员建合".contains(c)) || !name.chars().any(|c| digit(c).is_some())
        }
        "期" => next.is_some_and(|c| "间限望待".contains(c)) || !name.chars().all(is_number),
        "国际" | "广场" | "新城" | "社区" => {
            name.chars().count() < 2 || next.is_some_and(|c| "化性上".contains(c))
        }
        _ => false,
    }
}

/// 解放路 18 号: the number belongs to the road.
fn number_after(chars: &Chars, word: &str, to: usize) -> usize {
    if !matches!(
        word,
        "路" | "街" | "巷" | "大道" | "胡同" | "弄" | "村" | "小区" | "家园" | "花园"
    ) {
        return to;
    }
    let mut at = to;
    while chars.get(at) == Some(' ') && at < to + 1 {
        at += 1;
    }
    let begin = at;
    while at < begin + 5 && chars.get(at).is_some_and(is_number) {
        at += 1;
    }
    while at > begin && chars.get(at) == Some(' ') {
        at += 1;
    }
    let counted = ["号院", "号楼", "号", "栋", "幢", "弄", "段", "期"];
    let ending = counted
        .iter()
        .find(|ending| at > begin && chars.starts_with(at, ending));
    ending.map_or(to, |ending| at + ending.chars().count())
}
