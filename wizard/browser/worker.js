/**
 * The worker that runs Python.
 *
 * It is told once to start, then asked one thing at a time:
 *
 *   in   {start: {runtime, base, full}}            out  {progress: {phase, loaded, total}} …, then {ready: true}
 *                                                       or {failure: {reason, message}}
 *   in   {id, request}                             out  {id, response} or {id, error, fatal}
 *
 * Or it is told to keep Python's memory for the next visit, and ends when that is done:
 *
 *   in   {keepMemory: {runtime, base}}
 *
 * `request` and `response` are JSON text: `wizard.api.handle` takes the one and gives the other.
 */

/** @typedef {import("./runtime-client.js").RuntimeDescription} RuntimeDescription */
/** @typedef {import("./runtime-client.js").RuntimeFile} RuntimeFile */

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

self.addEventListener("message", ({ data }) => {
  if (data.start) {
    start(data.start).then(
      () => self.postMessage({ ready: true }),
      (error) => fail(error),
    );
  } else if (data.keepMemory) {
    keepMemory(data.keepMemory).finally(() => self.close());
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
  self.postMessage({ failure: { reason, message: String(error.message ?? error), fromMemory } });
}

/**
 * Load Python and import the wizard.
 * @param {{runtime: RuntimeDescription, base: string, full: boolean, fresh: boolean}} options `base`: what the paths in
 *   `runtime` are relative to; `full`: as a second attempt, with the untouched standard library and nothing out of the
 *   browser's cache; `fresh`: not from the memory that an earlier visit kept
 */
async function start({ runtime, base, full, fresh }) {
  const memory = fresh ? forgetMemory(base) : keptMemory(runtime, base);
  const pyodide = await load({ runtime, base, full, options: async () => ({ _loadSnapshot: await memory }) });
  const api = pyodide.pyimport("wizard.api");
  warmUp = api.warm_up;
  handle = api.handle;
}

/**
 * Start Python afresh, do all that a start does, and keep its memory. No answer of anybody's is in it.
 *
 * Pyodide calls what this uses private (`_makeSnapshot`, `_loadSnapshot`): its version is pinned, a test sees it work,
 * and whatever goes wrong with it ends in a start without it.
 * @param {{runtime: RuntimeDescription, base: string}} options
 */
async function keepMemory({ runtime, base }) {
  if (!self.caches || (await keptMemory(runtime, base))) return;
  const pyodide = await load({ runtime, base, full: false, options: async () => ({ _makeSnapshot: true }) });
  pyodide.runPython(KEEP);
  const cache = await caches.open(memoryCache(base));
  for (const old of await cache.keys()) await cache.delete(old);
  await cache.put(memoryAddress(runtime, base), new Response(pyodide.makeMemorySnapshot()));
}

const KEEP = `
import gc, json
import wizard.api
wizard.api.handle(json.dumps({"answers": {}, "event": {"type": "open", "fragment": "", "stored": ""}}))
step = 0
while wizard.api.warm_up(step):
    step += 1
del step
gc.collect()
`;

/**
 * @param {RuntimeDescription} runtime
 * @param {string} base
 * @returns {Promise<Uint8Array | undefined>}
 */
async function keptMemory(runtime, base) {
  try {
    const kept = await caches.match(memoryAddress(runtime, base), { cacheName: memoryCache(base) });
    if (!kept) return undefined;
    const memory = new Uint8Array(await kept.arrayBuffer());
    fromMemory = true;
    performance.mark("from-memory");
    return memory;
  } catch {
    return undefined; // no cache in a page that came by plain HTTP, or none that may be read
  }
}

/** @param {string} base */
async function forgetMemory(base) {
  await self.caches?.delete(memoryCache(base)).catch(() => {});
}

/** @param {string} base */
function memoryCache(base) {
  return `data-stack-memory ${base}`;
}

/**
 * A memory fits the files that it was made from, and no others.
 * @param {RuntimeDescription} runtime
 * @param {string} base
 */
function memoryAddress({ index, stdlib, app }, base) {
  return new URL(`memory/${index}${stdlib.path}/${app.path}`, base).href;
}

/**
 * Load Pyodide, with the wizard on Python's path.
 * @param {{runtime: RuntimeDescription, base: string, full: boolean, options: () => Promise<object>}} how `options`: more
 *   of them, for `loadPyodide`
 */
async function load({ runtime, base, full, options }) {
  const { loader, glue, wasm, app } = runtime;
  const stdlib = full ? runtime.stdlib_full : runtime.stdlib;
  const files = [wasm, stdlib, app, glue, loader];
  const address = (/** @type {RuntimeFile} */ file) => new URL(file.path, base).href;

  // Everything is asked for at once: loadPyodide would ask for most of it itself, but later and one after the other.
  const count = counter(files);
  const downloads = new Map(files.map((file) => [file, download(file, address(file), count, full)]));
  const whole = Promise.all(files.map(async (file) => (await downloads.get(file)).content));
  const contentOf = async (/** @type {RuntimeFile} */ file) => (await downloads.get(file)).content;
  const unpackedOf = async (/** @type {RuntimeFile} */ file) => unpacked(file, await contentOf(file));
  const library = unpackedOf(stdlib);
  const archive = unpackedOf(app);
  for (const promise of [library, archive]) promise.catch(() => {}); // heard of by way of `whole`

  answerFetches(
    new Map([
      [address(wasm), async () => (await downloads.get(wasm)).response],
      [address(stdlib), async () => new Response(await library)],
    ]),
  );
  const scripts = [loader, glue].map((file) => contentOf(file).then(() => loadScript(address(file))));

  // The loader swallows a missing file or a refused compilation, and then waits for ever. So they are waited for here.
  const started = Promise.all(scripts).then(async ([{ loadPyodide }]) =>
    loadPyodide({
      indexURL: new URL(runtime.index, base).href,
      packageBaseUrl: new URL(runtime.index, base).href,
      stdLibURL: address(stdlib),
      lockFileContents: runtime.lock,
      env: { HOME: "/home/pyodide", PYTHONPATH: APP_PATH },
      fsInit: async (system) => system.writeFile(APP_PATH, new Uint8Array(await archive)),
      ...(await options()),
    }),
  );
  const pyodide = await Promise.race([started, refusedCompilation(), firstFailureOf([whole, library, archive])]);
  await whole; // WebAssembly is compiled while it loads; nothing is answered before it is known to be what was built
  return pyodide;
}

/**
 * A script, by `import()`. Asking again for the same one gives the same one.
 * @param {string} url
 */
async function loadScript(url) {
  try {
    return await import(url);
  } catch (error) {
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
  let reported = 0;
  return (file, bytes) => {
    loaded += (bytes / file.bytes) * file.gzip;
    missing -= bytes;
    const complete = missing <= 0;
    if (complete || performance.now() - reported > REPORT_EVERY_MS) {
      reported = performance.now();
      self.postMessage({ progress: { phase: complete ? "starting" : "loading", loaded: Math.round(loaded), total } });
    }
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
