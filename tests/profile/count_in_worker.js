// Stands before the worker that Python runs in, with WebAssembly that counts (wizard/build/assets/trim.py): tells the
// server that it came from, several times a second, which functions have run.
{
  const RAN = "data_stack_ran_";
  const told = new Set();
  const counting = [];
  const { instantiate } = WebAssembly;
  const post = fetch.bind(self);

  WebAssembly.instantiate = async (source, imports) => {
    const made = await instantiate.call(WebAssembly, source, imports);
    counting.push(...Object.entries((made.instance ?? made).exports).filter(([name]) => name.startsWith(RAN)));
    return made;
  };

  setInterval(() => {
    const ran = counting.filter(([name, { value }]) => value && !told.has(name)).map(([name]) => name);
    if (ran.length === 0) return;
    for (const name of ran) told.add(name);
    const body = ran.map((name) => name.slice(RAN.length)).join(" ");
    post(new URL("../../ran", self.location.href), { method: "POST", body });
  }, 250);
}
