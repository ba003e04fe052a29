/**
 * <data-stack-wizard>: the interview on the page.
 *
 * The page holds the first question already, made by the same Python that runs here. The element passes what is
 * pressed to Python in a worker and shows what comes back. There is one on a page, and it stays.
 *
 * Attributes: `data-page-title`, and, mostly for tests:
 *
 * - `start-limit` and `answer-limit`: seconds after which a start, or an answer, is given up;
 * - `keep-after`: milliseconds of quiet before the site is kept for the next visit;
 * - `rehearse="no"`: Python does not rehearse interviews after its first answer.
 *
 * `data-state` says how far it is: starting, ready or failed.
 */

import { fragment, loaded, setFragment, watchAddress } from "./address.js";
import { Conversation } from "./conversation.js";
import { copy, copyLink, download, moveBetweenTabs, selectTab } from "./document-tools.js";
import { dropped, holdsFiles, picked, readFiles } from "./files.js";
import { add, fieldsOf, fill, lacks } from "./form.js";
import { reasonInWords, showProgress } from "./progress.js";
import { fillRegion, say, tell } from "./regions.js";
import { showReport } from "./report.js";
import { storageOf, TabStorage } from "./storage.js";
import { trustedHTML } from "./trusted.js";
import { offerToTell } from "./wrong-pick.js";
import { prepareReturn } from "../offline/return-visit.js";
import { runtime } from "../python/runtime-client.js";

/** @typedef {import("./conversation.js").WizardEvent} WizardEvent */
/** @typedef {import("./conversation.js").WizardResponse} WizardResponse */

const conversation = new Conversation(runtime);

const storage = new TabStorage({
  tab: storageOf("sessionStorage"),
  shared: storageOf("localStorage"),
  locks: navigator.locks,
});

/** A second click of a double click that lands on the next screen within this time was not meant for it. */
const DOUBLE_CLICK_MS = 500;

/** So long a button says that it has copied. */
const COPIED_MS = 2500;

/** Parts of the record that a person has written or weighed; others come back with the answers. */
const WRITTEN = ["notes", "prose", "titles", "front", "reasons", "line", "kept", "weighed"];

class DataStackWizard extends HTMLElement {
  /** Set when the first question in the page is not the one to go on with. */
  #resuming = false;
  /** Whether a screen from Python has been shown, or the built one confirmed. */
  #opened = false;
  /** Whether this tab begins with what others have left. */
  #fresh = storage.fresh;
  #shownAt = 0;
  #saidBefore = "";
  /** What to do with the document once the prose that is being edited has been saved. */
  #afterSave = () => {};

