//! The numbers of replies and errors, by the names clients' authors know them by.
//!
//! Names and numbers are those of Modern IRC and the IRCv3 specifications; where these say nothing, of the servers
//! that introduced them (<https://defs.ircdocs.horse/defs/numerics>). Where one number has two meanings in the wild,
//! only the one that fits this server is named.

/// Defines the constants and the table of their names from one list, so that they cannot drift apart.
macro_rules! numerics {
    ($($name:ident = $code:literal, $doc:literal;)*) => {
        $(#[doc = $doc] pub const $name: u16 = $code;)*

        /// Every numeric with its name, by rising number.
        pub const ALL: &[(u16, &str)] = &[$(($code, stringify!($name))),*];
    };
}

/// The name of a numeric, for logs and tests.
pub fn name(code: u16) -> Option<&'static str> {
    let at = ALL.binary_search_by_key(&code, |&(code, _)| code).ok()?;
    ALL.get(at).map(|&(_, name)| name)
}

numerics! {
    RPL_WELCOME = 1, "Registration is complete: a greeting.";
    RPL_YOURHOST = 2, "The server's name and version, in words.";
    RPL_CREATED = 3, "When the server started, in words.";
    RPL_MYINFO = 4, "The server's name, version and mode letters.";
    RPL_ISUPPORT = 5, "What the server supports: at most thirteen tokens a line.";
    RPL_SNOMASKIS = 8, "Which server notices an operator receives.";
    RPL_BOUNCE = 10, "Another server to use instead.";
    RPL_TRACELINK = 200, "TRACE: a linked server.";
    RPL_TRACEOPERATOR = 204, "TRACE: an operator.";
    RPL_TRACEUSER = 205, "TRACE: a person.";
    RPL_TRACESERVER = 206, "TRACE: a server.";
    RPL_STATSLINKINFO = 211, "STATS l: one connection.";
    RPL_STATSCOMMANDS = 212, "STATS m: how often a command was used.";
    RPL_ENDOFSTATS = 219, "The end of STATS.";
    RPL_UMODEIS = 221, "One's own user modes.";
    RPL_SERVLIST = 234, "SERVLIST: one service.";
    RPL_SERVLISTEND = 235, "The end of SERVLIST.";
    RPL_STATSUPTIME = 242, "STATS u: for how long the server has run.";
    RPL_STATSOLINE = 243, "STATS o: one operator block.";
    RPL_LUSERCLIENT = 251, "LUSERS: people, invisible people and servers.";
    RPL_LUSEROP = 252, "LUSERS: operators.";
    RPL_LUSERUNKNOWN = 253, "LUSERS: connections not yet registered.";
    RPL_LUSERCHANNELS = 254, "LUSERS: channels.";
    RPL_LUSERME = 255, "LUSERS: this server's clients and links.";
    RPL_ADMINME = 256, "ADMIN: the first line.";
    RPL_ADMINLOC1 = 257, "ADMIN: where the server is.";
    RPL_ADMINLOC2 = 258, "ADMIN: who hosts it.";
    RPL_ADMINEMAIL = 259, "ADMIN: how to reach the administrator.";
    RPL_TRACELOG = 261, "TRACE: the log file.";
    RPL_TRACEEND = 262, "The end of TRACE.";
    RPL_TRYAGAIN = 263, "A command refused for now; try again later.";
    RPL_LOCALUSERS = 265, "LUSERS: people here, now and at most.";
    RPL_GLOBALUSERS = 266, "LUSERS: people on the network, now and at most.";
    RPL_WHOISCERTFP = 276, "WHOIS: the fingerprint of a client certificate.";
    RPL_ACCEPTLIST = 281, "ACCEPT: one name on the list.";
    RPL_ENDOFACCEPT = 282, "The end of the ACCEPT list.";
    RPL_NONE = 300, "Means nothing.";
    RPL_AWAY = 301, "Somebody written to or asked about is away.";
    RPL_USERHOST = 302, "The answer to USERHOST.";
    RPL_ISON = 303, "The answer to ISON.";
    RPL_UNAWAY = 305, "One is no longer marked away.";
    RPL_NOWAWAY = 306, "One is now marked away.";
    RPL_WHOISREGNICK = 307, "WHOIS: logged in to the account of that name.";
    RPL_WHOISUSER = 311, "WHOIS: nickname, user, host and real name.";
    RPL_WHOISSERVER = 312, "WHOIS: the server.";
    RPL_WHOISOPERATOR = 313, "WHOIS: an operator.";
    RPL_WHOWASUSER = 314, "WHOWAS: nickname, user, host and real name.";
    RPL_ENDOFWHO = 315, "The end of WHO.";
    RPL_WHOISIDLE = 317, "WHOIS: seconds idle and the time of sign-on.";
    RPL_ENDOFWHOIS = 318, "The end of WHOIS.";
    RPL_WHOISCHANNELS = 319, "WHOIS: the channels the asker may see.";
    RPL_WHOISSPECIAL = 320, "WHOIS: anything else, in words.";
    RPL_LISTSTART = 321, "The start of LIST.";
    RPL_LIST = 322, "LIST: one channel.";
    RPL_LISTEND = 323, "The end of LIST.";
    RPL_CHANNELMODEIS = 324, "A channel's modes.";
    RPL_UNIQOPIS = 325, "Who created a channel.";
    RPL_CHANNEL_URL = 328, "A channel's address on the web.";
    RPL_CREATIONTIME = 329, "When a channel was created.";
    RPL_WHOISACCOUNT = 330, "WHOIS: the account.";
    RPL_NOTOPIC = 331, "A channel has no topic.";
    RPL_TOPIC = 332, "A channel's topic.";
    RPL_TOPICWHOTIME = 333, "Who set the topic, and when.";
    RPL_WHOISBOT = 335, "WHOIS: a bot (IRCv3 bot-mode).";
    RPL_INVITELIST = 336, "INVITE without parameters: one channel one is invited to.";
    RPL_ENDOFINVITELIST = 337, "The end of the channels one is invited to.";
    RPL_WHOISACTUALLY = 338, "WHOIS: the real host or address.";
    RPL_USERIP = 340, "The answer to USERIP.";
    RPL_INVITING = 341, "An invitation was passed on.";
    RPL_INVEXLIST = 346, "One invite exception of a channel.";
    RPL_ENDOFINVEXLIST = 347, "The end of the invite exceptions.";
    RPL_EXCEPTLIST = 348, "One ban exception of a channel.";
    RPL_ENDOFEXCEPTLIST = 349, "The end of the ban exceptions.";
    RPL_VERSION = 351, "The server's version.";
    RPL_WHOREPLY = 352, "WHO: one person.";
    RPL_NAMREPLY = 353, "NAMES: some members of a channel.";
    RPL_WHOSPCRPL = 354, "WHO with chosen fields (WHOX): one person.";
    RPL_LINKS = 364, "LINKS: one server.";
    RPL_ENDOFLINKS = 365, "The end of LINKS.";
    RPL_ENDOFNAMES = 366, "The end of NAMES.";
    RPL_BANLIST = 367, "One ban of a channel.";
    RPL_ENDOFBANLIST = 368, "The end of the bans.";
    RPL_ENDOFWHOWAS = 369, "The end of WHOWAS.";
    RPL_INFO = 371, "INFO: one line.";
    RPL_MOTD = 372, "MOTD: one line.";
    RPL_ENDOFINFO = 374, "The end of INFO.";
    RPL_MOTDSTART = 375, "The start of MOTD.";
    RPL_ENDOFMOTD = 376, "The end of MOTD.";
    RPL_WHOISHOST = 378, "WHOIS: where somebody connects from.";
    RPL_WHOISMODES = 379, "WHOIS: the user modes.";
    RPL_YOUREOPER = 381, "One is now an operator.";
    RPL_REHASHING = 382, "The settings are read again.";
    RPL_TIME = 391, "The server's time.";
    RPL_USERSSTART = 392, "The start of USERS.";
    RPL_USERS = 393, "USERS: one person.";
    RPL_ENDOFUSERS = 394, "The end of USERS.";
    RPL_NOUSERS = 395, "USERS: nobody.";
    RPL_VISIBLEHOST = 396, "The host others now see for oneself.";
    ERR_UNKNOWNERROR = 400, "A command failed for a reason that has no numeric.";
    ERR_NOSUCHNICK = 401, "No such nickname or channel.";
    ERR_NOSUCHSERVER = 402, "No such server.";
    ERR_NOSUCHCHANNEL = 403, "No such channel.";
    ERR_CANNOTSENDTOCHAN = 404, "One may not speak in the channel.";
    ERR_TOOMANYCHANNELS = 405, "One is in as many channels as allowed.";
    ERR_WASNOSUCHNICK = 406, "Nobody had that nickname.";
    ERR_TOOMANYTARGETS = 407, "More targets than allowed.";
    ERR_NOSUCHSERVICE = 408, "No such service.";
    ERR_NOORIGIN = 409, "PING or PONG without a token.";
    ERR_INVALIDCAPCMD = 410, "Unknown CAP subcommand.";
    ERR_NORECIPIENT = 411, "No recipient given.";
    ERR_NOTEXTTOSEND = 412, "No text to send.";
    ERR_NOTOPLEVEL = 413, "A mask without a top-level domain.";
    ERR_WILDTOPLEVEL = 414, "A wildcard in the top-level domain.";
    ERR_BADMASK = 415, "A mask that cannot be.";
    ERR_INPUTTOOLONG = 417, "The line, or its tags, was too long.";
    ERR_UNKNOWNCOMMAND = 421, "Unknown command.";
    ERR_NOMOTD = 422, "There is no message of the day.";
    ERR_NOADMININFO = 423, "There is nothing to say about the administrator.";
    ERR_FILEERROR = 424, "A file could not be used.";
    ERR_NONICKNAMEGIVEN = 431, "No nickname given.";
    ERR_ERRONEUSNICKNAME = 432, "A nickname that is not allowed.";
    ERR_NICKNAMEINUSE = 433, "The nickname is taken.";
    ERR_NICKCOLLISION = 436, "The nickname is taken elsewhere on the network.";
    ERR_UNAVAILRESOURCE = 437, "The nickname or channel cannot be had for now.";
    ERR_BANNICKCHANGE = 438, "No change of nickname now: banned, or too fast.";
    ERR_USERNOTINCHANNEL = 441, "They are not in that channel.";
    ERR_NOTONCHANNEL = 442, "One is not in that channel.";
    ERR_USERONCHANNEL = 443, "They are in that channel already.";
    ERR_SUMMONDISABLED = 445, "SUMMON is not offered.";
    ERR_USERSDISABLED = 446, "USERS is not offered.";
    ERR_NONICKCHANGE = 447, "No change of nickname while in a certain channel.";
    ERR_FORBIDDENCHANNEL = 448, "The channel's name is not allowed.";
    ERR_NOTREGISTERED = 451, "Registration comes first.";
    ERR_ACCEPTFULL = 456, "The ACCEPT list is full.";
    ERR_ACCEPTEXIST = 457, "On the ACCEPT list already.";
    ERR_ACCEPTNOT = 458, "Not on the ACCEPT list.";
    ERR_NEEDMOREPARAMS = 461, "Parameters are missing.";
    ERR_ALREADYREGISTERED = 462, "Registration is over already.";
    ERR_NOPERMFORHOST = 463, "That host may not connect.";
    ERR_PASSWDMISMATCH = 464, "Wrong password.";
    ERR_YOUREBANNEDCREEP = 465, "One is banned from the server.";
    ERR_KEYSET = 467, "The channel has a key already.";
    ERR_INVALIDUSERNAME = 468, "A user name that is not allowed.";
    ERR_LINKCHANNEL = 470, "One is forwarded to another channel.";
    ERR_CHANNELISFULL = 471, "The channel is full (+l).";
    ERR_UNKNOWNMODE = 472, "Unknown channel mode.";
    ERR_INVITEONLYCHAN = 473, "The channel is for the invited (+i).";
    ERR_BANNEDFROMCHAN = 474, "One is banned from the channel (+b).";
    ERR_BADCHANNELKEY = 475, "Wrong or missing key (+k).";
    ERR_BADCHANMASK = 476, "A channel name that cannot be.";
    ERR_NEEDREGGEDNICK = 477, "The channel is for people with an account (+R).";
    ERR_BANLISTFULL = 478, "A list of the channel is full.";
    ERR_BADCHANNAME = 479, "A channel name that is not allowed.";
    ERR_CANNOTKNOCK = 480, "One cannot knock there.";
    ERR_NOPRIVILEGES = 481, "Only operators may.";
    ERR_CHANOPRIVSNEEDED = 482, "Only channel operators may.";
    ERR_CANTKILLSERVER = 483, "A server cannot be killed.";
    ERR_RESTRICTED = 484, "The connection is restricted.";
    ERR_UNIQOPPRIVSNEEDED = 485, "Only the channel's founder may.";
    ERR_SECUREONLYCHAN = 489, "The channel is for encrypted connections (+z).";
    ERR_NOOPERHOST = 491, "No operator block fits one's host.";
    ERR_UMODEUNKNOWNFLAG = 501, "Unknown user mode.";
    ERR_USERSDONTMATCH = 502, "Nobody else's modes can be seen or changed.";
    ERR_OPERONLY = 520, "The channel is for operators.";
    ERR_HELPNOTFOUND = 524, "There is no help on that.";
    ERR_INVALIDKEY = 525, "A channel key that cannot be.";
    ERR_CANTSENDTOUSER = 531, "One may not write to them.";
    ERR_CANNOTSENDRP = 573, "The roleplay message was refused.";
    RPL_STARTTLS = 670, "TLS may begin.";
    RPL_WHOISSECURE = 671, "WHOIS: an encrypted connection.";
    ERR_STARTTLS = 691, "TLS cannot begin.";
    ERR_INVALIDMODEPARAM = 696, "A mode parameter that cannot be.";
    ERR_LISTMODEALREADYSET = 697, "On that list of the channel already.";
    ERR_LISTMODENOTSET = 698, "Not on that list of the channel.";
    RPL_HELPSTART = 704, "HELP: the first line.";
    RPL_HELPTXT = 705, "HELP: one line.";
    RPL_ENDOFHELP = 706, "HELP: the last line.";
    RPL_KNOCK = 710, "Somebody knocks at one's channel.";
    RPL_KNOCKDLVR = 711, "One's knock was passed on.";
    ERR_TOOMANYKNOCK = 712, "Too many knocks there.";
    ERR_CHANOPEN = 713, "The channel is open, no need to knock.";
    ERR_KNOCKONCHAN = 714, "One is in the channel already.";
    ERR_TARGUMODEG = 716, "They hear only whom they accept (+g).";
    RPL_TARGNOTIFY = 717, "They were told that one wrote.";
    RPL_UMODEGMSG = 718, "Somebody not accepted wrote.";
    ERR_NOPRIVS = 723, "The operator lacks that privilege.";
    RPL_TESTMASK = 724, "TESTMASK: how many match.";
    RPL_TESTLINE = 725, "TESTLINE: a server ban that matches.";
    RPL_NOTESTLINE = 726, "TESTLINE: no server ban matches.";
    RPL_QUIETLIST = 728, "One mute of a channel.";
    RPL_ENDOFQUIETLIST = 729, "The end of the mutes.";
    RPL_MONONLINE = 730, "MONITOR: these are online.";
    RPL_MONOFFLINE = 731, "MONITOR: these are offline.";
    RPL_MONLIST = 732, "MONITOR: some names on one's list.";
    RPL_ENDOFMONLIST = 733, "The end of one's MONITOR list.";
    ERR_MONLISTFULL = 734, "One's MONITOR list is full.";
    ERR_MLOCKRESTRICTED = 742, "The mode is locked.";
    RPL_WHOISKEYVALUE = 760, "WHOIS: one key of metadata.";
    RPL_KEYVALUE = 761, "METADATA: one key and its value.";
    RPL_METADATAEND = 762, "The end of METADATA.";
    ERR_METADATALIMIT = 764, "As much metadata as allowed (older drafts).";
    ERR_TARGETINVALID = 765, "METADATA: no such target (older drafts).";
    RPL_KEYNOTSET = 766, "METADATA: the key has no value.";
    ERR_KEYINVALID = 767, "METADATA: a key that cannot be (older drafts).";
    ERR_KEYNOTSET = 768, "METADATA: the key has no value (older drafts).";
    ERR_KEYNOPERMISSION = 769, "METADATA: one may not see or set it (older drafts).";
    RPL_METADATASUBOK = 770, "METADATA SUB: these keys are now followed.";
    RPL_METADATAUNSUBOK = 771, "METADATA UNSUB: these keys are no longer followed.";
    RPL_METADATASUBS = 772, "METADATA SUBS: some keys one follows.";
    RPL_METADATASYNCLATER = 774, "METADATA SYNC: try again later.";
    RPL_LOGGEDIN = 900, "One is now logged in.";
    RPL_LOGGEDOUT = 901, "One is now logged out.";
    ERR_NICKLOCKED = 902, "The account cannot be used now.";
    RPL_SASLSUCCESS = 903, "SASL succeeded.";
    ERR_SASLFAIL = 904, "SASL failed.";
    ERR_SASLTOOLONG = 905, "A SASL message was too long.";
    ERR_SASLABORTED = 906, "SASL was aborted.";
    ERR_SASLALREADY = 907, "SASL is over already.";
    RPL_SASLMECHS = 908, "The SASL mechanisms there are.";
    ERR_CANNOTDOCOMMAND = 972, "The command cannot be done.";
    ERR_CANNOTCHANGECHANMODE = 974, "The channel mode cannot be changed.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_stay_within_three_digits() {
        assert!(ALL.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(ALL.iter().all(|(code, _)| (1..=999).contains(code)));
    }

    #[test]
    fn names_tell_errors_from_replies() {
        for &(code, name) in ALL {
            let said = name.split_once('_').map(|(kind, _)| kind);
            assert!(matches!(said, Some("RPL" | "ERR")), "{name}");
            // RFC 2812 section 5: 400 to 599 are errors, what is below is replies.
            assert!(code >= 600 || (said == Some("ERR")) == (code >= 400), "{code} {name}");
        }
    }

    #[test]
    fn a_number_finds_its_name() {
        assert_eq!(name(RPL_WELCOME), Some("RPL_WELCOME"));
        assert_eq!(name(417), Some("ERR_INPUTTOOLONG"));
        assert_eq!(name(999), None);
    }
}
