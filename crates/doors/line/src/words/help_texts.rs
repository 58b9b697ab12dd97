//! The words of the help, one entry for each command.

use super::help::Help;
use crate::codec::Verb;

/// The help for a command. Every command has one: a new one does not compile without.
pub const fn help(verb: Verb) -> Help {
    let (usage, summary, more) = words(verb);
    Help { usage, summary, more }
}

// Tuples, so that an entry reads as three lines of prose.
const fn words(verb: Verb) -> (&'static str, &'static str, &'static str) {
    match verb {
        Verb::Help => (
            "/help [command]",
            "List the commands, or explain one",
            "Words in capitals you replace by your own; what stands in [brackets] may be left out.",
        ),
        Verb::Nick => (
            "/nick NAME",
            "Take another nickname",
            "Nobody else may have it or one that looks like it, and the name of an account is its owner's alone.",
        ),
        Verb::Names => (
            "/names [#room]",
            "Show who is in a room",
            "Without a room it shows the current one. A sign before a name is its role: ~ owner, & admin, \
             @ operator, % half-operator, + voice.",
        ),
        Verb::Rooms => (
            "/rooms [pattern]",
            "List the rooms",
            "A pattern picks some: * stands for anything, as in /rooms *rust*. Secret rooms are shown to members only.",
        ),
        Verb::Join => (
            "/join #room [key]",
            "Enter a room and make it the current one",
            "A room that does not exist is made, and is then yours. Some rooms want a key or an invitation.",
        ),
        Verb::Part => (
            "/part [#room] [why]",
            "Leave a room",
            "Without a room you leave the current one. The others see the reason if you give one.",
        ),
        Verb::Room => (
            "/room #room",
            "Make a room you are in the current one",
            "What you type is said to the current room. You hear all rooms you are in.",
        ),
        Verb::Msg => (
            "/msg WHO text",
            "Say something to one person",
            "It goes to a direct conversation that only you two can read. WHO may also be a #room that you are in.",
        ),
        Verb::Me => ("/me text", "Do something", "It shows as an action: /me waves becomes * ann waves."),
        Verb::Topic => (
            "/topic [text]",
            "Show or set the room's topic",
            "/topic - takes the topic away. In some rooms only operators may change it.",
        ),
        Verb::Reply => {
            ("/reply N text", "Answer a message", "N is the number of the message; /numbers on shows them.")
        }
        Verb::Edit => (
            "/edit N text",
            "Change what you said",
            "N is the number of the message; /numbers on shows them. Others see that it was edited.",
        ),
        Verb::Delete => (
            "/delete N",
            "Delete a message",
            "Your own, or as the room's operator anybody's. N is its number; /numbers on shows them.",
        ),
        Verb::React => (
            "/react N emoji",
            "React to a message",
            "The emoji is one word without blanks. N is the number of the message; /numbers on shows them.",
        ),
        Verb::Unreact => (
            "/unreact N emoji",
            "Take a reaction back",
            "Give the same message number and emoji as when you reacted.",
        ),
        Verb::History => (
            "/history [n|before N|after N]",
            "Show earlier messages",
            "/history 50 shows the last 50; before N and after N continue from the message with that number.",
        ),
        Verb::Search => (
            "/search words",
            "Search in what was said",
            "Narrow it with from:ann, in:#room, before:2026-01-31 and after:2026-01-01. \
             Case and accents do not matter. You find only what you may read.",
        ),
        Verb::Away => (
            "/away [why]",
            "Say that you are away",
            "Others see it when they write to you or ask who you are, until you type /back.",
        ),
        Verb::Back => ("/back", "Say that you are back", "It ends /away. Just speaking does not."),
        Verb::Whois => (
            "/whois WHO",
            "Show what is known about a person",
            "Their account, the rooms you may know of, and whether they are away.",
        ),
        Verb::Who => (
            "/who",
            "Show who is in the house",
            "Everyone who is connected, through whichever door, as far as you may see them.",
        ),
        Verb::Invite => (
            "/invite WHO [#room]",
            "Invite someone into a room",
            "Without a room it is the current one. An invitation opens invite-only rooms once.",
        ),
        Verb::Kick => (
            "/kick WHO [why]",
            "Put someone out of the room",
            "For operators of the room. They may come back unless you also /ban them.",
        ),
        Verb::Ban => (
            "/ban MASK",
            "Keep someone out of the room",
            "A mask is a nickname, or nick!user@host in which * stands for anything. Who is inside stays until kicked.",
        ),
        Verb::Unban => {
            ("/unban MASK", "Lift a ban", "Give the mask exactly as it was banned; /mode shows the bans.")
        }
        Verb::Mute => (
            "/mute MASK",
            "Let someone listen but not speak",
            "For operators of the room. The mask is like that of /ban.",
        ),
        Verb::Unmute => ("/unmute MASK", "Let someone speak again", "Give the mask exactly as it was muted."),
        Verb::Op => (
            "/op WHO",
            "Make someone an operator of the room",
            "Operators may kick, ban, change the room's modes and give roles up to their own.",
        ),
        Verb::Deop => ("/deop WHO", "Take operator from someone", "They stay in the room as a plain member."),
        Verb::Voice => (
            "/voice WHO",
            "Let someone speak in a moderated room",
            "In other rooms everyone may speak, and voice is only a mark of respect.",
        ),
        Verb::Devoice => {
            ("/devoice WHO", "Take voice from someone", "In a moderated room they can then only listen.")
        }
        Verb::Mode => (
            "/mode [changes]",
            "Show or change how the room works",
            "With the letters of IRC: /mode +m makes the current room moderated, /mode #room -k opens another. \
             Without changes it shows them.",
        ),
        Verb::Rename => (
            "/rename #room",
            "Give the current room another name",
            "For those who run the room. Members, history and topic stay.",
        ),
        Verb::Register => (
            "/register [NAME] PASSWORD",
            "Make an account",
            "Without a name it is for your nickname, which is then yours for good. A house that asks for an e-mail \
             address takes it behind the password; the code that is sent there goes into /verify. This door is not encrypted: \
             on a foreign network anybody between could read the password.",
        ),
        Verb::Verify => (
            "/verify [NAME] CODE",
            "Say the code that was mailed to you",
            "Your account begins then, or its address is known to be yours. Without a name it is for your nickname.",
        ),
        Verb::Login => (
            "/login NAME PASSWORD",
            "Log in to your account",
            "You are then in the rooms your account is a member of. This door is not encrypted: \
             on a foreign network anybody between could read the password.",
        ),
        Verb::Logout => (
            "/logout",
            "Log out of your account",
            "That ends the connection. Connect again to come back as a guest, or as somebody else.",
        ),
        Verb::Numbers => (
            "/numbers on|off",
            "Show messages with their numbers",
            "Your own lines then come back with the number under which they are kept.",
        ),
        Verb::Elapsed => (
            "/elapsed on|off",
            "Show the time since the message before",
            "Messages look like ann:(0:12)-hello: minutes and seconds since the previous one in the room.",
        ),
        Verb::Bell => (
            "/bell on|off|mentions",
            "Ring the terminal's bell on messages",
            "With on for all messages of others, with mentions only for those that name you.",
        ),
        Verb::Quit => (
            "/quit [why]",
            "Leave the house",
            "The others see the reason if you give one. exit, :quit and :q alone on a line leave too.",
        ),
    }
}
