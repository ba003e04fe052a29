/**
 * Finds the sections that answer a question. It works on the index that Material's plug-in writes, and gives what
 * Material's page shows (integrations/search in its sources).
 *
 * Words that say nothing are dropped, and words are known by other names (words.js). Sections with all words come first,
 * and a page's title counts for each of its sections.
 */

import { APART, MEANS, STOP } from "./words.js";

/**
 * @typedef {{location: string, title: string, text: string, boost?: number}} Doc
 * @typedef {Doc & {score: number, terms: Record<string, boolean>}} Item
 * @typedef {{doc: Doc, page: number, heading: number, length: number}} Section how many words heading and text have
 * @typedef {Map<string, Map<number, number>>} Postings word -> section -> how often
 * @typedef {{sections: Section[], titles: Postings, texts: Postings, middle: number}} Index
 */

/** A word in a title says more than one in the text, and one in the title of the page about as much as several. */
const IN_TITLE = 4;
const IN_PAGE_TITLE = 6;

/** How much more a section counts whose own title has all of several words: it is about just that. */
const ALL_IN_TITLE = 2;

/** How much less another name for a word, and a longer word that begins with it, count. */
const OTHER_NAME = 0.75;
const LONGER = 0.5;

/** How fast the same word again counts for less, and how much a long text is worth less. */
const AGAIN = 1.2;
const LONG = 0.6;

/** How much more a section counts whose title is the question, small words and all. */
const ASKED_SO = 2;

/** How many letters a word that is marked may have beyond the one that was asked for: `plan` is not in `PlanetScale`. */
const ENDING = 4;

/** Results that have less than this share of the best one's score would only be in the way. */
const WORTH = 0.005;

/** How many results there are at most, how many sections of each, and how long a teaser is, in characters. */
const MOST = 20;
const SECTIONS = 5;
const TEASER = 220;

