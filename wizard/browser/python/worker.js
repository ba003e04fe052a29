// `RUNTIME`, what Python is started from, is put in by the build.

/**
 * The worker that runs Python.
 *
 * It is told once to start, then asked one thing at a time:
 *
 *   in   {start: {full, fresh, rehearse}}          out  {progress: {phase, loaded, total}} …, then {ready: true}
 *                                                       or {failure: {reason, message}}
 *   in   {id, request}                             out  {id, response} or {id, error, fatal}: `fatal` asks for a new start
 *
 * Or it is told to keep Python's memory for the next visit, and ends when that is done:
 *
 *   in   {keepMemory: true}
 *
 * `request` and `response` are JSON text: `wizard.api.handle` takes the one and gives the other.
 */

import { counter, download, StartFailure, unpacked } from "./downloads.js";

/** @typedef {import("./downloads.js").RuntimeFile} RuntimeFile */
/**
 * What the build has made; paths are below the runtime's folder.
 * @typedef {object} RuntimeDescription
 * @property {string} python version
 * @property {string} pyodide version
 * @property {string} index folder of Pyodide's own files
 * @property {object} lock a lock file without packages
 * @property {RuntimeFile} loader
 * @property {RuntimeFile} glue
 * @property {RuntimeFile} wasm
 * @property {RuntimeFile} stdlib what is used of the standard library
 * @property {RuntimeFile} stdlib_full the untouched one
 * @property {RuntimeFile} app archive with the wizard
 */

/** Where the runtime's files are. */
const BASE = new URL("../runtime/", self.location.href).href;

/** Other copies of the site can be on the same origin. */
const MEMORY_CACHE = `data-stack-memory ${BASE}`;

/** Milliseconds from the start to what is done while nobody waits. */
const PATIENCE_MS = 50;

/** Where the app's archive lies in Python's file system; Python imports from it as it is. */
const APP_PATH = "/lib/app.zip";

/** Where Pyodide puts the standard library. */
const STDLIB_PATH = "/lib/python313.zip";

/** @type {((request: string) => string) | null} */
let handle = null;

/**
 * Begins what the first answers would otherwise wait for. It is done piece by piece once Python is up and has answered
 * what waited for it, so that a press in between waits for one piece at most.
 * @type {(() => Iterator<void>) | null}
 */
let rehearse = null;

/** Whether that is done: a page can say that it is not. */
let rehearses = true;

/** Lets Python's garbage collector work again, but not on what a start has made: that stays. */
let settle = null;

/** Brings what a start from kept memory does without, after the first answer; others wait for it. */
let complete = null;
/** @type {Promise<void> | null} */
let completing = null;

/** @type {import("./runtime-client.js").Progress | null} what was last reported */
let progress = null;

/** Whether this start uses Python's memory as an earlier visit kept it. */
let fromMemory = false;

/**
 * A start on nobody's word: the wizard's page makes this worker before its scripts are there, and these tell it to start
 * what has begun by then.
 */
const begun = self.name === "data-stack-early" ? start({ full: false, fresh: false }) : null;
begun?.catch(() => {}); // heard of when it is asked for

self.addEventListener("message", ({ data }) => {
  if (data.start) {
    rehearses = data.start.rehearse;
    if (progress) self.postMessage({ progress }); // what has been reported so far has not been heard
    (begun ?? start(data.start)).then(
      () => {
        self.postMessage({ ready: true });
        setTimeout(afterwards, PATIENCE_MS); // what waits for Python is asked at once; perhaps nothing does
      },
      (error) => fail(error),
    );
  } else if (data.keepMemory) {
    keepMemory().finally(() => self.close());
  } else if (completing) {
    const next = () => answer(data.id, data.request);
    completing.then(next, next);
  } else {
    answer(data.id, data.request);
  }
});

/**
 * @param {number} id
 * @param {string} request
 */
async function answer(id, request) {
  try {
    self.postMessage({ id, response: handle(request) });
  } catch (error) {
    if (complete) {
      // Kept memory has what the first question takes. Another screen may need what is not there yet.
      await bringTheRest();
      answer(id, request);
      return;
    }
    // A Python exception leaves Python as it was. Anything else (out of memory, a trap) does not: start afresh.
    const fatal = fromMemory || error.name !== "PythonError";
    self.postMessage({ id, error: String(error.message ?? error), fatal });
    return;
  }
  afterwards();
}

