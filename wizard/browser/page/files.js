/** Files that a person picks or drops: read here, given to Python in the worker, sent nowhere. */

/** @typedef {import("./conversation.js").ReadFile} ReadFile */

/** In bytes. A larger file is no project file; Python says so by its name. */
const LARGEST = 1_000_000;

/** More are not read; Python takes fewer, and names all that were not read. */
const MOST = 40;

/**
 * @param {Iterable<File>} files
 * @returns {Promise<ReadFile[]>}
 */
export function readFiles(files) {
  return Promise.all([...files].map((file, at) => (at < MOST ? readFile(file) : { name: nameOf(file) })));
}

/**
 * @param {File} file
 * @returns {Promise<ReadFile>}
 */
async function readFile(file) {
  const name = nameOf(file);
  if (file.size > LARGEST) return { name };
  try {
    return { name, text: await file.text() };
  } catch {
    return { name }; // a folder, or a file that has gone
  }
}

/** @param {File} file */
function nameOf(file) {
  return file.webkitRelativePath || file.name;
}

/**
 * Whether something that is dragged over the page holds files.
 * @param {DragEvent} event
 */
export function holdsFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
