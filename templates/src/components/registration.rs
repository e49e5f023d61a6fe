//! 登记表: what an officer records of every petition, however it came in (web, letter, visit). Fields: `division category
//! purpose procedure summary people_count people_affected flags`* `threat_text initial` (`initial`|`repeat`)
//! `repeat_number public` (`yes`|`no`) `rating` (`yes`, checkbox), of an accusation `accused_name accused_unit accused_post
//! accused_level accused_address`.

use super::category_picker::category_picker;
use super::checkboxes::{Checkboxes, checkbox};
use super::division_picker::DivisionPicker;
use super::form::FormState;
use super::radios::Radios;
use super::select::{Choice, OptGroup, Select};
use super::text_input::TextInput;
use super::textarea::Textarea;
use domain::registration::Flags;
use domain::text::SUMMARY_MAX;
use maud::{Markup, html};

/// 评价范围: what the rule says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RatingView {
    /// Must be in scope: ticked, locked.
    Must,
    /// The officer decides (field `rating`).
    #[default]
    Free,
    /// Barred, locked, with the reasons.
    Barred(Vec<String>),
}

/// 登记表的选项: what its fields are chosen from, and what is known of the petition.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// First-level categories that the text suggests; none where it says too little.
    pub suggestions: Vec<String>,
    /// 信访目的: code and label.
    pub purposes: Vec<Choice>,
    /// 诉求分类处理 (six ways): code, label, hint.
    pub procedures: Vec<Choice>,
    /// 级别 of who is accused.
    pub levels: Vec<Choice>,
    /// What the rule says of the rating, for the values in the form.
    pub rating: RatingView,
}

impl Lists {
    /// The fields.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        html! { (matter(self, form)) (accused(self, form)) (people(form)) (marks(form)) (rating(&self.rating, form)) }
    }

    /// For samples.
    #[must_use]
    pub(crate) fn sample(rating: RatingView) -> Self {
        Self {
            suggestions: vec!["城乡建设".into(), "环境保护".into()],
            purposes: ["求决", "申诉", "揭发控告", "意见建议", "咨询", "其他"]
                .map(|label| Choice::new(label, label))
                .to_vec(),
            procedures: vec![
                Choice::new("litigation", "一、诉讼、检察、公安事项"),
                Choice::new("duty", "五、申请查处或者履行职责").hinted("出具结果告知书，写明复议、诉讼权利"),
                Choice::new("ordinary", "六、普通信访事项").hinted("60 日内出具处理意见书，可以复查、复核"),
            ],
            levels: vec![Choice::new("county", "县处级"), Choice::new("unknown", "不清楚")],
            rating,
        }
    }
}

/// 揭发控告: who is accused. Folded away for every other purpose.
fn accused(lists: &Lists, form: &FormState) -> Markup {
    const FIELDS: [&str; 5] = [
        "accused_name",
        "accused_unit",
        "accused_post",
        "accused_level",
        "accused_address",
    ];
    let open = form.value("purpose") == "accusation"
        || FIELDS
            .iter()
            .any(|name| !form.value(name).is_empty() || form.error(name).is_some());
    let levels = [OptGroup {
        label: String::new(),
        choices: lists.levels.clone(),
    }];
    html! {
        details.part open[open] data-with="purpose=accusation" {
            summary { "揭发控告的，填写被揭发控告的人或者单位" }
            p.hint { "揭发控告件不得转给被揭发控告的人和单位（《信访工作条例》第三十条）。写单位的全称或者简称，系统认出单位名录里的单位，不让转给它，它也看不到这一件。信里没有写的，填“不清楚”。" }
            (TextInput { name: "accused_name", label: "姓名或者单位名称", width: "w-half", ..TextInput::default() }.render(form))
            (TextInput { name: "accused_unit", label: "所在单位", hint: "例如：历下区住建局。控告的就是单位的，再写一遍。", ..TextInput::default() }.render(form))
            div.fields-row {
                (TextInput { name: "accused_post", label: "职务", optional: true, ..TextInput::default() }.render(form))
                (Select { name: "accused_level", label: "级别", groups: &levels, prompt: "请选择", ..Select::default() }.render(form))
            }
            (TextInput { name: "accused_address", label: "地址", optional: true, ..TextInput::default() }.render(form))
        }
    }
}

