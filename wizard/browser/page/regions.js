/** Places on the page where something is told: they are empty until then. */

/**
 * Put a template's content into a region.
 * @param {HTMLElement} wizard the element that both are in
 * @param {string} region
 * @param {string} template
 * @returns {HTMLElement} the region
 */
export function fillRegion(wizard, region, template) {
  const place = /** @type {HTMLElement} */ (wizard.querySelector(region));
  const { content } = /** @type {HTMLTemplateElement} */ (wizard.querySelector(template));
  place.replaceChildren(content.cloneNode(true));
  return place;
}

/**
 * In the status region. Emptied first, so that the same words are announced again.
 * @param {HTMLElement} status
 * @param {string} text
 */
export function say(status, text) {
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = text));
}

/**
 * A sentence with a button, above everything else.
 * @param {HTMLElement} wizard
 * @param {string} text
 * @param {string} label
 * @param {() => void} act
 */
export function tell(wizard, text, label, act) {
  const notice = Object.assign(document.createElement("p"), { className: "dsw-notice", textContent: `${text} ` });
  const button = Object.assign(document.createElement("button"), { className: "dsw-button", textContent: label });
  button.addEventListener("click", act);
  notice.role = "status";
  notice.append(button);
  wizard.prepend(notice);
}
