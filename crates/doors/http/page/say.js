// What one says: messages, answers, other words, reactions, files.

import { $, calm, make, random, refuse, note } from "./dom.js";
import { ask } from "./talk.js";
import { house } from "./house.js";
import * as log from "./log.js";
import * as rooms from "./rooms.js";
import { messageOf, reacted, shown } from "./show.js";

const REACTIONS = ["👍", "❤️", "😂", "🎉", "😮", "😢", "👀", "✅"];
const NOT_IN = ["members_speak", "not_member", "no_such_room"];
const text = $("text"), doings = $("doings"), palette = $("palette");
// What the words in the field are about: `{ reply: item }` or `{ edit: item }`; and what was sent without an answer yet.
let about = null, unsaid = null;

/* Saying */

$("say").onsubmit = async (submit) => {
  submit.preventDefault();
  const words = text.value.trimEnd();
  if (!words) return;
  const what = about?.edit
    ? { edit: { message: about.edit.event.message_id, text: words } }
    : { say: { room: house.room ? house.room.room_id : house.wanted, text: words, ...(about?.reply && { reply_to: about.reply.event.message_id }) } };
  // The same words sent again after a broken connection are the same message.
  const same = JSON.stringify(what);
  if (!unsaid || unsaid.same !== same) unsaid = { same, key: random() + random() };
  Object.values(what)[0].key = unsaid.key;
  try {
    await inside(() => ask(what));
    if (text.value.trimEnd() === words) text.value = "";
    unsaid = null;
    forgetAbout();
    calm();
    if (!house.room) { await log.read(); rooms.list(); }
    log.toEnd();
  } catch (problem) { refuse(problem); }
};

// Who has to be in the room for it joins it first, which opens a room where there is none.
async function inside(doing) {
  try { return await doing(); } catch (problem) {
    if (!NOT_IN.includes(problem.code) || house.wanted.startsWith("@")) throw problem;
    await ask({ join: { room: house.room ? house.room.room_id : house.wanted } });
    return doing();
  }
}

text.onkeydown = (key) => {
  if (key.key === "Enter" && !key.shiftKey && !key.isComposing) { key.preventDefault(); $("say").requestSubmit(); }
  else if (key.key === "Escape") forgetAbout();
  else if (key.key === "ArrowUp" && !text.value) {
    const mine = [...$("log").querySelectorAll("li.message.mine")].filter((item) => !item.event.deleted_at).at(-1);
    if (mine) { key.preventDefault(); editing(mine); }
  }
};
text.oninput = grow;
function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function editing(item) {
  about = { edit: item };
  text.value = item.event.said.text;
  tell("Other words for your message");
}

function tell(words) {
  $("about-what").textContent = words;
  $("about").hidden = false;
  grow();
  text.focus();
}

export function forgetAbout() {
  if (about?.edit) text.value = "";
  about = null;
  $("about").hidden = true;
  grow();
}
$("cancel").onclick = forgetAbout;

/* What is done with a message: one row of buttons, which is where it is wanted */

const ACTS = {
  reply(item) {
    about = { reply: item };
    tell(`Answering ${item.event.by.name}: ${item.parts.words.textContent.slice(0, 60)}`);
  },
  react() {
    palette.hidden = !palette.hidden;
    doings.querySelector('[data-do="react"]').setAttribute("aria-expanded", !palette.hidden);
  },
  edit: editing,
  delete(item, button) {
    // Asked once more, in the same place.
    if (!button.dataset.sure) { button.dataset.sure = "yes"; button.textContent = "Delete it?"; return; }
    act({ delete: { message: item.event.message_id } });
    choose(null);
  },
};

async function act(what) {
  try { await inside(() => ask(what)); calm(); } catch (problem) { refuse(problem); }
}

const turn = (item, reaction) => act({ react: { message: item.event.message_id, reaction, on: !reacted(item, reaction) } });

