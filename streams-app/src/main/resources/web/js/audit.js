// The screen of overrides: what is in force, what waits for a second person, and all that ever was.

import { get, post, query } from "./api.js";
import { $, button, el, fill, list, long } from "./dom.js";
import { cut, number, time, words } from "./format.js";
import { mayCommand, put, state } from "./store.js";

const VIEWS = [["IN_FORCE", "In force"], ["PROPOSED", "Waiting for approval"], ["", "Audit log"]];
const view = { status: "", cursor: null, problem: null };
const SHOWN = 100;
let redraw = () => {};

export function startAudit(draw) {
  redraw = draw;
  tabs();
}

function tabs() {
  fill($("override-views"), VIEWS.map(([status, text]) => button(text, () => {
    view.status = status;
    tabs();
    redraw();
  }, { class: "chip", "aria-pressed": String(view.status === status) })));
}

/** Reads the newest overrides with what became of them. */
export async function readOverrides() {
  const body = await get(`/overrides${query({ limit: 200 })}`);
  body.items.forEach(put.override);
}

export function drawAudit(openDialog) {
  const items = [...state.overrides.values()]
    .filter((o) => view.status === "" || o.status === view.status)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const inForce = [...state.overrides.values()].filter((o) => o.status === "IN_FORCE").length;
  $("overrides-count").textContent = inForce > 0 ? `${inForce} in force` : "none in force";
  list($("overrides"), items.slice(0, SHOWN), (o) => `${o.portfolioId}\n${o.overrideId}`, (o) => row(o, openDialog),
    () => el("tr", {}, el("td", { colspan: 7, class: "quiet" }, view.status === "" ? "No override so far." : "None.")),
    (o) => JSON.stringify([o, state.who?.name]));
}

function what(o) {
  const value = typeof o.value === "number" ? ` to ${number(o.value, 8)}` : o.regime ? ` to ${words(o.regime)}` : o.orderId ? ` of ${cut(o.orderId, 24)}` : "";
  const where = o.portfolioId === "*" ? "all portfolios" : o.portfolioId;
  return [el("strong", {}, `${words(o.action)}${value}`), el("small", { class: "under" }, cut(where, 30), o.scopeId ? ` / ${cut(o.scopeId, 30)}` : "", o.cancelOpenOrders ? ", open orders cancelled" : "")];
}

function row(o, openDialog) {
  const ended = o.endedBy;
  return el("tr", { "data-status": o.status, "data-override": o.overrideId },
    el("td", {}, el("span", { class: "badge", "data-status": o.status }, words(o.status))),
    el("th", { scope: "row" }, what(o)),
    el("td", {}, cut(o.author, 40), o.approver ? el("small", { class: "under" }, `approved by ${cut(o.approver, 40)}`) : null),
    el("td", {}, long(o.reason, 80)),
    el("td", {}, time(o.createdAt), o.inForceSince ? el("small", { class: "under" }, `in force ${time(o.inForceSince)}`) : null),
    el("td", {}, o.expiresAt ? time(o.expiresAt) : "until ended", ended ? el("small", { class: "under" }, `${words(ended.action)} by ${cut(ended.author, 30)}: ${cut(ended.reason, 60)}`) : null, history(o)),
    el("td", { class: "actions" }, actions(o, openDialog)));
}

function history(o) {
  const entries = o.history ?? [];
  return entries.length < 2 ? null : el("details", {}, el("summary", {}, `${entries.length} entries`),
    el("ul", { class: "plain" }, entries.map((e) => el("li", {}, `${time(e.at)} ${cut(e.who, 30)}: ${words(e.what)}`, e.reason ? [": ", long(e.reason, 60)] : null))));
}

function actions(o, openDialog) {
  if (o.status === "IN_FORCE") {
    return button("Withdraw…", () => openDialog({ withdraw: o }), { "data-control": true, "aria-label": `Withdraw ${words(o.action)} ${o.overrideId}` });
  }
  if (o.status === "PROPOSED" && mayCommand()) {
    if (o.author === state.who?.name) {
      return el("small", {}, "another person must approve");
    }
    return button("Approve", (event) => approve(o, event.target), { "data-control": true, "aria-label": `Approve ${words(o.action)} ${o.overrideId}` });
  }
  return null;
}

async function approve(o, control) {
  control.disabled = true;
  try {
    await post(`/overrides/${encodeURIComponent(o.overrideId)}/approve`);
    await readOverrides();
    redraw();
  } catch (error) {
    control.replaceWith(el("small", { class: "problem" }, error.message));
  }
}
