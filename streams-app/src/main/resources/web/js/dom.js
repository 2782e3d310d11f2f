// Elements. Every text from outside becomes a text node, never markup, and what cannot be seen in
// it is written out.

import { visible } from "./format.js";

export const $ = (id) => document.getElementById(id);

/** Makes an element; children are elements, or anything else as text. Null ones are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, visible(value));
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(visible(child)));
    }
  }
}

/** Replaces what is in an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Sets a text, where it is another one: what has not changed is not read out again. */
export function say(element, text) {
  const shown = visible(text);
  if (element.textContent !== shown) {
    element.textContent = shown;
  }
}

/** A button; its handler is called with the event. */
export function button(text, handler, attributes = {}) {
  return el("button", { type: "button", click: handler, ...attributes }, text);
}

/** A text that is cut where it is long; the rest comes at a click. */
export function long(text, length = 90) {
  const all = [...visible(text ?? "")];
  if (all.length <= length) {
    return el("span", {}, text ?? "");
  }
  const shown = document.createTextNode(`${all.slice(0, length).join("")}…`);
  const more = button("more", (event) => {
    event.stopPropagation();
    const open = more.textContent === "more";
    shown.data = open ? all.join("") : `${all.slice(0, length).join("")}…`;
    more.textContent = open ? "less" : "more";
  }, { class: "link more" });
  return el("span", { class: "long" }, shown, " ", more);
}

/** Terms and what they are; pairs of null are left out. */
export function facts(...pairs) {
  return el("dl", { class: "facts" },
    pairs.filter((pair) => pair !== null).map(([term, ...value]) => el("div", {}, el("dt", {}, term), el("dd", {}, ...value))));
}

/** A table in a frame that scrolls by itself and by keyboard. */
export function table(label, heads, rows, attributes = {}) {
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    el("table", attributes,
      el("thead", {}, el("tr", {}, heads.map((h) => (h instanceof Node ? h : el("th", { scope: "col" }, h))))),
      el("tbody", {}, rows)));
}

/** Makes an element look like a new one; of its children only those are replaced that differ. */
function patch(old, made) {
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !made.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of made.attributes) {
    old.setAttribute(name, value);
  }
  const before = [...old.childNodes];
  const after = [...made.childNodes];
  if (before.length !== after.length) {
    old.replaceChildren(...after);
    return;
  }
  before.forEach((child, i) => child.isEqualNode(after[i]) || child.replaceWith(after[i]));
}

/**
 * Shows a list: an item keeps its element, and in that whatever has not changed, so that focus,
 * selection and what was folded out stay as they are, and a click ends on the button that it began
 * on. The signature tells whether an item has changed. Handlers on an item's own element are those
 * of its first rendering.
 */
export function list(container, items, keyOf, render, empty, signatureOf = JSON.stringify) {
  const before = new Map([...container.children].map((node) => [node.listKey, node]));
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const nodes = items.map((item) => {
    const key = keyOf(item);
    const signature = signatureOf(item);
    const old = before.get(key);
    if (old && old.signature === signature) {
      return old;
    }
    const made = render(item);
    const node = old && old.tagName === made.tagName ? old : made;
    if (node === old) {
      patch(old, made);
    }
    node.listKey = key;
    node.signature = signature;
    return node;
  });
  if (nodes.length === 0) {
    const node = empty();
    node.listKey = null;
    nodes.push(node);
  }
  const focusKey = focused?.dataset.focus;
  nodes.forEach((node, i) => {
    if (container.children[i] !== node) {
      container.insertBefore(node, container.children[i] ?? null);
    }
  });
  while (container.children.length > nodes.length) {
    container.lastElementChild.remove();
  }
  if (focused && !focused.isConnected && focusKey) {
    container.querySelector(`[data-focus="${CSS.escape(focusKey)}"]`)?.focus();
  }
}
