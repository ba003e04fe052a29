/**
 * What has been typed and chosen on a screen, but not passed on yet. A reload brings it back; passing it on ends it.
 *
 * It rests where the interview does: in this tab's own storage, and for a tab that is closed in the browser's.
 */

import { storages } from "./storage.js";

const KEY = "data-stack-wizard-draft";

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
  write(JSON.stringify({ at: form.dataset.at, address: location.hash, fields: fieldsOf(form) }));
}

export function dropDraft() {
  write("");
}

/**
 * Put a draft of this screen back into its form.
 * @param {HTMLFormElement} form
 */
export function restoreDraft(form) {
  const draft = read();
  if (draft?.at !== form.dataset.at || draft.address !== location.hash) return;
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
}

/** @returns {{at: string, address: string, fields: Record<string, string[]>} | null} */
function read() {
  for (const { storage } of storages()) {
    try {
      const draft = JSON.parse(storage.getItem(KEY) || "null");
      if (draft?.fields && typeof draft.fields === "object") return draft;
    } catch {
      // out of reach, or damaged
    }
  }
  return null;
}

/** @param {string} text */
function write(text) {
  for (const { storage } of storages()) {
    try {
      storage.setItem(KEY, text);
    } catch {
      // full: the draft is lost with the page
    }
  }
}
