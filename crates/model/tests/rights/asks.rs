//! What is asked: every command, in every manner that a right could depend on.

use crate::people::{mask, one_of_each, who};
use crate::scenes::founder;
use parlor_model::{
    Audience, Change, Character, Command, Flag, Leaving, ListKind, Manner, MetadataKey, Nickname, Number,
    PersonId, Recall, RelayedName, Role, RoomName, Sign, Text, Who,
};
use std::sync::Arc;

/// One thing asked.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// The row of the page; asks of one row are answered alike, but for what is so already.
    pub(crate) row: String,
    pub(crate) about: About,
    pub(crate) command: Command<Arc<Who>>,
    pub(crate) recall: Option<Recall>,
}

/// What kind of thing it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    /// Getting in, or asking to.
    Entering,
    Leaving,
    /// Words that others would see.
    Speaking,
    /// Taking something of one's own away.
    Own,
    /// What takes a role.
    Ruling,
    /// A role of somebody, or their place in the room.
    Rank {
        target: Role,
        founder: bool,
    },
    /// One's own role or place.
    Oneself,
}

const OWN: Number = Number(101);
const OTHERS: Number = Number(102);
const HELD: Number = Number(103);
const UNHEARD: Number = Number(104);
const GONE: Number = Number(105);

/// The reaction that the asker has on every message of theirs.
const THUMB: &str = "+1";

struct Asks {
    me: Arc<Who>,
    list: Vec<Ask>,
}

impl Asks {
    fn add(&mut self, row: &str, about: About, command: Command<Arc<Who>>) {
        let recall = command.target().map(|number| self.recall(number));
        self.list.push(Ask { row: row.into(), about, command, recall });
    }

    fn recall(&self, number: Number) -> Recall {
        let me = self.me.person;
        let paul = PersonId(10);
        let mine = number == OWN || number == HELD;
        let heard = match number {
            HELD => Audience::these([me]),
            UNHEARD => Audience::these([PersonId(15)]),
            _ => Audience::Room,
        };
        let by = if mine { me } else { paul };
        let reactions = vec![(me, text(THUMB))];
        Recall { number, by, heard, deleted: number == GONE, reactions }
    }

    fn change(&mut self, row: &str, about: About, change: Change<Arc<Who>>) {
        self.add(row, about, Command::Change(vec![change]));
    }
}

fn text(words: &str) -> Text {
    Text::trusted(words)
}

/// Everything that `me` could ask.
pub(crate) fn asks(me: &Arc<Who>) -> Vec<Ask> {
    let mut asks = Asks { me: Arc::clone(me), list: Vec::new() };
    entering(&mut asks);
    speaking(&mut asks);
    ruling(&mut asks);
    standings(&mut asks);
    ranks(&mut asks);
    asks.list
}

fn entering(asks: &mut Asks) {
    let join = |key: Option<&str>, forced| Command::Join { key: key.map(Into::into), forced };
    asks.add("join", About::Entering, join(None, false));
    asks.add("join, saying the key", About::Entering, join(Some("sesame"), false));
    asks.add("be brought in (SAJOIN)", About::Entering, join(None, true));
    asks.add("knock", About::Entering, Command::Knock { text: text("please") });
    for how in [Leaving::Parted, Leaving::Quit, Leaving::Lost] {
        asks.add("leave", About::Leaving, Command::Leave { how, reason: text("bye") });
    }
    let me = &asks.me;
    let now = Who { nick: parlor_model::Nickname::trusted("renamed"), ..Who::clone(me) };
    asks.add("take another nickname", About::Oneself, Command::BecomeKnownAs { now: Arc::new(now) });
}

fn speaking(asks: &mut Asks) {
    let say =
        |manner, reply_to, to_role| Command::Say { manner, text: text("hi"), reply_to, to_role, tags: None };
    for manner in [Manner::Say, Manner::Action, Manner::Notice] {
        asks.add("speak", About::Speaking, say(manner, None, Role::Plain));
    }
    for manner in [Manner::Ctcp, Manner::CtcpReply] {
        asks.add("send a client-to-client request", About::Speaking, say(manner, None, Role::Plain));
    }
    for role in [Role::Voice, Role::HalfOperator, Role::Operator, Role::Admin, Role::Owner] {
        asks.add("speak to a role only (`@#room`)", About::Speaking, say(Manner::Say, None, role));
    }
    for character in [Character::Scene, Character::Named(Nickname::trusted("hamlet"))] {
        let play = Command::Play { character, manner: Manner::Say, text: text("to be") };
        asks.add("play a character", About::Speaking, play);
    }
    asks.add("reply", About::Speaking, say(Manner::Say, Some(OTHERS), Role::Plain));
    for (number, row) in [(UNHEARD, "reply to the unheard"), (GONE, "reply to the deleted")] {
        asks.add(row, About::Speaking, say(Manner::Say, Some(number), Role::Plain));
    }
    if let Some(name) = RelayedName::parse("ann/elsewhere") {
        let relay = Command::Relay { name, text: text("hi"), tags: None };
        asks.add("relay what somebody elsewhere said", About::Speaking, relay);
    }
    asks.add("tell programs something (TAGMSG, kept)", About::Speaking, Command::Tag { tags: text("+a=b") });
    let edit = |target| Command::Edit { target, text: text("better") };
    asks.add("edit one's own", About::Speaking, edit(OWN));
    asks.add("edit one's own that only operators heard", About::Speaking, edit(HELD));
    asks.add("edit another's", About::Speaking, edit(OTHERS));
    let react = |target, words: &str, sign| Command::React { target, reaction: text(words), sign };
    asks.add("react", About::Speaking, react(OTHERS, "wow", Sign::Plus));
    asks.add("take one's reaction back", About::Own, react(OTHERS, THUMB, Sign::Minus));
    let delete = |target, reason: &str| Command::Delete { target, reason: text(reason) };
    asks.add("delete one's own", About::Own, delete(OWN, ""));
    asks.add("delete one's own, giving a reason", About::Speaking, delete(OWN, "typo"));
    asks.add("delete another's", About::Ruling, delete(OTHERS, "rude"));
}

