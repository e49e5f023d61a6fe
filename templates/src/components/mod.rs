//! The components of which every page is made: one file each, a struct of parameters and a
//! function from it to markup. Must not know a page, a path of a page or a rule.

pub mod action;
pub mod answer;
pub mod button;
pub mod captcha;
pub mod category_picker;
pub mod checkboxes;
pub mod code_display;
pub mod deadline_bar;
pub mod division_picker;
pub mod empty_state;
pub mod error_summary;
pub mod file_list;
pub mod filters;
pub mod form;
pub mod icon;
pub mod link;
pub mod materials;
pub mod notice;
pub mod overtaken;
pub mod pagination;
pub mod password_input;
pub mod qr;
pub mod radios;
pub mod rating;
pub mod row_title;
pub mod select;
pub mod step_messages;
pub mod steps;
pub mod summary_list;
pub mod tabs;
pub mod tag;
pub mod teasers;
pub mod text_input;
pub mod textarea;
pub mod timeline;
