/**
 * The interview in this browser's storage, as each tab left it. It never leaves the browser.
 *
 * Each tab writes one entry: into its own storage, where a reload finds it, and beside those of other tabs, where a new
 * tab finds it. A new tab goes on where any tab was last, is told of the other interviews, and keeps them all in its
 * own entry from then on. Two tabs with one entry, as a duplicate and its original are, are told apart by a lock that the
 * original holds: the duplicate takes another name. Pages that came by plain HTTP have no locks; there, duplicates
 * are kept apart while they are open, and the one that was stored last stays.
 */

import { asEntry, isSaid } from "./entry.js";
import { takeOver } from "./earlier-version.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").Draft} Draft */
/** @typedef {{fragment: string, record: object}} Interview */

export const KEY = "data-stack-wizard";

/** Of so many other tabs a new one is told: Python keeps no more interviews to return to. */
const MOST_OTHERS = 5;

/** So long, in milliseconds, what was stored can take until a page that is loaded sees it in its tab's own storage. */
const LATE_MS = 10_000;

/** So long, in milliseconds, a page that has just been left can still hold its lock: the next one of its tab waits. */
const LEFT_MS = 3000;

export class TabStorage {
  /** Whether this tab has kept nothing yet, and goes on with what others have left. */
  fresh = false;

  #tab;
  #shared;
  #now;
  /** @type {Entry} */
  #own;
  /** @type {Entry[]} other tabs' interviews that this one tells Python of, until it has stored something itself */
  #others = [];
  /** @type {Entry[]} what this tab's entry will hold too, so that theirs can go */
  #taken = [];
  /** @type {Promise<void>} until then, this tab does not know whether its name is its own */
  #claimed;
  #letGo = () => {};
  /** @type {Promise<void>} when the page goes */
  #left = new Promise((resolve) => (this.#letGo = resolve));

  /**
   * @param {object} browser
   * @param {Storage} [browser.tab] what only this tab sees, where it is not switched off
   * @param {Storage} [browser.shared] what every tab sees
   * @param {LockManager} [browser.locks]
   * @param {() => number} [browser.now] in milliseconds since 1970
   */
  constructor({ tab, shared, locks, now = Date.now }) {
    this.#tab = tab;
    this.#shared = shared;
    this.#now = now;
    takeOver(KEY, tab, shared);
    const text = read(tab, KEY);
    this.#own = text ? this.#latestOf(asEntry(text)) : this.#begun();
    this.#own.tab ||= newTab();
    this.#claimed = this.#claim(locks);
  }

