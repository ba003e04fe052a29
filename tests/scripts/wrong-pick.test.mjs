import assert from "node:assert/strict";
import test from "node:test";

import { formAddress } from "../../wizard/browser/page/wrong-pick.js";

test("the form gets the situation and the pick, and every sign of them", () => {
  const address = new URL(formAddress("https://example.org/data/stack/", 'answers = { data = ["relational"] }\n', "A & B"));
  assert.equal(address.origin + address.pathname, "https://example.org/data/stack/issues/new");
  assert.equal(address.searchParams.get("template"), "wrong-pick.yml");
  assert.equal(address.searchParams.get("situation"), 'answers = { data = ["relational"] }\n');
  assert.equal(address.searchParams.get("picked"), "A & B");
});

test("there is no form without a repository, without answers, or where the address would be refused", () => {
  assert.equal(formAddress(undefined, "answers = {}", "x"), "");
  assert.equal(formAddress("javascript:alert(1)", "answers = {}", "x"), "");
  assert.equal(formAddress("https://example.org/r", "", "x"), "");
  assert.equal(formAddress("https://example.org/r", "x".repeat(7000), "x"), "");
});
