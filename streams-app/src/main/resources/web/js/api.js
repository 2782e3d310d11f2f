// Questions and commands to the API. A token, where one is needed, stays in this tab.

import { $ } from "./dom.js";

export const BASE = "/api/v1/risk-budget";
const TOKEN = "risk-budget-token";

/** An answer that is not as asked for; status 0 where there was none. */
export class ApiError extends Error {
  constructor(status, message, body = null) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

export function headers() {
  const token = sessionStorage.getItem(TOKEN);
  return { Accept: "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

/** Tells tabs with different tokens apart without telling the token; they must not share events. */
export async function identity() {
  const token = sessionStorage.getItem(TOKEN);
  if (!token || !globalThis.crypto?.subtle) {
    return token ? "token" : "";
  }
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(hash).slice(0, 12)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

async function ask(method, path, body, seconds) {
  let response;
  try {
    response = await fetch(BASE + path, {
      method,
      headers: { ...headers(), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(seconds * 1000),
    });
  } catch (error) {
    throw new ApiError(0, error.name === "TimeoutError" ? `no answer in ${seconds} s` : "the server does not answer");
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text === "" ? null : JSON.parse(text);
  } catch {
    // Not JSON, so not this API's: the status says what there is to say.
  }
  if (!response.ok) {
    throw new ApiError(response.status, reason(response, answer), answer);
  }
  return { status: response.status, body: answer };
}

function reason(response, answer) {
  const invalid = (answer?.errors ?? []).map((e) => `${e.parameter}: ${e.detail}`);
  const said = answer?.detail ?? answer?.title ?? `status ${response.status}`;
  return [said, ...invalid.filter((text) => !said.includes(text))].join("; ");
}

export const get = (path) => ask("GET", path, undefined, 15).then((answer) => answer.body);
export const post = (path, body) => ask("POST", path, body, 40);
export const remove = (path) => ask("DELETE", path, undefined, 40);

/** A query string of what is given. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

/** Who the caller is. Asks for a token until one is taken, where the server wants one. */
export async function whoami() {
  for (let refused = null; ; ) {
    try {
      return await get("/whoami");
    } catch (error) {
      if (error.status !== 401) {
        throw error;
      }
      await login(refused);
      refused = "This token is not accepted.";
    }
  }
}

/** A dialog for the token; resolves when one was entered. */
function login(refused) {
  const dialog = $("login");
  const input = $("login-token");
  sessionStorage.removeItem(TOKEN);
  $("login-problem").textContent = refused ?? "";
  input.value = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    $("login-form").onsubmit = (event) => {
      event.preventDefault();
      if (input.value.trim() !== "") {
        sessionStorage.setItem(TOKEN, input.value.trim());
        input.value = "";
        dialog.close();
        resolve();
      }
    };
  });
}