/** Once the person has what they waited for: bring what is still missing, rehearse, and let the collector work again. */
async function afterwards() {
  const begin = rehearse;
  rehearse = null;
  await bringTheRest();
  if (begin) goOn(rehearses ? begin() : [].values());
}

/**
 * Resolves in any case: what is still missing then fails the answer that needs it.
 * @returns {Promise<void>}
 */
function bringTheRest() {
  completing ??= complete?.().catch(() => {}).finally(() => (completing = null)) ?? null;
  complete = null;
  return completing ?? Promise.resolve();
}

/** @param {Iterator<void>} pieces */
function goOn(pieces) {
  try {
    if (!pieces.next().done) {
      setTimeout(goOn, 0, pieces);
      return;
    }
  } catch (error) {
    console.info("data-stack-wizard: not rehearsed:", error.message); // answers are merely slower
  }
  settle();
  performance.mark("settled");
}

/** @param {Error} error */
function fail(error) {
  const reason = error instanceof StartFailure ? error.reason : "broken";
  self.postMessage({ failure: { reason, message: String(error.message ?? error), fromMemory } });
}

/**
 * Load Python and import the wizard.
 * @param {{full: boolean, fresh: boolean}} options `full`: as a second attempt, with the untouched standard library and
 *   nothing out of the browser's cache; `fresh`: not from the memory that an earlier visit kept
 */
async function start({ full, fresh }) {
  const kept = fresh ? forgetMemory() : keptMemory();
  const memory = kept.then(async (response) => response && new Uint8Array(await response.arrayBuffer()));
  const pyodide = await load({ full, kept, options: async () => ({ _loadSnapshot: await memory }) });
  const api = pyodide.pyimport("wizard.api");
  const { freeze, enable } = pyodide.pyimport("gc");
  settle = () => (freeze(), enable());
  rehearse = () => pyodide.runPython(REHEARSE);
  handle = api.handle;
}

/**
 * Start Python afresh, do all that a start does, and keep its memory. No answer of anybody's is in it.
 *
 * Pyodide calls what this uses private (`_makeSnapshot`, `_loadSnapshot`): its version is pinned, a test sees it work,
 * and whatever goes wrong with it ends in a start without it.
 */
async function keepMemory() {
  if (!self.caches || (await keptMemory())) return;
  const options = async () => ({ _makeSnapshot: true });
  const pyodide = await load({ full: false, kept: Promise.resolve(undefined), options });
  pyodide.runPython(KEEP);
  const cache = await caches.open(MEMORY_CACHE);
  for (const old of await cache.keys()) await cache.delete(old);
  await cache.put(memoryAddress(), new Response(pyodide.makeMemorySnapshot()));
}

const REHEARSE = `
from itertools import chain
from wizard.door.rehearsal import rehearse, warm_up
chain(warm_up(), rehearse())
`;

const KEEP = `
import gc, json
import wizard.api, wizard.door.rehearsal
wizard.api.handle(json.dumps({"answers": {}, "event": {"type": "open", "fragment": "", "stored": ""}}))
for _ in wizard.door.rehearsal.warm_up():
    pass
gc.collect()
gc.freeze()
gc.enable()
`;

/** @returns {Promise<Response | undefined>} */
async function keptMemory() {
  try {
    const kept = await caches.match(memoryAddress(), { cacheName: MEMORY_CACHE });
    if (!kept) return undefined;
    fromMemory = true;
    performance.mark("from-memory");
    return kept;
  } catch {
    return undefined; // no cache in a page that came by plain HTTP, or none that may be read
  }
}

/** @returns {Promise<undefined>} */
async function forgetMemory() {
  await self.caches?.delete(MEMORY_CACHE).catch(() => {});
}

/** A memory fits the files that it was made from, and no others. */
function memoryAddress() {
  const { index, stdlib, app } = RUNTIME;
  return new URL(`memory/${index}${stdlib.path}/${app.path}`, BASE).href;
}

/**
 * Load Pyodide, with the wizard on Python's path.
 * @param {{full: boolean, kept: Promise<Response | undefined>, options: () => Promise<object>}} how `kept`: whether there
 *   is memory to start from, which has the modules already; `options`: more of them, for `loadPyodide`
 */
