// Starts the page: reads everything, then follows the events, and draws.

import { get, whoami } from "./api.js";
import { drawAlerts } from "./alerts.js";
import { drawAudit, readOverrides, startAudit } from "./audit.js";
import { $, el, fill, list } from "./dom.js";
import { drawDecisions, forgetOrder, openOrder, startDecisions } from "./decisions.js";
import { drawPortfolio, forgetPortfolio, openPortfolio } from "./drawer.js";
import { limitLine, scale, scopeName, tightest } from "./limits.js";
import { listen } from "./live.js";
import { openOverride } from "./overrides.js";
import { portfolioRow, portfolioRows } from "./portfolios.js";
import { sawOverride } from "./sending.js";
import { drawStatus } from "./status.js";
import { current, lastMinute, put, state } from "./store.js";

const DRAW_MILLIS = 200;
const RETRY_MILLIS = 2_000;
const TIGHTEST = 8;
/** Nothing is redrawn while a button is being pressed, so that the click is of what was pressed. */
const PRESS_MILLIS = 1_000;
/** How long after a change of state /current is asked why. */
const WHY_MILLIS = 150;

let drawing = false;
let reading = null;
let readAgain = false;
let asking = 0;
let pressed = 0;

// ---- reading

async function readAll() {
  const [now, utilization, orders, alerts, recommendations] = await Promise.all([
    get("/current"),
    get("/utilization"),
    get("/orders?limit=200"),
    get("/alerts?limit=500"),
    get("/recommendations?limit=100"),
    readOverrides(),
  ]);
  current(now);
  utilization.items.forEach(put.utilization);
  orders.items.forEach(put.decision);
  alerts.items.forEach(put.alert);
  recommendations.items.forEach(put.recommendation);
}

/** Reads everything; only then are the figures those of now. Called again meanwhile, it does so once more. */
function reload() {
  if (reading) {
    readAgain = true;
    return;
  }
  if (state.connection.good === null) {
    connection("loading", null);
  }
  reading = readAll()
    .then(() => {
      state.connection.good = Date.now();
      connection("live", null);
      judge();
      route();
    })
    .catch((error) => {
      connection(error.status === 401 || error.status === 403 ? "refused" : error.status === 0 ? "lost" : "stale", error.message);
      setTimeout(reload, RETRY_MILLIS);
    })
    .finally(() => {
      reading = null;
      if (readAgain) {
        readAgain = false;
        reload();
      }
    });
}

/** Asks for what events do not carry: why a portfolio is in its state, and the last minute's counts. */
function readCurrent() {
  clearTimeout(asking);
  asking = setTimeout(() => {
    Promise.all([get("/current").then(current), readOverrides()])
      .then(draw)
      .catch(() => {
        // The events tell whether the connection is lost; the next status asks again.
      });
  }, WHY_MILLIS);
}

// ---- the connection

function connection(is, why) {
  Object.assign(state.connection, { is, why });
  draw();
}

function connected(is, why) {
  if (is === "open") {
    state.connection.heard = Date.now();
    reload();
  } else {
    connection(is, why);
  }
}

/** What the last status says of the figures, where all has been read. */
function judge() {
  const status = state.status;
  const { is, good } = state.connection;
  if (status === null || good === null || is === "lost" || is === "refused") {
    return;
  }
  if (!status.viewCurrent) {
    connection("stale", "the brokers do not answer");
  } else if (!status.ready && status.applicationsRunning === false) {
    connection("stale", (status.problems ?? []).join("; ") || "the stages of this process are not running");
  } else if (is === "stale") {
    reload();
  } else {
    connection("live", null);
  }
}

function handle(type, data) {
  state.connection.heard = Date.now();
  if (type === "skipped" || type === "reset") {
    reload();
    return;
  }
  put[type]?.(data);
  if (state.connection.is === "live") {
    state.connection.good = Date.now();
  }
  if (type === "status") {
    judge();
    if (state.connection.is === "live" && !document.hidden) {
      readCurrent();
    }
  } else if (type === "override" || type === "trading_state") {
    sawOverride(type === "override" ? data : { overrideId: data.causedBy });
    readCurrent();
  }
  draw();
}

// ---- what is selected is in the address

function selection() {
  const given = new URLSearchParams(location.hash.slice(1));
  return { portfolioId: given.get("portfolio"), orderId: given.get("order") };
}

function select(given) {
  const hash = Object.entries(given).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
  history.pushState(null, "", hash === "" ? location.pathname : `#${hash}`);
  route();
}

