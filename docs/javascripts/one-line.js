/**
 * The field on the front page for somebody who knows the stack: it leads into the wizard with the line behind "#", which
 * no server sees. Without this script the field is not there.
 */

export function start() {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-line]"));
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = form.querySelector("input").value;
    try {
      sessionStorage.setItem("data-stack-line", line); // the wizard tells it from a line in somebody else's link
    } catch {
      // Storage is switched off: it counts as a link's.
    }
    location.assign(`${new URL("wizard/", document.baseURI).href}#line=${encodeURIComponent(line)}`);
  });
}
