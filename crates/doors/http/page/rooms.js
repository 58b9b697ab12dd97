// The list of rooms and conversations, and what is unread in them.

import { $, address, make, note, refuse } from "./dom.js";
import { ask } from "./talk.js";
import { house } from "./house.js";
import * as log from "./log.js";

const MANY = 99, TELL_MS = 1500;
const untold = new Set();
let lines = new Map(), listing = 0, telling = 0;

// Somebody else is in other rooms.
export const forget = () => lines.clear();

export async function list() {
  const now = ++listing;
  try {
    const [{ rooms }, direct] = await Promise.all([ask({ rooms: {} }), house.reads ? { rooms: [] } : ask({ conversations: {} })]);
    if (now !== listing) return;
    const before = lines;
    lines = new Map();
    for (const line of [...rooms, ...direct.rooms.map((line) => ({ ...line, direct: true }))]) {
      const was = before.get(line.room_id);
      const read = Math.max(line.read_up_to ?? -1, was ? was.read : -1);
      lines.set(line.room_id, { ...line, read, unread: was ? was.unread : 0, named: was ? was.named : false });
    }
    draw();
    if (!house.wanted) note(rooms.length ? "Choose a room to read it, or name one to open it." : "There are no rooms yet. Name one to open it.");
    await Promise.all([...lines.values()].filter((line) => line.mine && !house.reads).map(count));
  } catch (problem) { if (problem.code !== "lost") refuse(problem); }
}

// What is unread: what others said since then.
async function count(line) {
  // A room that one never read is not unread; of a conversation all is new.
  const read = line.read < 0 && !line.direct ? line.last : Math.max(line.read, 0);
  if (read >= line.last || line.room_id === house.room?.room_id) {
    Object.assign(line, { unread: 0, named: false });
    return draw();
  }
  const { page } = await ask({ history: { room: line.room_id, after: read, limit: MANY + 1, messages_only: true } });
  const others = page.messages.filter((m) => m.said && !m.deleted_at && m.by.person !== house.me.person);
  line.unread = others.length;
  line.named = others.some(means);
  draw();
}

const means = (event) => {
  const at = event.said.text.toLowerCase(), name = house.me.name.toLowerCase(), from = at.indexOf(name);
  return from >= 0 && !/[\p{L}\p{N}_]/u.test((at[from - 1] || " ") + (at[from + name.length] || " "));
};

// Something happened in a room of one's own, or in the one on the page.
export function hear(event) {
  const mine = !!house.me && event.by.person === house.me.person;
  const line = lines.get(event.room_id);
  const comes = event.opened || event.closed || event.renamed || ((event.joined || event.left) && mine) || (event.kicked && event.kicked.whom.person === house.me?.person);
  if (comes || (event.said && !line)) list();
  if ((event.joined || event.left || event.kicked) && event.room_id === house.room?.room_id) look();
  if (!line) return;
  line.last = Math.max(line.last, event.number);
  if (event.said && !mine && !house.reads) {
    line.unread += 1;
    line.named ||= means(event);
  }
  seen();
  draw();
}

// Another of one's sessions has read this far.
export function readElsewhere(id, number) {
  const line = lines.get(id);
  if (!line || number <= line.read) return;
  line.read = number;
  count(line).catch(() => {});
}

// The end of the room on the page is in sight.
export function seen() {
  const line = lines.get(house.room?.room_id), number = log.lastNumber();
  if (!line || number === null || document.hidden || !log.atEnd()) return;
  if (line.unread) {
    Object.assign(line, { unread: 0, named: false });
    draw();
  }
  if (house.reads || !house.room.mine || number <= line.read) return;
  line.read = number;
  untold.add(line);
  if (telling) return;
  tell();
  telling = setTimeout(() => { telling = 0; tell(); }, TELL_MS);
}

function tell() {
  untold.forEach((line) => ask({ read: { room: line.room_id, number: line.read } }).catch(() => {}));
  untold.clear();
}

export function draw() {
  const all = [...lines.values()];
  const order = (a, b) => b.mine - a.mine || b.members - a.members || a.room.localeCompare(b.room);
  $("rooms").replaceChildren(...all.filter((line) => !line.direct).sort(order).map(row));
  $("direct").replaceChildren(...all.filter((line) => line.direct).sort((a, b) => a.room.localeCompare(b.room)).map(row));
  $("direct-title").hidden = !all.some((line) => line.direct);
  const unread = all.reduce((sum, line) => sum + line.unread, 0);
  badge($("elsewhere"), unread, all.some((line) => line.unread && (line.named || line.direct)));
  document.title = `${unread ? `(${unread > MANY ? `${MANY}+` : unread}) ` : ""}${house.wanted ? `${$("room").textContent} · ` : ""}Parlor`;
}

function row(line) {
  const link = make("a", { href: address(line.room), textContent: line.room });
  if (line.room_id === house.room?.room_id) link.setAttribute("aria-current", "page");
  const item = make("li", {}, link);
  if (line.unread) item.append(badge(make("b", { className: "count" }), line.unread, line.named || line.direct));
  else if (!line.direct) item.append(make("small", { textContent: line.members, title: line.members === 1 ? "1 person" : `${line.members} people` }));
  item.classList.toggle("mine", line.mine);
  return item;
}

function badge(element, unread, named) {
  element.textContent = unread > MANY ? `${MANY}+` : unread;
  element.title = `${unread} unread`;
  element.hidden = !unread;
  element.classList.toggle("named", !!named);
  return element;
}

// In the room on the page, or not.
export function membership() {
  const { room, me, reads } = house;
  $("membership").hidden = !room || !me || reads || room.room.startsWith("@");
  if (room) $("membership").textContent = room.mine ? "Leave room" : "Join room";
}

async function look() {
  const at = house.room.room_id;
  try {
    const { room } = await ask({ room: { room: at } });
    if (house.room?.room_id !== at) return;
    house.room = room;
    membership();
    seen();
  } catch { /* It is gone: an event says so. */ }
}

$("membership").onclick = async () => {
  const { room_id: room, mine } = house.room;
  try {
    await ask(mine ? { leave: { room } } : { join: { room } });
    // Who leaves goes on reading what anybody may read.
    if (mine) await ask({ follow: { room, on: true, after: log.lastNumber() } });
  } catch (problem) { refuse(problem); }
};

document.addEventListener("visibilitychange", () => (document.hidden ? tell() : seen()));
