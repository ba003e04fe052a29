/** What a form on a screen holds. */

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
 * @param {HTMLFormElement} form
 * @param {Record<string, string[]>} fields
 */
export function fill(form, fields) {
  for (const field of form.elements) {
    const { name, type } = /** @type {HTMLInputElement} */ (field);
    const kept = Object.hasOwn(fields, name) ? fields[name] : undefined;
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
