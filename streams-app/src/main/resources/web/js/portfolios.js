// The table of portfolios: a row each, the worst state first in words and shape.

import { button, el } from "./dom.js";
import { cut, duration, fixed, millis, percent, time, words } from "./format.js";
import { ageSeconds, lastMinute, latest, sorted, state, tradingState, wallNow, wholeRow } from "./store.js";
import { why } from "./status.js";

const SHAPES = { HALTED: "■ HALTED", REDUCE_ONLY: "◐ REDUCE-ONLY", ACTIVE: "▶ Active", CLOSED: "○ Closed" };
/** How long what the gate reckoned at an order counts as what is held. */
const HELD_MILLIS = 60_000;
const REGIMES = new Set(["BULL", "BEAR", "SIDEWAYS", "CRISIS", "RECOVERY"]);

export function stateBadge(portfolio) {
  const is = tradingState(portfolio);
  return el("span", { class: "badge", "data-state": is ?? "UNKNOWN" }, SHAPES[is] ?? "? Unknown");
}

export function regimePill(regime) {
  return el("span", { class: REGIMES.has(regime) ? `regime regime-${regime.toLowerCase()}` : "regime" }, words(regime));
}

/** What is in force on it, shortly. */
const inForce = (p) => p.overridesInForce ?? (p.budget?.overrides ?? []).map((id) => ({ overrideId: id }));

/** Everything that a row shows, so that a row is made anew only where that changes. */
export function portfolioRows(opened) {
  const minute = lastMinute();
  const rows = sorted(state.portfolios, "portfolioId").map((p) => {
    const budget = p.budget;
    const whole = wholeRow(p.portfolioId);
    const leverage = whole && budget?.equity > 0 ? whole.used / budget.equity : null;
    const decisions = p.decisionsLastMinute ?? minute.decisions.get(p.portfolioId) ?? 0;
    const rejects = p.rejectsLastMinute ?? minute.rejects.get(p.portfolioId) ?? 0;
    return {
      p: { portfolioId: p.portfolioId, tradingState: p.tradingState, stateCause: p.stateCause, overridesInForce: p.overridesInForce },
      market: p.market,
      why: tradingState(p) === "ACTIVE" ? "" : why(p).join(", "),
      regime: budget?.regime ?? null,
      regimeNote: regimeNote(p),
      leverage: fixed(leverage),
      leverageLimit: fixed(budget?.leverageLimit),
      over: leverage !== null && leverage > budget.leverageLimit,
      held: heldVolatility(p, leverage),
      target: percent(budget?.targetVolatility),
      drawdown: percent(budget?.performance?.drawdown),
      still: percent(budget?.performance?.staticDrawdown),
      rejects,
      rate: decisions > 0 ? `${rejects} of ${decisions}` : "none",
      age: budget ? duration(Math.max(0, ageSeconds(budget.asOf) ?? 0)) : null,
      overrides: inForce(p).map((o) => (o.action ? words(o.action) : cut(o.overrideId, 12))).join(", "),
      selected: p.portfolioId === opened,
    };
  });
  const order = { HALTED: 0, REDUCE_ONLY: 1 };
  return rows.sort((a, b) => (order[tradingState(a.p)] ?? 2) - (order[tradingState(b.p)] ?? 2));
}

/** Since when a portfolio's regime is, or why it is not the market's. */
export function regimeNote(p) {
  const market = state.markets.get(p.market);
  if (p.regimePinned) {
    const pin = (p.overridesInForce ?? []).find((o) => o.overrideId === p.regimePinned);
    return `pinned${pin ? ` by ${cut(pin.author, 20)}` : ""}`;
  }
  if (p.warmingUp || (market && !market.warmedUp)) {
    return `${p.market} warming up`;
  }
  const since = time(p.budget?.regimeSince);
  return since === "–" ? `${p.market}, no change yet` : `${p.market} since ${since.slice(0, 10)}`;
}

/** Volatility of what is held, as the gate reckoned it a moment ago; else the forecast at the leverage used. */
function heldVolatility(p, leverage) {
  const last = latest(state.decisions, "decidedAt").find(
    (d) => d.intent.portfolioId === p.portfolioId && d.outcome === "APPROVED" && typeof d.inputs.volatility === "number");
  if (last && wallNow() - millis(last.decidedAt) < HELD_MILLIS) {
    return percent(last.inputs.volatility);
  }
  return leverage === null || !p.budget ? "–" : `≈ ${percent(p.budget.forecastVolatility * leverage)}`;
}

/** A row. Its name opens the drawer; its last cell an override of it. */
export function portfolioRow(row, open, openDialog) {
  const { p } = row;
  const stopped = p.tradingState === "HALTED" || p.tradingState === "REDUCE_ONLY";
  return el("tr", { class: row.selected ? "selected" : null, "data-state": tradingState(p) ?? "UNKNOWN", "data-portfolio": p.portfolioId, click: () => open(p.portfolioId) },
    el("th", { scope: "row" }, button(cut(p.portfolioId, 40), (event) => {
      event.stopPropagation();
      open(p.portfolioId);
    }, { class: "link", "aria-expanded": row.selected ? "true" : "false", "data-focus": `p-${p.portfolioId}`, title: p.portfolioId })),
    el("td", {}, stateBadge(p), row.why === "" ? null : el("small", { class: "under", title: row.why }, row.why)),
    el("td", {}, row.regime === null ? el("strong", {}, "No budget: nothing adds risk") : [regimePill(row.regime), el("small", { class: "under" }, row.regimeNote)]),
    el("td", { class: row.over ? "number over" : "number" }, row.over ? "▲ " : "", row.leverage, el("small", { class: "under" }, `of ${row.leverageLimit}`)),
    el("td", { class: "number" }, row.held, el("small", { class: "under" }, `target ${row.target}`)),
    el("td", { class: "number" }, row.drawdown, el("small", { class: "under" }, `static ${row.still}`)),
    el("td", { class: row.rejects > 0 ? "number rejects" : "number" }, row.rate),
    el("td", { class: "number" }, row.age ?? "–"),
    el("td", {}, row.overrides === "" ? el("small", {}, "none") : row.overrides),
    el("td", { class: "actions" }, button(stopped ? "Resume…" : "Override…", (event) => {
      event.stopPropagation();
      openDialog({ portfolioId: p.portfolioId, action: stopped ? "RESUME" : "HALT" });
    }, { "data-control": true, "data-focus": `o-${p.portfolioId}`, "aria-label": `${stopped ? "Resume" : "Override"} ${p.portfolioId}` })));
}
