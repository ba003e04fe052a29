/** Search the built site as its worker does: `node searching.mjs SEARCH_JS INDEX_JSON`, questions as JSON on stdin, and
 * on stdout for each question what the first results show: the page, and the sections that are not folded away. */

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [script, file] = process.argv.slice(2);
const { prepared, search } = await import(pathToFileURL(script).href);
const index = prepared(JSON.parse(readFileSync(file, "utf8")).docs);
const shown = (group) => group.filter((item) => !item.location.includes("#") || item.score >= group[0].score);
const answers = JSON.parse(readFileSync(0, "utf8")).map((question) =>
  search(index, question).items.map((group) => shown(group).map((item) => item.location)),
);
process.stdout.write(JSON.stringify(answers));
