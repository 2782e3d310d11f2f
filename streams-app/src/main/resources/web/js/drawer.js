// The drawer of a portfolio: its limits, how they moved, what is recommended, how it did.

import { get, query } from "./api.js";
import { compareChart, limitChart, regimeStrip } from "./charts.js";
import { $, button, el, facts, fill, list, table } from "./dom.js";
import { clock, duration, fixed, millis, number, percent, source, time, words } from "./format.js";
import { limitLine, ratio, scale } from "./limits.js";
import { regimeNote, regimePill, stateBadge } from "./portfolios.js";
import { ageSeconds, eventNow, isReplay, lastMinute, latest, point, rowsOf, state, wallNow } from "./store.js";
import { why } from "./status.js";

const DAY = 86_400;
const RANGES = [["1 h", 3_600], ["1 d", DAY], ["30 d", 30 * DAY], ["1 y", 365 * DAY], ["all", null]];
const shown = { portfolioId: null, scope: null, range: undefined, charts: 0 };

/** Opens it for a portfolio; charts are read once and say when, everything else follows the events. */
export function openPortfolio(portfolioId) {
  if (shown.portfolioId === portfolioId) {
    return;
  }
  if (state.connection.good === null) {
    // Called again when all has been read.
    fill($("drawer-title"), portfolioId);
    fill($("drawer-body"), el("p", { class: "quiet" }, "Loading…"));
    return;
  }
  shown.portfolioId = portfolioId;
  shown.scope = `PORTFOLIO\n${portfolioId}`;
  shown.range ??= isReplay() ? 365 * DAY : DAY;
  fill($("drawer-body"),
    el("div", { id: "drawer-facts" }),
    section("Limits", el("div", { id: "drawer-scale" }, scale()), el("div", { id: "drawer-limits" })),
    section("Over time", el("div", { class: "row", id: "drawer-range" }), el("div", { id: "drawer-chart", class: "chart" }), el("p", { id: "drawer-read", class: "quiet" }), el("div", { id: "drawer-regimes" })),
    section("Recommendation", el("div", { id: "drawer-recommendation" })),
    section("Performance", el("div", { id: "drawer-performance" }), el("div", { id: "chart-drawdown", class: "chart" }), el("div", { id: "chart-return", class: "chart" })));
  drawPortfolio();
  drawCharts();
}

/** It is closed, or shows something else. */
export function forgetPortfolio() {
  shown.portfolioId = null;
}

const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);

/** What follows the events; called at each drawing. */
export function drawPortfolio() {
  const id = shown.portfolioId;
  if (id === null) {
    return;
  }
  const portfolio = state.portfolios.get(id);
  fill($("drawer-title"), id, " ");
  if (!portfolio) {
    fill($("drawer-facts"), el("p", { class: "quiet" }, "There is no such portfolio, or it is not yours to see."));
    return;
  }
  $("drawer-title").append(stateBadge(portfolio));
  const budget = portfolio.budget;
  const reason = why(portfolio).join(", ");
  list($("drawer-facts"), [{ budget, reason, note: regimeNote(portfolio), currency: portfolio.baseCurrency }], () => "facts", (of) => head(of), () => null);
  const rejects = lastMinute().rejects;
  const groups = [["PORTFOLIO", "Whole portfolio"], ["STRATEGY", "Strategies"], ["SYMBOL", "Symbols, in units"]];
  const rows = groups.flatMap(([scope, title]) => {
    const of = rowsOf(id).filter((row) => row.scope === scope).sort((a, b) => ratio(b) - ratio(a) || (a.scopeId < b.scopeId ? -1 : 1));
    return of.length === 0 ? [] : [{ title }, ...of.map((row) => ({ row, rejects: rejects.get(`${id}\n${scope}\n${row.scopeId}`) ?? 0 }))];
  });
  list($("drawer-limits"), rows, (r) => r.title ?? `${r.row.scope}\n${r.row.scopeId}`,
    (r) => (r.title ? el("h4", {}, r.title) : limitLine(r.row, r.row.scope === "PORTFOLIO" ? "portfolio" : r.row.scopeId, r.rejects)),
    () => el("p", { class: "quiet" }, "Nothing used so far."));
  drawRecommendation(id);
  list($("drawer-performance"), budget?.performance ? [budget.performance] : [], () => "performance", (of) => performanceTable(of),
    () => el("p", { class: "quiet" }, "No bar yet."));
}

