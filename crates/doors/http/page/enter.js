// Who one is: a reader without a name, a guest, or an account; and how one becomes another.

import { $, calm, call, random, refuse, state } from "./dom.js";
import { again, ask, end, settled } from "./talk.js";
import { house } from "./house.js";

const LOGGED_IN = "parlor.account", NAME = "parlor.name";
const TRIES = 3, TRY_MS = 500;
let tries = 0, shown = false, present = 0;

// The connection is there: one comes in as who one was last.
export async function comeIn(entered) {
  const name = sessionStorage.getItem(NAME);
  try {
    if (localStorage.getItem(LOGGED_IN)) return settle((await entered).entered, false);
    // A session's cookie lets one in, or is of no use any more, before the question is heard.
    const answer = await new Promise((done, refused) => {
      entered.then(done, refused);
      ask({ enter: { name: name || `reader-${random()}` } }).then(done, (why) => why.code === "already_entered" || refused(why));
    });
    return settle(answer.entered, !name);
  } catch (problem) { await notLetIn(problem, name); }
  return false;
}

export const well = () => state(`Connected · ${present} here`, true);

function settle(entered, reads) {
  house.me = entered.me;
  house.reads = reads && !entered.me.account;
  if (entered.me.account) localStorage.setItem(LOGGED_IN, "yes");
  tries = 0;
  settled();
  present = entered.present;
  well();
  shown = false;
  paint();
  return true;
}

async function notLetIn(problem, name) {
  if (problem.code === "lost") return;
  if (localStorage.getItem(LOGGED_IN) || problem.code === "session_over") {
    await logOut();
    again();
  } else if (name && problem.code === "name_taken" && tries++ < TRIES) {
    // The connection before this one may not be gone yet.
    return again(TRY_MS);
  } else if (name) {
    sessionStorage.removeItem(NAME);
    again();
  } else {
    end();
    state("Not let in.");
  }
  refuse(problem);
}

async function logOut() {
  localStorage.removeItem(LOGGED_IN);
  await call("DELETE", "/api/v1/sessions/current").catch(() => {});
}

// The session ended elsewhere.
export const loggedOut = () => localStorage.removeItem(LOGGED_IN);

export function paint() {
  const { me, reads, wanted } = house;
  $("identity").hidden = !me || reads;
  $("who").textContent = me && !reads ? me.name : "";
  $("guest").hidden = !me || !!me.account;
  $("account").hidden = !!me?.account;
  $("enter").hidden = !me || !(reads || shown);
  $("stay").hidden = reads;
  $("say").hidden = !me || reads || shown || !wanted;
  $("text").placeholder = me ? `Say something as ${me.name}` : "";
  $("me").textContent = reads ? "You are reading. To say something, enter with a name." : "";
  const how = new FormData($("enter")).get("how");
  document.querySelectorAll("[data-how]").forEach((field) => { field.hidden = !field.dataset.how.split(" ").includes(how); });
  $("password").required = how !== "guest";
  $("password").autocomplete = how === "new" ? "new-password" : "current-password";
}

$("enter").onchange = paint;
$("account").onclick = () => {
  shown = true;
  $("name").value = house.me.name;
  $("enter").elements.how.value = "login";
  paint();
  $("password").focus();
  document.body.classList.remove("listing");
};
$("stay").onclick = () => { shown = false; paint(); };

$("enter").onsubmit = async (submit) => {
  submit.preventDefault();
  calm();
  const how = new FormData($("enter")).get("how"), name = $("name").value.trim(), password = $("password").value;
  try {
    if (how === "guest") { await leave(); sessionStorage.setItem(NAME, name); return again(); }
    if (how === "new") await register(name, password);
    await logIn(name, password);
  } catch (problem) {
    // The account begins with the code of the letter.
    if (how === "new" && $("email").value && $("enter").dataset.made) { $("mailed").textContent = $("email").value; $("confirm").hidden = false; $("enter").hidden = true; }
    else refuse(problem);
  }
};

async function register(name, password) {
  const email = $("email").value.trim() || undefined, invitation = $("invitation").value.trim() || undefined;
  delete $("enter").dataset.made;
  // A guest who registers stays who they are.
  const oneself = !house.reads && house.me && !house.me.account && house.me.name.toLowerCase() === name.toLowerCase();
  if (oneself && !invitation) await ask({ register: { name, password, email } });
  else {
    if (oneself) await leave();
    await call("POST", "/api/v1/accounts", { name, password, email, invitation });
  }
  $("enter").dataset.made = "yes";
}

async function logIn(name, password) {
  await call("POST", "/api/v1/sessions", { name, password });
  localStorage.setItem(LOGGED_IN, "yes");
  sessionStorage.removeItem(NAME);
  $("password").value = "";
  again();
}

$("confirm").onsubmit = async (submit) => {
  submit.preventDefault();
  calm();
  const name = $("name").value.trim();
  try {
    await call("POST", `/api/v1/accounts/${encodeURIComponent(name)}/confirm`, { code: $("code").value.trim() });
    $("confirm").hidden = true;
    await logIn(name, $("password").value);
  } catch (problem) { refuse(problem); }
};

// Gone for good: nobody waits for this guest, and the name is free.
async function leave() {
  sessionStorage.removeItem(NAME);
  if (localStorage.getItem(LOGGED_IN)) await logOut();
  else if (!house.reads) await ask({ quit: {} }).catch(() => {});
}

$("leave").onclick = async () => { await leave(); again(); };
