/**
 * What a page shows, kept in the address after "#": `services.scale_to_zero=yes&services.sort=name`. So a view can be
 * linked, and nothing is sent or stored.
 */

/** The page that is shown: while instant navigation is under way, the address may be another's. */
let page = location.pathname;

export function arrived() {
  page = location.pathname;
}

/** @returns {URLSearchParams | null} the view that the address holds; nothing where it names a place on the page */
export function view() {
  const text = location.hash.slice(1);
  return text.includes("=") ? new URLSearchParams(text) : null;
}

/** @param {Iterable<[string, string]>} pairs key and value; an empty value is left out */
export function setView(pairs) {
  const text = [...pairs]
    .filter(([, value]) => value)
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%20", "+")}`)
    .join("&");
  history.replaceState(history.state, "", text ? `#${text}` : location.pathname + location.search);
}

/**
 * Call back when the address of the shown page comes to say something that concerns a part of the page: by Back, Forward,
 * an edited address or a link. Such steps are kept from Material, which would fetch the page anew: see first-in-line.js.
 * @param {(fragment: string) => boolean} concerns
 * @param {() => void} changed
 */
export function watchView(concerns, changed) {
  const ours = (/** @type {Location | HTMLAnchorElement} */ { pathname, hash }) => pathname === page && concerns(hash.slice(1));
  window.addEventListener("data-stack-step", (event) => {
    if (!ours(location)) return;
    event.preventDefault();
    changed();
  });
  document.addEventListener(
    "click",
    (event) => {
      const link = /** @type {Element} */ (event.target).closest?.("a[href]");
      if (link instanceof HTMLAnchorElement && link.hash && ours(link)) event.stopPropagation(); // the browser follows it
    },
    { capture: true },
  );
}
