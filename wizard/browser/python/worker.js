// `RUNTIME`, what Python is started from, is put in by the build.

/**
 * The worker that runs Python.
 *
 * It is told once to start, then asked one thing at a time:
 *
 *   in   {start: {full, untouched, rehearse}}      out  {progress: {phase, loaded, total}} …, then {ready: true}
 *                                                       or {failure: {reason, message}}
 *   in   {id, request}                             out  {id, response} or {id, error, fatal, reason}: `fatal` asks for a
 *                                                       new start, with a `reason` a file did not come
 *
 * `request` and `response` are JSON text: `wizard.api.handle` takes the one and gives the other. At any time it may say
 *
 *   out  {leftOut: stack}                          Python needs a function that the WebAssembly leaves out
 *
 * and is good for nothing from then on: it waits to be ended, and another to be started with the untouched file.
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
 * @property {RuntimeFile} wasm WebAssembly without the functions that never run
 * @property {RuntimeFile} wasm_full the untouched one
 * @property {RuntimeFile} stdlib what is used of the standard library
 * @property {RuntimeFile} stdlib_full the untouched one
 * @property {RuntimeFile} app archive with the wizard
 * @property {RuntimeFile} reader archive with its part that reads files, which comes when it is wanted
 */

/** Where the runtime's files are. */
const BASE = new URL("../runtime/", self.location.href).href;

/** Milliseconds from the start to what is done while nobody waits. */
const PATIENCE_MS = 50;

/** Milliseconds from one call for another worker to the next. */
const TELL_EVERY_MS = 100;

/** Where the app's archive lies in Python's file system; Python imports from it as it is. */
const APP_PATH = "/lib/app.zip";

const READER_PATH = "/lib/reader.zip";

/** @type {((request: string) => string) | null} */
let handle = null;

/**
 * Has Python import from one more archive.
 * @type {((path: string, content: ArrayBuffer | Uint8Array) => void) | null}
 */
let add = null;

/** Whether Python has the part that reads files. */
let reads = false;

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

/** @type {import("./runtime-client.js").Progress | null} what was last reported */
let progress = null;

/**
 * A start on nobody's word: the wizard's page makes this worker before its scripts are there, and these tell it to start
 * what has begun by then.
 */
const begun = self.name === "data-stack-early" ? start({ full: false, untouched: false }) : null;
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
  } else {
    answer(data.id, data.request);
  }
});

/**
 * @param {number} id
 * @param {string} request
 */
function answer(id, request) {
  try {
    self.postMessage({ id, response: handle(request) });
  } catch (error) {
    if (error.type === "ModuleNotFoundError" && !reads) {
      bringReader().then(
        () => answer(id, request), // the same request: what was answered in part has left nothing behind
        ({ message, reason }) => self.postMessage({ id, error: String(message), fatal: false, reason }),
      );
      return;
    }
    // A Python exception leaves Python as it was. Anything else, such as no memory, does not: start afresh.
    self.postMessage({ id, error: String(error.message ?? error), fatal: error.name !== "PythonError" });
    return;
  }
  afterwards();
}

/** Have Python import what reads files. Throws a `StartFailure`. */
async function bringReader() {
  const file = /** @type {RuntimeFile} */ (RUNTIME.reader);
  const { content } = await download(file, new URL(file.path, BASE).href, () => {}, false);
  add(READER_PATH, await unpacked(file, await content));
  reads = true;
}

/** Once the person has what they waited for: rehearse, and let the collector work again. */
function afterwards() {
  const begin = rehearse;
  rehearse = null;
  if (begin) goOn(rehearses ? begin() : [].values());
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
  self.postMessage({ failure: { reason, message: String(error.message ?? error) } });
}

/**
 * Load Python and import the wizard.
 * @param {{full: boolean, untouched: boolean}} options `full`: as a second attempt, with nothing left out and nothing out
 *   of the browser's cache; `untouched`: with Pyodide's WebAssembly as it is
 */
async function start(options) {
  const pyodide = await load(options);
  const api = pyodide.pyimport("wizard.api");
  const { freeze, enable } = pyodide.pyimport("gc");
  settle = () => (freeze(), enable());
  rehearse = () => pyodide.runPython(REHEARSE);
  add = (path, content) => {
    pyodide.FS.writeFile(path, new Uint8Array(content));
    pyodide.pyimport("sitecustomize").add(path);
  };
  handle = api.handle;
}

const REHEARSE = `
from itertools import chain
from wizard.door.rehearsal import rehearse, warm_up
chain(warm_up(), rehearse())
`;

/**
 * Load Pyodide, with the wizard on Python's path.
 * @param {{full: boolean, untouched: boolean}} options as for `start`
 */
async function load({ full, untouched }) {
  const { loader, glue, app, index, lock } = /** @type {RuntimeDescription} */ (RUNTIME);
  const wasm = full || untouched ? RUNTIME.wasm_full : RUNTIME.wasm;
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
  const library = unpackedOf(stdlib);
  const archive = unpackedOf(app);
  const compiled = compile(downloads.get(wasm));
  const parts = [whole, library, archive, compiled];
  for (const promise of parts) promise.catch(() => {}); // heard of below

  parts.push(answerInstantiation(compiled, wasm === RUNTIME.wasm));
  answerFetches(
    new Map([
      [address(RUNTIME.wasm), async () => new Response()],
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
      fsInit: async (system) => system.writeFile(APP_PATH, new Uint8Array(await archive)),
    }),
  );
  const pyodide = await Promise.race([started, firstFailureOf(parts)]);
  await whole; // what is code is run while it loads; nothing is answered before it is known to be what was built
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
 * @param {boolean} small whether functions are left out of it
 * @returns {Promise<never>} rejects when it does not go with what the loader brings
 */
function answerInstantiation(compiled, small) {
  return new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await compiled;
      const { wasi_snapshot_preview1: system } = imports;
      // What functions that are left out call: wizard/build/assets/trim.py.
      const watched = Object.create(/** @type {object} */ (system), { proc_exit: { value: tellAndStop } });
      const given = small ? { ...imports, wasi_snapshot_preview1: watched } : imports;
      const instance = await WebAssembly.instantiate(module, given).catch((error) => {
        reject(error);
        throw error;
      });
      return { module, instance };
    };
  });
}

/**
 * Never returns: what has called a function that is left out must not go on. A trap would not do. JavaScript between
 * Python's functions can catch it, and Pyodide does: it makes an exception of Python of it, or starts with half of Python.
 *
 * It says so until it is heard: the page's scripts may not be there yet.
 * @returns {never}
 */
function tellAndStop() {
  const { stack } = new Error("A function of Python was called that is left out");
  for (;;) {
    self.postMessage({ leftOut: stack });
    for (const begun = performance.now(); performance.now() - begun < TELL_EVERY_MS; );
  }
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
