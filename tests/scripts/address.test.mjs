// The answers in the address, in a browser's history of one page.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fragment, setFragment, watchAddress } from "../../wizard/browser/page/address.js";

let entries;
let heard;

/** A window with a history of its own. */
beforeEach(() => {
  entries = [{ url: "/wizard/#a", state: null }];
  heard = null;
  const go = (/** @type {object} */ state, /** @type {string} */ url) => ({ state, url: url.startsWith("#") ? `/wizard/${url}` : url });
  globalThis.location = {
    pathname: "/wizard/",
    search: "",
    get hash() {
      const at = entries.at(-1).url.indexOf("#");
      return at < 0 ? "" : entries.at(-1).url.slice(at);
    },
  };
  globalThis.history = {
    get state() {
      return entries.at(-1).state;
    },
    pushState: (state, _, url) => entries.push(go(state, url)),
    replaceState: (state, _, url) => entries.splice(-1, 1, go(state, url)),
  };
  globalThis.window = { addEventListener: (type, listener) => type === "popstate" && (heard = listener) };
});

test("a step is pushed, the same step again and a correction are not", () => {
  setFragment("b", "push");
  setFragment("b", "push");
  setFragment("c", "replace");
  assert.deepEqual(entries.map(({ url }) => url), ["/wizard/#a", "/wizard/#c"]);
  assert.equal(fragment(), "c");
});

test("nothing said is the bare address", () => {
  setFragment("", "replace");
  assert.equal(entries[0].url, "/wizard/");
  assert.equal(fragment(), "");
});

test("a step of ours is history, and an address that was pasted is a link", () => {
  const ways = [];
  watchAddress((how) => ways.push(how));
  setFragment("b", "push");
  heard();
  entries.push({ url: "/wizard/#pasted", state: null });
  heard();
  setFragment("pasted&at=data", "replace"); // once it has been answered, it is a step of ours
  heard();
  assert.deepEqual(ways, ["history", "link", "history"]);
});
