//! The templates against the code: the keys of each table, and the rights of each function. The rights
//! stand here a second time on purpose: widening one takes two changes. (Routes are compared by the
//! gateway's own tests.)

use domain::notice::Board;
use serde_yaml_ng::Value;
use std::collections::{BTreeMap, BTreeSet};
use store::keys;

const APP: &str = include_str!("../../../infra/app.yaml");
const DATA: &str = include_str!("../../../infra/data.json");

/// One letter for each right on items: Get, Batch get, Query, Condition check, Put, Update, Delete.
const ITEM_RIGHTS: [(char, &str); 7] = [
    ('g', "dynamodb:GetItem"),
    ('b', "dynamodb:BatchGetItem"),
    ('q', "dynamodb:Query"),
    ('c', "dynamodb:ConditionCheckItem"),
    ('p', "dynamodb:PutItem"),
    ('u', "dynamodb:UpdateItem"),
    ('d', "dynamodb:DeleteItem"),
];

/// Function, table, rights, partitions. Nothing else is allowed to anybody.
const ON_ITEMS: [(&str, &str, &str, &str); 149] = [
    ("portal", "guards", "gbu", "SESS"),
    ("portal", "accounts", "gb", "ACC"),
    (
        "portal",
        "content",
        "gbq",
        "AGENCIES SETTINGS BOARD-PUBLIC HUNG-PUBLIC CASES",
    ),
    (
        "registration",
        "guards",
        "gbqcpud",
        "SESS CAPT FORM HELD RATE RESET",
    ),
    ("registration", "accounts", "gbp", "ACC"),
    ("registration", "content", "gb", "SETTINGS"),
    ("registration", "accounts", "gb", "USER NOBODY"),
    ("registration", "petitions", "p", "OUTBOX"),
    ("identity", "guards", "gbqcpud", "SESS CAPT FORM HELD RATE"),
    // As much written as a message takes, when none goes out.
    ("identity", "guards", "p", "RESET"),
    ("identity", "accounts", "gbcp", "ACC USER NOBODY"),
    ("identity", "accounts", "gbcpd", "IDN"),
    ("identity", "petitions", "p", "OUTBOX"),
    ("identity", "content", "gb", "SETTINGS"),
    ("petitions", "guards", "gbqcpud", "SESS CAPT FORM HELD RATE"),
    ("petitions", "accounts", "gb", "ACC"),
    ("petitions", "content", "gbq", "AGENCIES SETTINGS"),
    ("petitions", "petitions", "gbqcpud", "PET WHO DRAFT CODE NUM CTR"),
    ("petitions", "petitions", "pud", "QUEUE OUTBOX CHECK"),
    ("petitions", "petitions", "p", "MATCHDUE"),
    ("tracking", "guards", "gbqcpud", "SESS CAPT FORM RATE"),
    ("tracking", "accounts", "gb", "ACC"),
    ("tracking", "content", "gb", "SETTINGS"),
    ("tracking", "petitions", "gbq", "PET CODE"),
    // Of its attributes only whether messages are wanted: see the test of that.
    ("tracking", "petitions", "u", "PET"),
    ("ratings", "guards", "gbu", "SESS"),
    ("ratings", "guards", "p", "HELD"),
    ("ratings", "accounts", "gb", "ACC"),
    ("ratings", "content", "gb", "SETTINGS"),
    ("ratings", "petitions", "qp", "PET"),
    ("ratings", "petitions", "p", "WHO"),
    ("petitions", "petitions", "q", "SUG SUGWHO"),
    ("suggestions", "guards", "gbu", "SESS"),
    ("suggestions", "guards", "p", "HELD"),
    ("suggestions", "guards", "pd", "CAPT"),
    ("suggestions", "guards", "u", "RATE"),
    ("suggestions", "accounts", "gb", "ACC"),
    ("suggestions", "content", "q", "AGENCIES"),
    ("suggestions", "content", "gb", "SETTINGS"),
    ("suggestions", "petitions", "gqp", "SUG"),
    ("suggestions", "petitions", "qp", "SUGWHO"),
    ("suggestions", "petitions", "p", "NUM DESK OUTBOX"),
    ("suggestions", "petitions", "u", "CTR"),
    ("showcase", "guards", "gbu", "SESS"),
    ("showcase", "accounts", "gb", "ACC"),
    ("showcase", "content", "gb", "SETTINGS SHOWN"),
    ("showcase", "content", "q", "CASES GRAM"),
    ("showcase-editor", "audit", "qp", "AUDIT DAY"),
    ("showcase-editor", "guards", "gbu", "SESS"),
    ("showcase-editor", "guards", "p", "HELD"),
    ("showcase-editor", "staff", "gb", "OFF"),
    ("showcase-editor", "content", "q", "AGENCIES"),
    ("showcase-editor", "petitions", "q", "PET CASE"),
    ("showcase-editor", "content", "gpd", "SHOWCASE PICKED"),
    ("showcase-editor", "content", "qpd", "SHOWDESK"),
    ("showcase-editor", "content", "p", "SHOWN"),
    ("showcase-editor", "content", "pd", "CASES GRAM"),
    ("intake", "petitions", "gqp", "SUG"),
    ("intake", "petitions", "qp", "STUDY"),
    ("intake", "petitions", "p", "SUGWHO"),
    ("intake", "petitions", "qpd", "DESK"),
    (
        "intake",
        "guards",
        "gbqcpud",
        "SESS CAPT FORM HELD RATE TOTP EDIT",
    ),
    ("intake", "staff", "gbqu", "OFF USER NOBODY"),
    ("intake", "content", "gbq", "AGENCIES BOARD-STAFF"),
    ("intake", "content", "g", "SETTINGS"),
    (
        "intake",
        "petitions",
        "gbqcpud",
        "PET CASE WHO QUEUE CODE NUM CTR",
    ),
    ("intake", "petitions", "pud", "OUTBOX"),
    ("intake", "petitions", "q", "MATCH"),
    ("intake", "petitions", "p", "MATCHDUE"),
    ("intake", "petitions", "qpd", "LINKED"),
    ("letters", "guards", "gbu", "SESS"),
    ("letters", "guards", "gpd", "HELD"),
    ("letters", "guards", "gu", "RATE"),
    ("letters", "staff", "gb", "OFF"),
    ("letters", "content", "q", "AGENCIES"),
    ("letters", "content", "g", "SETTINGS"),
    ("letters", "petitions", "gbqpud", "PET"),
    ("letters", "petitions", "qp", "QUEUE"),
    ("letters", "petitions", "p", "CODE OUTBOX CHECK MATCHDUE LINKED"),
    ("letters", "petitions", "gp", "NUM"),
    ("letters", "petitions", "u", "CTR"),
    ("letters", "petitions", "gqp", "BRIEF CASE"),
    ("letters", "petitions", "q", "MATCH"),
    ("visits", "guards", "gbu", "SESS"),
    ("visits", "guards", "gpd", "HELD"),
    ("visits", "guards", "gu", "RATE"),
    ("visits", "content", "g", "SETTINGS"),
    ("visits", "staff", "gb", "OFF"),
    ("visits", "staff", "q", "LEADERS INTERVIEWERS"),
    ("visits", "content", "q", "AGENCIES"),
    ("visits", "petitions", "gbqpud", "PET"),
    ("visits", "petitions", "gqp", "CASE"),
    ("visits", "petitions", "qp", "QUEUE"),
    ("visits", "petitions", "qpd", "INTERVIEW"),
    (
        "visits",
        "petitions",
        "p",
        "CODE NUM OUTBOX CHECK MATCHDUE LINKED",
    ),
    ("visits", "petitions", "u", "CTR"),
    ("visits", "petitions", "q", "MATCH"),
    ("visits", "audit", "qp", "AUDIT DAY"),
    ("intake", "petitions", "qpd", "INTERVIEW"),
    ("handling", "guards", "gbqcpud", "SESS FORM HELD RATE"),
    ("handling", "staff", "gb", "OFF"),
    ("handling", "content", "gbq", "AGENCIES"),
    ("handling", "content", "g", "SETTINGS"),
    (
        "handling",
        "petitions",
        "gbqcpud",
        "PET CASE WHO QUEUE CODE NUM CTR",
    ),
    ("handling", "petitions", "pud", "OUTBOX"),
    ("handling", "petitions", "q", "LINKED"),
    ("intake", "petitions", "qpd", "APPROVAL"),
    ("handling", "petitions", "pd", "APPROVAL"),
    ("approvals", "audit", "qp", "AUDIT DAY"),
    ("approvals", "guards", "gbu", "SESS"),
    ("approvals", "guards", "p", "HELD"),
    ("approvals", "staff", "gb", "OFF"),
    ("approvals", "staff", "q", "LEADERS"),
    ("approvals", "content", "q", "AGENCIES"),
    ("approvals", "petitions", "qp", "PET"),
    ("approvals", "petitions", "gqp", "CASE"),
    ("approvals", "petitions", "qpd", "APPROVAL"),
    ("administration", "guards", "gbu", "SESS"),
    ("administration", "guards", "p", "HELD"),
    ("administration", "staff", "gb", "OFF"),
    ("administration", "content", "gbqp", "AGENCIES"),
    ("administration", "content", "gp", "SETTINGS"),
    ("administration", "content", "gqp", "NOTICES"),
    (
        "administration",
        "content",
        "gqpd",
        "BOARD-PUBLIC BOARD-STAFF HUNG-PUBLIC HUNG-STAFF",
    ),
    ("administration", "content", "qp", "MESSAGES"),
    ("administration", "petitions", "qp", "SENT"),
    ("administration", "petitions", "gqd", "DEAD"),
    ("administration", "petitions", "qp", "OUTBOX"),
    ("notify", "content", "q", "MESSAGES"),
    ("notify", "petitions", "gbqcpud", "OUTBOX SENT DEAD"),
    ("notify", "petitions", "c", "PET"),
    ("notify", "content", "g", "SETTINGS"),
    ("matching", "petitions", "qpd", "MATCHDUE"),
    ("matching", "petitions", "b", "PET MATCHED"),
    ("matching", "petitions", "c", "PET"),
    ("matching", "petitions", "pd", "MATCHED"),
    ("matching", "petitions", "pd", "MATCH"),
    // What is recorded can be appended to by those who do it, and changed or deleted by nobody.
    ("registration", "audit", "qp", "AUDIT DAY"),
    ("identity", "audit", "qp", "AUDIT DAY"),
    ("petitions", "audit", "qp", "AUDIT DAY"),
    ("tracking", "audit", "qp", "AUDIT DAY"),
    ("intake", "audit", "qp", "AUDIT DAY"),
    ("letters", "audit", "qp", "AUDIT DAY"),
    ("handling", "audit", "qp", "AUDIT DAY"),
    ("administration", "audit", "qp", "AUDIT DAY"),
    ("notify", "audit", "qp", "AUDIT DAY"),
    ("audit", "audit", "q", "AUDIT DAY"),
    ("attachments", "petitions", "gbqcpud", "CHECK"),
    ("attachments", "petitions", "gbqcu", "PET"),
];

