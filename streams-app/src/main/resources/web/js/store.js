// What the page knows: read once over the API, then kept up by events. No elements here.

import { millis } from "./format.js";

const KEPT = { decisions: 1000, alerts: 1000, recommendations: 200, overrides: 2000, points: 1000 };
const MINUTE_MILLIS = 60_000;
const REPLAY_MILLIS = 2 * 86_400_000;

export const state = {
  /** "connecting", "loading", "live", "stale", "lost", "refused"; why; when all was last well. */
  connection: { is: "connecting", why: null, heard: null, good: null },
  who: null,
  /** Readiness as last told: the ages of inputs, the gate's lag. */
  status: null,
  /** Event time at a moment of this browser's clock; server's clock less the browser's. */
  event: null,
  skew: 0,
  sampled: null,
  markets: new Map(),
  portfolios: new Map(),
  utilization: new Map(),
  history: new Map(),
  decisions: new Map(),
  alerts: new Map(),
  recommendations: new Map(),
  overrides: new Map(),
};

/** Takes what /current says; what it does not hold any more is gone. */
export function current(body) {
  const present = new Set(body.portfolios.map((p) => p.portfolioId));
  [...state.portfolios.keys()].filter((id) => !present.has(id)).forEach((id) => state.portfolios.delete(id));
  body.markets.forEach(put.market);
  body.portfolios.forEach((p) => {
    const old = state.portfolios.get(p.portfolioId)?.budget;
    const budget = old && (!p.budget || old.version > p.budget.version) ? old : p.budget;
    state.portfolios.set(p.portfolioId, { ...p, budget, readAt: Date.now() });
    if (budget) {
      point(budget);
    }
  });
  clockAt(body.eventTime ?? body.time);
  if (body.serverTime) {
    state.skew = Date.parse(body.serverTime) - Date.now();
  }
}

function clockAt(text) {
  const at = millis(text);
  if (Number.isFinite(at) && (state.event === null || at > state.event.at)) {
    state.event = { at, seen: Date.now() };
  }
}

/** What each kind of event, or of row, does. */
export const put = {
  market(data) {
    const old = state.markets.get(data.market);
    state.markets.set(data.market, { ...data, timeline: data.timeline ?? extended(old?.timeline ?? [], data) });
    clockAt(data.asOf);
  },
  regime: (data) => put.market({ ...state.markets.get(data.market), ...data }),
  portfolio(data) {
    const old = state.portfolios.get(data.portfolioId);
    state.portfolios.set(data.portfolioId, { ...old, ...data, budget: data.budget ?? old?.budget ?? null });
  },
  budget(data) {
    const old = state.portfolios.get(data.portfolioId);
    if (!old?.budget || old.budget.version <= data.version) {
      state.portfolios.set(data.portfolioId, { portfolioId: data.portfolioId, market: data.market, ...old, budget: data });
    }
    point(data);
    clockAt(data.asOf);
  },
  utilization(data) {
    const key = `${data.portfolioId}\n${data.scope}\n${data.scopeId}`;
    const old = state.utilization.get(key);
    if (!old || millis(old.asOf) <= millis(data.asOf)) {
      state.utilization.set(key, data);
    }
    clockAt(data.asOf);
  },
  trading_state(data) {
    const old = state.portfolios.get(data.portfolioId);
    if (old) {
      state.portfolios.set(data.portfolioId, { ...old, tradingState: data.tradingState, stateCause: data.cause, stateSince: data.since });
    }
  },
  decision(data) {
    newest(state.decisions, decisionKey(data), data, "decidedAt", KEPT.decisions);
  },
  alert(data) {
    newest(state.alerts, JSON.stringify(data), data, "asOf", KEPT.alerts);
  },
  recommendation(data) {
    newest(state.recommendations, data.recommendationId, data, "asOf", KEPT.recommendations);
  },
  override(data) {
    if (data.status) {
      newest(state.overrides, overrideKey(data), data, "createdAt", KEPT.overrides);
    }
  },
  status(data) {
    state.status = data;
  },
  sampled(data) {
    state.sampled = { ...data, at: Date.now() };
  },
};

/** Takes the overrides as read: what has ended since is not kept as it was. */
export function overrides(items) {
  state.overrides.clear();
  items.forEach(put.override);
}

/** An identifier may be used under several portfolios. */
export const overrideKey = (o) => `${o.portfolioId}\n${o.overrideId}`;

