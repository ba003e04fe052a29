/**
 * Prepares the next visit, once Python is up and the page has nothing else to do: the site is kept for offline use. Says
 * so when a newer build waits.
 */

import { runtime } from "../python/runtime-client.js";
import { trustedScript } from "../page/trusted.js";

/** This build's scripts, as the service worker knows them: "assets/wizard-0123456789abcdef/". */
const SCRIPTS = import.meta.url.split("/").slice(-3, -1).join("/") + "/";

/** Keeping takes the machine for a second or two. It is done when nobody has asked Python anything for so many milliseconds. */
const IDLE_MS = 3000;

/**
 * @param {(text: string, action: string, act: () => void) => void} tell shows a sentence with a button
 * @param {string | null} keepAfter other milliseconds, where the page says so
 */
export function prepareReturn(tell, keepAfter) {
  const begun = new AbortController();
  let timer = 0;
  const begin = () => {
    clearTimeout(timer);
    begun.abort();
    prepare(tell);
  };
  const wait = () => {
    if (runtime.state !== "ready") return;
    clearTimeout(timer);
    timer = setTimeout(begin, Number(keepAfter ?? IDLE_MS));
  };
  const whenLeft = () => document.hidden && timer && begin();
  for (const type of ["change", "answer"]) runtime.addEventListener(type, wait, { signal: begun.signal });
  document.addEventListener("visibilitychange", whenLeft, { signal: begun.signal });
}

/** @param {(text: string, action: string, act: () => void) => void} tell */
async function prepare(tell) {
  const workers = navigator.serviceWorker; // not there in a page that came by plain HTTP
  if (!workers) return;
  let told = false;
  workers.addEventListener("message", ({ data }) => {
    if (data.update && !told) tell("An update of this page is ready.", "Reload", () => location.reload());
    told ||= data.update;
  });
  const site = new URL("../../", import.meta.url);
  try {
    const registration = await workers.register(trustedScript(new URL("service-worker.js", site)), { scope: site.href });
    const ask = () => registration.waiting?.postMessage({ update: SCRIPTS });
    ask();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", ask));
    workers.ready.then(({ active }) => active.postMessage({ rest: true }));
  } catch (error) {
    console.info("data-stack-wizard: not kept for offline use:", error.message);
  }
}
