//! `/_local/…`: what only the local stack has, for people who try it and for tests: sent messages,
//! the clock, the demonstration people. Part of no function and of no server build.

use crate::card_reader;
use crate::codes::Codes;
use crate::local_clock::{LocalClock, Move};
use crate::outbox::Outbox;
use crate::people::{Behaviour, People};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::time::{iso_datetime, local_date, zh_datetime};
use http::{StatusCode, header};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use store::Store;

/// What the pages show.
#[derive(Clone)]
pub struct Local {
    /// The kept clock.
    pub clock: LocalClock,
    /// Sent messages.
    pub outbox: Outbox,
    /// The demonstration people.
    pub people: Arc<People>,
    /// Login codes handed out.
    pub codes: Arc<Codes>,
    /// To see which codes were used.
    pub store: Store,
}

/// The routes under `/_local`.
pub fn router(local: Local) -> Router {
    Router::new()
        .route("/_local", get(index))
        .route("/_local/outbox", get(outbox_page))
        .route("/_local/outbox.json", get(outbox_json))
        .route("/_local/people", get(people_page))
        .route("/_local/people.json", get(people_json))
        .route("/_local/card-reader", get(card_reader_page))
        .route("/_local/clock", post(move_clock).get(read_clock))
        .with_state(local)
}

/// The JSON extractor asks for `content-type: application/json`, which a page of another origin
/// cannot send without being asked first: no web site moves this clock.
async fn move_clock(State(local): State<Local>, Json(order): Json<Move>) -> Response {
    match local.clock.apply(&order) {
        Ok(()) => read_clock(State(local)).await.into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response(),
    }
}

async fn read_clock(State(local): State<Local>) -> Json<Value> {
    Json(json!({ "now": iso_datetime(local.clock.clock.now()) }))
}

async fn outbox_json(State(local): State<Local>) -> Response {
    fresh(Json(local.outbox.all()))
}

#[derive(Deserialize)]
struct Whom {
    username: Option<String>,
}

async fn people_json(State(local): State<Local>, Query(whom): Query<Whom>) -> Response {
    let mut officers = Vec::new();
    for officer in &local.people.officers {
        if whom
            .username
            .as_ref()
            .is_some_and(|name| *name != officer.username)
        {
            continue;
        }
        officers.push(json!({
            "id": officer.id,
            "username": officer.username,
            "name": officer.name,
            "password": local.people.officer_password,
            "totp_secret": officer.totp_secret,
            "totp": next_code(&local, officer).await,
            "role": officer.roles.first(),
            "roles": officer.roles,
            "agency": officer.agency,
        }));
    }
    let person = |p: &crate::people::Person| json!({ "name": p.name, "id_number": p.id_number, "mobile": p.mobile, "behaviour": word(p.behaviour) });
    let plain: Vec<_> = local
        .people
        .people
        .iter()
        .filter(|p| p.behaviour == Behaviour::Match)
        .map(person)
        .collect();
    let special: Vec<_> = local.people.special().map(person).collect();
    let citizen = &local.people.citizen;
    let citizen = json!({
        "username": citizen.username, "password": citizen.password, "name": citizen.name,
        "id_number": citizen.id_number, "mobile": citizen.mobile,
    });
    fresh(Json(
        json!({ "officers": officers, "citizens": [citizen], "people": plain, "special": special }),
    ))
}

/// Waits for the next step rather than answer with a code that cannot work; less than 30 s, and only
/// after three logins of one officer within a minute.
async fn next_code(local: &Local, officer: &crate::people::DemoOfficer) -> Option<String> {
    for _ in 0..31 {
        if let Some(code) = local
            .codes
            .hand_out(&local.store, officer, local.clock.clock.now())
            .await
        {
            return Some(code);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    None
}

async fn index() -> Response {
    page(
        "本地环境",
        &html! {
            ul {
                li { a href="/" { "网站首页" } }
                li { a href="/staff" { "工作人员入口" } }
                li { a href="/_local/outbox" { "已发送的短信" } }
                li { a href="/_local/people" { "演示人员" } }
                li { a href="/_local/card-reader" { "模拟身份证读卡器" } }
            }
        },
    )
}

async fn card_reader_page(State(local): State<Local>) -> Response {
    let today = local_date(local.clock.clock.now());
    let samples = card_reader::samples(&local.people, today);
    page("模拟身份证读卡器", &card_reader::content(&samples))
}

async fn outbox_page(State(local): State<Local>) -> Response {
    let messages = local.outbox.all();
    page(
        "已发送的短信",
        &html! {
            p { "本地环境不会真的发送短信，这里是模拟短信服务收到的内容，最新的在前。" }
            @if messages.is_empty() { p { "还没有短信。" } }
            table {
                thead { tr { th { "时间" } th { "号码" } th { "内容" } } }
                tbody {
                    @for sms in messages.iter().rev() {
                        tr { td { (zh_datetime(sms.at)) } td { (sms.to) } td { (sms.text) } }
                    }
                }
            }
        },
    )
}

async fn people_page(State(local): State<Local>) -> Response {
    let people = &local.people;
    let mut codes = Vec::new();
    for officer in &people.officers {
        codes.push(
            local
                .codes
                .hand_out(&local.store, officer, local.clock.clock.now())
                .await,
        );
    }
    page(
        "演示人员",
        &html! {
            h2 { "工作人员" }
            p { "密码都是 " code { (people.officer_password) } "。每个动态口令只能用一次，刷新本页可得到新的口令。" }
            table {
                thead { tr { th { "用户名" } th { "姓名" } th { "岗位" } th { "单位" } th { "动态口令" } } }
                tbody {
                    @for (officer, code) in people.officers.iter().zip(&codes) {
                        tr {
                            td { (officer.username) }
                            td { (officer.name) }
                            td { @for role in &officer.roles { (role.label()) " " } }
                            td { (officer.agency) }
                            td { code { (code.as_deref().unwrap_or("半分钟后刷新")) } }
                        }
                    }
                }
            }
            h2 { "已注册的居民" }
            p {
                (people.citizen.name) "，用户名 " code { (people.citizen.username) } "，密码 "
                code { (people.citizen.password) } "。"
            }
            h2 { "模拟实名核验服务认识的人" }
            p { "这些人并不存在，证件号码只是符合校验规则。" }
            table {
                thead { tr { th { "姓名" } th { "身份证号码" } th { "手机号码" } th { "核验结果" } } }
                tbody {
                    @for person in &people.people {
                        tr {
                            td { (person.name) } td { (person.id_number) } td { (person.mobile) }
                            td { (explain(person.behaviour)) }
                        }
                    }
                }
            }
        },
    )
}

fn word(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Match => "match",
        Behaviour::Slow => "slow",
        Behaviour::Down => "down",
        Behaviour::Mismatch => "mismatch",
    }
}

fn explain(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Match => "姓名一致即通过",
        Behaviour::Slow => "超时（20 秒后才应答）",
        Behaviour::Down => "服务不可用",
        Behaviour::Mismatch => "总是不一致",
    }
}

fn fresh(body: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], body).into_response()
}

fn page(title: &str, content: &Markup) -> Response {
    fresh(html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · 本地环境" }
                style {
                    "body{font:16px/1.7 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}\
                     table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3rem .6rem;\
                     text-align:left;overflow-wrap:anywhere}h1{color:#1d4f91}"
                }
            }
            body { main { h1 { (title) } (content) } }
        }
    })
}