/// Function, folder of the bucket, rights: Get, Put, Delete.
const ON_OBJECTS: [(&str, &str, &str); 15] = [
    ("petitions", "quarantine", "gpd"),
    ("petitions", "clean", "gd"),
    ("petitions", "original", "d"),
    ("intake", "clean", "g"),
    ("letters", "quarantine", "gpd"),
    ("letters", "clean", "gd"),
    ("letters", "original", "d"),
    ("visits", "quarantine", "gpd"),
    ("visits", "clean", "gd"),
    ("visits", "original", "d"),
    ("handling", "clean", "g"),
    ("audit", "heads", "gp"),
    ("attachments", "quarantine", "gd"),
    ("attachments", "clean", "gpd"),
    ("attachments", "original", "gpd"),
];

/// Every function that people's browsers reach without an officer's session.
const PUBLIC: [&str; 8] = [
    "portal",
    "registration",
    "identity",
    "petitions",
    "tracking",
    "ratings",
    "suggestions",
    "showcase",
];

/// One statement of a function's policy.
struct Statement {
    function: String,
    actions: BTreeSet<String>,
    resources: Vec<String>,
    leading_keys: Vec<String>,
    raw: Value,
}

/// A string, whatever CloudFormation function it is an argument of.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Tagged(tagged) => text(&tagged.value),
        other => panic!("not a string: {other:?}"),
    }
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(values) => values.iter().map(text).collect(),
        Value::Null => Vec::new(),
        one => vec![text(one)],
    }
}

