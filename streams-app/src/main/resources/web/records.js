// Rows of the lists at the bottom of the page; each makes an element from data and keeps no state.

import { el, number, percent, time, words } from "./dom.js";

/** A row of the table of decisions. */
export function decision(data) {
  const intent = data.intent;
  const approved = data.outcome === "APPROVED";
  const reduced = approved && data.approvedQuantity < intent.quantity;
  const price = intent.limitPrice === null ? "market" : `limit ${number(intent.limitPrice, 4)}`;
  return el(
    "tr",
    { class: approved ? "approved" : "rejected" },
    el("td", {}, time(data.asOf)),
    el("td", {}, intent.orderId, el("br"), el("small", {}, intent.portfolioId)),
    el("td", {}, intent.strategyId),
    el("td", {}, `${words(intent.side)} ${number(intent.quantity, 8)} ${intent.symbol}, ${price}`),
    el("td", {}, el("span", { class: "outcome" }, approved ? "✓ Approved" : "✕ Rejected"),
      data.repeat ? " (repeat)" : null, reduced ? " (reduced)" : null),
    el("td", { class: "number" }, number(data.approvedQuantity, 8)),
    el("td", {}, violations(data)),
  );
}

function violations(data) {
  if (data.violations.length === 0) {
    return data.reducing ? "cuts risk" : "within every limit";
  }
  return el(
    "ul",
    { class: "reasons" },
    ...data.violations.map((v) =>
      el(
        "li",
        {},
        el("strong", { title: v.message }, words(v.reason)),
        v.observed === null ? null : ` ${number(v.observed)}`,
        v.limit === null ? null : ` against ${number(v.limit)}`,
        el("small", {}, ` ${words(v.scope).toLowerCase()} ${v.scopeId}, by ${v.boundBy}`,
          v.largestQuantity === null ? null : `, at most ${number(v.largestQuantity, 8)}`),
      ),
    ),
  );
}

/** An alert. */
export function alert(data) {
  const where = [data.portfolioId, data.market, data.scopeId].filter((part) => part !== null);
  return el(
    "li",
    { "data-severity": data.severity },
    el("p", {}, el("strong", {}, `${words(data.severity)}: ${words(data.type)}`), ` ${where.join(" / ")}`),
    el("p", {}, data.message),
    el("p", { class: "quiet" }, time(data.asOf),
      data.observed === null ? null : `, observed ${number(data.observed, 4)}`,
      data.threshold === null ? null : `, threshold ${number(data.threshold, 4)}`),
  );
}

/** A recommendation; the trades fold out. */
export function recommendation(data) {
  return el(
    "li",
    { "data-priority": data.priority },
    el("p", {}, el("strong", {}, `${words(data.priority)} priority`), ` ${data.portfolioId}, ${time(data.asOf)}`),
    el(
      "ul",
      { class: "reasons" },
      ...data.triggers.map((t) =>
        el("li", {}, `${words(t.type)}${t.scopeId === null ? "" : ` (${t.scopeId})`}: ${number(t.observed, 3)} against ${number(t.threshold, 3)}`),
      ),
    ),
    el("p", { class: "quiet" },
      `Turnover ${percent(data.turnover)}, cost ${number(data.estimatedCost)}, expected volatility ${percent(data.expectedVolatilityBefore)} → ${percent(data.expectedVolatilityAfter)}`),
    el(
      "details",
      { "data-fold": "trades" },
      el("summary", {}, `Trades: ${data.trades.length}`),
      el("ul", { class: "reasons" },
        ...data.trades.map((t) => el("li", {}, `${words(t.side)} ${number(t.quantity, 8)} ${t.symbol}, ${number(t.notional, 0)}`))),
    ),
  );
}
