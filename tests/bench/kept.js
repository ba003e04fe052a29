/** Whether everything that the next visit can need is kept: the site by its service worker, and Python's memory. */
async () => {
  const { active, scope } = await navigator.serviceWorker.ready;
  const script = await (await fetch(active.scriptURL, { cache: "reload" })).text();
  const rest = JSON.parse(script.match(/^const REST = (.*);$/m)[1]);
  if (!rest.length || !(await caches.match(scope + rest.at(-1)))) return false; // they come in this order
  const memory = (await caches.keys()).find((name) => name.startsWith("data-stack-memory"));
  return memory !== undefined && (await (await caches.open(memory)).keys()).length === 1;
};
