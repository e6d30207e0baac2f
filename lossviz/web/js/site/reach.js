// What the tab key reaches in a part of the page, in its order.

const REACHED = "a[href], button, input, select, textarea, summary, [tabindex]";

/**
 * @param {ParentNode} part
 * @returns {HTMLElement[]}
 */
export function reached(part) {
  const found = /** @type {HTMLElement[]} */ ([...part.querySelectorAll(REACHED)]);
  return found.filter((node) => node.tabIndex >= 0 && !node.matches(":disabled") && node.getClientRects().length > 0);
}

/**
 * Give the focus to what the tab key need not reach: a heading.
 * @param {HTMLElement} node
 */
export function focusOn(node) {
  if (node.tabIndex < 0) node.setAttribute("tabindex", "-1");
  node.focus({ preventScroll: false });
}