fn statements() -> Vec<Statement> {
    let template: Value = serde_yaml_ng::from_str(APP).unwrap();
    let mut found = Vec::new();
    for (_, resource) in template["Resources"].as_mapping().unwrap() {
        if resource["Type"] != "AWS::Serverless::Function" {
            continue;
        }
        let properties = &resource["Properties"];
        let code = text(&properties["CodeUri"]);
        let function = code.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
        assert!(
            properties["Role"].is_null(),
            "{function}: a role of its own escapes this test"
        );
        for policy in properties["Policies"].as_sequence().unwrap() {
            for statement in policy["Statement"].as_sequence().unwrap() {
                let condition = &statement["Condition"]["ForAllValues:StringLike"];
                found.push(Statement {
                    function: function.clone(),
                    actions: list(&statement["Action"]).into_iter().collect(),
                    resources: list(&statement["Resource"]),
                    leading_keys: list(&condition["dynamodb:LeadingKeys"]),
                    raw: statement.clone(),
                });
            }
        }
    }
    found
}

/// `SESS#*` as `SESS`; a key without an id, like `AGENCIES`, as it is.
fn partition(leading: &str) -> String {
    leading.strip_suffix("#*").unwrap_or(leading).to_owned()
}

/// Each table's partition key prefixes, from keys as the store makes them.
fn prefixes_of_the_code() -> BTreeMap<&'static str, BTreeSet<String>> {
    let at = chrono::DateTime::UNIX_EPOCH;
    let day = at.date_naive();
    let office: domain::ids::AgencyCode = "370000-xfj".parse().unwrap();
    let petition = domain::ids::PetitionId::new(at, [1; 10]);
    let account = domain::ids::AccountId::new(at, [2; 10]);
    let officer = domain::ids::OfficerId::new(at, [3; 10]);
    let message = domain::ids::MessageId::new(at, [4; 10]);
    let notice = domain::ids::NoticeId::new(at, [6; 10]);
    let suggestion = domain::ids::SuggestionId::new(at, [7; 10]);
    let case = domain::ids::ShowcaseId::new(at, [8; 10]);
    let tables = [
        (
            "petitions",
            vec![
                keys::petition(petition),
                keys::case(petition),
                keys::briefs(&office),
                keys::query_code("b").pk,
                keys::number("n").pk,
                keys::number_counter('W', "370102", day).pk,
                keys::letter_counter(&office, "k", 2026).pk,
                keys::drafts(account),
                keys::mine(account),
                keys::queue(&office, "inbox"),
                keys::approvals_of(officer, "waiting"),
                keys::interviews_of(officer, "waiting"),
                keys::visit_counter(&office, day).pk,
                keys::suggestion(suggestion),
                keys::study(suggestion),
                keys::my_suggestions(account),
                keys::desk(&office, "unread"),
                keys::outbox(0),
                keys::check(0),
                keys::match_due(0),
                keys::matches("id", "b"),
                keys::matched(petition).pk,
                keys::linked(petition),
                keys::sent(day, at, message).pk,
                keys::dead(message).pk,
            ],
        ),
        (
            "accounts",
            vec![
                keys::account(account).pk,
                keys::username("b").pk,
                keys::identity_document("b").pk,
                keys::nobody().pk,
            ],
        ),
        (
            "staff",
            vec![
                keys::officer(officer).pk,
                keys::leaders(&office),
                keys::interviewers(&office),
                keys::username("b").pk,
                keys::nobody().pk,
            ],
        ),
        (
            "content",
            vec![
                keys::AGENCIES.to_owned(),
                keys::settings().pk,
                keys::NOTICES.to_owned(),
                keys::board(Board::Public).to_owned(),
                keys::board(Board::Staff).to_owned(),
                keys::hung(Board::Public, notice).pk,
                keys::hung(Board::Staff, notice).pk,
                keys::MESSAGES.to_owned(),
                keys::showcase(case).pk,
                keys::picked(petition).pk,
                keys::showcase_desk(&office, "drafts"),
                keys::shown(case).pk,
                keys::cases(None, None),
                keys::gram("水泵"),
                keys::seed_mark().pk,
            ],
        ),
        ("audit", vec![keys::audit("delivery", day), keys::audit_day(day)]),
        (
            "guards",
            vec![
                keys::session("s", domain::ids::SessionId::new(at, [5; 10])).pk,
                keys::password_reset("r").pk,
                keys::captcha("c").pk,
                keys::form_token("f").pk,
                keys::held("h").pk,
                keys::rate("w", "b", 1).pk,
                keys::totp(officer, 1).pk,
                keys::editing(petition).pk,
            ],
        ),
    ];
    let prefix = |key: &String| key.split('#').next().unwrap_or_default().to_owned();
    tables
        .into_iter()
        .map(|(table, keys)| (table, keys.iter().map(prefix).collect()))
        .collect()
}

