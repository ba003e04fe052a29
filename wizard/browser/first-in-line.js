/**
 * Asks the page first when Back, Forward or an edited address leads to another step of the same page.
 *
 * Material's instant navigation hears `popstate` too, and would fetch the page anew. Chromium calls listeners on the
 * window in the order they were added in, capturing or not. So this is a script of its own, not a module: it has to
 * run before Material's. Whoever takes the step cancels `data-stack-step`, and Material never hears of it.
 */
for (const type of ["popstate", "hashchange"]) {
  window.addEventListener(type, (event) => {
    const step = new CustomEvent("data-stack-step", { cancelable: true, detail: type });
    if (!window.dispatchEvent(step)) event.stopImmediatePropagation();
  });
}
