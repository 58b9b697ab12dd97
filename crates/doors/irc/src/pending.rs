//! What to do when an answer comes.

use crate::commands::{
    accepting, account, bans, defcon, editing, forcing, history, joining, leaving, listing, looking,
    markread, metadata, monitor, operator, persistence, playback, relaying, ruling, sasl, searching, server,
    speaking, tagging, user, webpush, who, whois,
};
use crate::label::LabelId;
use crate::registration;
use crate::services;
use crate::turn::Turn;
use parlor_model::{Nickname, RoomName, Text};
use parlor_server::{PersonRef, Reply, Token};
use std::sync::Arc;
use thin_vec::ThinVec;

/// A question without an answer.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) token: Token,
    pub(crate) label: Option<LabelId>,
    /// It was asked in answer to an answer.
    pub(crate) chained: bool,
    pub(crate) what: What,
}

/// Questions under way, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Pendings {
    /// Few: nothing is lost by moving up when the first is answered, and a connection at rest is smaller for it.
    open: ThinVec<Pending>,
    /// Where the one that was answered last stood.
    answered_at: u32,
}

/// What a question is for.
#[derive(Debug)]
pub(crate) enum What {
    /// The answer is of no interest.
    Nothing,
    /// LUSERS of the welcome.
    HouseBefore,
    /// Being let in.
    Enter,
    /// PONG with this token.
    Pong(Box<str>),
    /// The connection ends now.
    Quit(Text),
    /// JOIN of a room; `true`: one was sent there by another room's `+f`.
    Join(RoomName, bool),
    /// Topic and names of a room one has just come into.
    Inside,
    /// A command about a room that needs no more than its refusals worded.
    Room(Box<ruling::Asked>),
    /// PRIVMSG or NOTICE.
    Said(Box<speaking::Speech>),
    /// Whether somebody written to is away.
    AwayOf,
    /// TAGMSG.
    Tagged(Box<tagging::Tagged>),
    /// REDACT.
    Redacted(Box<tagging::Redaction>),
    /// RELAYMSG.
    Relayed(Box<str>),
    /// A PRIVMSG that changes a message.
    Edited(Box<editing::Edit>),
    /// SEARCH.
    Searched,
    /// The rooms for `*playback`.
    PlayRooms(Box<playback::Play>),
    /// A page for `*playback`; `true`: only its newest moment.
    Played(Box<str>, bool),
    /// Which room a message id is to be looked for in.
    Locate(Box<tagging::Located>),
    /// NICK.
    Nick(Nickname),
    /// SETNAME.
    Describe(Arc<str>),
    /// AWAY.
    Away(Option<Text>),
    /// MODE of a nickname.
    ModeOf(Box<str>),
    /// Giving up being a server operator.
    StandDown,
    /// MONITOR of these names.
    Monitor(Box<[PersonRef]>),
    /// WALLOPS.
    Wallops,
    /// PERSISTENCE: what was chosen, and what is so.
    Persistence,
    /// PERSISTENCE SET of this account.
    PersistenceSet(parlor_model::AccountName),
    /// METADATA.
    Metadata(Box<metadata::Asked>),
    /// MARKREAD of this target.
    Marked(Box<str>),
    /// WEBPUSH.
    Webpush(Box<webpush::Asked>),
    /// A look at a room.
    Look(Box<looking::RoomLook>),
    /// WHO.
    Who(Box<who::Query>),
    /// WHOIS.
    Whois(Box<str>),
    /// WHOWAS, this many at most.
    Whowas(Box<str>, usize),
    /// LIST.
    List(Box<listing::Filters>),
    /// One nickname of ISON or USERHOST.
    Gather(looking::Gather),
    /// LUSERS.
    Lusers,
    /// STATS u.
    Uptime,
    /// A password for OPER.
    OperPassword,
    /// Becoming a server operator.
    Operate,
    /// ACCEPT.
    Accept,
    /// The list of ACCEPT.
    Accepted,
    /// SAJOIN, SAPART, SANICK, SAMODE.
    Forced(Box<forcing::Asked>),
    /// UBAN and its other names.
    Bans(Box<bans::Banning>),
    /// DEFCON.
    Defcon,
    /// REHASH.
    Rehash,
    /// KILL.
    Kill(Box<str>),
    /// What was sent for SASL.
    SaslProof,
    /// AUTHENTICATE: a token is looked at (OAUTHBEARER).
    OauthProof,
    /// Being an account from now on.
    LogIn(parlor_model::AccountName),
    /// Credentials for REGISTER.
    RegisterHash(Box<account::Registration>),
    /// REGISTER.
    Register(Box<account::Registration>),
    /// VERIFY.
    Verified(Box<account::Registration>),
    /// What a service asked.
    Service(Box<services::Waiting>),
    /// A page of CHATHISTORY.
    History(Box<history::Wanted>),
    /// Rooms for CHATHISTORY TARGETS.
    TargetRooms(Box<history::Between>),
    /// The newest message of a room for CHATHISTORY TARGETS.
    Target(Box<history::Between>),
}

impl Pendings {
    pub(crate) fn push(&mut self, pending: Pending) {
        self.open.push(pending);
    }

