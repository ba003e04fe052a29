import assert from "node:assert/strict";
import { test } from "node:test";

import { prepared, search } from "../../wizard/browser/search/search.js";

const DOCS = [
  { location: "neon/", title: "Neon", text: "<p>PostgreSQL that sleeps when nobody asks.</p>" },
  { location: "neon/#plans", title: "Plans", text: "<p>The free plan wakes by itself.</p><p>Paid plans do &lt;not&gt; sleep.</p>" },
  { location: "sqlite/", title: "SQLite", text: "<p>A file. It is free of charge.</p>" },
  { location: "go/", title: "Migrations in Go", text: "<p>ent works them out.</p>" },
  { location: "other/", title: "Something else", text: "<p>Is it on? I do, and you can. What is where?</p>" },
];
const index = prepared(DOCS);
const places = (/** @type {string} */ query) => search(index, query).items.map(([first]) => first.location);

test("words that say nothing are dropped", () => {
  assert.deepEqual(places("where is it that I can do sqlite"), ["sqlite/"]);
});

test("what has all of the words comes first, and a page's title counts for its sections", () => {
  assert.equal(places("free neon")[0], "neon/#plans");
  assert.ok(places("free neon").includes("sqlite/"), "what has only one of them comes later");
});

test("words are known by other names, and one is like several", () => {
  assert.equal(places("postgres")[0], "neon/");
  assert.equal(places("alembic for go")[0], "go/");
  assert.equal(places("migration")[0], "go/");
  assert.equal(places("migr")[0], "go/", "while it is being written");
});

test("a question of nothing but small words finds what it can", () => {
  assert.equal(places("what is where")[0], "other/");
});

test("a page is among its results, and words are marked without breaking an entity", () => {
  const [group] = search(index, "sleep paid lt").items;
  assert.ok(group.some(({ location }) => location === "neon/"));
  const section = group.find(({ location }) => location === "neon/#plans");
  assert.match(section.text, /do &lt;not&gt; <mark>sleep<\/mark>/);
  assert.deepEqual(section.terms, { sleep: true, paid: true, lt: false });
});

test("nothing is found where nothing is there", () => {
  assert.deepEqual(search(index, "cobol").items, []);
  assert.deepEqual(search(index, "(*").items, []);
});

test("the word that is being written may go on", () => {
  assert.deepEqual(search(index, "sql").suggest, ["sqlite"]);
});

test("a word is told as it was written, and small words are small with any end", () => {
  const [[item]] = search(index, "what does Plans cost").items;
  assert.deepEqual(item.terms, { plans: true, cost: false });
});

test("only the word that was asked for is marked", () => {
  const docs = [{ location: "a/", title: "PlanetScale", text: "<p>A plan of PlanetScale, planned.</p>" }];
  const [[item]] = search(prepared(docs), "plan").items;
  assert.equal(item.text, "<p>A <mark>plan</mark> of PlanetScale, <mark>planned</mark>.</p>");
});

test("no tag of a title is marked while its name is being typed", () => {
  const docs = [{ location: "a/", title: "<code>.env</code> <em>here</em>", text: "<p>A database's address.</p>" }];
  for (const typed of ["c", "co", "cod", "code", "e", "em"]) {
    for (const { title } of search(prepared(docs), `database ${typed}`).items.flat()) {
      assert.equal(title.replaceAll(/<\/?mark>/g, ""), "<code>.env</code> <em>here</em>");
      assert.doesNotMatch(title, /<\/?</);
    }
  }
});

test("a title that is the question comes first", () => {
  const docs = [
    { location: "a/", title: "Database", text: "<p>Database, database, database.</p>" },
    { location: "b/", title: "Do I need a database at all?", text: "<p>Not always.</p>" },
  ];
  assert.equal(search(prepared(docs), "do I need a database at all").items[0][0].location, "b/");
});
