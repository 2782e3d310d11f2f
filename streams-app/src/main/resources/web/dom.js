// Elements and formats. Every text from outside becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element; children are elements, or anything else as text. Null ones are left out. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
  return element;
}

/**
 * Shows a list: an item that has not changed keeps its element, so that focus, selection and what
 * was folded out stay as they are.
 */
export function list(container, items, keyOf, render, empty) {
  const before = new Map([...container.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const key = keyOf(item);
    const signature = JSON.stringify(item);
    const old = before.get(key);
    if (old && old.signature === signature) {
      return old;
    }
    const node = render(item);
    node.dataset.key = key;
    node.signature = signature;
    if (old) {
      carryOver(old, node);
    }
    return node;
  });
  if (nodes.length === 0) {
    nodes.push(empty());
  }
  nodes.forEach((node, i) => {
    if (container.children[i] !== node) {
      container.insertBefore(node, container.children[i] ?? null);
    }
  });
  while (container.children.length > nodes.length) {
    container.lastElementChild.remove();
  }
  for (const node of nodes) {
    if (node.focusLater) {
      node.focusLater.focus();
      delete node.focusLater;
    }
  }
}

/** What the reader did to the old element holds for the new one. */
function carryOver(from, to) {
  const fold = (root) => [...root.querySelectorAll("details[data-fold]")];
  const open = new Set(fold(from).filter((d) => d.open).map((d) => d.dataset.fold));
  for (const details of fold(to)) {
    details.open = open.has(details.dataset.fold);
    const old = fold(from).find((d) => d.dataset.fold === details.dataset.fold);
    if (old && old.contains(document.activeElement)) {
      to.focusLater = details.querySelector("summary");
    }
  }
}

const numbers = new Map();

/** A number with at most so many decimals; a dash where there is none. */
export function number(value, decimals = 2) {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    return "–";
  }
  if (!numbers.has(decimals)) {
    numbers.set(decimals, new Intl.NumberFormat("en", { maximumFractionDigits: decimals }));
  }
  return numbers.get(decimals).format(value);
}

/** A fraction as a percentage. */
export function percent(value, decimals = 1) {
  return typeof value === "number" && Number.isFinite(value)
    ? `${(value * 100).toFixed(decimals)} %`
    : "–";
}

/** An ISO-8601 time, to the minute or the second. */
export function time(iso, seconds = false) {
  return typeof iso === "string" ? iso.slice(0, seconds ? 19 : 16).replace("T", " ") : "–";
}

/** CRISIS_MODE as "Crisis mode". */
export function words(constant) {
  const text = String(constant ?? "–").replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Rows of a description list. */
export function facts(...rows) {
  return el(
    "dl",
    { class: "facts" },
    ...rows.map(([term, ...value]) => el("div", {}, el("dt", {}, term), el("dd", {}, ...value))),
  );
}
