/**
 * Brings the guide's interactive parts to life, on the first page and on each that instant navigation brings.
 *
 * Every part is whole in the page's HTML, and its script only adds to it. What a page does not hold is not fetched.
 */

import { arrived } from "./fragment.js";

/** @type {Record<string, () => Promise<{start: () => void}>>} */
const PARTS = {
  "[data-grid]": () => import("./tables.js"),
  "[data-versus]": () => import("./compare.js"),
  "[data-copy-page]": () => import("./copy-page.js"),
  "[data-link-builder]": () => import("./link-builder.js"),
};

function start() {
  arrived();
  for (const [selector, load] of Object.entries(PARTS)) {
    if (document.querySelector(selector)) load().then((part) => part.start());
  }
}

// `document$` is Material's: it says when a page is there.
const pages = /** @type {any} */ (window).document$;
if (pages) pages.subscribe(start);
else start();