  /** @returns {string} what was kept of the interview: JSON for Python to read, or nothing */
  get stored() {
    const others = this.#others.map(({ fragment, record }) => JSON.stringify({ fragment, record }));
    const { fragment, record } = this.#own;
    return isSaid(this.#own) || others.length ? JSON.stringify({ fragment, record, others }) : "";
  }

  /** @returns {string} that of the interview that was kept */
  get fragment() {
    return this.#own.fragment;
  }

  /**
   * @param {Interview} interview
   * @param {{typed: boolean, passed?: object}} how `typed`: whether what was typed on the screen has still to be passed
   * on; `passed`: the draft that just was
   * @returns {Promise<boolean>} whether it will still be there when the tab has been closed
   */
  store({ fragment, record }, { typed, passed }) {
    const { draft, aside } = this.#own;
    const left = aside.filter((one) => one !== passed);
    this.#own = { ...this.#own, fragment, record, draft: typed && draft !== passed ? draft : null, aside: left };
    this.#others = [];
    return this.#write();
  }

  /** To be called when the page goes: the next one of this tab must not take this one for another tab. */
  leave() {
    const entry = read(this.#shared, this.#key);
    if (entry) put(this.#shared, this.#key, JSON.stringify({ ...asEntry(entry), left: this.#now() || 1 }));
    this.#letGo();
  }

  /** @param {Draft} draft what has been typed on a screen of this tab */
  keepDraft(draft) {
    this.#own = { ...this.#own, draft };
    this.#write();
  }

  /**
   * What would be lost if this fragment of an address is opened: it is passed on with the opening.
   * @param {string} fragment
   * @returns {Draft | undefined} this tab's draft, if it belongs to another screen
   */
  draftElsewhere(fragment) {
    const { draft } = this.#own;
    return draft && draft.address !== (fragment && `#${fragment}`) ? draft : undefined;
  }

  /**
   * @param {string} at
   * @param {string} address
   * @param {boolean} alsoOfOthers whether this tab goes on with what others have begun
   * @returns {Draft[]} what was typed on this screen: in each tab, the one that was stored last first
   */
  draftsFor(at, address, alsoOfOthers) {
    const { draft, aside } = this.#own;
    const drafts = [...(draft ? [draft] : []), ...(alsoOfOthers ? aside : [])];
    return drafts.filter((one) => one.at === at && one.address === address);
  }

  /**
   * @param {Draft[]} drafts those that the screen shows now, together
   * @param {Draft} draft what it holds: from now on it is this tab's
   */
  takeDrafts(drafts, draft) {
    this.#own = { ...this.#own, draft, aside: this.#own.aside.filter((one) => !drafts.includes(one)) };
    this.#write();
  }

  /**
   * Chromium sometimes shows a page that is loaded just after another was left an older state of the tab's own storage.
   * @param {Entry} own
   */
  #latestOf(own) {
    const shared = this.#all().find(({ tab }) => tab === own.tab);
    const late = shared && shared.saved > own.saved && this.#now() - shared.saved < LATE_MS;
    return late ? shared : own;
  }

  /** What a new tab begins with. */
  #begun() {
    this.fresh = true;
    this.#taken = this.#all().slice(0, 1 + MOST_OTHERS);
    const [latest = asEntry(""), ...others] = this.#taken.filter(isSaid);
    this.#others = others;
    const aside = this.#taken.flatMap((entry) => [...(entry.draft ? [entry.draft] : []), ...entry.aside]);
    return { ...latest, tab: "", draft: null, aside };
  }

  /** @returns {Entry[]} of all tabs, the one that was stored last first */
  #all() {
    const names = Array.from({ length: this.#shared?.length ?? 0 }, (_, at) => this.#shared.key(at));
    const keys = names.filter((key) => key.startsWith(`${KEY}.`));
    const entries = keys.map((key) => ({ ...asEntry(read(this.#shared, key)), tab: key.slice(KEY.length + 1) }));
    return entries.sort((one, other) => other.saved - one.saved);
  }

  /** Of this tab's entry among those of all tabs. */
  get #key() {
    return `${KEY}.${this.#own.tab}`;
  }

  /**
   * Find out whether this tab's name is its own. A duplicate knows at once: the page that holds the lock has not been
   * left. The next page of the same tab waits until the one before has let go.
   * @param {LockManager} [locks]
   */
  async #claim(locks) {
    if (!locks) return;
    const name = this.#own.tab;
    const { left } = asEntry(read(this.#shared, this.#key));
    const before = left && this.#now() - left < LEFT_MS;
    const wait = before ? { signal: AbortSignal.timeout(LEFT_MS) } : { ifAvailable: true };
    if (await held(locks, name, this.#left, wait)) return;
    this.#own = { ...this.#own, tab: newTab() };
    held(locks, this.#own.tab, this.#left, {});
  }

  /** @returns {Promise<boolean>} whether it has been written where all tabs see it */
  async #write() {
    await this.#claimed;
    this.#own = { ...this.#own, saved: this.#now(), left: 0 };
    const own = this.#own;
    const text = isSaid(own) || own.draft || own.aside.length ? JSON.stringify(own) : "";
    // What this tab kept before must not be taken for the latest.
    if (!put(this.#tab, KEY, text)) put(this.#tab, KEY, "");
    const kept = put(this.#shared, this.#key, text);
    if (kept) for (const { tab } of this.#taken.splice(0)) put(this.#shared, `${KEY}.${tab}`, "");
    return kept;
  }
}

/**
 * Hold a tab's lock.
 * @param {LockManager} locks
 * @param {string} tab
 * @param {Promise<void>} left until then
 * @param {LockOptions} wait how long
 * @returns {Promise<boolean>} false if another page holds it
 */
function held(locks, tab, left, wait) {
  return new Promise((resolve) => {
    const hold = (/** @type {Lock | null} */ lock) => {
      resolve(lock !== null);
      return lock && left;
    };
    const taken = (/** @type {DOMException} */ error) => resolve(!["AbortError", "TimeoutError"].includes(error.name));
    locks.request(`${KEY} ${tab}`, wait, hold).catch(taken);
  });
}

/**
 * @param {Storage | undefined} storage
 * @param {string} key
 * @returns {string} nothing where nothing can be read
 */
function read(storage, key) {
  try {
    return storage?.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/**
 * @param {Storage | undefined} storage
 * @param {string} key
 * @param {string} text nothing to remove what is there
 * @returns {boolean} whether it worked: a storage can be full or switched off
 */
function put(storage, key, text) {
  try {
    if (text) storage.setItem(key, text);
    else storage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

function newTab() {
  return String(Math.random());
}

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