  connectedCallback() {
    this.addEventListener("submit", this.#submitted);
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#keyPressed);
    this.addEventListener("input", this.#entered);
    this.addEventListener("change", this.#filesPicked);
    for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.addEventListener(type, /** @type {EventListener} */ (this.#dragged));
    }
    document.addEventListener("click", this.#linkFollowed); // the page's skip link is outside
    window.addEventListener("beforeunload", this.#leaving);
    window.addEventListener("pagehide", () => storage.leave());
    // A page out of the browser's memory does not know what was said since.
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    window.addEventListener("online", () => runtime.reason === "offline" && runtime.retry());
    watchAddress(this.#addressChanged);

    runtime.addEventListener("change", this.#runtimeChanged);
    conversation.addEventListener("response", this.#answered);
    conversation.addEventListener("problem", this.#notAnswered);

    const { stored } = storage;
    this.#resuming = fragment() !== "" || stored !== "";
    this.toggleAttribute("data-resuming", this.#resuming);
    // Before its first answer Python knows only what is stored.
    const left = storage.draftElsewhere(fragment() || storage.fragment);
    const typed = storageOf("sessionStorage")?.getItem("data-stack-line");
    if (this.#resuming || left) conversation.open(loaded(typed), fragment(), stored, left);
    else conversation.begin(JSON.parse(this.querySelector("script[data-first]").textContent));

    const pressed = /** @type {any} */ (window).dataStackEarly?.pressed; // before this script was there
    runtime.startLimit = Number(this.getAttribute("start-limit") ?? runtime.startLimit);
    runtime.rehearses = this.getAttribute("rehearse") !== "no";
    runtime.start();
    this.#runtimeChanged();
    prepareReturn((text, label, act) => tell(this, text, label, act), this.getAttribute("keep-after"));
    if (this.#resuming) pressed?.removeAttribute("aria-busy"); // it was another question that was answered
    else pressed?.click();
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
    } else {
      const named = Object.keys(this.#acts).find((attribute) => button.hasAttribute(attribute));
      if (named) this.#acts[named](button);
    }
  };

  /**
   * What a button does without Python, by the attribute that it has.
   * @type {Record<string, (button: HTMLButtonElement) => void>}
   */
  #acts = {
    "aria-selected": selectTab,
    "data-download": (button) =>
      this.#withDocument((file) => {
        download(file);
        this.#says(button, "Downloaded");
      }),
    "data-copy": (button) => this.#withDocument(({ markdown }) => this.#copied(button, copy(markdown, this.#screen))),
    "data-copy-link": (button) => conversation.last && this.#copied(button, copyLink(conversation.last.link)),
    "data-print": () => this.#withDocument(() => window.print()),
    "data-retry": () => runtime.retry(),
    "data-again": () => {
      this.#hideProblem();
      conversation.again();
    },
  };

  /**
   * Say what came of copying: on the button too, where the person looks, for a moment.
   * @param {HTMLButtonElement} button
   * @param {Promise<{copied: boolean, text: string}>} outcome
   */
  async #copied(button, outcome) {
    const { copied, text } = await outcome;
    this.#say(text);
    if (copied) this.#says(button, "Copied");
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} text that it has for a moment
   */
  #says(button, text) {
    if (button.dataset.says) return;
    button.dataset.says = button.textContent;
    button.style.minWidth = `${button.offsetWidth}px`; // nothing beside it moves
    button.textContent = text;
    setTimeout(() => {
      button.textContent = button.dataset.says;
      button.style.minWidth = "";
      delete button.dataset.says;
    }, COPIED_MS);
  }

  /**
   * Do something with the document; first save the prose that is being edited, if there is any.
   * @param {(file: {filename: string, markdown: string}) => void} use
   */
  #withDocument(use) {
    const form = this.querySelector("form");
    if (form && Object.keys(fieldsOf(form)).length) {
      this.#afterSave = () => this.#withDocument(use);
      this.#send("save", form);
    } else if (conversation.last?.document) {
      use(conversation.last.document);
    }
  }

  /**
   * Ask before what is kept nowhere is lost: notes and the like are not in the address.
   * @param {BeforeUnloadEvent} event
   */
  #leaving = (event) => {
    if (this.hasAttribute("data-unstored") && WRITTEN.some((part) => part in conversation.record)) event.preventDefault();
  };

  /** @param {Event} event */
  #entered = (event) => {
    const { form } = /** @type {HTMLInputElement} */ (event.target);
    if (!form) return;
    const { at } = form.dataset;
    const fields = fieldsOf(form);
    storage.keepDraft({ at, address: location.hash, fields });
    conversation.amend(at, fields);
  };

  /** @param {Event} event */
  #filesPicked = (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const chosen = input instanceof HTMLSelectElement ? input.selectedOptions[0] : input;
    if (chosen.matches("[data-named]")) this.querySelector(".dsw-note")?.setAttribute("open", "");
    if (input.matches("[data-files], [data-folder]") && input.files?.length) this.#read(Promise.resolve(picked(input.files)));
  };

  /** @param {DragEvent} event */
  #dragged = (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const over = event.type === "dragenter" || event.type === "dragover";
    this.toggleAttribute("data-dropping", over);
    if (event.type === "drop") {
      this.#read(dropped(event.dataTransfer, (count) => this.#say(`Reading… ${count.toLocaleString("en")} files looked at`)));
    }
  };

  /** @param {Promise<import("./files.js").Named[]>} files */
  async #read(files) {
    this.#say("Reading…");
    const read = await readFiles(await files);
    const form = this.querySelector("form");
    if (form) this.#send("files", form, { files: read, today: new Date().toISOString().slice(0, 10) });
  }

  /** @param {KeyboardEvent} event */
  #keyPressed = (event) => {
    const { id } = /** @type {Element} */ (event.target);
    const enters = event.key === "Enter" && id && this.querySelector(`button[data-enter="${id}"]`);
    if (enters) {
      event.preventDefault(); // this field has a button of its own
      /** @type {HTMLButtonElement} */ (enters).click();
    }
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
    const field = this.contains(target) ? target.querySelector("input, select, textarea") : null;
    /** @type {HTMLElement} */ (field ?? target).focus();
    target.scrollIntoView();
  };

  /** @param {"history" | "link"} how */
  #addressChanged = (how) => {
    // Going back to the bare address means the first question; a link to it means going on.
    const form = this.querySelector("form");
    // While Python starts, a first question that nobody goes on with holds nothing.
    const left = form && (this.#opened || !this.#resuming) ? { at: form.dataset.at, fields: fieldsOf(form) } : null;
    conversation.open(how, fragment(), storage.stored, left ?? storage.draftElsewhere(fragment()));
  };

  /** @param {HTMLButtonElement} button */
  #press(button) {
    const { question } = button.dataset;
    this.#send(button.value, button.form ?? this.querySelector("form"), question === undefined ? {} : { question });
    if (!conversation.busy) return;
    for (const other of this.querySelectorAll("button[name=event][aria-busy]")) other.removeAttribute("aria-busy");
    button.setAttribute("aria-busy", "true");
  }

