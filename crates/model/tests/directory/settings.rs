//! What the owner of an account chose.

use crate::{Kept, name, person};
use parlor_model::{Choice, Contact, DirectoryCommand, Email, EmailError, PersonId, Refusal, Setting};

fn mail(address: &str, verified: bool) -> Setting {
    let Ok(address) = Email::parse(address) else { panic!("{address:?} is no address") };
    Setting::Email(Some(Contact { address, verified }))
}

#[test]
fn each_choice_is_kept_by_itself_and_nothing_else_changes() {
    let mut kept = Kept::new();
    let ann = person("ann", Some("ann"));
    let bob_before = kept.directory.account("bob").cloned();
    for (setting, lasting) in [
        (Setting::AlwaysOn(Choice::On), "always on"),
        (Setting::Multiclient(Choice::Off), "multiclient"),
        (Setting::AutoAway(Choice::On), "auto-away"),
        (mail("ann@example.org", false), "email"),
    ] {
        let before = kept.directory.account("ann").unwrap().settings.clone();
        assert!(before.would_change(&setting), "{lasting}");
        kept.set(&ann, "ANN", setting.clone()).unwrap();
        let mut expected = before;
        expected.set(setting.clone());
        assert_eq!(kept.directory.account("ann").unwrap().settings, expected, "{lasting}");
        assert_eq!(kept.set(&ann, "ann", setting), Err(Refusal::NothingToChange), "{lasting}");
    }
    assert_eq!(kept.directory.account("bob").cloned(), bob_before);
    let settings = kept.read_again().account("ann").unwrap().settings.clone();
    assert_eq!(settings, kept.directory.account("ann").unwrap().settings);
    assert!(settings.always_on.or(false) && !settings.multiclient.or(true) && settings.auto_away.or(false));
    kept.set(&ann, "ann", Setting::AlwaysOn(Choice::Default)).unwrap();
    let choice = kept.directory.account("ann").unwrap().settings.always_on;
    assert!(choice.or(true) && !choice.or(false));
}

#[test]
fn one_chooses_for_oneself_and_operators_for_everyone() {
    let mut kept = Kept::new();
    let on = || Setting::AlwaysOn(Choice::On);
    for stranger in [person("eve", None), person("ann", None), person("ann", Some("bob"))] {
        assert_eq!(kept.set(&stranger, "ann", on()), Err(Refusal::NeedOperator));
        // Nobody learns so which accounts there are.
        assert_eq!(kept.set(&stranger, "nobody", on()), Err(Refusal::NeedOperator));
    }
    let oda = person("oda", Some("oda"));
    assert_eq!(kept.set(&oda, "ann", on()), Ok(()));
    assert_eq!(kept.set(&oda, "nobody", on()), Err(Refusal::NoSuchPerson("nobody".into())));
}

#[test]
fn an_address_is_not_verified_by_saying_so() {
    let mut kept = Kept::new();
    let (ann, oda) = (person("ann", Some("ann")), person("oda", Some("oda")));
    let verified =
        |kept: &Kept| kept.directory.account("ann").unwrap().settings.email.as_ref().unwrap().verified;
    kept.set(&ann, "ann", mail("ann@example.org", true)).unwrap();
    assert!(!verified(&kept));
    kept.set(&oda, "ann", mail("ann@example.org", true)).unwrap();
    assert!(verified(&kept));
    assert_eq!(kept.set(&ann, "ann", mail("ann@example.org", false)), Err(Refusal::NothingToChange));
    kept.set(&ann, "ann", mail("ann@example.net", true)).unwrap();
    assert!(!verified(&kept), "another address is another question");
}

#[test]
fn what_was_chosen_goes_with_the_account() {
    let mut kept = Kept::new();
    let ann = person("ann", Some("ann"));
    kept.set(&ann, "ann", Setting::AlwaysOn(Choice::On)).unwrap();
    kept.ask(&ann, &DirectoryCommand::Delete { name: name("ann") }).unwrap();
    let (person, credentials) = (PersonId(7), "y".into());
    let register = DirectoryCommand::Register { person, name: name("ann"), credentials };
    kept.ask(&crate::person("other", None), &register).unwrap();
    assert_eq!(kept.directory.account("ann").unwrap().settings, parlor_model::AccountSettings::default());
}

#[test]
fn addresses() {
    let long = format!("{}@example.org", "a".repeat(65));
    let longer = format!("a@{}org", "example.".repeat(32));
    for good in ["ann@example.org", "a.b+c@x-y.example", "root@localhost", "Ann@EXAMPLE.org"] {
        assert_eq!(Email::parse(good).unwrap().as_str(), good);
    }
    for bad in [
        "",
        "ann",
        "@example.org",
        "ann@",
        "a@b@c",
        "a..b@c",
        ".a@c",
        "a@-c",
        "a b@c",
        "a@c\r\nRCPT",
        "a@c>,<b@d",
    ] {
        assert_eq!(Email::parse(bad), Err(EmailError::Unfit), "{bad:?}");
    }
    for bad in [long.as_str(), longer.as_str()] {
        assert_eq!(Email::parse(bad), Err(EmailError::TooLong), "{bad}");
    }
}
