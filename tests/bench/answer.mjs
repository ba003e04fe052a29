// A fresh Pyodide that answers one interview, as answer.py does in CPython, from the runtime that the browser gets.
// Usage: node answer.mjs <folder of runtime.json> < <JSON list of requests for wizard.api.handle>
import { text } from "node:stream/consumers";

import { loadRuntime } from "../load_runtime.mjs";

const [folder] = process.argv.slice(2);
const [opening, ...presses] = JSON.parse(await text(process.stdin));
const pyodide = await loadRuntime(folder);
const { handle } = pyodide.pyimport("wizard.api");

function answer(requests) {
  return requests.map((request) => {
    const begun = performance.now();
    handle(request);
    return performance.now() - begun;
  });
}

handle(opening);
// As the worker does, once the first screen is there: a generator's own proxy calls what the trimmed Python lacks.
const pieces = pyodide.runPython(`
from itertools import chain
from wizard.door.rehearsal import rehearse, warm_up
chain(warm_up(), rehearse())
`);
while (!pieces.next().done);
console.log(JSON.stringify({ first: answer(presses), again: answer(presses) }));