function head({ budget, reason, note, currency }) {
  const stopped = reason === "" ? null : el("p", { class: "over" }, reason);
  if (!budget) {
    return el("div", {}, stopped, el("p", { class: "over" }, "No budget: every order that adds risk is rejected."));
  }
  return el("div", {},
    stopped,
    facts(
      ["Regime", regimePill(budget.regime), " ", el("small", {}, note)],
      ["Equity", `${number(budget.equity, 0)} ${currency ?? ""}`],
      ["Leverage limit", `${fixed(budget.leverageLimit)} `, el("small", {}, `by ${source(budget.leverageLimitBoundBy)}`)],
      ["Target volatility", percent(budget.targetVolatility)],
      ["Forecast at leverage 1", percent(budget.forecastVolatility)],
      ["Budget", `version ${number(budget.version, 0)} `, el("small", {}, `${words(budget.cause).toLowerCase()}, of ${time(budget.asOf)}`)]));
}

// ---- over time

async function drawCharts() {
  const id = shown.portfolioId;
  const turn = ++shown.charts;
  drawRange();
  const [scope, scopeId] = shown.scope.split("\n");
  const to = eventNow() ?? Date.now();
  const from = shown.range === null ? new Date(0) : new Date(to - shown.range * 1000);
  const host = $("drawer-chart");
  fill(host, el("p", { class: "quiet" }, "Loading…"));
  drawHistory(id);
  let rows = [];
  let problem = null;
  try {
    const path = `/utilization${query({ portfolioId: id, scope, scopeId, from: from.toISOString(), to: new Date(to).toISOString(), limit: 1000 })}`;
    rows = (await get(path)).items.filter((row) => row.scope === scope && row.scopeId === scopeId);
  } catch (error) {
    problem = error.message;
  }
  if (turn !== shown.charts || shown.portfolioId !== id) {
    return;
  }
  if (rows.length < 2) {
    fill(host, el("p", { class: "quiet" }, problem === null ? "Not enough of the past is kept here for a chart." : `The past could not be read: ${problem}`));
    return;
  }
  fill(host);
  fill($("drawer-read"), `As read at ${clock(wallNow())} UTC; dates are UTC.`);
  const market = state.markets.get(state.portfolios.get(id)?.market);
  const regimes = (market?.timeline ?? []).filter((p) => millis(p.since) > 0);
  limitChart(host, `Limit, used and reserved of ${id} over time`, rows.sort((a, b) => millis(a.asOf) - millis(b.asOf)), regimes, marksOf(id));
  fill($("drawer-regimes"), market ? [el("p", { class: "quiet" }, regimeText(market)), regimeStrip(market, eventNow() ?? 0)] : null);
}

function regimeText(market) {
  if (!market.warmedUp) {
    return `${market.market} is warming up: ${market.bars} bars so far.`;
  }
  const given = Object.entries(market.regimeProbabilities ?? {}).sort((a, b) => b[1] - a[1]).map(([r, p]) => `${words(r)} ${percent(p, 0)}`);
  const sure = given.length > 0 ? given.join(", ") : `confidence ${percent(market.regimeConfidence, 0)}`;
  return `${market.market}: ${words(market.regime)} since ${time(market.regimeSince)}, ${sure}`;
}

/** Lines of the chart: when overrides of this portfolio took effect; what never did has no line. */
function marksOf(id) {
  return [...state.overrides.values()]
    .filter((o) => (o.portfolioId === id || o.portfolioId === "*") && Number.isFinite(millis(o.inForceSince)))
    .map((o) => ({ at: millis(o.inForceSince), text: words(o.action) }));
}

function drawRange() {
  const choice = el("select", { "aria-label": "Limit to show", change: (event) => {
    shown.scope = event.target.value;
    drawCharts();
  } }, rowsOf(shown.portfolioId).map((row) => el("option", {}, row.scope === "PORTFOLIO" ? "whole portfolio" : `${row.scope.toLowerCase()} ${row.scopeId}`)));
  // The escapes of what cannot be seen must not reach the values.
  rowsOf(shown.portfolioId).forEach((row, i) => (choice.options[i].value = `${row.scope}\n${row.scopeId}`));
  choice.value = shown.scope;
  fill($("drawer-range"), choice, RANGES.map(([text, seconds]) => button(text, () => {
    shown.range = seconds;
    drawCharts();
  }, { class: "chip", "aria-pressed": String(shown.range === seconds) })), button("Read again", drawCharts));
}

