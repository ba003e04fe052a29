/**
 * Copies the page's Markdown, which lies beside it. Without this script, a link at the foot of the page leads there.
 */

/** Milliseconds for which the button says what came of it. */
const SAID_FOR = 4000;

export function start() {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-copy-page][hidden]"));
  if (!button || !navigator.clipboard) return; // a page that came over plain HTTP may not write there
  const label = button.textContent;
  const status = document.querySelector("[data-copied]");
  let timer = 0;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = await copied(new URL("index.md", location.href));
    button.style.minWidth = `${button.getBoundingClientRect().width}px`; // so that nothing moves
    button.textContent = said ? "Copied" : "Not copied";
    status.textContent = said ? "Copied." : "The page's Markdown could not be copied. A link to it is at the foot of the page.";
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, SAID_FOR);
  });
}

/**
 * The clipboard is asked before the text is there: some browsers only let a press write to it at once.
 * @param {URL} place
 */
async function copied(place) {
  try {
    const text = fetch(place).then((response) => (response.ok ? response.text() : Promise.reject(new Error(String(response.status)))));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((said) => new Blob([said], { type: "text/plain" })) })]);
    return true;
  } catch {
    return false;
  }
}
