// Starts the staged runtime under Node as the browser's worker does, rehearses as that does, and asks it one thing after
// the other. As its last line it prints how many are done, how many of them got a response, and what went wrong that is
// no Python exception.
// Usage: node ask.mjs <folder of runtime.json> [often] < <JSON list of requests for wizard.api.handle>
// With `often` the garbage collector comes so often that what it calls for what is there at any moment has been seen.
import { text } from "node:stream/consumers";

import { loadRuntime } from "../load_runtime.mjs";

const [folder, often] = process.argv.slice(2);
const requests = JSON.parse(await text(process.stdin));
const pyodide = await loadRuntime(folder);
const { handle } = pyodide.pyimport("wizard.api");
const { freeze, enable, set_threshold: setThreshold } = pyodide.pyimport("gc");
for (const step of pyodide.runPython(`
from itertools import chain
from wizard.door.rehearsal import rehearse, warm_up
chain(warm_up(), rehearse())
`));
freeze();
enable();
if (often) setThreshold(20, 2, 2);
let done = 0;
let answered = 0;
let fatal = "";
process.on("exit", () => console.log(JSON.stringify({ done, answered, fatal }))); // also where a function is left out
for (const request of requests) {
  try {
    handle(request);
    answered += 1;
  } catch (error) {
    if (error.name !== "PythonError") {
      fatal = `${error.name}: ${String(error.message).slice(0, 300)}`;
      break;
    }
  }
  done += 1;
}
