//! What can be typed after a slash.

/// A command: its names, what follows it, and what it does.
pub(crate) struct Command {
    pub(crate) names: &'static [&'static str],
    pub(crate) takes: &'static str,
    pub(crate) does: &'static str,
}

const fn command(names: &'static [&'static str], takes: &'static str, does: &'static str) -> Command {
    Command { names, takes, does }
}

/// Every command, in the order of the help.
pub(crate) const COMMANDS: &[Command] = &[
    command(&["join", "j"], "ROOM [KEY]", "go into a room; it is opened where there is none"),
    command(&["leave", "part"], "[WHY]", "leave this room"),
    command(&["go"], "ROOM or NAME", "look at a room or a conversation that is there"),
    command(&["msg", "query"], "NAME [WORDS]", "a conversation with somebody"),
    command(&["me"], "WORDS", "say what one does: * ann waves"),
    command(&["reply"], "WORDS", "answer the last message of somebody else"),
    command(&["edit"], "WORDS", "other words for one's own last message"),
    command(&["delete"], "[WHY]", "take one's own last message away"),
    command(&["react"], "EMOJI", "react to the last message, by emoji or its name"),
    command(&["search", "find"], "[WORDS]", "search this room; Tab in there searches all"),
    command(&["topic"], "[WORDS]", "show the topic, or set it"),
    command(&["rooms", "list"], "", "the rooms there are"),
    command(&["who", "names"], "", "who is in this room"),
    command(&["whois"], "NAME", "about somebody"),
    command(&["nick"], "NAME", "be called something else"),
    command(&["away"], "[WHY]", "be away; /back ends it"),
    command(&["back"], "", "be back"),
    command(&["register"], "PASSWORD", "own this name: make an account of it"),
    command(&["login"], "NAME PASSWORD", "be your account"),
    command(&["logout"], "", "end the session of the account"),
    command(&["password"], "OLD NEW", "another password"),
    command(&["invite"], "NAME", "let somebody in"),
    command(&["kick"], "NAME [WHY]", "remove somebody from this room"),
    command(&["ban"], "MASK", "keep somebody out: ann, ann!*@*, $a:ann"),
    command(&["unban"], "MASK", "lift a ban"),
    command(&["op"], "NAME", "make somebody an operator of this room"),
    command(&["deop"], "NAME", "take that away"),
    command(&["voice"], "NAME", "let somebody speak in a moderated room"),
    command(&["devoice"], "NAME", "take that away"),
    command(&["set"], "RULE on|off", "a rule of this room: secret, moderated, invite_only, …"),
    command(&["rename"], "ROOM [WHY]", "give this room another name"),
    command(&["close"], "[WHY]", "end this room"),
    command(&["elapsed"], "", "show the time since the message before, or the time of day"),
    command(&["comings"], "", "show who comes and goes, or do not"),
    command(&["bare"], "", "only the words, for copying with the mouse"),
    command(&["notify"], "off|me|all", "what rings and is shown as a notification"),
    command(&["mouse"], "on|off", "listen to the mouse: wheel and clicks"),
    command(&["reconnect"], "", "try again now"),
    command(&["help"], "", "this"),
    command(&["quit", "exit", "q"], "[WHY]", "leave; also exit or :quit alone, Ctrl-C, Ctrl-D"),
];

/// Keys, as the help shows them.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("Enter", "send; Alt-Enter or Ctrl-J begins a new line"),
    ("Tab", "finish a command, a name, a room, :emoji"),
    ("Ctrl-N, Ctrl-P", "next room, the one before (Alt-↓ Alt-↑); Alt-1 to Alt-9"),
    ("Alt-A", "the next room with something new"),
    ("Ctrl-G", "go to a room or a person"),
    ("PgUp, PgDn", "scroll; Ctrl-Home and Ctrl-End to the ends"),
    ("Esc", "choose a message: ↑ ↓, then"),
    ("", "r reply, e edit, d delete, + react, y copy"),
    ("Ctrl-F", "search"),
    ("↑ ↓", "what was typed before"),
    ("F2, F3", "rooms, people: show or hide"),
    ("F4", "only the words, for copying with the mouse"),
    ("Ctrl-A E U K W Y", "as in a shell"),
    ("Ctrl-L, Ctrl-Z", "draw anew, suspend"),
    ("Ctrl-C", "leave"),
];

/// A line that is a command: its first name, and what follows. `Err`: there is none of that name.
pub(crate) fn parse(line: &str) -> Option<Result<(&'static str, &str), String>> {
    let trimmed = line.trim();
    if matches!(trimmed, "exit" | ":quit" | ":q" | ":wq") {
        return Some(Ok(("quit", "")));
    }
    let rest = line.strip_prefix('/')?;
    // `//` says a line that begins with a slash.
    if rest.starts_with('/') {
        return None;
    }
    let (name, args) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let found = COMMANDS.iter().find(|command| command.names.contains(&name.to_lowercase().as_str()));
    Some(match found {
        Some(command) => Ok((command.names[0], args.trim())),
        None => Err(name.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        assert_eq!(parse("/join #ops key"), Some(Ok(("join", "#ops key"))));
        assert_eq!(parse("/J #ops"), Some(Ok(("join", "#ops"))));
        assert_eq!(parse("/sing"), Some(Err("sing".into())));
        for leaving in ["exit", ":quit", " exit ", "/quit", "/q"] {
            assert_eq!(parse(leaving), Some(Ok(("quit", ""))), "{leaving}");
        }
        for said in ["hello", "//etc/hosts", "exit now", ""] {
            assert_eq!(parse(said), None, "{said}");
        }
    }

    #[test]
    fn no_name_is_there_twice() {
        let mut names: Vec<_> = COMMANDS.iter().flat_map(|command| command.names).collect();
        names.sort();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
