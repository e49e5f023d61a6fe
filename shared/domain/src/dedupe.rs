//! 判重: which petitions may be the same matter or from the same petitioner, why, and what follows from an officer's
//! saying so: the link between the two, and whether this one is a repeat and of how many.
//! Whoever files without a name is found by the words of the petition only: nothing here may tell who they are.
//! Must not know how values are hashed or stored.

use crate::contact::{ANONYMOUS_NAME, normalise_name};
use crate::division::DivisionCode;
use crate::event::{Body, Event};
use crate::fingerprint::{Alike, Fingerprint};
use crate::ids::PetitionId;
use crate::number::PetitionNumber;
use crate::text::half_width;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many values of the index are asked for in one dedupe, at most.
pub const PROBES_MAX: usize = 16;
/// How many cases one case can be linked to.
pub const LINKS_MAX: usize = 20;

/// 当事人: somebody who filed, in the form that is compared. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    name: String,
    id_number: Option<String>,
    mobile: Option<String>,
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Party(..)")
    }
}

impl Party {
    /// Somebody with a name.
    #[must_use]
    pub fn new(name: &str, id_number: Option<&str>, mobile: Option<&str>) -> Self {
        let plain = |text: &str| {
            let kept: String = half_width(text).chars().filter(|c| c.is_alphanumeric()).collect();
            (!kept.is_empty()).then(|| kept.to_ascii_uppercase())
        };
        Self {
            name: normalise_name(name),
            id_number: id_number.and_then(plain),
            mobile: mobile.and_then(plain),
        }
    }
}

/// 判重要素: what of a petition is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who filed it, the owner first; nobody where it was filed without a name.
    parties: Vec<Party>,
    division: DivisionCode,
    text: Fingerprint,
}

/// 索引种类
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// 证件号
    IdNumber,
    /// 手机号
    Mobile,
    /// 姓名和地点
    NamePlace,
    /// 文字: the band of this place.
    Band(u8),
}

impl MarkKind {
    /// The name in keys.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::IdNumber => "id".to_owned(),
            Self::Mobile => "tel".to_owned(),
            Self::NamePlace => "who".to_owned(),
            Self::Band(at) => format!("t{at}"),
        }
    }

    /// How much a hit says: what names somebody more than words.
    #[must_use]
    pub fn weight(self) -> u32 {
        match self {
            Self::IdNumber => 100,
            Self::Mobile => 60,
            Self::NamePlace => 40,
            Self::Band(_) => 10,
        }
    }
}

/// 前后: which petitions a value is asked for. Words that hundreds send within a day would show the newest copies only,
/// none of which was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The newest ones.
    Both,
    /// Those filed before this one, the newest first.
    Before,
    /// Those filed after it, the oldest first.
    After,
}

/// 索引值: a value under which a petition is found; it is stored as a keyed hash only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// The value itself.
    pub value: String,
}

impl std::fmt::Debug for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mark({:?})", self.kind)
    }
}

impl Profile {
    /// Of a petition: everybody who filed it, unless it was filed without a name, where the matter is, and the words.
    #[must_use]
    pub fn new(parties: Vec<Party>, division: DivisionCode, title: &str, content: &str) -> Self {
        let named = |party: &Party| !party.name.is_empty() && party.name != ANONYMOUS_NAME;
        Self {
            parties: parties.into_iter().filter(named).collect(),
            division,
            text: Fingerprint::of(&format!("{title}\n{content}")),
        }
    }

