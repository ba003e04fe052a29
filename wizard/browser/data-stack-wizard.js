/**
 * <data-stack-wizard>: the interview on the page.
 *
 * The page holds the first question already, made by the same Python that runs here. The element passes what is
 * pressed to Python in a worker and shows what comes back. Python and the conversation are kept at module level:
 * Material's instant navigation removes the element and later puts in a new one.
 *
 * Attributes: `runtime` (address of runtime.json), `data-page-title`, and, mostly for tests, `start-limit` and
 * `answer-limit` in seconds. `data-state` says how far it is: starting, ready or failed.
 */

import { fragment, setFragment, store, stored, watchAddress } from "./address.js";
import { Conversation } from "./conversation.js";
import { copy, download, moveBetweenTabs, selectTab } from "./document-tools.js";
import { reasonInWords, showProgress } from "./progress.js";
import { Runtime } from "./runtime-client.js";
import { trustedHTML } from "./trusted.js";

/** @typedef {import("./conversation.js").WizardEvent} WizardEvent */
/** @typedef {import("./conversation.js").WizardResponse} WizardResponse */

const runtime = new Runtime();
const conversation = new Conversation(runtime);

/** A second click of a double click that lands on the next screen within this time was not meant for it. */
const DOUBLE_CLICK_MS = 500;

/** Material's keys for the next and previous page. A slip of the finger must not leave the interview. */
const PAGE_KEYS = ["n", "p", ".", ","];

class DataStackWizard extends HTMLElement {
  /** Where Back, Forward and links are heard; undone when the element goes. */
  #listening = new AbortController();
  /** Set when the first question in the page is not the one to go on with. */
  #resuming = false;
  /** Whether a screen from Python has been shown, or the built one confirmed. */
  #opened = false;
  #shownAt = 0;
  #saidBefore = "";

