//! The whole screen's state, and what comes in.

use crate::complete::Completion;
use crate::editor::Editor;
use crate::effect::{Effect, Memory};
use crate::entry::Entry;
use crate::form::Form;
use crate::input::{Input, Now};
use crate::overlay::{Intent, Overlay};
use crate::room::Room;
use crate::theme::{Depth, Theme};
use jiff::tz::TimeZone;
use parlor_api::{Ask, Cursor, Person};
use parlor_client::{Identity, Order, State, Ticket};
use std::collections::HashMap;

/// How a screen begins.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The server, as it is shown.
    pub server: String,
    /// What is sent there could be read on the way.
    pub open_to_eyes: bool,
    /// Who to be; asked for where it is `None`.
    pub identity: Option<Identity>,
    /// A name to begin with where it is asked for.
    pub name: String,
    /// Where times are shown as they are.
    pub zone: TimeZone,
    /// How many colours there are.
    pub depth: Depth,
    /// Rooms to join.
    pub rooms: Vec<String>,
    /// The room to look at first.
    pub room: Option<String>,
    /// Up to where rooms were read before, by id.
    pub read: HashMap<String, u64>,
}

/// What rings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Notify {
    Off,
    ToMe,
    All,
}

/// Something sent that is not confirmed yet.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) ticket: Ticket,
    pub(crate) room_id: String,
    /// Shown while it waits; `None` for what changes a message.
    pub(crate) text: Option<String>,
    /// What it was, where it is refused.
    pub(crate) what: &'static str,
    /// It was heard in its room: only the word that it is kept is still on its way.
    pub(crate) heard: bool,
}

/// What a message is that was refused.
pub(crate) const NOT_SAID: &str = "Not said";

/// What waits to be sent, with its verb: what was said, and what changes something about that. `None`: nothing.
pub(crate) fn waiting(pending: &[Pending], (waits, wait): (&str, &str)) -> Option<String> {
    let all = pending.iter().filter(|pending| !pending.heard);
    let (messages, changes): (Vec<_>, Vec<_>) = all.partition(|pending| pending.what == NOT_SAID);
    let counted = |n: usize, what: &str| match n {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{n} {what}s")),
    };
    let counts = [counted(messages.len(), "message"), counted(changes.len(), "change")];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let verb = if messages.len() + changes.len() == 1 { waits } else { wait };
    (!counts.is_empty()).then(|| format!("{} {verb}", counts.join(" and ")))
}

/// What an answer is waited for.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    Older {
        room_id: String,
    },
    Newer {
        room_id: String,
    },
    Around {
        room_id: String,
        message: String,
    },
    Search,
    Rooms,
    Person,
    Look,
    Conversations,
    /// A command; what to say when it is done.
    Command(Option<String>),
    /// Nobody minds.
    Quiet,
}

/// The screen.
#[derive(Debug)]
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) theme: Theme,
    pub(crate) size: (u16, u16),
    pub(crate) now: Now,
    pub(crate) state: State,
    pub(crate) me: Option<Person>,
    pub(crate) form: Option<Form>,
    pub(crate) rooms: Vec<Room>,
    /// The id of the room that is looked at.
    pub(crate) current: String,
    /// A room to look at as soon as it is there, by name.
    pub(crate) going_to: Option<String>,
    pub(crate) editor: Editor,
    pub(crate) intent: Intent,
    pub(crate) completion: Option<Completion>,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) pending: Vec<Pending>,
    pub(crate) asked: HashMap<Ticket, Asked>,
    pub(crate) focused: bool,
    pub(crate) show_rooms: bool,
    pub(crate) show_people: Option<bool>,
    pub(crate) bare: bool,
    pub(crate) elapsed: bool,
    pub(crate) comings: bool,
    pub(crate) notify: Notify,
    /// Leaving was asked for once, although something waits to be sent.
    pub(crate) leaving: bool,
    /// A word in the line below the messages, until when.
    pub(crate) flash: Option<(String, u64)>,
    pub(crate) done: bool,
    pub(crate) away: bool,
    typing_told_ms: Option<u64>,
    read_due_ms: Option<u64>,
    effects: Vec<Effect>,
    next_ticket: u64,
}

/// Typing is told at most so often.
const TYPING_EVERY_MS: u64 = 3_000;
/// How far one has read is told so long after one has.
const READ_AFTER_MS: u64 = 800;
/// How long a word below the messages stays.
const FLASH_MS: u64 = 6_000;

