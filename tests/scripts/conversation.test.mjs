// What is passed on to Python, and in which order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Conversation } from "../../wizard/browser/page/conversation.js";

class FakeRuntime extends EventTarget {
  state = "starting";
  asked = [];

  ask(request) {
    return new Promise((resolve, reject) => {
      this.asked.push(request);
      this.answer = (response) => resolve({ answers: {}, record: {}, ...response });
      this.fail = reject;
    });
  }

  ready() {
    this.state = "ready";
    this.dispatchEvent(new Event("change"));
  }

  /** The events that were asked, by type. */
  get types() {
    return this.asked.map(({ event }) => event.type);
  }
}

function begun({ ready = true } = {}) {
  const runtime = new FakeRuntime();
  const conversation = new Conversation(runtime);
  const shown = [];
  const problems = [];
  conversation.addEventListener("response", ({ detail }) => shown.push(detail.event.type));
  conversation.addEventListener("problem", ({ detail }) => problems.push(detail.error.message));
  if (ready) runtime.ready();
  return { runtime, conversation, shown, problems };
}

const soon = () => new Promise((later) => setTimeout(later));
const press = (at, value, type = "continue") => ({ type, at, fields: { [at]: [value] } });

test("what is pressed before Python is up waits, after the opening; the last press on a screen counts", async () => {
  const { runtime, conversation } = begun({ ready: false });
  conversation.press(press("persistence", "no"));
  conversation.open("load", "", "");
  assert.equal(conversation.busy, true);
  conversation.press(press("persistence", "yes"));
  conversation.press(press("persistence", "unsure"));
  assert.deepEqual(runtime.types, []);
  runtime.ready();
  runtime.answer({ answers: { from: "opening" } });
  await soon();
  assert.deepEqual(runtime.types, ["open", "continue"]);
  assert.deepEqual(runtime.asked[1].event.fields, { persistence: ["unsure"] });
  assert.deepEqual(runtime.asked[1].answers, { from: "opening" });
});

test("the first response in the page needs no Python, and presses go on from it", async () => {
  const { runtime, conversation, shown } = begun({ ready: false });
  conversation.begin({ answers: {}, record: {}, at: "persistence" });
  assert.deepEqual(shown, ["open"]);
  assert.equal(conversation.busy, false);
  conversation.press(press("persistence", "yes"));
  runtime.ready();
  assert.deepEqual(runtime.types, ["continue"]);
});

test("answers and record of the last response go with the next press", async () => {
  const { runtime, conversation } = begun();
  conversation.press(press("persistence", "yes"));
  runtime.answer({ answers: { persistence: "yes" }, record: { notes: {} } });
  await soon();
  conversation.press(press("language", "go"));
  assert.deepEqual(runtime.asked[1].answers, { persistence: "yes" });
  assert.deepEqual(runtime.asked[1].record, { notes: {} });
});

test("a double click is one press, and another press a change of mind", async () => {
  const { runtime, conversation } = begun();
  conversation.press(press("persistence", "yes"));
  conversation.press(press("persistence", "yes"));
  runtime.answer();
  await soon();
  assert.equal(runtime.asked.length, 1);
  conversation.press(press("persistence", "yes"));
  conversation.press(press("persistence", "no"));
  runtime.answer();
  await soon();
  assert.deepEqual(runtime.asked[2].event.fields, { persistence: ["no"] });
});

test("what is entered after the press counts as entered before", async () => {
  const { runtime, conversation, shown } = begun();
  conversation.press(press("data", "documents"));
  conversation.amend("scale", { scale: ["small"] });
  conversation.amend("data", { data: ["vectors"] });
  runtime.answer();
  await soon();
  assert.deepEqual(shown, [], "the answer to what was first pressed is not shown");
  assert.deepEqual(runtime.asked[1].event.fields, { data: ["vectors"] });
  runtime.answer();
  await soon();
  assert.deepEqual(shown, ["continue"]);
});

test("what Back leads away from is not shown any more", async () => {
  const { runtime, conversation, shown } = begun();
  conversation.press(press("data", "documents"));
  conversation.press(press("scale", "small"));
  conversation.open("history", "persistence=yes", "", { at: "data", fields: {} });
  runtime.answer();
  await soon();
  assert.deepEqual(shown, []);
  assert.deepEqual(runtime.types, ["continue", "open"]);
});

test("more that is typed while Back waits goes with it", async () => {
  const { runtime, conversation } = begun({ ready: false });
  conversation.open("history", "persistence=yes", "", { at: "data", fields: {} });
  conversation.amend("data", { note: ["Words."] });
  runtime.ready();
  assert.deepEqual(runtime.asked[0].event.left, { at: "data", fields: { note: ["Words."] } });
});

test("what failed can be tried again, with what was entered since; what waited behind it is gone", async () => {
  const { runtime, conversation, problems } = begun();
  conversation.press(press("data", "documents"));
  conversation.press(press("scale", "small"));
  runtime.fail(new Error("no answer"));
  await soon();
  assert.deepEqual(problems, ["no answer"]);
  assert.equal(conversation.busy, false);
  conversation.amend("data", { data: ["vectors"] });
  conversation.again();
  assert.deepEqual(runtime.asked.at(-1).event.fields, { data: ["vectors"] });
  runtime.answer();
  await soon();
  conversation.again();
  assert.equal(runtime.asked.length, 2, "there is nothing left to try again");
});
