//! `/staff/petitions/{id}/approvals`, before it is sent: 送审 — the draft as it was typed, the leader, the question.

use crate::components::button::{link_button, submit_as, submit_to};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::link::Link;
use crate::components::notice::{flash, inset, warning};
use crate::components::overtaken::Overtaken;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use crate::staff::step::{ASK, FORM_AGAIN};
use maud::{Markup, html};

/// 送审. Fields: `ask_leader ask_text`, button `ask_send`; hidden: `csrf version ask_kind` and what the form had.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Where it posts.
    pub action: String,
    /// Path of the form that it is a draft of.
    pub back: String,
    /// Version of the case.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// 转送, 交办: what is drafted.
    pub what: String,
    /// Its name in forms.
    pub kind: String,
    /// The draft's own fields.
    pub fields: Vec<(String, String)>,
    /// The draft as people read it.
    pub lines: Vec<(String, String)>,
    /// The leaders of the agency: id and name.
    pub leaders: Vec<(String, String)>,
    /// What others did meanwhile.
    pub overtaken: Option<Overtaken>,
    /// Why nothing can be asked, without a full stop, where that is known before anything is typed.
    pub closed: Option<String>,
    /// What was just done; may be empty.
    pub flash: String,
    /// Path of the case.
    pub case: String,
    /// What whoever wrote or came is given, of what was registered as it was entered.
    pub slip: Option<Link>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let leaders = [OptGroup {
        label: String::new(),
        choices: view
            .leaders
            .iter()
            .map(|(id, name)| Choice::new(&**id, &**name))
            .collect(),
    }];
    let only = match &view.leaders[..] {
        [(id, _)] => id.as_str(),
        _ => "",
    };
    let again = submit_to(
        &format!("先不送，返回{}", view.what),
        &view.back,
        FORM_AGAIN,
        "yes",
    );
    let closed = view.overtaken.as_ref().is_some_and(|late| late.closed.is_some());
    let content = html! {
        div.narrow {
            @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
            (error_summary(form))
            (flash(&view.flash))
            h1 { "送审：拟" (view.what) }
            div.about { p.teaser { (view.title) } p.hint { span.num { (view.number) } } }
            @if let Some(closed) = &view.closed { (warning(&format!("{closed}。"))) }
            @if let Some(slip) = &view.slip {
                (inset(&html! { p { "这一件已经登记，查询码也有了，送不送审都有效：" a href=(slip.href) { (slip.text) } "。以后在这一件的页面上也能打印。" } }))
            }
            h2 { "拟稿" }
            (super::draft(&view.lines))
            @if view.closed.is_some() {
                p.buttons { (link_button("返回这一件", &view.case, true)) }
            } @else if view.leaders.is_empty() {
                (warning("本单位没有可以送审的领导，请联系系统管理员登记领导岗。"))
                form method="post" action=(view.back) { (carried(view)) p.buttons { (again) } }
            } @else {
                // What was typed on another form is saved nowhere yet; what is registered is.
                form method="post" action=(view.action) novalidate data-unsaved data-dirty[!form.values.is_empty()] {
                    (carried(view)) (hidden(ASK, &view.kind))
                    (Select { name: "ask_leader", label: "送给", groups: &leaders, prompt: if only.is_empty() { "请选择" } else { "" }, default: only, ..Select::default() }.render(form))
                    (Textarea { name: "ask_text", label: "请示事项", hint: "哪里拿不准，打算怎样办。信访人看不到。", rows: 4, count_max: Some(1000), ..Textarea::default() }.render(form))
                    p.hint { "送审不改变这一件的办理，期限照常计算。批示以后，拟稿会替您填好，由您继续办。" }
                    p.buttons { @if !closed { (submit_as("送审", "ask_send", "yes", true)) } (again) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("送审 {}", view.number),
            failed: form.has_errors() || view.overtaken.is_some(),
            menu: Menu::Approvals,
            ..Page::default()
        },
        &content,
    )
}

/// What goes along whichever button is pressed: nothing typed is lost on the way back.
fn carried(view: &View) -> Markup {
    html! {
        (view.form.hidden_csrf()) (hidden("version", &view.version))
        @for (name, value) in &view.fields { (hidden(name, value)) }
    }
}

impl View {
    /// One leader, several and wrong, none, too late, just registered, waiting already.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let one = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            action: "/staff/petitions/p1/approvals".into(),
            back: "/staff/petitions/p1/assign".into(),
            version: "4".into(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            what: "交办".into(),
            kind: "assign".into(),
            fields: vec![("note".into(), "查明原因".into())],
            lines: super::sample_lines(),
            leaders: vec![("o1".into(), "郭志远".into())],
            overtaken: None,
            closed: None,
            flash: String::new(),
            case: "/staff/petitions/p1".into(),
            slip: None,
        };
        let registered = Self {
            back: "/staff/intake/web/p1".into(),
            what: "登记".into(),
            kind: "registration".into(),
            flash: "已登记，还没有送审。".into(),
            slip: Some(Link::new("/staff/intake/letters/p1/slip", "打印查询码条")),
            ..one.clone()
        };
        let waits = Self {
            closed: Some("拟登记已经送郭志远审批，还没有批示".into()),
            flash: String::new(),
            ..registered.clone()
        };
        let [noted, closed] = Overtaken::samples();
        vec![
            one.clone(),
            Self {
                form: FormState::new("sample")
                    .failing("ask_leader", "请选择送给哪位领导")
                    .failing("ask_text", "请写明请示什么"),
                leaders: vec![("o1".into(), "郭志远".into()), ("o2".into(), "高岚".into())],
                title: crate::samples::LONG.into(),
                overtaken: Some(noted),
                ..one.clone()
            },
            Self {
                leaders: Vec::new(),
                ..one.clone()
            },
            Self {
                overtaken: Some(closed),
                ..one
            },
            registered,
            waits,
        ]
    }
}
