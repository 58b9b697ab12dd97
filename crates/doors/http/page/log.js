// The log of the room on the page: opened, followed, paged back.

import { $, note, refuse } from "./dom.js";
import { ask } from "./talk.js";
import { house, called } from "./house.js";
import * as rooms from "./rooms.js";
import { arrange, edited, forget, gone, happening, message, react, shown, words } from "./show.js";

const PAGE = 50, SHOWN_MAX = 600, NEAR_END = 60;
let first = null, last = null, turn = 0, paging = false;

export async function open(wanted) {
  const before = house.room;
  if (before && !before.mine) ask({ follow: { room: before.room_id, on: false } }).catch(() => {});
  house.wanted = wanted;
  house.room = null;
  first = last = null;
  forget();
  $("older").hidden = true;
  $("topic").textContent = "";
  $("room").textContent = wanted ? called(wanted) : "Rooms";
  document.body.classList.toggle("roomless", !wanted);
  note("");
  rooms.membership();
  rooms.draw();
  if (wanted) await read();
}

// What there is to see, then exactly what came after it.
export async function read() {
  const now = ++turn, wanted = house.wanted;
  try {
    const { room } = await ask({ room: { room: house.room ? house.room.room_id : wanted } });
    if (now !== turn) return;
    house.room = room;
    $("room").textContent = room.room;
    $("topic").textContent = room.topic ? room.topic.text : "";
    rooms.membership();
    rooms.draw();
    if (last === null) {
      const { page } = await ask({ history: { room: room.room_id, limit: PAGE, messages_only: true } });
      if (now !== turn) return;
      const items = page.messages.filter((m) => m.said && !shown.has(m.message_id)).map(message);
      $("log").append(...items);
      items.forEach(arrange);
      first = page.messages.length ? page.messages[0].number : null;
      $("older").hidden = !page.more_before;
      last = room.last;
      unreadLine(room.mine ? room.read_up_to : undefined);
      reachable();
      toEnd();
    }
    await ask({ follow: { room: room.room_id, on: true, after: last } });
    if (now !== turn) return;
    note(shown.size ? "" : "Nothing has been said here yet.");
    rooms.seen();
  } catch (problem) {
    if (now !== turn || problem.code === "lost") return;
    if (problem.code !== "no_such_room") return refuse(problem);
    if (!wanted.startsWith("@")) note("There is no such room that you can see. Who says something here opens it.");
    else note(house.reads ? `Enter with a name to talk with ${wanted.slice(1)}.` : `Nothing was said between you and ${wanted.slice(1)} yet.`);
  }
}

export async function older() {
  if (paging || $("older").hidden) return;
  paging = true;
  const now = turn;
  try {
    const { page } = await ask({ history: { room: house.room.room_id, before: first, limit: PAGE, messages_only: true } });
    if (now !== turn) return;
    const box = $("scroll"), below = box.scrollHeight - box.scrollTop, next = $("log").firstElementChild;
    const items = page.messages.filter((m) => m.said && !shown.has(m.message_id)).map(message);
    $("log").prepend(...items);
    items.forEach(arrange);
    if (next) arrange(next);
    if (page.messages.length) first = page.messages[0].number;
    $("older").hidden = !page.more_before;
    box.scrollTop = box.scrollHeight - below;
  } catch (problem) { refuse(problem); } finally { paging = false; }
}

// An event of the room on the page.
export function hear(event) {
  if (last === null || event.number <= last) return;
  last = event.number;
  const end = atEnd();
  happen(event);
  if (end) toEnd();
  if (shown.size) note("");
}

export function reread() {
  first = last = null;
  forget();
  read();
}

function happen(event) {
  const by = event.by.name;
  const change = (id, how) => shown.has(id) && how(shown.get(id));
  if (event.said) { if (!shown.has(event.message_id)) add(message(event)); }
  else if (event.edited) change(event.edited.message, (item) => { words(item, event.edited.text); edited(item); });
  else if (event.deleted) change(event.deleted.message, gone);
  else if (event.reacted) change(event.reacted.message, (item) => react(item, event.reacted.reaction, event.by, event.reacted.on));
  else if (event.topic_set) { $("topic").textContent = event.topic_set.text; add(happening(event, `${by} set the topic: ${event.topic_set.text}`)); }
  else if (event.kicked) add(happening(event, `${by} put ${event.kicked.whom.name} out${event.kicked.reason ? `: ${event.kicked.reason}` : ""}`));
  else if (event.renamed) { $("room").textContent = event.renamed.to; add(happening(event, `The room is ${event.renamed.to} now`)); }
  else if (event.closed) add(happening(event, `${by} closed the room`));
  else if (event.became && event.became.now.name !== by) add(happening(event, `${by} is called ${event.became.now.name} now`));
}

function add(item) {
  $("log").append(item);
  arrange(item);
  reachable();
  // What was read long ago is paged in again when it is wanted.
  if (shown.size > SHOWN_MAX && atEnd()) {
    [...$("log").children].slice(0, SHOWN_MAX / 2).forEach((old) => { shown.delete(old.event.message_id); old.remove(); });
    arrange($("log").firstElementChild);
    first = $("log").firstElementChild.event.number;
    $("older").hidden = false;
  }
}

// The last message is reached with the Tab key, the others from there with the arrows.
function reachable() {
  $("log").querySelectorAll('[tabindex="0"]').forEach((item) => { item.tabIndex = -1; });
  const all = $("log").querySelectorAll("li.message");
  if (all.length) all[all.length - 1].tabIndex = 0;
}

function unreadLine(read) {
  if (read === undefined) return;
  const fresh = [...shown.values()].find((item) => item.event.number > read && !item.classList.contains("mine"));
  if (fresh && fresh.previousElementSibling) fresh.classList.add("fresh");
}

export const lastNumber = () => last;
export const atEnd = () => { const box = $("scroll"); return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END; };
export const toEnd = () => { $("scroll").scrollTop = $("scroll").scrollHeight; };

$("older").onclick = older;
$("scroll").onscroll = () => {
  if ($("scroll").scrollTop < 40 && last !== null) older();
  if (atEnd()) rooms.seen();
};
// Pictures that arrive late push nothing out of sight that was in it.
$("log").addEventListener("load", (loaded) => { if ($("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < loaded.target.offsetHeight + NEAR_END) toEnd(); }, true);
