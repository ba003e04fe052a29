/** Whether everything that the next visit can need is kept: the site by its service worker, and Python's memory. */
async () => {
  await navigator.serviceWorker.ready;
  const memory = (await caches.keys()).find((name) => name.startsWith("data-stack-memory"));
  return memory !== undefined && (await (await caches.open(memory)).keys()).length === 1;
};
