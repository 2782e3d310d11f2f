// Bars of limits: what is used and reserved, against marks, up to 130 % of the limit.

import { el } from "./dom.js";
import { number, percent, words } from "./format.js";

const MARKS = [50, 75, 90, 95, 100];
const SCALE = 1.3;

/** A name for the thing that a limit is of. */
export function scopeName(row) {
  return row.scope === "PORTFOLIO" || row.scope === "GLOBAL" ? "whole portfolio" : `${row.scope.toLowerCase()} ${row.scopeId}`;
}

/** The tightest limits, those over their limit first; a limit of nothing that is not used is left out. */
export function tightest(rows, count) {
  return rows
    .filter((row) => row.used + row.reserved > 0)
    .sort((a, b) => ratio(b) - ratio(a))
    .slice(0, count);
}

export const ratio = (row) => (row.limit > 0 ? (row.used + row.reserved) / row.limit : row.used + row.reserved > 0 ? Infinity : 0);

/**
 * One limit as a line: name, bar, figures. Colour only where it is over, or where orders were
 * rejected in the last minute.
 *
 * @param rejects of the last minute, for this limit
 */
export function limitLine(row, name, rejects = 0) {
  const share = ratio(row);
  const over = share > 1;
  const unit = row.scope === "SYMBOL" ? 2 : 0;
  const figures = row.limit > 0 ? percent(share, 0) : over ? "no limit left" : "limit 0";
  const beyond = over ? `over by ${number(row.used + row.reserved - row.limit, unit)}` : `free ${number(row.free, unit)}`;
  const text = `used ${number(row.used, unit)}, reserved ${number(row.reserved, unit)}, limit ${number(row.limit, unit)}; ${beyond}`;
  return el("div", { class: "limit", "data-over": String(over), "data-rejects": String(rejects > 0) },
    el("span", { class: "limit-name" }, name),
    bar(row, share, `${figures}; ${text}`, row.scope),
    el("span", { class: "limit-ratio" }, over ? "▲ " : "", figures),
    el("span", { class: "limit-free" }, beyond),
    rejects > 0 ? el("span", { class: "limit-rejects", title: `${rejects} orders rejected at this limit in the last minute` }, `✕ ${rejects} / min`) : null);
}

function bar(row, share, text, scope) {
  const of = (value) => (row.limit > 0 ? Math.max(0, value / row.limit) : 0);
  const used = Math.min(row.limit > 0 ? of(row.used) : row.used > 0 ? SCALE : 0, SCALE);
  const end = Math.min(share, SCALE);
  return el("div", {
    class: "bar", role: "meter", "aria-label": `${words(scope)} ${row.scopeId}`, "aria-valuemin": 0, "aria-valuemax": 130,
    "aria-valuenow": Math.round(end * 100), "aria-valuetext": text, title: text,
  },
    part("free", 0, 1),
    part("used", 0, used),
    part("reserved", used, end),
    share > 1 ? part("over", 1, end) : null,
    MARKS.map((mark) => part(mark === 100 ? "mark full" : "mark", mark / 100, mark / 100)));
}

/** A part of a bar; widths are set through the style object, which the policy allows. */
function part(kind, from, to) {
  const element = el("i", { class: kind });
  element.style.insetInlineStart = `${(from / SCALE) * 100}%`;
  if (to > from) {
    element.style.width = `${((to - from) / SCALE) * 100}%`;
  }
  return element;
}

/** The scale above bars. */
export function scale() {
  return el("div", { class: "limit scale", "aria-hidden": "true" }, el("span"),
    el("div", { class: "scale-marks" }, MARKS.map((mark) => {
      const label = el("span", {}, mark === 100 ? "100 %" : mark);
      label.style.insetInlineStart = `${mark / SCALE}%`;
      return label;
    })));
}