let opener = null;

function route() {
  const { portfolioId, orderId } = selection();
  const open = portfolioId !== null;
  $("drawer").hidden = !open;
  document.body.dataset.drawer = String(open);
  if (!open || orderId !== null) {
    forgetPortfolio();
  }
  if (!open || orderId === null) {
    forgetOrder();
  }
  if (open && orderId !== null) {
    if ($("drawer").dataset.shows !== location.hash) {
      openOrder(orderId, portfolioId);
    }
  } else if (open) {
    openPortfolio(portfolioId);
  }
  $("drawer").dataset.shows = location.hash;
  draw();
}

function show(given) {
  opener = document.activeElement?.dataset.focus ?? null;
  select(given);
  $("drawer-close").focus();
}

function closeDrawer() {
  select({});
  document.querySelector(`[data-focus="${CSS.escape(opener ?? "")}"]`)?.focus();
}

const showPortfolio = (portfolioId) => show({ portfolio: portfolioId });
const showOrder = (decision) => show({ portfolio: decision.intent.portfolioId, order: decision.intent.orderId });

function openDialog(preset) {
  openOverride({ portfolioId: selection().portfolioId ?? "", ...preset });
}

// ---- drawing, a few times a second however much changes

function draw() {
  if (!drawing) {
    drawing = true;
    setTimeout(() => {
      drawing = false;
      if (Date.now() - pressed < PRESS_MILLIS) {
        draw();
      } else {
        drawAll();
      }
    }, DRAW_MILLIS);
  }
}

/** The bar comes last, and whatever became of the rest: nothing that cannot be drawn may hide it. */
function drawAll() {
  const parts = [drawTables, () => drawDecisions(showOrder), () => drawAlerts(draw), () => drawAudit(openDialog), drawPortfolio, () => drawStatus(openDialog)];
  for (const part of parts) {
    try {
      part();
    } catch (error) {
      console.error(error);
    }
  }
}

function drawTables() {
  const loaded = state.connection.good !== null;
  const rejects = lastMinute().rejects;
  const empty = (text) => () => el("p", { class: "quiet" }, loaded ? text : "Loading…");
  const closest = tightest([...state.utilization.values()].filter((row) => state.portfolios.has(row.portfolioId)), TIGHTEST)
    .map((row) => ({ row, rejects: rejects.get(`${row.portfolioId}\n${row.scope}\n${row.scopeId}`) ?? 0 }));
  list($("closest"), closest, ({ row }) => `${row.portfolioId}\n${row.scope}\n${row.scopeId}`,
    ({ row, rejects: count }) => limitLine(row, el("a", { href: `#portfolio=${encodeURIComponent(row.portfolioId)}`, title: `${row.portfolioId}, ${scopeName(row)}` }, row.portfolioId, el("small", {}, ` ${scopeName(row)}`)), count),
    empty("No limit is used."));
  list($("portfolios"), portfolioRows(selection().portfolioId), (r) => r.p.portfolioId, (r) => portfolioRow(r, showPortfolio, openDialog),
    () => el("tr", {}, el("td", { colspan: 10, class: "quiet" }, loaded ? "No portfolio yet. It comes with the first record on the topic “portfolio”." : "Loading…")));
}

// ---- start

async function start() {
  fill($("closest-scale"), scale());
  startDecisions(draw);
  startAudit(draw);
  $("halt").addEventListener("click", () => openDialog({ action: "HALT" }));
  $("new-override").addEventListener("click", () => openDialog({ action: "REDUCE_ONLY" }));
  $("drawer-close").addEventListener("click", closeDrawer);
  $("drawer-override").addEventListener("click", () => openDialog({ action: "REDUCE_ONLY" }));
  $("drawer").addEventListener("keydown", (event) => event.key === "Escape" && closeDrawer());
  addEventListener("pointerdown", () => (pressed = Date.now()));
  addEventListener("pointerup", () => (pressed = 0));
  addEventListener("popstate", route);
  addEventListener("hashchange", route);
  // What stands below the bar stands below it however high that is.
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${$("bar").offsetHeight}px`)).observe($("bar"));
  setInterval(draw, 1_000);
  draw();
  for (;;) {
    try {
      state.who = await whoami();
      break;
    } catch (error) {
      connection(error.status === 403 ? "refused" : "lost", error.message);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  }
  route();
  await listen(handle, connected);
}

start();
