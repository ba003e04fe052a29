/**
 * "Is this pick wrong?": a link to the repository's form, with the answers filled in.
 *
 * Shown only where the site knows its repository. Nothing is sent before somebody follows the link.
 */

/** Longer addresses are refused by GitHub. A situation has some 500 characters. */
const LONGEST = 6000;

/**
 * @param {ParentNode} screen holds the summary, or another screen
 * @param {string | undefined} repository its address
 */
export function offerToTell(screen, repository) {
  const place = /** @type {HTMLElement | null} */ (screen.querySelector("[data-wrong-pick]"));
  const address = formAddress(repository, place?.dataset.situation, place?.dataset.picked);
  if (!place || !address) return;
  place.querySelector("a").href = address;
  place.hidden = false;
}

/**
 * @param {string | undefined} repository
 * @param {string | undefined} situation TOML
 * @param {string | undefined} picked
 * @returns {string} the form's address; nothing where it cannot be filled in
 */
export function formAddress(repository, situation = "", picked = "") {
  if (!repository || !/^https?:\/\//.test(repository) || !situation) return "";
  const filled = new URLSearchParams({ template: "wrong-pick.yml", situation, picked });
  const address = `${repository.replace(/\/$/, "")}/issues/new?${filled}`;
  return address.length > LONGEST ? "" : address;
}
