// Loads the staged runtime under Node as the browser's worker does.
import { readFile } from "node:fs/promises";

/**
 * @param {string} folder that of runtime.json
 * @param {string} [stdlib] the field of runtime.json that names the standard library
 */
export async function loadRuntime(folder, stdlib = "stdlib") {
  const runtime = JSON.parse(await readFile(`${folder}/runtime.json`, "utf8"));
  const index = `${folder}/${runtime.index}`;
  const { loadPyodide } = await import(`${index}pyodide.mjs`);
  return loadPyodide({
    indexURL: index,
    packageBaseUrl: index,
    stdLibURL: `${folder}/${runtime[stdlib]}`,
    lockFileContents: runtime.lock,
    env: { HOME: "/home/pyodide", PYTHONPATH: "/lib/app.zip" },
    fsInit: async (FS) => FS.writeFile("/lib/app.zip", await readFile(`${folder}/${runtime.app}`)),
  });
}
