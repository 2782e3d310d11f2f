// A command on its way: the steps sent, on the log, in force. Nothing is green before the gate has
// said so.

import { ApiError } from "./api.js";
import { $, button, el, fill, say } from "./dom.js";
import { time, words } from "./format.js";

const WAIT = "PT10S";
const PAUSE_MILLIS = 1_000;

const sent = { id: null, seen: false };

/** Tells the dialog of an override that the events brought. */
export function sawOverride(data) {
  if (data.overrideId === sent.id && !sent.seen) {
    sent.seen = true;
    step("log", "done");
  }
}

export function close() {
  $("override").close();
}

export const place = (override) => (override.portfolioId === "*" ? "all portfolios" : `${override.portfolioId}${override.scopeId ? ` / ${override.scopeId}` : ""}`);

const STEPS = [["sent", "Sent"], ["log", "On the log"], ["force", "In force at the gate"]];

function step(name, is, note = null) {
  const item = $(`step-${name}`);
  if (item) {
    item.dataset.step = is;
    say(item.querySelector(".step-mark"), { waiting: "○", active: "…", done: "✓", failed: "✕" }[is]);
    if (note !== null) {
      say(item.querySelector("small"), note);
    }
  }
}

/**
 * Sends a command and shows its steps in the dialog.
 *
 * @param id of the override, by which the events tell that it is on the log
 * @param request sends it; called with how long the answer may wait for the effect
 * @param repeatable whether the same request once more only waits again
 */
export async function carryOut(title, id, request, repeatable) {
  sent.id = id;
  sent.seen = false;
  fill($("override-form"),
    el("h2", { id: "override-title" }, title),
    el("ol", { class: "steps", "aria-live": "polite" }, STEPS.map(([name, text]) => el("li", { id: `step-${name}`, "data-step": "waiting" }, el("span", { class: "step-mark" }, "○"), ` ${text} `, el("small")))),
    el("p", { id: "override-outcome", role: "status" }),
    el("div", { class: "row end" }, button("Close", close, { id: "override-close" })));
  $("override-close").focus();
  step("sent", "active");
  try {
    const answer = await request(WAIT);
    step("sent", "done");
    step("log", "done");
    settle(answer);
    await untilKnown(answer, id, request, repeatable);
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  const known = error instanceof ApiError;
  step(known && error.status === 409 ? "force" : "sent", "failed");
  const unsure = !known || error.status === 0 ? " Whether it was taken is not known: look at the overrides before you try again." : "";
  outcome("failed", `${error.message}.${unsure}`);
}

function outcome(is, text) {
  const line = $("override-outcome");
  if (line) {
    line.dataset.outcome = is;
    say(line, text);
  }
}

function isKnown(answer) {
  return answer.status === 200 || answer.body?.status === "PROPOSED";
}

function settle(answer) {
  if (answer.body?.status === "PROPOSED") {
    outcome("waits", "A second person must approve it before it takes effect: see Overrides.");
  } else if (answer.status === 200) {
    inForce(answer.body);
  } else {
    step("force", "active", "waiting for the gate");
    outcome("waits", "Not acknowledged by the gate yet. It takes effect once the gate has read it; the bar at the top shows what holds.");
  }
}

function inForce(body) {
  const parts = body?.partitions?.length ?? 0;
  const remaining = (body?.remaining ?? []).map((o) => (typeof o === "string" ? o : `${words(o.action)} of ${place(o)}`));
  step("force", "done", body?.inForceSince ? `since ${time(body.inForceSince)}${parts > 1 ? `, ${parts} partitions` : ""}` : "");
  outcome(remaining.length > 0 ? "waits" : "done", remaining.length > 0 ? `Done; narrower ones remain: ${remaining.join(", ")}.` : "The gate has acknowledged it.");
}

/** Waits on until the gate has acknowledged it, as long as the dialog shows it. */
async function untilKnown(first, id, request, repeatable) {
  let answer = first;
  while (repeatable && !isKnown(answer) && $("override").open && sent.id === id) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
    try {
      answer = await request(WAIT);
    } catch (error) {
      if (error.status === 409) {
        throw error;
      }
      continue; // Nothing was learnt; it is on the log all the same.
    }
    if (sent.id === id) {
      settle(answer);
    }
  }
}
