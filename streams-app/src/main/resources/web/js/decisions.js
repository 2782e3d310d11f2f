// The tail of decisions, and the explanation of one.

import { get, query } from "./api.js";
import { $, button, el, facts, fill, list, long, table } from "./dom.js";
import { clock, cut, duration, millis, number, percent, source, time, words } from "./format.js";
import { decisionKey, latest, put, state } from "./store.js";

const SHOWN = 60;
/** Their figures are of the order itself, not of a limit that it reaches. */
const STEPS = new Set(["NOT_A_LOT", "NOT_A_TICK", "NOT_REDUCING"]);
const tail = { paused: false, touched: false, frozen: null, opened: null, turn: 0, filter: { outcome: "", reason: "", text: "" } };
let draw = () => {};
let asking = 0;

/** Sets the handlers of the filters up. */
export function startDecisions(redraw) {
  draw = redraw;
  const body = $("decisions").closest(".scroll");
  // A list that moves under the pointer makes people click the wrong row.
  const hold = (touched) => () => {
    tail.touched = touched;
    draw();
  };
  body.addEventListener("pointerenter", hold(true));
  body.addEventListener("pointerleave", hold(false));
  body.addEventListener("focusin", hold(true));
  body.addEventListener("focusout", hold(false));
  $("pause").addEventListener("click", () => {
    tail.paused = !tail.paused;
    draw();
  });
  $("new-decisions").addEventListener("click", () => {
    tail.frozen = null;
    body.scrollTop = 0;
    draw();
  });
  for (const [id, field] of [["filter-outcome", "outcome"], ["filter-reason", "reason"], ["filter-text", "text"]]) {
    $(id).addEventListener("input", () => {
      tail.filter[field] = $(id).value.trim();
      tail.frozen = null;
      draw();
      clearTimeout(asking);
      asking = setTimeout(fetchFiltered, 400);
    });
  }
}

/** Older decisions that fit the filters are asked for; what events brought is there at once. */
async function fetchFiltered() {
  if (Object.values(tail.filter).every((value) => value === "")) {
    return;
  }
  try {
    (await get(`/orders${query({ ...tail.filter, limit: 200 })}`)).items.forEach(put.decision);
    draw();
  } catch {
    // The list still shows what is here; the connection tells of what is wrong.
  }
}

/** APPROVED, REDUCED (approved for less than was asked) or REJECTED. */
export function outcome(decision) {
  return decision.outcome === "APPROVED" && decision.approvedQuantity < decision.intent.quantity ? "REDUCED" : decision.outcome;
}

function fits(decision) {
  const { outcome: wanted, reason, text } = tail.filter;
  const intent = decision.intent;
  return (wanted === "" || outcome(decision) === wanted)
    && (reason === "" || decision.violations.some((v) => v.reason === reason))
    && (text === "" || [intent.orderId, intent.portfolioId, intent.strategyId, intent.symbol].some((t) => t.toLowerCase().includes(text.toLowerCase())));
}

/** Draws the tail: it stands still while it is paused, looked into or scrolled down. */
export function drawDecisions(open) {
  const all = latest(state.decisions, "decidedAt");
  reasons(all);
  const fitting = all.filter(fits);
  const scrolled = $("decisions").closest(".scroll").scrollTop > 4;
  const still = tail.paused || tail.touched || scrolled;
  if (!still || tail.frozen === null) {
    tail.frozen = fitting.length === 0 ? 0 : millis(fitting[0].decidedAt);
  }
  const isNew = (d) => millis(d.decidedAt) > tail.frozen;
  const fresh = fitting.filter(isNew).length;
  $("new-decisions").hidden = fresh === 0;
  $("new-decisions").textContent = `${fresh} new`;
  $("pause").textContent = tail.paused ? "Go on" : "Pause";
  $("pause").setAttribute("aria-pressed", String(tail.paused));
  const sampled = state.sampled && Date.now() - state.sampled.at < 10_000 ? state.sampled : null;
  $("sampled").textContent = sampled ? `Showing ${sampled.shown} of ${sampled.total} live` : tail.paused ? "Paused" : "";
  const opened = tail.opened;
  list($("decisions"), fitting.filter((d) => !isNew(d)).slice(0, SHOWN), decisionKey, (d) => row(d, open),
    () => el("tr", {}, el("td", { colspan: 7, class: "quiet" }, all.length === 0 ? "No decision yet." : "No decision fits the filters.")),
    (d) => String(opened === decisionKey(d)));
}

