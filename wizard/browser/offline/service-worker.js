// The build writes above this line: BUILD, a name for what is kept; SCRIPTS, the folder of the wizard's scripts; KEPT,
// addresses below the site's root, each with the SHA-256 of its content; and REST, addresses of the site's other pages.

/**
 * Keeps the site for the next visit, with a network or without.
 *
 * What has a digest in its address can only be one thing: it comes out of the cache. Everything else (pages, search)
 * comes from the network, and out of the cache where there is none. So whoever is online gets the newest page, and that
 * page names scripts and a runtime of its own build: old and new never mix.
 */

const ROOT = self.registration.scope;
const NAME = `data-stack ${ROOT} `; // other copies of the site can be on the same origin
const cacheName = NAME + BUILD;

/** Digests as the build and Material write them: 16 or 8 hexadecimal digits. */
const hashed = (/** @type {string} */ url) => /[.-](?:[0-9a-f]{16}|[0-9a-f]{8})[./]/.test(new URL(url).pathname);

/** Milliseconds after which a page comes out of the cache if the network has not answered: a line can be as good as dead. */
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
  // Where the browser knows how, it takes what can only be one thing out of the cache without asking here.
  const always = ["wizard-*", "runtime/*"].map((name) => ({ urlPattern: `${ROOT}assets/${name}` }));
  event.addRoutes?.(always.map((condition) => ({ condition, source: { cacheName } }))).catch(() => {});
});
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
  rest(); // nothing waits for it: a browser gives no page until what this event waits for is done
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT) || request.cache === "reload") return;
  event.respondWith(hashed(request.url) ? fromCache(request) : fromNetwork(event));
});

self.addEventListener("message", (event) => {
  const { data, source } = event;
  if (data.rest) event.waitUntil(rest());
  // A page that is of this build already has nothing to lose by the change.
  else if (data.update === SCRIPTS) self.skipWaiting();
  else source.postMessage({ update: true });
});

/** Fetch what is kept; what an earlier build has kept under the same address, with a digest, is not fetched again. */
async function keep() {
  const cache = await caches.open(cacheName);
  await Promise.all(
    Object.keys(KEPT).map(async (path) => {
      const url = ROOT + path;
      const had = hashed(url) ? await caches.match(url) : undefined;
      if (had && (await isWhatWasBuilt(url, had))) return cache.put(url, had);
      const fetched = await fetch(url, { cache: hashed(url) ? "default" : "no-cache" });
      if (!fetched.ok || !(await isWhatWasBuilt(url, fetched))) throw new Error(`${url}: not what was built`);
      return cache.put(url, fetched);
    }),
  );
}

/** @type {Promise<void> | null} */
let keepingRest = null;

/** Keep the rest, once. Where that fails, as without a network, the next visit tries again. */
function rest() {
  keepingRest ??= keepRest().catch(() => {
    keepingRest = null;
  });
  return keepingRest;
}

/**
 * Keep the other pages, one after the other, so that all of the site can be read offline; whoever saves data keeps only
 * those that were visited. Then what earlier builds have kept can go: until then it stays, whole as it is.
 */
async function keepRest() {
  const cache = await caches.open(cacheName);
  const older = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== cacheName);
  const inOlder = await Promise.all(older.map(async (name) => (await caches.open(name)).keys()));
  const visited = inOlder.flat().flatMap((request) => (hashed(request.url) ? [] : [bare(request)]));
  const saving = /** @type {any} */ (navigator).connection?.saveData;
  const wanted = new Set([...visited, ...(saving ? [] : REST.map((path) => ROOT + path))]);
  for (const { url } of await cache.keys()) wanted.delete(url);
  for (const url of wanted) {
    const response = await fetch(url, { cache: "no-cache", priority: "low" });
    if (await isOfThisBuild(response)) await cache.put(url, response);
  }
  for (const name of older) await caches.delete(name);
  await caches.delete(`data-stack-memory ${ROOT}assets/runtime/`); // an earlier version kept Python's memory: 21 MB
}

/**
 * A page of another build names other scripts, which are not kept here; a sign-in page of the host names none.
 * @param {Response} response
 */
async function isOfThisBuild(response) {
  if (!response.ok || response.redirected) return false;
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
  return !isPage || (await response.clone().text()).includes(SCRIPTS);
}

/** @param {Request} request */
async function fromCache(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && (await isWhatWasBuilt(request.url, response))) await store(request, response.clone());
  return response;
}

/**
 * Whether a file with a digest in its address is what the build has made: what is kept under such an address stays, so
 * a file that this build does not know is not kept. Of pages and the like, which may change, nothing is known.
 * @param {string} url
 * @param {Response} response
 */
async function isWhatWasBuilt(url, response) {
  if (!hashed(url)) return true;
  const built = KEPT[bare({ url }).slice(ROOT.length)];
  if (!built) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === built;
}

/** @param {FetchEvent} event */
async function fromNetwork(event) {
  const { request } = event;
  const answered = fetch(request).then((response) => {
    event.waitUntil(storePage(request, response.clone()));
    return response;
  });
  event.waitUntil(answered.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const response = await Promise.race([answered, late.then(() => keptFor(request))]);
    return response ?? (await answered);
  } catch (error) {
    const kept = await keptFor(request);
    if (kept) return kept;
    throw error;
  }
}

/**
 * Of this build if it is there, else as an earlier one has kept it, which has what it names too.
 * @param {Request} request
 */
async function keptFor(request) {
  const how = { ignoreSearch: true, ignoreVary: true };
  return (await (await caches.open(cacheName)).match(request, how)) ?? caches.match(request, how);
}

/**
 * The same static file, whatever stands behind its name: what a person has answered is none of a cache's business.
 * @param {{url: string}} request
 */
function bare({ url }) {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/**
 * @param {Request} request
 * @param {Response} response
 */
async function storePage(request, response) {
  if (await isOfThisBuild(response)) await store(request, response);
}

/**
 * @param {Request} request
 * @param {Response} response
 */
async function store(request, response) {
  const cache = await caches.open(cacheName);
  await cache.put(bare(request), response).catch(() => {}); // a full disk is no reason to give no answer
}
