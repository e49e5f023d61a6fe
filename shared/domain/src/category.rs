//! 内容分类: what a petition is about, in three levels.
//! Owns the list and its spelling as a path. Must not guess a category from text.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// Version of the list that is built in; stored beside a category so that statistics can tell lists apart.
pub const VERSION: &str = "2014";

/// 内容分类: one leaf of the list, `城乡建设/城市建设和市政管理/小区管理`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Category {
    first: &'static str,
    second: &'static str,
    third: &'static str,
}

/// 内容分类错误: why a text is no category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CategoryError {
    /// Nothing was chosen.
    #[error("请选择内容分类")]
    Empty,
    /// Fewer than three levels.
    #[error("内容分类要选到第三级")]
    Incomplete,
    /// Not in the list.
    #[error("请从列表中选择内容分类")]
    Unknown,
}

impl Category {
    /// Reads a path of three levels with `/` between them.
    ///
    /// # Errors
    /// [`CategoryError`] when it is empty, not down to the third level, or not in the list.
    pub fn parse(text: &str) -> Result<Self, CategoryError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CategoryError::Empty);
        }
        let mut levels = text.split('/').map(str::trim);
        let first = levels.next().unwrap_or_default();
        let group = tree()
            .iter()
            .find(|g| g.0 == first)
            .ok_or(CategoryError::Unknown)?;
        let second = levels
            .next()
            .filter(|s| !s.is_empty())
            .ok_or(CategoryError::Incomplete)?;
        let branch = group
            .1
            .iter()
            .find(|b| b.0 == second)
            .ok_or(CategoryError::Unknown)?;
        let third = levels
            .next()
            .filter(|s| !s.is_empty())
            .ok_or(CategoryError::Incomplete)?;
        let leaf = branch
            .1
            .iter()
            .find(|l| **l == third)
            .ok_or(CategoryError::Unknown)?;
        if levels.next().is_some() {
            return Err(CategoryError::Unknown);
        }
        Ok(Self {
            first: group.0,
            second: branch.0,
            third: leaf,
        })
    }

    /// The first level, `城乡建设`.
    #[must_use]
    pub fn first(self) -> &'static str {
        self.first
    }

    /// The second level, `城市建设和市政管理`.
    #[must_use]
    pub fn second(self) -> &'static str {
        self.second
    }

    /// The third level, `小区管理`.
    #[must_use]
    pub fn third(self) -> &'static str {
        self.third
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.first, self.second, self.third)
    }
}

impl FromStr for Category {
    type Err = CategoryError;
    fn from_str(text: &str) -> Result<Self, CategoryError> {
        Self::parse(text)
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.to_string()
    }
}

// By hand: derived, the names that live forever would demand input that does too.
impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// The names of the first level, in the order of the list.
pub fn level1() -> impl Iterator<Item = &'static str> {
    tree().iter().map(|group| group.0)
}

/// The names under a path of one level (`城乡建设`) or two (`城乡建设/城乡规划`); none for any other.
#[must_use]
pub fn children(path: &str) -> Vec<&'static str> {
    let (first, second) = path.split_once('/').map_or((path, None), |(a, b)| (a, Some(b)));
    let Some(group) = tree().iter().find(|g| g.0 == first) else {
        return Vec::new();
    };
    match second {
        None => group.1.iter().map(|branch| branch.0).collect(),
        Some(second) => group
            .1
            .iter()
            .find(|b| b.0 == second)
            .map(|branch| branch.1.clone())
            .unwrap_or_default(),
    }
}

/// Every category, in the order of the list.
pub fn all() -> impl Iterator<Item = Category> {
    tree().iter().flat_map(|(first, branches)| {
        branches.iter().flat_map(move |(second, leaves)| {
            leaves.iter().map(move |third| Category { first, second, third })
        })
    })
}

type Branch = (&'static str, Vec<&'static str>);
type Group = (&'static str, Vec<Branch>);

fn tree() -> &'static [Group] {
    static TREE: OnceLock<Vec<Group>> = OnceLock::new();
    TREE.get_or_init(|| {
        #[expect(
            clippy::expect_used,
            reason = "the file is compiled in and read by every test"
        )]
        serde_json::from_str(include_str!("../data/categories.json")).expect("the categories are well-formed")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_every_leaf_reads_back() {
        assert_eq!((level1().count(), all().count()), (15, 517));
        assert_eq!(level1().map(|first| children(first).len()).sum::<usize>(), 118);
        for category in all() {
            assert_eq!(Category::parse(&category.to_string()), Ok(category));
        }
    }

    #[test]
    fn children_go_down_one_level_at_a_time() {
        assert!(children("城乡建设").contains(&"城市建设和市政管理"));
        assert!(children("城乡建设/城市建设和市政管理").contains(&"小区管理"));
        assert!(children("城乡建设/城市建设和市政管理/小区管理").is_empty());
        assert!(children("没有").is_empty() && children("").is_empty());
    }

    #[test]
    fn a_category_must_reach_the_third_level() {
        assert_eq!(Category::parse(" "), Err(CategoryError::Empty));
        assert_eq!(Category::parse("城乡建设"), Err(CategoryError::Incomplete));
        assert_eq!(
            Category::parse("城乡建设/城乡规划/"),
            Err(CategoryError::Incomplete)
        );
        assert_eq!(
            Category::parse("城乡建设/城乡规划/小区管理"),
            Err(CategoryError::Unknown)
        );
        assert_eq!(
            Category::parse("城乡建设/城乡规划/违章建筑/别的"),
            Err(CategoryError::Unknown)
        );
        let category = Category::parse("城乡建设/城乡规划/违章建筑").unwrap();
        assert_eq!(
            (category.first(), category.second(), category.third()),
            ("城乡建设", "城乡规划", "违章建筑")
        );
    }

    #[test]
    fn a_category_is_stored_as_its_path() {
        let category = Category::parse("城乡建设/城市建设和市政管理/小区管理").unwrap();
        let json = serde_json::to_string(&category).unwrap();
        assert_eq!(json, "\"城乡建设/城市建设和市政管理/小区管理\"");
        assert_eq!(serde_json::from_str::<Category>(&json).unwrap(), category);
    }
}
