// A folder that is dropped or picked: what is read of it, and what is passed over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dropped, isKnown, picked, readFiles, walked } from "../../wizard/browser/page/files.js";

/** @param {string} path @param {string} text */
const file = (path, text = "x") => ({
  name: path.split("/").pop(),
  fullPath: `/${path}`,
  isFile: true,
  file: (done) => done({ size: text.length, text: async () => text }),
});

/** A folder whose reader gives one entry at a time, as browsers give a hundred. */
const folder = (path, ...entries) => ({
  name: path.split("/").pop(),
  fullPath: `/${path}`,
  isDirectory: true,
  createReader: () => {
    const left = [...entries];
    return { readEntries: (done) => done(left.splice(0, 1)) };
  },
});

test("of a folder the project's files are read, those higher up first", async () => {
  const shop = folder(
    "shop",
    folder("shop/api", file("shop/api/go.mod"), file("shop/api/main.go")),
    file("shop/package.json"),
    file("shop/.gitignore"),
    folder("shop/node_modules", folder("shop/node_modules/pg", file("shop/node_modules/pg/package.json"))),
    folder("shop/.git", file("shop/.git/compose.yaml")),
    folder("shop/requirements", file("shop/requirements/base.txt"), file("shop/requirements/notes.md")),
  );
  const names = (await walked([shop])).map(({ name }) => name);
  assert.deepEqual(names, ["shop/package.json", "shop/.gitignore", "shop/api/go.mod", "shop/requirements/base.txt"]);
});

test("files of settings are read beside the document that they are held against, and else never", async () => {
  const settings = folder("shop", file("shop/package.json"), file("shop/.env"), file("shop/.env.md"), file("shop/fly.toml"));
  assert.deepEqual((await walked([settings])).map(({ name }) => name), ["shop/package.json"]);
  const standards = folder("shop/standards", file("shop/standards/data-stack.md"));
  const both = folder("shop", file("shop/.env"), standards, folder("shop/vendor", file("shop/vendor/.env")));
  assert.deepEqual((await walked([both])).map(({ name }) => name), ["shop/.env", "shop/standards/data-stack.md"]);
});

test("a file that is dropped on its own is read whatever it is called, so that it is named", async () => {
  assert.deepEqual((await walked([file("notes.txt")])).map(({ name }) => name), ["notes.txt"]);
});

test("a folder that cannot be opened, or a file that has gone, stops nothing", async () => {
  const locked = { ...folder("locked"), createReader: () => ({ readEntries: (_, failed) => failed(new Error("no")) }) };
  const gone = { ...file("go.mod"), file: (_, failed) => failed(new Error("gone")) };
  assert.deepEqual(await readFiles(await walked([locked, gone])), [{ name: "go.mod" }]);
});

test("a large file is named and not read, and progress is told", async () => {
  const large = file("package.json", "x".repeat(1_000_001));
  assert.deepEqual(await readFiles(await walked([large])), [{ name: "package.json" }]);
  const many = folder("many", ...Array.from({ length: 2_000 }, (_, at) => file(`many/${at}.ts`)));
  const told = [];
  await walked([many], (count) => told.push(count));
  assert.deepEqual(told, [1_000, 2_000]);
});

test("an input gives every file that was picked, and of a folder those to read", () => {
  const one = { name: "notes.txt", webkitRelativePath: "" };
  const inside = ["a/go.mod", "a/b.txt", "a/vendor/x/go.mod"].map((path) => ({ name: "", webkitRelativePath: path }));
  assert.deepEqual(picked([one, ...inside]).map(({ name }) => name), ["notes.txt", "a/go.mod"]);
});

test("where a browser has no entries, the files that it gives are read", async () => {
  const data = { items: [{ webkitGetAsEntry: () => null }], files: [{ name: "go.mod", webkitRelativePath: "" }] };
  assert.deepEqual((await dropped(data)).map(({ name }) => name), ["go.mod"]);
});

test("names that are read", () => {
  for (const name of ["a/schema/user.prisma", "docker-compose.dev.yml", "x/compose.mariadb.yaml", "Pipfile", "a/setup.cfg"]) {
    assert.ok(isKnown(name), name);
  }
  for (const name of ["a/index.ts", "tsconfig.json", "a/node_modules/b/package.json", "venv/setup.py", "base.txt"]) {
    assert.ok(!isKnown(name), name);
  }
});

test("files beyond the first ones are named and not read", async () => {
  const read = await readFiles(await walked(Array.from({ length: 203 }, (_, at) => file(`${at}.json`, `${at}`))));
  assert.deepEqual(read.slice(199), [{ name: "199.json", text: "199" }, { name: "200.json" }, { name: "201.json" }, { name: "202.json" }]);
});
