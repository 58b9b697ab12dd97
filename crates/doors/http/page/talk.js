// The stream of API v1 (docs/http.md): one connection, asks with their answers, and what happens in between.

const WAIT_MS = 1000, WAIT_MS_MAX = 30000;
const LOST = "The connection was lost. Nobody knows yet whether that was kept; say it again, it will be there once.";

let socket = null, asked = new Map(), nextId = 1, wait = WAIT_MS, timer = 0, ended = false, turning = false, on = null;

// `opened` with the answer that who has a session gets unasked; `heard` with every frame that is no answer; `lost`.
export function start(handlers) {
  on = handlers;
  connect();
  addEventListener("online", () => { if (!ended && socket.readyState === WebSocket.CLOSED) again(); });
}

export const ask = (what, id = nextId++) => new Promise((done, refused) => {
  asked.set(id, { done, refused });
  if (socket.readyState === WebSocket.OPEN) return socket.send(JSON.stringify({ id, ...what }));
  asked.delete(id);
  refused({ code: "lost", detail: "There is no connection just now. Try again." });
});

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/api/v1/stream`);
  const mine = asked = new Map();
  const entered = new Promise((done, refused) => mine.set(0, { done, refused }));
  // Nobody may wait for it.
  entered.catch(() => {});
  socket.onopen = () => on.opened(entered);
  socket.onmessage = (message) => hear(JSON.parse(message.data));
  socket.onclose = () => {
    mine.forEach(({ refused }) => refused({ code: "lost", detail: LOST }));
    mine.clear();
    on.lost(ended || turning);
    turning = false;
    if (ended) return;
    timer = setTimeout(connect, wait);
    wait = Math.min(Math.max(wait, WAIT_MS / 2) * 2, WAIT_MS_MAX);
  };
}

function hear(frame) {
  if (!("re" in frame)) return on.heard(frame);
  const waits = asked.get(frame.re);
  asked.delete(frame.re);
  if (!waits) return frame.refused && on.heard(frame);
  frame.refused ? waits.refused(frame.refused) : waits.done(frame);
}

// One is in: the next attempt may come soon.
export const settled = () => { wait = WAIT_MS; };

// No further attempts.
export const end = () => { ended = true; };

// A new connection after this long, as whoever one is by then.
export function again(ms = 0) {
  ended = false;
  wait = ms;
  clearTimeout(timer);
  if (socket.readyState === WebSocket.CLOSED) timer = setTimeout(connect, ms);
  else {
    turning = true;
    socket.close();
  }
}
