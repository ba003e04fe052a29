/**
 * Brings the guide's interactive parts to life. Every part is whole in the page's HTML, and its script only adds to it.
 * What a page does not hold is not fetched.
 */

/** @type {Record<string, () => Promise<{start: () => void}>>} */
const PARTS = {
  "[data-grid]": () => import("./tables.js"),
  "details.ds-fold": () => import("./folds.js"),
  "[data-versus]": () => import("./compare.js"),
  "[data-copy-page]": () => import("./copy-page.js"),
  "form[data-line]": () => import("./one-line.js"),
  "[data-link-builder]": () => import("./link-builder.js"),
};

for (const [selector, load] of Object.entries(PARTS)) {
  if (document.querySelector(selector)) load().then((part) => part.start());
}