function reasons(all) {
  const select = $("filter-reason");
  const found = [...new Set([...all.flatMap((d) => d.violations.map((v) => v.reason)), ...(tail.filter.reason ? [tail.filter.reason] : [])])].sort();
  if (found.length + 1 !== select.options.length && document.activeElement !== select) {
    fill(select, el("option", { value: "" }, "every reason"), found.map((r) => el("option", { value: r }, words(r))));
    select.value = tail.filter.reason;
  }
}

function outcomeText(decision) {
  return { APPROVED: "✓ Approved", REDUCED: "◪ Reduced", REJECTED: "✕ Rejected" }[outcome(decision)];
}

function orderText(intent) {
  const price = intent.limitPrice === null || intent.limitPrice === undefined ? "at market" : `limit ${number(intent.limitPrice, 4)}`;
  return `${words(intent.side)} ${number(intent.quantity, 8)} ${cut(intent.symbol, 24)}, ${price}`;
}

function row(decision, open) {
  const intent = decision.intent;
  const choose = () => open(decision);
  return el("tr", { class: tail.opened === decisionKey(decision) ? "selected" : null, "data-outcome": outcome(decision), "data-order": intent.orderId, click: choose },
    el("td", {}, clock(Date.parse(decision.decidedAt)), el("small", { class: "under" }, time(decision.asOf))),
    el("td", {}, button(cut(intent.orderId, 32), (event) => {
      event.stopPropagation();
      choose();
    }, { class: "link", "data-focus": decisionKey(decision), title: intent.orderId })),
    el("td", {}, cut(intent.portfolioId, 24), el("small", { class: "under" }, cut(intent.strategyId, 24))),
    el("td", {}, orderText(intent)),
    el("td", {}, el("span", { class: "outcome" }, outcomeText(decision)), decision.repeat ? el("small", { class: "under" }, "first answer again") : null),
    el("td", {}, marks(decision)),
    el("td", {}, whyText(decision)));
}

function marks(decision) {
  return [
    decision.reducing ? el("span", { class: "tag" }, "▽ reducing") : null,
    decision.intent.reduceOnly ? el("span", { class: "tag" }, "reduce-only") : null,
  ];
}

function whyText(decision) {
  if (decision.violations.length === 0) {
    return decision.reducing ? "cuts risk" : "within every limit";
  }
  const [first, ...more] = decision.violations;
  return [el("strong", {}, words(first.reason)), figures(first), more.length > 0 ? el("small", {}, ` and ${more.length} more`) : null];
}

function figures(v) {
  if (typeof v.observed !== "number" || typeof v.limit !== "number") {
    return null;
  }
  if (STEPS.has(v.reason) && v.reason !== "NOT_REDUCING") {
    return `: ${number(v.observed, 8)}, in steps of ${number(v.limit, 8)}`;
  }
  return v.reason === "NOT_REDUCING" ? `: ${number(v.observed)} ordered, ${number(v.limit)} would only cut risk` : ` ${number(v.observed)} of ${number(v.limit)}`;
}

// ---- the explanation of one

/** Shows a decision in the drawer; what is here at once, the checks when the API has told them. */
export async function openOrder(orderId, portfolioId) {
  const known = latest(state.decisions, "decidedAt").find((d) => d.intent.orderId === orderId && d.intent.portfolioId === portfolioId);
  const turn = ++tail.turn;
  tail.opened = known ? decisionKey(known) : null;
  fill($("drawer-title"), `Order ${cut(orderId, 60)}`);
  fill($("drawer-body"), known ? explained(known, null) : el("p", { class: "quiet" }, "Loading…"));
  let decision;
  let problem = null;
  try {
    decision = await get(`/orders/${encodeURIComponent(orderId)}${query({ portfolioId })}`);
  } catch (error) {
    problem = error;
  }
  if (turn !== tail.turn) {
    return; // The drawer shows something else by now.
  }
  if (problem === null) {
    fill($("drawer-body"), explained(decision, decision.explanation ?? null));
  } else {
    $("drawer-body").append(el("p", { class: "quiet" }, problem.status === 404 ? "The checks of this order are no longer kept here; the explain command reads them from the topics." : `The checks could not be read: ${problem.message}`));
  }
}

export function forgetOrder() {
  tail.opened = null;
  tail.turn++;
}

