//! WHO, plain and with chosen fields (Modern IRC, "WHO message"; <https://ircv3.net/specs/extensions/whox>).

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::numerics::{RPL_ENDOFWHO, RPL_WHOREPLY, RPL_WHOSPCRPL};
use crate::modes;
use crate::pending::What;
use crate::turn::{Turn, safe};
use parlor_model::{AccountName, RoomName, Who};
use parlor_server::{Answer, Ask, Look, PersonFlags, PersonView, Reply, RoomRef};

/// People that one WHO shows at most.
const PEOPLE_MAX: usize = 1000;

/// A WHO.
#[derive(Debug)]
pub(crate) struct Query {
    mask: Box<str>,
    operators_only: bool,
    /// WHOX: the letters of the wanted fields, and the token.
    fields: Option<(Box<str>, Box<str>)>,
}

/// `WHO mask [o] [%fields[,token]]`.
pub(crate) fn who(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let mask = msg.params.first().copied().unwrap_or_default();
    let options = msg.params.at(1).unwrap_or_default();
    let (flags, fields) = options.split_once('%').map_or((options, None), |(f, x)| (f, Some(x)));
    let fields = fields.map(|fields| {
        let (letters, token) = fields.split_once(',').unwrap_or((fields, ""));
        let fits = (1..=3).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_digit());
        (letters.into(), if fits { token.into() } else { "0".into() })
    });
    let query = Query { mask: mask.into(), operators_only: flags.contains('o'), fields };
    let room = RoomName::parse(mask, &turn.desk.rules().names);
    let look = match room {
        Ok(room) => Look::Faces(RoomRef::Named(room)),
        Err(_) if mask.contains(['*', '?']) || mask == "0" => {
            let mask = if mask == "0" { "*" } else { mask };
            Look::People { mask: mask.into(), limit: PEOPLE_MAX }
        }
        Err(_) => Look::Person(mask.into()),
    };
    turn.ask(Ask::Look(look), What::Who(Box::new(query)));
}

/// Somebody to show.
struct Row<'a> {
    room: &'a str,
    who: &'a Who,
    away: bool,
    operator: bool,
    bot: bool,
    marks: String,
    /// Seconds since they last said something.
    idle: u64,
    address: Option<&'a str>,
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, query: &Query, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Room(view)) => {
            let room = view.room.name.as_ref().map_or("*", RoomName::as_str);
            for member in &view.faces {
                let mut marks = String::new();
                modes::push_marks(&mut marks, member.roles, turn.caps().has(Caps::MULTI_PREFIX));
                let (away, operator) = (member.away, member.operator);
                let bot = member.flags.has(PersonFlags::BOT);
                let row = Row { room, who: &member.who, away, operator, bot, marks, idle: 0, address: None };
                show(turn, query, &row);
            }
        }
        Reply::Answer(Answer::Person(person)) if person.sessions > 0 => show_person(turn, query, &person),
        Reply::Answer(Answer::People(people)) => {
            people.iter().for_each(|person| show_person(turn, query, person));
        }
        _ => {}
    }
    turn.numeric(RPL_ENDOFWHO, &[safe(&query.mask)], "End of WHO list");
}

fn show_person(turn: &mut Turn<'_, '_>, query: &Query, person: &PersonView) {
    let row = Row {
        room: "*",
        who: &person.who,
        away: person.away.is_some(),
        operator: person.operator,
        bot: person.flags.has(PersonFlags::BOT),
        marks: String::new(),
        idle: turn.desk.now().since(person.active) / 1000,
        address: person.address.as_deref(),
    };
    show(turn, query, &row);
}

fn show(turn: &mut Turn<'_, '_>, query: &Query, row: &Row<'_>) {
    if query.operators_only && !row.operator {
        return;
    }
    let (who, server) = (row.who, std::sync::Arc::clone(&turn.seat.server));
    let mut flags = String::from(if row.away { "G" } else { "H" });
    if row.operator {
        flags.push('*');
    }
    flags.push_str(&row.marks);
    if row.bot {
        flags.push(modes::UserModes::BOT);
    }
    let nick = who.nick.as_str();
    let Some((letters, token)) = &query.fields else {
        let real = format!("0 {}", who.real);
        let params = [row.room, &who.user, &who.host, &server, nick, &flags];
        return turn.numeric(RPL_WHOREPLY, &params, &real);
    };
    let idle = row.idle.to_string();
    let account = who.account.as_ref().map_or("0", AccountName::as_str);
    // Nobody is shown the address of others (WHOX: then it is this one).
    let address = row.address.filter(|address| !address.starts_with(':')).unwrap_or("255.255.255.255");
    let fields = [
        ('t', &**token),
        ('c', row.room),
        ('u', &who.user),
        ('i', address),
        ('h', &who.host),
        ('s', &server),
        ('n', nick),
        ('f', &flags),
        ('d', "0"),
        ('l', &idle),
        ('a', account),
        ('o', "n/a"),
    ];
    let wanted: Vec<&str> =
        fields.iter().filter(|(letter, _)| letters.contains(*letter)).map(|(_, value)| *value).collect();
    if letters.contains('r') {
        turn.numeric(RPL_WHOSPCRPL, &wanted, &who.real);
    } else {
        turn.values(RPL_WHOSPCRPL, &wanted);
    }
}
