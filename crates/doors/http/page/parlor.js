// The page of Parlor, over the stream of API v1: what is heard goes to the part that shows it.

import { $, calm, refuse, state } from "./dom.js";
import { end, start } from "./talk.js";
import { called, house } from "./house.js";
import * as enter from "./enter.js";
import * as log from "./log.js";
import * as rooms from "./rooms.js";
import * as say from "./say.js";

const wanted = () => { const path = location.pathname.match(/^\/r\/([^/]+)$/); return path && decodeURIComponent(path[1]); };
const OVER = ["killed", "banned", "account_ended", "no_name"];

let before = null;
async function opened(entered) {
  if (!await enter.comeIn(entered)) return;
  // Somebody else sees other things; readers are all alike.
  const now = house.reads ? "reader" : house.me.person, other = before !== null && now !== before;
  before = now;
  if (other) rooms.forget();
  rooms.list();
  if (other) await log.open(house.wanted);
  else if (house.wanted) await log.read();
  rooms.membership();
}

function heard(frame) {
  if (frame.number && frame.room_id) {
    if (frame.room_id === house.room?.room_id) log.hear(frame);
    else if (!house.room && house.wanted === frame.room) log.read();
    rooms.hear(frame);
  } else if (frame.known_as && frame.by.person === house.me?.person) { house.me = frame.by; enter.paint(); }
  else if ("read_up_to" in frame) rooms.readElsewhere(frame.room_id, frame.read_up_to);
  else if (frame.behind) state("Fetching what you missed …");
  else if (frame.live && house.me) enter.well();
  else if (frame.gap && frame.gap.room_id === house.room?.room_id) log.reread();
  else if (frame.lost) refuse(frame.lost.problem);
  else if (frame.refused) refuse(frame.refused);
  else if (frame.bye) {
    if (OVER.includes(frame.bye.code)) end();
    if (frame.bye.code === "logged_out") enter.loggedOut();
    state(frame.bye.why);
  }
}

function lost(quietly) {
  house.me = null;
  if (!quietly) state("The connection is lost. Trying again …");
}

async function go(to) {
  calm();
  say.forgetAbout();
  menu(false);
  house.wanted = to;
  enter.paint();
  await log.open(to);
  rooms.membership();
  if (!matchMedia("(max-width: 44rem)").matches) $("text").focus();
}

function menu(open) {
  document.body.classList.toggle("listing", open);
  $("menu").setAttribute("aria-expanded", open);
}

/* Another room is another address of the same page */

document.addEventListener("click", (click) => {
  const link = click.target.closest?.("a[href]");
  if (!link || click.defaultPrevented || click.button || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
  const to = new URL(link.href);
  if (to.origin !== location.origin || link.target || !/^\/(r\/[^/]+)?$/.test(to.pathname) || to.hash) return;
  click.preventDefault();
  history.pushState(null, "", to.pathname);
  go(wanted());
});
addEventListener("popstate", () => go(wanted()));
$("go").onsubmit = (submit) => {
  submit.preventDefault();
  history.pushState(null, "", `/r/${encodeURIComponent($("go-room").value.trim().replace(/^#/, ""))}`);
  $("go-room").value = "";
  go(wanted());
};
$("menu").onclick = () => menu(!document.body.classList.contains("listing"));
addEventListener("keydown", (key) => { if (key.key === "Escape") menu(false); });

house.wanted = wanted();
document.body.classList.toggle("roomless", !house.wanted);
if (house.wanted) $("room").textContent = called(house.wanted);
rooms.draw();
start({ opened, heard, lost });
