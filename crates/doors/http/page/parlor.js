// One page of one room, over the stream of API v1 (docs/http.md). Words of people are only ever set as text.
"use strict";

const $ = (id) => document.getElementById(id);
const PAGE = 50;
const LOGGED_IN = "parlor.account", NAME = "parlor.name";
const path = location.pathname.match(/^\/r\/(.+)$/);
const room = path && decodeURIComponent(path[1]);

let socket = null, asked = new Map(), nextId = 1;
let me = null, reads = false, over = false, wait = 1000, tries = 0;
let roomId = null, first = null, last = null, unsaid = null;
const shown = new Map();

/* Asking */

const ask = (what, id = nextId++) => new Promise((done, refused) => {
  asked.set(id, { done, refused });
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id, ...what }));
  else { asked.delete(id); refused({ code: "lost", detail: "There is no connection just now. Try again." }); }
});

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (b) => "acdefghjkpqtxy34"[b % 16]).join("");

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/api/v1/stream`);
  asked = new Map();
  // Who has a session is let in without asking, and that answer is number 0.
  const entered = new Promise((done, refused) => asked.set(0, { done, refused }));
  entered.catch(() => {});
  socket.onopen = async () => {
    const name = sessionStorage.getItem(NAME);
    const asReader = !name;
    try {
      if (localStorage.getItem(LOGGED_IN)) come(await entered, false);
      else {
        entered.then((answer) => come(answer, false), () => {});
        come(await ask({ enter: { name: name || `reader-${random()}` } }), asReader);
      }
    } catch (problem) { notLetIn(problem, name); }
  };
  socket.onmessage = (message) => hear(JSON.parse(message.data));
  socket.onclose = () => {
    me = null;
    asked.forEach(({ refused }) => refused({ code: "lost", detail: "The connection was lost. Nobody knows yet whether that was kept; say it again, it will be there once." }));
    asked.clear();
    if (over) return;
    state("The connection is lost. Trying again …");
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, 30000);
  };
}

async function notLetIn(problem, name) {
  if (problem.code === "lost" || problem.code === "already_entered") return;
  if (localStorage.getItem(LOGGED_IN)) {
    localStorage.removeItem(LOGGED_IN);
    await fetch("/api/v1/sessions/current", { method: "DELETE" }).catch(() => {});
  } else if (name && problem.code === "name_taken" && tries++ < 3) {
    // The page before this one may not be gone yet.
    return setTimeout(() => socket.close(), 500);
  } else if (name) sessionStorage.removeItem(NAME);
  else { over = true; state("Not let in."); }
  refuse(problem);
  socket.close();
}

async function come({ entered }, asReader) {
  if (me) return;
  me = entered.me; reads = asReader; wait = 1000; tries = 0;
  state(`Connected · ${entered.present} here`);
  $("who").textContent = me.name;
  $("enter").hidden = !reads;
  $("say").hidden = reads || !room;
  $("me").textContent = reads ? "You are reading. To say something, enter with a name." : "";
  if (!reads && !room) { $("me").textContent = `You are ${me.name}. Choose a room.`; }
  list();
  if (room) await open();
}

/* Rooms */

async function list() {
  try {
    const { rooms } = await ask({ rooms: {} });
    rooms.sort((a, b) => b.mine - a.mine || b.members - a.members || a.room.localeCompare(b.room));
    $("rooms").replaceChildren(...rooms.map((line) => {
      const item = document.createElement("li"), link = document.createElement("a"), many = document.createElement("small");
      link.href = `/r/${encodeURIComponent(line.room.replace(/^#/, ""))}`;
      link.textContent = line.room;
      if (line.room_id === roomId) link.setAttribute("aria-current", "page");
      many.textContent = line.members === 1 ? "1 person" : `${line.members} people`;
      item.append(link, many);
      return item;
    }));
    if (!room) note(rooms.length ? "Choose a room to read it, or name one to open it." : "There are no rooms yet. Name one to open it.");
  } catch (problem) { refuse(problem); }
}

