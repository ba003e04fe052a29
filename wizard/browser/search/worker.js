/**
 * Answers Material's search in the place of its own worker, by the same messages (integrations/search/worker/message in
 * its sources). Nothing is done before somebody searches.
 */

import { prepared, search } from "./search.js";

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];

/** @type {import("./search.js").Doc[]} */
let docs = [];

/** @type {import("./search.js").Index | null} */
let index = null;

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) {
    docs = data.docs;
    postMessage({ type: READY });
  } else if (type === QUERY) {
    index ??= prepared(docs);
    postMessage({ type: RESULT, data: data.trim() ? search(index, data) : { items: [] } });
  }
});