/** The words of a text; an entity such as `&lt;` is none, nor is what stands in a tag. */
const WORD = /<[^>]+>|&[#\w]+;|[\p{L}\p{N}#]+/gu;

/** @param {Doc[]} docs a page before its sections, as Material has them @returns {Index} */
export function prepared(docs) {
  /** @type {Postings} */
  const titles = new Map();
  /** @type {Postings} */
  const texts = new Map();
  /** @type {Map<string, number>} */
  const pages = new Map();
  const sections = docs.map((doc, at) => {
    const page = doc.location.split("#")[0];
    if (!pages.has(page)) pages.set(page, at);
    const heading = words(doc.title);
    const said = words(doc.text);
    count(titles, heading, at);
    count(texts, said, at);
    const telling = heading.filter((word) => !SMALL.has(word)).length;
    return { doc, page: pages.get(page), heading: Math.max(telling, 1), length: said.length };
  });
  return { sections, titles, texts, middle: sections.reduce((sum, { length }) => sum + length, 1) / (sections.length || 1) };
}

/**
 * @param {Index} index
 * @param {string} query
 * @returns {{items: Item[][], suggest: string[]}} for each page its sections, the best first; and how the word that is
 *   being written may go on
 */
export function search(index, query) {
  const asked = meant(query);
  const scores = scored(index, asked, words(query).filter((word) => SMALL.has(word)));
  /** @type {Map<number, Item[]>} */
  const found = new Map();
  for (const [at, { score, matched }] of [...scores].sort(([, a], [, b]) => b.score - a.score)) {
    const { page, doc } = index.sections[at];
    const terms = Object.fromEntries(asked.map(({ said }, number) => [said, matched.has(number)]));
    if (!found.has(page)) found.set(page, []);
    if (found.get(page).length < SECTIONS) found.get(page).push({ ...doc, score, terms });
  }
  const best = Math.max(0, ...[...found.values()].map(([first]) => first.score));
  const items = [...found].filter(([, [first]]) => first.score >= WORTH * best).slice(0, MOST);
  return { items: items.map(([page, group]) => shown(index, page, group, asked)), suggest: longer(index, query) };
}

/** A page's results: the page itself is among them, and the text is what is worth reading. */
function shown(index, page, group, asked) {
  const { doc } = index.sections[page];
  if (!group.some(({ location }) => location === doc.location)) group.push({ ...doc, score: 0, terms: {} });
  const names = asked.flatMap(({ names }) => names.map(([name]) => name));
  return group.map((item) => ({ ...item, title: marked(item.title, names), text: teaser(item.text, names) }));
}

/**
 * The words of a question that it is about, each as it was written, with its names and what these count.
 * @param {string} query
 */
function meant(query) {
  const all = new Map(written(query).map((said) => [stem(said), said]));
  const telling = [...all].filter(([word]) => !SMALL.has(word));
  return (telling.length ? telling : [...all]).map(([word, said]) => {
    const others = (NAMES.get(word) ?? []).flatMap(words).filter((name) => name !== word);
    /** @type {[string, number][]} */
    const names = [[word, 1], ...others.map((name) => /** @type {[string, number]} */ ([name, OTHER_NAME]))];
    return { said, names };
  });
}

/** Section -> its score, and the numbers of the words that it has. `small` are the other words of the question. */
function scored(index, asked, small) {
  /** @type {Map<number, {score: number, matched: Set<number>}>} */
  const scores = new Map();
  const perWord = asked.map(({ names }) => together(index, names));
  const sections = new Set(perWord.flatMap((found) => [...found.keys()]));
  const ofPage = asked.map(({ names }) => titled(index, names));
  // A word that nearly every section has tells little, and one that no section has tells nothing.
  const tells = perWord.map((found) => (found.size ? rarity(found.size) : 0));
  const all = tells.reduce((sum, it) => sum + it, 0);
  const headed = asked.map(({ names }) => new Set(names.flatMap(([name]) => inTitles(index, name).map(([at]) => at))));
  for (const at of sections) {
    const { page, doc } = index.sections[at];
    const matched = new Set();
    let score = 0;
    perWord.forEach((found, number) => {
      const points = Math.max(found.get(at) ?? 0, ofPage[number].get(page) ?? 0);
      if (points) matched.add(number);
      score += points;
    });
    if (headed.every((found, number) => found.has(at) || !tells[number])) {
      if (asked.length > 1) score *= ALL_IN_TITLE;
      score *= 1 + ASKED_SO * (small.filter((word) => index.titles.get(word)?.has(at)).length / (small.length || 1));
    }
    const told = [...matched].reduce((sum, number) => sum + tells[number], 0);
    scores.set(at, { score: score * (doc.boost ?? 1) * (told / all) ** 4, matched });
  }
  return scores;
}

/** What one word of a question, by all its names, is worth in each section. */
function together(index, names) {
  /** @type {Map<number, number>} */
  const best = new Map();
  for (const [name, counts] of names) {
    for (const [at, points] of [...inTitles(index, name), ...inTexts(index, name)]) {
      best.set(at, Math.max(best.get(at) ?? 0, points * counts));
    }
  }
  return best;
}

/** What the title of a page is worth to all of its sections. */
function titled(index, names) {
  /** @type {Map<number, number>} */
  const best = new Map();
  for (const [name, counts] of names) {
    for (const [at, points] of inTitles(index, name)) {
      if (index.sections[at].page === at) best.set(at, Math.max(best.get(at) ?? 0, (points * counts * IN_PAGE_TITLE) / IN_TITLE));
    }
  }
  return best;
}

/** @returns {[number, number][]} section and points; a title of few words is about each of them */
function inTitles(index, name) {
  return matches(index.titles, name).flatMap(([word, at, , rare]) => {
    const { heading } = index.sections[at];
    return [[at, (IN_TITLE * rare * (word === name ? 1 : LONGER)) / Math.sqrt(heading)]];
  });
}

/** @returns {[number, number][]} */
function inTexts(index, name) {
  return matches(index.texts, name).map(([word, at, often, rare]) => {
    const long = 1 - LONG + (LONG * index.sections[at].length) / index.middle;
    return [at, (rare * (word === name ? 1 : LONGER) * often * (AGAIN + 1)) / (often + AGAIN * long)];
  });
}

/** Where a word stands, or one that begins with it: the word, the section, how often, and how rare it is. */
function matches(postings, name) {
  /** @type {[string, number, number, number][]} */
  const found = [];
  for (const [word, places] of postings) {
    if (word !== name && !(name.length > 2 && word.startsWith(name))) continue;
    const rare = rarity(places.size);
    for (const [at, often] of places) found.push([word, at, often, rare]);
  }
  return found;
}

/** How much a word says that so many sections have. */
function rarity(sections) {
  return Math.log(1 + 2000 / (sections + 1));
}

/** @param {string} html @returns {string[]} its words, each without the end that it may have */
function words(html) {
  return written(html).map(stem);
}

/** @param {string} html @returns {string[]} its words as they stand there, in small letters */
function written(html) {
  const text = html.replace(/<[^>]+>/g, " ").toLowerCase().replace(WRITTEN_APART, (words) => APART[words]);
  return (text.match(WORD) ?? []).filter((word) => word[0] !== "&");
}

/** Whether a word of a text is one that was asked for, with the end that it may have. */
function isOne(word, names) {
  const there = stem(word.toLowerCase());
  return names.some((name) => there.startsWith(name) && there.length <= name.length + ENDING);
}

/** @type {Map<string, string>} */
const stems = new Map();

/** One and several, and what was done, are the same thing. @param {string} word */
function stem(word) {
  if (!stems.has(word)) stems.set(word, stemmed(word));
  return stems.get(word);
}

/** @param {string} word */
function stemmed(word) {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 5 && word.endsWith("ed")) return word.slice(0, word.endsWith("eed") ? undefined : -2);
  return word.length > 3 && word.endsWith("s") && !/[su]s$/.test(word) ? word.slice(0, -1) : word;
}

