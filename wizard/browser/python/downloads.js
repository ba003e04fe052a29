/** The runtime's files: fetched, counted as they come in, and checked. */

/**
 * A file of the runtime: its sizes in bytes as stored and on the line, its SHA-256 in hexadecimal digits.
 * @typedef {{path: string, bytes: number, gzip: number, sha256: string}} RuntimeFile
 */

/** Every 100 ms is often enough to look alive and seldom enough to cost nothing. */
const REPORT_EVERY_MS = 100;

/** A start that failed, with a reason that the page has words for. */
export class StartFailure extends Error {
  /**
   * @param {import("./runtime-client.js").FailureReason} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

/**
 * A file: the browser's own response, which it can compile while it loads, and beside it the content, its bytes counted
 * as they come in and checked at the end.
 * @param {RuntimeFile} file
 * @param {string} url
 * @param {(file: RuntimeFile, bytes: number) => void} count
 * @param {boolean} again not from the browser's cache: what is there may be what failed
 * @returns {Promise<{response: Response, content: Promise<Uint8Array>}>}
 */
export async function download(file, url, count, again) {
  let response;
  try {
    // Where a page has no digests (it came by plain HTTP), the browser checks; but then it gives nothing until the end.
    const integrity = crypto.subtle ? "" : `sha256-${btoa(String.fromCharCode(...fromHex(file.sha256)))}`;
    response = await fetch(url, { integrity, cache: again ? "reload" : "default" });
  } catch (error) {
    throw new StartFailure("offline", `${url}: ${error.message}`);
  }
  if (!response.ok) {
    throw new StartFailure("missing", `${url}: ${response.status}`);
  }
  const content = read(response.clone(), file, url, count);
  content.catch(() => {}); // heard of by whoever asks for it
  return { response, content };
}

/**
 * @param {Response} response
 * @param {RuntimeFile} file
 * @param {string} url
 * @param {(file: RuntimeFile, bytes: number) => void} count
 */
async function read(response, file, url, count) {
  const content = new Uint8Array(file.bytes);
  let length = 0;
  try {
    const reader = response.body.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const { value } = chunk;
      if (length + value.byteLength <= content.byteLength) content.set(value, length);
      length += value.byteLength;
      count(file, value.byteLength);
    }
  } catch (error) {
    throw new StartFailure("offline", `${url}: ${error.message}`);
  }
  if (length !== file.bytes || (crypto.subtle && (await sha256(content)) !== file.sha256)) {
    throw new StartFailure("damaged", `${url}: not what was built`);
  }
  return content;
}

/**
 * What is in an archive of ours: a zip file, out of its gzip file.
 * @param {RuntimeFile} file
 * @param {Uint8Array} content
 * @returns {Promise<ArrayBuffer | Uint8Array>}
 */
export async function unpacked({ path }, content) {
  if (!path.endsWith(".bin")) return content;
  return new Response(new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/**
 * @param {Uint8Array} content
 * @returns {Promise<string>} hexadecimal digits
 */
async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} digits */
function fromHex(digits) {
  return digits.match(/../g).map((pair) => parseInt(pair, 16));
}

/**
 * Tell, now and then, how much has come over the line.
 *
 * Scripts only see what comes out of the server's compression. So of each file the share that is there is taken of the
 * size that it has on the line.
 * @param {RuntimeFile[]} files
 * @param {(progress: import("./runtime-client.js").Progress) => void} tell
 * @returns {(file: RuntimeFile, bytes: number) => void}
 */
export function counter(files, tell) {
  const total = files.reduce((sum, file) => sum + file.gzip, 0);
  let loaded = 0;
  let missing = files.reduce((sum, file) => sum + file.bytes, 0);
  let reporting = 0;
  const report = () => {
    clearTimeout(reporting);
    reporting = 0;
    tell({ phase: missing > 0 ? "loading" : "starting", loaded: Math.round(loaded), total });
  };
  return (file, bytes) => {
    loaded += (bytes / file.bytes) * file.gzip;
    missing -= bytes;
    if (missing <= 0) report();
    else reporting ||= setTimeout(report, REPORT_EVERY_MS); // what came last is told too, however fast it came
  };
}
