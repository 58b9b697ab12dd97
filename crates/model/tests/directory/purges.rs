//! Names that no room may have.

use crate::{Kept, person};
use parlor_model::{DirectoryCommand, Refusal, RoomName, Text};

#[test]
fn operators_take_a_name_away_and_give_it_back() {
    let mut kept = Kept::new();
    let purge = |reason: &str| DirectoryCommand::Purge {
        name: RoomName::trusted("#Spam"),
        reason: Text::trusted(reason),
    };
    let unpurge = || DirectoryCommand::Unpurge { name: RoomName::trusted("#SPAM") };
    let spam = RoomName::trusted("#spam");
    assert_eq!(kept.ask(&person("ann", Some("ann")), &purge("no")), Err(Refusal::NeedOperator));
    let oda = person("oda", Some("oda"));
    assert_eq!(kept.ask(&oda, &unpurge()), Err(Refusal::NothingToChange));
    kept.ask(&oda, &purge("no")).unwrap();
    kept.ask(&oda, &purge("never")).unwrap();
    let there = kept.read_again();
    assert_eq!(there.purges.len(), 1);
    assert_eq!(there.purge_of(&spam).map(|p| p.reason.as_str()), Some("never"));
    assert_eq!(kept.ask(&person("ann", Some("ann")), &unpurge()), Err(Refusal::NeedOperator));
    kept.ask(&oda, &unpurge()).unwrap();
    assert_eq!(kept.read_again().purge_of(&spam), None);
}
