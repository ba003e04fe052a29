// What a tab keeps: nobody's words are lost, and no two tabs mix.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY } from "../../wizard/browser/page/storage.js";
import { FakeBrowser, FakeStorage } from "./tabs.mjs";

const go = { fragment: "persistence=yes&language=go", record: {} };
const python = { fragment: "persistence=yes&language=python", record: { notes: { data: "Words." } } };
const note = (text) => ({ at: "data", address: `#${go.fragment}`, fields: { note: [text] } });
const answered = { typed: false };

test("a reload keeps a tab's own, whatever others store", async () => {
  const browser = new FakeBrowser();
  const [one, other] = [browser.tab(), browser.tab()];
  assert.equal(await one.storage.store(go, answered), true);
  await other.storage.store(python, answered);
  one.reload();
  assert.equal(one.stored.fragment, go.fragment);
  assert.equal(one.storage.fresh, false);
  other.reload();
  assert.deepEqual(other.stored, { ...python, others: [] });
});

test("a new tab goes on where one was last, is told of the others, and keeps them from then on", async () => {
  const browser = new FakeBrowser();
  for (const interview of [go, python]) {
    const tab = browser.tab();
    tab.storage.store(go, answered); // takes over what the one before left
    await tab.storage.store(interview, answered);
    tab.close();
  }
  const first = browser.tab();
  await first.storage.store(go, answered);
  const second = browser.tab();
  const third = browser.tab();
  await third.storage.store(python, answered);
  await first.storage.store({ ...go, fragment: `${go.fragment}&at=data` }, answered);
  const tab = browser.tab();
  assert.equal(tab.storage.fresh, true);
  assert.equal(tab.stored.fragment, `${go.fragment}&at=data`);
  assert.deepEqual(tab.stored.others.map(JSON.parse), [python]);
  await tab.storage.store(go, answered);
  assert.deepEqual(tab.stored.others, []);
  assert.deepEqual(browser.tab().stored, { ...go, others: [] }, "the others are told once");
  assert.equal(second.stored.fragment, go.fragment);
});

test("a duplicate takes another name, and both are kept", async () => {
  const browser = new FakeBrowser();
  const original = browser.tab();
  await original.storage.store(go, answered);
  const duplicate = browser.tab(original.own.copy());
  assert.equal(duplicate.stored.fragment, go.fragment);
  await duplicate.storage.store(python, answered);
  await original.storage.store({ ...go, record: { notes: { data: "Mine." } } }, answered);
  duplicate.reload();
  assert.deepEqual(duplicate.stored.record, python.record);
  original.close();
  duplicate.close();
  const { fragment, others } = browser.tab().stored;
  assert.deepEqual([fragment, JSON.parse(others[0]).fragment], [go.fragment, python.fragment]);
});

test("a duplicate does not get the original's name when that is reloaded before the duplicate has stored anything", async () => {
  const browser = new FakeBrowser();
  const original = browser.tab();
  await original.storage.store({ ...go, record: { notes: { data: "Mine." } } }, answered);
  const duplicate = browser.tab(original.own.copy());
  await new Promise((later) => setTimeout(later, 5)); // it has found out that it is one
  original.reload();
  await duplicate.storage.store(python, answered);
  await original.storage.store({ ...go, record: { notes: { data: "Mine still." } } }, answered);
  original.reload();
  duplicate.reload();
  assert.deepEqual(original.stored.record, { notes: { data: "Mine still." } });
  assert.deepEqual(duplicate.stored.record, python.record);
});

test("a reload waits for the page before to let go, and keeps the tab's name", async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  await tab.storage.store(go, answered);
  tab.reload();
  await tab.storage.store(python, answered);
  assert.equal(browser.shared.text.match(/data-stack-wizard\./g).length, 1, browser.shared.text);
});

test("a tab that is opened again after it was closed is no duplicate", async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  await tab.storage.store(go, answered);
  tab.close();
  const again = browser.tab(tab.own.copy());
  await again.storage.store(python, answered);
  assert.deepEqual(browser.tab().stored, { ...python, others: [] });
});