    /// Takes the question that this answers: in all but rare cases the first.
    pub(crate) fn take(&mut self, token: Token) -> Option<Pending> {
        let at = self.open.iter().position(|p| p.token == token)?;
        self.answered_at = u32::try_from(at).unwrap_or(u32::MAX);
        let pending = self.open.remove(at);
        if self.open.is_empty() {
            self.open = ThinVec::new();
        }
        Some(pending)
    }

    pub(crate) fn first(&self) -> Option<&Pending> {
        self.open.first()
    }

    /// Whether a login is under way, and under which label.
    pub(crate) fn logging_in(&self) -> Option<Option<LabelId>> {
        self.open.iter().find(|p| matches!(p.what, What::LogIn(_))).map(|p| p.label)
    }

    /// The question asked together with the one just answered is of no interest any more.
    pub(crate) fn forget_next(&mut self) {
        if let Some(next) = self.open.get_mut(self.answered_at as usize) {
            next.what = What::Nothing;
        }
    }

    /// Whether something asked in answer to an answer is still open.
    pub(crate) fn any_chained(&self) -> bool {
        self.open.iter().any(|p| p.chained)
    }
}

/// An answer came.
pub(crate) fn settle(turn: &mut Turn<'_, '_>, what: What, reply: Reply) {
    match what {
        What::Nothing => {}
        What::HouseBefore => registration::house_before(turn, &reply),
        What::Enter => registration::entered(turn, reply),
        What::Pong(token) => server::pong_now(turn, token),
        What::Quit(words) => leaving::quit_now(turn, words),
        What::Join(room, sent) => joining::joined(turn, &room, sent, reply),
        What::Inside => joining::inside(turn, reply),
        What::Room(asked) => ruling::settled(turn, &asked, reply),
        What::Said(speech) => speaking::said(turn, *speech, reply),
        What::AwayOf => speaking::away_of(turn, reply),
        What::Tagged(tagged) => tagging::tagged(turn, *tagged, reply),
        What::Redacted(redaction) => tagging::redacted(turn, &redaction, reply),
        What::Relayed(target) => relaying::relayed(turn, &target, reply),
        What::Edited(edit) => editing::edited(turn, &edit, reply),
        What::Searched => searching::searched(turn, reply),
        What::PlayRooms(play) => playback::rooms(turn, &play, reply),
        What::Played(target, list) => playback::played(turn, &target, list, reply),
        What::Locate(located) => tagging::located(turn, *located, reply),
        What::Nick(nick) => user::nick_settled(turn, nick, reply),
        What::Describe(real) => user::described(turn, real, reply),
        What::Away(text) => user::away_settled(turn, text, reply),
        What::ModeOf(nick) => user::mode_of(turn, &nick, reply),
        What::StandDown => user::stood_down(turn, &reply),
        What::Monitor(names) => monitor::answered(turn, &names, reply),
        What::Wallops => operator::announced(turn, &reply),
        What::Persistence => persistence::answered(turn, &reply),
        What::PersistenceSet(account) => persistence::set(turn, &account, &reply),
        What::Metadata(asked) => metadata::answered(turn, &asked, &reply),
        What::Marked(target) => markread::answered(turn, &target, &reply),
        What::Webpush(asked) => webpush::answered(turn, &asked, &reply),
        What::Look(look) => looking::room_seen(turn, *look, reply),
        What::Who(query) => who::answered(turn, &query, reply),
        What::Whois(nick) => whois::answered(turn, &nick, reply),
        What::Whowas(nick, limit) => whois::whowas_answered(turn, &nick, limit, reply),
        What::List(filters) => listing::answered(turn, &filters, reply),
        What::Gather(gather) => looking::gathered(turn, gather, reply),
        What::Lusers => server::lusers_answered(turn, &reply),
        What::Uptime => server::uptime_answered(turn, &reply),
        What::OperPassword => operator::password_checked(turn, reply),
        What::Operate => operator::operates(turn, reply),
        What::Accept => accepting::settled(turn, &reply),
        What::Accepted => accepting::listed(turn, &reply),
        What::Forced(asked) => forcing::settled(turn, &asked, &reply),
        What::Bans(banning) => bans::settled(turn, *banning, reply),
        What::Defcon => defcon::answered(turn, &reply),
        What::Rehash => operator::reread(turn, &reply),
        What::Kill(nick) => operator::killed(turn, &nick, reply),
        What::SaslProof => sasl::checked(turn, reply),
        What::OauthProof => sasl::oauth_checked(turn, reply),
        What::LogIn(account) => sasl::logged_in(turn, &account, reply),
        What::RegisterHash(registration) => account::hashed(turn, registration, reply),
        What::Verified(registration) => account::verified(turn, &registration, reply),
        What::Register(registration) => account::registered(turn, &registration, reply),
        What::Service(waiting) => services::settled(turn, *waiting, reply),
        What::History(wanted) => history::page(turn, &wanted, reply),
        What::TargetRooms(between) => history::target_rooms(turn, &between, reply),
        What::Target(between) => history::target(turn, &between, reply),
    }
}
