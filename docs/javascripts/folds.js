/**
 * Opens the fold that holds what the address names, and finds rules in the folds of the page that lists them.
 */

import { watchView } from "./fragment.js";

/** @type {HTMLDetailsElement[]} */
let folds = [];

export function start() {
  folds = [...document.querySelectorAll("details")];
  open();
  watchView(() => true, open);
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-find]"));
  if (form) find(form);
}

function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const around = folds.filter((fold) => target && fold.contains(target));
  for (const fold of around) fold.open = true;
  if (around.length) target.scrollIntoView();
}

/** @param {HTMLFormElement} form */
function find(form) {
  const boxes = folds.filter((fold) => "rules" in fold.dataset);
  const rules = boxes.flatMap((box) => [...box.querySelectorAll("p")]);
  const status = form.querySelector("[role=status]");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    const words = form.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const rule of rules) rule.hidden = !words.every((word) => rule.textContent.toLowerCase().includes(word));
    for (const box of boxes) box.open = words.length > 0 && box.querySelector("p:not([hidden])") !== null;
    status.textContent = words.length ? `${rules.filter((rule) => !rule.hidden).length} of ${rules.length} rules.` : "";
  });
}