/** Why, from the decision alone: the API's own sentence comes with the checks. */
function sentence(decision) {
  const [first] = decision.violations;
  if (!first) {
    return decision.reducing ? "It cuts risk." : "It was within every limit.";
  }
  const sized = typeof first.observed === "number" && typeof first.limit === "number" && !STEPS.has(first.reason);
  const why = sized ? `this order makes ${number(first.observed)}, the limit is ${number(first.limit)}, set by ${source(first.boundBy)}` : first.message;
  const passes = decision.largestQuantity > 0 ? `; ${number(decision.largestQuantity, 8)} would have passed` : "";
  return `${words(first.reason)}: ${why}${passes}`;
}

function explained(decision, explanation) {
  const { intent, inputs } = decision;
  const told = explanation?.sentence ?? sentence(decision);
  const at = Date.parse(decision.asOf);
  const age = (text) => (text ? `, ${duration(Math.max(0, at - Date.parse(text)) / 1000)} old` : "");
  const command = explanation?.command ?? `./riskbudget explain ${intent.orderId}`;
  return el("div", { class: "explanation", "data-outcome": outcome(decision) },
    el("p", { class: "sentence" }, long(told.charAt(0).toUpperCase() + told.slice(1), 400)),
    el("p", {}, el("span", { class: "outcome" }, outcomeText(decision)), ` ${orderText(intent)} `, marks(decision),
      decision.outcome === "APPROVED" && decision.approvedQuantity < intent.quantity ? ` approved for ${number(decision.approvedQuantity, 8)}` : null),
    el("h3", {}, explanation ? "Every check" : "What it broke"),
    checks(decision, explanation),
    el("h3", {}, "What the gate knew"),
    facts(
      ["Decided", `${time(decision.decidedAt)}; event time ${time(decision.asOf)}`],
      ["Mark", `${number(inputs.mark, 4)}${age(inputs.markTime)}`],
      ["Budget", inputs.budgetVersion === null ? "none" : `version ${number(inputs.budgetVersion, 0)}${age(inputs.budgetAsOf)}`],
      ["Caused by", budgetCause(decision)],
      ["Trading state", words(inputs.tradingState)],
      ["Position", `${number(inputs.position, 8)}; pending +${number(inputs.pendingBuys, 8)} −${number(inputs.pendingSells, 8)}`],
      ["Strategy", `${intent.strategyId}: ${number(inputs.strategyPosition, 8)}; pending +${number(inputs.strategyPendingBuys, 8)} −${number(inputs.strategyPendingSells, 8)}`],
      ["Equity", number(inputs.equity, 0)],
      ["Gross exposure", number(inputs.grossExposure, 0)],
      ["Volatility", percent(inputs.volatility)],
      ["Open orders", number(inputs.openOrders, 0)]),
    el("h3", {}, "From the topics, with all inputs"),
    el("div", { class: "copy" }, el("code", {}, command), button("Copy", async (event) => {
      await navigator.clipboard?.writeText(command);
      event.target.textContent = "Copied";
    })));
}

function budgetCause(decision) {
  const budget = state.portfolios.get(decision.intent.portfolioId)?.budget;
  const bound = [...new Set(decision.violations.map((v) => source(v.boundBy)))].join(", ");
  const cause = budget && budget.version === decision.inputs.budgetVersion ? `${words(budget.cause)}, regime ${words(budget.regime)}` : "an earlier budget";
  return bound === "" ? cause : `${cause}; limits by ${bound}`;
}

function checks(decision, explanation) {
  if (!explanation) {
    return el("ul", { class: "plain" }, decision.violations.map((v) => el("li", {}, el("strong", {}, `✕ ${words(v.reason)}`), " ", long(v.message, 200))));
  }
  const rank = (c) => (c.applies === false ? 2 : c.passed ? 1 : 0);
  const rows = [...explanation.checks].sort((a, b) => rank(a) - rank(b)).map((c) =>
    el("tr", { class: ["failed", "passed", "other"][rank(c)] },
      el("th", { scope: "row" }, ["✕ ", "✓ ", "– "][rank(c)], words(c.check)),
      el("td", {}, c.applies === false ? el("small", {}, "does not apply") : [c.message ? [long(c.message, 200), " "] : null, el("small", {}, figureText(c.figures))])));
  return table("Checks of this order", ["Check", "What it saw"], rows);
}

function figureText(given) {
  return Object.entries(given ?? {}).map(([name, value]) => `${words(name)} ${typeof value === "number" ? number(value, 4) : cut(String(value), 60)}`).join("; ");
}
