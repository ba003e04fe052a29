/**
 * The worker that runs Python.
 *
 * It is told once to start, then asked one thing at a time:
 *
 *   in   {start: {runtime, base, full}}            out  {progress: {phase, loaded, total}} …, then {ready: true}
 *                                                       or {failure: {reason, message}}
 *   in   {id, request}                             out  {id, response} or {id, error, fatal}
 *
 * `request` and `response` are JSON text: `wizard.api.handle` takes the one and gives the other.
 */

/** @typedef {import("./runtime-client.js").RuntimeDescription} RuntimeDescription */

/** Every 100 ms is often enough to look alive and seldom enough to cost nothing. */
const REPORT_EVERY_MS = 100;

/** Where the app's archive lies in Python's file system; Python imports from it as it is. */
const APP_PATH = "/lib/app.zip";

/** @type {((request: string) => string) | null} */
let handle = null;

/**
 * Does one piece of what the first answers would otherwise wait for, and says whether there is another. The pieces are
 * done one by one after the first answer has gone out, so that a press in between waits for one piece at most.
 * @type {((step: number) => boolean) | null}
 */
let warmUp = null;

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

self.addEventListener("message", ({ data }) => {
  if (data.start) {
    start(data.start).then(
      () => self.postMessage({ ready: true }),
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
    if (warmUp) setTimeout(warm, 0, warmUp, 0);
    warmUp = null;
  } catch (error) {
    // A Python exception leaves Python as it was. Anything else (out of memory, a trap) does not: start afresh.
    self.postMessage({ id, error: String(error.message ?? error), fatal: error.name !== "PythonError" });
  }
}

/**
 * @param {(step: number) => boolean} run
 * @param {number} step
 */
function warm(run, step) {
  if (run(step)) setTimeout(warm, 0, run, step + 1);
}

/** @param {Error} error */
function fail(error) {
  const reason = error instanceof StartFailure ? error.reason : "broken";
  self.postMessage({ failure: { reason, message: String(error.message ?? error) } });
}

/**
 * Load Python and import the wizard.
 * @param {{runtime: RuntimeDescription, base: string, full: boolean}} options `base`: what the paths in `runtime` are
 *   relative to; `full`: take the untouched standard library instead of the trimmed one.
 */
async function start({ runtime, base, full }) {
  const address = (/** @type {string} */ path) => new URL(path, base).href;
  const stdlib = full ? runtime.stdlib_full : runtime.stdlib;
  const count = counter(full ? null : runtime.bytes);

  // Everything is asked for at once: loadPyodide would ask for most of it itself, but later and one after the other.
  const archives = new Map(
    [`${runtime.index}pyodide.asm.wasm`, stdlib, runtime.app].map((path) => {
      const url = address(path);
      return [url, download(url, count)];
    }),
  );
  answerFetchesFrom(archives);
  const [loader, glue] = ["pyodide.mjs", "pyodide.asm.js"].map(async (name) => {
    const path = runtime.index + name;
    const script = await load(address(path));
    count(runtime.files[path] ?? 0);
    return script;
  });

  // The loader swallows a missing file or a refused compilation, and then waits for ever. So they are waited for here.
  const started = Promise.all([loader, glue]).then(([{ loadPyodide }]) => {
    const app = archives.get(address(runtime.app)).then((response) => response.arrayBuffer());
    app.catch(() => {}); // heard of below
    return loadPyodide({
      indexURL: address(runtime.index),
      packageBaseUrl: address(runtime.index),
      stdLibURL: address(stdlib),
      lockFileContents: runtime.lock,
      env: { HOME: "/home/pyodide", PYTHONPATH: APP_PATH },
      fsInit: async (files) => files.writeFile(APP_PATH, new Uint8Array(await app)),
    });
  });
  const pyodide = await Promise.race([started, refusedCompilation(), firstFailureOf([...archives.values()])]);
  const api = pyodide.pyimport("wizard.api");
  warmUp = api.warm_up;
  handle = api.handle;
}

/**
 * A script, by `import()`. Asking again for the same one gives the same one.
 * @param {string} url
 */
async function load(url) {
  try {
    return await import(url);
  } catch (error) {
    throw new StartFailure(navigator.onLine ? "missing" : "offline", `${url}: ${error.message}`);
  }
}

/**
 * A file, its bytes counted as they come in.
 * @param {string} url
 * @param {(bytes: number) => void} count
 * @returns {Promise<Response>}
 */
async function download(url, count) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new StartFailure("offline", `${url}: ${error.message}`);
  }
  if (!response.ok) {
    throw new StartFailure("missing", `${url}: ${response.status}`);
  }
  // Counted on a copy, so that what is compiled is the browser's own response: it compiles while it loads,
  // and keeps the compiled code for the next visit.
  countBytes(response.clone(), count).catch(() => {});
  return response;
}

/**
 * @param {Response} response
 * @param {(bytes: number) => void} count
 */
async function countBytes(response, count) {
  const reader = response.body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    count(chunk.value.byteLength);
  }
}

/**
 * Report bytes to the page, now and then.
 * @param {number | null} total bytes in all, where known
 * @returns {(bytes: number) => void}
 */
function counter(total) {
  let loaded = 0;
  let reported = 0;
  return (bytes) => {
    loaded += bytes;
    const complete = total !== null && loaded >= total;
    if (complete || performance.now() - reported > REPORT_EVERY_MS) {
      reported = performance.now();
      self.postMessage({ progress: { phase: complete ? "starting" : "loading", loaded, total } });
    }
  };
}

/**
 * Let the loader's own fetches be answered by the downloads that are already under way.
 * @param {Map<string, Promise<Response>>} archives
 */
function answerFetchesFrom(archives) {
  const fetchAnew = self.fetch.bind(self);
  self.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : new URL(input, self.location.href).href;
    return archives.get(url) ?? fetchAnew(input, init);
  };
}

/**
 * Rejects when the browser refuses to compile WebAssembly, as a content policy or an administrator can make it.
 * @returns {Promise<never>}
 */
function refusedCompilation() {
  return new Promise((_, reject) => {
    if (typeof WebAssembly !== "object" || !WebAssembly.instantiateStreaming) {
      reject(new StartFailure("no-webassembly", "WebAssembly is not there"));
      return;
    }
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = (source, imports) => {
      const result = instantiate.call(WebAssembly, source, imports);
      result.catch((error) => reject(new StartFailure("no-webassembly", String(error.message ?? error))));
      return result;
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
