/** Taking the finished document away: tabs, download, copy, print, a link. */

/**
 * Offer text as a file.
 * @param {{filename: string, markdown: string}} file
 */
export function download({ filename, markdown }) {
  const url = URL.createObjectURL(new Blob([markdown], { type: "text/markdown;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser reads it after the click
}

/**
 * Copy text; where the browser does not allow it, select it, so that the person can.
 * @param {string} text
 * @param {HTMLElement} screen holds the text as `.dsw-markdown`
 * @returns {Promise<{copied: boolean, text: string}>} `text` is what to tell the person
 */
export async function copy(text, screen) {
  try {
    await navigator.clipboard.writeText(text);
    return { copied: true, text: "Copied." };
  } catch {
    const source = screen.querySelector(".dsw-markdown");
    if (!source) return { copied: false, text: "This browser does not let the page copy. Download the file instead." };
    const tab = source.closest("[role=tabpanel]")?.id;
    const button = tab && screen.querySelector(`[role=tab][aria-controls="${tab}"]`);
    if (button) selectTab(/** @type {HTMLElement} */ (button));
    getSelection().selectAllChildren(source);
    return { copied: false, text: "The text is selected. Copy it with Ctrl+C, or Command+C on a Mac." };
  }
}

/**
 * Copy the address that leads to these answers; where the browser does not allow it, show it, to be copied by hand.
 * @param {string} fragment
 * @returns {Promise<{copied: boolean, text: string}>} `text` is what to tell the person
 */
export async function copyLink(fragment) {
  const address = new URL(`#${fragment}`, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    return { copied: true, text: "The link is copied. It holds your answers and nothing else." };
  } catch {
    window.prompt("Copy this link. It holds your answers and nothing else.", address);
    return { copied: false, text: "" };
  }
}

/**
 * Show a tab's panel and hide the others'.
 * @param {HTMLElement} chosen
 */
export function selectTab(chosen) {
  for (const tab of tabsBeside(chosen)) {
    const selected = tab === chosen;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !selected;
  }
}

/**
 * Arrow keys, Home and End on a row of tabs.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} tab the focused one
 */
export function moveBetweenTabs(event, tab) {
  const tabs = tabsBeside(tab);
  const at = tabs.indexOf(tab);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = tabs[(to + tabs.length) % tabs.length];
  selectTab(next);
  next.focus();
}

/**
 * @param {HTMLElement} tab
 * @returns {HTMLElement[]}
 */
function tabsBeside(tab) {
  return [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")].map(
    (element) => /** @type {HTMLElement} */ (element),
  );
}
