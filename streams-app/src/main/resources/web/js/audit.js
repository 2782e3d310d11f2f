// The screen of overrides: what is in force, what waits for a second person, and all that ever was.

import { get, query } from "./api.js";
import { $, button, el, fill, list, long, say } from "./dom.js";
import { cut, number, time, words } from "./format.js";
import { latest, overrideKey, overrides, state } from "./store.js";

const VIEWS = [["IN_FORCE", "In force"], ["PROPOSED", "Waiting for approval"], ["", "Audit log"]];
const PAGE = 200;
const ALL = 1000;
/** Older ones than the newest page were asked for one page at a time; the cursor leads to the next. */
const view = { status: "", older: new Map(), cursor: null };
let redraw = () => {};

export function startAudit(draw) {
  redraw = draw;
  tabs();
  $("older-overrides").addEventListener("click", readOlder);
}

function tabs() {
  fill($("override-views"), VIEWS.map(([status, text]) => button(text, () => {
    view.status = status;
    tabs();
    redraw();
  }, { class: "chip", "aria-pressed": String(view.status === status) })));
}

/** Reads the newest overrides, and whatever is in force or waits, however old, with what became of them. */
export async function readOverrides() {
  const [newest, ...others] = await Promise.all([
    get(`/overrides${query({ limit: PAGE })}`),
    get(`/overrides${query({ status: "IN_FORCE", limit: ALL })}`),
    get(`/overrides${query({ status: "PROPOSED", limit: ALL })}`),
  ]);
  overrides([newest, ...others].flatMap((body) => body.items));
  if (view.older.size === 0) {
    view.cursor = newest.nextCursor ?? null;
  }
}

async function readOlder() {
  $("older-overrides").disabled = true;
  try {
    const body = await get(`/overrides${query({ limit: PAGE, cursor: view.cursor })}`);
    body.items.forEach((o) => view.older.set(overrideKey(o), o));
    view.cursor = body.nextCursor ?? null;
  } catch {
    // They can be asked for again; the connection tells of what is wrong.
  }
  $("older-overrides").disabled = false;
  redraw();
}

/** What waits for a second person: the override itself, or its end; null where nothing does. */
const waiting = (o) => (o.status === "PROPOSED" ? o : o.status === "IN_FORCE" ? (o.proposedEnd ?? null) : null);

export function drawAudit(openDialog) {
  const now = latest(state.overrides, "createdAt");
  const all = latest(new Map([...view.older, ...state.overrides]), "createdAt");
  const items = view.status === "" ? all : now.filter((o) => (view.status === "PROPOSED" ? waiting(o) !== null : o.status === view.status));
  const inForce = now.filter((o) => o.status === "IN_FORCE").length;
  const proposed = now.filter((o) => waiting(o) !== null).length;
  say($("overrides-count"), state.connection.good === null ? "" : `${inForce > 0 ? `${inForce} in force` : "none in force"}${proposed > 0 ? `, ${proposed} waiting for approval` : ""}`);
  $("older-overrides").hidden = view.status !== "" || view.cursor === null;
  list($("overrides"), items, overrideKey, (o) => row(o, openDialog),
    () => el("tr", {}, el("td", { colspan: 7, class: "quiet" }, state.connection.good === null ? "Loading…" : view.status === "" ? "No override so far." : "None.")),
    (o) => JSON.stringify([o, state.who]));
}

function what(o) {
  const value = typeof o.value === "number" ? ` to ${number(o.value, 8)}` : o.regime ? ` to ${words(o.regime)}` : o.orderId ? ` of ${cut(o.orderId, 24)}` : "";
  const where = o.portfolioId === "*" ? "all portfolios" : o.portfolioId;
  return [el("strong", {}, `${words(o.action)}${value}`), el("small", { class: "under" }, cut(where, 30), o.scopeId ? ` / ${cut(o.scopeId, 30)}` : "", o.cancelOpenOrders ? ", open orders cancelled" : "")];
}

function row(o, openDialog) {
  const ended = o.endedBy;
  const end = o.status === "IN_FORCE" ? o.proposedEnd : null;
  return el("tr", { "data-status": o.status, "data-override": o.overrideId },
    el("td", {}, el("span", { class: "badge", "data-status": o.status }, words(o.status))),
    el("th", { scope: "row" }, what(o)),
    el("td", {}, cut(o.author, 40), o.approver ? el("small", { class: "under" }, `approved by ${cut(o.approver, 40)}`) : null),
    el("td", {}, long(o.reason, 80)),
    el("td", {}, time(o.createdAt), o.inForceSince ? el("small", { class: "under" }, `in force ${time(o.inForceSince)}`) : null),
    el("td", {}, lasts(o),
      ended ? el("small", { class: "under" }, `${words(ended.action)} by ${cut(ended.author, 30)}: `, long(ended.reason, 60)) : null,
      end ? el("small", { class: "under" }, `End proposed by ${cut(end.author, 30)}: `, long(end.reason, 60)) : null,
      history(o)),
    el("td", { class: "actions" }, actions(o, openDialog)));
}

/** Until when it holds, or held; what is over at once has no end. */
function lasts(o) {
  if (o.endedBy) {
    return time(o.endedBy.createdAt);
  }
  return o.status === "DONE" ? "–" : o.expiresAt ? time(o.expiresAt) : "until ended";
}

function history(o) {
  const entries = o.history ?? [];
  return entries.length < 2 ? null : el("details", {}, el("summary", {}, `${entries.length} entries`),
    el("ul", { class: "plain" }, entries.map((e) => el("li", {}, `${time(e.at)} ${e.who ? `${cut(e.who, 30)}: ` : ""}${words(e.what)}`, e.reason ? [": ", long(e.reason, 60)] : null))));
}

function actions(o, openDialog) {
  const asked = waiting(o);
  if (asked !== null && asked.author === state.who?.name) {
    return [el("small", {}, "another person must approve "), asked === o ? withdraw(o, openDialog) : null];
  }
  if (asked !== null) {
    return [approve(o, asked, openDialog), " ", asked === o ? withdraw(o, openDialog) : null];
  }
  return o.status === "IN_FORCE" ? withdraw(o, openDialog) : null;
}

const approve = (o, asked, openDialog) => button("Approve…", () => openDialog({ approve: { ...asked, endOf: asked === o ? null : o } }), { "data-control": true, "aria-label": `Approve ${words(asked.action)} ${o.overrideId}` });

const withdraw = (o, openDialog) => button(o.status === "PROPOSED" ? "Refuse…" : "Withdraw…", () => openDialog({ withdraw: o }), { "data-control": true, "aria-label": `Withdraw ${words(o.action)} ${o.overrideId}` });
