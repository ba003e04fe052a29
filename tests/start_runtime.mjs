// Starts the staged runtime under Node as the browser's worker does, asks the wizard, and prints what it saw.
// Usage: node start_runtime.mjs <folder of runtime.json> <field that names the standard library> <request for wizard.api.handle>…
import { loadRuntime } from "./load_runtime.mjs";

const [folder, stdlib, ...requests] = process.argv.slice(2);
const pyodide = await loadRuntime(folder, stdlib);

const { handle } = pyodide.pyimport("wizard.api");
const responses = requests.map((request) => handle(request));
const seen = pyodide.runPython(`
import importlib.util, json, sys
import jinja2, json.decoder, markupsafe, wizard
json.dumps({
    "magic": list(importlib.util.MAGIC_NUMBER),
    "python": sys.version.split()[0],
    "markupsafe": markupsafe._escape_inner.__module__,
    "files": [module.__spec__.origin for module in (json.decoder, jinja2, markupsafe, wizard)],
})`);
console.log(JSON.stringify({ ...JSON.parse(seen), responses }));
