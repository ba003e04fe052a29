import assert from "node:assert/strict";
import { test } from "node:test";

import { readFiles } from "../../wizard/browser/page/files.js";

test("files beyond the first ones are named and not read", async () => {
  const files = Array.from({ length: 43 }, (_, at) => new File([`${at}`], `${at}.json`));
  const read = await readFiles(files);
  assert.deepEqual(read.slice(39), [{ name: "39.json", text: "39" }, { name: "40.json" }, { name: "41.json" }, { name: "42.json" }]);
});
