// Loads the staged runtime under Node as the browser's worker does.
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { gunzipSync } from "node:zlib";

const instantiate = WebAssembly.instantiate;

/**
 * As the worker: what has called a function that is left out does not go on.
 * @type {any}
 */
const watched = async (source, { wasi_snapshot_preview1: system, ...imports }) => {
  const stop = () => {
    console.log(new Error("A function of Python was called that is left out").stack);
    process.exit(3);
  };
  const watchedSystem = Object.create(system, { proc_exit: { value: stop } });
  return instantiate(source, { ...imports, wasi_snapshot_preview1: watchedSystem });
};

/**
 * @param {string} folder that of runtime.json
 * @param {string} [stdlib] the field of runtime.json that names the standard library: with the whole one, as at a second
 *   attempt, WebAssembly is the untouched file too
 */
export async function loadRuntime(folder, stdlib = "stdlib") {
  const runtime = JSON.parse(await readFile(`${folder}/runtime.json`, "utf8"));
  const { loadPyodide } = await import(`${folder}/${runtime.loader.path}`);
  const app = await unpacked(folder, runtime.app);
  const unpackedTo = await mkdtemp(`${tmpdir()}/runtime-`);
  const library = `${unpackedTo}/stdlib.zip`;
  await writeFile(library, await unpacked(folder, runtime[stdlib]));
  WebAssembly.instantiate = stdlib === "stdlib_full" ? instantiate : watched;
  const index = stdlib === "stdlib_full" ? await untouched(folder, runtime, unpackedTo) : `${folder}/${runtime.index}`;
  const pyodide = await loadPyodide({
    indexURL: index,
    packageBaseUrl: index,
    stdLibURL: library,
    lockFileContents: runtime.lock,
    env: { HOME: "/home/pyodide", PYTHONPATH: "/lib/app.zip" },
    fsInit: async (FS) => FS.writeFile("/lib/app.zip", app),
  });
  pyodide.FS.writeFile("/lib/reader.zip", await unpacked(folder, runtime.reader));
  pyodide.pyimport("sitecustomize").add("/lib/reader.zip");
  await rm(unpackedTo, { recursive: true });
  return pyodide;
}

/**
 * A folder with Pyodide's own files as they came: under Node it finds its WebAssembly by name.
 * @param {string} folder
 * @param {any} runtime
 * @param {string} into
 */
async function untouched(folder, { loader, glue, wasm_full }, into) {
  const index = `${into}/pyodide/`;
  await mkdir(index);
  for (const { path } of [loader, glue]) await symlink(`${folder}/${path}`, index + path.split("/").at(-1));
  await symlink(`${folder}/${wasm_full.path}`, `${index}pyodide.asm.wasm`);
  return index;
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
