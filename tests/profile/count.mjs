// Runs before a script that starts Python from a file that counts (wizard/build/assets/trim.py), and writes at its end
// which functions have run: into a file in the folder that FUNCTIONS_INTO names.
import { writeFileSync } from "node:fs";

const RAN = "data_stack_ran_";

/** @type {Record<string, WebAssembly.ExportValue>[]} */
const counting = [];
const instantiate = WebAssembly.instantiate;

// @ts-ignore: it is called as it always is
WebAssembly.instantiate = async (source, imports) => {
  const made = /** @type {any} */ (await instantiate(source, imports));
  const { exports } = made.instance ?? made;
  if (Object.keys(exports).some((name) => name.startsWith(RAN))) counting.push(exports);
  return made;
};

/** Whether to count from here on. Python in Pyodide calls it: tests/in_pyodide/counting.py. */
globalThis.dataStackCounts = (/** @type {boolean} */ counts) => {
  for (const { data_stack_rests } of counting) data_stack_rests.value = counts ? 0 : 1;
};

process.on("exit", () => {
  const ran = counting.flatMap((exports) =>
    Object.entries(exports).flatMap(([name, { value }]) => (name.startsWith(RAN) && value ? [name.slice(RAN.length)] : [])),
  );
  writeFileSync(`${process.env.FUNCTIONS_INTO}/${process.pid}.txt`, ran.join("\n"));
});
