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

/**
 * A file of the runtime: its sizes in bytes as stored and on the line, its SHA-256 in hexadecimal digits.
 * @typedef {{path: string, bytes: number, gzip: number, sha256: string}} RuntimeFile
 */

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

/** Every 100 ms is often enough to look alive and seldom enough to cost nothing. */
const REPORT_EVERY_MS = 100;

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

/** A start that failed, with a reason that the page has words for. */
class StartFailure extends Error {
  /**
   * @param {import("./runtime-client.js").FailureReason} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

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
from wizard.rehearsal import rehearse, warm_up
chain(warm_up(), rehearse())
`;

const KEEP = `
import gc, json
import wizard.api, wizard.rehearsal
wizard.api.handle(json.dumps({"answers": {}, "event": {"type": "open", "fragment": "", "stored": ""}}))
for _ in wizard.rehearsal.warm_up():
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
  const count = counter(files);
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
 * A file: the browser's own response, which it can compile while it loads, and beside it the content, its bytes counted
 * as they come in and checked at the end.
 * @param {RuntimeFile} file
 * @param {string} url
 * @param {(file: RuntimeFile, bytes: number) => void} count
 * @param {boolean} again not from the browser's cache: what is there may be what failed
 * @returns {Promise<{response: Response, content: Promise<Uint8Array>}>}
 */
async function download(file, url, count, again) {
  let response;
  try {
    // Where a page has no digests (it came by plain HTTP), the browser checks; but then it gives nothing until the end.
    const integrity = crypto.subtle ? "" : `sha256-${btoa(String.fromCharCode(...fromHex(file.sha256)))}`;
    response = await fetch(url, { integrity, cache: again ? "reload" : "default" });
  } catch (error) {
    throw new StartFailure("offline", `${url}: ${error.message}`);
  }
  if (!response.ok) {
    throw new StartFailure("missing", `${url}: ${response.status}`);
  }
  const content = read(response.clone(), file, url, count);
  content.catch(() => {}); // heard of by whoever asks for it
  return { response, content };
}

/**
 * @param {Response} response
 * @param {RuntimeFile} file
 * @param {string} url
 * @param {(file: RuntimeFile, bytes: number) => void} count
 */
async function read(response, file, url, count) {
  const content = new Uint8Array(file.bytes);
  let length = 0;
  try {
    const reader = response.body.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const { value } = chunk;
      if (length + value.byteLength <= content.byteLength) content.set(value, length);
      length += value.byteLength;
      count(file, value.byteLength);
    }
  } catch (error) {
    throw new StartFailure("offline", `${url}: ${error.message}`);
  }
  if (length !== file.bytes || (crypto.subtle && (await sha256(content)) !== file.sha256)) {
    throw new StartFailure("damaged", `${url}: not what was built`);
  }
  return content;
}

/**
 * What is in an archive of ours: a zip file, out of its gzip file.
 * @param {RuntimeFile} file
 * @param {Uint8Array} content
 * @returns {Promise<ArrayBuffer | Uint8Array>}
 */
async function unpacked({ path }, content) {
  if (!path.endsWith(".bin")) return content;
  return new Response(new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/**
 * @param {Uint8Array} content
 * @returns {Promise<string>} hexadecimal digits
 */
async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} digits */
function fromHex(digits) {
  return digits.match(/../g).map((pair) => parseInt(pair, 16));
}

/**
 * Report to the page, now and then, how much has come over the line.
 *
 * Scripts only see what comes out of the server's compression. So of each file the share that is there is taken of the
 * size that it has on the line.
 * @param {RuntimeFile[]} files
 * @returns {(file: RuntimeFile, bytes: number) => void}
 */
function counter(files) {
  const total = files.reduce((sum, file) => sum + file.gzip, 0);
  let loaded = 0;
  let missing = files.reduce((sum, file) => sum + file.bytes, 0);
  let reporting = 0;
  const report = () => {
    clearTimeout(reporting);
    reporting = 0;
    progress = { phase: missing > 0 ? "loading" : "starting", loaded: Math.round(loaded), total };
    self.postMessage({ progress });
  };
  return (file, bytes) => {
    loaded += (bytes / file.bytes) * file.gzip;
    missing -= bytes;
    if (missing <= 0) report();
    else reporting ||= setTimeout(report, REPORT_EVERY_MS); // what came last is told too, however fast it came
  };
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
