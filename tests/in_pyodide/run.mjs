// Runs run.py inside the staged runtime under Node, and prints what it gives after a line that says so.
// Usage: node run.mjs <folder of runtime.json> <field that names the standard library> <project> <site-packages>
//        <examples for each property> <cases of each table>
import { readFile } from "node:fs/promises";

import { loadRuntime } from "../load_runtime.mjs";

// Pyodide's errors under Node come with its whole source.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => {
    console.error(error.message);
    process.exit(1);
  });
}

const [folder, stdlib, project, packages, examples, cases] = process.argv.slice(2);
const pyodide = await loadRuntime(folder, stdlib);
const { stdlib_full: rest } = JSON.parse(await readFile(`${folder}/runtime.json`, "utf8"));
pyodide.FS.writeFile("/lib/rest.zip", await readFile(`${folder}/${rest.path}`));
pyodide.mountNodeFS("/project", project);
pyodide.mountNodeFS("/packages", packages);

const globals = pyodide.toPy({ __name__: "in_pyodide" });
pyodide.runPython(await readFile(`${project}/tests/in_pyodide/run.py`, "utf8"), { globals, filename: "/project/run.py" });
const found = globals.get("run")(Number(examples), Number(cases));
console.log(`\nFOUND ${found}`);
