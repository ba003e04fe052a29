/** Whether all of the site is kept by its service worker. */
async () => {
  const { active, scope } = await navigator.serviceWorker.ready;
  const script = await (await fetch(active.scriptURL, { cache: "reload" })).text();
  const rest = JSON.parse(script.match(/^const REST = (.*);$/m)[1]);
  return rest.length > 0 && (await caches.match(scope + rest.at(-1))) !== undefined; // they come in this order
};
