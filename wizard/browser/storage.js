/**
 * The interview in this browser's storage, as each tab left it. It never leaves the browser.
 */

const KEY = "data-stack-wizard";

/** Interviews of other tabs, which this browser keeps beside the one that was stored last. */
const OTHERS_KEY = "data-stack-wizard-others";

/** A few are enough: whoever has more tabs with interviews has them open. */
const MOST_OTHERS = 3;

/**
 * Where the interview rests: this tab's own storage first, so that two tabs do not mix, then what any tab left last.
 * @returns {{name: string, storage: Storage}[]} fewer where the browser keeps nothing
 */
export function storages() {
  return ["sessionStorage", "localStorage"].flatMap((name) => {
    try {
      return [{ name, storage: /** @type {any} */ (window)[name] }];
    } catch {
      return []; // switched off
    }
  });
}

/** Tells this tab from others, also after a reload. */
let tab = "";

/** The state, of another tab, that this one has taken up. */
let taken = "";

/** Whether this tab has been told what others held, and not stored it yet. */
let told = false;

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
  const late = own.tab && own.tab === latest.tab && own.saved < latest.saved;
  if (late) return texts.localStorage;
  if (texts.sessionStorage) return texts.sessionStorage;
  // A new tab goes on where any tab was last, and is told of what the others held.
  taken = moment(latest);
  told = true;
  const others = otherInterviews();
  return others.length ? JSON.stringify({ ...latest, others }) : texts.localStorage;
}

/** @param {{tab?: string, saved?: number}} stored */
function moment({ tab, saved }) {
  return `${tab} ${saved}`;
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

/** What another tab has stored would be written over: it is put beside, unless this tab has taken it up. */
function keepOthers() {
  try {
    const text = localStorage.getItem(KEY) ?? "";
    const latest = asStored(text);
    const displaced = latest.tab && latest.tab !== tab && moment(latest) !== taken ? [text] : [];
    const from = new Set([tab, latest.tab]);
    const others = told ? [] : otherInterviews().filter((other) => !from.has(asStored(other).tab));
    told = false;
    const kept = JSON.stringify([...displaced, ...others].slice(0, MOST_OTHERS));
    if (kept !== localStorage.getItem(OTHERS_KEY)) localStorage.setItem(OTHERS_KEY, kept); // seldom: this is for each answer
  } catch {
    // switched off or full
  }
}

/**
 * @param {string} text
 * @returns {{tab?: string, saved?: number}} nothing for what an older version kept, or what is damaged
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
  tab ||= String(Math.random());
  const said = interview.fragment || Object.keys(interview.record).length > 0;
  const text = said ? JSON.stringify({ ...interview, tab, saved: Date.now() }) : "";
  let kept = false;
  keepOthers();
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

/** @param {Storage} storage */
function drop(storage) {
  try {
    storage.removeItem(KEY);
  } catch {
    // out of reach
  }
}