#[test]
fn every_table_has_the_keys_that_the_store_writes() {
    let template: serde_json::Value = serde_json::from_str(DATA).unwrap();
    let mut tables = BTreeSet::new();
    for (id, resource) in template["Resources"].as_object().unwrap() {
        if resource["Type"] != "AWS::DynamoDB::Table" {
            continue;
        }
        let table = &resource["Properties"];
        let name = table["TableName"]["Fn::Sub"].as_str().unwrap();
        let name = name.strip_prefix("${TablePrefix}").unwrap();
        let keys = |at: usize| {
            let key = &table["KeySchema"][at];
            (
                key["AttributeName"].as_str().unwrap(),
                key["KeyType"].as_str().unwrap(),
            )
        };
        assert_eq!(
            (keys(0), keys(1)),
            ((keys::PK, "HASH"), (keys::SK, "RANGE")),
            "{id}"
        );
        for attribute in table["AttributeDefinitions"].as_array().unwrap() {
            assert_eq!(attribute["AttributeType"], "S", "{id}");
        }
        let expires = table["TimeToLiveSpecification"]["AttributeName"].as_str();
        // Guards all expire; of petitions, drafts and what was uploaded to them.
        let expiring = matches!(name, "guards" | "petitions");
        assert_eq!(expires, expiring.then_some(keys::EXPIRES), "{id}");
        for promise in ["DeletionPolicy", "UpdateReplacePolicy"] {
            assert_eq!(resource[promise], "Retain", "{id}");
        }
        assert_eq!(table["SSESpecification"]["SSEEnabled"], true, "{id}");
        assert_eq!(table["DeletionProtectionEnabled"], true, "{id}");
        tables.insert(name.to_owned());
    }
    let code: BTreeSet<_> = prefixes_of_the_code().into_keys().map(str::to_owned).collect();
    assert_eq!(tables, code);
}

