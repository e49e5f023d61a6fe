//! Notices of demonstration: an important one, one for everybody, one for officers, one more for the public.
//! Written as drafts and published by the same steps as administrators take.

use crate::people::People;
use anyhow::Context as _;
use chrono::TimeDelta;
use domain::access::Role;
use domain::ids::NoticeId;
use domain::notice::{Audience, Notice, State, Words};
use domain::time::local_date;
use store::StoreError;
use web::App;

struct Demo {
    id: &'static str,
    title: &'static str,
    body: &'static str,
    audience: Audience,
    important: bool,
    /// How long before the seeding it was published.
    days: i64,
}

const NOTICES: [Demo; 4] = [
    Demo {
        id: "019a2b00-0000-7000-8000-000000000d01",
        title: "怎样避免同一件事重复反映",
        body: "同一件事反映一次就够了，不会因为反映得多就办得快。\n\n\
            提交以后，请保存好回执上的查询码。在“查询进度”里输入姓名和查询码，就能看到办到了哪一步、由哪个单位在办、最晚哪天答复。\n\n\
            有新的情况或者材料，不用再写一件：登录以后打开“我反映的问题”，在原来那一件里补充。",
        audience: Audience::Public,
        important: false,
        days: 12,
    },
    Demo {
        id: "019a2b00-0000-7000-8000-000000000d02",
        title: "登记时请逐件核对属地和内容分类",
        body: "最近有几件因为属地选错，转到了没有职责的单位，群众多等了一周。\n\n\
            登记时请核对三处：\n问题发生地，不是信访人的住址；\n内容分类，选到第三级；\n信访目的，求决的要纳入满意度评价。",
        audience: Audience::Staff,
        important: false,
        days: 6,
    },
    Demo {
        id: "019a2b00-0000-7000-8000-000000000d03",
        title: "节假日期间网上信访照常受理",
        body: "节假日和周末，网上随时可以反映问题、查询进度，收到的时间按提交的时间算。\n\n\
            登记、受理、答复的最后一天如果碰上节假日，顺延到节后第一个工作日。\n\n\
            有生命危险请拨 110、119、120，不要等网上办理。",
        audience: Audience::Both,
        important: false,
        days: 3,
    },
    Demo {
        id: "019a2b00-0000-7000-8000-000000000d04",
        title: "谨防冒充信访工作人员收费代办",
        body: "反映问题、查询进度、申请复查复核，都不收一分钱，也没有“加急”和“代办”。\n\n\
            工作人员不会向您要密码、短信验证码和银行卡号。有人自称信访工作人员要您转账的，请直接挂断，并拨打 110。\n\n\
            查询码等于这件信访的钥匙，只告诉您信得过的人。",
        audience: Audience::Public,
        important: true,
        days: 1,
    },
];

/// Writes and publishes what is missing; what was changed by hand since stays.
pub async fn run(app: &App, people: &People) -> anyhow::Result<()> {
    let officers = people.officers.iter();
    let by = officers
        .filter(|officer| officer.roles.contains(&Role::Administrator))
        .map(|officer| officer.name.as_str())
        .next();
    let by = by.context("there is an administrator")?;
    for demo in &NOTICES {
        one(app, demo, by).await.with_context(|| demo.title)?;
    }
    Ok(())
}

async fn one(app: &App, demo: &Demo, by: &str) -> anyhow::Result<()> {
    let id: NoticeId = demo.id.parse()?;
    let at = app.now() - TimeDelta::days(demo.days);
    let words = Words {
        title: domain::notice::title(demo.title)?,
        body: domain::notice::body(demo.body)?,
        audience: demo.audience,
        important: demo.important,
        until: None,
    };
    match app.store.add_notice(&Notice::draft(id, words, by, at)).await {
        Ok(()) | Err(StoreError::Conflict) => {}
        Err(error) => return Err(error.into()),
    }
    let known = app.store.notice(id).await?.context("it was just written")?;
    // A seed that was cut off between the two steps goes on here.
    if known.revision == 1 && known.state == State::Draft {
        let hung = known.clone().published(by, at, local_date(at))?;
        app.store.change_notice(&known, &hung).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notices_of_demonstration_are_such_as_a_page_would_take() {
        for demo in &NOTICES {
            assert!(demo.id.parse::<NoticeId>().is_ok(), "{}", demo.id);
            assert_eq!(domain::notice::title(demo.title).unwrap(), demo.title);
            assert_eq!(domain::notice::body(demo.body).unwrap(), demo.body);
        }
    }
}
