// One function per thing that is shown; each makes an element from data and keeps no state.

import { el, facts, number, percent, svg, time, words } from "./dom.js";

const MARKS = [50, 75, 90, 95];
const REGIMES = new Set(["BULL", "BEAR", "SIDEWAYS", "CRISIS", "RECOVERY"]);

const regimeClass = (regime) =>
  REGIMES.has(regime) ? `regime regime-${regime.toLowerCase()}` : "regime";

function regimePill(regime) {
  return el("span", { class: regimeClass(regime) }, words(regime));
}

/** A market: the regime in force and the strip of those before. */
export function market(data) {
  return el(
    "article",
    { class: "card market" },
    el("h3", {}, data.market),
    el(
      "p",
      { class: "headline" },
      regimePill(data.regime),
      ` since ${time(data.regimeSince)}, confidence ${percent(data.regimeConfidence, 0)}`,
      data.regimeSource ? `, says ${data.regimeSource}` : null,
    ),
    timeline(data),
    facts(
      ["State as of", time(data.asOf)],
      ["Average correlation", number(data.averageCorrelation)],
      ["Instruments", number(data.symbolCount, 0)],
      ["Risk model", data.warmedUp ? `warm, ${number(data.bars, 0)} bars` : `warming up, ${number(data.bars, 0)} bars`],
    ),
  );
}

/** Regimes side by side, each as wide as it lasted. */
function timeline(data) {
  const periods = data.timeline ?? [];
  if (periods.length === 0) {
    return el("p", { class: "quiet" }, "No regime yet.");
  }
  const end = Math.max(Date.parse(data.asOf) || 0, Date.parse(periods.at(-1).since));
  const strip = el("ol", { class: "timeline", "aria-label": `Regimes of ${data.market}` });
  periods.forEach((period, i) => {
    const from = Date.parse(period.since);
    const to = i + 1 < periods.length ? Date.parse(periods[i + 1].since) : end;
    const text = `${words(period.regime)} from ${time(period.since)}`;
    const segment = el(
      "li",
      { class: regimeClass(period.regime), title: text },
      el("span", { class: "hidden" }, text),
      el("span", { class: "label", "aria-hidden": "true" }, words(period.regime)),
    );
    // The width is by time, with a minimum in the style sheet so that a short one is seen.
    segment.style.flexGrow = String(Math.max(to - from, 0) + 1);
    strip.append(segment);
  });
  return el(
    "div",
    {},
    strip,
    el(
      "p",
      { class: "ends", "aria-hidden": "true" },
      el("span", {}, time(periods[0].since)),
      el("span", {}, time(new Date(end).toISOString())),
    ),
  );
}

/** A portfolio: its budget, what is used of it, and how it did beside the static allocation. */
export function portfolio(data) {
  const budget = data.budget;
  const title = el("h3", {}, data.portfolioId, " ", el("small", {}, data.market));
  if (!budget) {
    return el(
      "article",
      { class: "card" },
      title,
      el("p", { class: "warn" }, "No budget: every order that adds risk is rejected."),
    );
  }
  return el(
    "article",
    { class: "card" },
    title,
    el(
      "p",
      { class: "headline" },
      regimePill(budget.regime),
      ` budget version ${number(budget.version, 0)}, ${words(budget.cause).toLowerCase()}, ${time(budget.asOf)}`,
    ),
    facts(
      ["Equity", `${number(budget.equity, 0)} ${data.baseCurrency ?? ""}`],
      ["Leverage limit", `${number(budget.leverageLimit)} `, el("small", {}, budget.leverageLimitBoundBy)],
      ["Target volatility", percent(budget.targetVolatility)],
      ["Forecast volatility", percent(budget.forecastVolatility)],
      ["Target leverage", number(budget.targetLeverage)],
      ["Overrides", budget.overrides.length === 0 ? "none" : budget.overrides.join(", ")],
    ),
    el("h4", {}, "Utilisation"),
    gauges(data.portfolioId, data.utilization),
    el("h4", {}, "Drawdown beside the static allocation"),
    drawdown(budget.performance, data.history),
  );
}

function gauges(id, rows) {
  const of = (scope) =>
    rows.filter((row) => row.scope === scope).sort((a, b) => b.ratio - a.ratio);
  if (rows.length === 0) {
    return el("p", { class: "quiet" }, "Nothing used so far.");
  }
  const symbols = of("SYMBOL");
  return el(
    "div",
    { class: "gauges" },
    legend(),
    ...of("PORTFOLIO").map(gauge),
    ...of("STRATEGY").map(gauge),
    symbols.length === 0
      ? null
      : el(
          "details",
          { "data-fold": `symbols-${id}` },
          el("summary", {}, `Symbols: ${symbols.length}, highest ${percent(symbols[0].ratio, 0)}`),
          ...symbols.map(gauge),
        ),
  );
}

