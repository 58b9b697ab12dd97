//! Tokens, hooks and invitations.

mod house;
use house::{
    TestHouse, ban, change_password, check, delete, end_token, in_room_by_id, invite_with, join, make_hook,
    make_token, register, say, use_invitation,
};
use parlor_engine::House;
use parlor_model::{RoomId, Scopes, TokenKind};

const READS: TokenKind = TokenKind::Program(Scopes { read: true, write: false, manage: false });

fn ann_with_account() -> (TestHouse, parlor_engine::SessionId) {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    house.did(ann, join("#garden"));
    (house, ann)
}

#[test]
fn a_token_opens_its_account_until_it_runs_out() {
    let (mut house, ann) = ann_with_account();
    let shown = house.ask(ann, make_token("ann", 7, TokenKind::Login));
    check(&shown, "keep: accounts/2 ann changes keys");
    check(&house.kept(), "ann: done accounts/2");
    let (_, shown) = house.enter_with("browser", 7);
    check(
        &shown,
        "
        browser becomes a person
        browser listens to #garden from 2
        browser: back as ann in [#garden]",
    );
    let (_, shown) = house.enter_with("stranger", 8);
    check(&shown, "stranger: refused: TokenOver");
    house.after_ms(1_000_000);
    let (_, shown) = house.enter_with("late", 7);
    check(&shown, "late: refused: TokenOver");
}

#[test]
fn a_token_is_for_what_it_was_made_for() {
    let (mut house, ann) = ann_with_account();
    house.did(ann, make_token("ann", 7, READS));
    let (reader, _) = house.enter_with("reader", 7);
    check(&house.ask(reader, say("#garden", "hi")), "reader: refused: NotInScope");
    check(&house.ask(reader, make_token("ann", 9, TokenKind::Login)), "reader: refused: NotInScope");
    check(&house.ask(reader, change_password("ann")), "reader: refused: NotInScope");
}

#[test]
fn nobody_makes_or_ends_tokens_of_somebody_else() {
    let (mut house, ann) = ann_with_account();
    house.did(ann, make_token("ann", 7, TokenKind::Login));
    let bob = house.enter("bob");
    check(&house.ask(bob, make_token("ann", 8, TokenKind::Login)), "bob: refused: NeedAccount");
    house.did(bob, register("bob"));
    check(&house.ask(bob, make_token("ann", 8, TokenKind::Login)), "bob: refused: NeedOperator");
    check(&house.ask(bob, end_token(2)), "bob: refused: NothingToChange");
}

#[test]
fn who_came_with_a_token_goes_with_it() {
    let (mut house, ann) = ann_with_account();
    house.did(ann, make_token("ann", 7, TokenKind::Login));
    house.enter_with("browser", 7);
    house.ask(ann, end_token(2));
    check(
        &house.kept(),
        "
        close browser: logged out
        ann: done accounts/3",
    );
}

#[test]
fn a_new_password_ends_logins_and_leaves_programs() {
    let (mut house, ann) = ann_with_account();
    house.did(ann, make_token("ann", 7, TokenKind::Login));
    house.did(ann, make_token("ann", 8, READS));
    house.did(ann, change_password("ann"));
    let (_, shown) = house.enter_with("browser", 7);
    check(&shown, "browser: refused: TokenOver");
    let (_, shown) = house.enter_with("program", 8);
    assert!(shown.last().is_some_and(|l| l.contains("back as ann")), "{shown:?}");
}

#[test]
fn a_hook_speaks_in_its_room_and_does_nothing_else() {
    let (mut house, ann) = ann_with_account();
    let shown = house.ask(ann, make_hook("#garden", "ci", 7));
    check(&shown, "keep: accounts/2 ann changes keys; accounts/3 ann changes keys; #garden/3 ci joins");
    house.keep_all();
    let (hook, _) = house.enter_with("hook", 7);
    let garden = RoomId(1);
    check(&house.ask(hook, in_room_by_id(garden, "green")), "keep: #garden/4 ci says 'green'");
    house.keep_all();
    check(&house.ask(hook, say("#garden", "by name")), "hook: refused: NotInScope");
    check(&house.ask(hook, join("#attic")), "hook: refused: NotInScope");
    let bob = house.enter("bob");
    house.did(bob, register("bob"));
    house.did(bob, join("#garden"));
    check(&house.ask(bob, make_hook("#garden", "bobs", 9)), "bob: refused: NeedRole(Operator)");
}

#[test]
fn bots_end_with_the_account_that_answers_for_them() {
    let (mut house, ann) = ann_with_account();
    house.did(ann, make_hook("#garden", "ci", 7));
    house.did(ann, delete("ann"));
    assert!(house.engine.directory().account("ci").is_none());
    let (_, shown) = house.enter_with("hook", 7);
    check(&shown, "hook: refused: TokenOver");
}

#[test]
fn who_is_suspended_has_no_bots_here_either() {
    let (mut house, ann) = ann_with_account();
    house.did(ann, make_hook("#garden", "ci", 7));
    house.make_operator("root");
    let (root, _) = house.enter_as("root", "root", "192.0.2.1", Some("root"));
    house.did(root, ban("a:ann", "enough"));
    let (_, shown) = house.enter_with("hook", 7);
    check(&shown, "hook: refused: BannedFromHouse { reason: \"enough\" }");
    let (_, shown) = house.enter_as("ann-2", "ann", "192.0.2.2", Some("ann"));
    check(&shown, "ann-2: refused: BannedFromHouse { reason: \"enough\" }");
    // Who rules the house is never kept out.
    house.did(root, ban("a:root", "oops"));
    let (_, shown) = house.enter_as("root-2", "root", "192.0.2.1", Some("root"));
    assert!(shown.last().is_some_and(|s| s.contains("root-2: ")), "{shown:?}");
    assert!(!shown.iter().any(|s| s.contains("refused")), "{shown:?}");
}

#[test]
fn an_invitation_opens_a_closed_house_once() {
    let mut house = TestHouse::with(House { registration: false, ..House::default() });
    house.make_operator("root");
    let (root, _) = house.enter_as("root", "root", "192.0.2.1", Some("root"));
    house.keep_all();
    house.did(root, invite_with(7, None, true));
    let ann = house.enter("ann");
    check(&house.ask(ann, register("ann")), "ann: refused: NoRegistration");
    check(&house.ask(ann, use_invitation(7)), "ann: done");
    house.did(ann, register("ann"));
    assert!(house.engine.directory().account("ann").is_some());
    let bob = house.enter("bob");
    check(&house.ask(bob, use_invitation(7)), "bob: refused: InvitationOver");
}

#[test]
fn an_invitation_leads_into_a_room_as_long_as_its_maker_may_invite() {
    let (mut house, ann) = ann_with_account();
    house.did(ann, invite_with(7, Some(RoomId(1)), false));
    let bob = house.enter("bob");
    let shown = house.ask(bob, use_invitation(7));
    check(&shown, "keep: #garden/3 ann invites bob; accounts/3 bob changes keys");
    house.keep_all();
    check(&house.ask(bob, use_invitation(7)), "bob: refused: InvitationOver");
    check(&house.ask(bob, invite_with(8, Some(RoomId(1)), false)), "bob: refused: NotMember");
    check(&house.ask(ann, invite_with(8, None, true)), "ann: refused: NeedOperator");
}
