/**
 * Where the answers live: in the address, after "#", and in this browser's storage. Nothing is sent anywhere.
 *
 * Steps of the interview are kept from Material's instant navigation: see first-in-line.js.
 */

const STORAGE_KEY = "data-stack-wizard";

/** @returns {string} what the address holds, without "#" */
export function fragment() {
  return location.hash.slice(1);
}

/**
 * Write the fragment into the address.
 * @param {string} text
 * @param {"push" | "replace"} how
 */
export function setFragment(text, how) {
  const url = text ? `#${text}` : location.pathname + location.search;
  if (how === "push" && text !== fragment()) {
    history.pushState(null, "", url);
  } else {
    history.replaceState(history.state, "", url);
  }
}

/** @returns {string} the fragment kept from an earlier visit, or nothing */
export function stored() {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? "";
  } catch {
    return ""; // storage is switched off: the address alone has to do
  }
}

/** @param {string} text */
export function store(text) {
  try {
    localStorage.setItem(STORAGE_KEY, text);
  } catch {
    // full or switched off: the address alone has to do
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
    if (event.detail === "popstate") changed("history"); // `hashchange` comes with it
  };
  window.addEventListener("data-stack-step", onStep);

  // `location$` is Material's: it says where instant navigation goes, links to this same page included.
  const navigation = /** @type {any} */ (window).location$?.subscribe((/** @type {URL} */ url) => {
    bound = url.pathname;
    if (isOurs()) changed("link");
  });

  return () => {
    window.removeEventListener("data-stack-step", onStep);
    navigation?.unsubscribe();
  };
}
