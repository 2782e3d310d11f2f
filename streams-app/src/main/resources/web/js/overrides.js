// The dialog that gives a command: what, where, why, how long; what it would do; typed to confirm.

import { post, query, remove } from "./api.js";
import { $, button, el, facts, fill, long, say, table } from "./dom.js";
import { cut, number, plainDuration, time, words } from "./format.js";
import { carryOut, close, place } from "./sending.js";
import { isCurrent, isReplay, rowsOf, sorted, state } from "./store.js";

const ACTIONS = {
  HALT: "Halt: no order at all",
  REDUCE_ONLY: "Reduce only: orders that only cut risk",
  RESUME: "Resume trading",
  CAP_LEVERAGE: "Cap the leverage",
  CAP_POSITION: "Cap a position, in units",
  SCALE_BUDGET: "Scale the budget, 0 to 1",
  PIN_REGIME: "Pin the regime",
  RELEASE_RESERVATION: "Release an order's reservation",
};
const VALUES = { CAP_LEVERAGE: "Gross exposure divided by equity", CAP_POSITION: "Units", SCALE_BUDGET: "Factor, 0 to 1" };
const STOPS = new Set(["HALT", "REDUCE_ONLY"]);
/** Takes effect once and is then over. */
const MOMENTS = new Set(["RESUME", "RELEASE_RESERVATION"]);
const EXPIRIES = ["PT15M", "PT1H", "PT4H", "PT8H", "PT24H"];
const REGIMES = ["BULL", "BEAR", "SIDEWAYS", "CRISIS", "RECOVERY"];

/** What stops orders stays until somebody ends it, unless a time is chosen. */
const BLANK = { action: "HALT", portfolioId: "", scope: "PORTFOLIO", scopeId: "", expiresIn: null, withdraw: null, approve: null };
const form = { ...BLANK, previewed: null };
let fields = {};

/** Opens it, with what is known already: action, portfolio, scope; or an override to withdraw or approve. */
export function openOverride(preset = {}) {
  Object.assign(form, BLANK, preset);
  form.previewed = null;
  fields = {
    reason: el("input", { id: "override-reason", required: true, maxlength: 200, autocomplete: "off", input: check }),
    value: el("input", { id: "override-value", inputmode: "decimal", autocomplete: "off", input: changed }),
    orderId: el("input", { id: "override-order", autocomplete: "off", input: changed }),
    cancel: el("input", { id: "override-cancel", type: "checkbox", change: changed }),
    typed: el("input", { id: "override-typed", autocomplete: "off", spellcheck: "false", input: check }),
    regime: select("override-regime", REGIMES.map((r) => [r, words(r)]), "CRISIS", changed),
    send: button("", send, { id: "override-send", class: "primary" }),
    problem: el("p", { class: "problem", role: "alert" }),
    preview: el("div", { id: "override-preview", "aria-live": "polite" }),
  };
  draw();
  if (!$("override").open) {
    $("override").showModal();
  }
  (form.approve ? $("override-preview-button") ?? fields.typed : form.portfolioId === "" && !form.withdraw ? $("override-portfolio") : fields.reason).focus();
}

function select(id, options, chosen, change) {
  const element = el("select", { id, change: (event) => change(event.target.value) }, options.map(([, text]) => el("option", {}, text)));
  options.forEach(([value], i) => (element.options[i].value = value));
  element.value = chosen;
  return element;
}

const set = (field) => (value) => {
  form[field] = value;
  if (field === "portfolioId" || field === "scope") {
    form.scopeId = "";
  }
  if (field === "portfolioId" && value !== "*" && form.scope === "GLOBAL") {
    form.scope = "PORTFOLIO";
  }
  changed();
  draw();
  $(`override-${{ portfolioId: "portfolio", scopeId: "scope-id" }[field] ?? field}`)?.focus();
};

function changed() {
  form.previewed = null;
  fill(fields.preview);
  check();
}

const labelled = (text, control, note = null) => el("div", { class: "field" }, el("label", { for: control.id }, text), control, note ? el("small", {}, note) : null);

