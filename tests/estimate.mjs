// Plays a load over an uneven line to the page's estimate, and prints what it said: [seconds passed, seconds left, words].
import { Estimate, progressInWords } from "../wizard/browser/page/progress.js";

const [total, seconds] = process.argv.slice(2).map(Number);
const estimate = new Estimate();
const said = [];
let loaded = 0;
for (let passed = 0; passed < seconds; passed += 0.1) {
  // Half as fast and one and a half times as fast, by turns of a second.
  loaded += ((passed % 2 < 1 ? 0.5 : 1.5) * 0.1 * total) / seconds;
  const progress = { phase: "loading", loaded: Math.round(loaded), total };
  const left = estimate.secondsLeft(progress, 1000 * passed + 1);
  said.push([passed, left, progressInWords(progress, left)]);
}
console.log(JSON.stringify(said));