test("an older state of the tab's own storage is not taken for the latest", async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  await tab.storage.store(go, answered);
  const older = tab.own.copy();
  await tab.storage.store(python, answered);
  tab.close();
  assert.equal(browser.tab(older.copy()).stored.fragment, python.fragment);
  browser.pass(60_000);
  assert.equal(browser.tab(older.copy()).stored.fragment, go.fragment, "too long ago to be that");
});

test("what was typed comes back on its screen and no other, until it is passed on", async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  await tab.storage.store(go, answered);
  tab.storage.keepDraft(note("Typed."));
  await tab.storage.store(go, { typed: true });
  tab.reload();
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, false), [note("Typed.")]);
  assert.deepEqual(tab.storage.draftsFor("scale", `#${go.fragment}`, false), []);
  assert.deepEqual(tab.storage.draftsFor("data", "", false), []);
  assert.equal(tab.storage.draftElsewhere(go.fragment), undefined);
  assert.deepEqual(tab.storage.draftElsewhere(""), note("Typed."));
  await tab.storage.store(go, answered);
  tab.reload();
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), []);
});

test("a new tab has what was typed in the one that is closed, also after it has stored something itself", async () => {
  const browser = new FakeBrowser();
  const closed = browser.tab();
  await closed.storage.store(go, answered);
  closed.storage.keepDraft(note("Typed."));
  await closed.storage.store(go, { typed: true });
  closed.close();
  const tab = browser.tab();
  assert.equal(tab.storage.draftElsewhere(""), undefined, "it is not this tab's yet");
  await tab.storage.store(python, answered);
  tab.reload();
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, false), []);
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), [note("Typed.")]);
});

test("a new tab has what was typed on one screen in two tabs, and keeps both together", async () => {
  const browser = new FakeBrowser();
  for (const words of ["First.", "Second."]) {
    const closed = browser.tab();
    await closed.storage.store(go, answered);
    closed.storage.keepDraft(note(words));
    await closed.storage.store(go, { typed: true });
    browser.pass(1000);
    closed.close();
  }
  const tab = browser.tab();
  const drafts = tab.storage.draftsFor("data", `#${go.fragment}`, true);
  assert.deepEqual(drafts, [note("Second."), note("First.")]);
  tab.storage.takeDrafts(drafts, note("Second.\nFirst."));
  await tab.storage.store(go, { typed: true });
  tab.reload();
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), [note("Second.\nFirst.")]);
});

test("without a word said, nothing is left behind", async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  assert.equal(tab.storage.stored, "");
  await tab.storage.store(go, answered);
  await tab.storage.store({ fragment: "", record: {} }, answered);
  assert.equal(tab.own.text + browser.shared.text, "");
});

test("a full storage is told of, and what the tab kept before is not taken for the latest", async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  await tab.storage.store(go, answered);
  tab.own.full = true;
  assert.equal(await tab.storage.store(python, answered), true);
  browser.pass(60_000);
  tab.reload();
  assert.equal(tab.stored.fragment, python.fragment);
  tab.own.full = false;
  await tab.storage.store(python, answered);
  browser.shared.full = true;
  assert.equal(await tab.storage.store(go, answered), false);
  tab.reload();
  assert.equal(tab.stored.fragment, go.fragment);
});

test("what others left goes only when it is kept in this tab's entry", async () => {
  const browser = new FakeBrowser();
  const closed = browser.tab();
  await closed.storage.store(go, answered);
  closed.close();
  const tab = browser.tab();
  browser.shared.full = true;
  await tab.storage.store(python, answered);
  assert.equal(browser.tab().stored.fragment, go.fragment);
});

const EARLIER = [
  [KEY, JSON.stringify({ ...python, tab: "0.1", saved: 2, moments: [1] })],
  [`${KEY}-others`, JSON.stringify([JSON.stringify({ ...go, tab: "0.2", saved: 1 }), 3, "{"])],
  [`${KEY}-draft`, JSON.stringify([{ tab: "0.2", ...note("Typed.") }, { tab: "0.3", fields: 3 }, null])],
];

