// Charts over event time, drawn by uPlot. Colours come from the style sheet.

import uPlot from "./uplot.js";
import { el } from "./dom.js";
import { millis, number, percent, time, words } from "./format.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const fmt = (seconds) => time(new Date(seconds * 1000).toISOString());

function axes(values) {
  const common = { stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") }, font: "12px system-ui, sans-serif" };
  return [{ ...common, values: shortTimes }, { ...common, size: 84, values }];
}

/** Times of an axis, as short as they can be: UTC throughout. */
function shortTimes(_, ticks) {
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  return ticks.map((t) => {
    const iso = new Date(t * 1000).toISOString();
    return step >= 86_400 * 300 ? iso.slice(0, 4) : step >= 86_400 * 25 ? iso.slice(0, 7) : step >= 86_400 ? iso.slice(5, 10) : iso.slice(11, 16);
  });
}

function make(host, label, data, options) {
  const chart = new uPlot({
    width: Math.max(240, host.clientWidth || 600),
    height: 210,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    cursor: { drag: { x: true, y: false } },
    legend: { live: true },
    ...options,
  }, data, host);
  chart.root.querySelector("canvas").setAttribute("aria-hidden", "true");
  host.setAttribute("role", "group");
  host.setAttribute("aria-label", label);
  const observer = new ResizeObserver(() => {
    if (!host.isConnected) {
      observer.disconnect();
      chart.destroy();
    } else if (host.clientWidth > 0 && Math.abs(host.clientWidth - chart.width) > 2) {
      chart.setSize({ width: host.clientWidth, height: 210 });
    }
  });
  observer.observe(host);
  return chart;
}

/**
 * A limit over time: the limit as a step line, what is used and reserved stacked, regimes as bands,
 * overrides and changes of regime as lines.
 *
 * @param rows of one limit, oldest first
 * @param regimes periods of the market, oldest first
 * @param marks [{at: milliseconds, text}]
 */
export function limitChart(host, label, rows, regimes, marks) {
  const at = rows.map((r) => millis(r.asOf) / 1000);
  const used = rows.map((r) => r.used);
  const both = rows.map((r) => r.used + r.reserved);
  const limit = rows.map((r) => r.limit);
  const stepped = uPlot.paths.stepped({ align: 1 });
  return make(host, label, [at, both, used, limit], {
    axes: axes((_, ticks) => ticks.map((v) => number(v, 2))),
    scales: { y: { range: (_, low, high) => [0, Math.max(high * 1.2, 1)] } },
    series: [
      { value: (_, v) => (v === null || v === undefined ? "–" : fmt(v)), label: "Time" },
      { label: "used + reserved", stroke: colour("reserved"), fill: colour("reserved-fill"), width: 1, paths: stepped, points: { show: false }, value: (_, v) => number(v, 0) },
      { label: "used", stroke: colour("used"), fill: colour("used-fill"), width: 1, paths: stepped, points: { show: false }, value: (_, v) => number(v, 0) },
      { label: "limit", stroke: colour("text"), width: 2, paths: stepped, points: { show: false }, value: (_, v) => number(v, 0) },
    ],
    hooks: { drawClear: [(u) => bands(u, regimes)], draw: [(u) => lines(u, marks)] },
  });
}

function bands(u, regimes) {
  const { ctx, bbox } = u;
  ctx.save();
  regimes.forEach((period, i) => {
    const from = Math.max(u.valToPos(millis(period.since) / 1000, "x", true), bbox.left);
    const next = regimes[i + 1];
    const to = Math.min(next ? u.valToPos(millis(next.since) / 1000, "x", true) : bbox.left + bbox.width, bbox.left + bbox.width);
    if (to <= from) {
      return;
    }
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = colour(period.regime.toLowerCase()) || colour("sideways");
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour("quiet");
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    const text = `${words(period.regime)}${period.confidence > 0 ? ` ${Math.round(period.confidence * 100)} %` : ""}`;
    if (ctx.measureText(text).width + 8 < to - from) {
      ctx.fillText(text, from + 4, bbox.top + 12 * devicePixelRatio);
    }
  });
  ctx.restore();
}

function lines(u, marks) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.strokeStyle = colour("bad");
  ctx.fillStyle = colour("bad");
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.font = `600 ${11 * devicePixelRatio}px system-ui, sans-serif`;
  for (const mark of marks) {
    const x = u.valToPos(mark.at / 1000, "x", true);
    if (x >= bbox.left && x <= bbox.left + bbox.width) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillText(mark.text, x + 3 * devicePixelRatio, bbox.top + 26 * devicePixelRatio);
    }
  }
  ctx.restore();
}

/** Two lines over time, of the dynamic and the static portfolio; drawdowns hang down from 0. */
export function compareChart(host, label, points, own, still, sign = 1) {
  const given = points.filter((p) => typeof p[own] === "number");
  const signed = (v) => (typeof v === "number" ? sign * v : null);
  const value = (_, v) => percent(v);
  // Ticks at 2.5 % must not read 3 %.
  const ticks = (_, at) => at.map((v) => percent(v, at.every((t) => Math.abs(t * 100 - Math.round(t * 100)) < 1e-9) ? 0 : 1));
  return make(host, label, [given.map((p) => p.at / 1000), given.map((p) => signed(p[still])), given.map((p) => signed(p[own]))], {
    axes: axes(ticks),
    series: [
      { value: (_, v) => (v === null || v === undefined ? "–" : fmt(v)), label: "Time" },
      { label: "static", stroke: colour("quiet"), width: 1.5, dash: [6, 4], points: { show: false }, value },
      { label: "dynamic", stroke: colour("accent"), width: 2, points: { show: false }, value },
    ],
  });
}

/** Regimes side by side, each as wide as it lasted, from the end of the warm-up on. */
export function regimeStrip(market, endMillis) {
  const periods = (market.timeline ?? []).filter((p) => millis(p.since) > 0);
  if (periods.length === 0) {
    return el("p", { class: "quiet" }, "No regime yet.");
  }
  return el("ol", { class: "timeline", "aria-label": `Regimes of ${market.market}` }, periods.map((period, i) => {
    const from = millis(period.since);
    const to = i + 1 < periods.length ? millis(periods[i + 1].since) : Math.max(endMillis, from);
    const text = `${words(period.regime)} from ${time(period.since)}`;
    const item = el("li", { class: `regime regime-${period.regime.toLowerCase()}`, title: text },
      el("span", { class: "hidden" }, text), el("span", { class: "label", "aria-hidden": "true" }, words(period.regime)));
    item.style.flexGrow = String(to - from + 1);
    return item;
  }));
}
