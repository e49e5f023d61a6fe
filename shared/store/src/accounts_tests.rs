//! What an account keeps and shows, without a store.

use super::*;

fn ring() -> KeyRing {
    KeyRing::from_json(&KeyRing::generate()).unwrap()
}

fn new(identity: NewIdentity) -> NewAccount {
    let at: DateTime<Utc> = "2026-11-23T00:00:00Z".parse().unwrap();
    NewAccount {
        id: AccountId::new(at, [3; 10]),
        username: Username::parse("lixiuying").unwrap(),
        password_hash: "$argon2id$x".to_owned(),
        identity,
        created_at: at,
    }
}

fn person() -> Person {
    Person {
        real_name: "李秀英".to_owned(),
        sex: Sex::Female,
        id_type: IdType::from_code("111").unwrap(),
        id_number: "370102195503071520".to_owned(),
        mobile: "13800001111".to_owned(),
        household_division: "370102".parse().ok(),
        household_address: Some("解放路1号".to_owned()),
        usual_address: None,
        mailing_address: Some("千佛山路2号".to_owned()),
    }
}

#[test]
fn a_named_account_opens_to_the_person_it_was_made_from() {
    let keys = ring();
    let account = Account::make(&keys, &new(NewIdentity::Named(Box::new(person()))));
    assert!(account.person(&keys).unwrap() == Some(person()));
    assert_eq!(account.display_name(&keys), "李女士");
    let petitioner = account.petitioner(&keys).unwrap();
    assert_eq!(petitioner.addresses.len(), 2);
    assert!(
        petitioner.addresses[0].1.ends_with("历下区解放路1号"),
        "{:?}",
        petitioner.addresses
    );
}

#[test]
fn nothing_personal_stands_in_the_stored_item_in_the_clear() {
    let account = Account::make(&ring(), &new(NewIdentity::Named(Box::new(person()))));
    let stored = format!("{:?}", item(&keys::account(account.id), &account).unwrap());
    for secret in ["李秀英", "370102", "13800001111", "解放路", "千佛山"] {
        assert!(!stored.contains(secret), "{secret}");
    }
}

#[test]
fn an_anonymous_account_has_no_field_that_tells_who_it_is() {
    let keys = ring();
    let account = Account::make(
        &keys,
        &new(NewIdentity::Anonymous {
            recovery_mobile: Some("13800001111".to_owned()),
        }),
    );
    let stored = item(&keys::account(account.id), &account).unwrap();
    for field in [
        "real_name",
        "sex",
        "id_type",
        "id_number",
        "household_division",
        "household_address",
        "usual_address",
        "mailing_address",
    ] {
        assert!(!stored.contains_key(field), "{field}");
    }
    assert!(account.person(&keys).unwrap().is_none());
    assert_eq!(
        account.message_mobile(&keys).unwrap(),
        None,
        "the recovery number is for nothing else"
    );
    assert_eq!(account.display_name(&keys), "lixiuying");
    assert_eq!(account.petitioner(&keys).unwrap().name, "匿名");
}

#[test]
fn the_fields_of_one_account_do_not_open_in_another() {
    let keys = ring();
    let one = Account::make(&keys, &new(NewIdentity::Named(Box::new(person()))));
    let other = Account {
        id: AccountId::new(one.created_at, [4; 10]),
        ..one
    };
    assert!(other.person(&keys).is_err());
}
