/**
 * What has been said so far, and what is still to be passed on to Python.
 *
 * Presses made before Python is up wait here, after the opening, and are passed on in order.
 */

/** @typedef {Record<string, string | string[]>} Answers */
/** @typedef {{name: string, text?: string}} ReadFile a file without text is too large to be read */
/**
 * @typedef {object} WizardEvent
 * @property {string} type
 * @property {string} [at]
 * @property {string} [question]
 * @property {string} [review]
 * @property {Record<string, string[]>} [fields]
 * @property {ReadFile[]} [files]
 * @property {string} [today] for `files`: the day, as 2026-11-28
 * @property {import("./address.js").How} [how] for `open`
 * @property {string} [fragment] for `open`
 * @property {string} [stored] for `open`
 * @property {{at: string, fields: Record<string, string[]>}} [left] for `open`: what the screen held that is left for it
 */

/**
 * @typedef {object} WizardResponse
 * @property {Answers} answers
 * @property {object} record what was said beside the answers: notes and the like
 * @property {string} link fragment with the answers and nothing else, to share
 * @property {string} at
 * @property {string} fragment
 * @property {string} html
 * @property {string} title
 * @property {string} announcement
 * @property {"push" | "replace"} history
 * @property {{filename: string, markdown: string} | null} document
 */

/**
 * Fires `response` (detail: {event, response}) and `problem` (detail: {event, error}).
 */
export class Conversation extends EventTarget {
  /** @type {Answers} */
  answers = {};
  /** @type {object} */
  record = {};
  /** @type {WizardResponse | null} */
  last = null;

  #runtime;
  /** @type {WizardEvent[]} */
  #queue = [];
  /** @type {WizardEvent | null} what Python is working on */
  #current = null;
  /** @type {WizardEvent | null} the same with what was entered on its screen since */
  #since = null;
  /** @type {WizardEvent | null} what it could not do */
  #failed = null;

  /** @param {import("../python/runtime-client.js").Runtime} runtime */
  constructor(runtime) {
    super();
    this.#runtime = runtime;
    runtime.addEventListener("change", () => this.#passOn());
  }

  /** Whether something is waiting for Python or being worked on. */
  get busy() {
    return this.#current !== null || this.#queue.length > 0;
  }

  /**
   * Begin, or begin again from an address.
   * @param {import("./address.js").How} how
   * @param {string} fragment
   * @param {string} stored
   * @param {{at: string, fields: Record<string, string[]>}} [left] what the screen holds that is left for it
   */
  open(how, fragment, stored, left) {
    /** @type {WizardEvent} */
    const event = { type: "open", how, fragment, stored, left };
    const waiting = this.#queue.findIndex(({ type }) => type === "open");
    if (waiting >= 0) {
      this.#queue[waiting] = event; // presses made since stay behind it
    } else {
      this.#queue = [event]; // presses that wait belong to the screen that is being left
    }
    this.#passOn();
  }

  /**
   * Begin with the first question, which the page shows already: nobody has to be asked.
   * @param {WizardResponse} response what Python would give for it
   */
  begin(response) {
    this.#take({ type: "open" }, response);
  }

  /**
   * A button was pressed.
   * @param {WizardEvent} event
   */
  press(event) {
    // The same press twice while the first is under way is a double click; another one is a change of mind.
    if (this.#current && same(this.#current, event)) return;
    this.#queue = this.#queue.filter(({ type, at }) => type === "open" || at !== event.at);
    this.#queue.push(event);
    this.#passOn();
  }

  /**
   * More was entered on a screen whose press has no answer yet: it counts as entered before.
   * @param {string} at
   * @param {Record<string, string[]>} fields
   */
  amend(at, fields) {
    this.#queue = this.#queue.map((event) => amended(event, at, fields));
    if (this.#failed) this.#failed = amended(this.#failed, at, fields);
    if (this.#current) this.#since = amended(this.#since ?? this.#current, at, fields);
  }

  /** Try once more what failed. */
  again() {
    if (this.#failed === null) return;
    this.#queue.unshift(this.#failed);
    this.#failed = null;
    this.#passOn();
  }

  async #passOn() {
    // Not before Python is up: until then a press can still be replaced by a later one.
    if (this.#current || this.#queue.length === 0 || this.#runtime.state !== "ready") return;
    const event = this.#queue.shift();
    this.#current = event;
    this.#since = null;
    try {
      const request = { answers: this.answers, record: this.record, event };
      const response = /** @type {WizardResponse} */ (await this.#runtime.ask(request));
      this.#current = null;
      if (this.#since && !same(this.#since, event)) {
        this.#queue.unshift(this.#since); // asked again, as if all had been entered before
        // Left by Back or by a link in the meantime: what comes next replaces it.
      } else if (!this.#queue.some(({ type }) => type === "open")) {
        this.#take(event, response);
      }
    } catch (error) {
      this.#current = null;
      this.#queue = []; // what waited was meant for the screen that did not come
      this.#failed = this.#since ?? event;
      this.dispatchEvent(new CustomEvent("problem", { detail: { event, error } }));
    }
    this.#passOn();
  }

  /**
   * @param {WizardEvent} event
   * @param {WizardResponse} response
   */
  #take(event, response) {
    this.answers = response.answers;
    this.record = response.record;
    this.last = response;
    this.dispatchEvent(new CustomEvent("response", { detail: { event, response } }));
  }
}

/**
 * The event as it would be, had these fields been entered before it.
 * @param {WizardEvent} event
 * @param {string} at the screen that they are on
 * @param {Record<string, string[]>} fields
 * @returns {WizardEvent}
 */
function amended(event, at, fields) {
  if (event.left?.at === at) return { ...event, left: { at, fields } };
  return event.fields && event.at === at ? { ...event, fields } : event;
}

/**
 * @param {object} one
 * @param {object} other
 */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
