/** What is said while Python starts. */

/** @typedef {import("../python/runtime-client.js").Progress} Progress */
/** @typedef {import("../python/runtime-client.js").FailureReason} FailureReason */

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
  missing:
    "A file of the wizard is missing on the server. This site may have been renewed since the page was loaded: loading " +
    "it again helps then. If it does not, that is ours to mend.",
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
 * How long a load will take yet. What it says stays what it was, less the time that has passed, until that is clearly
 * wrong: a number that jumps about is worse than none.
 */
export class Estimate {
  #begun = 0;
  #from = 0;
  #loaded = 0;
  /** When it said that the load would be done. */
  #end = 0;

  /**
   * @param {Progress} progress
   * @param {number} now in milliseconds
   * @returns {number | null} seconds; null while nothing can be said, and for what is done in a moment
   */
  secondsLeft({ phase, loaded, total }, now) {
    if (loaded < this.#loaded || this.#begun === 0) {
      this.#begun = loaded > 0 ? now : 0;
      this.#from = loaded;
      this.#end = 0;
    }
    this.#loaded = loaded;
    const passed = now - this.#begun;
    if (phase !== "loading" || total === null || passed < 2000 || loaded <= this.#from) return null;
    const left = ((total - loaded) * passed) / (loaded - this.#from);
    if (Math.abs(now + left - this.#end) > 2000 + left / 3) this.#end = now + left;
    const said = (this.#end - now) / 1000;
    return said < 4 ? null : said;
  }
}

/**
 * @param {Progress} progress
 * @param {number | null} [left] seconds
 * @returns {string} such as "Loading the wizard: 3.1 of 6.2 MB, about 20 seconds left"
 */
export function progressInWords({ phase, loaded, total }, left = null) {
  if (phase === "starting") return "Starting the wizard";
  if (loaded === 0) return "Loading the wizard";
  if (total === null) return `Loading the wizard: ${megabytes(loaded)} MB`;
  const words = `Loading the wizard: ${megabytes(Math.min(loaded, total))} of ${megabytes(total)} MB`;
  return left === null ? words : `${words}, ${timeInWords(left)} left`;
}

/** @param {number} seconds */
function timeInWords(seconds) {
  if (seconds < 10) return "a few seconds";
  return seconds < 90 ? `about ${10 * Math.round(seconds / 10)} seconds` : `about ${Math.round(seconds / 60)} minutes`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1_000_000).toFixed(1);
}

const estimate = new Estimate();

/**
 * Show progress in the element that the page has for it.
 * @param {HTMLElement} region with a `<progress>` and a `[data-progress-text]`
 * @param {Progress} progress
 * @param {string} before said first, such as "Got it."
 */
export function showProgress(region, progress, before) {
  const bar = region.querySelector("progress");
  const text = region.querySelector("[data-progress-text]");
  const words = progressInWords(progress, estimate.secondsLeft(progress, performance.now()));
  text.textContent = before ? `${before} ${words}` : words;
  if (progress.total !== null && progress.phase === "loading") {
    bar.max = progress.total;
    bar.value = progress.loaded;
  } else {
    bar.removeAttribute("value"); // not known how long this takes
  }
}