fn matter(lists: &Lists, form: &FormState) -> Markup {
    let purposes = [OptGroup {
        label: String::new(),
        choices: lists.purposes.clone(),
    }];
    html! {
        (DivisionPicker { name: "division", label: "问题属地", hint: "", optional: false }.render(form))
        @if !lists.suggestions.is_empty() {
            p.hint.picks data-picks="category" { "按来件文字推测，内容可能属于：" @for name in &lists.suggestions { span.chip data-pick=(name) { (name) } " " } }
        }
        (category_picker(form))
        (Select { name: "purpose", label: "信访目的", groups: &purposes, prompt: "请选择", ..Select::default() }.render(form))
        (Radios { name: "procedure", legend: "诉求分类（条例第三十一条）", hint: "决定以后能出具哪种文书：前四类出具法定途径告知书，只有第六类出具处理意见书。", choices: &lists.procedures, ..Radios::default() }.render(form))
        (Textarea { name: "summary", label: "摘要", hint: "时间、地点、问题、诉求，列表和转送函里用。", rows: 4, count_max: Some(SUMMARY_MAX), ..Textarea::default() }.render(form))
    }
}

fn people(form: &FormState) -> Markup {
    let number = |name, label| {
        TextInput {
            name,
            label,
            inputmode: "numeric",
            width: "w-short",
            ..TextInput::default()
        }
        .render(form)
    };
    let times = [Choice::new("initial", "初次"), Choice::new("repeat", "重复")];
    html! {
        div.fields-row { (number("people_count", "信访人数")) (number("people_affected", "涉及人数")) }
        (Radios { name: "initial", legend: "初次还是重复", choices: &times, inline: true, default: "initial", ..Radios::default() }.render(form))
        (TextInput { name: "repeat_number", label: "重复次数", hint: "重复的填写：以前反映过几次。", optional: true, inputmode: "numeric", width: "w-short", ..TextInput::default() }.render(form))
    }
}

fn marks(form: &FormState) -> Markup {
    // Whether the petitioner is anonymous is known; it is no mark that an officer sets.
    let flags: Vec<Choice> = Flags::ALL
        .into_iter()
        .filter(|(name, _)| *name != "anonymous")
        .map(|(name, label)| Choice::new(name, label))
        .collect();
    let public = [Choice::new("yes", "可以公开"), Choice::new("no", "不公开")];
    html! {
        (Checkboxes { name: "flags", legend: "标记", hint: "没有就不选。", choices: &flags, inline: true }.render(form))
        (Textarea { name: "threat_text", label: "扬言内容", hint: "选了“扬言”的，照原话摘录。", optional: true, rows: 2, ..Textarea::default() }.render(form))
        (Radios { name: "public", legend: "办结后是否可以公开", choices: &public, inline: true, default: "no", ..Radios::default() }.render(form))
    }
}

fn rating(view: &RatingView, form: &FormState) -> Markup {
    let locked = |on: bool, reason: &Markup| {
        html! {
            fieldset.field disabled {
                legend.label { "满意度评价" }
                div.choices { div.choice {
                    input id="rating" type="checkbox" name="rating" value="yes" checked[on] aria-describedby="rating-why";
                    label for="rating" { "纳入评价范围（系统锁定）" }
                } }
                p.why id="rating-why" { (reason) }
            }
        }
    };
    match view {
        RatingView::Must => locked(true, &html! { "初次、实名、不涉法涉诉的求决件，必须评价。" }),
        RatingView::Barred(reasons) => locked(false, &html! { "不纳入评价：" (reasons.join("、")) "。" }),
        RatingView::Free => html! {
            fieldset.field {
                legend.label { "满意度评价" }
                (checkbox("rating", &Choice::new("yes", "纳入评价范围").hinted("初次、实名、不涉法涉诉，但不是求决的，由登记人决定。改了上面几项，保存时按规则重新判断。"), form))
            }
        },
    }
}
