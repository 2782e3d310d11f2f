// One stream of events for all tabs of a browser, since HTTP/1.1 gives a browser six connections:
// the tab that holds a lock reads the stream and hands every event on to the others.

import { BASE, headers, identity } from "./api.js";

const SILENCE_MILLIS = 15_000;
const RETRY_MILLIS = 2_000;
const CHECK_MILLIS = 1_000;

/**
 * Listens to the events.
 *
 * @param handle called with the type and the data of every event, in every tab
 * @param connection called with ("open" | "lost" | "refused", why): open at each new stream, after
 *     which all has to be read again unless the stream was taken up where it had ended
 */
export async function listen(handle, connection) {
  const name = `risk-budget-events ${await identity()}`;
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
  const tab = { heard: Date.now(), open: false, leads: false, lastId: null };

  const tell = (message) => {
    receive(message);
    channel?.postMessage(message);
  };

  function receive(message) {
    if (message.kind === "event") {
      tab.heard = Date.now();
      tab.lastId = message.id ?? tab.lastId;
      if (!tab.open) {
        tab.open = true;
        connection("open", null);
      }
      handle(message.type, message.data);
    } else if (message.kind === "open") {
      tab.heard = Date.now();
      tab.open = true;
      connection("open", null);
    } else if (message.kind === "lost" || message.kind === "refused") {
      tab.open = false;
      connection(message.kind, message.why);
    } else if (message.kind === "hello" && tab.leads && tab.open) {
      channel.postMessage({ kind: "open" });
    }
  }

  if (channel) {
    channel.onmessage = (message) => receive(message.data);
    channel.postMessage({ kind: "hello" });
  }
  setInterval(() => {
    if (tab.open && Date.now() - tab.heard > SILENCE_MILLIS) {
      tab.open = false;
      connection("lost", "the server has gone silent");
    }
  }, CHECK_MILLIS);

  // The lock is held until the tab goes; then the next one in line reads the stream.
  const lead = async () => {
    tab.leads = true;
    for (;;) {
      const end = await read(tab, tell);
      tell(end);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  };
  if (channel && navigator.locks) {
    navigator.locks.request(name, lead);
  } else {
    lead();
  }
}

/** Reads one stream to its end; answers with why it ended. */
async function read(tab, tell) {
  const abort = new AbortController();
  let heard = Date.now();
  const watchdog = setInterval(() => Date.now() - heard > SILENCE_MILLIS && abort.abort(), CHECK_MILLIS);
  try {
    const response = await fetch(`${BASE}/events`, {
      headers: { ...headers(), Accept: "text/event-stream", ...(tab.lastId ? { "Last-Event-ID": tab.lastId } : {}) },
      signal: abort.signal,
    });
    if (!response.ok) {
      const kind = response.status === 401 || response.status === 403 ? "refused" : "lost";
      return { kind, why: await problem(response) };
    }
    tell({ kind: "open" });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return { kind: "lost", why: "the server has closed the connection" };
      }
      heard = Date.now();
      const frames = (rest + value).split("\n\n");
      rest = frames.pop();
      frames.map(parse).filter((event) => event !== null).forEach(tell);
    }
  } catch {
    return { kind: "lost", why: abort.signal.aborted ? "the server has gone silent" : "the server does not answer" };
  } finally {
    clearInterval(watchdog);
    abort.abort();
  }
}

async function problem(response) {
  try {
    return (await response.json()).detail ?? `status ${response.status}`;
  } catch {
    return `status ${response.status}`;
  }
}

/** One event; null for a comment. */
export function parse(frame) {
  const event = { kind: "event", type: "message", data: null, id: null };
  const data = [];
  for (const line of frame.split(/\r?\n/)) {
    const at = line.indexOf(":");
    const value = line.slice(at + 1).replace(/^ /, "");
    if (line.startsWith("data:")) {
      data.push(value);
    } else if (line.startsWith("event:")) {
      event.type = value;
    } else if (line.startsWith("id:")) {
      event.id = value;
    }
  }
  return data.length === 0 ? null : { ...event, data: JSON.parse(data.join("\n")) };
}
