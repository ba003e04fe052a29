/** Files that a person picks or drops, alone or a whole folder: read here, given to Python in the worker, sent nowhere. */

/** @typedef {import("./conversation.js").ReadFile} ReadFile */
/** @typedef {{name: string, file: () => Promise<File>}} Named */

/** In bytes. A larger file is no project file; Python says so by its name. */
const LARGEST = 1_000_000;

/** More are not read, and named. */
const MOST = 200;

/** Files and folders of a folder: beyond so many it is no project's. */
const MOST_LOOKED_AT = 200_000;

/** So often progress is told. */
const EVERY = 1_000;

/** What Python reads in a project (wizard/read/manifests.py; a test holds the two together), and what git ignores. */
const KNOWN =
  /^(?:package\.json|deno\.jsonc?|drizzle.*\.config.*\.[cm]?[jt]s|pyproject\.toml|pipfile|setup\.(?:cfg|py)|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|.+\.csproj|gemfile|composer\.json|cargo\.toml|mix\.exs|pubspec\.yaml|\.gitignore|data-stack\.md|.+\.prisma|sqlc\.ya?ml|.*compose.*\.ya?ml|.*requirements.*\.(?:txt|in))$/i;
const REQUIREMENTS = /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/i;

/** Files of settings, in which addresses stand (wizard/check/project.py): they are read beside a data-stack.md alone. */
const SETTINGS =
  /^(?:\.env(?:\.[\w-]+)*(?<!\.md)|.+\.env|env\.(?:example|sample|template)|fly\.toml|render\.yaml|wrangler\.(?:toml|jsonc?)|app\.ya?ml|application.*\.(?:ya?ml|properties)|database\.ya?ml|(?:drizzle\.config|prisma\.config|ormconfig|knexfile)\.\w+|alembic\.ini|sqlc\.ya?ml)$/;
const DOCUMENT = /(?:^|\/)data-stack\.md$/i;

/** Folders in which other people's projects lie (wizard/read/aside.py). */
const FOREIGN =
  /^(?:node_modules|bower_components|site-packages|\.?venv|virtualenv|vendor|third_party|\.git|\.hg|\.svn|__pycache__|\.tox|\.nox|\.mypy_cache|\.next|\.nuxt|\.svelte-kit|\.turbo|\.yarn|\.pnpm-store|\.terraform|\.gradle|\.idea|\.vscode|Pods|DerivedData)$/;

/**
 * Whether a file in a folder is one to read, by its name with folders.
 * @param {string} name
 */
export function isKnown(name) {
  const parts = name.split("/");
  const last = parts.pop();
  return !parts.some((part) => FOREIGN.test(part)) && (KNOWN.test(last) || REQUIREMENTS.test(name));
}

/**
 * Whether a file in a folder is one of settings.
 * @param {string} name
 */
function isSettings(name) {
  const parts = name.split("/");
  const last = parts.pop();
  return !parts.some((part) => FOREIGN.test(part)) && SETTINGS.test(last);
}

/**
 * What is read of a folder: files of settings only for a document that they can be held against.
 * @param {Named[]} found
 */
function wanted(found) {
  return found.some(({ name }) => DOCUMENT.test(name))
    ? found
    : found.filter(({ name }) => !name.includes("/") || isKnown(name));
}

/**
 * The files of an input: all that were picked one by one, those to read of a folder.
 * @param {Iterable<File>} files
 * @returns {Named[]}
 */
export function picked(files) {
  const found = [...files]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file: () => Promise.resolve(file) }))
    .filter(({ name }) => !name.includes("/") || isKnown(name) || isSettings(name));
  return wanted(found);
}

/**
 * What was dropped: all files, and of folders those to read. The entries have to be taken before the event is over.
 * @param {DataTransfer} data
 * @param {(count: number) => void} [progress]
 * @returns {Promise<Named[]>}
 */
export function dropped(data, progress = () => {}) {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  return entries.every(Boolean) && entries.length ? walked(entries, progress) : Promise.resolve(picked(data.files));
}

/**
 * The files to read in these entries and below them, those higher up first.
 * @param {FileSystemEntry[]} entries
 * @param {(count: number) => void} [progress]
 * @returns {Promise<Named[]>}
 */
export async function walked(entries, progress = () => {}) {
  const found = [];
  let count = 0;
  let level = entries;
  for (let depth = 0; level.length && count < MOST_LOOKED_AT; depth += 1) {
    const below = [];
    for (const entry of level) {
      count += 1;
      if (count % EVERY === 0) progress(count);
      const name = entry.fullPath.replace(/^\//, "");
      if (entry.isFile && (depth === 0 || isKnown(name) || isSettings(name))) {
        found.push({ name, file: () => new Promise((done, failed) => entry.file(done, failed)) });
      } else if (entry.isDirectory && !FOREIGN.test(entry.name)) {
        below.push(...(await inside(entry)));
      }
    }
    level = below;
  }
  return wanted(found);
}

/**
 * What lies in a folder; nothing where it cannot be opened. A reader gives a part at a time.
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<FileSystemEntry[]>}
 */
async function inside(folder) {
  const reader = folder.createReader();
  const found = [];
  try {
    for (;;) {
      const part = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!part.length) return found;
      found.push(...part);
    }
  } catch {
    return found;
  }
}

/**
 * What is in the first ones; the others are named alone, and Python says that they were not read.
 * @param {Named[]} files
 * @returns {Promise<ReadFile[]>}
 */
export function readFiles(files) {
  return Promise.all(files.map((named, at) => (at < MOST ? readFile(named) : { name: named.name })));
}

/**
 * @param {Named} named
 * @returns {Promise<ReadFile>}
 */
async function readFile({ name, file }) {
  try {
    const found = await file();
    return found.size > LARGEST ? { name } : { name, text: await found.text() };
  } catch {
    return { name }; // a file that has gone
  }
}

/**
 * Whether something that is dragged over the page holds files.
 * @param {DragEvent} event
 */
export function holdsFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
