/**
 * Sorts, filters and compares the rows of the guide's tables. wizard/build/pages/grid.py writes what this works on.
 *
 * The form above a table holds its state, hidden fields included; the address holds what is not as it was.
 */

import { setView, view, watchView } from "./fragment.js";

/** How many rows can be compared. */
const MOST = 3;

const NARROW = matchMedia("(max-width: 44.99em)");

/** How many rows a phone shows to begin with: there a row is a list, and ten of them are a long way. */
const FIRST = 2;

/** Cells are ordered as a person would: without regard to case, and numbers by their size. */
const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** @type {Grid[]} */
let grids = [];

export function start() {
  grids = [...document.querySelectorAll("[data-grid]")].map((box) => new Grid(/** @type {HTMLElement} */ (box)));
  follow();
  document.querySelector(":target")?.scrollIntoView(); // on a phone the tables above it have become shorter
  watchView((fragment) => fragment.includes("=") || Boolean(rowOf(fragment)), follow);
}

/** @param {string} fragment @returns {HTMLTableRowElement | undefined} the row that it names */
function rowOf(fragment) {
  return grids.flatMap((grid) => grid.rows).find((row) => row.id === fragment);
}

/** Show what the address says: a view, or a row, which a filter must not hide. */
function follow() {
  const wanted = view();
  const row = rowOf(location.hash.slice(1));
  for (const grid of grids) {
    if (wanted) grid.state = wanted;
    else if (row && grid.rows.includes(row)) grid.reveal(row);
  }
  row?.scrollIntoView();
}

class Grid {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.id = box.dataset.grid;
    this.body = box.querySelector("tbody");
    /** In the guide's order. */
    this.rows = [...this.body.rows];
    this.heads = [...box.querySelectorAll("th[data-key]")];
    this.sort = "";
    this.rest = addRest(box, () => this.#showRest());
    for (const head of this.heads) this.#addButton(head);
    this.form = box.querySelector("form");
    this.status = this.form?.querySelector("[data-count]") ?? addStatus(box);
    if (!this.form) return this.#shorten();
    this.form.hidden = false;
    if (NARROW.matches) this.form.querySelector("details").open = false; // they would fill the screen
    this.form.addEventListener("input", () => this.#changed());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(() => this.#changed())); // after the fields are empty
    if (this.form.dataset.compare) new Choice(this);
    this.apply();
  }

  /** The view of this table in the address. */
  get state() {
    const fields = this.form ? [...new FormData(this.form)] : this.sort ? [["sort", this.sort]] : [];
    return new URLSearchParams(fields.filter(([key]) => key !== "compare").map(([key, value]) => [`${this.id}.${key}`, String(value)]));
  }

  /** @param {URLSearchParams} wanted */
  set state(wanted) {
    this.sort = wanted.get(`${this.id}.sort`) ?? "";
    let more = false;
    for (const field of this.form?.elements ?? []) {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) || field.name === "compare") continue;
      field.value = wanted.get(`${this.id}.${field.name}`) ?? "";
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = ""; // a value that does not exist
      more ||= field instanceof HTMLSelectElement && field.name !== "sort" && field.value !== "";
    }
    if (more) this.form.querySelector("details").open = true;
    this.apply();
  }

  /** Show a row that a filter, or a phone, hides. @param {HTMLTableRowElement} row */
  reveal(row) {
    if (row.hidden) this.state = new URLSearchParams();
    if ("late" in row.dataset) this.#showRest();
  }

  #showRest() {
    this.box.dataset.whole = "";
    this.#shorten();
  }

  /** Mark the rows that a phone does not show to begin with; the style sheet hides them there. */
  #shorten() {
    const shown = [...this.body.rows].filter((row) => !row.hidden);
    const whole = "whole" in this.box.dataset;
    shown.forEach((row, at) => row.toggleAttribute("data-late", !whole && at >= FIRST));
    this.rest.hidden = whole || shown.length <= FIRST;
    this.rest.textContent = `Show all ${shown.length}`;
  }

  #changed() {
    this.sort = String(new FormData(this.form).get("sort") ?? "");
    this.apply();
    this.remember();
  }

  remember() {
    setView(grids.flatMap((grid) => [...grid.state]));
  }

  apply() {
    this.#filter();
    this.#order();
    this.#shorten();
    this.#say();
  }

  #filter() {
    if (!this.form) return;
    const fields = [...new FormData(this.form)].map(([key, value]) => [key, String(value).trim()]);
    const looked = fields.find(([key]) => key === "text")?.[1].toLowerCase().split(/\s+/) ?? [];
    const wanted = fields.filter(([key, value]) => value && !["text", "sort", "compare"].includes(key));
    for (const row of this.rows) {
      const tags = (row.dataset.tags ?? "").split(" ");
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((pair) => tags.includes(pair.join(":"))) || !looked.every((word) => text.includes(word));
    }
  }

  #order() {
    const key = this.sort.replace(/^-/, "");
    const head = this.heads.find((one) => one.dataset.key === key);
    const direction = this.sort.startsWith("-") ? -1 : 1;
    for (const one of this.heads) {
      if (one === head) one.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      else one.removeAttribute("aria-sort");
    }
    const at = head ? /** @type {HTMLTableCellElement} */ (head).cellIndex : -1;
    const rows = head ? [...this.rows].sort((a, b) => direction * compare(a.cells[at], b.cells[at])) : this.rows;
    if (rows.some((row, index) => row !== this.body.rows[index])) this.body.append(...rows);
  }

  #say() {
    const shown = this.rows.filter((row) => !row.hidden).length;
    const head = this.heads.find((one) => one.hasAttribute("aria-sort"));
    const reversed = head?.getAttribute("aria-sort") === "descending" ? ", reversed" : "";
    const order = head ? `Sorted by ${head.textContent.trim()}${reversed}.` : "";
    if (!this.form) {
      this.status.textContent = order || "In the guide's order.";
      return;
    }
    const none = shown ? "" : " Nothing here is all of that: take a filter away, or show all.";
    this.status.textContent = `${shown} of ${this.rows.length} ${this.box.dataset.noun}.${none} ${order}`.trim();
    this.form.querySelector("[data-all]").hidden = ![...this.state.values()].some(Boolean);
    this.box.querySelector("table").hidden = !shown;
  }

  /** A button that sorts by its column, then the other way round, then not at all. @param {Element} head */
  #addButton(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const { key } = /** @type {HTMLElement} */ (head).dataset;
      this.sort = { [key]: `-${key}`, [`-${key}`]: "" }[this.sort] ?? key;
      if (this.form) this.form.elements.namedItem("sort").value = this.sort;
      this.apply();
      this.remember();
    });
  }
}

