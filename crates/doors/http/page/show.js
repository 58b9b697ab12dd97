// A message as it is seen, and what changes on it later.

import { $, make, address } from "./dom.js";
import { house } from "./house.js";

const TOGETHER_MS = 5 * 60 * 1000;
const PICTURE = /\.(png|jpe?g|gif|webp|avif)$/i, SOUND = /\.(mp3|ogg|oga|opus|wav|flac|m4a)$/i, FILM = /\.(mp4|webm|mov)$/i;
const SHARED = /^(.+) \(([\d.]+ [kM]?B)\) (https?:\/\/\S+)$/;

// Everything shown, by message id.
export const shown = new Map();

export function message(event) {
  const item = make("li", { className: "message", tabIndex: -1 });
  const name = make("a", { className: "name", href: address(`@${event.by.name}`), textContent: event.by.name });
  name.title = `Talk with ${event.by.name} alone`;
  item.style.setProperty("--hue", hue(event.by.person));
  item.event = event;
  item.reactions = new Map();
  item.parts = {
    words: make("span", { className: "words" }),
    edited: make("small", { className: "edited" }),
    reactions: make("span", { className: "reactions" }),
  };
  const body = make("div", { className: "body" }, item.parts.words, item.parts.edited);
  item.append(make("p", { className: "head" }, name, time(event.at)));
  if (event.said.reply_to) item.append(make("button", { className: "answered", type: "button" }));
  item.append(body, item.parts.reactions);
  item.classList.toggle("action", event.said.manner === "action");
  item.classList.toggle("notice", event.said.manner === "notice");
  item.classList.toggle("mine", !!house.me && event.by.person === house.me.person);
  words(item, event.said.text);
  if (event.edited_at) edited(item);
  if (event.deleted_at) gone(item);
  (event.reactions || []).forEach(({ reaction, by }) => react(item, reaction, by, true));
  shown.set(event.message_id, item);
  return item;
}

export function happening(event, text) {
  const item = make("li", { className: "happening" }, time(event.at), make("span", { textContent: text }));
  item.event = event;
  return item;
}

function time(at) {
  const moment = new Date(at);
  return make("time", { dateTime: at, title: moment.toLocaleString(), textContent: moment.toLocaleTimeString([], { timeStyle: "short" }) });
}

const hue = (person) => (Number(person.replace(/\D/g, "").slice(-6)) * 137) % 360;

// What depends on the message before: the day, the name, and the message it answers.
export function arrange(item) {
  const { event } = item, before = item.previousElementSibling;
  const day = new Date(event.at).toDateString(), last = before && new Date(before.event.at);
  if (last && last.toDateString() === day) delete item.dataset.day;
  else item.dataset.day = new Date(event.at).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const same = last && event.said && before.event.said && before.event.by.person === event.by.person;
  const near = same && before.event.by.name === event.by.name && new Date(event.at) - last < TOGETHER_MS && !("day" in item.dataset);
  item.classList.toggle("together", !!near && !event.said.reply_to && event.said.manner !== "action");
  const answered = item.querySelector(".answered"), of = event.said && shown.get(event.said.reply_to);
  if (answered) answered.textContent = of ? `${of.event.by.name}: ${of.parts.words.textContent}` : "an older message";
}

export function words(item, text) {
  const to = item.parts.words, file = text.match(SHARED);
  item.event.said.text = text;
  to.textContent = "";
  to.classList.remove("gone");
  if (file && shared(to, file)) return;
  text.split(/(https?:\/\/[^\s<>"]+)/).forEach((part, odd) => to.append(odd % 2 ? link(part) : part));
}

function link(written) {
  // A sentence's end after an address is no part of it.
  const [, href, rest] = written.match(/^(.*?)([.,;:!?)\]]*)$/);
  const a = make("a", { href, textContent: href, rel: "noopener noreferrer", target: "_blank" });
  return rest ? make("span", {}, a, rest) : a;
}

// A file of this house is shown, a picture at once. `false`: it is not one.
function shared(to, [, name, size, written]) {
  const at = URL.canParse(written) ? new URL(written) : null;
  if (!at || at.host !== location.host || !/^\/(r\/[^/]+\/)?files\/[^/]+\/[^/]+$/.test(at.pathname)) return false;
  // Who is a guest is one by name, and what only members may read is asked for under it.
  const path = at.pathname + (house.me && !house.reads && !house.me.account ? `?name=${encodeURIComponent(house.me.name)}` : "");
  const label = make("a", { href: path, target: "_blank", textContent: name });
  to.append(label, make("small", { textContent: ` ${size}` }));
  if (PICTURE.test(at.pathname)) {
    const picture = make("img", { src: path, alt: name, loading: "lazy" });
    to.append(make("a", { href: path, target: "_blank", className: "file" }, picture));
  } else if (SOUND.test(at.pathname)) to.append(make("audio", { src: path, controls: true, preload: "none", className: "file" }));
  else if (FILM.test(at.pathname)) to.append(make("video", { src: path, controls: true, preload: "metadata", className: "file" }));
  return true;
}

export const edited = (item) => { item.parts.edited.textContent = " (edited)"; };

export function gone(item) {
  item.event.deleted_at = item.event.deleted_at || true;
  item.parts.words.textContent = "deleted";
  item.parts.words.classList.add("gone");
  item.parts.edited.textContent = "";
  item.reactions.clear();
  paint(item);
}

// Who put what on it: the same told twice is once.
export function react(item, reaction, by, on) {
  const people = item.reactions.get(reaction) || new Map();
  on ? people.set(by.person, by.name) : people.delete(by.person);
  people.size ? item.reactions.set(reaction, people) : item.reactions.delete(reaction);
  paint(item);
}

export const reacted = (item, reaction) => !!house.me && !!item.reactions.get(reaction)?.has(house.me.person);

function paint(item) {
  item.parts.reactions.replaceChildren(...[...item.reactions].map(([reaction, people]) => {
    const names = [...people.values()].join(", ");
    const chip = make("button", { type: "button", className: "chip", textContent: `${reaction} ${people.size}`, title: names });
    chip.setAttribute("aria-label", `${reaction} by ${names}`);
    chip.setAttribute("aria-pressed", reacted(item, reaction));
    chip.dataset.reaction = reaction;
    return chip;
  }));
}

// The message that something is of.
export const messageOf = (element) => element.closest?.("li.message");
export const forget = () => { shown.clear(); $("log").replaceChildren(); };
