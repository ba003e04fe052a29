/**
 * Where the answers live: in the address, after "#", and in this browser's storage. Nothing is sent anywhere.
 *
 * Steps of the interview are kept from Material's instant navigation: see first-in-line.js.
 */

const STORAGE_KEY = "data-stack-wizard";

/** Interviews of other tabs, which this browser keeps beside the one that was stored last. */
const OTHERS_KEY = "data-stack-wizard-others";

/** A few are enough: whoever has more tabs with interviews has them open. */
const MOST_OTHERS = 3;

/**
 * How instant navigation came to this page: by Back or Forward, or otherwise.
 * @type {"load" | "history"}
 */
let cameBy = "load";
// `location$` is Material's. It speaks while the browser's own event is still under way.
/** @type {any} */ (window).location$?.subscribe(() => {
  cameBy = window.event?.type === "popstate" ? "history" : "load";
});

/** @returns {"load" | "history"} how this page was come to */
export function arrival() {
  return cameBy;
}

/** @returns {string} what the address holds, without "#" */
export function fragment() {
  return location.hash.slice(1);
}

/** Marks steps of ours in the browser's history: what is pasted into the address has no mark. */
const OURS = {};

/**
 * Write the fragment into the address.
 * @param {string} text
 * @param {"push" | "replace"} how
 */
export function setFragment(text, how) {
  const url = text ? `#${text}` : location.pathname + location.search;
  if (how === "push" && text !== fragment()) {
    history.pushState(OURS, "", url);
  } else {
    history.replaceState(history.state ?? OURS, "", url);
  }
}

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
      texts[name] = storage.getItem(STORAGE_KEY) ?? "";
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
    const text = localStorage.getItem(STORAGE_KEY) ?? "";
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
      storage.setItem(STORAGE_KEY, text);
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
    storage.removeItem(STORAGE_KEY);
  } catch {
    // out of reach
  }
}

/**
 * Call back when the address changes to another step of the same page, by Back, Forward, an edited address or a link.
 * @param {(how: "history" | "link") => void} changed
 * @returns {() => void} stop listening
 */
export function watchAddress(changed) {
  const page = location.pathname;
  let bound = page; // where instant navigation is bound for: another page from the moment a link to it is followed

  const isOurs = () => location.pathname === page && bound === page;
  const onStep = (/** @type {CustomEvent<string>} */ event) => {
    if (!isOurs()) return;
    event.preventDefault();
    if (event.detail === "popstate") changed(history.state ? "history" : "link"); // `hashchange` comes with it
  };
  window.addEventListener("data-stack-step", onStep);

  // Says where instant navigation goes, links to this same page included.
  const navigation = /** @type {any} */ (window).location$?.subscribe((/** @type {URL} */ url) => {
    bound = url.pathname;
    if (isOurs()) changed("link");
  });

  return () => {
    window.removeEventListener("data-stack-step", onStep);
    navigation?.unsubscribe();
  };
}
