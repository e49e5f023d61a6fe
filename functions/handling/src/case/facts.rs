//! What the case page says of the registration and of the petitioner, masked.

use domain::accused::Accused;
use domain::contact::{mask_address, mask_mobile, mask_name};
use domain::incoming::Incoming;
use domain::time::{zh_date, zh_datetime};
use store::cases::{CaseFile, Detail};
use templates::components::tag::{Tag, Tone};
use web::present;

pub(super) fn flags(file: &CaseFile) -> Vec<Tag> {
    let urgent = |label: &str| matches!(label, "扬言" | "重大紧急");
    let labels = file
        .registration()
        .map(|registration| registration.flags.labels())
        .unwrap_or_default();
    let new = present::new_material(file.file.head.petition.new_material);
    let stopped = file.file.head.petition.suspended().map(|_| present::stopped());
    stopped
        .into_iter()
        .chain(new)
        .chain(
            labels
                .into_iter()
                .map(|label| Tag::new(label, if urgent(label) { Tone::Urgent } else { Tone::Quiet })),
        )
        .collect()
}

/// Facts of the registration and of the petitioner, masked.
pub(super) fn facts(file: &CaseFile) -> Vec<(String, String)> {
    let detail = &file.file.detail;
    let petition = &file.file.head.petition;
    let mut facts = vec![
        ("信访形式", petition.channel.label().to_owned()),
        ("收到", zh_datetime(petition.filed_at)),
    ];
    let person = &detail.petitioner;
    if person.anonymous {
        facts.push(("信访人", person.name.clone()));
    } else {
        facts.push(("信访人", mask_name(&person.name)));
        facts.extend(
            person
                .mobile
                .as_deref()
                .map(|mobile| ("手机号", mask_mobile(mobile))),
        );
        facts.extend(
            person
                .addresses
                .first()
                .map(|(_, address)| ("住址", mask_address(address))),
        );
    }
    facts.extend(present::co_petitioners(&detail.co_petitioners).map(|people| ("联名人", people)));
    facts.extend(detail.letter.iter().flat_map(|letter| on_paper(letter)));
    facts.extend(present::interviews::facts(
        detail.visit.as_deref(),
        petition.interview.as_ref(),
    ));
    facts.push(("问题属地", domain::division::full_name(petition.division)));
    if !detail.address.is_empty() {
        facts.push(("详细地址", detail.address.clone()));
    }
    if let Some(registration) = file.registration() {
        facts.push(("内容分类", registration.category.to_string().replace('/', " › ")));
        facts.push(("信访目的", registration.purpose.label().to_owned()));
        facts.push(("诉求分类处理", registration.procedure.label().to_owned()));
        facts.push((
            "初次或重复",
            if registration.initial { "初次" } else { "重复" }.to_owned(),
        ));
        if registration.repeat_number > 0 {
            facts.push((
                "重复次数",
                format!("以前反映过 {} 次", registration.repeat_number),
            ));
        }
        if let Some(initial) = registration.initial_nationally {
            facts.push(("全国初次", if initial { "是" } else { "不是" }.to_owned()));
        }
        let others = [
            ("信访原因", &registration.cause),
            ("热点问题", &registration.hot_topic),
        ];
        facts.extend(
            others
                .into_iter()
                .filter_map(|(label, words)| Some((label, words.clone()?))),
        );
        facts.push(("信访人数", format!("{} 人", registration.people_count)));
        if registration.people_affected > 0 {
            facts.push(("涉及人数", format!("{} 人", registration.people_affected)));
        }
        facts.extend(registration.accused.iter().flat_map(accused));
        let public = if registration.public {
            "可以公开"
        } else {
            "不公开"
        };
        facts.push(("办结后", public.to_owned()));
    }
    facts.push((
        "满意度评价",
        match petition.rating {
            Some(true) => "纳入",
            Some(false) => "不纳入",
            None => "登记时确定",
        }
        .to_owned(),
    ));
    facts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Who is accused; the agencies that are do not see it.
fn accused(accused: &Accused) -> Vec<(&'static str, String)> {
    let post = [
        accused.level.label(),
        accused.post.as_str(),
        accused.address.as_str(),
    ];
    let post: Vec<&str> = post.into_iter().filter(|words| !words.is_empty()).collect();
    vec![
        ("被揭发控告", format!("{}（{}）", accused.name, post.join("，"))),
        ("所在单位", accused.unit.clone()),
    ]
}

/// Whether there is anything of the petitioner to see in full: an anonymous letter may come in an envelope with a name.
pub(super) fn is_known(detail: &Detail) -> bool {
    let envelope = detail.letter.as_ref().map(|letter| &letter.envelope);
    let written = envelope.is_some_and(|one| !one.sender_name.is_empty() || !one.sender_address.is_empty());
    !detail.petitioner.anonymous || written
}

/// What is known of a letter besides its matter; who sent it by the envelope is masked.
fn on_paper(letter: &Incoming) -> Vec<(&'static str, String)> {
    let envelope = &letter.envelope;
    let stamped = envelope.postmark_date.map(zh_date).unwrap_or_default();
    let postmark = [envelope.postmark_place.clone(), stamped];
    let postmark: Vec<String> = postmark.into_iter().filter(|part| !part.is_empty()).collect();
    let masked = |text: &str, mask: fn(&str) -> String| match text {
        "" => String::new(),
        text => mask(text),
    };
    let reply = if letter.reply_known { "清楚" } else { "不清楚" };
    let facts = [
        ("收信日期", zh_date(letter.received)),
        ("收信人", letter.addressee.clone()),
        ("邮戳", postmark.join("　")),
        ("信封寄信人", masked(&envelope.sender_name, mask_name)),
        ("信封地址", masked(&envelope.sender_address, mask_address)),
        ("挂号信号码", envelope.registered_number.clone()),
        ("回信地址", reply.to_owned()),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
