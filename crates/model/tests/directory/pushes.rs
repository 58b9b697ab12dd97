//! Who wants pushes where.

use crate::{Kept, name, person};
use parlor_model::{
    Actor, DirectoryCommand, DirectoryFact, Endpoint, PersonId, PushCommand, PushDialect, PushKeys,
    PushRules, Refusal, Time,
};
use proptest::prelude::*;

/// When everything happens here.
const NOW: Time = Time(1000);
const RULES: PushRules = PushRules { subscriptions_max: 2, expire_ms: 1000, delay_ms: 0 };

fn at(place: &str) -> Endpoint {
    Endpoint::trusted(&format!("https://push.example/{place}"))
}

fn subscribe(place: &str) -> PushCommand {
    let keys = PushKeys { public: [4; 65], secret: [1; 16] };
    PushCommand::Subscribe { endpoint: at(place), keys, dialect: PushDialect::Irc }
}

fn unsubscribe(place: &str) -> PushCommand {
    PushCommand::Unsubscribe(at(place))
}

impl Kept {
    fn push(&mut self, actor: &Actor, command: &PushCommand) -> Result<(), Refusal> {
        let fact = self.directory.decide_push(actor, command, &RULES, NOW)?;
        self.happened(&actor.who, DirectoryFact::Push(fact));
        Ok(())
    }

    fn places(&self, person: u64, now: u64) -> Vec<String> {
        let kept = self.read_again();
        let of = kept.pushes.of(PersonId(person), Time(now));
        of.map(|s| s.endpoint.path().trim_start_matches('/').to_owned()).collect()
    }
}

#[test]
fn an_account_has_a_few_of_them_for_a_time() {
    let mut kept = Kept::new();
    let ann = person("ann", Some("ann"));
    assert_eq!(kept.push(&person("eve", None), &subscribe("a")), Err(Refusal::NeedAccount));
    kept.push(&ann, &subscribe("a")).unwrap();
    kept.push(&ann, &subscribe("b")).unwrap();
    assert_eq!(kept.push(&ann, &subscribe("c")), Err(Refusal::TooManyKeys { keys_max: 2 }));
    // The same place again is no other.
    kept.push(&ann, &subscribe("a")).unwrap();
    assert_eq!(kept.places(1, 1000), ["b", "a"]);
    assert_eq!(kept.places(1, 2000), [""; 0]);
    kept.push(&ann, &unsubscribe("b")).unwrap();
    assert_eq!(kept.push(&ann, &unsubscribe("b")), Err(Refusal::NothingToChange));
    assert_eq!(kept.places(1, 1000), ["a"]);
}

#[test]
fn a_place_is_one_accounts_and_ends_with_it() {
    let mut kept = Kept::new();
    let (ann, bob) = (person("ann", Some("ann")), person("bob", Some("bob")));
    kept.push(&ann, &subscribe("a")).unwrap();
    assert_eq!(kept.push(&bob, &unsubscribe("a")), Err(Refusal::NothingToChange));
    kept.push(&bob, &subscribe("a")).unwrap();
    assert_eq!((kept.places(1, 1000), kept.places(2, 1000)), (vec![], vec!["a".to_owned()]));
    kept.ask(&bob, &DirectoryCommand::Delete { name: name("bob") }).unwrap();
    assert!(kept.read_again().pushes.is_empty());
}

#[test]
fn an_endpoint_is_an_address_on_the_web() {
    let parts = |text| {
        Endpoint::parse(text).map(|e| (e.host().to_owned(), e.port(), e.authority().to_owned(), e.path()))
    };
    let same = |host: &str, port, authority: &str, path: &str| {
        Some((host.to_owned(), port, authority.to_owned(), path.to_owned()))
    };
    assert_eq!(parts("https://push.example/a/b?c=d"), same("push.example", 443, "push.example", "/a/b?c=d"));
    assert_eq!(parts("HTTPS://push.example:8443"), same("push.example", 8443, "push.example:8443", "/"));
    assert_eq!(parts("https://[2001:db8::1]:80?x"), same("2001:db8::1", 80, "[2001:db8::1]:80", "/?x"));
    assert_eq!(parts("https://192.0.2.7/"), same("192.0.2.7", 443, "192.0.2.7", "/"));
    for wrong in [
        "",
        "push.example",
        "http://push.example/",
        "https://",
        "https:///a",
        "https://ann@push.example/",
        "https://push.example:0/",
        "https://push.example:99999/",
        "https://push.example:/",
        "https://[::1/",
        "https://push.example/a b",
        "https://push.example/#a",
        "https://push.example/é",
    ] {
        assert_eq!(parts(wrong), None, "{wrong}");
    }
    assert_eq!(parts(&format!("https://push.example/{}", "a".repeat(2000))), None);
}

proptest! {
    #[test]
    fn any_text_is_an_endpoint_or_not(text in "(https://)?[ -~]{0,40}|.{0,20}") {
        if let Some(endpoint) = Endpoint::parse(&text) {
            prop_assert!(!endpoint.host().is_empty() && endpoint.port() > 0);
            prop_assert!(endpoint.path().starts_with('/'));
            prop_assert!(endpoint.authority().contains(endpoint.host()));
            let whole = format!("https://{}{}", endpoint.authority(), endpoint.path());
            let again = Endpoint::parse(&whole).map(|e| (e.host().to_owned(), e.port(), e.path()));
            prop_assert_eq!(again, Some((endpoint.host().to_owned(), endpoint.port(), endpoint.path())));
        }
    }
}