async function open() {
  $("room").textContent = /^[@!#]/.test(room) ? room : `#${room}`;
  document.title = `${$("room").textContent} · Parlor`;
  try {
    const { room: now } = await ask({ room: { room } });
    roomId = now.room_id;
    $("room").textContent = now.room;
    $("topic").textContent = now.topic ? now.topic.text : "";
    if (last === null) {
      const { page } = await ask({ history: { room: roomId, limit: PAGE, messages_only: true } });
      page.messages.forEach((message) => show(message, false));
      first = page.messages.length ? page.messages[0].number : null;
      last = page.messages.length ? page.messages.at(-1).number : 0;
      $("older").hidden = !page.more_before;
      toEnd();
    }
    // Exactly what came after it, then what happens.
    await ask({ follow: { room: roomId, on: true, after: last } });
    note(shown.size ? "" : "Nothing has been said here yet.");
    document.querySelectorAll("#rooms a").forEach((a) => a.textContent === now.room && a.setAttribute("aria-current", "page"));
  } catch (problem) {
    if (problem.code === "no_such_room") note("There is no such room that you can see. Who says something here opens it.");
    else refuse(problem);
  }
}

let paging = false;
$("older").onclick = async () => {
  if (paging) return;
  paging = true;
  try {
    const { page } = await ask({ history: { room: roomId, before: first, limit: PAGE, messages_only: true } });
    const box = $("scroll"), below = box.scrollHeight - box.scrollTop;
    page.messages.reverse().forEach((message) => show(message, true));
    if (page.messages.length) first = page.messages.at(-1).number;
    $("older").hidden = !page.more_before;
    box.scrollTop = box.scrollHeight - below;
  } catch (problem) { refuse(problem); } finally { paging = false; }
};
$("scroll").onscroll = () => { if ($("scroll").scrollTop < 40 && !$("older").hidden) $("older").click(); };

/* Hearing */

function hear(frame) {
  if ("re" in frame) {
    const waits = asked.get(frame.re);
    asked.delete(frame.re);
    if (frame.refused) waits ? waits.refused(frame.refused) : refuse(frame.refused);
    else if (waits) waits.done(frame);
  } else if (frame.number && frame.room_id === roomId) {
    if (last !== null && frame.number <= last) return;
    last = frame.number;
    const box = $("scroll"), atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    happen(frame);
    if (atEnd) toEnd();
  } else if (frame.gap && frame.gap.room_id === roomId) {
    $("log").replaceChildren(); shown.clear(); last = null; open();
  } else if (frame.lost) refuse(frame.lost.problem);
  else if (frame.bye) {
    over = ["killed", "banned", "account_ended", "no_name"].includes(frame.bye.code);
    if (frame.bye.code === "logged_out") localStorage.removeItem(LOGGED_IN);
    state(frame.bye.why);
  }
}

function happen(event) {
  const by = event.by.name;
  if (event.said) show(event, false);
  else if (event.edited) change(event.edited.message, (item) => { item.words.textContent = ""; words(item.words, event.edited.text); mark(item, " (edited)"); });
  else if (event.deleted) change(event.deleted.message, gone);
  else if (event.reacted) change(event.reacted.message, (item) => react(item, event.reacted.reaction, event.reacted.on ? 1 : -1));
  else if (event.topic_set) { $("topic").textContent = event.topic_set.text; line(event, `${by} set the topic: ${event.topic_set.text}`); }
  else if (event.kicked) line(event, `${by} put ${event.kicked.whom.name} out${event.kicked.reason ? `: ${event.kicked.reason}` : ""}`);
  else if (event.renamed) { $("room").textContent = event.renamed.to; line(event, `The room is ${event.renamed.to} now`); }
  else if (event.closed) line(event, `${by} closed the room`);
  if (shown.size) note("");
}

/* Showing */

function entry(event) {
  const item = document.createElement("li"), time = document.createElement("time"), at = new Date(event.at);
  time.dateTime = event.at;
  time.title = at.toLocaleString();
  const today = at.toDateString() === new Date().toDateString();
  time.textContent = at.toLocaleString([], today ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });
  item.append(time);
  return item;
}

function line(event, text) {
  const item = entry(event);
  item.className = "happening";
  item.append(text);
  $("log").append(item);
}

