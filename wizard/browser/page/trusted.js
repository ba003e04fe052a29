/**
 * Where our own code says that a string may become HTML, or an address a script (Trusted Types).
 *
 * The policy's name is in the content security policy: no other code can make one of that name. Browsers without
 * Trusted Types get the strings as they are.
 */

/** The site's own address: this file is in its assets/wizard/. */
const SITE = new URL("../../", import.meta.url).href;

const policy = globalThis.trustedTypes?.createPolicy("data-stack-wizard", {
  // Made by the wizard's templates, which escape whatever a person, a link or a file has put into it.
  createHTML: (html) => html,
  createScriptURL: own,
});

/**
 * @param {string} url
 * @returns {string} the same, if it is a script of this site
 */
function own(url) {
  if (!url.startsWith(SITE) || !new URL(url).pathname.endsWith(".js")) throw new TypeError(`not ours: ${url}`);
  return url;
}

/**
 * @param {string} html a screen from `wizard.api.handle`
 * @returns {string} for `innerHTML`
 */
export function trustedHTML(html) {
  return /** @type {any} */ (policy?.createHTML(html) ?? html);
}

/**
 * @param {URL} url of a worker or a service worker
 * @returns {string} for `new Worker` and `register`
 */
export function trustedScript(url) {
  return /** @type {any} */ (policy?.createScriptURL(url.href) ?? own(url.href));
}
