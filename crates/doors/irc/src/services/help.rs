//! HELP of the services.

use super::voice::Voice;

/// `HELP [command]`.
pub(super) fn help(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let verbs = voice.service.verbs();
    let Some(subject) = params.first() else {
        voice.say(match voice.service {
            super::Service::Nick => {
                "NickServ looks after accounts: making one, logging in, and what you chose"
            }
            super::Service::Chan => "ChanServ looks after channels that are somebody's",
        });
        for verb in verbs {
            voice.say(&format!("{}: {}", verb.name, verb.help));
        }
        let line = format!("{} HELP <command> says more", voice.service.name());
        return voice.say(&line);
    };
    let wanted = subject.to_ascii_uppercase();
    match verbs.iter().find(|v| v.name == wanted) {
        Some(verb) => {
            voice.say(&format!("Syntax: {} {}", verb.name, verb.usage));
            voice.say(verb.help);
        }
        None => voice.say("There is no help on that"),
    }
}
