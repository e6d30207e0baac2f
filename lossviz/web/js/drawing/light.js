// Which terms belong together: what is lit in a formula is lit in the pictures, and the other way round.

/**
 * A term's family: its name without the number at its end, "p2" → "p".
 * @param {string} term
 */
function stem(term) {
  return term.replace(/\d+$/, "");
}

/**
 * True when lighting `lit` lights `term`: the same term, or the family of one of them ("p" and "p2").
 * @param {string | null | undefined} term
 * @param {string | null | undefined} lit
 */
export function lights(term, lit) {
  if (!term || !lit) return false;
  return term === lit || stem(term) === lit || term === stem(lit);
}
