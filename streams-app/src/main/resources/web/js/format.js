// Numbers, times and texts as people read them. No elements here.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const numbers = new Map();

/** A text with what cannot be seen (control, zero-width, bidirectional characters) written out. */
export function visible(text) {
  return String(text).replace(HIDDEN, (c) => `\\u{${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}}`);
}

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

/** A number with exactly so many decimals, for columns. */
export function fixed(value, decimals = 2) {
  return typeof value === "number" && Number.isFinite(value) ? value.toFixed(decimals) : "–";
}

/** A fraction as a percentage. */
export function percent(value, decimals = 1) {
  return typeof value === "number" && Number.isFinite(value) ? `${fixed(value * 100, decimals)} %` : "–";
}

/** An instant in UTC: to the minute where seconds are 0; without a time where the day's begins. */
export function time(text) {
  const at = Date.parse(text ?? "");
  if (!Number.isFinite(at) || at <= 0) {
    return "–";
  }
  const iso = new Date(at).toISOString();
  const clock = iso.slice(11, 19);
  return clock === "00:00:00" ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${clock.endsWith(":00") ? clock.slice(0, 5) : clock}`;
}

/** An instant as milliseconds, to be compared: as texts "…00Z" would come after "…00.5Z". NaN for none. */
export const millis = (text) => Date.parse(text ?? "");

/** The time of day in UTC; a dash where there is none, or one that no calendar has. */
export function clock(at) {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(11, 19) : "–";
}

/** How long something is, in its two largest units: "3 d 4 h", "42 s". */
export function duration(seconds) {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) {
    return "–";
  }
  const s = Math.max(0, seconds);
  if (s < 10) {
    return `${s < 1 ? s.toFixed(1) : Math.floor(s)} s`;
  }
  const units = [[31_536_000, "y"], [86_400, "d"], [3_600, "h"], [60, "min"], [1, "s"]];
  const at = units.findIndex(([size]) => s >= size);
  const [size, name] = units[at];
  const rest = units[at + 1] ? Math.floor((s % size) / units[at + 1][0]) : 0;
  return `${Math.floor(s / size)} ${name}${rest > 0 ? ` ${rest} ${units[at + 1][1]}` : ""}`;
}

/** What is left of a time: "42:10", "3:00:00", "2 d 3 h". */
export function countdown(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s >= 86_400) {
    return duration(s);
  }
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor((s % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${two(minutes)}:${two(s % 60)}`;
}

/** RISK_BUDGET_BREACH becomes "Risk budget breach". */
export function words(constant) {
  const text = String(constant ?? "").replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What set a limit: "REGIME:CRISIS" becomes "regime crisis"; an override keeps its identifier. */
export function source(boundBy) {
  const [kind, ...rest] = String(boundBy ?? "").split(":");
  const name = rest.join(":");
  return [words(kind).toLowerCase(), kind === "REGIME" ? words(name).toLowerCase() : name].filter(Boolean).join(" ");
}

/** A text that is cut where it is longer than so many characters. */
export function cut(text, length) {
  const shown = [...visible(text)];
  return shown.length > length ? `${shown.slice(0, length - 1).join("")}…` : shown.join("");
}

/** "PT1H" as "1 h": the durations that the page itself offers. */
export function plainDuration(iso) {
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(iso) ?? [];
  return [hours ? `${hours} h` : "", minutes ? `${minutes} min` : ""].filter(Boolean).join(" ");
}
