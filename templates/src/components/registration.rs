//! 登记表: what an officer records of every petition, however it came in (web, letter, visit). Fields: `division category
//! purpose procedure summary people_count people_affected flags`* `threat_text initial` (`initial`|`repeat`)
//! `repeat_number initial_nationally` (`yes`|`no`|empty) `cause hot_topic public` (`yes`|`no`) `rating` (`yes`, checkbox), of an accusation `accused_name accused_unit accused_post
//! accused_level accused_address`.

use super::category_picker::category_picker;
use super::checkboxes::Checkboxes;
use super::division_picker::DivisionPicker;
use super::form::FormState;
use super::radios::Radios;
use super::select::{Choice, OptGroup, Select};
use super::text_input::TextInput;
use super::textarea::Textarea;
use domain::rating::BarReason;
use domain::registration::{Flags, Purpose};
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
    /// Filed without a name: known of what came by the web; where the form asks, what it says counts.
    pub anonymous: bool,
}

impl Lists {
    /// The fields.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        html! { (matter(self, form)) (accused(self, form)) (people(form)) (others(form)) (marks(form)) (rating(self, form)) }
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
            anonymous: false,
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

/// What few petitions have, folded away.
fn others(form: &FormState) -> Markup {
    const FIELDS: [&str; 3] = ["initial_nationally", "cause", "hot_topic"];
    let open = FIELDS
        .iter()
        .any(|name| !form.value(name).is_empty() || form.error(name).is_some());
    let nationally = [
        Choice::new("yes", "是"),
        Choice::new("no", "不是"),
        Choice::new("", "不清楚"),
    ];
    html! {
        details.part open[open] {
            summary { "全国初次、信访原因、热点问题" }
            (Radios { name: "initial_nationally", legend: "在全国是不是初次", hint: "在别处反映过的，不是。", choices: &nationally, optional: true, inline: true, ..Radios::default() }.render(form))
            (TextInput { name: "cause", label: "信访原因", hint: "例如：政策落实不到位、久拖不决。", optional: true, ..TextInput::default() }.render(form))
            (TextInput { name: "hot_topic", label: "热点问题", hint: "属于一时集中反映的，写是哪一个。", optional: true, ..TextInput::default() }.render(form))
        }
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

/// What locks the box of the rating: field and value, and why (DOMAIN: anonymous, repeat, litigation).
const BARS: [(&str, &str, BarReason); 3] = [
    ("initial", "repeat", BarReason::NotInitial),
    ("anonymous", "yes", BarReason::Anonymous),
    ("flags", "litigation_related", BarReason::LitigationRelated),
];
const MUST: &str = "初次、实名、不涉法涉诉的求决件，必须评价。";
const FREE: &str = "初次、实名、不涉法涉诉，但不是求决的，由登记人决定。";
const BARRED: &str = "不纳入评价：";
const LOCKED: &str = "（系统锁定）";

/// 评价范围. With scripts the box follows what is chosen above at once, by the rule and in the words that stand in the
/// attributes; without them when the form is sent. The server decides either way.
fn rating(lists: &Lists, form: &FormState) -> Markup {
    let own = form.is_chosen("rating", "yes");
    let (locked, ticked, why) = match &lists.rating {
        RatingView::Must => (true, true, MUST.to_owned()),
        RatingView::Free => (false, own, FREE.to_owned()),
        RatingView::Barred(reasons) => (true, false, format!("{BARRED}{}。", reasons.join("、"))),
    };
    let bars = BARS.map(|(field, value, reason)| format!("{field}={value}={}", reason.label()));
    let must = format!("purpose={}", Purpose::RequestToResolve.code());
    html! {
        fieldset.field disabled[locked] data-rating data-own[own] data-anonymous[lists.anonymous] data-bars=(bars.join(";")) data-must-if=(must)
            data-must=(MUST) data-free=(FREE) data-barred=(BARRED) data-locked=(LOCKED) {
            legend.label { "满意度评价" }
            div.choices { div.choice {
                input id="rating" type="checkbox" name="rating" value="yes" checked[ticked] aria-describedby="rating-why";
                label for="rating" { "纳入评价范围" span data-lock { @if locked { (LOCKED) } } }
            } }
            p.why id="rating-why" role="status" { span data-why { (why) } span data-when-sent { "改了上面几项，保存时按规则重新判断。" } }
        }
    }
}
