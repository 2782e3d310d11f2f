// The bar at the top: the worst state first, then whether what is shown is of now.

import { $, button, el, fill, say } from "./dom.js";
import { clock, countdown, cut, duration, number, time, visible, words } from "./format.js";
import { ageSeconds, eventNow, isCurrent, isReplay, mayCommand, sorted, state, stateOverride, tradingState, wallNow } from "./store.js";

const SHAPES = { HALTED: "■", REDUCE_ONLY: "◐", ACTIVE: "▶", UNKNOWN: "?" };
const CONNECTIONS = { connecting: "Connecting", loading: "Loading", live: "Live", stale: "Not current", lost: "Disconnected", refused: "No access" };
/** Which input of the readiness is shown as which figure. */
const INPUTS = [["prices", "market-data"], ["marks", "market-marks"], ["budgets", "budget-update"]];
const LATE_SECONDS = 30;
const LATE_LAG = 1000;

/** The worst state over all portfolios, as words: what it is, and its details. */
export function worst() {
  const portfolios = sorted(state.portfolios, "portfolioId").filter((p) => tradingState(p) !== "CLOSED");
  const all = portfolios.length;
  const of = (wanted) => portfolios.filter((p) => tradingState(p) === wanted);
  const halted = of("HALTED");
  const reduced = of("REDUCE_ONLY");
  if (state.connection.good === null) {
    return { is: "UNKNOWN", text: "STATE UNKNOWN", detail: "not read yet", portfolios: [] };
  }
  if (halted.length > 0) {
    const text = halted.length === all ? "HALTED: ALL" : `${halted.length} OF ${all} HALTED`;
    return { is: "HALTED", text, detail: details(halted, halted.length === all), portfolios: halted, also: reduced.length };
  }
  if (reduced.length > 0) {
    const text = reduced.length === all ? "REDUCE-ONLY: ALL" : `${reduced.length} OF ${all} REDUCE-ONLY`;
    return { is: "REDUCE_ONLY", text, detail: details(reduced, reduced.length === all), portfolios: reduced };
  }
  if (of(null).length > 0) {
    return { is: "UNKNOWN", text: `STATE OF ${of(null).length} UNKNOWN`, detail: "the gate has not told", portfolios: [] };
  }
  if (!isCurrent()) {
    return { is: "UNKNOWN", text: "STATE UNKNOWN", detail: `all were trading at ${clock(state.connection.good + state.skew)} UTC`, portfolios: [] };
  }
  return { is: "ACTIVE", text: all === 0 ? "NO PORTFOLIO" : "TRADING", detail: all === 0 ? "" : `${all} portfolio${all === 1 ? "" : "s"}`, portfolios: [] };
}

function details(portfolios, all) {
  const override = stateOverride(portfolios[0]);
  const names = all ? [] : [cut(portfolios.map((p) => p.portfolioId).join(", "), 40)];
  return [...names, ...why(portfolios[0], override)].join(", ");
}

/** Who, why and until when a portfolio is not trading. */
export function why(portfolio, override = stateOverride(portfolio)) {
  if (override === null) {
    return portfolio.stateCause ? [words(portfolio.stateCause).toLowerCase()] : [];
  }
  const left = override.expiresAt === null || override.expiresAt === undefined ? null : -ageSeconds(override.expiresAt);
  const end = left === null ? "until resumed" : left > 0 ? `ends in ${countdown(left)}` : "ending";
  return [cut(override.author, 24), `“${cut(override.reason, 60)}”`, end];
}

/** Draws the bar; called every second. */
export function drawStatus(openDialog) {
  const bad = worst();
  const bar = $("bar");
  bar.dataset.state = bad.is;
  say($("state-shape"), SHAPES[bad.is]);
  say($("state-text"), bad.text);
  say($("state-detail"), bad.detail + (bad.also ? `; ${bad.also} reduce-only` : ""));
  $("state-detail").title = visible(bad.detail);
  resumeButton(bad, openDialog);
  drawConnection();
  fill($("freshness"), freshness().map(([name, text, late]) =>
    el("div", { class: late ? "late" : null }, el("dt", {}, name), el("dd", {}, late ? "⚠ " : "", text))));
  const replay = isReplay();
  say($("clock-event"), eventNow() === null ? "–" : `${time(new Date(eventNow() - (eventNow() % 1000)).toISOString())}${replay ? " (replay)" : ""}`);
  say($("clock-wall"), clock(wallNow()));
  say($("role"), state.who === null ? "–" : cut(`${words(state.who.role)}${state.who.authenticated ? `: ${state.who.name}` : ", no login"}`, 30));
  $("role").title = state.who === null ? "" : `Portfolios: ${state.who.portfolios?.join(", ") ?? "all"}`;
  $("halt").disabled = !mayCommand();
  $("halt").title = mayCommand() ? "Stops every new order" : state.who === null ? "Not known yet who you are" : "A viewer may not halt";
  document.title = `${bad.is === "ACTIVE" ? "" : `${SHAPES[bad.is]} ${bad.text} · `}Risk budgets`;
}

function resumeButton(bad, openDialog) {
  const place = $("state-action");
  const wanted = bad.is === "HALTED" || bad.is === "REDUCE_ONLY";
  if (wanted && place.childElementCount === 0) {
    place.append(button("Resume…", () => {
      const now = worst().portfolios;
      openDialog({ action: "RESUME", portfolioId: now.length === 1 ? now[0].portfolioId : "" });
    }, { "data-control": true }));
  } else if (!wanted && place.childElementCount > 0) {
    place.replaceChildren();
  }
}

function drawConnection() {
  const { is, heard, why: reason, good } = state.connection;
  document.body.dataset.connection = is;
  $("connection").dataset.state = is;
  const age = heard === null ? null : (Date.now() - heard) / 1000;
  say($("connection-text"), CONNECTIONS[is]);
  say($("connection-age"), age === null ? "" : `${duration(age)} ago`);
  const banner = $("banner");
  banner.hidden = is === "live" || is === "connecting" || is === "loading";
  if (!banner.hidden) {
    const since = good === null ? "Nothing has been read yet." : `Figures are of ${clock(good + state.skew)} UTC and may be old.`;
    say(banner, `${CONNECTIONS[is]}: ${reason ?? "unknown reason"}. ${since} Controls are off, except HALT.`);
  }
  document.querySelectorAll("[data-control]").forEach((control) => {
    control.disabled = is !== "live" || !mayCommand();
    const reason = !mayCommand() ? "A viewer may not do this" : is === "live" ? null : "Off until the figures are current";
    control.toggleAttribute("title", reason !== null);
    if (reason !== null) {
      control.title = reason;
    }
  });
}

/** Name, text, and whether that is late: prices, marks, budgets, the gate's lag. */
function freshness() {
  const inputs = new Map((state.status?.inputs ?? []).map((i) => [i.input, i.ageSeconds]));
  const ages = INPUTS.map(([name, input]) => {
    const age = inputs.get(input) ?? null;
    return [name, age === null ? "–" : duration(age), age !== null && age > LATE_SECONDS];
  });
  const gate = state.status?.gate ?? [];
  if (gate.length === 0) {
    return [...ages, ["gate lag", "–", false]];
  }
  const lag = gate.reduce((sum, p) => sum + Math.max(0, p.lag), 0);
  const oldest = Math.max(0, ...gate.map((p) => p.oldestUndecidedSeconds ?? 0));
  return [...ages, ["gate lag", `${number(lag, 0)}${oldest >= 1 ? `, ${duration(oldest)}` : ""}`, oldest > 5 || lag > LATE_LAG]];
}
