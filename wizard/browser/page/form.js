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

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string[]>} fields
 * @returns {boolean} whether one of them, with something in it, is not in the form
 */
export function lacks(form, fields) {
  return Object.entries(fields).some(([name, [text]]) => text && !form.elements.namedItem(name));
}

/**
 * Put what was typed into the same fields elsewhere below what they hold, unless it is there already.
 * @param {HTMLFormElement} form
 * @param {Record<string, string[]>} fields
 * @returns {boolean} whether there was any
 */
export function add(form, fields) {
  let added = false;
  for (const field of form.elements) {
    const area = /** @type {HTMLTextAreaElement | HTMLInputElement} */ (field);
    if (!["textarea", "text"].includes(area.type) || !Object.hasOwn(fields, area.name)) continue;
    const there = new Set(area.value.split("\n").map((line) => line.trim()));
    const more = (fields[area.name][0] ?? "").split("\n").filter((line) => line.trim() && !there.has(line.trim()));
    if (!more.length) continue;
    area.value = [area.value.trimEnd(), ...more].filter(Boolean).join(area.type === "text" ? "; " : "\n");
    const details = area.closest("details");
    if (details) details.open = true;
    added = true;
  }
  return added;
}
