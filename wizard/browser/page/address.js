/** The answers in the address, after "#", and the ways that lead to an address. Nothing of it is sent anywhere. */

/** @returns {string} what the address holds, without "#" */
export function fragment() {
  return location.hash.slice(1);
}

/** @typedef {"load" | "reload" | "typed" | "link" | "history"} How an address came to be opened */

/**
 * @param {string | null} [typed] the line that was typed on the front page
 * @returns {How} for a page that is loaded: whether this tab's history holds the address as a step of ours, or its line
 * was typed on our front page
 */
export function loaded(typed) {
  if (history.state) return "reload";
  return typed && fragment() === `line=${encodeURIComponent(typed)}` ? "typed" : "load";
}

/** Marks steps of ours in the browser's history: what is pasted into the address has no mark. */
const OURS = {};

/**
 * Write the fragment into the address.
 * @param {string} text
 * @param {"push" | "replace"} how
 */
export function setFragment(text, how) {
  const url = text ? `#${text}` : location.pathname + location.search;
  if (how === "push" && text !== fragment()) {
    history.pushState(OURS, "", url);
  } else {
    history.replaceState(history.state ?? OURS, "", url);
  }
}

/**
 * Call back when the address changes to another step, by Back, Forward, an edited address or a link.
 * @param {(how: "history" | "link") => void} changed
 */
export function watchAddress(changed) {
  window.addEventListener("popstate", () => changed(history.state ? "history" : "link"));
}
