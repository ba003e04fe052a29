// Loads the staged runtime under Node as the browser's worker does.
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { gunzipSync } from "node:zlib";

/**
 * @param {string} folder that of runtime.json
 * @param {string} [stdlib] the field of runtime.json that names the standard library
 */
export async function loadRuntime(folder, stdlib = "stdlib") {
  const runtime = JSON.parse(await readFile(`${folder}/runtime.json`, "utf8"));
  const { loadPyodide } = await import(`${folder}/${runtime.loader.path}`);
  const app = await unpacked(folder, runtime.app);
  const unpackedTo = await mkdtemp(`${tmpdir()}/runtime-`);
  const library = `${unpackedTo}/stdlib.zip`;
  await writeFile(library, await unpacked(folder, runtime[stdlib]));
  const pyodide = await loadPyodide({
    indexURL: `${folder}/${runtime.index}`,
    packageBaseUrl: `${folder}/${runtime.index}`,
    stdLibURL: library,
    lockFileContents: runtime.lock,
    env: { HOME: "/home/pyodide", PYTHONPATH: "/lib/app.zip" },
    fsInit: async (FS) => FS.writeFile("/lib/app.zip", app),
  });
  await rm(unpackedTo, { recursive: true });
  return pyodide;
}

/**
 * A zip file, checked and out of its gzip file.
 * @param {string} folder
 * @param {{path: string, sha256: string}} file
 * @returns {Promise<Buffer>}
 */
async function unpacked(folder, { path, sha256 }) {
  const content = await readFile(`${folder}/${path}`);
  const digest = createHash("sha256").update(content).digest("hex");
  if (digest !== sha256) throw new Error(`${path} is not what runtime.json says`);
  return path.endsWith(".bin") ? gunzipSync(content) : content;
}