async function load({ full, kept, options }) {
  const { loader, glue, wasm, app, index, lock } = /** @type {RuntimeDescription} */ (RUNTIME);
  const stdlib = full ? RUNTIME.stdlib_full : RUNTIME.stdlib;
  const files = [wasm, stdlib, app, glue, loader];
  const address = (/** @type {RuntimeFile} */ file) => new URL(file.path, BASE).href;

  // Everything is asked for at once: loadPyodide would ask for most of it itself, but later and one after the other.
  const count = counter(files, (now) => {
    progress = now;
    self.postMessage({ progress });
  });
  const downloads = new Map(files.map((file) => [file, download(file, address(file), count, full)]));
  const whole = Promise.all(files.map(async (file) => (await downloads.get(file)).content));
  const contentOf = async (/** @type {RuntimeFile} */ file) => (await downloads.get(file)).content;
  const unpackedOf = async (/** @type {RuntimeFile} */ file) => unpacked(file, await contentOf(file));
  const unpackedNow = async (/** @type {RuntimeFile} */ file) => ((await kept) ? null : unpackedOf(file));
  const library = unpackedNow(stdlib);
  const archive = unpackedNow(app);
  const compiled = compile(downloads.get(wasm));
  const parts = [whole, library, archive, compiled];
  for (const promise of parts) promise.catch(() => {}); // heard of below

  parts.push(answerInstantiation(compiled));
  answerFetches(
    new Map([
      [address(wasm), async () => new Response()],
      [address(stdlib), async () => new Response(await library)],
    ]),
  );
  const scripts = [loader, glue].map((file) => loadScript(address(file), () => contentOf(file)));

  // The loader swallows a missing file or a refused compilation, and then waits for ever or starts a Python without a
  // library. So they are waited for here.
  const started = Promise.all([...scripts, library, archive]).then(async ([{ loadPyodide }]) =>
    loadPyodide({
      indexURL: new URL(index, BASE).href,
      packageBaseUrl: new URL(index, BASE).href,
      stdLibURL: address(stdlib),
      lockFileContents: lock,
      env: { HOME: "/home/pyodide", PYTHONPATH: APP_PATH },
      fsInit: async (system) => (await archive) && system.writeFile(APP_PATH, new Uint8Array(await archive)),
      ...(await options()),
    }),
  );
  const pyodide = await Promise.race([started, firstFailureOf(parts)]);
  await whole; // what is code is run while it loads; nothing is answered before it is known to be what was built
  if (await kept) {
    complete = async () => {
      pyodide.FS.writeFile(STDLIB_PATH, new Uint8Array(await unpackedOf(stdlib)));
      pyodide.FS.writeFile(APP_PATH, new Uint8Array(await unpackedOf(app)));
    };
  }
  return pyodide;
}

/**
 * A script, by `import()`. Asking again for the same one gives the same one.
 * @param {string} url
 * @param {() => Promise<unknown>} content the same file: if that is damaged, this is what is wrong with the script
 */
async function loadScript(url, content) {
  try {
    return await import(url);
  } catch (error) {
    await content();
    throw new StartFailure(navigator.onLine ? "missing" : "offline", `${url}: ${error.message}`);
  }
}

/**
 * Let the loader's own fetches be answered by the downloads that are already under way.
 * @param {Map<string, () => Promise<Response>>} answers
 */
function answerFetches(answers) {
  const fetchAnew = self.fetch.bind(self);
  self.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : new URL(input, self.location.href).href;
    return answers.get(url)?.() ?? fetchAnew(input, init);
  };
}

/**
 * WebAssembly, compiled while it loads. Pyodide would begin with that only when its own scripts are there.
 * @param {Promise<{response: Response, content: Promise<Uint8Array>}>} file
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(file) {
  const { response, content } = await file;
  if (typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) {
    throw new StartFailure("no-webassembly", "WebAssembly is not there");
  }
  try {
    return await WebAssembly.compileStreaming(response);
  } catch (error) {
    await content; // if it is damaged, that is why
    // Else the browser refuses, as a content policy or an administrator can make it.
    throw new StartFailure("no-webassembly", String(error.message ?? error));
  }
}

/**
 * Let the loader have the module that is being compiled, whatever it asks for: it asks for nothing else.
 * @param {Promise<WebAssembly.Module>} compiled
 * @returns {Promise<never>} rejects when it does not go with what the loader brings, such as a damaged memory
 */
function answerInstantiation(compiled) {
  return new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await compiled;
      const instance = await WebAssembly.instantiate(module, imports).catch((error) => {
        reject(error);
        throw error;
      });
      return { module, instance };
    };
  });
}

/**
 * Rejects with the first that fails; never resolves.
 * @param {Promise<unknown>[]} promises
 * @returns {Promise<never>}
 */
function firstFailureOf(promises) {
  return new Promise((_, reject) => {
    for (const promise of promises) promise.catch(reject);
  });
}
