// The page's state: read once over the API, then kept up by events. A lost connection is shown at
// once and mended without help; after it, everything is read again.

import { el, list, words } from "./dom.js";
import * as records from "./records.js";
import * as render from "./render.js";

const BASE = "/api/v1/risk-budget";
const SHOWN = { portfolios: 40, decisions: 50, alerts: 20, recommendations: 5 };
const POINTS = 500;
const SILENCE_MILLIS = 15_000;
const RETRY_MILLIS = 2_000;
const DRAW_MILLIS = 150;

const $ = (id) => document.getElementById(id);

const state = emptyState();
let source = null;
let watchdog = 0;
let reloading = null;
let reloadAgain = false;
let drawing = false;

function emptyState() {
  return {
    markets: new Map(),
    portfolios: new Map(),
    utilization: new Map(),
    history: new Map(),
    decisions: new Map(),
    alerts: new Map(),
    recommendations: new Map(),
  };
}

// ---- what changes the state

const put = {
  market(data) {
    const old = state.markets.get(data.market);
    const timeline = data.timeline ?? extended(old?.timeline ?? [], data);
    state.markets.set(data.market, { ...data, timeline });
  },
  portfolio(data) {
    const old = state.portfolios.get(data.portfolioId);
    state.portfolios.set(data.portfolioId, {
      portfolioId: data.portfolioId,
      market: data.market,
      baseCurrency: data.baseCurrency,
      budget: data.budget ?? old?.budget ?? null,
    });
  },
  budget(data) {
    const old = state.portfolios.get(data.portfolioId);
    if (!old?.budget || old.budget.version <= data.version) {
      state.portfolios.set(data.portfolioId, {
        portfolioId: data.portfolioId,
        market: data.market,
        baseCurrency: old?.baseCurrency ?? null,
        budget: data,
      });
    }
    point(data);
  },
  utilization(data) {
    const key = `${data.portfolioId}\n${data.scope}\n${data.scopeId}`;
    const old = state.utilization.get(key);
    if (!old || old.asOf <= data.asOf) {
      state.utilization.set(key, data);
    }
  },
  decision(data) {
    const key = `${data.intent.portfolioId}\n${data.intent.orderId}\n${data.decidedAt}`;
    newest(state.decisions, key, data, "decidedAt", SHOWN.decisions);
  },
  alert(data) {
    newest(state.alerts, JSON.stringify(data), data, "asOf", SHOWN.alerts);
  },
  recommendation(data) {
    newest(state.recommendations, data.recommendationId, data, "asOf", SHOWN.recommendations);
  },
};

/** A market's regimes with the one in force, if it is new. */
function extended(timeline, data) {
  const rest = timeline.filter((period) => period.since < data.regimeSince);
  return [
    ...rest,
    {
      regime: data.regime,
      since: data.regimeSince,
      confidence: data.regimeConfidence,
      source: data.regimeSource,
    },
  ];
}

/** One point of the drawdown chart per budget. */
function point(budget) {
  if (!budget.performance) {
    return;
  }
  const points = state.history.get(budget.portfolioId) ?? new Map();
  points.set(budget.version, {
    at: Date.parse(budget.asOf),
    own: budget.performance.drawdown ?? 0,
    still: budget.performance.staticDrawdown ?? 0,
  });
  if (points.size > POINTS) {
    points.delete(Math.min(...points.keys()));
  }
  state.history.set(budget.portfolioId, points);
}

/** Keeps the newest of a list that grows without end; several times the number shown, for filters. */
function newest(map, key, data, timeField, shown) {
  map.set(key, data);
  if (map.size > shown * 8) {
    const sorted = [...map].sort((a, b) => (a[1][timeField] < b[1][timeField] ? 1 : -1));
    map.clear();
    sorted.slice(0, shown * 4).forEach(([k, v]) => map.set(k, v));
  }
}

// ---- the connection

async function get(path) {
  const response = await fetch(BASE + path, { headers: { Accept: "application/json" } });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail ?? `${response.status}`);
  }
  return body;
}

async function readAll() {
  const [current, utilization, history, orders, alerts, recommendations] = await Promise.all([
    get("/current"),
    get("/utilization"),
    get(`/history?limit=${POINTS}`),
    get(`/orders?limit=${SHOWN.decisions * 4}`),
    get(`/alerts?limit=${SHOWN.alerts * 4}`),
    get(`/recommendations?limit=${SHOWN.recommendations * 4}`),
  ]);
  const present = new Set(current.portfolios.map((p) => p.portfolioId));
  for (const id of state.portfolios.keys()) {
    if (!present.has(id)) {
      state.portfolios.delete(id);
    }
  }
  current.markets.forEach(put.market);
  current.portfolios.forEach(put.portfolio);
  utilization.items.forEach(put.utilization);
  history.items.forEach(point);
  orders.items.forEach(put.decision);
  alerts.items.forEach(put.alert);
  recommendations.items.forEach(put.recommendation);
  draw();
}

