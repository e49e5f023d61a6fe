//! Who reaches what: every route of every function against every kind of person. What is expected is
//! computed from the table of permissions; a route the sweep cannot fill in fails it.

use domain::access::{Action, Actor, Audience, Role, may};
use gateway::dispatch::functions;
use http::Method;
use tests::people::Filed;
use tests::{Citizen, Client, Officer, Page, Stack};

/// Somebody who knocks at every door.
struct Visitor {
    name: String,
    client: Client,
    actor: Actor,
    /// The petition of the sweep is theirs, or lies in their agency's scope.
    in_scope: bool,
}

/// What the parameters of paths stand for.
struct Things {
    petition: String,
    attachment: String,
    letter: String,
    suggestion: String,
    showcase: String,
}

impl Things {
    fn fill(&self, path: &str) -> String {
        let own_id = match path {
            "/petitions/uploads/{id}" => format!("{}?draft={}", self.attachment, self.petition),
            p if p.starts_with("/petitions/uploads/{id}/") => self.attachment.clone(),
            p if p.contains("/suggestions/{id}") => self.suggestion.clone(),
            // Of the demonstration: registered by the province.
            p if p.contains("/letters/brief/{id}") => "019a0000-0000-7000-8000-0000000003b1".to_owned(),
            p if p.contains("/letters/{id}") => "019a0000-0000-7000-8000-0000000003a1".to_owned(),
            p if p.contains("/visits/{id}") || p.contains("/interviews/{id}") => {
                "019a0000-0000-7000-8000-0000000003c1".to_owned()
            }
            p if p.contains("/showcase/{id}") => self.showcase.clone(),
            _ => self.petition.clone(),
        };
        let filled = path
            .replace("{id}", &own_id)
            .replace("{attachment}", &self.attachment)
            .replace("{other}", &self.petition)
            .replace("{letter}", &self.letter)
            .replace("{code}", "370100")
            .replace("{kind}", "filed")
            .replace("{submission}", "1")
            .replace("{agency}", "370100-xfj")
            .replace("{slug}", "rules");
        let filled = match path {
            "/assets/{file}" => templates::assets::asset_url("site.css"),
            // A captcha is anybody's: that none is found is the handler's own answer.
            "/captcha/{file}" => "/captcha/none.png".to_owned(),
            "/staff/showcase/new" => format!("{filled}?petition={}", self.petition),
            _ => filled,
        };
        assert!(
            !filled.contains('{'),
            "the sweep does not know how to fill in {path}"
        );
        filled
    }
}

/// Pages whose own answer to this petition is that there is nothing.
const NOTHING_THERE: [&str; 15] = [
    "/staff/approvals/{id}/{submission}",
    "/staff/intake/web/{id}/compare/{other}",
    // Nobody finds a scan without the ticket of the own form.
    "/staff/intake/letters/uploads/{id}",
    "/staff/intake/letters/uploads/{id}/file",
    "/staff/intake/visits/uploads/{id}",
    "/staff/intake/visits/uploads/{id}/file",
    "/cases/{id}",
    "/captcha/{file}",
    "/resume/{id}",
    "/staff/resume/{id}",
    "/notices/{id}",
    "/staff/notices/{id}",
    "/staff/admin/notices/{id}",
    "/staff/admin/notices/{id}/edit",
    "/staff/admin/messages/dead/{id}",
];

/// Whether a path names the petition, so that not everybody of the right role may see it.
fn names_petition(path: &str) -> bool {
    (path.contains("{id}") && !NOTHING_THERE.contains(&path)) || path == "/staff/showcase/new"
}