/** Rows that are chosen to be compared. */
class Choice {
  /** @param {Grid} grid */
  constructor(grid) {
    this.grid = grid;
    this.boxes = grid.rows.map((row) => addCheckbox(row));
    this.link = document.createElement("a");
    this.hint = document.createElement("span");
    const line = document.createElement("p");
    line.className = "ds-compare";
    line.append(this.link, this.hint);
    grid.form.append(line);
    grid.body.addEventListener("change", () => this.#changed());
    this.#changed();
  }

  #changed() {
    const chosen = this.boxes.filter((box) => box.checked);
    for (const box of this.boxes) box.disabled = !box.checked && chosen.length === MOST;
    const names = chosen.map((box) => /** @type {HTMLElement} */ (box.closest("tr")).dataset.name);
    this.link.hidden = chosen.length < 2;
    this.link.href = `${this.grid.form.dataset.compare}#${this.grid.id}=${chosen.map((box) => box.value).join(",")}`;
    this.link.textContent = `Compare ${new Intl.ListFormat("en-GB").format(names)}`;
    this.hint.textContent = ["Mark two or three rows to compare them side by side.", "Mark one or two more to compare them."][chosen.length] ?? "";
  }
}

/** @param {HTMLTableRowElement} row */
function addCheckbox(row) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.value = row.id.replace(/^row-[a-z]+-/, "");
  box.className = "ds-mark";
  box.setAttribute("aria-label", `Compare ${row.dataset.name}`);
  row.cells[0].prepend(box);
  return box;
}

/** @param {HTMLElement} box @param {() => void} show */
function addRest(box, show) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-plain ds-rest-of-rows";
  button.hidden = true;
  button.addEventListener("click", show);
  box.append(button);
  return button;
}

/** @param {HTMLElement} box */
function addStatus(box) {
  const status = document.createElement("p");
  status.className = "ds-said";
  status.setAttribute("role", "status");
  box.append(status);
  return status;
}

/** @param {HTMLTableCellElement} a @param {HTMLTableCellElement} b */
function compare(a, b) {
  if (a.dataset.rank && b.dataset.rank) return Number(a.dataset.rank) - Number(b.dataset.rank);
  return words.compare(a.textContent.trim(), b.textContent.trim());
}
