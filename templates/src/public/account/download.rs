//! `/me/download`: one file with everything one has given and got, and in plain words what is in it.

use super::back;
use crate::components::form::hidden;
use crate::components::notice::warning;
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 下载我的资料. Posts `part csrf` to `/me/download`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token.
    pub csrf: String,
    /// Whether the account is anonymous.
    pub anonymous: bool,
    /// How many petitions there are.
    pub petitions: usize,
    /// How many suggestions there are.
    pub suggestions: usize,
    /// How many of each one file holds.
    pub per_file: usize,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let parts = view
        .petitions
        .max(view.suggestions)
        .div_ceil(view.per_file.max(1))
        .max(1);
    let content = html! {
        div.wrap.narrow {
            (back())
            h1 { "下载我的资料" }
            p.lead { "把您在本网站的资料存成文件，自己留一份。您反映过 " (view.petitions) " 件问题，提过 " (view.suggestions) " 条建议。" }
            h2 { "文件里有" }
            ul {
                @if view.anonymous { li { "账号：用户名、注册时间、有没有留找回密码的手机号" } }
                @else { li { "账号：用户名、注册时间、姓名、性别、证件种类和号码、手机号、住址" } }
                li { "反映的每一件：编号、查询码、标题、正文、地点、提交时的联系方式、办理过程、联名人的姓名、您补充的说明、您评价时的留言、收到的文书全文、附件的名字和大小" }
                li { "提过的每一条建议：编号、标题、内容、涉及地区、办到哪一步、答复" }
                li { "没写完的草稿（最近 10 份）" }
            }
            h2 { "文件里没有" }
            ul {
                li { "附件本身：请在那一件的页面里逐个下载。" }
                li { "密码：我们只存它的指纹，谁也看不到。" }
                li { "工作人员内部的办理记录：依法不对外提供。" }
            }
            (warning("文件里写着您的全部信息，没有加密。在别人的电脑上不要下载；下载后请收好，不要转发。"))
            @for part in 1..=parts {
                form method="post" action="/me/download" {
                    (hidden("csrf", &view.csrf))
                    (hidden("part", &part.to_string()))
                    p.buttons {
                        // Not `data-once`: the page stays when the file comes, and one may want it again.
                        button.button type="submit" {
                            @if parts == 1 { "下载（JSON 文件）" }
                            @else { "下载第 " (part) " 份，共 " (parts) " 份" }
                        }
                    }
                }
            }
            @if parts > 1 { p.hint { "每份最多 " (view.per_file) " 件问题和 " (view.per_file) " 条建议，从最近的排起；账号和草稿在第 1 份里。" } }
            p.hint { "JSON 是通用的文字格式，用记事本就能打开。" }
        }
    };
    view.shell.render(
        Page {
            title: "下载我的资料",
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// With one file, anonymous without any petition, with several files.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let one = Self {
            shell: crate::samples::signed_in(),
            csrf: "sample".into(),
            anonymous: false,
            petitions: 3,
            suggestions: 1,
            per_file: 50,
        };
        vec![
            one.clone(),
            Self {
                anonymous: true,
                petitions: 0,
                suggestions: 0,
                ..one.clone()
            },
            Self {
                petitions: 120,
                ..one
            },
        ]
    }
}
