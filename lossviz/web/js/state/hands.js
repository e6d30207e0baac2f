// A show of hands: the numbers as they were typed, and the share of all hands that each option has.

// no hall holds more; one more digit is a slip
export const MOST = 9999;

/**
 * What was typed for one option. `count` is null where there is no number; `fault` says why, "" where nothing is typed.
 * @param {string} text
 * @returns {{ count: number, fault: "" } | { count: null, fault: "" | "number" | "negative" | "many" }}
 */
export function readHands(text) {
  // １２ is written in full width beside Chinese, and a minus may be a real one
  const written = text.normalize("NFKC").replace(/\u2212/g, "-").trim();
  if (!written) return { count: null, fault: "" };
  if (/^-\s*\d+$/.test(written)) return { count: null, fault: "negative" };
  if (!/^\d+$/.test(written)) return { count: null, fault: "number" };
  const count = Number(written);
  return count > MOST ? { count: null, fault: "many" } : { count, fault: "" };
}

/**
 * The share of each count in their sum, from 0 to 1; null where nobody has raised a hand.
 * @param {(number | null)[]} counts
 */
export function sharesOf(counts) {
  const all = counts.reduce((/** @type {number} */ sum, count) => sum + (count ?? 0), 0);
  return all > 0 ? counts.map((count) => (count ?? 0) / all) : null;
}