function draw() {
  const ids = sorted(state.portfolios, "portfolioId").map((p) => p.portfolioId);
  const all = `All portfolios${ids.length > 0 ? ` (${ids.length})` : ""}`;
  const scopes = form.portfolioId === "*" ? [["PORTFOLIO", "Everything in them"]] : [["PORTFOLIO", "The whole portfolio"], ["STRATEGY", "One strategy"], ["SYMBOL", "One symbol"]];
  const scoped = form.scope === "STRATEGY" || form.scope === "SYMBOL";
  const within = rowsOf(form.portfolioId).filter((row) => row.scope === form.scope).map((row) => [row.scopeId, row.scopeId]);
  const subject = given();
  fill($("override-form"),
    el("h2", { id: "override-title" }, title()),
    form.approve ? proposal(form.approve) : null,
    subject ? null : [
      labelled("What", select("override-action", Object.entries(ACTIONS), form.action, set("action"))),
      labelled("Which portfolio", select("override-portfolio", [["", "choose…"], ["*", all], ...ids.map((id) => [id, id])], form.portfolioId, set("portfolioId"))),
      form.portfolioId === "*" || MOMENTS.has(form.action) && form.action !== "RESUME" ? null : labelled("How far", select("override-scope", scopes, form.scope, set("scope"))),
      scoped ? labelled(words(form.scope), select("override-scope-id", [["", "choose…"], ...within], form.scopeId, set("scopeId"))) : null,
      VALUES[form.action] ? labelled("Value", fields.value, VALUES[form.action]) : null,
      form.action === "PIN_REGIME" ? labelled("Regime", fields.regime) : null,
      form.action === "RELEASE_RESERVATION" ? labelled("Order", fields.orderId) : null,
      STOPS.has(form.action) ? el("div", { class: "field check" }, fields.cancel, el("label", { for: "override-cancel" }, "Cancel open orders, too")) : null,
    ],
    form.approve ? null : labelled("Reason", fields.reason, "Goes into the audit log"),
    subject || MOMENTS.has(form.action) ? null : expiry(),
    canPreview() ? fields.preview : null,
    form.action === "HALT" && !subject ? null : labelled(`Type ${typedWord() === "" ? "the portfolio" : `“${typedWord()}”`} to confirm`, fields.typed),
    fields.problem,
    el("div", { class: "row end" },
      canPreview() ? button("Preview", preview, { id: "override-preview-button" }) : null,
      button("Cancel", close), fields.send));
  check();
}

/** The override that is there already and is to be withdrawn or approved; null for a new one. */
const given = () => form.withdraw ?? form.approve;

/** The API tells beforehand what an override would do, but not what its end would. */
const canPreview = () => !form.withdraw && form.approve?.action !== "WITHDRAW";

function title() {
  if (form.approve) {
    const of = form.approve.endOf ? `the end of ${words(form.approve.endOf.action)}` : words(form.approve.action);
    return `Approve: ${of}, ${place(form.approve)}`;
  }
  return form.withdraw ? `${form.withdraw.status === "PROPOSED" ? "Refuse" : "Withdraw"}: ${words(form.withdraw.action)} of ${place(form.withdraw)}` : words(form.action);
}

const proposal = (o) => facts(
  ["Proposed by", cut(o.author, 60)],
  ["At", time(o.createdAt)],
  ["Until", o.expiresAt ? time(o.expiresAt) : "–"],
  ["Reason", long(o.reason, 160)]);

/** What has to be typed: the portfolio's id, or ALL. */
const typedWord = () => {
  const id = given()?.portfolioId ?? form.portfolioId;
  return id === "*" ? "ALL" : id;
};

function expiry() {
  const chips = [...EXPIRIES, ...(STOPS.has(form.action) ? [null] : [])];
  if (!chips.includes(form.expiresIn)) {
    form.expiresIn = "PT1H";
  }
  return el("div", { class: "field" }, el("span", { id: "expiry-label" }, "Ends after"),
    el("div", { class: "row", role: "group", "aria-labelledby": "expiry-label" }, chips.map((iso) =>
      button(iso === null ? "until resumed" : plainDuration(iso), (event) => {
        form.expiresIn = iso;
        event.target.parentElement.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", String(b === event.target)));
        changed();
      }, { class: "chip", "aria-pressed": String(form.expiresIn === iso) }))),
    isReplay() ? el("small", {}, "Of event time: the past is replayed here, and hours pass in moments") : null);
}

/** What the API is asked for. */
function body() {
  if (form.approve) {
    const { portfolioId, scope, scopeId, action, value, regime, orderId, cancelOpenOrders, reason, expiresAt } = form.approve;
    const asked = { portfolioId, scope, scopeId, action, value, regime, orderId, cancelOpenOrders, reason, expiresAt };
    return Object.fromEntries(Object.entries(asked).filter(([, of]) => of !== null && of !== undefined && of !== false));
  }
  const all = form.portfolioId === "*";
  return {
    portfolioId: form.portfolioId,
    scope: all ? "GLOBAL" : form.scope,
    ...(form.scopeId && !all ? { scopeId: form.scopeId } : {}),
    action: form.action,
    ...(VALUES[form.action] ? { value: Number(fields.value.value) } : {}),
    ...(form.action === "PIN_REGIME" ? { regime: fields.regime.value } : {}),
    ...(form.action === "RELEASE_RESERVATION" ? { orderId: fields.orderId.value.trim() } : {}),
    ...(STOPS.has(form.action) && fields.cancel.checked ? { cancelOpenOrders: true } : {}),
    reason: fields.reason.value.trim(),
    ...(expiresIn() === null ? {} : { expiresIn: expiresIn() }),
  };
}

