/** Python, as the page sees it: start it, ask it, start it again when it dies. There is one worker for the whole visit. */

import { storageOf } from "../page/storage.js";
import { trustedScript } from "../page/trusted.js";

/** @typedef {"idle" | "starting" | "ready" | "failed"} RuntimeState */
/** @typedef {"no-webassembly" | "no-module-workers" | "offline" | "missing" | "damaged" | "timed-out" | "broken"} FailureReason */
/** @typedef {{phase: "loading" | "starting", loaded: number, total: number | null}} Progress */

/** @typedef {{json: string, sent: number, resolve: (response: object) => void, reject: (error: Error) => void}} Question */

/** In the tab's storage: that Python needs a function which the small WebAssembly leaves out. It is not tried again. */
const UNTOUCHED = "data-stack-untouched";
const tab = storageOf("sessionStorage");

/** Python raised an exception, or twice gave no answer; with a `reason`, a part of the wizard did not come. */
export class AnswerError extends Error {
  /**
   * @param {string} message
   * @param {FailureReason} [reason]
   */
  constructor(message, reason) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Fires `change` when `state`, `reason` or `progress` changes, and `answer` when Python has answered.
 */
export class Runtime extends EventTarget {
  /** @type {RuntimeState} */
  state = "idle";
  /** @type {FailureReason | null} */
  reason = null;
  /** @type {Progress} */
  progress = { phase: "loading", loaded: 0, total: null };

  #startLimit = 60;
  /** Seconds after which an answer is given up. */
  answerLimit = 15;
  /** Whether Python rehearses interviews after its first answer; said before it starts. */
  rehearses = true;

  /** @type {Worker | null} */
  #worker = null;
  /** @type {Question[]} */
  #waiting = [];
  /** @type {Question | null} */
  #asked = null;
  #lastId = 0;
  #timer = 0;
  /** Whether this is the second attempt. */
  #full = false;
  /** Whether WebAssembly is to be as Pyodide ships it. */
  #untouched = remembered();

  /** Seconds without any progress after which a start has failed. */
  get startLimit() {
    return this.#startLimit;
  }

