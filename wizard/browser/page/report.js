/**
 * A report about an error of ours, for the person to read and to copy. Nobody sends it.
 *
 * It holds versions and the step that failed. It holds no answers, unless the person adds them.
 */

// `VERSIONS` is put in by the build.

/** @typedef {import("./conversation.js").WizardEvent} WizardEvent */
/** @typedef {import("../python/runtime-client.js").Runtime} Runtime */

/**
 * @typedef {object} Failure
 * @property {Runtime} runtime
 * @property {WizardEvent | null} event what could not be answered; null if Python did not start
 * @property {Error | null} error
 * @property {string} answers fragment with the answers, to be added only if the person says so
 */

/**
 * Put the report into the place that the template has for it.
 * @param {HTMLElement} region
 * @param {Failure} failure
 */
export function showReport(region, failure) {
  const text = /** @type {HTMLElement} */ (region.querySelector("[data-report]"));
  const withAnswers = /** @type {HTMLInputElement} */ (region.querySelector("[data-report-answers]"));
  const button = /** @type {HTMLButtonElement} */ (region.querySelector("[data-copy-report]"));
  const show = () => (text.textContent = reportInWords(failure, withAnswers.checked));
  withAnswers.addEventListener("change", show);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = "Selected: copy it with Ctrl+C, or Command+C";
    }
  });
  show();
}

/**
 * @param {Failure} failure
 * @param {boolean} withAnswers
 */
export function reportInWords({ runtime, event, error, answers }, withAnswers) {
  const { reason } = runtime;
  const step = event ? `${event.type} at ${event.at || "the opening"}` : `start: ${reason}`;
  return [
    `Step: ${step}`,
    ...(error ? traceWithoutValues(error.message) : []),
    `Wizard: ${VERSIONS.wizard}`,
    `Pyodide: ${VERSIONS.pyodide}, Python: ${VERSIONS.python}`,
    `Browser: ${navigator.userAgent}`,
    ...(withAnswers ? [`Answers: ${answers}`] : []),
  ].join("\n");
}

/**
 * Where in the code an error happened, and of what kind it is. Its text may quote an answer, so that is left out.
 * @param {string} message a Python traceback, or a sentence of ours
 */
function traceWithoutValues(message) {
  if (!message.includes("Traceback")) return [`Error: ${message}`];
  const lines = message.trimEnd().split("\n");
  const isPlace = (/** @type {string} */ line) => /^ +File "[^"]*", line \d+, in \S+$/.test(line);
  const last = lines.findLastIndex(isPlace);
  // The kind comes first after the last place; lines below it are the rest of its text.
  const kind = lines.slice(last + 1).find((line) => /^[A-Za-z_][\w.]*(:|$)/.test(line));
  return [...lines.filter(isPlace).map((line) => line.trim()), `Error: ${kind?.split(":")[0] ?? "unknown"}`];
}