/** Reads everything; called again meanwhile, it does so once more afterwards. */
function reload() {
  if (reloading) {
    reloadAgain = true;
    return;
  }
  reloading = readAll()
    .catch((error) => lost(error.message))
    .finally(() => {
      reloading = null;
      if (reloadAgain) {
        reloadAgain = false;
        setTimeout(reload, RETRY_MILLIS);
      }
    });
}

function connect() {
  source = new EventSource(`${BASE}/events`);
  source.addEventListener("open", reload);
  source.addEventListener("error", () => lost("the server does not answer"));
  on("status", status);
  on("skipped", reload);
  on("regime", put.market);
  on("portfolio", put.portfolio);
  for (const type of Object.keys(put).filter((t) => t !== "portfolio")) {
    on(type, put[type]);
  }
  watch();
}

function on(type, handle) {
  source.addEventListener(type, (event) => {
    watch();
    handle(JSON.parse(event.data));
    draw();
  });
}

/** The server speaks at least every few seconds; silence is a lost connection. */
function watch() {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => lost("the server has gone silent"), SILENCE_MILLIS);
}

function lost(why) {
  source?.close();
  clearTimeout(watchdog);
  show("lost", "Connection lost", `Connection lost: ${why}. The figures below are old. Trying again…`);
  watchdog = setTimeout(connect, RETRY_MILLIS);
}

function status(data) {
  if (data.viewCurrent && document.body.dataset.connection === "stale") {
    reload();
  }
  if (data.ready) {
    show("live", "Live", null);
  } else if (!data.viewCurrent) {
    show("stale", "Not current", "The brokers do not answer. The figures below are old.");
  } else {
    show("stale", "Stages not running", "The stages of this process are not running.");
  }
}

function show(connection, text, banner) {
  document.body.dataset.connection = connection;
  $("connection").dataset.state = connection;
  if ($("connection").textContent !== text) {
    $("connection").textContent = text;
  }
  $("banner").hidden = banner === null;
  if (banner !== null && $("banner").textContent !== banner) {
    $("banner").textContent = banner;
  }
}

// ---- drawing, at most a few times a second however much changes

function draw() {
  if (!drawing) {
    drawing = true;
    setTimeout(() => {
      drawing = false;
      drawAll();
    }, DRAW_MILLIS);
  }
}

function drawAll() {
  const chosen = $("portfolio").value;
  const wanted = (id) => chosen === "" || id === null || id === chosen;
  const nothing = (tag, text) => () => el(tag, { class: "quiet" }, text);
  options();
  const portfolios = sorted(state.portfolios, "portfolioId").filter((p) => wanted(p.portfolioId));
  const traded = new Set(portfolios.map((p) => p.market));
  list(
    $("markets"),
    sorted(state.markets, "market").filter((m) => chosen === "" || traded.has(m.market)),
    (m) => m.market,
    render.market,
    nothing("p", "No market yet."),
  );
  const rows = [...state.utilization.values()];
  list(
    $("portfolios"),
    portfolios.slice(0, SHOWN.portfolios).map((p) => ({
      ...p,
      utilization: rows.filter((row) => row.portfolioId === p.portfolioId),
      history: [...(state.history.get(p.portfolioId)?.values() ?? [])].sort((a, b) => a.at - b.at),
    })),
    (p) => p.portfolioId,
    render.portfolio,
    nothing("p", "No portfolio yet."),
  );
  $("more").textContent =
    portfolios.length > SHOWN.portfolios
      ? `${portfolios.length - SHOWN.portfolios} more; choose one at the top.`
      : "";
  list($("decisions"), latest(state.decisions, "decidedAt", (d) => wanted(d.intent.portfolioId), SHOWN.decisions),
    (d) => `${d.intent.portfolioId}\n${d.intent.orderId}\n${d.decidedAt}`, records.decision,
    () => el("tr", {}, el("td", { colspan: 7, class: "quiet" }, "No decision yet.")));
  list($("alerts"), latest(state.alerts, "asOf", (a) => wanted(a.portfolioId), SHOWN.alerts),
    (a) => JSON.stringify(a), records.alert, nothing("li", "No alert."));
  list($("recommendations"), latest(state.recommendations, "asOf", (r) => wanted(r.portfolioId), SHOWN.recommendations),
    (r) => r.recommendationId, records.recommendation, nothing("li", "No recommendation."));
}

function sorted(map, field) {
  return [...map.values()].sort((a, b) => (a[field] < b[field] ? -1 : 1));
}

function latest(map, field, filter, limit) {
  return [...map.values()]
    .filter(filter)
    .sort((a, b) => (a[field] < b[field] ? 1 : -1))
    .slice(0, limit);
}

/** The choice of portfolios, without disturbing the one that is made. */
function options() {
  const select = $("portfolio");
  const ids = ["", ...[...state.portfolios.keys()].sort()];
  if (ids.join("\n") !== [...select.options].map((o) => o.value).join("\n")) {
    const chosen = select.value;
    select.replaceChildren(...ids.map((id) => el("option", { value: id }, id === "" ? "all" : id)));
    select.value = ids.includes(chosen) ? chosen : "";
  }
}

$("portfolio").addEventListener("change", draw);
show("connecting", words("CONNECTING"), null);
connect();