fn ruling(asks: &mut Asks) {
    asks.add("set the topic", About::Speaking, Command::SetTopic { text: text("all about tea") });
    const RULES: &str = "change a rule, the key, the bound or the forward";
    for flag in Flag::ALL {
        for sign in [Sign::Plus, Sign::Minus] {
            asks.change(RULES, About::Ruling, Change::Flag(flag, sign));
        }
    }
    for key in [Some("new".into()), None] {
        asks.change(RULES, About::Ruling, Change::Key(key));
    }
    for capacity in [Some(12), None] {
        asks.change(RULES, About::Ruling, Change::Capacity(capacity));
    }
    for forward in [Some(RoomName::trusted("#hall")), None] {
        asks.change(RULES, About::Ruling, Change::Forward(forward));
    }
    for value in [Some(text("https://example.org")), None] {
        let key = MetadataKey::trusted(if value.is_some() { "url" } else { "color" });
        asks.change("say something about the room", About::Ruling, Change::Metadata(key, value));
    }
    for kind in ListKind::ALL {
        for (sign, text) in [(Sign::Plus, "new!*@*"), (Sign::Minus, "*!*@nowhere")] {
            asks.change("ban, mute, except", About::Ruling, Change::List(kind, sign, mask(text)));
        }
    }
    let clear = |id, nick| who(id, nick, "clear", true);
    let invite = |whom| Command::Invite { whom };
    asks.add("invite", About::Ruling, invite(clear(30, "ida")));
    asks.add("invite somebody banned", About::Ruling, invite(who(31, "bert", "banned", true)));
    asks.add("invite who is here", About::Ruling, invite(who(10, "paul", "t", false)));
    let (to, reason) = (RoomName::trusted("#elsewhere"), text("moving"));
    asks.add("rename the room", About::Ruling, Command::Rename { to, reason: reason.clone() });
    asks.add("close the room", About::Ruling, Command::Close { reason });
    let give_away = |whom| Change::Founder(whom);
    asks.change("give the room away or up", About::Ruling, give_away(Some(who(15, "owen", "t", true))));
    asks.change("give the room away or up", About::Ruling, give_away(None));
    asks.change("give the room to a guest", About::Ruling, give_away(Some(who(10, "paul", "t", false))));
}

fn standings(asks: &mut Asks) {
    let stand = |role, whom| Change::Standing(role, whom);
    let ida = || who(30, "ida", "clear", true);
    for (role, row) in [
        (Role::Voice, "give voice for good"),
        (Role::HalfOperator, "give half-operator or operator for good"),
        (Role::Operator, "give half-operator or operator for good"),
        (Role::Owner, "give admin or owner for good"),
    ] {
        asks.change(row, About::Ruling, stand(role, ida()));
    }
    asks.change(
        "give a guest a role for good",
        About::Ruling,
        stand(Role::Voice, who(10, "paul", "t", false)),
    );
}

fn ranks(asks: &mut Asks) {
    let kick = |whom: &Arc<Who>| Command::Kick { whom: Arc::clone(whom), reason: text("out") };
    let mut targets: Vec<_> = one_of_each().map(|(role, who)| (role, who, false)).into();
    targets.push((Role::Owner, founder(), true));
    for (target, who, founder) in &targets {
        let about = About::Rank { target: *target, founder: *founder };
        let called = if *founder { "the founder" } else { called(*target) };
        asks.add(&format!("kick {called}"), about, kick(who));
        for role in Role::LADDER {
            let name = called_role(role);
            for (sign, row) in [(Sign::Plus, "give"), (Sign::Minus, "take")] {
                let row = format!("{row} {name}: {called}");
                asks.change(&row, about, Change::Role(role, sign, Arc::clone(who)));
            }
        }
    }
    asks.add("kick who is not here", About::Ruling, kick(&who(30, "ida", "clear", true)));
    let me = Arc::clone(&asks.me);
    asks.add("kick oneself", About::Oneself, kick(&me));
    for role in Role::LADDER {
        let change = Change::Role(role, Sign::Minus, Arc::clone(&me));
        asks.change("give up a role of one's own", About::Oneself, change);
    }
}

/// What a member with this role is called.
pub(crate) const fn called(role: Role) -> &'static str {
    match role {
        Role::Plain => "a member",
        Role::Voice => "a voice",
        Role::HalfOperator => "a half-operator",
        Role::Operator => "an operator",
        Role::Admin => "an admin",
        Role::Owner => "an owner",
    }
}

/// What the role itself is called.
pub(crate) const fn called_role(role: Role) -> &'static str {
    match role {
        Role::Plain => "none",
        Role::Voice => "voice (`+`)",
        Role::HalfOperator => "half-operator (`%`)",
        Role::Operator => "operator (`@`)",
        Role::Admin => "admin (`&`)",
        Role::Owner => "owner (`~`)",
    }
}
