//! The shell without sockets: order, limits, slow readers, ends.

mod plain;

use parlor_server::rehearsal::{Guest, Rehearsal};
use parlor_server::{ConnectionRules, Rules};
use plain::PlainDoor;

fn house_with(connection: ConnectionRules) -> Rehearsal {
    Rehearsal::with(Rules { connection, ..Rules::default() })
}

#[test]
fn two_people_talk() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\n");
    assert_eq!(house.heard(ann), "ok 3 +ann\n");
    let bob = house.connect(&PlainDoor, "127.0.0.1:4002");
    house.send(bob, "bob\n");
    assert_eq!(house.heard(bob), "ok 4 +bob\n");
    house.send(ann, "hello\nworld\n?\n");
    assert_eq!(house.heard(ann), "4 +bob\nok 5 ann: hello\nok 6 ann: world\n!\n");
    assert_eq!(house.heard(bob), "5 ann: hello\n6 ann: world\n");
    house.hang_up(bob);
    assert!(house.is_closed(bob));
    assert_eq!(house.heard(ann), "7 -bob (hung up)\n");
}

#[test]
fn who_comes_in_and_speaks_at_once_is_heard_by_all_in_that_order() {
    let mut house = Rehearsal::new();
    // Enough for one block of bytes that all of them share; one of them has not read everything.
    let members = ["ann", "bob", "cay", "dan", "eve", "fay"].map(|name| {
        let member = house.connect(&PlainDoor, "127.0.0.1:4001");
        house.send(member, &format!("{name}\n"));
        member
    });
    members[..5].iter().for_each(|member| drop(house.heard(*member)));
    house.set_deaf(members[5], true);
    let gus = house.connect(&PlainDoor, "127.0.0.1:4002");
    house.send(gus, "gus\nhello\nall\n");
    assert_eq!(house.heard(gus), "ok 9 +gus\nok 10 gus: hello\nok 11 gus: all\n");
    let heard = "9 +gus\n10 gus: hello\n11 gus: all\n";
    members[..5].iter().for_each(|member| assert_eq!(house.heard(*member), heard));
    house.set_deaf(members[5], false);
    assert_eq!(house.heard(members[5]), format!("ok 8 +fay\n{heard}"));
}

#[test]
fn who_speak_at_once_hear_each_other_in_one_order_rendered_once() {
    let mut house = Rehearsal::new();
    let [ann, bob, cay, dan, eve, fay, gus] =
        members(&mut house, ["ann", "bob", "cay", "dan", "eve", "fay", "gus"]);
    plain::rendered();
    house.send_together(&[(ann, "one\ntwo\n?\n"), (bob, "three\n"), (cay, "four\nfive\n"), (bob, "six\n")]);
    // For the other speakers and for all who only listen: neither by speaker nor by listener.
    assert_eq!(plain::rendered(), 6);
    let said = ["ann: one", "ann: two", "bob: three", "cay: four", "cay: five", "bob: six"];
    let heard = |name: &str| -> String {
        let line = |(n, said): (usize, &&str)| {
            let mine = if said.starts_with(name) { "ok " } else { "" };
            format!("{mine}{} {said}\n", n + 10)
        };
        said.iter().enumerate().map(line).collect()
    };
    assert_eq!(house.heard(ann).replace("!\n", ""), heard("ann"));
    assert_eq!(house.heard(bob), heard("bob"));
    assert_eq!(house.heard(cay), heard("cay"));
    for listener in [dan, eve, fay, gus] {
        assert_eq!(house.heard(listener), heard("nobody"));
    }
}

fn members<const N: usize>(house: &mut Rehearsal, names: [&str; N]) -> [Guest; N] {
    let members = names.map(|name| {
        let member = house.connect(&PlainDoor, "127.0.0.1:4001");
        house.send(member, &format!("{name}\n"));
        member
    });
    for member in members {
        house.heard(member);
    }
    members
}

#[test]
fn an_answer_comes_after_what_was_said_before_it() {
    let mut house = Rehearsal::new();
    let [ann, bob] = members(&mut house, ["ann", "bob"]);
    house.send_together(&[
        (ann, "one\n"),
        (bob, "two\n"),
        (ann, "?\n"),
        (bob, "three\nfour\n"),
        (ann, "?\n"),
    ]);
    assert_eq!(house.heard(ann), "ok 5 ann: one\n6 bob: two\n!\n7 bob: three\n8 bob: four\n!\n");
    assert_eq!(house.heard(bob), "5 ann: one\nok 6 bob: two\nok 7 bob: three\nok 8 bob: four\n");
}

