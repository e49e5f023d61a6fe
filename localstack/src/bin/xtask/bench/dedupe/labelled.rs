//! A labelled set for dedupe, made of real messages by rule and the same at every run: copies that were edited lightly,
//! two messages merged into one, messages shortened, messages put in other words; and pairs of different messages, of one
//! category where that can be told.

use super::Message;
use domain::suggest::Model;
use std::collections::BTreeMap;

/// How a pair came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Edited,
    Merged,
    Shortened,
    OtherWords,
    Unrelated,
}

impl Origin {
    pub(super) const ALL: [Self; 5] = [
        Self::Edited,
        Self::Merged,
        Self::Shortened,
        Self::OtherWords,
        Self::Unrelated,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Edited => "edited lightly",
            Self::Merged => "merged with another",
            Self::Shortened => "shortened",
            Self::OtherWords => "in other words",
            Self::Unrelated => "another matter",
        }
    }
}

/// Two texts and whether they are of one matter.
pub(super) struct Pair {
    pub(super) origin: Origin,
    /// Which messages they are made of.
    pub(super) ids: (String, String),
    pub(super) one: String,
    pub(super) other: String,
}

/// Words with others that mean the same.
const SYNONYMS: [(&str, &str); 44] = [
    ("希望", "恳请"),
    ("请问", "想问一下"),
    ("领导", "有关同志"),
    ("相关部门", "主管单位"),
    ("有关部门", "主管单位"),
    ("尽快", "早日"),
    ("解决", "处理好"),
    ("小区", "院里"),
    ("业主", "住户"),
    ("居民", "住户"),
    ("物业", "物业公司"),
    ("学校", "校方"),
    ("学生", "孩子"),
    ("老师", "教师"),
    ("医院", "院方"),
    ("噪音", "噪声"),
    ("严重", "厉害"),
    ("影响", "妨碍"),
    ("生活", "日常起居"),
    ("一直", "始终"),
    ("没有", "未"),
    ("不能", "无法"),
    ("现在", "目前"),
    ("但是", "可是"),
    ("因为", "由于"),
    ("所以", "因此"),
    ("我们", "咱们"),
    ("今年", "本年"),
    ("多次", "好几次"),
    ("投诉", "反映"),
    ("反映", "反馈"),
    ("房子", "房屋"),
    ("购买", "买"),
    ("开发商", "房产公司"),
    ("施工", "干活"),
    ("道路", "马路"),
    ("车辆", "车子"),
    ("停车", "泊车"),
    ("收费", "收钱"),
    ("工资", "薪水"),
    ("公司", "企业"),
    ("附近", "周边"),
    ("晚上", "夜里"),
    ("非常", "十分"),
];

/// Numbers that look drawn and are the same at every run.
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `of`.
    pub(super) fn below(&mut self, of: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % of.max(1)
    }

    fn chance(&mut self, per_cent: usize) -> bool {
        self.below(100) < per_cent
    }
}

/// The sentences of a text, each with what ends it.
fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(['。', '！', '？', '；', '!', '?', ';', '\n'])
        .filter(|part| !part.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// The clauses of a text, each with what ends it.
fn clauses(text: &str) -> Vec<String> {
    text.split_inclusive(['，', ',', '。', '！', '？', '；', '、', '!', '?', ';', '\n'])
        .filter(|part| !part.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// A few characters left out, doubled or changed, other punctuation, another date.
pub(super) fn edited(text: &str, draw: &mut Draw) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '，' if draw.chance(20) => out.push(' '),
            '。' if draw.chance(20) => out.push('！'),
            c if c.is_ascii_digit() && draw.chance(15) => {
                out.push(char::from(b'0' + u8::try_from(draw.below(10)).unwrap_or(0)));
            }
            _ if draw.chance(2) => {}
            c if draw.chance(2) => out.extend([c, c]),
            c => out.push(c),
        }
    }
    out.push_str("请尽快回复，谢谢！");
    out
}

/// About two fifths of the clauses, in their order.
pub(super) fn shortened(text: &str, draw: &mut Draw) -> String {
    let all = clauses(text);
    let from = draw.below(all.len() / 3 + 1);
    let keep = (all.len() * 2).div_ceil(5).max(2);
    all.into_iter().skip(from).take(keep).collect()
}

/// Other words wherever there are any, other order of the sentences, one clause in five left out, another beginning and
/// another end.
pub(super) fn in_other_words(text: &str, draw: &mut Draw) -> String {
    let mut all = sentences(text);
    for at in (1..all.len()).rev() {
        let other = draw.below(at + 1);
        all.swap(at, other);
    }
    let kept: String = all
        .iter()
        .flat_map(|sentence| clauses(sentence))
        .filter(|_| !draw.chance(20))
        .collect();
    let mut said = if kept.is_empty() { text.to_owned() } else { kept };
    for (word, other) in SYNONYMS {
        said = said.replace(word, other);
    }
    format!("您好，我来说一件事。{said}以上情况属实，盼复。")
}

/// The set: from each message one of each kind of copy, and as many pairs of different messages.
pub(super) fn pairs(messages: &[Message]) -> Vec<Pair> {
    let mut draw = Draw::new(2026);
    let mut pairs = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let text = message.text();
        let partner = &messages[(at + 1 + draw.below(messages.len() - 1)) % messages.len()];
        let copies = [
            (Origin::Edited, edited(&text, &mut draw)),
            (
                Origin::Merged,
                format!("{text}\n另外还有一件事：{}", partner.body),
            ),
            (Origin::Shortened, shortened(&text, &mut draw)),
            (Origin::OtherWords, in_other_words(&text, &mut draw)),
        ];
        pairs.extend(copies.into_iter().map(|(origin, copy)| Pair {
            origin,
            ids: (message.id.clone(), message.id.clone()),
            one: text.clone(),
            other: copy,
        }));
    }
    pairs.extend(unrelated(messages, &mut draw));
    pairs
}

/// Four pairs from each message, each with another one of its category; never of one sender.
fn unrelated(messages: &[Message], draw: &mut Draw) -> Vec<Pair> {
    let mut by_category: BTreeMap<String, Vec<&Message>> = BTreeMap::new();
    for message in messages {
        let guessed = || {
            let ranked = Model::built_in().rank(&message.title, &message.body);
            ranked.into_iter().next().map(|best| best.category)
        };
        let category = message.category.clone().or_else(guessed).unwrap_or_default();
        by_category.entry(category).or_default().push(message);
    }
    let mut pairs = Vec::new();
    for same in by_category.values() {
        for message in same {
            for _ in 0..4 {
                let other = same[draw.below(same.len())];
                let of_one = message.user.is_some() && message.user == other.user;
                if message.id != other.id && !of_one {
                    pairs.push(Pair {
                        origin: Origin::Unrelated,
                        ids: (message.id.clone(), other.id.clone()),
                        one: message.text(),
                        other: other.text(),
                    });
                }
            }
        }
    }
    pairs
}
