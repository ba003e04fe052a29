/**
 * Builds a link into the wizard from a form. wizard/build/pages/link_builder.py writes the form, with what applies when.
 */

/**
 * What answers must be: any of, all of, nothing but, none of. As in wizard/catalogue.py, where a question that was not
 * answered counts as `unsure`.
 * @typedef {{any?: string[], all?: string[], only?: string[], not?: string[]}} Condition
 */

/** @type {HTMLFormElement} */
let form;

export function start() {
  form = document.querySelector("[data-link-builder]");
  form.hidden = false;
  /** @type {Map<HTMLSelectElement, HTMLElement[]>} every option, or group of options, of the selects */
  const everything = new Map([...form.querySelectorAll("select")].map((select) => [select, [...select.children]]));
  const snippets = [...document.querySelectorAll("[data-snippet] code")].map((code) => ({ code, text: code.textContent }));
  const example = /https?:[^)]*/.exec(snippets[0].text)[0];

  function update() {
    const { answers, problem } = read(everything);
    const text = Object.entries(answers).map(([key, values]) => `${key}=${values.map(encodeURIComponent).join(",")}`);
    const link = new URL(form.dataset.wizard, location.href).href + (text.length ? `#${text.join("&")}` : "");
    form.elements.namedItem("link").value = link;
    form.querySelector("[data-open]").href = link;
    for (const { code, text } of snippets) {
      code.textContent = text.replaceAll(escaped(example), escaped(link)).replaceAll(example, link);
    }
    const count = text.length === 1 ? "1 answer" : `${text.length || "no"} answers`;
    say(problem || `The link fills in ${count}.`);
  }

  // Material's own buttons would each bring a landmark without a name.
  for (const { code } of snippets) addCopy(code);
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-copy]").addEventListener("click", async () => {
    const input = form.elements.namedItem("link");
    say(await copy(input.value, () => input.select()));
  });
  update();
}

/**
 * The answers that apply, in the questions' order; fields that do not apply are hidden, and keep what they hold.
 * @param {Map<HTMLSelectElement, HTMLElement[]>} everything
 */
function read(everything) {
  /** @type {Record<string, string[]>} */
  const answers = {};
  let problem = "";
  for (const field of form.querySelectorAll("[data-question]")) {
    const key = /** @type {HTMLElement} */ (field).dataset.question;
    const always = key === "persistence" || key === "pace";
    field.hidden = !(always || answers.persistence?.[0] !== "no") || !holds(field, answers, true);
    if (field.hidden) continue;
    const select = field.querySelector("select");
    if (select) offer(select, everything.get(select), answers);
    for (const box of field.querySelectorAll("label[data-when]")) {
      /** @type {HTMLElement} */ (box).hidden = !holds(box, answers, false);
    }
    const values = select ? [select.value].filter(Boolean) : checked(field);
    const wrong = select ? "" : standsAlone(field);
    if (wrong) problem ||= `${field.querySelector("legend").textContent} is left out: ${wrong}`;
    else if (values.length) answers[key] = values;
  }
  return { answers, problem };
}

/**
 * Whether an element applies after these answers.
 * @param {Element} element
 * @param {Record<string, string[]>} answers
 * @param {boolean} answered a question applies only once those before it are answered; an option need not wait
 */
function holds(element, answers, answered) {
  /** @type {Record<string, Condition>} */
  const when = JSON.parse(/** @type {HTMLElement} */ (element).dataset.when ?? "{}");
  return Object.entries(when).every(([key, { any, all, only, not }]) => {
    if (answered && !answers[key]) return false;
    const values = answers[key] ?? ["unsure"];
    const has = (/** @type {string} */ value) => values.includes(value);
    return (!any || any.some(has)) && (all ?? []).every(has) && (!only || values.every((value) => only.includes(value))) && !(not ?? []).some(has);
  });
}

/**
 * Put those options into a select that apply. (Hiding them would do, if every browser hid options.)
 * @param {HTMLSelectElement} select
 * @param {HTMLElement[]} everything
 * @param {Record<string, string[]>} answers
 */
function offer(select, everything, answers) {
  const before = select.value;
  const first = (/** @type {Element} */ one) => one.matches("optgroup") ? one.firstElementChild : one; // a group's options go together
  const offered = everything.filter((one) => holds(first(one), answers, false));
  if (offered.length === select.children.length && offered.every((one, at) => one === select.children[at])) return;
  select.replaceChildren(...offered);
  select.value = before;
  if (select.selectedIndex < 0) select.value = "";
}

/** @param {Element} field */
function checked(field) {
  return [...field.querySelectorAll("label:not([hidden]) input:checked")].map((box) => /** @type {HTMLInputElement} */ (box).value);
}

/** Show beside the boxes what is wrong with them. @param {Element} field @returns {string} what is wrong */
function standsAlone(field) {
  const alone = /** @type {HTMLInputElement | null} */ (field.querySelector("[data-alone]:checked"));
  const wrong = alone && checked(field).length > 1 ? `“${alone.labels[0].textContent.trim()}” cannot stand beside other values.` : "";
  const error = field.querySelector(".ds-error");
  if (error.textContent !== wrong) error.textContent = wrong;
  for (const box of field.querySelectorAll("[data-alone]")) {
    box.toggleAttribute("aria-invalid", false);
    if (wrong && box === alone) {
      box.setAttribute("aria-invalid", "true");
      box.setAttribute("aria-describedby", error.id);
    } else {
      box.removeAttribute("aria-describedby");
    }
  }
  return wrong;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;");
}

/** @param {Element} code */
function addCopy(code) {
  const box = code.closest("[data-snippet]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-plain";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${box.previousElementSibling.firstChild.textContent}`);
  button.addEventListener("click", async () => {
    const outcome = await copy(code.textContent.trim(), () => getSelection().selectAllChildren(code));
    button.textContent = outcome === "Copied." ? "Copied" : "Copy";
    say(outcome);
  });
  box.append(button);
}

/**
 * @param {string} text
 * @param {() => void} select shows the text as selected, where the browser does not allow copying
 * @returns {Promise<string>} what to tell the person
 */
async function copy(text, select) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    select();
    return "The text is selected. Copy it with Ctrl+C, or Command+C on a Mac.";
  }
}

/** @param {string} text */
function say(text) {
  form.querySelector("[data-status]").textContent = text;
}
