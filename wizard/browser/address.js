/**
 * The answers in the address, after "#", and the ways that lead to an address. Nothing of it is sent anywhere.
 *
 * Steps of the interview are kept from Material's instant navigation: see first-in-line.js.
 */

/**
 * How instant navigation came to this page: by Back or Forward, or otherwise.
 * @type {"load" | "history"}
 */
let cameBy = "load";
// `location$` is Material's. It speaks while the browser's own event is still under way.
/** @type {any} */ (window).location$?.subscribe(() => {
  cameBy = window.event?.type === "popstate" ? "history" : "load";
});

/** @returns {"load" | "history"} how this page was come to */
export function arrival() {
  return cameBy;
}

/** @returns {string} what the address holds, without "#" */
export function fragment() {
  return location.hash.slice(1);
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
 * Call back when the address changes to another step of the same page, by Back, Forward, an edited address or a link.
 * @param {(how: "history" | "link") => void} changed
 * @returns {() => void} stop listening
 */
export function watchAddress(changed) {
  const page = location.pathname;
  let bound = page; // where instant navigation is bound for: another page from the moment a link to it is followed

  const isOurs = () => location.pathname === page && bound === page;
  const onStep = (/** @type {CustomEvent<string>} */ event) => {
    if (!isOurs()) return;
    event.preventDefault();
    if (event.detail === "popstate") changed(history.state ? "history" : "link"); // `hashchange` comes with it
  };
  window.addEventListener("data-stack-step", onStep);

  // Says where instant navigation goes, links to this same page included.
  const navigation = /** @type {any} */ (window).location$?.subscribe((/** @type {URL} */ url) => {
    bound = url.pathname;
    if (isOurs()) changed("link");
  });

  return () => {
    window.removeEventListener("data-stack-step", onStep);
    navigation?.unsubscribe();
  };
}
