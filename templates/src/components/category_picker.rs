//! The category of a matter: the first level for petitioners, all three levels as one grouped list
//! with a filter box for officers (one choice instead of three that depend on each other, and it
//! works without JavaScript).

use super::form::FormState;
use super::select::{Choice, OptGroup, Select};
use domain::category::{all, level1};
use maud::Markup;

/// 内容分类 for officers: field `category`, a path of three levels.
#[must_use]
pub fn category_picker(form: &FormState) -> Markup {
    Select {
        name: "category",
        label: "内容分类",
        hint: "选到第三级。",
        groups: &groups(),
        prompt: "请选择",
        optional: false,
        filter: Some("输入关键字（如：物业、工资），缩小下面的列表"),
        combobox: None,
        default: "",
    }
    .render(form)
}

/// 大致属于哪一类 for petitioners: field `category_hint`, the first level.
#[must_use]
pub fn category_hint(form: &FormState) -> Markup {
    let group = OptGroup {
        label: String::new(),
        choices: level1().map(|name| Choice::new(name, name)).collect(),
    };
    Select {
        name: "category_hint",
        label: "大致属于哪一类",
        hint: "拿不准可以不选，工作人员会帮您归类。",
        groups: &[group],
        prompt: "不确定",
        optional: true,
        filter: None,
        combobox: None,
        default: "",
    }
    .render(form)
}

fn groups() -> Vec<OptGroup> {
    let mut groups: Vec<OptGroup> = Vec::new();
    for category in all() {
        let label = format!("{} / {}", category.first(), category.second());
        let choice = Choice::new(category.to_string(), category.third());
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.choices.push(choice),
            None => groups.push(OptGroup {
                label,
                choices: vec![choice],
            }),
        }
    }
    groups
}
