// The drawer of a portfolio: its limits, how they moved, what is recommended, how it did.

import { get, query } from "./api.js";
import { compareChart, limitChart, regimeStrip } from "./charts.js";
import { $, button, el, facts, fill, list, table } from "./dom.js";
import { duration, number, percent, time, words } from "./format.js";
import { limitLine, ratio, scale } from "./limits.js";
import { regimePill, stateBadge } from "./portfolios.js";
import { eventNow, isReplay, lastMinute, latest, point, rowsOf, state } from "./store.js";
import { why } from "./status.js";

const DAY = 86_400;
const RANGES = [["1 h", 3_600], ["1 d", DAY], ["30 d", 30 * DAY], ["1 y", 365 * DAY], ["all", null]];
const shown = { portfolioId: null, scope: null, range: undefined, charts: 0 };

/** Opens it for a portfolio; charts are read once, limits follow the events. */
export function openPortfolio(portfolioId) {
  if (shown.portfolioId === portfolioId) {
    return;
  }
  shown.portfolioId = portfolioId;
  shown.scope = `PORTFOLIO\n${portfolioId}`;
  shown.range ??= isReplay() ? 365 * DAY : DAY;
  fill($("drawer-body"),
    el("div", { id: "drawer-facts" }),
    section("Limits", el("div", { id: "drawer-scale" }, scale()), el("div", { id: "drawer-limits" })),
    section("Over time", el("div", { class: "row", id: "drawer-range" }), el("div", { id: "drawer-chart", class: "chart" }), el("div", { id: "drawer-regimes" })),
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
    fill($("drawer-facts"), el("p", { class: "quiet" }, state.connection.good === null ? "Loading…" : "There is no such portfolio, or it is not yours to see."));
    return;
  }
  $("drawer-title").append(stateBadge(portfolio));
  const budget = portfolio.budget;
  list($("drawer-facts"), [{ portfolio: { ...portfolio, readAt: 0 } }], () => "facts", () => head(portfolio, budget), () => null);
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
}

function head(portfolio, budget) {
  const reason = why(portfolio).join(", ");
  if (!budget) {
    return el("p", { class: "over" }, "No budget: every order that adds risk is rejected.");
  }
  return el("div", {},
    reason === "" ? null : el("p", { class: "over" }, reason),
    facts(
      ["Regime", regimePill(budget.regime)],
      ["Equity", `${number(budget.equity, 0)} ${portfolio.baseCurrency ?? ""}`],
      ["Leverage limit", `${number(budget.leverageLimit)} `, el("small", {}, `by ${words(budget.leverageLimitBoundBy).toLowerCase()}`)],
      ["Target volatility", percent(budget.targetVolatility)],
      ["Forecast at leverage 1", percent(budget.forecastVolatility)],
      ["Budget", `version ${number(budget.version, 0)}, ${words(budget.cause).toLowerCase()}, ${time(budget.asOf)}`]));
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
  drawPerformance(id);
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
  const market = state.markets.get(state.portfolios.get(id)?.market);
  const regimes = (market?.timeline ?? []).filter((p) => Date.parse(p.since) > 0);
  limitChart(host, `Limit, used and reserved of ${id} over time`, rows.sort((a, b) => (a.asOf < b.asOf ? -1 : 1)), regimes, marksOf(id));
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

/** Lines of the chart: when overrides of this portfolio began. */
function marksOf(id) {
  return [...state.overrides.values()]
    .filter((o) => o.portfolioId === id || o.portfolioId === "*")
    .map((o) => ({ at: Date.parse(o.createdAt), text: words(o.action) }));
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
  const version = state.portfolios.get(id)?.budget?.version;
  list($("drawer-recommendation"), all.map((r, i) => ({ r, superseded: i > 0, version: i === 0 ? version : null })), (x) => x.r.recommendationId,
    (x) => recommendation(x.r, x.superseded), () => el("p", { class: "quiet" }, "None so far."),
    (x) => `${x.r.recommendationId} ${x.superseded}`);
}

function recommendation(data, superseded) {
  const trades = new Map(data.trades.map((t) => [t.symbol, t]));
  const rows = data.weights.map((w) => {
    const trade = trades.get(w.symbol);
    return el("tr", {}, el("th", { scope: "row" }, w.symbol), el("td", { class: "number" }, percent(w.currentWeight)), el("td", { class: "number" }, percent(w.targetWeight)),
      el("td", {}, trade ? `${words(trade.side)} ${number(trade.quantity, 8)}` : "–"));
  });
  const title = `${superseded ? "Superseded: " : ""}${words(data.priority)} priority, ${time(data.asOf)}: ${data.triggers.map((t) => words(t.type).toLowerCase()).join(", ")}`;
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

async function drawPerformance(id) {
  try {
    const history = await get(`/history${query({ portfolioId: id, limit: 1000 })}`);
    history.items.forEach(point);
  } catch {
    // The chart has what the events brought; the connection tells of what is wrong.
  }
  if (shown.portfolioId !== id) {
    return;
  }
  const performance = state.portfolios.get(id)?.budget?.performance;
  if (!performance) {
    fill($("drawer-performance"), el("p", { class: "quiet" }, "No bar yet."));
    return;
  }
  const row = (name, own, still) => el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "number" }, own), el("td", { class: "number" }, still));
  fill($("drawer-performance"),
    table("Dynamic against static", ["", right("dynamic"), right("static")], [
      row("Return", percent(performance.totalReturn), percent(performance.staticTotalReturn)),
      row("Drawdown", percent(performance.drawdown), percent(performance.staticDrawdown)),
      row("Largest drawdown", percent(performance.maxDrawdown), percent(performance.staticMaxDrawdown)),
      row("Sharpe", number(performance.sharpe), number(performance.staticSharpe)),
    ]),
    el("h4", {}, "Success measures"),
    facts(
      ["Budget used, 95 % of bars below", percent(performance.budgetUtilizationTail, 0)],
      ["Regime change to tighter limit", performance.regimeResponseMillis === null ? "–" : duration(performance.regimeResponseMillis / 1000)],
      ["Drawdown less than static", percent(performance.staticMaxDrawdown - performance.maxDrawdown)],
      ["Overrides a year", number(performance.overridesPerYear, 1)],
      ["Return per risk held", number(performance.returnPerRisk)]));
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