#[test]
fn who_speaks_on_two_connections_hears_the_other_in_its_own_way() {
    let mut house = Rehearsal::new();
    let [phone, desk, bob] = members(&mut house, ["ann&", "ann&", "bob"]);
    let said = [(phone, "one\n"), (bob, "two\n"), (desk, "three\n"), (bob, "four\n"), (phone, "five\n")];
    house.send_together(&said);
    let heard = |marks: [&str; 5]| -> String {
        let said = ["5 ann: one", "6 bob: two", "7 ann: three", "8 bob: four", "9 ann: five"];
        marks.iter().zip(said).map(|(mark, said)| format!("{mark}{said}\n")).collect()
    };
    assert_eq!(house.heard(phone), heard(["ok ", "", "elsewhere ", "", "ok "]));
    assert_eq!(house.heard(desk), heard(["elsewhere ", "", "ok ", "", "elsewhere "]));
    assert_eq!(house.heard(bob), heard(["", "ok ", "", "ok ", ""]));
}

#[test]
fn who_only_listens_hears_their_other_connection_in_its_own_way() {
    let mut house = Rehearsal::new();
    // The kernel of a rehearsal takes only half of what every other connection is offered: two listen.
    let [bob, _, _, _, phone, desk, pad] =
        members(&mut house, ["bob", "cay", "dan", "eve", "ann&", "ann&", "ann&"]);
    // The second time nobody need be looked at to know how they hear it.
    house.send(bob, "one\n");
    house.send(bob, "two\n");
    house.send(phone, "three\n");
    house.send(bob, "four\n");
    for listener in [desk, pad] {
        let heard = house.heard(listener);
        assert_eq!(heard, "8 bob: one\n9 bob: two\nelsewhere 10 ann: three\n11 bob: four\n");
    }
}

#[test]
fn who_come_in_at_once_hear_what_happened_since_they_came_rendered_once() {
    let mut house = Rehearsal::new();
    let [ann, bob, cay, dan, eve, fay] = members(&mut house, ["ann", "bob", "cay", "dan-", "eve-", "fay-"]);
    plain::rendered();
    house.send_together(&[
        (dan, "in\n"),
        (bob, "one\n"),
        (eve, "in\ntwo\n?\n"),
        (fay, "in\n"),
        (dan, "three\n"),
    ]);
    assert_eq!(plain::rendered(), 6);
    let happened = ["+dan", "bob: one", "+eve", "eve: two", "+fay", "dan: three"];
    let heard = |name: &str, since: usize| -> String {
        let line = |(n, event): (usize, &&str)| {
            let mine = if event.trim_start_matches('+').starts_with(name) { "ok " } else { "" };
            format!("{mine}{} {event}\n", n + 6)
        };
        happened.iter().enumerate().skip(since).map(line).collect()
    };
    assert_eq!(house.heard(dan), heard("dan", 0));
    assert_eq!(house.heard(eve).replace("!\n", ""), heard("eve", 2));
    assert_eq!(house.heard(fay), heard("fay", 4));
    assert_eq!(house.heard(bob), heard("bob", 0));
    for listener in [ann, cay] {
        assert_eq!(house.heard(listener), heard("nobody", 0));
    }
    // Once everything is told they hear like everyone else.
    house.send(ann, "four\n");
    assert_eq!([dan, eve, fay].map(|guest| house.heard(guest)), ["12 ann: four\n"; 3].map(String::from));
}

#[test]
fn a_name_is_ones_own() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\n");
    let other = house.connect(&PlainDoor, "127.0.0.2:4002");
    house.send(other, "ANN\n");
    assert_eq!(house.heard(other), "no: NameTaken(\"ANN\")\nno: NotEntered\n");
}

#[test]
fn who_breaks_off_may_come_back_within_the_grace() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\n");
    let bob = house.connect(&PlainDoor, "127.0.0.1:4002");
    house.send(bob, "bob\n");
    house.heard(ann);
    house.break_off(bob);
    house.pass_ms(19_000);
    assert_eq!(house.heard(ann), "");
    let bob = house.connect(&PlainDoor, "127.0.0.1:4003");
    house.send(bob, "bob\nback\n");
    assert_eq!(house.heard(bob), "no: YouAreMember\nok 5 bob: back\n");
    assert_eq!(house.heard(ann), "5 bob: back\n");
    house.break_off(bob);
    house.pass_ms(20_000);
    assert_eq!(house.heard(ann), "6 -bob (connection reset)\n");
}

