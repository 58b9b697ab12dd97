//! Accounts of programs, and how they end.

use super::{Kept, name, person};
use parlor_model::{DirectoryCommand, DirectoryFact, PersonId, Refusal};

#[test]
fn only_a_program_is_ended_as_one_and_only_by_who_answers_for_it() {
    let mut kept = Kept::new();
    let (ann, bob, oda) =
        (person("ann", Some("ann")), person("bob", Some("bob")), person("oda", Some("oda")));
    let make = |id, called| DirectoryCommand::MakeBot { person: PersonId(id), name: name(called) };
    let end = |called: &str| DirectoryCommand::EndBot { name: name(called) };
    let nobody = |called: &str| Err(Refusal::NoSuchPerson(called.into()));
    kept.ask(&ann, &make(20, "helper")).unwrap();
    kept.ask(&ann, &make(21, "second")).unwrap();
    assert_eq!(kept.ask(&ann, &end("ann")), nobody("ann"), "her own account asks for more than this");
    assert_eq!(kept.ask(&oda, &end("bob")), nobody("bob"));
    assert_eq!(kept.ask(&bob, &end("helper")), nobody("helper"));
    assert_eq!(kept.ask(&person("ann", None), &end("helper")), nobody("helper"));
    for (by, called) in [(&ann, "helper"), (&oda, "second")] {
        assert!(matches!(kept.ask(by, &end(called)), Ok(DirectoryFact::Deleted { .. })), "{called}");
        assert!(kept.directory.account(called).is_none());
    }
    assert_eq!(kept.ask(&ann, &end("helper")), nobody("helper"));
    assert!(kept.read_again().account("ann").is_some());
}