#[test]
fn every_function_has_exactly_the_rights_on_items_that_stand_in_the_table() {
    let letter = |action: &String| {
        let right = ITEM_RIGHTS.iter().find(|(_, name)| name == action);
        right
            .unwrap_or_else(|| panic!("{action} is no right that a function needs"))
            .0
    };
    let mut found = BTreeSet::new();
    for statement in statements() {
        if !statement
            .actions
            .iter()
            .any(|action| action.starts_with("dynamodb:"))
        {
            continue;
        }
        let [resource] = statement.resources.as_slice() else {
            panic!("{}: one table a statement", statement.function)
        };
        let table = resource.rsplit_once("table/${TablePrefix}").unwrap().1.to_owned();
        let rights: BTreeSet<char> = statement.actions.iter().map(letter).collect();
        let keys: BTreeSet<_> = statement.leading_keys.iter().map(|key| partition(key)).collect();
        assert!(
            found.insert((statement.function.clone(), table, rights, keys)),
            "{}: a statement twice",
            statement.function
        );
    }
    let expected: BTreeSet<_> = ON_ITEMS
        .iter()
        .map(|(function, table, rights, keys)| {
            let keys: BTreeSet<_> = keys.split(' ').map(str::to_owned).collect();
            let rights: BTreeSet<char> = rights.chars().collect();
            (function.to_string(), table.to_string(), rights, keys)
        })
        .collect();
    let unexpected: Vec<_> = found.difference(&expected).collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    assert!(
        unexpected.is_empty() && missing.is_empty(),
        "too much: {unexpected:?}\nmissing: {missing:?}"
    );
}

