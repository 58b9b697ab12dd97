//! The IRC door as people meet it: lines in, lines out.

mod accounts;
mod bans;
mod barring;
mod bounds;
mod capabilities;
mod chanserv;
mod conversations;
mod early;
mod forcing;
mod history;
mod labels;
mod letters;
mod live;
mod looking;
mod markers;
mod metadata;
mod multiline;
mod names;
mod operators;
mod playback;
mod playing;
mod presence;
mod registration;
mod relaying;
mod rooms;
mod ruling;
#[cfg(test)]
mod sasl;
mod searching;
mod services;
mod settings;
mod speaking;
#[cfg(test)]
mod stage;
mod tags;
mod users;
mod watching;
mod webpush;
mod wires;
