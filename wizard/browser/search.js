// `SEARCH`, the addresses of Material's search worker and of the index below the site's root, is put in by the build.

/**
 * Stands before Material's search worker, and lets it read the index when somebody searches.
 *
 * Material would fetch and read it on every page at once, while Python starts: half a second of work. So the index that
 * Material fetches is empty, this says that all is ready, and the first letter that is typed brings the real one.
 * The numbers are Material's.
 */

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

const SITE = new URL("../../", self.location.href);

/** What Material's worker has to be told, without the index. */
let setup = null;
/** The last thing that was asked for while it starts. */
let asked = null;
let state = "resting";

/** What this says to Material's listener, which hears the same events. */
let told = null;

self.addEventListener("message", (event) => {
  if (state === "up" || event === told) return; // Material's own listener hears it
  event.stopImmediatePropagation(); // else what is asked now would be answered before what was asked earlier
  const { data } = event;
  if (data.type === SETUP) {
    setup = data;
    self.postMessage({ type: READY });
  } else if (data.type === QUERY && state === "resting" && !data.data.trim()) {
    self.postMessage({ type: RESULT, data: { items: [] } });
  } else {
    asked = data;
    if (state === "resting") start().catch(() => (state = "resting")); // the next letter tries again
  }
});

async function start() {
  state = "starting";
  const index = await (await fetch(new URL(SEARCH.index, SITE))).json();
  const worker = new URL(SEARCH.worker, SITE).href;
  const policy = self.trustedTypes?.createPolicy("data-stack-search", { createScriptURL: () => worker });
  importScripts(policy?.createScriptURL("") ?? worker);
  tell({ ...setup, data: { ...setup.data, ...index } });
  setTimeout(() => {
    state = "up"; // it has read the index by then
    tell(asked);
  }, 0);
}

/** @param {object} data */
function tell(data) {
  told = new MessageEvent("message", { data });
  self.dispatchEvent(told);
}