  connectedCallback() {
    this.#listening = new AbortController();
    const until = { signal: this.#listening.signal };

    this.addEventListener("submit", this.#submitted, until);
    this.addEventListener("click", this.#clicked, until);
    this.addEventListener("keydown", this.#keyPressed, until);
    // On the document, because the page's skip link is outside; capturing, to be heard before Material.
    document.addEventListener("click", this.#linkFollowed, { ...until, capture: true });
    window.addEventListener("online", () => runtime.reason === "offline" && runtime.retry(), until);
    until.signal.addEventListener("abort", watchAddress(this.#addressChanged));

    runtime.addEventListener("change", this.#runtimeChanged, until);
    conversation.addEventListener("response", this.#answered, until);
    conversation.addEventListener("problem", this.#notAnswered, until);

    this.#opened = false;
    this.#resuming = fragment() !== "" || stored() !== "";
    this.toggleAttribute("data-resuming", this.#resuming);
    conversation.open(fragment(), stored());

    runtime.startLimit = Number(this.getAttribute("start-limit") ?? runtime.startLimit);
    runtime.start(new URL(this.getAttribute("runtime") ?? "", document.baseURI).href);
    this.#runtimeChanged();
  }

  disconnectedCallback() {
    this.#listening.abort();
  }

  /** @returns {HTMLElement} */
  get #screen() {
    return this.querySelector("[data-screen]");
  }

  // --- what the person does -----------------------------------------------------------------------------------------

  /** @param {SubmitEvent} event */
  #submitted = (event) => {
    event.preventDefault();
    this.#press(/** @type {HTMLButtonElement} */ (event.submitter));
  };

  /** @param {MouseEvent} event */
  #clicked = (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button) return;
    const late = event.detail > 1 && performance.now() - this.#shownAt < DOUBLE_CLICK_MS;
    if (late && button.value !== "back") {
      event.preventDefault();
    } else if (button.name === "event") {
      // A form's submit button comes again as `submit`, by the Enter key too.
      if (button.type !== "submit" || !button.form) this.#press(button);
    } else if (button.matches("[role=tab]")) {
      selectTab(button);
    } else if (button.matches("[data-download]") && conversation.last?.document) {
      download(conversation.last.document);
    } else if (button.matches("[data-copy]") && conversation.last?.document) {
      copy(conversation.last.document.markdown, this.#screen).then((outcome) => this.#say(outcome));
    } else if (button.matches("[data-print]")) {
      window.print();
    } else if (button.matches("[data-retry]")) {
      runtime.retry();
    } else if (button.matches("[data-again]")) {
      this.#hideProblem();
      conversation.again();
    }
  };

  /** @param {KeyboardEvent} event */
  #keyPressed = (event) => {
    if (PAGE_KEYS.includes(event.key)) event.stopPropagation();
    const tab = /** @type {Element} */ (event.target).closest("[role=tab]");
    if (tab) moveBetweenTabs(event, /** @type {HTMLElement} */ (tab));
  };

  /**
   * A link to something on this page moves there, but leaves the address alone: it holds the answers.
   * @param {MouseEvent} event
   */
  #linkFollowed = (event) => {
    const link = /** @type {Element} */ (event.target).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.pathname !== location.pathname || !link.hash) return;
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    const field = this.contains(target) ? target.querySelector("input, select, textarea") : null;
    /** @type {HTMLElement} */ (field ?? target).focus();
    target.scrollIntoView();
  };

  /** @param {"history" | "link"} how */
  #addressChanged = (how) => {
    // Going back to the bare address means the first question; a link to it means going on.
    conversation.open(fragment(), how === "link" ? stored() : "");
  };

  /** @param {HTMLButtonElement} button */
  #press(button) {
    const form = button.form ?? this.querySelector("form");
    /** @type {WizardEvent} */
    const event = {
      type: button.value,
      at: form?.dataset.at ?? conversation.last?.at ?? "",
      fields: form ? fieldsOf(form) : {},
    };
    if (button.dataset.question) event.question = button.dataset.question;
    if (form?.dataset.review) event.review = form.dataset.review;

    runtime.answerLimit = Number(this.getAttribute("answer-limit") ?? runtime.answerLimit);
    this.#hideProblem();
    conversation.press(event);
    if (!conversation.busy) return;
    this.#screen.setAttribute("aria-busy", "true");
    for (const other of this.querySelectorAll("button[name=event][aria-busy]")) other.removeAttribute("aria-busy");
    button.setAttribute("aria-busy", "true");
    if (runtime.state !== "ready") {
      this.#saidBefore = "Got it.";
      this.#say("Got it. Starting the wizard…");
      this.#runtimeChanged();
      this.#progress.scrollIntoView({ block: "nearest" });
    }
  }

  // --- what Python answers ------------------------------------------------------------------------------------------

  /** @param {CustomEvent<{event: WizardEvent, response: WizardResponse}>} event */
  #answered = ({ detail: { event, response } }) => {
    store(response.fragment);
    const opening = event.type === "open";
    setFragment(response.fragment, opening ? "replace" : response.history);
    document.title = `${response.title} – ${this.dataset.pageTitle}`;

    // The first question is in the page already, and the person may have begun to answer it.
    const shown = this.querySelector("form")?.dataset.at;
    const untouched = opening && !this.#opened && !this.#resuming && shown === response.at;
    if (!untouched) this.#show(response);
    this.#opened = true;
    this.removeAttribute("data-resuming");
    this.#runtimeChanged();
  };

  /** @param {WizardResponse} response */
  #show({ html, announcement }) {
    const screen = this.#screen;
    const elsewhere = document.activeElement !== document.body && !this.contains(document.activeElement);
    screen.innerHTML = trustedHTML(html);
    screen.removeAttribute("aria-busy");
    this.#shownAt = performance.now();
    this.#saidBefore = "";
    this.#say(announcement);
    // Opening a page must not pull the focus out of the search field, say; a pressed button of ours may.
    if (elsewhere && !this.#opened) return;
    /** @type {HTMLElement | null} */ (screen.querySelector("[data-focus]"))?.focus({ preventScroll: true });
    const { top } = screen.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight / 2) this.scrollIntoView();
  }

  /** @param {CustomEvent<{event: WizardEvent, error: Error}>} event */
  #notAnswered = ({ detail: { error } }) => {
    console.warn("data-stack-wizard:", error.message);
    this.#settle();
    this.#fill("[data-problem]", "template[data-unanswered]");
  };

  #runtimeChanged = () => {
    const { state } = runtime;
    // `ready` promises that the screen is Python's own, so not before the opening has been answered.
    const now = state === "ready" && !this.#opened ? "starting" : state === "idle" ? "starting" : state;
    if (now !== "starting") performance.mark(`data-stack-wizard-${now}`);
    const before = this.dataset.state;
    this.dataset.state = now;
    if (now === "starting") {
      const { progress } = runtime;
      showProgress(this.#progress, state === "ready" ? { ...progress, phase: "starting" } : progress, this.#before);
    }
    if (now === "failed" && before !== "failed") {
      this.#settle();
      const failure = this.#fill("[data-failure]", "template[data-failed]");
      failure.querySelector("[data-reason]").textContent = reasonInWords(runtime.reason);
      if (document.activeElement === document.body || this.contains(document.activeElement)) {
        /** @type {HTMLElement} */ (failure.querySelector("[data-focus]")).focus();
      }
    } else if (now !== "failed") {
      this.querySelector("[data-failure]").replaceChildren();
    }
  };

  get #before() {
    return this.#saidBefore || (this.#resuming && !this.#opened ? "Your answers are kept." : "");
  }

  /** @returns {HTMLElement} */
  get #progress() {
    return this.querySelector("[data-progress]");
  }

  /** Nothing is under way any more. */
  #settle() {
    for (const busy of this.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
    this.#saidBefore = "";
  }

  #hideProblem() {
    this.querySelector("[data-problem]").replaceChildren();
  }

  /**
   * Put a template's content into a region.
   * @param {string} region
   * @param {string} template
   * @returns {HTMLElement}
   */
  #fill(region, template) {
    const place = /** @type {HTMLElement} */ (this.querySelector(region));
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector(template));
    place.replaceChildren(content.cloneNode(true));
    return place;
  }

  /**
   * In the status region. Emptied first, so that the same words are announced again.
   * @param {string} text
   */
  #say(text) {
    const status = this.querySelector("[data-status]");
    status.textContent = "";
    requestAnimationFrame(() => (status.textContent = text));
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string[]>}
 */
function fieldsOf(form) {
  const data = new FormData(form);
  return Object.fromEntries([...new Set(data.keys())].map((name) => [name, data.getAll(name).map(String)]));
}

customElements.define("data-stack-wizard", DataStackWizard);