  /**
   * @param {string} type
   * @param {HTMLFormElement | null} form
   * @param {Partial<WizardEvent>} more
   */
  #send(type, form, more = {}) {
    runtime.answerLimit = Number(this.getAttribute("answer-limit") ?? runtime.answerLimit);
    this.#hideProblem();
    conversation.press({ ...eventOf(type, form), ...more });
    if (!conversation.busy) return;
    this.#screen.setAttribute("aria-busy", "true");
    if (runtime.state !== "ready") {
      this.#saidBefore = "Got it.";
      this.#say("Got it. Starting the wizard…");
      this.#runtimeChanged();
    }
  }

  // --- what Python answers ------------------------------------------------------------------------------------------

  /** @param {CustomEvent<{event: WizardEvent, response: WizardResponse}>} event */
  #answered = ({ detail: { event, response } }) => {
    const opening = event.type === "open";
    // The first question is in the page already, and the person may have begun to answer it.
    const shown = this.querySelector("form")?.dataset.at;
    const untouched = opening && !this.#opened && !this.#resuming && shown === response.at;
    if (!untouched) this.#screen.innerHTML = trustedHTML(response.html); // first: it is what is waited for

    storage.store(response, { typed: opening, passed: event.left }).then((kept) => {
      this.toggleAttribute("data-unstored", !kept);
      /** @type {HTMLElement} */ (this.querySelector(".dsw-unstored")).hidden = kept;
    });
    setFragment(response.fragment, opening ? "replace" : response.history);
    document.title = `${response.title} – ${this.dataset.pageTitle}`;
    if (!untouched) this.#shown(response);
    offerToTell(this.#screen, this.dataset.repository);
    this.#opened = true;
    this.removeAttribute("data-resuming");
    this.#runtimeChanged();
    if (opening || event.type === "resume") this.#restore(this.#fresh || event.type === "resume");
    if (event.type !== "save") return;
    const next = this.#afterSave;
    this.#afterSave = () => {};
    next();
  };

  /**
   * Put back what was typed on this screen, but not passed on.
   * @param {boolean} alsoOfOthers in other tabs too
   */
  #restore(alsoOfOthers) {
    const form = this.querySelector("form");
    if (!form) return;
    const { at } = form.dataset;
    const drafts = storage.draftsFor(at, location.hash, alsoOfOthers);
    const [latest, ...others] = drafts;
    if (!latest) return;
    // A field that a press had opened is not there: Python keeps what stood in it, or names it.
    const lost = drafts.find(({ fields }) => lacks(form, fields));
    if (lost) return conversation.open("reload", fragment(), storage.stored, lost);
    fill(form, latest.fields);
    const both = others.filter(({ fields }) => add(form, fields));
    if (alsoOfOthers) storage.takeDrafts(drafts, { at, address: location.hash, fields: fieldsOf(form) });
    if (both.length) this.#say("Other text was typed here in another tab. It stands below yours.");
  }

  /**
   * Say that a screen has been put in, and go to it.
   * @param {WizardResponse} response
   */
  #shown({ announcement }) {
    const elsewhere = document.activeElement !== document.body && !this.contains(document.activeElement);
    // Opening a page must not pull the focus out of the search field, say; a pressed button of ours may.
    const stay = elsewhere && !this.#opened;
    this.#screen.removeAttribute("aria-busy");
    this.#shownAt = performance.now();
    this.#saidBefore = "";
    this.#say(announcement);
    if (stay) return;
    // With the next frame, which has to find out where everything is anyway.
    requestAnimationFrame(() => {
      const screen = this.#screen;
      /** @type {HTMLElement | null} */
      const place = screen.querySelector("[data-focus]");
      place?.focus({ preventScroll: true });
      if (place?.hasAttribute("data-here")) {
        return (place.closest(".dsw-adjusting") ?? place).scrollIntoView({ block: "nearest" }); // its options too
      }
      const { top } = screen.getBoundingClientRect();
      const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
      if (top < header || top > window.innerHeight / 2) this.scrollIntoView();
    });
  }

  /** @param {CustomEvent<{event: WizardEvent, error: Error}>} event */
  #notAnswered = ({ detail: { event, error } }) => {
    console.warn("data-stack-wizard:", error.message);
    this.#settle();
    const problem = fillRegion(this, "[data-problem]", "template[data-unanswered]");
    const { reason } = /** @type {import("../python/runtime-client.js").AnswerError} */ (error);
    if (reason) problem.querySelector("[data-reason]").textContent = reasonInWords(reason);
    showReport(problem, { runtime, event, error, answers: conversation.last?.link ?? "" });
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
      const failure = fillRegion(this, "[data-failure]", "template[data-failed]");
      failure.querySelector("[data-reason]").textContent = reasonInWords(runtime.reason);
      showReport(failure, { runtime, event: null, error: null, answers: fragment() });
      // Somebody who waits for nothing may be in the middle of a note.
      const waiting = conversation.busy || !this.#opened;
      if (document.activeElement === document.body || (waiting && this.contains(document.activeElement))) {
        /** @type {HTMLElement} */ (failure.querySelector("[data-focus]")).focus();
      }
    } else if (now !== "failed") {
      this.querySelector("[data-failure]").replaceChildren();
    }
  };

  get #before() {
    if (this.#saidBefore || !this.#resuming || this.#opened) return this.#saidBefore;
    const line = new URLSearchParams(fragment()).get("line");
    if (line) return `“${line}”:`;
    return storage.stored !== "" ? "Your answers are kept." : "";
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

  #say = (/** @type {string} */ text) => say(this.querySelector("[data-status]"), text);
}

/**
 * @param {string} type
 * @param {HTMLFormElement | null} form
 * @returns {WizardEvent}
 */
function eventOf(type, form) {
  const { at = conversation.last?.at ?? "", review } = form?.dataset ?? {};
  return { type, at, fields: form ? fieldsOf(form) : {}, ...(review && { review }) };
}

customElements.define("data-stack-wizard", DataStackWizard);
