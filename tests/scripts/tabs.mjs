// A browser with one storage and one set of locks, and its tabs.
import { TabStorage } from "../../wizard/browser/page/storage.js";

/** As `localStorage` and `sessionStorage` are. */
export class FakeStorage {
  #items;
  full = false;

  /** @param {Iterable<[string, string]>} [items] */
  constructor(items = []) {
    this.#items = new Map(items);
  }

  get length() {
    return this.#items.size;
  }

  key(at) {
    return [...this.#items.keys()][at] ?? null;
  }

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, text) {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.#items.set(key, String(text));
  }

  removeItem(key) {
    this.#items.delete(key);
  }

  copy() {
    return new FakeStorage(this.#items);
  }

  /** All that is in it, as one text. */
  get text() {
    return [...this.#items].flat().join("\n");
  }
}

/** As `navigator.locks` is: whoever waits gets a lock when it is let go. Requests wait a moment, not seconds. */
class FakeLocks {
  /** @type {Map<string, (() => void)[]>} who waits, by the name of a lock that is held */
  #held = new Map();

  async request(name, { ifAvailable = false, signal = null }, hold) {
    await new Promise((later) => setTimeout(later));
    if (this.#held.has(name)) {
      if (ifAvailable) return hold(null);
      await new Promise((granted, refused) => {
        this.#held.get(name).push(granted);
        if (signal) setTimeout(refused, 30, new DOMException("held by another", "TimeoutError"));
      });
    }
    this.#held.set(name, this.#held.get(name) ?? []);
    await hold({ name });
    await new Promise((later) => setTimeout(later, 3)); // a page that has been left lets go late
    const [next] = this.#held.get(name).splice(0, 1);
    if (next) next();
    else this.#held.delete(name);
  }
}

export class FakeBrowser {
  shared = new FakeStorage();
  #locks = new FakeLocks();
  #now = 1_000_000;
  #clock;

  /** @param {{now?: () => number}} [options] another clock than one that goes on with each look at it */
  constructor({ now } = {}) {
    this.#clock = now ?? (() => (this.#now += 1));
  }

  /** A tab, new or with a storage of its own from before. */
  tab(own = new FakeStorage()) {
    return new FakeTab(own, this.shared, this.#locks, this.#clock);
  }

  pass(milliseconds) {
    this.#now += milliseconds;
  }
}

class FakeTab {
  constructor(own, shared, locks, now) {
    this.own = own;
    this.load = () => (this.storage = new TabStorage({ tab: own, shared, locks, now }));
    this.load();
  }

  reload() {
    this.close();
    this.load();
  }

  close() {
    this.storage.leave();
  }

  /** What Python would be given. */
  get stored() {
    return this.storage.stored && JSON.parse(this.storage.stored);
  }
}