#[test]
fn every_function_has_exactly_the_rights_on_objects_that_stand_in_the_table() {
    let mut found: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for statement in statements() {
        for resource in &statement.resources {
            let Some((_, place)) = resource.split_once(":s3:::${") else {
                continue;
            };
            let (bucket, place) = place.split_once('}').unwrap();
            let own = if statement.function == "audit" {
                "AuditBucketName"
            } else {
                "BucketName"
            };
            assert_eq!(bucket, own, "{}", statement.function);
            let folder = place.trim_start_matches('/').trim_end_matches("/*").to_owned();
            let rights = found.entry((statement.function.clone(), folder)).or_default();
            rights.extend(statement.actions.iter().cloned());
        }
    }
    let mut expected: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for (function, folder, rights) in ON_OBJECTS {
        let entry = expected
            .entry((function.to_owned(), folder.to_owned()))
            .or_default();
        entry.extend(rights.chars().map(|right| {
            let name = match right {
                'g' => "s3:GetObject",
                'p' => "s3:PutObject",
                _ => "s3:DeleteObject",
            };
            name.to_owned()
        }));
    }
    // Without the right to list, S3 says "forbidden" of what is merely missing.
    for function in ["petitions", "letters", "visits", "attachments", "audit"] {
        let list = BTreeSet::from(["s3:ListBucket".to_owned()]);
        expected.insert((function.to_owned(), String::new()), list);
    }
    assert_eq!(found, expected);
}

#[test]
fn no_right_is_a_pattern_and_none_reaches_beyond_its_partitions() {
    let prefixes = prefixes_of_the_code();
    let all = statements();
    assert!(all.len() > 30, "{}", all.len());
    for statement in &all {
        let name = &statement.function;
        assert_eq!(statement.raw["Effect"], "Allow", "{name}");
        for action in &statement.actions {
            assert!(!action.contains('*'), "{name}: {action}");
            let service = action.split(':').next().unwrap_or_default();
            assert!(["dynamodb", "s3"].contains(&service), "{name}: {action}");
        }
        for resource in &statement.resources {
            assert!(
                resource != "*" && !resource.contains("table/*"),
                "{name}: {resource}"
            );
            let Some((_, table)) = resource.rsplit_once("table/${TablePrefix}") else {
                continue;
            };
            // `ForAllValues` holds of a request without any key, such as a Scan: `Null` closes that.
            let null = &statement.raw["Condition"]["Null"]["dynamodb:LeadingKeys"];
            assert_eq!(null, "false", "{name}: {table}");
            assert!(!statement.leading_keys.is_empty(), "{name}: {table}");
            for key in &statement.leading_keys {
                // A pattern is a whole prefix and any id: neither `*` nor part of a prefix is known.
                let known = prefixes[table].contains(&partition(key));
                assert!(known, "{name}: nothing in {table} has the key {key}");
            }
        }
    }
}

