/**
 * Runs in the wizard's page: answers every question up to the document, and measures each wait.
 * @param {{answers: Record<string, string | string[]>, waysOut: string[], pause: number}} options `pause`: milliseconds from
 *   a pick to the press; 0 is no pause, and the page is not told of the pick
 * @returns {Promise<{waits: {screen: string, picked: boolean, ms: number}[], longTasks: number[]}>} `waits`: the screen that
 *   came, whether something was picked before, and the milliseconds from the press until its heading was in the document;
 *   `longTasks`: milliseconds of each task over 50 ms meanwhile
 */
async ({ answers, waysOut, pause }) => {
  const place = document.querySelector("[data-screen]");
  const waits = [];
  const longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  }).observe({ type: "longtask" });

  const nextHeading = () =>
    new Promise((resolve) => {
      const old = place.querySelector("h1");
      const observer = new MutationObserver(() => {
        const heading = place.querySelector("h1");
        if (!heading || heading === old) return;
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(place, { childList: true, subtree: true });
    });

  const choose = (at) => {
    const fields = [...place.querySelectorAll("input[name], select[name]")].filter(({ name }) => name === at);
    const values = fields.flatMap((field) => (field.options ? [...field.options] : [field])).map(({ value }) => value);
    const fixed = { persistence: "yes", conflict: "keep" };
    const given = fixed[at] ?? (answers[at] ?? waysOut.find((value) => values.includes(value)));
    for (const field of fields) {
      if (field.options) field.value = given;
      else field.checked = [given].flat().includes(field.value);
    }
    if (pause) fields[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    return fields.some((field) => field.options || field.checked);
  };

  for (let at = ""; at !== "document"; ) {
    at = place.querySelector("form").dataset.at;
    const review = at === "review";
    const picked = !review && choose(at);
    const button = place.querySelector(`button[name=event][value=${review ? "confirm" : "continue"}]`);
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    const heading = nextHeading();
    const pressed = performance.now();
    button.click();
    const ms = (await heading) - pressed;
    at = review ? "document" : place.querySelector("form").dataset.at;
    waits.push({ screen: ["review", "document"].includes(at) ? at : "question", picked, ms });
    // People need longer, and what the browser still does for this screen is no part of the next wait.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { waits, longTasks };
};
