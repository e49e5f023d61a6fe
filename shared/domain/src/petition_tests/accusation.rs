//! Accusations (条例第三十条): where they do not go, and who does not see them.

use super::*;

#[test]
fn an_accusation_goes_to_nobody_it_accuses_and_is_out_of_their_sight() {
    let mut accusing = registration(Purpose::Accusation);
    let typed = crate::accused::Typed {
        name: "王某",
        unit: "济南市信访局",
        level: "unknown",
        ..Default::default()
    };
    let mut accused = typed.parse().unwrap();
    let city = agency("370100-xfj");
    accused.recognise([(&city.code, ["济南市信访局", "济南市信访局"])]);
    accusing.accused = Some(accused);
    let saved = Body::RegistrationSaved {
        registration: Box::new(accusing),
    };
    let case = then(&opened(), saved).unwrap();
    assert!(case.is_accusation() && case.bars(&city.code));
    let registered = Body::Registered {
        division: "370102".parse().unwrap(),
        rating: false,
    };
    let case = then(&case, registered).unwrap();
    assert!(then(&case, transferred("370100-xfj")).is_err());
    let below = then(&case, transferred("370102-xfj")).unwrap();
    let sees = |code: &str| below.is_in_scope_of(&agency(code).code);
    assert!(sees("370000-xfj") && sees("370102-xfj"));
    assert!(!sees("370100-xfj"), "the accused, though it oversees who has it");
    assert!(then(&below, transferred("370100-xfj")).is_err(), "nor later");
    let amended = Body::RegistrationSaved {
        registration: Box::new(registration(Purpose::RequestToResolve)),
    };
    let amended = then(&case, amended).unwrap();
    assert!(!amended.is_accusation() && !amended.bars(&city.code));
}