function show(message, before) {
  if (!message.said || shown.has(message.message_id)) return;
  const item = entry(message), by = document.createElement("b");
  by.textContent = message.by.name;
  item.words = document.createElement("span");
  item.words.className = "words";
  item.after_ = document.createElement("small");
  item.reactions = new Map();
  item.append(by, message.said.manner === "action" ? " " : ": ", item.words, item.after_);
  words(item.words, message.said.text);
  if (message.edited_at) mark(item, " (edited)");
  if (message.deleted_at) gone(item);
  (message.reactions || []).forEach(({ reaction }) => react(item, reaction, 1));
  shown.set(message.message_id, item);
  before ? $("log").prepend(item) : $("log").append(item);
}

function words(to, text) {
  text.split(/(https?:\/\/[^\s<>"]+)/).forEach((part, odd) => {
    if (odd % 2 === 0) return to.append(part);
    const link = document.createElement("a");
    link.href = part; link.textContent = part; link.rel = "noopener noreferrer"; link.target = "_blank";
    to.append(link);
  });
}

const change = (id, how) => shown.has(id) && how(shown.get(id));
const gone = (item) => { item.words.textContent = "deleted"; item.words.classList.add("gone"); item.reactions.clear(); mark(item, ""); };
const mark = (item, text) => { item.edited = text; paint(item); };
function react(item, reaction, n) {
  const many = (item.reactions.get(reaction) || 0) + n;
  many > 0 ? item.reactions.set(reaction, many) : item.reactions.delete(reaction);
  paint(item);
}
function paint(item) {
  const all = [...item.reactions].map(([what, many]) => many > 1 ? ` ${what} ${many}` : ` ${what}`);
  item.after_.textContent = (item.edited || "") + all.join("");
}

const toEnd = () => { $("scroll").scrollTop = $("scroll").scrollHeight; };
const state = (text) => { $("state").textContent = text; };
const note = (text) => { $("note").textContent = text; $("note").hidden = !text; };
const refuse = (problem) => { $("refusal").textContent = problem.detail || problem.title || ""; $("refusal").hidden = false; };
const calm = () => { $("refusal").hidden = true; };

/* Doing */

$("go").onsubmit = (submit) => {
  submit.preventDefault();
  location.href = `/r/${encodeURIComponent($("go-room").value.trim().replace(/^#/, ""))}`;
};

$("enter").onsubmit = async (submit) => {
  submit.preventDefault();
  calm();
  const name = $("name").value.trim(), password = $("password").value;
  try {
    if (password) {
      const answer = await fetch("/api/v1/sessions", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name, password }),
      });
      if (!answer.ok) return refuse(await answer.json());
      localStorage.setItem(LOGGED_IN, "yes");
      $("password").value = "";
    } else sessionStorage.setItem(NAME, name);
    wait = 0;
    if (over || socket.readyState > WebSocket.OPEN) { over = false; connect(); } else socket.close();
  } catch { refuse({ detail: "The house cannot be reached just now. Try again." }); }
};

$("leave").onclick = async () => {
  sessionStorage.removeItem(NAME);
  if (localStorage.getItem(LOGGED_IN)) {
    localStorage.removeItem(LOGGED_IN);
    await fetch("/api/v1/sessions/current", { method: "DELETE" }).catch(() => {});
  }
  wait = 0;
  socket.close();
};

$("say").onsubmit = async (submit) => {
  submit.preventDefault();
  const text = $("text").value.trimEnd();
  if (!text) return;
  // The same words sent again after a broken connection are the same message.
  if (!unsaid || unsaid.text !== text) unsaid = { room: roomId || room, text, key: random() + random() };
  try {
    try { await ask({ say: unsaid }); } catch (problem) {
      if (!["members_speak", "not_member", "no_such_room"].includes(problem.code)) throw problem;
      await ask({ join: { room } });
      await ask({ say: unsaid });
    }
    if ($("text").value.trimEnd() === text) $("text").value = "";
    unsaid = null;
    calm();
    if (!roomId) { await open(); list(); }
    toEnd();
  } catch (problem) { refuse(problem); }
};

$("text").onkeydown = (key) => {
  if (key.key === "Enter" && !key.shiftKey && !key.isComposing) { key.preventDefault(); $("say").requestSubmit(); }
};

if (innerWidth < 704 && room) $("rooms-box").open = false;
connect();
