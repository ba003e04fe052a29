/** Starts Python when somebody is about to go to the wizard: a pointer or the focus on a link to it, or a touch. */

import { runtime } from "./runtime-client.js";

const WIZARD = new URL("../../wizard/", import.meta.url);

/** @param {Event} event */
function noticed({ target }) {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  // Where data are dear, only a visit counts.
  if (!link || navigator.connection?.saveData) return;
  const { origin, pathname } = /** @type {HTMLAnchorElement} */ (link);
  if (origin === WIZARD.origin && pathname === WIZARD.pathname) runtime.start();
}

for (const type of ["pointerover", "focusin", "touchstart"]) {
  document.addEventListener(type, noticed, { passive: true });
}