// ---- recommendation

function drawRecommendation(id) {
  const all = latest(state.recommendations, "asOf").filter((r) => r.portfolioId === id).slice(0, 5);
  list($("drawer-recommendation"), all.map((r, i) => ({ r, superseded: i > 0, age: duration(Math.max(0, ageSeconds(r.asOf) ?? 0)) })), (x) => x.r.recommendationId,
    (x) => recommendation(x.r, x.superseded, x.age), () => el("p", { class: "quiet" }, "None so far."),
    (x) => `${x.r.recommendationId} ${x.superseded} ${x.superseded ? "" : x.age}`);
}

function recommendation(data, superseded, age) {
  const trades = new Map(data.trades.map((t) => [t.symbol, t]));
  const rows = data.weights.map((w) => {
    const trade = trades.get(w.symbol);
    return el("tr", {}, el("th", { scope: "row" }, w.symbol), el("td", { class: "number" }, percent(w.currentWeight)), el("td", { class: "number" }, percent(w.targetWeight)),
      el("td", {}, trade ? `${words(trade.side)} ${number(trade.quantity, 8)}` : "–"));
  });
  const title = `${superseded ? "Superseded: " : ""}${words(data.priority)} priority, ${time(data.asOf)}${superseded ? "" : `, ${age} ago`}: ${data.triggers.map((t) => words(t.type).toLowerCase()).join(", ")}`;
  const body = [
    el("p", { class: "quiet" }, `Turnover ${percent(data.turnover)}, cost ${number(data.estimatedCost, 0)}, expected volatility ${percent(data.expectedVolatilityBefore)} → ${percent(data.expectedVolatilityAfter)}; ${data.trades.length} trades`),
    table("Current and target weights", ["Symbol", right("Current"), right("Target"), "Trade"], rows),
  ];
  return superseded
    ? el("details", { class: "superseded" }, el("summary", {}, title), ...body)
    : el("div", {}, el("p", {}, el("strong", {}, title)), ...body);
}

const right = (text) => el("th", { scope: "col", class: "number" }, text);

// ---- performance

/** Reads budgets of the past and draws how the portfolio did. */
async function drawHistory(id) {
  const turn = shown.charts;
  try {
    const history = await get(`/history${query({ portfolioId: id, limit: 1000 })}`);
    history.items.forEach(point);
  } catch {
    // The chart has what the events brought; the connection tells of what is wrong.
  }
  if (turn !== shown.charts || shown.portfolioId !== id) {
    return;
  }
  const points = [...(state.history.get(id)?.values() ?? [])].sort((a, b) => a.at - b.at);
  fill($("chart-drawdown"));
  fill($("chart-return"));
  if (points.length > 1) {
    $("chart-drawdown").append(el("h4", {}, "Drawdown"));
    compareChart($("chart-drawdown"), "Drawdown, dynamic and static", points, "drawdown", "staticDrawdown", -1);
    $("chart-return").append(el("h4", {}, "Return"));
    compareChart($("chart-return"), "Return, dynamic and static", points, "totalReturn", "staticTotalReturn");
  }
}

const response = (took) => (typeof took === "number" && took < 1000 ? `${number(took, 1)} ms` : duration(took === null ? null : took / 1000));

function performanceTable(performance) {
  const row = (name, own, still) => el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "number" }, own), el("td", { class: "number" }, still));
  const less = [performance.staticMaxDrawdown, performance.maxDrawdown].every(Number.isFinite) ? performance.staticMaxDrawdown - performance.maxDrawdown : null;
  return el("div", {},
    table("Dynamic against static", ["", right("dynamic"), right("static")], [
      row("Return", percent(performance.totalReturn), percent(performance.staticTotalReturn)),
      row("Drawdown", percent(performance.drawdown), percent(performance.staticDrawdown)),
      row("Largest drawdown", percent(performance.maxDrawdown), percent(performance.staticMaxDrawdown)),
      row("Sharpe", number(performance.sharpe), number(performance.staticSharpe)),
    ]),
    el("h4", {}, "Success measures"),
    facts(
      ["Budget used, 95 % of bars below", percent(performance.budgetUtilizationTail, 0)],
      ["Regime change to tighter limit", response(performance.regimeResponseMillis)],
      ["Drawdown less than static", percent(less)],
      ["Overrides a year", number(performance.overridesPerYear, 1)],
      ["Return per risk held", number(performance.returnPerRisk)]));
}
