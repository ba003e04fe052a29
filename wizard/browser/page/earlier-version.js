/**
 * What the version before 29 November 2026 kept: one interview for all tabs, those of other tabs beside it, and a list of
 * drafts. It is taken over once, and can go when nobody is left who has it.
 */

import { asDraft, asEntry, isSaid, parsed } from "./entry.js";

/**
 * @param {string} key where the interview is
 * @param {Storage} [tab] what only this tab sees
 * @param {Storage} [shared] what every tab sees
 */
export function takeOver(key, tab, shared) {
  const draftKey = `${key}-draft`;
  const othersKey = `${key}-others`;
  try {
    /** @type {{tab: string, draft: import("./entry.js").Draft}[]} */
    const drafts = [shared, tab].flatMap((storage) =>
      [parsed(storage?.getItem(draftKey) ?? "")].flat().flatMap((raw) => {
        const draft = asDraft(raw);
        return draft ? [{ tab: String(raw.tab), draft }] : [];
      }),
    );
    const draftOf = (/** @type {string} */ name) => drafts.find((one) => one.tab === name)?.draft ?? null;
    const own = tab?.getItem(key);
    if (own && drafts.length) tab.setItem(key, JSON.stringify({ ...asEntry(own), draft: draftOf(asEntry(own).tab) }));
    const texts = [shared?.getItem(key), ...[parsed(shared?.getItem(othersKey) ?? "")].flat()];
    const kept = texts.filter((text) => typeof text === "string").map(asEntry).filter(isSaid);
    const named = kept.map((entry, at) => ({ ...entry, tab: entry.tab || `earlier-${at}`, draft: draftOf(entry.tab) }));
    const alone = drafts.filter(({ tab }) => !named.some((entry) => entry.tab === tab));
    for (const entry of [...named, ...alone.map((one) => ({ ...asEntry(""), ...one }))]) {
      const place = `${key}.${entry.tab}`;
      const there = shared.getItem(place);
      if (!there || asEntry(there).saved < entry.saved) shared.setItem(place, JSON.stringify(entry));
    }
    for (const old of [key, othersKey, draftKey]) shared?.removeItem(old);
    tab?.removeItem(draftKey);
  } catch {
    // Full or switched off: it stays as it is.
  }
}