test("what the version before kept is taken over once", async () => {
  const browser = new FakeBrowser();
  for (const [key, text] of EARLIER) browser.shared.setItem(key, text);
  const tab = browser.tab();
  assert.deepEqual(tab.stored, { ...python, others: [JSON.stringify(go)] });
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), [note("Typed.")]);
  for (const [key] of EARLIER) assert.equal(browser.shared.getItem(key), null);
});

test("a tab of the version before goes on with its own, and its draft", () => {
  const browser = new FakeBrowser();
  for (const [key, text] of EARLIER) browser.shared.setItem(key, text);
  const tab = browser.tab(new FakeStorage([[KEY, JSON.stringify({ ...go, tab: "0.2", saved: 1, moments: [] })]]));
  assert.equal(tab.stored.fragment, go.fragment);
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, false), [note("Typed.")]);
});

test("what a tab of the version before stores later is taken over too", () => {
  const browser = new FakeBrowser();
  for (const [key, text] of EARLIER) browser.shared.setItem(key, text);
  browser.tab();
  browser.shared.setItem(KEY, JSON.stringify({ fragment: "language=rust", record: {}, tab: "0.1", saved: 3 }));
  assert.equal(browser.tab().stored.fragment, "language=rust");
});

test("the first version's bare fragment is taken over", () => {
  const browser = new FakeBrowser();
  browser.shared.setItem(KEY, go.fragment);
  assert.equal(browser.tab().stored.fragment, go.fragment);
});

for (const text of ["{", "null", "[]", "3", '{"fragment": 3, "record": "x", "saved": "y", "tab": []}', "[".repeat(100_000)]) {
  test(`damaged storage stops nobody: ${text.slice(0, 60)}`, async () => {
    const browser = new FakeBrowser();
    for (const key of [KEY, `${KEY}-others`, `${KEY}-draft`, `${KEY}.0.5`]) browser.shared.setItem(key, text);
    const tab = browser.tab(new FakeStorage([[KEY, text]]));
    assert.ok(typeof tab.storage.stored === "string");
    await tab.storage.store(go, answered);
    tab.reload();
    assert.equal(tab.stored.fragment, go.fragment);
  });
}

for (const fields of [{ note: [{ a: 1 }] }, { note: 3 }, { note: "x" }, { note: { a: [] } }]) {
  test(`a damaged draft holds no words: ${JSON.stringify(fields)}`, () => {
    const entry = JSON.stringify({ ...go, tab: "1", saved: 1, draft: { ...note(""), fields } });
    const tab = new FakeBrowser().tab(new FakeStorage([[KEY, entry]]));
    assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, false)[0].fields, {});
  });
}

for (const draft of [{ ...note(""), fields: [] }, { ...note(""), at: 3 }, { ...note(""), address: null }, "draft", 1]) {
  test(`what is no draft is none: ${JSON.stringify(draft)}`, () => {
    const entry = JSON.stringify({ ...go, tab: "1", saved: 1, draft, aside: [draft] });
    const tab = new FakeBrowser().tab(new FakeStorage([[KEY, entry]]));
    assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), []);
    assert.equal(tab.storage.draftElsewhere(""), undefined);
  });
}

test("a draft that was passed on is nobody's any more, and others stay", async () => {
  const browser = new FakeBrowser();
  for (const text of ["One.", "Two."]) {
    const tab = browser.tab();
    await tab.storage.store(go, answered);
    tab.storage.keepDraft(note(text));
    await new Promise((later) => setTimeout(later, 5));
    tab.close();
  }
  const tab = browser.tab();
  const [first, ...others] = tab.storage.draftsFor("data", `#${go.fragment}`, true);
  await tab.storage.store(go, { typed: true, passed: first });
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), others);
  const own = note("Three.");
  tab.storage.keepDraft(own);
  await tab.storage.store(go, { typed: true, passed: others[0] });
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), [own]);
  await tab.storage.store(go, { typed: true, passed: own });
  assert.deepEqual(tab.storage.draftsFor("data", `#${go.fragment}`, true), []);
});