function choose(item) {
  if (doings.parentElement === item) return;
  messageOf(doings)?.classList.remove("chosen");
  palette.hidden = true;
  const remove = doings.querySelector('[data-do="delete"]');
  remove.textContent = "Delete";
  delete remove.dataset.sure;
  doings.hidden = !item || house.reads || !!item.event.deleted_at;
  if (doings.hidden) return void document.body.append(doings);
  const mine = item.classList.contains("mine"), rules = ["owner", "admin", "operator"].includes(house.room?.mine);
  doings.querySelector('[data-do="edit"]').hidden = !mine;
  remove.hidden = !mine && !rules;
  item.classList.add("chosen");
  item.append(doings);
}

const held = () => !palette.hidden || doings.contains(document.activeElement);
$("log").addEventListener("pointerover", (over) => { if (over.pointerType === "mouse" && !held()) choose(messageOf(over.target)); });
$("log").addEventListener("pointerleave", (left) => { if (left.pointerType === "mouse" && !held()) choose(null); });
$("log").addEventListener("focusin", (focus) => choose(messageOf(focus.target)));
$("log").onclick = (click) => {
  const item = messageOf(click.target), button = click.target.closest("button");
  if (!item) return;
  if (button?.dataset.do) ACTS[button.dataset.do](item, button);
  else if (button?.dataset.reaction) {
    turn(item, button.dataset.reaction);
    palette.hidden = true;
    item.focus({ preventScroll: true });
  }
  else if (button?.classList.contains("answered")) find(item.event.said.reply_to);
  else if (!click.target.closest("a, audio, video")) choose(item);
};
$("log").onkeydown = (key) => {
  const item = messageOf(key.target), way = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[key.key];
  if (key.key === "Escape" && item) { choose(null); text.focus(); }
  if (!way || key.target !== item) return;
  key.preventDefault();
  let to = item[way];
  while (to && !to.classList.contains("message")) to = to[way];
  to?.focus();
};

function find(id) {
  const item = shown.get(id);
  if (!item) return note("That message is further up: page back to it.");
  item.scrollIntoView({ block: "center" });
  item.focus({ preventScroll: true });
}

palette.append(...REACTIONS.map((reaction) => {
  const button = make("button", { type: "button", textContent: reaction });
  button.dataset.reaction = reaction;
  return button;
}));

/* Files: chosen, pasted or dropped */

async function share(files) {
  if (!files.length || !house.wanted || house.reads) return;
  for (const file of files) {
    const at = encodeURIComponent(house.room && !house.wanted.startsWith("@") ? house.room.room_id : house.wanted);
    const as = house.me.account ? "" : `?name=${encodeURIComponent(house.me.name)}`;
    note(`Sharing ${file.name} …`);
    try {
      const headers = { "Idempotency-Key": random() + random(), Accept: "application/json" };
      await inside(async () => {
        const answer = await fetch(`/r/${at}/files/${encodeURIComponent(file.name || "file")}${as}`, { method: "PUT", body: file, headers });
        if (!answer.ok) throw await answer.json().catch(() => ({}));
      });
      calm();
      if (!house.room) await log.read();
    } catch (problem) { refuse(problem instanceof TypeError ? { detail: `${file.name} was not shared: the connection broke. Try again.` } : problem); }
    note("");
  }
  log.toEnd();
}

$("attach").onclick = () => $("files").click();
$("files").onchange = () => { share([...$("files").files]); $("files").value = ""; };
text.onpaste = (paste) => {
  const files = [...paste.clipboardData.files];
  if (files.length) { paste.preventDefault(); share(files); }
};
const carries = (drag) => [...drag.dataTransfer.types].includes("Files");
addEventListener("dragover", (drag) => { if (carries(drag)) { drag.preventDefault(); document.body.classList.add("dropping"); } });
addEventListener("dragleave", (drag) => { if (!drag.relatedTarget) document.body.classList.remove("dropping"); });
addEventListener("drop", (drop) => {
  document.body.classList.remove("dropping");
  if (carries(drop)) { drop.preventDefault(); share([...drop.dataTransfer.files]); }
});
