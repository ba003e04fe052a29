/**
 * What a tab keeps of its interview: what was said, and what was typed on a screen but not passed on yet.
 *
 * It comes out of the browser's storage, where anything can stand: what is of another type than it should be is left out.
 */

/** @typedef {{at: string, address: string, fields: Record<string, string[]>}} Draft of one screen; `address` begins with "#" */
/**
 * @typedef {object} Entry
 * @property {string} tab tells tabs apart
 * @property {number} saved when, in milliseconds since 1970
 * @property {string} fragment
 * @property {object} record
 * @property {Draft | null} draft of this tab's screen
 * @property {number} left when its page was left, in milliseconds since 1970; 0 while one is open
 * @property {Draft[]} aside drafts of other tabs' interviews that this one has taken over
 */

/**
 * @param {string | null} text an entry as JSON, or, from the first version, a fragment alone
 * @returns {Entry}
 */
export function asEntry(text) {
  const raw = text?.startsWith("{") ? parsed(text) : { fragment: text };
  const of = (/** @type {string} */ type, /** @type {string} */ key, /** @type {any} */ without) =>
    typeof raw?.[key] === type ? raw[key] : without;
  return {
    tab: of("string", "tab", ""),
    saved: of("number", "saved", 0),
    fragment: of("string", "fragment", ""),
    record: isObject(raw?.record) ? raw.record : {},
    left: of("number", "left", 0),
    draft: asDraft(raw?.draft),
    aside: drafts(raw?.aside),
  };
}

/**
 * @param {Entry} entry
 * @returns {boolean} whether a person has said anything that is in it
 */
export function isSaid({ fragment, record }) {
  return fragment !== "" || Object.keys(record).length > 0;
}

/**
 * @param {any} raw
 * @returns {Draft[]} those that are drafts
 */
export function drafts(raw) {
  return (Array.isArray(raw) ? raw : []).map(asDraft).filter((draft) => draft !== null);
}

/**
 * @param {any} raw
 * @returns {Draft | null}
 */
export function asDraft(raw) {
  if (typeof raw?.at !== "string" || typeof raw.address !== "string" || !isObject(raw.fields)) return null;
  // A damaged field is left out whole: what the screen shows in it stands.
  const fields = Object.entries(raw.fields).filter(([, values]) => areTexts(values));
  return { at: raw.at, address: raw.address, fields: Object.fromEntries(fields) };
}

/** @param {any} values */
function areTexts(values) {
  return Array.isArray(values) && values.every((value) => typeof value === "string");
}

/** @param {any} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {string | null} text JSON
 * @returns {any} null for what is none
 */
export function parsed(text) {
  try {
    return JSON.parse(text || "null");
  } catch {
    return null;
  }
}
