//! Questions that change nothing: who, where, what was said.

use super::LineSeat;
use super::opening::last_of;
use super::pending::Pending;
use super::sought;
use crate::codec::Span as Asked;
use crate::show::{self, Before};
use crate::words::when::When;
use parlor_model::Number;
use parlor_server::{Ask, Desk, Item, Look, Page, Place, RoomTag, Span};
use std::sync::Arc;

/// Messages that `/history` shows when it is not told how many and the door's setting says none.
const HISTORY_LINES: usize = 20;
/// Messages that a search shows.
const FOUND_MAX: usize = 20;
/// People that `/who` shows.
pub(super) const PEOPLE_MAX: usize = 200;

impl LineSeat {
    pub(super) fn names(&mut self, room: Option<&str>, desk: &mut Desk<'_>) {
        if let Some(room) = self.there(room, desk) {
            self.look(Look::Faces(room), Pending::Names, desk);
        }
    }

    pub(super) fn look(&mut self, look: Look, pending: Pending, desk: &mut Desk<'_>) {
        let token = desk.ask(Ask::Look(look));
        self.expect(token, pending);
    }

    pub(super) fn who(&mut self, desk: &mut Desk<'_>) {
        self.look(Look::People { mask: "*".into(), limit: PEOPLE_MAX }, Pending::Who, desk);
    }

    pub(super) fn history(&mut self, span: Asked, desk: &mut Desk<'_>) {
        let Some(room) = self.here(desk) else { return };
        let usual = Some(self.settings.history_lines()).filter(|lines| *lines > 0).unwrap_or(HISTORY_LINES);
        let lines_max = desk.rules().history_items_max.saturating_sub(1).max(1);
        let lines = match span {
            Asked::Latest(Some(lines)) => lines as usize,
            Asked::Latest(None) | Asked::Before(_) | Asked::After(_) => usual,
        };
        let limit = lines.min(lines_max);
        if limit < lines {
            self.tell(desk, format_args!("{lines} are more than are shown at once; these are {limit}."));
        }
        let place = match span {
            Asked::Latest(_) => Span::Latest,
            Asked::Before(number) => Span::Before(Place::Number(Number(number))),
            // One earlier, for the time since it.
            Asked::After(number) => Span::After(Place::Number(Number(number - 1))),
        };
        let token = desk.history(room, place, limit + 1, true);
        self.expect(token, Pending::History { span, limit });
    }

    pub(super) fn show_history(&self, page: &Page, span: Asked, limit: usize, desk: &mut Desk<'_>) {
        let (before, items) = match span {
            Asked::Latest(_) | Asked::Before(_) => last_of(page, limit),
            Asked::After(number) => first_after(page, Number(number), limit),
        };
        let mut paper = self.paper(desk);
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return match span {
                Asked::Latest(_) => paper.line(format_args!("Nothing was said here yet.")),
                Asked::Before(number) => paper.line(format_args!("Nothing was said before #{number}.")),
                Asked::After(number) => paper.line(format_args!("Nothing was said after #{number}.")),
            };
        };
        let count = match items.len() {
            1 => "1 message".to_owned(),
            count => format!("{count} messages"),
        };
        paper.line(format_args!("{count}, since {} UTC:", When(first.event.at)));
        show::items(items, before, self.style, &mut paper);
        let (first, last) = (first.event.number, last.event.number);
        let newer = page.more_after || page.items.last().is_some_and(|item| item.event.number > last);
        match span {
            Asked::After(_) if newer => {
                paper.line(format_args!("/history after {last} shows what followed."));
            }
            Asked::Latest(_) | Asked::Before(_) if before != Before::Nothing => {
                paper.line(format_args!("/history before {first} shows what was said before."));
            }
            Asked::After(_) | Asked::Latest(_) | Asked::Before(_) => {}
        }
    }

    pub(super) fn search(&mut self, words: &str, desk: &mut Desk<'_>) {
        match sought::parse(words, &desk.rules().names, FOUND_MAX) {
            Ok(search) => {
                let token = desk.search(search);
                self.expect(token, Pending::Search);
            }
            Err(why) => self.tell(desk, format_args!("{why}")),
        }
    }

    pub(super) fn show_found(&self, found: &[(Arc<RoomTag>, Item)], desk: &mut Desk<'_>) {
        let found_max = FOUND_MAX.min(desk.rules().search_results_max);
        let mut paper = self.paper(desk);
        match found.len() {
            0 => return paper.line(format_args!("Nothing was found.")),
            1 => paper.line(format_args!("1 message was found:")),
            all if all < found_max => paper.line(format_args!("{all} messages were found:")),
            all => paper.line(format_args!(
                "The newest {all} that were found; from:, in:, before: and after: narrow it:"
            )),
        }
        show::found(found, self.style, &mut paper);
    }
}

/// The first `limit` messages after `number` of a page that begins with it, and what came before them.
fn first_after(page: &Page, number: Number, limit: usize) -> (Before, &[Item]) {
    let begins_with_it = page.items.first().is_some_and(|item| item.event.number == number);
    let (before, items) = match page.items.split_first() {
        Some((item, rest)) if begins_with_it => (Before::Said(item.event.at), rest),
        _ if page.more_before => (Before::Unknown, &page.items[..]),
        _ => (Before::Nothing, &page.items[..]),
    };
    (before, &items[..items.len().min(limit)])
}