export const decisionKey = (d) => `${d.intent.portfolioId}\n${d.intent.orderId}\n${d.decidedAt}`;

/** A market's regimes with the one in force, if it is new. */
function extended(timeline, data) {
  const rest = timeline.filter((period) => millis(period.since) < millis(data.regimeSince));
  return [...rest, { regime: data.regime, since: data.regimeSince, confidence: data.regimeConfidence, source: data.regimeSource }];
}

/** A budget as a point of the charts over time. */
export function point(budget) {
  const points = state.history.get(budget.portfolioId) ?? new Map();
  points.set(budget.version, {
    at: Date.parse(budget.asOf),
    equity: budget.equity,
    drawdown: budget.performance?.drawdown ?? null,
    staticDrawdown: budget.performance?.staticDrawdown ?? null,
    totalReturn: budget.performance?.totalReturn ?? null,
    staticTotalReturn: budget.performance?.staticTotalReturn ?? null,
  });
  if (points.size > KEPT.points) {
    points.delete(points.keys().next().value);
  }
  state.history.set(budget.portfolioId, points);
}

/** Keeps the newest of a list that grows without end; sorts seldom, when a third too many. */
function newest(map, key, data, timeField, kept) {
  map.set(key, data);
  if (map.size > kept * 1.3) {
    const order = newestFirst(timeField);
    const sorted = [...map].sort((a, b) => order(a[1], b[1]));
    map.clear();
    sorted.slice(0, kept).forEach(([k, v]) => map.set(k, v));
  }
}

// ---- what follows from it

/** The server's clock, in milliseconds. */
export const wallNow = () => Date.now() + state.skew;

/** Event time far behind the clock: the past is replayed, and event time leaps. */
export const isReplay = () => state.event !== null && wallNow() - state.event.at > REPLAY_MILLIS;

/** The present in event time, in milliseconds; null where unknown. In real life it goes on by itself. */
export const eventNow = () =>
  state.event === null ? null : state.event.at + (isReplay() ? 0 : Date.now() - state.event.seen);

/** Seconds of event time since an instant; null where unknown. */
export function ageSeconds(text) {
  const at = millis(text);
  return eventNow() === null || !Number.isFinite(at) ? null : (eventNow() - at) / 1000;
}

export const sorted = (map, field) => [...map.values()].sort((a, b) => (a[field] < b[field] ? -1 : 1));

/** What has no time that a calendar knows comes last. */
const newestFirst = (timeField) => (a, b) => (millis(b[timeField]) || 0) - (millis(a[timeField]) || 0);

export const latest = (map, timeField) => [...map.values()].sort(newestFirst(timeField));

export const rowsOf = (portfolioId) => [...state.utilization.values()].filter((row) => row.portfolioId === portfolioId);

export const wholeRow = (portfolioId) => rowsOf(portfolioId).find((row) => row.scope === "PORTFOLIO");

/** How many of the last minute's decisions there are, and rejects, by portfolio and by scope. */
export function lastMinute() {
  const since = wallNow() - MINUTE_MILLIS;
  const counts = { decisions: new Map(), rejects: new Map() };
  const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const decision of state.decisions.values()) {
    if (Date.parse(decision.decidedAt) < since || decision.repeat) {
      continue;
    }
    const id = decision.intent.portfolioId;
    add(counts.decisions, id);
    if (decision.outcome === "REJECTED") {
      add(counts.rejects, id);
      new Set(decision.violations.map((v) => `${id}\n${v.scope}\n${v.scopeId}`)).forEach((key) => add(counts.rejects, key));
    }
  }
  return counts;
}

/** ACTIVE, REDUCE_ONLY, HALTED; CLOSED for a portfolio that has ended; null where nobody told. */
export const tradingState = (portfolio) =>
  portfolio.stateCause === "CLOSED" ? "CLOSED" : (portfolio.tradingState ?? null);

/** The override behind a portfolio's state, where it is one. */
export function stateOverride(portfolio) {
  const inForce = portfolio.overridesInForce ?? [];
  const id = (portfolio.stateCause ?? "").replace(/^OVERRIDE:/, "");
  const action = portfolio.tradingState === "HALTED" ? "HALT" : "REDUCE_ONLY";
  return inForce.find((o) => o.overrideId === id) ?? inForce.find((o) => o.action === action) ?? null;
}

/** May the caller give commands at all. */
export const mayCommand = () => state.who !== null && state.who.role !== "VIEWER";

/** Are the figures of now. */
export const isCurrent = () => state.connection.is === "live";