#[test]
fn what_is_open_to_the_public_cannot_read_a_case_an_officer_or_an_agencys_list() {
    let all = statements();
    for function in PUBLIC {
        let mine: Vec<_> = all.iter().filter(|s| s.function == function).collect();
        assert!(!mine.is_empty(), "{function}");
        for statement in mine {
            for resource in &statement.resources {
                assert!(!resource.ends_with("}staff"), "{function}");
            }
            let reads = ["GetItem", "BatchGetItem", "Query"].map(|right| format!("dynamodb:{right}"));
            let reads = reads.iter().any(|right| statement.actions.contains(right));
            for key in &statement.leading_keys {
                let closed = [
                    "CASE#*",
                    "STUDY#*",
                    "MATCH#*",
                    "MATCHED#*",
                    "LINKED#*",
                    "BRIEF#*",
                    "APPROVAL#*",
                    "INTERVIEW#*",
                ];
                assert!(!closed.contains(&key.as_str()), "{function} reaches {key}");
                let of_editors = ["SHOWCASE#*", "SHOWDESK#*", "PICKED#*"].contains(&key.as_str());
                assert!(!of_editors, "{function} reaches {key}");
                let of_agencies = [
                    "QUEUE#*",
                    "DESK#*",
                    "OUTBOX#*",
                    "CHECK#*",
                    "SENT#*",
                    "DEAD#*",
                    "MATCHDUE#*",
                ]
                .contains(&key.as_str());
                assert!(!(reads && of_agencies), "{function} reads {key}");
            }
        }
    }
}

#[test]
fn who_shows_cases_to_the_public_has_no_right_on_petitions_and_writes_no_content() {
    let all = statements();
    for statement in all.iter().filter(|s| s.function == "showcase") {
        for resource in &statement.resources {
            assert!(!resource.ends_with("}petitions"), "{resource}");
            let writes = statement
                .actions
                .iter()
                .any(|action| !action.contains("Get") && !action.ends_with("Query"));
            assert!(!writes || resource.ends_with("}guards"), "{resource}");
        }
    }
}

#[test]
fn who_tracks_can_touch_nothing_of_a_petition_but_whether_messages_are_wanted() {
    let all = statements();
    let writes = all.iter().filter(|statement| {
        let on_petitions = statement.leading_keys.iter().any(|key| key == "PET#*");
        let writes = ["PutItem", "UpdateItem", "DeleteItem"]
            .iter()
            .any(|right| statement.actions.contains(&format!("dynamodb:{right}")));
        statement.function == "tracking" && on_petitions && writes
    });
    let writes: Vec<_> = writes.collect();
    let [update] = writes.as_slice() else {
        panic!("one statement: {}", writes.len())
    };
    assert_eq!(update.actions, BTreeSet::from(["dynamodb:UpdateItem".to_owned()]));
    let attributes = &update.raw["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"];
    assert_eq!(list(attributes), store::reminders::STEPS_TOLD_ATTRIBUTES);
}

#[test]
fn secrets_of_other_services_are_given_to_one_function_each() {
    let template: Value = serde_yaml_ng::from_str(APP).unwrap();
    let mut holders: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (_, resource) in template["Resources"].as_mapping().unwrap() {
        let variables = &resource["Properties"]["Environment"]["Variables"];
        for secret in [
            "REALNAME_TOKEN",
            "SMS_TOKEN",
            "ALIYUN_SMS_KEY_SECRET",
            "SCANNER_URL",
        ] {
            if !variables[secret].is_null() {
                let code = text(&resource["Properties"]["CodeUri"]);
                let function = code.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
                holders.entry(secret).or_default().insert(function);
            }
        }
    }
    let one = |function: &str| BTreeSet::from([function.to_owned()]);
    let expected = BTreeMap::from([
        ("ALIYUN_SMS_KEY_SECRET", one("notify")),
        ("REALNAME_TOKEN", one("identity")),
        ("SCANNER_URL", one("attachments")),
        ("SMS_TOKEN", one("notify")),
    ]);
    assert_eq!(holders, expected);
}