    fn marks_of(&self, party: &Party) -> Vec<Mark> {
        let mark = |kind, value: String| Mark { kind, value };
        let place = format!("{}\n{}", party.name, self.division);
        [
            party
                .id_number
                .clone()
                .map(|value| mark(MarkKind::IdNumber, value)),
            party.mobile.clone().map(|value| mark(MarkKind::Mobile, value)),
            Some(mark(MarkKind::NamePlace, place)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn bands(&self) -> impl Iterator<Item = Mark> {
        let bands = (0..).zip(self.text.bands());
        bands.map(|(at, band)| Mark {
            kind: MarkKind::Band(at),
            value: format!("{band:016x}"),
        })
    }

    /// Every value under which the petition is to be found, each once.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        let people = self.parties.iter().flat_map(|party| self.marks_of(party));
        let mut marks: Vec<Mark> = people.chain(self.bands()).collect();
        marks.sort();
        marks.dedup();
        marks
    }

    /// What to ask the index for, at most [`PROBES_MAX`]: all values of the owner, the strongest of each further person,
    /// as many bands as there is room for, each for what came before; and where room is left, bands for what came after.
    #[must_use]
    pub fn probes(&self) -> Vec<(Mark, Side)> {
        let mut probes = Vec::new();
        for (at, party) in self.parties.iter().enumerate() {
            let take = if at == 0 { 3 } else { 1 };
            let marks = self.marks_of(party).into_iter().take(take);
            probes.extend(marks.map(|mark| (mark, Side::Both)));
        }
        let bands: Vec<Mark> = self.bands().collect();
        probes.extend(bands.iter().cloned().map(|band| (band, Side::Before)));
        probes.extend(bands.into_iter().map(|band| (band, Side::After)));
        probes.truncate(PROBES_MAX);
        probes
    }

    /// Why another petition may be the same matter or from the same petitioner; empty if nothing says so.
    #[must_use]
    pub fn reasons(&self, other: &Self) -> Vec<Reason> {
        let any = |same: fn(&Party, &Party) -> bool| {
            let pairs = self
                .parties
                .iter()
                .flat_map(|one| other.parties.iter().map(move |two| (one, two)));
            pairs.into_iter().any(|(one, two)| same(one, two))
        };
        let id_number = any(|one, two| one.id_number.is_some() && one.id_number == two.id_number);
        let mobile = any(|one, two| one.mobile.is_some() && one.mobile == two.mobile);
        let name = self.division == other.division && any(|one, two| one.name == two.name);
        let text = self.text.likeness(&other.text).verdict();
        [
            id_number.then_some(Reason::IdNumber),
            mobile.then_some(Reason::Mobile),
            name.then_some(Reason::NamePlace),
            text.map(Reason::Text),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The words.
    #[must_use]
    pub fn text(&self) -> &Fingerprint {
        &self.text
    }
}

/// 判重理由: why two petitions are set side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// 同一证件号
    IdNumber,
    /// 同一手机号
    Mobile,
    /// 同名同地
    NamePlace,
    /// 文字相似
    Text(Alike),
}

impl Reason {
    /// What officers read.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::IdNumber => "证件号相同".to_owned(),
            Self::Mobile => "手机号相同".to_owned(),
            Self::NamePlace => "姓名、问题属地相同".to_owned(),
            Self::Text(Alike::Whole(percent)) => format!("文字相似 {percent}%"),
            Self::Text(Alike::WithinOther(percent)) => format!("本件文字有 {percent}% 出现在对方里"),
            Self::Text(Alike::HoldsOther(percent)) => format!("对方文字有 {percent}% 出现在本件里"),
        }
    }

    /// How much it says, for the order of a list.
    #[must_use]
    pub fn weight(self) -> u32 {
        match self {
            Self::IdNumber => 100,
            Self::Mobile => 50,
            Self::NamePlace => 40,
            Self::Text(Alike::Whole(percent)) => percent * 2,
            Self::Text(Alike::WithinOther(percent) | Alike::HoldsOther(percent)) => percent,
        }
    }
}

/// 关联关系: what an officer found two petitions to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 同一信访事项
    SameMatter,
    /// 同一信访人，另一件事
    SamePetitioner,
}

impl Relation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SameMatter, Self::SamePetitioner];

    /// The value in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SameMatter => "matter",
            Self::SamePetitioner => "person",
        }
    }

    /// The relation with this value.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.code() == code)
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::SameMatter => "同一件事",
            Self::SamePetitioner => "同一信访人",
        }
    }
}

/// 关联: one case that an officer has linked with this one, from either side, and the link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The other case.
    pub other: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// What the two are.
    pub relation: Relation,
    /// How often the matter had come before this one, by what was known when they were linked; 0 if the other one
    /// came later, or is another matter.
    pub repeats: u32,
    /// When they were linked.
    pub at: DateTime<Utc>,
    /// Whether it was done when the other case was registered.
    pub theirs: bool,
}

/// The links that a case's own events made and did not take back, in the order in which they were made. The other case
/// may have taken back one of them; its row tells.
pub fn links<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for event in events {
        match &event.body {
            Body::Linked {
                other,
                number,
                relation,
                repeats,
                ..
            } => links.push(Link {
                other: *other,
                number: *number,
                relation: *relation,
                repeats: *repeats,
                at: event.at,
                theirs: false,
            }),
            Body::Unlinked { other, .. } => links.retain(|link| link.other != *other),
            _ => {}
        }
    }
    links
}

/// How often the matter of an earlier case had come, seen from a later one: once for itself, and as often as it was
/// registered to have come before.
#[must_use]
pub fn repeats_after(registered_as: Option<u32>) -> u32 {
    registered_as.unwrap_or(0).saturating_add(1)
}

/// How often a matter came before, by its links: the repeat number; `None` for an initial one.
#[must_use]
pub fn repeat_number(links: &[Link]) -> Option<u32> {
    let earlier = links
        .iter()
        .filter(|link| link.relation == Relation::SameMatter && link.repeats > 0);
    let (mut count, mut most) = (0_u32, 0);
    for link in earlier {
        count += 1;
        most = link.repeats.max(most);
    }
    Some(count.max(most)).filter(|number| *number > 0)
}

#[cfg(test)]
#[path = "dedupe_tests.rs"]
mod tests;
