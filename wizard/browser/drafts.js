/**
 * What has been typed and chosen on a screen, but not passed on yet. A reload brings it back; passing it on ends it.
 *
 * Each tab has a draft of its own. They rest in the browser's storage, for tabs that are closed; where that takes
 * nothing, in the tab's.
 */

import { storageOf, tabName } from "./storage.js";

const KEY = "data-stack-wizard-draft";

/** Of so many tabs: one is written at a time. */
const MOST = 5;

/** @typedef {{tab: string, at: string, address: string, fields: Record<string, string[]>}} Draft */

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string[]>} its fields; prose that nobody has touched is left out
 */
export function fieldsOf(form) {
  const data = new FormData(form);
  for (const area of form.querySelectorAll("textarea[data-prose]")) {
    const { name, value, defaultValue } = /** @type {HTMLTextAreaElement} */ (area);
    if (value === defaultValue) data.delete(name);
  }
  return Object.fromEntries([...new Set(data.keys())].map((name) => [name, data.getAll(name).map(String)]));
}

/**
 * A draft belongs to a screen of one interview: the address says which.
 * @param {HTMLFormElement} form
 */
export function keepDraft(form) {
  write({ tab: tabName(), at: form.dataset.at, address: location.hash, fields: fieldsOf(form) });
}

export function dropDraft() {
  write(null);
}

/**
 * What would be lost if this fragment of an address is opened: text is passed on with the opening.
 * @param {string} fragment
 * @returns {Draft | undefined} this tab's draft, if it belongs to another screen
 */
export function draftOfAnotherScreen(fragment) {
  const draft = own();
  return draft?.address === (fragment && `#${fragment}`) ? undefined : draft;
}

/**
 * Put a draft of this screen back into its form.
 * @param {HTMLFormElement} form
 * @param {boolean} alsoOfOthers whether this tab goes on with what others, which are closed, have begun
 */
export function restoreDraft(form, alsoOfOthers) {
  const found = [own(), ...(alsoOfOthers ? read("localStorage") : [])];
  const draft = found.find((one) => one?.at === form.dataset.at && one.address === location.hash);
  if (!draft) return;
  for (const field of form.elements) {
    const { name, type } = /** @type {HTMLInputElement} */ (field);
    const kept = draft.fields[name];
    if (type === "radio" || type === "checkbox") {
      const box = /** @type {HTMLInputElement} */ (field);
      box.checked = kept?.includes(box.value) ?? false;
    } else if (kept && type !== "file" && name) {
      /** @type {HTMLTextAreaElement} */ (field).value = kept[0] ?? "";
      const details = field.closest("details");
      if (details && kept[0]) details.open = true;
    }
  }
  if (draft.tab !== tabName()) write({ ...draft, tab: tabName() }, draft.tab);
}

/** @returns {Draft | undefined} */
function own() {
  return [...read("localStorage"), ...read("sessionStorage")].find(({ tab }) => tab === tabName());
}

/**
 * @param {"localStorage" | "sessionStorage"} name
 * @returns {Draft[]}
 */
function read(name) {
  try {
    const drafts = JSON.parse(storageOf(name)?.getItem(KEY) || "[]");
    return [drafts].flat().filter((draft) => draft?.fields && typeof draft.fields === "object");
  } catch {
    return []; // out of reach, or damaged
  }
}

/**
 * @param {Draft | null} draft this tab's; null for none
 * @param {string} [from] the tab whose draft it was
 */
function write(draft, from = tabName()) {
  const others = read("localStorage").filter(({ tab }) => tab !== tabName() && tab !== from);
  const mine = draft ? [draft] : [];
  const kept = put("localStorage", [...mine, ...others].slice(0, MOST));
  put("sessionStorage", kept ? [] : mine);
}

/**
 * @param {"localStorage" | "sessionStorage"} name
 * @param {Draft[]} drafts
 * @returns {boolean} whether they are kept
 */
function put(name, drafts) {
  try {
    storageOf(name).setItem(KEY, JSON.stringify(drafts));
    return true;
  } catch {
    return false; // full or switched off
  }
}