const WRITTEN_APART = new RegExp(`\\b(?:${Object.keys(APART).join("|")})\\b`, "g");

/** The small words, and the other names, by the word without the end that it may have. */
const SMALL = new Set([...STOP].map(stem));
const NAMES = new Map(Object.entries(MEANS).map(([word, names]) => [stem(word), names]));

/** @param {Postings} postings @param {string[]} said @param {number} at */
function count(postings, said, at) {
  for (const word of said) {
    if (!postings.has(word)) postings.set(word, new Map());
    const places = postings.get(word);
    places.set(at, (places.get(at) ?? 0) + 1);
  }
}

/** The word that is being written, as a title has it. */
function longer(index, query) {
  const last = query.toLowerCase().match(/[\p{L}\p{N}]+$/u)?.[0] ?? "";
  if (last.length < 2) return [];
  const found = [...index.titles].filter(([word]) => word.startsWith(last) && word !== last);
  return found.sort(([, a], [, b]) => b.size - a.size).slice(0, 1).map(([word]) => word);
}

/** The piece of a text that has most of the words, with these marked. */
function teaser(html, names) {
  const pieces = html.split(/<\/?(?:p|li|ul|ol|pre)>/).map((piece) => piece.replace(/<[^>]+>/g, "").trim()).filter(Boolean);
  const hits = (/** @type {string} */ piece) => new Set(words(piece).filter((word) => names.some((name) => word.startsWith(name)))).size;
  const best = pieces.reduce((chosen, piece) => (hits(piece) > hits(chosen) ? piece : chosen), pieces[0] ?? "");
  return best && `<p>${marked(cut(best, names), names)}</p>`;
}

/** About as much of a text as a teaser holds, from a little before the first of the words. */
function cut(text, names) {
  if (text.length <= TEASER) return text;
  const first = [...text.matchAll(WORD)].find(([word]) => isOne(word, names));
  const from = text.lastIndexOf(" ", Math.max(0, (first?.index ?? 0) - 60)) + 1;
  const to = text.indexOf(" ", from + TEASER);
  return `${from ? "… " : ""}${text.slice(from, to < 0 ? undefined : to)}${to < 0 ? "" : " …"}`;
}

/** @param {string} html @param {string[]} names */
function marked(html, names) {
  return html.replace(WORD, (word) =>
    !/^[&<]/.test(word) && isOne(word, names) ? `<mark>${word}</mark>` : word,
  );
}