impl App {
    /// A screen that nothing happened to yet, and what it wants first.
    #[must_use]
    pub fn new(settings: Settings, now: Now) -> (Self, Vec<Effect>) {
        let form = settings.identity.is_none().then(|| Form::new(&settings.name));
        let theme = Theme { depth: settings.depth };
        let mut app = Self {
            theme,
            size: (80, 24),
            now,
            state: State::Idle,
            me: None,
            form,
            rooms: Vec::new(),
            current: String::new(),
            going_to: settings.room.clone(),
            editor: Editor::default(),
            intent: Intent::Say,
            completion: None,
            overlay: None,
            pending: Vec::new(),
            asked: HashMap::new(),
            focused: true,
            show_rooms: true,
            show_people: None,
            bare: false,
            elapsed: false,
            comings: true,
            notify: Notify::ToMe,
            leaving: false,
            flash: None,
            done: false,
            away: false,
            typing_told_ms: None,
            read_due_ms: None,
            effects: Vec::new(),
            next_ticket: 0,
            settings,
        };
        for room in app.settings.rooms.clone() {
            app.order(Order::Want { room, key: None });
        }
        if let Some(identity) = app.settings.identity.clone() {
            app.order(Order::Enter(identity));
        }
        let effects = std::mem::take(&mut app.effects);
        (app, effects)
    }

    /// Something happens. What is to be done now.
    pub fn update(&mut self, input: Input, now: Now) -> Vec<Effect> {
        self.now = now;
        match input {
            Input::Press(press) => self.press(press),
            Input::Paste(text) => self.paste(&text),
            Input::Resize { columns, rows } => self.size = (columns, rows),
            Input::Focus(focused) => self.focused = focused,
            Input::Wheel(lines) => self.scroll(isize::from(lines)),
            Input::Click { column, row } => self.click(column, row),
            Input::News(news) => self.news(*news),
            Input::Tick => {}
        }
        self.tend();
        std::mem::take(&mut self.effects)
    }

