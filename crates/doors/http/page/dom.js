// What every part of the page needs: elements, and the three lines that speak for the page itself.

export const $ = (id) => document.getElementById(id);

// Words of people are only ever set as text, never as HTML.
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// All is well, or something is to be known.
export function state(text, well = false) {
  $("state").textContent = text;
  $("state").classList.toggle("well", well);
}

export function note(text) {
  $("note").textContent = text;
  $("note").hidden = !text;
}

export function refuse(problem) {
  $("refusal").textContent = problem.detail || problem.title || "That did not work. Try again.";
  $("refusal").hidden = false;
}

export const calm = () => { $("refusal").hidden = true; };

// Letters of which no two look alike, so that no two names made of them do.
export const random = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (b) => "acdefghjkpqtxy34"[b % 16]).join("");

export const address = (room) => `/r/${encodeURIComponent(room.replace(/^#/, ""))}`;

// One call of the API: the answer's JSON, or the problem thrown.
export async function call(method, path, body) {
  let answer;
  try {
    const headers = body ? { "Content-Type": "application/json" } : {};
    answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  } catch { throw { code: "lost", detail: "The house cannot be reached just now. Try again." }; }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw found;
  return found;
}
