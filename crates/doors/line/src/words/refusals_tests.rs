use super::*;
use parlor_model::{Number, Role};

fn to() -> Option<RoomName> {
    Some(RoomName::trusted("#yard"))
}

fn room() -> RoomName {
    RoomName::trusted("#hall")
}

#[test]
fn the_words_of_every_refusal() {
    for (refusal, words) in [
        (Refusal::NoSuchRoom, "There is no such room."),
        (Refusal::NoSuchPerson("bob".into()), "There is nobody called bob."),
        (Refusal::NoSuchMessage(Number(7)), "There is no message #7 here."),
        (Refusal::NotMember, "You are not in that room; /join enters one."),
        (Refusal::TheyAreNotMember("bob".into()), "bob is not in the room."),
        (Refusal::AlreadyMember("bob".into()), "bob is in the room already."),
        (Refusal::YouAreMember, "You are in that room already."),
        (Refusal::InviteOnly { forward: None }, "Only who is invited may join that room."),
        (
            Refusal::Banned { forward: to() },
            "You are banned from that room. It points to #yard instead: /join #yard.",
        ),
        (Refusal::WrongKey { forward: None }, "That room wants its key: /join #room KEY."),
        (Refusal::Full { members_max: 5, forward: None }, "That room is full, 5 of 5."),
        (
            Refusal::RegisteredOnly { forward: None },
            "Only people with an account may join that room; /register makes one.",
        ),
        (
            Refusal::TooManyRooms { rooms_max: 3 },
            "You are in 3 rooms, which is as many as one person may be in; /part leaves one.",
        ),
        (
            Refusal::GuestsMayNotCreate,
            "There is no such room, and only people with an account may open one; /register makes an account.",
        ),
        (
            Refusal::NoGuests,
            "Only people with an account may come in here. If you have one: /login NAME PASSWORD.",
        ),
        (Refusal::NeedRole(Role::HalfOperator), "That is for half-operators of the room and above."),
        (Refusal::NeedOperator, "That is for operators of the house."),
        (Refusal::NeedAccount, "That takes an account; /register makes one, /login uses it."),
        (Refusal::Moderated, "Only voiced members may speak here, so that was not said."),
        (Refusal::MembersSpeak, "Only members may speak there, so that was not said; /join enters a room."),
        (
            Refusal::RegisteredSpeak,
            "Only people with an account may speak here, so that was not said; /register makes one.",
        ),
        (Refusal::Muted, "You may not do that here: a ban or mute means you."),
        (Refusal::NoCtcp, "That room takes no client-to-client requests."),
        (Refusal::TheyOutrank("bob".into()), "bob ranks too high for that."),
        (Refusal::NoRoleplay, "There is no roleplay in that room."),
        (Refusal::NoForward { to: room(), why: ForwardError::NoSuchRoom }, "There is no room #hall."),
        (Refusal::NoForward { to: room(), why: ForwardError::NotYours }, "You do not run #hall."),
        (Refusal::NoForward { to: room(), why: ForwardError::Loop }, "#hall leads back to this room."),
        (Refusal::NotYours, "That message is not yours."),
        (Refusal::Deleted(Number(7)), "Message #7 is deleted."),
        (Refusal::NothingToChange, "It is so already."),
        (Refusal::EmptyText, "There are no words in that."),
        (
            Refusal::TooLong { bytes: 9, bytes_max: 8 },
            "That is too long: 9 bytes, of 8 at most. Nothing of it was used.",
        ),
        (
            Refusal::ListFull { list: ListKind::Mute, entries_max: 100 },
            "The room's list of bans and mutes is full, 100 of 100.",
        ),
        (
            Refusal::TooManyReactions { reactions_max: 500 },
            "That message has 500 reactions, which is as many as one may have.",
        ),
        (
            Refusal::TooManyInvitations { entries_max: 9 },
            "9 invitations to the room are open, which is as many as may be.",
        ),
        (
            Refusal::TooMuchMetadata { keys_max: 100 },
            "There are 100 keys of metadata, which is as many as may be.",
        ),
        (Refusal::OpenAnyway, "That room is open: /join enters it."),
        (Refusal::NameTaken("bob".into()), "bob is taken."),
        (
            Refusal::NameLooksTaken { name: "b0b".into(), like: "bob".into() },
            "b0b looks too much like bob, which is taken.",
        ),
        (
            Refusal::NameIsAccount("bob".into()),
            "bob is somebody's account. If it is yours: /login bob PASSWORD.",
        ),
        (
            Refusal::AccountExists("bob".into()),
            "There is an account called bob already. If it is yours: /login bob PASSWORD.",
        ),
        (
            Refusal::NickIsAccount("bobby".into()),
            "You cannot be called bobby: people with an account go by its name here.",
        ),
        (
            Refusal::OneSessionOnly("bob".into()),
            "bob is connected already, and takes one connection at a time.",
        ),
        (
            Refusal::NameUnfit { name: "parlor".into(), why: NameError::Reserved },
            "parlor is kept for the house.",
        ),
        (Refusal::WrongPassword, "Wrong name or password."),
        (Refusal::PasswordUnfit { bytes_min: 8, bytes_max: 512 }, "A password has 8 to 512 bytes."),
        (Refusal::WrongCode, "That code is wrong or too old."),
        (Refusal::NeedEmail, "An account is made here with an e-mail address only."),
        (Refusal::CertificateTaken, "That certificate belongs to another account."),
        (
            Refusal::TooManyCertificates { certificates_max: 8 },
            "The account has 8 certificates, which is as many as one may have.",
        ),
        (Refusal::PushUntaken, "The push server did not take a first push."),
        (Refusal::NoRegistration, "Accounts are not made here by asking; whoever runs the house makes them."),
        (Refusal::AlreadyEntered, "You are somebody already; /logout comes first."),
        (Refusal::NotEntered, "First a nickname: type the one you want."),
        (Refusal::BannedFromHouse { reason: "".into() }, "You are banned from this house."),
        (Refusal::BannedFromHouse { reason: "ads\x1b".into() }, "You are banned from this house (ads)."),
        (Refusal::TooFast { wait_ms: 1200 }, "Slower, please: try again in 2 s."),
        (Refusal::Busy, "The house is busy with that just now; try again in a moment."),
        (Refusal::OnGuard, "The house is on its guard just now. Try again later."),
        (Refusal::TooManyBans { bans_max: 9 }, "There are as many bans as the house keeps (9)."),
        (Refusal::NotHere, "That cannot be done in a direct conversation."),
        (Refusal::NotReachable("bob".into()), "bob is not here."),
        (
            Refusal::NeedAccountToReach("bob".into()),
            "bob takes direct messages only from people with an account; /register makes one.",
        ),
    ] {
        assert_eq!(Refused(&refusal).to_string(), words);
    }
}

#[test]
fn the_words_for_names_that_are_none() {
    for (why, words) in [
        (NameError::Empty, "A name can't be empty."),
        (NameError::TooLong { chars_max: 32 }, "That name is too long: 32 characters at most."),
        (NameError::Unfit { char: ' ' }, "A name has no blanks in it."),
        (NameError::Unfit { char: '\u{7}' }, "A name has no '\\u{7}' in it."),
        (NameError::UnfitStart { char: '2' }, "A nickname does not begin with '2'."),
        (NameError::NoHash, "The name of a room begins with #: #den."),
        (NameError::Reserved, "den is kept for the house."),
    ] {
        assert_eq!(Unfit { name: "den", why }.to_string(), words);
    }
}
