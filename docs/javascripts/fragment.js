/**
 * What a page shows, kept in the address after "#": `services.scale_to_zero=yes&services.sort=name`. So a view can be
 * linked, and nothing is sent or stored.
 */

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
 * Call back when the address comes to say something that concerns a part of the page: by Back, Forward, an edited
 * address or a link.
 * @param {(fragment: string) => boolean} concerns
 * @param {() => void} changed
 */
export function watchView(concerns, changed) {
  window.addEventListener("hashchange", () => {
    if (concerns(location.hash.slice(1))) changed();
  });
}
