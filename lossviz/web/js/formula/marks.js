// How a term is marked in a formula: by an element of class "term-…". A term that a line breaks in has one in each piece.

export const TERMS = '[class^="term-"]';

/**
 * The name of a term's element.
 * @param {Element} node
 */
export function termOf(node) {
  return (node.getAttribute("class") ?? "").slice("term-".length);
}

/**
 * The elements of the term that begins with `node`.
 * @param {Element} node
 */
export function pieces(node) {
  const found = [node];
  /** @type {Element | null} */
  let math = node.closest("math");
  for (; math; math = beside(math, "nextElementSibling")) {
    const next = beside(math, "nextElementSibling");
    if (!next || !edge(math, "lastElementChild").includes(found[found.length - 1])) break;
    const piece = edge(next, "firstElementChild").find((one) => alike(one, node));
    if (!piece) break;
    found.push(piece);
  }
  return found;
}

/**
 * Whether an element goes on with a term that began before a break.
 * @param {Element} node
 */
export function continues(node) {
  const math = node.closest("math");
  const before = math && beside(math, "previousElementSibling");
  if (!math || !before || !edge(math, "firstElementChild").includes(node)) return false;
  return edge(before, "lastElementChild").some((one) => alike(one, node));
}

/**
 * What stands at the beginning or at the end of a formula, from the outside in.
 * @param {Element} math
 * @param {"firstElementChild" | "lastElementChild"} end
 */
function edge(math, end) {
  /** @type {Element[]} */
  const found = [];
  for (let node = math[end]; node; node = node[end]) found.push(node);
  return found;
}

/**
 * The formula behind or before the place to break at.
 * @param {Element} math
 * @param {"nextElementSibling" | "previousElementSibling"} side
 */
function beside(math, side) {
  const there = math[side]?.localName === "wbr" ? math[side]?.[side] : math[side];
  return there?.localName === "math" ? there : null;
}

/**
 * @param {Element} one
 * @param {Element} other
 */
function alike(one, other) {
  return one.matches(TERMS) && termOf(one) === termOf(other);
}
