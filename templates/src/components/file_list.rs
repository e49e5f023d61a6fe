//! A list of attachments with the state of each: checking, ready, or refused and why.

use maud::{Markup, html};

/// 附件状态.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// 没有传完: announced, and nothing arrived.
    Unsent,
    /// 检查中.
    Checking,
    /// 可以使用, with the path that leads to a short-lived download.
    Ready {
        /// Path of the download.
        href: String,
    },
    /// 没有通过检查, with the reason in plain Chinese.
    Rejected {
        /// Why.
        reason: String,
    },
}

/// 附件.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileItem {
    /// Its id.
    pub id: String,
    /// The name its owner gave it.
    pub name: String,
    /// The size as people read it: `2.4 MB`.
    pub size: String,
    /// Its state.
    pub state: FileState,
}

/// The list. Within a form that takes files (`removable`), each has a button `then=remove_file_<id>`.
#[must_use]
pub fn file_list(files: &[FileItem], removable: bool) -> Markup {
    html! {
        ul.files data-file-list[removable] {
            @for file in files {
                li.file data-file=(file.id) {
                    div.file-main {
                        @match &file.state {
                            FileState::Ready { href } => { a.file-name href=(href) { (file.name) } }
                            _ => { span.file-name { (file.name) } }
                        }
                        " " span.file-size { (file.size) }
                        p class=(state_class(&file.state)) data-state="" {
                            span.tag-shape aria-hidden="true" {}
                            @match &file.state {
                                FileState::Unsent => { "没有传完，不会提交" }
                                FileState::Checking => { "检查中，通常不到一分钟" }
                                FileState::Ready { .. } => { "可以使用" }
                                FileState::Rejected { reason } => { "没有通过检查：" (reason) }
                            }
                        }
                    }
                    @if removable {
                        button.button.button-quiet type="submit" name="then" value={ "remove_file_" (file.id) } data-remove { "删除" span.vh { " " (file.name) } }
                    }
                }
            }
        }
    }
}

fn state_class(state: &FileState) -> &'static str {
    match state {
        FileState::Checking => "file-state tag-info",
        FileState::Ready { .. } => "file-state tag-good",
        FileState::Rejected { .. } | FileState::Unsent => "file-state tag-urgent",
    }
}
