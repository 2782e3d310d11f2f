// Alerts, grouped by type and by what they are about. Critical ones stand first until somebody
// acknowledges them; that is kept in this browser only, and the page says so.

import { $, button, el, list, long, say } from "./dom.js";
import { cut, duration, millis, number, time, words } from "./format.js";
import { ageSeconds, state } from "./store.js";

const STORAGE = "risk-budget-acknowledged";
const RANK = { CRITICAL: 0, WARNING: 1, INFO: 2 };
/** Event time after which one that nobody acknowledged is history: a critical one, and any other. */
const OLD_SECONDS = { CRITICAL: 7 * 86_400, WARNING: 86_400, INFO: 86_400 };
const SHOWN = 60;

function acknowledged() {
  try {
    return JSON.parse(localStorage.getItem(STORAGE)) ?? {};
  } catch {
    return {};
  }
}

/** Alerts of one type about one thing: how many, the last, and who has acknowledged them. */
function groups() {
  const found = new Map();
  for (const alert of state.alerts.values()) {
    const scope = [alert.portfolioId === "*" ? "all portfolios" : (alert.portfolioId ?? alert.market), alert.scopeId].filter((part) => part !== null && part !== undefined && part !== "");
    const key = JSON.stringify([alert.type, ...scope]);
    const group = found.get(key) ?? { key, type: alert.type, scope, count: 0, last: alert, severity: alert.severity };
    group.count++;
    if (millis(alert.asOf) >= millis(group.last.asOf)) {
      group.last = alert;
      group.severity = alert.severity;
    }
    found.set(key, group);
  }
  const acks = acknowledged();
  return [...found.values()].map((group) => {
    const ack = acks[group.key];
    const old = (ageSeconds(group.last.asOf) ?? 0) > (OLD_SECONDS[group.severity] ?? 0);
    const valid = ack && millis(ack.asOf) >= millis(group.last.asOf) ? ack : null;
    return { ...group, old, ack: valid, pinned: group.severity === "CRITICAL" && !valid && !old };
  }).sort((a, b) => b.pinned - a.pinned || (a.ack !== null) - (b.ack !== null) || a.old - b.old || RANK[a.severity] - RANK[b.severity] || millis(b.last.asOf) - millis(a.last.asOf));
}

/** Draws the list; answers how many critical groups nobody has acknowledged. */
export function drawAlerts(redraw) {
  const all = groups();
  const pinned = all.filter((g) => g.pinned).length;
  say($("alerts-count"), pinned > 0 ? `${pinned} critical, not acknowledged` : all.length === 0 ? "" : `${all.length} kinds`);
  list($("alerts"), all.slice(0, SHOWN), (g) => g.key, (g) => item(g, redraw), () => el("li", { class: "quiet" }, state.connection.good === null ? "Loading…" : "No alert."),
    (g) => `${g.count} ${g.last.asOf} ${g.ack?.by} ${g.old} ${Math.floor((ageSeconds(g.last.asOf) ?? 0) / 60)}`);
  return pinned;
}

function item(group, redraw) {
  const { last } = group;
  const age = ageSeconds(last.asOf);
  return el("li", { "data-severity": group.severity, "data-quiet": String(group.ack !== null || group.old) },
    el("p", {},
      el("span", { class: "severity" }, { CRITICAL: "▲ Critical", WARNING: "● Warning", INFO: "○ Info" }[group.severity] ?? words(group.severity)),
      " ", el("strong", {}, words(last.type)), " ", cut(group.scope.join(" / "), 60),
      group.count > 1 ? el("span", { class: "tag" }, `× ${number(group.count, 0)}`) : null,
      el("small", {}, ` ${age === null ? time(last.asOf) : `${duration(Math.max(0, age))} ago`}`)),
    el("p", { class: "message" }, long(last.message, 160)),
    group.ack
      ? el("small", {}, `Acknowledged by ${cut(group.ack.by, 40)}, ${time(group.ack.at)}`)
      : group.severity === "INFO" ? null : button("Acknowledge", () => {
        const by = state.who?.name ?? "local";
        localStorage.setItem(STORAGE, JSON.stringify({ ...acknowledged(), [group.key]: { by, at: new Date().toISOString(), asOf: last.asOf } }));
        redraw();
      }, { class: "small", "data-focus": group.key, "aria-label": `Acknowledge ${words(last.type)} ${group.scope.join(" ")}` }));
}
