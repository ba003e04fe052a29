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

self.addEventListener("message", ({ data }) => {
  if (state === "up") return; // Material's own listener hears it
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
  state = "up";
  tell({ ...setup, data: { ...setup.data, ...index } });
  setTimeout(() => tell(asked), 0); // it has read the index by then
}

/** @param {object} data */
function tell(data) {
  self.dispatchEvent(new MessageEvent("message", { data }));
}