    /// One has left: there is nothing more to show.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.done
    }

    /// When a [`Input::Tick`] is wanted, by the clock that never goes back.
    #[must_use]
    pub fn wakes_at_ms(&self) -> Option<u64> {
        let countdown = matches!(self.state, State::Waiting { .. }).then_some(self.now.ms + 1_000);
        let typing =
            self.rooms.iter().any(|room| room.typing_words().is_some()).then_some(self.now.ms + 1_000);
        let flash = self.flash.as_ref().map(|(_, until)| *until);
        [countdown, typing, flash, self.read_due_ms].into_iter().flatten().min()
    }

    /// The terminal's title: where one is, and how much is new.
    #[must_use]
    pub fn title(&self) -> String {
        let unread: usize = self.rooms.iter().map(|room| room.unread).sum();
        let count = if unread > 0 { format!("({unread}) ") } else { String::new() };
        match self.room() {
            Some(room) => format!("{count}{} – Parlor", room.name),
            None => "Parlor".into(),
        }
    }

    /// What follows from time and from what is on the screen.
    fn tend(&mut self) {
        let now_ms = self.now.ms;
        for room in &mut self.rooms {
            room.forget_typing(now_ms);
        }
        if self.flash.as_ref().is_some_and(|(_, until)| *until <= now_ms) {
            self.flash = None;
        }
        let looks = self.focused && self.form.is_none();
        let current = self.current.clone();
        if let Some(room) = self.rooms.iter_mut().find(|room| room.id == current)
            && looks
            && room.at_bottom()
            && room.is_read()
        {
            self.read_due_ms.get_or_insert(now_ms + READ_AFTER_MS);
        }
        if self.read_due_ms.is_some_and(|due| due <= now_ms) {
            self.read_due_ms = None;
            self.tell_read();
        }
    }

    /// Tells how far one has read.
    fn tell_read(&mut self) {
        let mut told = Vec::new();
        for room in self.rooms.iter_mut().filter(|room| room.mine) {
            if let Some(number) = room.read.filter(|read| *read > room.read_told) {
                room.read_told = number;
                told.push((room.id.clone(), number));
            }
        }
        for (room_id, number) in told {
            self.effect(Effect::Remember(Memory::Read { room_id: room_id.clone(), number }));
            if self.is_connected() {
                self.ask(Ask::Read(Cursor { room: room_id, number }), Asked::Quiet);
            }
        }
    }

    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn order(&mut self, order: Order) {
        self.effects.push(Effect::Order(order));
    }

    pub(crate) const fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket)
    }

    pub(crate) fn ask(&mut self, ask: Ask, asked: Asked) {
        let ticket = self.ticket();
        self.asked.insert(ticket, asked);
        self.order(Order::Ask { ticket, ask: Box::new(ask) });
    }

    pub(crate) const fn is_connected(&self) -> bool {
        matches!(self.state, State::Connected | State::CatchingUp)
    }

    /// The room that is looked at.
    pub(crate) fn room(&self) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == self.current)
    }

    pub(crate) fn room_mut(&mut self) -> Option<&mut Room> {
        self.rooms.iter_mut().find(|room| room.id == self.current)
    }

    pub(crate) fn room_by_id(&mut self, id: &str) -> Option<&mut Room> {
        self.rooms.iter_mut().find(|room| room.id == id)
    }

    pub(crate) fn room_by_name(&self, name: &str) -> Option<&Room> {
        let name = name.to_lowercase();
        self.rooms.iter().find(|room| room.name.to_lowercase() == name)
    }

    /// A room that may be new, in its place.
    pub(crate) fn room_or_new(&mut self, id: &str, name: &str) -> &mut Room {
        if !self.rooms.iter().any(|room| room.id == id) {
            let mut room = Room::new(id, name);
            room.read = self.settings.read.get(id).copied();
            self.rooms.push(room);
            self.sort();
        }
        let at = self.rooms.iter().position(|room| room.id == id).unwrap_or(0);
        &mut self.rooms[at]
    }

    pub(crate) fn sort(&mut self) {
        self.rooms.sort_by_cached_key(|room| (room.is_direct(), room.name.to_lowercase()));
    }

    /// Looks at another room.
    pub(crate) fn look_at(&mut self, id: &str) {
        if self.current == id || !self.rooms.iter().any(|room| room.id == id) {
            return;
        }
        self.stop_typing();
        let draft = self.editor.text().to_owned();
        if let Some(before) = self.room_mut() {
            before.draft = draft;
            before.mark = None;
            before.selected = None;
        }
        self.intent = Intent::Say;
        self.completion = None;
        id.clone_into(&mut self.current);
        let mut draft = String::new();
        if let Some(room) = self.room_mut() {
            draft = std::mem::take(&mut room.draft);
            if room.unread > 0 {
                room.mark = room.read;
            }
        }
        self.editor.set(&draft);
        let name = self.room().map(|room| room.name.clone()).unwrap_or_default();
        self.effect(Effect::Remember(Memory::Room(name)));
    }

    /// The room so many further on.
    pub(crate) fn step(&mut self, by: isize) {
        let Some(at) = self.rooms.iter().position(|room| room.id == self.current) else { return };
        let count = isize::try_from(self.rooms.len()).unwrap_or(1);
        let next = (isize::try_from(at).unwrap_or(0) + by).rem_euclid(count);
        let id = self.rooms[usize::try_from(next).unwrap_or(0)].id.clone();
        self.look_at(&id);
    }

    /// A word in the line below the messages.
    pub(crate) fn flash(&mut self, words: impl Into<String>) {
        self.flash = Some((words.into(), self.now.ms + FLASH_MS));
    }

    /// Something only this screen says, in the room that is looked at.
    pub(crate) fn note(&mut self, words: impl Into<String>) {
        let entry = Entry::note(self.now.unix_ms, words.into());
        self.put(entry);
    }

    pub(crate) fn trouble(&mut self, words: impl Into<String>) {
        let entry = Entry::trouble(self.now.unix_ms, words.into());
        self.put(entry);
    }

    fn put(&mut self, entry: Entry) {
        match self.room_mut() {
            Some(room) => {
                room.note(entry);
                room.go_to_bottom();
            }
            None => {
                if let crate::entry::What::Note(words) | crate::entry::What::Trouble(words) = entry.what {
                    self.flash(words);
                }
            }
        }
    }

    /// Tells that one types here, now and then.
    pub(crate) fn typed(&mut self) {
        self.leaving = false;
        let text = self.editor.text();
        if text.is_empty() || (text.starts_with('/') && !text.starts_with("/me ")) {
            return self.stop_typing();
        }
        if self.intent_is_edit() || !self.is_connected() {
            return;
        }
        if self.typing_told_ms.is_none_or(|told| told + TYPING_EVERY_MS <= self.now.ms) {
            self.typing_told_ms = Some(self.now.ms);
            self.tell_typing(parlor_api::Typing::Active);
        }
    }

    const fn intent_is_edit(&self) -> bool {
        matches!(self.intent, Intent::Edit { .. })
    }

    pub(crate) fn stop_typing(&mut self) {
        if self.typing_told_ms.take().is_some() && self.is_connected() {
            self.tell_typing(parlor_api::Typing::Done);
        }
    }

    /// What is sent ends typing by itself.
    pub(crate) const fn said_it(&mut self) {
        self.typing_told_ms = None;
    }

    fn tell_typing(&mut self, state: parlor_api::Typing) {
        if self.current.is_empty() {
            return;
        }
        let room = self.current.clone();
        self.ask(Ask::Typing(parlor_api::TypingIn { room, state }), Asked::Quiet);
    }
}
