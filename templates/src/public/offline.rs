//! `/offline`: 网络断开了, and `/sw.js`, the script that shows it in place of a page that could not be fetched.
//! The page is kept in browsers, so it shows nobody's name, no notice, and nothing that may change.

use crate::assets::asset_url;
use crate::components::button::link_button;
use crate::layout::{Page, PublicShell, SiteInfo};
use maud::{Markup, html};
use std::hash::{DefaultHasher, Hasher as _};

const SCRIPT: &str = include_str!("offline.js");

/// 网络断开了.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The site: its name, and whom to call.
    pub site: SiteInfo,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "网络断开了" }
            p.lead { "这一页没有打开，因为您的网络断了，或者网站暂时连不上。您反映的事项都好好的。" }
            p.buttons { (link_button("再试一次", "", true)) }
            h2 { "您可以" }
            ol {
                li { "看看无线网或手机流量是不是开着，信号弱的换个地方。" }
                li { "过一会儿点“再试一次”，网络恢复了就能打开。" }
                li { "一直连不上，或者事情着急，可以打电话：" strong.num { (view.site.phone) } "。" }
            }
            h2 { "写好的内容还在不在" }
            ul {
                li { "已经提交成功的，都在，不会因为断网丢失。" }
                li { "反映问题时写的内容每 20 秒存一次草稿，点过“保存并继续”的几步都在，登录后接着写。" }
                li { "最后写的几句可能还没有保存。请按“返回”回到那一页，不要关掉它，连上网再点“保存并继续”。" }
                li { "不知道刚才提交成功没有？连上网先到“我反映的问题”里看一眼；同一份表单点两次，也只算一件。" }
            }
        }
    };
    let shell = PublicShell {
        site: view.site.clone(),
        ..PublicShell::default()
    };
    shell.render_alone(
        Page {
            title: "网络断开了",
            ..Page::default()
        },
        &content,
    )
}

/// The script at `/sw.js`, for the page and the looks of this build.
#[must_use]
pub fn worker(view: &View) -> String {
    let looks = ["site.css", "icon.svg"].map(asset_url);
    // The same wherever this build runs, and another for another page.
    let mut hash = DefaultHasher::new();
    hash.write(page(view).into_string().as_bytes());
    let name = format!("{:016x}", hash.finish());
    SCRIPT
        .replace("@NAME@", &name)
        .replace("@LOOKS@", &looks.map(|path| format!("\"{path}\"")).join(", "))
}

impl View {
    /// Ordinary.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self::default()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_page_or_other_looks_make_another_script_which_browsers_fetch() {
        let view = View::default();
        let script = worker(&view);
        assert!(
            script.contains(&asset_url("site.css")) && !script.contains('@'),
            "{script}"
        );
        let mut other = View::default();
        other.site.phone = "12345".into();
        assert_ne!(worker(&other), script);
    }

    #[test]
    fn the_page_that_is_kept_leads_nowhere_and_names_nobody() {
        let text = page(&View::default()).into_string();
        assert!(!text.contains("<form") && !text.contains("/me\""), "{text}");
    }
}
