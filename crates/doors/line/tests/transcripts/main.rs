//! Transcripts of the line door: lines in, lines out, in a house with a real engine and a real store.

mod accounts;
mod altered_door;
mod clients;
mod endings;
mod entry;
mod history;
mod late;
mod manual;
mod other_door;
mod people;
mod rooms;
mod ruling;
mod stage;
mod talk;