/// A petition with an attachment, passed on to the city, and a suggestion that the city studies.
async fn transferred(stack: &Stack, citizen: &Citizen) -> (Filed, Things) {
    let (filed, attachment) = crate::uploads::filed_with_pdf(stack, citizen).await;
    let registrar = Officer::shared(stack, "dengji").await;
    registrar.open(&filed.id).await;
    let sent = registrar
        .register(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    assert!(sent.says("已转送"), "{}", sent.main());
    let letter = sent.link("信访事项转送告知书").expect("the letter is linked");
    let made = crate::suggestions::make(&citizen.client, &[("division", "370100")]).await;
    crate::suggestions::open(&Officer::shared(stack, "jinan").await, &made).await;
    let things = Things {
        suggestion: made.id,
        // One of the demonstration: the province's, waiting for approval.
        showcase: "019a0000-0000-7000-8000-0000000001f4".to_owned(),
        petition: filed.id.clone(),
        attachment,
        letter: letter.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    (filed, things)
}

async fn visitors(stack: &Stack, owner: Citizen) -> Vec<Visitor> {
    let citizen = |name: &str, client: Client, in_scope| Visitor {
        name: name.to_owned(),
        client,
        actor: Actor::Citizen {
            account: "019a0000-0000-7000-8000-0000000000ff".parse().unwrap(),
        },
        in_scope,
    };
    let mut all = vec![
        Visitor {
            name: "nobody".to_owned(),
            client: Client::new(&stack.url),
            actor: Actor::Anonymous,
            in_scope: false,
        },
        citizen("the petitioner", owner.client, true),
        citizen("another citizen", Citizen::named(stack).await.client, false),
        citizen(
            "an anonymous citizen",
            Citizen::anonymous(stack).await.client,
            false,
        ),
    ];
    let people = stack.local("people.json?username=nobody").await;
    drop(people);
    for (username, role, agency, in_scope) in [
        ("dengji", Role::Registrar, "370000-xfj", true),
        ("lingdao", Role::Leader, "370000-xfj", true),
        ("anli", Role::Editor, "370000-xfj", true),
        ("qingdao_al", Role::Editor, "370200-xfj", false),
        ("jietan", Role::Interviewer, "370000-xfj", true),
        ("qingdao_jt", Role::Interviewer, "370200-xfj", false),
        ("guanli", Role::Administrator, "370000-xfj", true),
        ("jinan", Role::Handler, "370100-xfj", true),
        ("lixia_dj", Role::Registrar, "370102-xfj", false),
        ("lixia", Role::Handler, "370102-xfj", false),
        ("zhujian", Role::Handler, "370102-zjj", false),
        ("zhujian_ld", Role::Leader, "370102-zjj", false),
        ("jiedao", Role::Handler, "370102-t01", false),
        ("qingdao", Role::Handler, "370200-xfj", false),
    ] {
        all.push(Visitor {
            name: username.to_owned(),
            client: Officer::shared(stack, username).await.client,
            actor: Actor::Officer {
                officer: "019a0000-0000-7000-8000-0000000000fe".parse().unwrap(),
                agency: agency.parse().unwrap(),
                roles: vec![role],
            },
            in_scope,
        });
    }
    all
}

fn login_of(audience: Audience) -> &'static str {
    match audience {
        Audience::Officer => "/staff/login",
        _ => "/login",
    }
}

fn is_known(actor: &Actor, audience: Audience) -> bool {
    match audience {
        Audience::Anyone => true,
        Audience::Citizen => matches!(actor, Actor::Citizen { .. }),
        Audience::Officer => matches!(actor, Actor::Officer { .. }),
    }
}

fn location(page: &Page) -> String {
    let target = page.headers.get("location").and_then(|value| value.to_str().ok());
    target.unwrap_or_default().to_owned()
}

/// What is wrong with an answer, if anything.
fn verdict(
    visitor: &Visitor,
    path: &str,
    method: &Method,
    action: Action,
    token: bool,
    page: &Page,
) -> Option<String> {
    let audience = action.audience();
    let status = page.status.as_u16();
    let fine = if !is_known(&visitor.actor, audience) {
        // What was sent is kept only for somebody who was signed in before.
        status == 303 && location(page).starts_with(&format!("{}?next=", login_of(audience)))
    } else if !may(&visitor.actor, action) {
        status == 404
    } else if *method == Method::POST {
        // Without a token nothing is done, but only who may come this far is told so.
        if token {
            status == 400
        } else {
            matches!(status, 200 | 303 | 422)
        }
    } else if NOTHING_THERE.contains(&path)
        || (names_petition(path) && !visitor.in_scope)
        // An interviewer amends what was registered of the own visits, which this is not.
        || (action == Action::AmendRegistration && !may(&visitor.actor, Action::RegisterPetition))
    {
        status == 404
    } else {
        // A step that is not due is a conflict with its reason.
        matches!(status, 200 | 303 | 409) && !location(page).contains("login")
    };
    (!fine).then(|| format!("{} {method} {path}: {status} {}", visitor.name, location(page)))
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reaches_exactly_what_the_table_of_permissions_says() {
    let stack = Stack::shared().await;
    let owner = Citizen::named(stack).await;
    let (_filed, things) = transferred(stack, &owner).await;
    let visitors = visitors(stack, owner).await;
    let routes: Vec<_> = functions().iter().flat_map(web::Routes::list).collect();
    assert!(routes.len() > 50, "the functions list their routes");
    let mut wrong = Vec::new();
    for visitor in &visitors {
        for route in &routes {
            let url = visitor.client.url(&things.fill(route.path));
            let http = visitor.client.http();
            let request = if route.method == Method::GET {
                http.get(url)
            } else {
                http.post(url).form(&[("x", "1")])
            };
            let page = visitor.client.once(request).await;
            wrong.extend(verdict(
                visitor,
                route.path,
                &route.method,
                route.action,
                route.token,
                &page,
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A token for this person's forms: what an expired form is offered again with.
pub async fn token(client: &Client, path: &str) -> String {
    let page = client
        .once(client.http().post(client.url(path)).form(&[("x", "1")]))
        .await;
    assert_eq!(page.status, 400, "{path}: {}", page.main());
    let token = page.attribute("main input[name=csrf]", "value");
    token.unwrap_or_else(|| panic!("no token on {path}: {}", page.main()))
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_right_token_a_stranger_still_changes_nothing() {
    let stack = Stack::shared().await;
    let owner = Citizen::anonymous(stack).await;
    let (filed, things) = transferred(stack, &owner).await;
    let mut strangers = vec![(
        Citizen::anonymous(stack).await.client,
        vec![
            format!("/petitions/{}/withdraw", filed.id),
            format!("/rate/{}", filed.id),
            format!("/petitions/{}/materials", filed.id),
            format!("/petitions/{}/code/sms", filed.id),
            format!("/petitions/{}/messages", filed.id),
        ],
    )];
    for officer in ["qingdao", "zhujian"] {
        let steps = [
            "transfer",
            "approvals",
            "route",
            "accept",
            "suspend",
            "resume",
            "opinion",
            "conclude",
            "materials/read",
            "notes",
        ];
        let paths = steps
            .map(|step| format!("/staff/petitions/{}/{step}", filed.id))
            .to_vec();
        strangers.push((Officer::shared(stack, officer).await.client, paths));
    }
    for (client, paths) in &strangers {
        let token = token(client, &paths[0]).await;
        for path in paths {
            let form = [
                ("csrf", token.as_str()),
                ("draft", &filed.id),
                ("agency", "370102-xfj"),
                ("ask_kind", "transfer"),
            ];
            let page = client
                .once(client.http().post(client.url(path)).form(&form))
                .await;
            assert_eq!(page.status, 404, "{path}: {}", page.main());
        }
    }
    // What a page's script sends.
    let (client, paths) = &strangers[0];
    let about = serde_json::json!({ "csrf": token(client, &paths[0]).await, "draft": filed.id });
    for what in ["done", "delete"] {
        let path = format!("/petitions/uploads/{}/{what}", things.attachment);
        let page = client
            .once(client.http().post(client.url(&path)).json(&about))
            .await;
        assert_eq!(page.status, 404, "{path}: {}", page.body);
    }
    let mine = owner.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(mine.says("已转送") && mine.says("材料.pdf"), "{}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_finds_no_case_and_no_link_to_one() {
    let stack = Stack::shared().await;
    let administrator = Officer::shared(stack, "guanli").await;
    let home = administrator.client.get("/staff").await;
    assert_eq!(home.status, 200);
    for path in [
        "/staff/inbox",
        "/staff/todo",
        "/staff/done",
        "/staff/intake/web",
        "/staff/suggestions",
        "/staff/showcase",
        "/staff/assigned",
        "/staff/approvals",
        "/staff/intake/visits",
        "/staff/interviews",
    ] {
        assert_eq!(administrator.client.get(path).await.status, 404, "{path}");
        assert!(
            !home.body.contains(&format!("href=\"{path}")),
            "{path} is offered: {}",
            home.body
        );
    }
}
