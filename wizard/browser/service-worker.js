// The build writes above this line: BUILD, a name for what is kept; SCRIPTS, the folder of the wizard's scripts; and KEPT,
// addresses below the site's root, each with the SHA-256 of its content.

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
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT) || request.cache === "reload") return;
  event.respondWith(hashed(request.url) ? fromCache(request) : fromNetwork(event));
});

// A page that is of this build already has nothing to lose by the change.
self.addEventListener("message", ({ data, source }) => {
  if (data === SCRIPTS) self.skipWaiting();
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

/**
 * Pages that were visited stay available: they are fetched anew, with what they name, before the old ones go. Without a
 * network the old ones stay, whole as they are.
 */
async function takeOver() {
  const cache = await caches.open(cacheName);
  const old = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== cacheName);
  for (const name of old) {
    let reached = true;
    for (const { url } of await (await caches.open(name)).keys()) {
      if (hashed(url) || (await cache.match(url))) continue;
      const response = await fetch(url, { cache: "no-cache" }).catch(() => (reached = false));
      if (response instanceof Response && response.ok) await cache.put(url, response);
    }
    if (reached) await caches.delete(name);
  }
  await self.clients.claim();
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
  const { origin, pathname } = new URL(url);
  const built = KEPT[(origin + pathname).slice(ROOT.length)];
  if (!built) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === built;
}

/** @param {FetchEvent} event */
async function fromNetwork(event) {
  const { request } = event;
  const answered = fetch(request).then((response) => {
    if (response.ok && !response.redirected) event.waitUntil(store(request, response.clone()));
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

/** @param {Request} request */
function keptFor(request) {
  return caches.match(request, { ignoreSearch: true, ignoreVary: true });
}

/**
 * @param {Request} request
 * @param {Response} response
 */
async function store(request, response) {
  const cache = await caches.open(cacheName);
  const address = new URL(request.url);
  address.search = ""; // the same static file, whatever stands behind its name
  await cache.put(address, response).catch(() => {}); // a full disk is no reason to give no answer
}
