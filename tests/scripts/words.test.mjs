// What is said while Python starts, and in a report of an error.
import assert from "node:assert/strict";
import { test } from "node:test";
import { progressInWords, reasonInWords } from "../../wizard/browser/page/progress.js";
import { reportInWords } from "../../wizard/browser/page/report.js";

test("progress is told in megabytes, and in seconds that a person can use", () => {
  assert.equal(progressInWords({ phase: "starting", loaded: 1, total: 2 }), "Starting the wizard");
  assert.equal(progressInWords({ phase: "loading", loaded: 0, total: 4e6 }), "Loading the wizard");
  assert.equal(progressInWords({ phase: "loading", loaded: 3.1e6, total: null }), "Loading the wizard: 3.1 MB");
  const some = { phase: "loading", loaded: 5e6, total: 4e6 };
  assert.equal(progressInWords(some), "Loading the wizard: 4.0 of 4.0 MB");
  assert.match(progressInWords(some, 5), /, a few seconds left$/);
  assert.match(progressInWords(some, 42), /, about 40 seconds left$/);
  assert.match(progressInWords(some, 150), /, about 3 minutes left$/);
});

test("every reason has words, an unknown one those of a broken start", () => {
  assert.match(reasonInWords("damaged"), /arrived damaged, twice/);
  assert.equal(reasonInWords(null), reasonInWords("broken"));
});

const TRACE = `Traceback (most recent call last):
  File "/lib/app.zip/wizard/api.py", line 60, in handle
    step = EVENTS[kind](catalogue, state, event)
  File "/lib/app.zip/wizard/link.py", line 7, in read
ValueError: not an answer: Unmistakable words.
and more words
`;

test("a report says where and of what kind an error is, and quotes nobody", () => {
  globalThis.VERSIONS = { wizard: "w", pyodide: "p", python: "3.13" };
  const failure = {
    runtime: { reason: null },
    event: { type: "continue", at: "data" },
    error: new Error(TRACE),
    answers: "language=go",
  };
  const text = reportInWords(failure, false);
  assert.ok(text.includes('File "/lib/app.zip/wizard/link.py", line 7, in read\nError: ValueError\n'));
  assert.ok(text.startsWith("Step: continue at data\n"));
  assert.ok(!text.includes("words") && !text.includes("language=go"));
  assert.ok(reportInWords(failure, true).endsWith("Answers: language=go"));
  const start = { ...failure, runtime: { reason: "offline" }, event: null, error: null };
  assert.ok(reportInWords(start, false).startsWith("Step: start: offline\nWizard: w\n"));
});