  set startLimit(seconds) {
    if (seconds === this.#startLimit) return;
    this.#startLimit = seconds;
    if (this.state === "starting" && this.#worker) this.#watch(this.#full);
  }

  /** Start Python, unless it is up or on its way. */
  start() {
    if (this.state === "idle") this.#begin(false);
  }

  /** Try again after a failure. Questions that were waiting still are. */
  retry() {
    if (this.state === "failed") this.#begin(false);
  }

  /**
   * Ask, after what was asked before.
   * @param {object} request for `wizard.api.handle`
   * @returns {Promise<object>} its response
   */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ json: JSON.stringify(request), sent: 0, resolve, reject });
      this.#askNext();
    });
  }

  /**
   * @param {boolean} full with nothing left out and nothing from the browser's cache, as a second attempt
   */
  #begin(full) {
    this.#full = full;
    this.#change({ state: "starting", reason: null, progress: { phase: "loading", loaded: 0, total: null } });
    if (typeof WebAssembly !== "object") {
      this.#change({ state: "failed", reason: "no-webassembly" });
      return;
    }
    const worker = earlyWorker(!full && !this.#untouched) ?? this.#employ();
    if (worker === null) {
      this.#change({ state: "failed", reason: "no-module-workers" });
      return;
    }
    this.#worker = worker;
    this.#watch(full);
    const isOurs = () => worker === this.#worker; // one that was ended may have said something before
    worker.addEventListener("message", ({ data }) => isOurs() && this.#hear(data, full));
    worker.addEventListener("messageerror", () => isOurs() && this.#lost(full, "broken"));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (!isOurs()) return;
      // No message means that the script itself did not arrive.
      const reason = event.message ? "broken" : navigator.onLine ? "missing" : "offline";
      this.#lost(full, reason);
    });
    worker.postMessage({ start: { full, untouched: this.#untouched, rehearse: this.rehearses } });
  }

  /** @returns {Worker | null} null where module workers are not known */
  #employ() {
    let known = false;
    const worker = new Worker(trustedScript(new URL("./worker.js", import.meta.url)), {
      name: "data-stack-wizard",
      get type() {
        known = true; // read only by browsers that know module workers
        return /** @type {const} */ ("module");
      },
    });
    if (!known) {
      worker.terminate();
      return null;
    }
    return worker;
  }

  /**
   * @param {any} data
   * @param {boolean} full
   */
  #hear(data, full) {
    if (data.leftOut) {
      this.#beginUntouched(data.leftOut);
    } else if (data.progress) {
      this.#watch(full);
      this.#change({ progress: data.progress });
    } else if (data.ready) {
      clearTimeout(this.#timer);
      this.#change({ state: "ready" });
      this.#askNext();
    } else if (data.failure) {
      console.info("data-stack-wizard: Python did not start:", data.failure.message);
      this.#startFailed(data.failure.reason, full);
    } else if (this.#asked && data.id === this.#lastId) {
      this.#answered(data);
    }
  }

  /**
   * Python needs what its WebAssembly leaves out: start with the untouched file, now and from now on in this tab. What was
   * asked is asked again, and the person sees nothing but progress.
   * @param {string} stack where
   */
  #beginUntouched(stack) {
    console.info("data-stack-wizard: starting again with the whole of Python:", stack);
    this.#untouched = true;
    try {
      tab?.setItem(UNTOUCHED, "yes");
    } catch {
      // Where nothing can be stored, the next page finds it out anew.
    }
    this.#dismiss();
    if (this.#asked) this.#waiting.unshift(this.#asked);
    this.#asked = null;
    this.#begin(false);
  }

  /** @param {{response?: string, error?: string, fatal?: boolean, reason?: FailureReason}} answer */
  #answered({ response, error, fatal, reason }) {
    if (fatal) {
      this.#lost(false, "broken");
      return;
    }
    clearTimeout(this.#timer);
    const question = this.#asked;
    this.#asked = null;
    if (response === undefined) {
      question.reject(new AnswerError(error, reason));
    } else {
      question.resolve(JSON.parse(response));
    }
    this.dispatchEvent(new Event("answer"));
    this.#askNext();
  }

  #askNext() {
    if (this.state !== "ready" || this.#asked || this.#waiting.length === 0) return;
    this.#asked = this.#waiting.shift();
    this.#asked.sent += 1;
    this.#lastId += 1;
    this.#worker.postMessage({ id: this.#lastId, request: this.#asked.json });
    this.#timer = setTimeout(() => this.#lost(false, "timed-out"), this.answerLimit * 1000);
  }

  /**
   * The limit counts from the last sign of life: a slow line is no failure.
   * @param {boolean} full
   */
  #watch(full) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#startFailed(navigator.onLine ? "timed-out" : "offline", full);
    }, this.startLimit * 1000);
  }

  /**
   * The worker died, or gives no answer.
   * @param {boolean} full
   * @param {FailureReason} reason
   */
  #lost(full, reason) {
    if (this.state !== "ready") {
      this.#startFailed(reason, full);
      return;
    }
    this.#dismiss();
    const question = this.#asked;
    this.#asked = null;
    if (question && question.sent < 2) {
      this.#waiting.unshift(question); // the same request gives the same response, so it can be sent again
    } else if (question) {
      question.reject(new AnswerError("Python twice gave no answer"));
    }
    this.#begin(false);
  }

  /**
   * @param {FailureReason} reason
   * @param {boolean} full whether this was the second attempt
   */
  #startFailed(reason, full) {
    this.#dismiss();
    if (full) {
      if (navigator.onLine) dropKept();
      this.#change({ state: "failed", reason });
    } else {
      this.#begin(true);
    }
  }

  #dismiss() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** @param {Partial<Pick<Runtime, "state" | "reason" | "progress">>} now */
  #change(now) {
    Object.assign(this, now);
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * Forget what is kept of this site for return visits: it may be what failed, and the next try fetches it anew. Other
 * copies of the site can be on the same origin: theirs stays.
 */
async function dropKept() {
  const names = (await globalThis.caches?.keys().catch(() => [])) ?? [];
  const site = new URL("../../", import.meta.url).href; // this file is in its assets/wizard/
  const ours = (/** @type {string} */ name) => name.startsWith(`data-stack ${site} `);
  await Promise.all(names.filter(ours).map((name) => caches.delete(name)));
}

/** Whether this tab has met a function that is left out. */
function remembered() {
  return tab?.getItem(UNTOUCHED) === "yes";
}

/**
 * The worker that the wizard's page made before this script was there (overrides/partials/early.html), once.
 * @param {boolean} suits whether it begins as is wanted now; else it is ended
 * @returns {Worker | undefined}
 */
function earlyWorker(suits) {
  const early = /** @type {any} */ (window).dataStackEarly;
  delete (/** @type {any} */ (window).dataStackEarly);
  if (suits && early?.known && !early.lost) return early.worker;
  early?.worker.terminate();
  return undefined;
}

/** The one of this visit. */
export const runtime = new Runtime();