/** What the parts of a gauge mean, and the scale above the marks. */
function legend() {
  const entry = (kind) => el("span", { class: "key" }, el("i", { class: kind }), kind);
  const scale = el("span", { class: "scale" });
  for (const mark of MARKS) {
    const label = el("span", {}, mark);
    label.style.insetInlineStart = `${mark}%`;
    scale.append(label);
  }
  return el(
    "div",
    { class: "legend", "aria-hidden": "true" },
    el("p", {}, entry("used"), entry("reserved"), entry("free")),
    el("div", { class: "gauge" }, el("span"), scale, el("span", { class: "unit" }, "%")),
  );
}

function level(ratio) {
  const at = MARKS.filter((mark) => ratio * 100 >= mark).length;
  return ["normal", "raised", "high", "very high", "critical"][at];
}

/** One limit: used, reserved and free apart, with marks. */
function gauge(row) {
  const limit = row.used + row.reserved + row.free;
  const share = (value) => (limit > 0 ? Math.min(Math.max(value / limit, 0), 1) * 100 : 0);
  const text =
    `used ${number(row.used, 0)}, reserved ${number(row.reserved, 0)}, ` +
    `free ${number(row.free, 0)} of ${number(row.limit, 0)}`;
  const bar = el(
    "div",
    {
      class: "bar",
      role: "meter",
      "aria-label": `${words(row.scope)} ${row.scopeId}`,
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-valuenow": Math.round(Math.min(row.ratio, 1) * 100),
      "aria-valuetext": `${percent(row.ratio, 0)}, ${level(row.ratio)}; ${text}`,
      title: text,
    },
    segment("used", share(row.used)),
    segment("reserved", share(row.reserved)),
    ...MARKS.map((mark) => {
      const tick = el("i", { class: "mark" });
      tick.style.insetInlineStart = `${mark}%`;
      return tick;
    }),
  );
  return el(
    "div",
    { class: "gauge", "data-level": level(row.ratio).replace(" ", "-") },
    el("span", { class: "name" }, row.scope === "PORTFOLIO" ? "Portfolio" : row.scopeId),
    bar,
    el("span", { class: "value" }, percent(row.ratio, 0)),
    el("span", { class: "amounts" }, text),
  );
}

function segment(kind, width) {
  const part = el("span", { class: kind });
  part.style.width = `${width}%`;
  return part;
}

function drawdown(performance, history) {
  if (!performance) {
    return el("p", { class: "quiet" }, "No bar yet.");
  }
  const row = (name, own, still) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, own), el("td", {}, still));
  return el(
    "div",
    {},
    chart(history),
    el(
      "table",
      { class: "compare" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("td"),
          el("th", { scope: "col" }, el("i", { class: "line own" }), "dynamic"),
          el("th", { scope: "col" }, el("i", { class: "line still" }), "static"),
        ),
      ),
      el(
        "tbody",
        {},
        row("Drawdown", percent(performance.drawdown), percent(performance.staticDrawdown)),
        row("Largest drawdown", percent(performance.maxDrawdown), percent(performance.staticMaxDrawdown)),
        row("Return", percent(performance.totalReturn), percent(performance.staticTotalReturn)),
        row("Sharpe", number(performance.sharpe), number(performance.staticSharpe)),
        row("Return / risk held", number(performance.returnPerRisk), ""),
        row("Budget used, 95 % of bars below", percent(performance.budgetUtilizationTail), ""),
      ),
    ),
  );
}

/** Drawdowns over the budgets that are known, downwards from 0. */
function chart(points) {
  if (points.length < 2) {
    return null;
  }
  const worst = Math.max(0.01, ...points.flatMap((p) => [p.own, p.still]));
  const first = points[0].at;
  const span = Math.max(points.at(-1).at - first, 1);
  const path = (pick) =>
    points
      .map((p) => `${(((p.at - first) / span) * 600).toFixed(1)},${((pick(p) / worst) * 86 + 2).toFixed(1)}`)
      .join(" ");
  return svg(
    "svg",
    { class: "chart", viewBox: "0 0 600 90", preserveAspectRatio: "none", role: "img",
      "aria-label": `Drawdown over time, down to ${percent(worst)}` },
    svg("polyline", { class: "still", points: path((p) => p.still) }),
    svg("polyline", { class: "own", points: path((p) => p.own) }),
  );
}
