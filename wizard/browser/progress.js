/** What is said while Python starts. */

/** @typedef {import("./runtime-client.js").Progress} Progress */
/** @typedef {import("./runtime-client.js").FailureReason} FailureReason */

/** @type {Record<FailureReason, string>} */
const REASONS = {
  "no-webassembly":
    "This browser does not run WebAssembly here, and Python needs it. It may be switched off in the settings, " +
    "by an administrator or by a strict mode; another browser may do.",
  "no-module-workers":
    "This browser is too old to run Python: it does not know module workers. A current version of any browser does.",
  offline:
    "A file of the wizard could not be fetched. You may be offline, or something between you and this site " +
    "blocks it.",
  missing: "A file of the wizard is missing on the server. If trying again does not help, that is ours to mend.",
  damaged:
    "A file of the wizard arrived damaged, twice. Something between you and this site may have changed it, or this " +
    "site was renewed just now; loading the page again often helps.",
  "timed-out": "Python did not start in time. The line may be stuck; trying again often helps.",
  broken: "Python stopped with an error while it was starting. Trying again may help.",
};

/**
 * @param {FailureReason | null} reason
 * @returns {string} one or two plain sentences
 */
export function reasonInWords(reason) {
  return REASONS[reason ?? "broken"];
}

/**
 * @param {Progress} progress
 * @returns {string} such as "Loading the wizard: 3.1 of 6.2 MB"
 */
export function progressInWords({ phase, loaded, total }) {
  if (phase === "starting") return "Starting the wizard";
  if (loaded === 0) return "Loading the wizard";
  return total === null
    ? `Loading the wizard: ${megabytes(loaded)} MB`
    : `Loading the wizard: ${megabytes(Math.min(loaded, total))} of ${megabytes(total)} MB`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1_000_000).toFixed(1);
}

/**
 * Show progress in the element that the page has for it.
 * @param {HTMLElement} region with a `<progress>` and a `[data-progress-text]`
 * @param {Progress} progress
 * @param {string} before said first, such as "Got it."
 */
export function showProgress(region, progress, before) {
  const bar = region.querySelector("progress");
  const text = region.querySelector("[data-progress-text]");
  text.textContent = before ? `${before} ${progressInWords(progress)}` : progressInWords(progress);
  if (progress.total !== null && progress.phase === "loading") {
    bar.max = progress.total;
    bar.value = progress.loaded;
  } else {
    bar.removeAttribute("value"); // not known how long this takes
  }
}
