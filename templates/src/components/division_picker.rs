//! The division as one list grouped by city, down to the county; with JavaScript a
//! box above it finds a place by part of its name.

use super::form::FormState;
use super::select::{Choice, OptGroup, Select};
use domain::division::{DivisionCode, cities, counties_of, province};
use maud::Markup;

/// 问题属地: a select over province, cities and counties.
#[derive(Clone, Copy, Debug)]
pub struct DivisionPicker<'a> {
    /// Name and id of the field.
    pub name: &'a str,
    /// Label.
    pub label: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// Whether it may be left out.
    pub optional: bool,
}

impl DivisionPicker<'_> {
    /// Its markup.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        Select {
            name: self.name,
            label: self.label,
            hint: self.hint,
            groups: &groups(),
            prompt: "请选择",
            optional: self.optional,
            combobox: Some("输入名字查找（如：历下、青岛市南），或者在下面的列表中选"),
            filter: None,
            default: "",
        }
        .render(form)
    }
}

/// Every division in groups: the province, then each city with its counties.
#[must_use]
pub fn groups() -> Vec<OptGroup> {
    let whole = OptGroup {
        label: province().name.to_string(),
        choices: vec![Choice::new(
            DivisionCode::PROVINCE.to_string(),
            "山东省（涉及省级单位）",
        )],
    };
    let of_city = |city: &domain::division::Division| {
        let mut choices = vec![Choice::new(
            city.code.to_string(),
            format!("{}（涉及市级单位）", city.name),
        )];
        choices.extend(
            counties_of(city.code)
                .map(|county| Choice::new(county.code.to_string(), format!("{}{}", city.name, county.name))),
        );
        OptGroup {
            label: city.name.to_string(),
            choices,
        }
    };
    std::iter::once(whole)
        .chain(cities().iter().map(of_city))
        .collect()
}
