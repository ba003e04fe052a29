/**
 * Shows two or three products of one kind side by side. wizard/build/pages/compare.py writes the whole tables.
 *
 * The address holds what is shown: `databases=postgresql,mongodb&differs=yes`.
 */

import { setView, view, watchView } from "./fragment.js";

/** Where all that is alike would be many screens; who wants to see it takes the mark away. */
const NARROW = matchMedia("(max-width: 44.99em)");

/** @type {Kind[]} */
let kinds = [];

export function start() {
  const sections = [...document.querySelectorAll("[data-versus]")];
  kinds = sections.map((section) => new Kind(/** @type {HTMLElement} */ (section)));
  follow();
  watchView((fragment) => Boolean(kindOf(fragment)), follow);
}

/** @param {string} fragment `clients`, or `clients=prisma,drizzle` @returns {Kind | undefined} */
function kindOf(fragment) {
  return kinds.find(({ name }) => fragment === name || new URLSearchParams(fragment).get(name));
}

/** Show what the address says; at first, the first two of the first kind. */
function follow() {
  const named = kindOf(location.hash.slice(1));
  const kind = named ?? kinds[0];
  const wanted = view();
  kind.choose(wanted?.get(kind.name)?.split(",") ?? [], (wanted?.get("differs") ?? unsaid()) === "yes");
  show(kind);
  if (named) document.querySelector(".ds-kinds").scrollIntoView(); // the pairs stand above
}

/** What the address need not say. */
const unsaid = () => (NARROW.matches ? "yes" : "no");

/** @param {Kind} chosen */
function show(chosen) {
  for (const kind of kinds) kind.section.hidden = kind !== chosen;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".ds-kinds a"))) {
    if (link.hash === `#${chosen.name}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

class Kind {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    this.name = section.dataset.versus;
    this.form = section.querySelector("form");
    this.selects = [...this.form.querySelectorAll("select")];
    this.only = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("differs"));
    this.status = this.form.querySelector("[data-count]");
    this.rows = [...section.querySelector("table").rows];
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.verdict = document.createElement("p");
    this.verdict.className = "ds-verdict";
    this.form.append(this.verdict);
    this.before = [];
    this.form.addEventListener("input", ({ target }) => {
      this.#swap(target);
      this.#apply();
      const differs = this.only.checked ? "yes" : "no";
      setView([
        [this.name, this.#ids.join(",")],
        ["differs", differs === unsaid() ? "" : differs],
      ]);
    });
    this.choose([], unsaid() === "yes");
    section.dataset.live = "";
  }

  /**
   * @param {string[]} ids what is not of this kind is left out; with fewer than two, the guide's first ones fill up
   * @param {boolean} differs
   */
  choose(ids, differs) {
    const known = [...this.selects[0].options].map((option) => option.value);
    const wanted = [...new Set(ids)].filter((id) => known.includes(id));
    const rest = known.filter((id) => !wanted.includes(id)).slice(0, Math.max(0, 2 - wanted.length));
    const chosen = [...wanted, ...rest];
    this.selects.forEach((select, at) => (select.value = chosen[at] ?? ""));
    this.only.checked = differs;
    this.#apply();
  }

  get #ids() {
    return this.selects.map((select) => select.value).filter(Boolean);
  }

  /** What is chosen a second time changes places with what stood here. @param {EventTarget} target */
  #swap(target) {
    const at = this.selects.findIndex((select) => select === target);
    const other = this.selects.find((select, index) => index !== at && select.value && select.value === this.selects[at]?.value);
    if (!other) return;
    other.value = this.before[at];
    if (other.selectedIndex < 0) [other.value, this.selects[at].value] = [this.selects[at].value, ""]; // two at least
  }

  #apply() {
    const ids = this.#ids;
    this.before = this.selects.map((select) => select.value);
    this.verdict.replaceChildren(...verdicts(ids));
    let different = 0;
    for (const row of this.rows) {
      const cells = ids.map((id) => [...row.cells].find((cell) => cell.dataset.product === id));
      for (const cell of row.cells) cell.hidden = cell.cellIndex > 0 && !cells.includes(cell);
      row.cells[0].after(...cells);
      if (row.parentElement.localName === "thead") continue;
      const differs = new Set(cells.map((cell) => said(cell))).size > 1;
      const counts = differs && !("always" in row.dataset);
      row.toggleAttribute("data-differs", counts);
      mark(row.cells[0], counts);
      row.hidden = this.only.checked && !differs;
      different += Number(counts);
    }
    const facts = this.rows.filter((row) => row.parentElement.localName === "tbody" && !("always" in row.dataset));
    this.status.textContent = `They differ in ${different} of ${facts.length} facts.`;
  }
}

/** What decides between each two of these, where the page says it. @param {string[]} ids @returns {Node[]} */
function verdicts(ids) {
  const pairs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-pair]")]);
  const wanted = pairs.filter(({ dataset }) => dataset.pair.split(",").every((id) => ids.includes(id)));
  return wanted.flatMap((pair) => [...pair.cloneNode(true).childNodes].filter((node) => node.nodeName !== "A"));
}

/** What a cell is compared by: its word, or else its first sentences without their source. @param {HTMLTableCellElement} cell */
function said(cell) {
  return cell.dataset.value ?? (cell.firstChild?.textContent.trim() || cell.textContent);
}

/** Say it in words beside the fact's name. @param {HTMLElement} head @param {boolean} differs */
function mark(head, differs) {
  head.querySelector(".ds-differs")?.remove();
  if (!differs) return;
  const sign = document.createElement("span");
  sign.className = "ds-differs";
  sign.textContent = "differs";
  head.append(" ", sign);
}
