/**
 * The interview in this browser's storage, as each tab left it. It never leaves the browser.
 */

const KEY = "data-stack-wizard";

/** Interviews of other tabs, which this browser keeps beside the one that was stored last. */
const OTHERS_KEY = "data-stack-wizard-others";

/** A few are enough: whoever has more tabs with interviews has them open. */
const MOST_OTHERS = 3;

/**
 * @param {"localStorage" | "sessionStorage"} name
 * @returns {Storage | undefined} nothing where it is switched off
 */
export function storageOf(name) {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

/**
 * Where the interview rests: this tab's own storage first, so that two tabs do not mix, then what any tab left last.
 * @returns {{name: string, storage: Storage}[]} fewer where the browser keeps nothing
 */
function storages() {
  return ["sessionStorage", "localStorage"].flatMap((name) => {
    const storage = storageOf(/** @type {any} */ (name));
    return storage ? [{ name, storage }] : [];
  });
}

/** When what this tab holds was stored, the last so many times: enough to know its own past. */
const MOST_MOMENTS = 50;

/** So long, in milliseconds, what was stored can take until a page that is loaded sees it. */
const LATE_MS = 10_000;

/** Tells this tab from others, also after a reload. Of two that were one, the first that goes its own way changes it. */
let tab = "";

/**
 * The past of what this tab holds, in milliseconds since 1970: what was stored at another moment is another tab's.
 * @type {number[]}
 */
let moments = [];

/** Whether this tab has been told what others held, and not stored it yet. */
let told = false;

/** @returns {boolean} whether {@link stored} has just given what another tab left, because this one has kept nothing yet */
export function isFresh() {
  return told;
}

/** @returns {string} what was kept of the interview: JSON for Python to read, or nothing */
export function stored() {
  const texts = { sessionStorage: "", localStorage: "" };
  for (const { name, storage } of storages()) {
    try {
      texts[name] = storage.getItem(KEY) ?? "";
    } catch {
      // out of reach
    }
  }
  const own = asStored(texts.sessionStorage);
  const latest = asStored(texts.localStorage);
  tab ||= own.tab ?? "";
  // Chromium sometimes shows a page that is loaded just after another was left an older state of the tab's own storage.
  const isPast = own.tab && own.tab === latest.tab && pastOf(latest).includes(own.saved);
  const late = isPast && Date.now() - latest.saved < LATE_MS;
  if (texts.sessionStorage) {
    moments = pastOf(late ? latest : own);
    return late ? texts.localStorage : texts.sessionStorage;
  }
  // A new tab goes on where any tab was last, and is told of what the others held.
  moments = pastOf(latest);
  told = true;
  const others = otherInterviews();
  return others.length ? JSON.stringify({ ...latest, others }) : texts.localStorage;
}

/**
 * @param {Stored} stored
 * @returns {number[]} the moment at which it was stored, and those before
 */
function pastOf({ saved, moments }) {
  return [...(Array.isArray(moments) ? moments : []), ...(saved ? [saved] : [])].slice(-MOST_MOMENTS);
}

/** @returns {string[]} each as it was stored */
function otherInterviews() {
  try {
    const others = JSON.parse(localStorage.getItem(OTHERS_KEY) || "[]");
    return Array.isArray(others) ? others : [];
  } catch {
    return []; // switched off, or damaged
  }
}

/** What another tab has stored would be written over: it is put beside, unless it is in this tab's own past. */
function keepOthers() {
  try {
    const text = localStorage.getItem(KEY) ?? "";
    const latest = asStored(text);
    const displaced = latest.tab && !moments.includes(latest.saved) ? [text] : [];
    if (displaced.length && latest.tab === tab) tab = newTab(); // a duplicate of this one, which it was until now
    const from = new Set([tab, latest.tab]);
    const others = told ? [] : otherInterviews().filter((other) => !from.has(asStored(other).tab));
    told = false;
    const kept = JSON.stringify([...displaced, ...others].slice(0, MOST_OTHERS));
    if (kept !== localStorage.getItem(OTHERS_KEY)) localStorage.setItem(OTHERS_KEY, kept); // seldom: this is for each answer
  } catch {
    // switched off or full
  }
}

/** @typedef {{fragment?: string, tab?: string, saved?: number, moments?: number[]}} Stored */

/**
 * @param {string} text what {@link stored} gives
 * @returns {string}
 */
export function fragmentOf(text) {
  return asStored(text).fragment ?? "";
}

/**
 * @param {string} text
 * @returns {Stored} nothing for what an older version kept, or what is damaged
 */
function asStored(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/**
 * @param {{fragment: string, record: object}} interview
 * @returns {boolean} whether it will still be there when the tab has been closed
 */
export function store(interview) {
  tabName();
  const said = interview.fragment || Object.keys(interview.record).length > 0;
  keepOthers();
  const saved = Date.now();
  const text = said ? JSON.stringify({ ...interview, tab, saved, moments }) : "";
  moments = pastOf({ saved, moments });
  let kept = false;
  for (const { name, storage } of storages()) {
    try {
      storage.setItem(KEY, text);
      kept = name === "localStorage";
    } catch {
      // Full or switched off: the address has the answers. What this tab kept before must not be taken for the latest.
      if (name === "sessionStorage") drop(storage);
    }
  }
  return kept;
}

/** @returns {string} tells this tab from others, once {@link stored} has been called */
export function tabName() {
  return (tab ||= newTab());
}

function newTab() {
  return String(Math.random());
}

/** @param {Storage} storage */
function drop(storage) {
  try {
    storage.removeItem(KEY);
  } catch {
    // out of reach
  }
}