/** As chosen. What is over at once ends only as a proposal: nobody should approve it much later. */
function expiresIn() {
  return MOMENTS.has(form.action) ? (isReplay() ? null : "PT1H") : form.expiresIn;
}

/** What is still missing, in words; null where nothing is. */
function missing() {
  const scoped = form.scope !== "PORTFOLIO" && form.portfolioId !== "*";
  const subject = given();
  if (!subject) {
    if (form.portfolioId === "") return "choose a portfolio";
    if (scoped && form.scopeId === "") return `choose a ${form.scope.toLowerCase()}`;
    if (VALUES[form.action] && !(fields.value.value.trim() !== "" && Number.isFinite(Number(fields.value.value)))) return "give a value";
    if (form.action === "RELEASE_RESERVATION" && fields.orderId.value.trim() === "") return "name the order";
  }
  if (!form.approve && fields.reason.value.trim() === "") return "give a reason";
  if (form.action === "HALT" && !subject) return null;
  if (!isCurrent()) return "the figures are not current: only HALT is possible";
  if (canPreview() && form.previewed === null) return "look at the preview first";
  return fields.typed.value.trim() === typedWord() ? null : `type “${typedWord()}”`;
}

function check() {
  const lacks = missing();
  const target = form.portfolioId === "*" ? "ALL portfolios" : form.portfolioId;
  const text = form.approve ? "Approve it" : form.withdraw ? `${form.withdraw.status === "PROPOSED" ? "Refuse" : "Withdraw"} it` : form.action === "HALT" ? `Halt ${target || "…"} now` : `${words(form.action)} ${target || "…"}`;
  say(fields.send, text);
  fields.send.disabled = lacks !== null;
  fields.send.dataset.action = given() ? "" : form.action;
  fields.send.title = lacks ?? "";
  say(fields.problem, lacks === null || lacks === "choose a portfolio" ? "" : `Still to do: ${lacks}.`);
}

async function preview() {
  const asked = body();
  fill(fields.preview, el("p", { class: "quiet" }, "Working it out…"));
  try {
    const answer = (await post("/overrides/preview", { ...asked, reason: asked.reason || "preview" })).body;
    form.previewed = answer;
    fill(fields.preview, previewed(answer));
  } catch (error) {
    form.previewed = null;
    fill(fields.preview, el("p", { class: "problem" }, `No preview: ${error.message}`));
  }
  check();
}

function previewed(answer) {
  const rows = answer.portfolios.flatMap((p) => p.limits.filter((l) => l.before !== l.after || l.overAfter).map((l) =>
    el("tr", { class: l.overAfter ? "over" : null },
      el("th", { scope: "row" }, p.portfolioId, " ", el("small", {}, l.scope === "PORTFOLIO" ? "whole" : l.scopeId)),
      el("td", { class: "number" }, number(l.before)), el("td", { class: "number" }, number(l.after)),
      el("td", { class: "number" }, number(l.used + l.reserved)), el("td", { class: "number" }, l.overAfter ? "▲ over" : ""))));
  const cancelled = answer.portfolios.reduce((sum, p) => sum + (p.openOrdersCancelled ?? 0), 0);
  return el("div", { class: "preview" },
    el("p", {}, answer.loosens ? "▲ This loosens what holds." : "This loosens nothing.", ` ${number(cancelled, 0)} open orders would be cancelled.`,
      answer.needsApproval ? " A second person must approve it." : ""),
    rows.length === 0 ? el("p", { class: "quiet" }, "The limits themselves stay as they are.") : table("Limits before and after", ["Limit", "Before", "After", "Used + reserved", ""], rows));
}

// ---- sending

function send() {
  const subject = given();
  if (subject) {
    const path = `/overrides/${encodeURIComponent(subject.overrideId)}`;
    const reason = fields.reason.value.trim();
    const approves = form.approve !== null;
    carryOut(title(), subject.overrideId, (wait) =>
      approves ? post(`${path}/approve${query({ wait })}`) : remove(`${path}${query({ reason, wait })}`), false);
    return;
  }
  const asked = { ...body(), overrideId: newId() };
  carryOut(fields.send.textContent, asked.overrideId, (wait) => post(`/overrides${query({ wait })}`, asked), true);
}

/** An id that was never used, so that the events tell when this very command is on the log. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `page-${[...bytes].map((b) => b.toString(16).padStart(2, "0")).join("")}`;
}
