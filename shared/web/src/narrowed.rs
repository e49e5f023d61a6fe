//! How far a list that was narrowed has been looked through, in words. Reads nothing.

/// What one page of a list found.
#[derive(Clone, Copy, Debug)]
pub struct Looked {
    /// Rows shown.
    pub shown: usize,
    /// Rows looked through for them.
    pub through: usize,
    /// Whether there are more to look through.
    pub more: bool,
    /// Whether it is the first page.
    pub first: bool,
    /// Whether anything was asked for that not every row has.
    pub narrows: bool,
    /// Whether the list read holds nothing else: then nothing is said of what was looked through.
    pub keeps_all: bool,
}

impl Looked {
    /// The words; empty where the list speaks for itself. Of the whole list only where it has ended.
    #[must_use]
    pub fn words(self) -> String {
        let Self { shown, through, .. } = self;
        match (shown, self.more) {
            (0, false) if !self.first => "后面没有了。".to_owned(),
            (0, false) if self.narrows => "没有符合的。".to_owned(),
            _ if self.keeps_all => String::new(),
            (_, false) => format!("这一页符合的 {shown} 件，后面没有了。"),
            (_, true) => {
                format!("看过 {through} 件，符合的 {shown} 件；后面还有没看过的，请点“下一页”继续。")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_how_far_it_was_looked_through_only_where_that_tells_something() {
        let words = |shown, more, first, narrows, keeps_all| {
            Looked {
                shown,
                through: 500,
                more,
                first,
                narrows,
                keeps_all,
            }
            .words()
        };
        assert_eq!(words(0, false, true, false, true), "", "the empty state speaks");
        assert_eq!(words(0, false, true, true, true), "没有符合的。");
        assert_eq!(words(0, false, false, false, true), "后面没有了。");
        assert_eq!(words(3, true, true, true, true), "");
        assert_eq!(
            words(3, false, true, true, false),
            "这一页符合的 3 件，后面没有了。"
        );
        assert!(words(0, true, true, true, false).contains("看过 500 件"));
    }
}
