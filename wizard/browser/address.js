/**
 * Where the answers live: in the address, after "#", and in this browser's storage. Nothing is sent anywhere.
 *
 * Material's instant navigation listens for `popstate` too. It would fetch the page anew for an entry that is only
 * another step of the interview. So entries of the page that is shown are kept from it.
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
  let heading = page; // where instant navigation is going; another page from the moment a link to it is followed

  const isOurs = () => location.pathname === page && heading === page;
  const onHistory = (/** @type {Event} */ event) => {
    if (!isOurs()) return;
    event.stopImmediatePropagation();
    if (event.type === "popstate") changed("history");
  };
  // Capturing listeners on the window come before all others, whenever those were added.
  const capture = { capture: true };
  window.addEventListener("popstate", onHistory, capture);
  window.addEventListener("hashchange", onHistory, capture);

  // `location$` is Material's: it says where instant navigation goes, links to this same page included.
  const navigation = /** @type {any} */ (window).location$?.subscribe((/** @type {URL} */ url) => {
    heading = url.pathname;
    if (isOurs()) changed("link");
  });

  return () => {
    window.removeEventListener("popstate", onHistory, capture);
    window.removeEventListener("hashchange", onHistory, capture);
    navigation?.unsubscribe();
  };
}