#[test]
fn a_restart_loses_nothing_that_was_shown() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\none\ntwo\n");
    assert_eq!(house.heard(ann), "ok 3 +ann\nok 4 ann: one\nok 5 ann: two\n");
    house.restart();
    assert!(house.is_closed(ann));
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\nthree\n");
    assert_eq!(house.heard(ann), "no: YouAreMember\nok 6 ann: three\n");
}

#[test]
fn who_reads_slowly_harms_nobody_and_misses_nothing() {
    let mut house = house_with(ConnectionRules {
        queue_bytes_max: 600,
        lines_per_second: 0.0,
        stall_ms: 10_000,
        ..ConnectionRules::default()
    });
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\n");
    let bob = house.connect(&PlainDoor, "127.0.0.1:4002");
    house.send(bob, "bob\n");
    let slow = house.connect(&PlainDoor, "127.0.0.1:4003");
    house.send(slow, "slow\n");
    house.heard(slow);
    house.set_deaf(slow, true);
    let mut expected = String::new();
    for i in 0..2000 {
        house.send(ann, &format!("line {i}\n"));
        expected += &format!("{} ann: line {i}\n", i + 6);
        house.heard(ann);
    }
    assert!(house.heard(bob) == "ok 4 +bob\n5 +slow\n".to_owned() + &expected, "the slow one harmed bob");
    house.pass_ms(9_000);
    house.set_deaf(slow, false);
    house.pass_ms(1);
    house.send(ann, "now\n");
    expected += "2006 ann: now\n";
    house.pass_ms(1);
    assert!(house.heard(slow) == expected, "what the slow one heard is not what was said");
}

#[test]
fn who_never_reads_is_told_and_gone() {
    let mut house =
        house_with(ConnectionRules { stall_ms: 5_000, lines_per_second: 0.0, ..ConnectionRules::default() });
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\n");
    let deaf = house.connect(&PlainDoor, "127.0.0.1:4002");
    house.send(deaf, "deaf\n");
    house.set_deaf(deaf, true);
    house.send(ann, "hello?\n");
    house.pass_ms(4_999);
    assert!(!house.is_closed(deaf));
    house.pass_ms(2);
    assert!(house.is_closed(deaf));
    house.heard(ann);
    house.pass_ms(20_000);
    assert_eq!(house.heard(ann), "6 -deaf (stopped reading)\n");
}

#[test]
fn the_house_is_full() {
    let mut house = house_with(ConnectionRules { connections_max: 2, ..ConnectionRules::default() });
    let one = house.connect(&PlainDoor, "127.0.0.1:4001");
    let _two = house.connect(&PlainDoor, "127.0.0.1:4002");
    let three = house.connect(&PlainDoor, "127.0.0.1:4003");
    assert_eq!(house.heard(three), "HouseFull { connections_max: 2 }\n");
    assert!(house.is_closed(three));
    house.hang_up(one);
    let four = house.connect(&PlainDoor, "127.0.0.1:4004");
    assert!(!house.is_closed(four));
}

#[test]
fn a_name_is_chosen_in_time() {
    let mut house = Rehearsal::new();
    let shy = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.pass_ms(59_999);
    assert!(!house.is_closed(shy));
    house.pass_ms(1);
    assert_eq!(house.heard(shy), "bye: chose no name\n");
    assert!(house.is_closed(shy));
}

#[test]
fn silence_is_asked_about_and_then_ended() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    house.send(ann, "ann\n");
    house.heard(ann);
    house.pass_ms(120_000);
    assert_eq!(house.heard(ann), "there?\n");
    house.send(ann, "?\n");
    assert_eq!(house.heard(ann), "!\n");
    house.pass_ms(120_000);
    assert_eq!(house.heard(ann), "there?\n");
    house.pass_ms(60_000);
    assert_eq!(house.heard(ann), "bye: Ping timeout: 180 seconds\n");
    assert!(house.is_closed(ann));
}

#[test]
fn many_lines_at_once_are_taken_at_the_houses_pace() {
    let mut house = house_with(ConnectionRules {
        lines_per_second: 10.0,
        burst_lines: 5.0,
        idle_ping_ms: 0,
        ..ConnectionRules::default()
    });
    let ann = house.connect(&PlainDoor, "127.0.0.1:4001");
    let many: String = (0..100).map(|i| format!("{i}\n")).collect();
    house.send(ann, &format!("ann\n{many}"));
    let heard = house.heard(ann);
    assert_eq!(heard.matches("ok ").count(), 7, "{heard}");
    assert_eq!(heard.matches("slower").count(), 1, "{heard}");
    house.pass_ms(1_000);
    assert_eq!(house.heard(ann).matches("ok ").count(), 10);
    house.pass_ms(10_000);
    assert!(house.heard(ann).ends_with("ok 103 ann: 99\n"));
}
