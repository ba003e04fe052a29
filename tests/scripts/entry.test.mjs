// What stands in the browser's storage can be anything: what is of another type than it should be is left out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asDraft, asEntry, drafts, isSaid } from "../../wizard/browser/page/entry.js";
import { FakeBrowser } from "./tabs.mjs";

const ANY = [null, true, 7, -0, 1e999, "text", "", [], [7], [null], [{ a: 1 }], {}, { a: 1 }, { length: 2 }, [["x"]]];
const draft = { at: "data", address: "#", fields: { data: ["relational"], note: ["Mine."] } };

test("a field of a draft that is no list of texts is left out, and the others stay", () => {
  for (const odd of ANY.filter((one) => !(Array.isArray(one) && one.length === 0))) {
    assert.deepEqual(asDraft({ ...draft, fields: { ...draft.fields, note: odd } }), {
      ...draft,
      fields: { data: ["relational"] },
    });
  }
});

test("a draft of another type is none", () => {
  for (const odd of ANY) {
    assert.equal(asDraft(odd), null);
    if (typeof odd !== "string") assert.equal(asDraft({ ...draft, at: odd }), null);
    if (typeof odd !== "string") assert.equal(asDraft({ ...draft, address: odd }), null);
    if (Array.isArray(odd) || typeof odd !== "object" || !odd) assert.equal(asDraft({ ...draft, fields: odd }), null);
    assert.ok(drafts(odd).every((one) => typeof one.at === "string"));
  }
});

test("whatever an entry holds, its parts are of their types", () => {
  for (const key of ["tab", "saved", "fragment", "record", "left", "draft", "aside"]) {
    for (const odd of ANY) {
      const entry = asEntry(JSON.stringify({ fragment: "language=go", [key]: odd }));
      assert.deepEqual(
        [entry.tab, entry.saved, entry.fragment, entry.left].map((one) => typeof one),
        ["string", "number", "string", "number"],
      );
      assert.ok(entry.record && !Array.isArray(entry.record) && typeof entry.record === "object");
      assert.equal(typeof isSaid(entry), "boolean");
    }
  }
});

test("a clock that stands at 1970 makes no other tab of a reload", async () => {
  const browser = new FakeBrowser({ now: () => 0 });
  const tab = browser.tab();
  await tab.storage.store({ fragment: "language=go", record: {} }, { typed: false });
  tab.reload();
  await tab.storage.store({ fragment: "language=go&at=data", record: {} }, { typed: false });
  assert.equal(browser.shared.length, 1);
});
