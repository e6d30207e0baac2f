// Words that Python has made HTML of: text, with formulas as MathML.

// what was put last into a node
const written = new WeakMap();

/**
 * Put `html` into `node`; nothing happens while it stays the same.
 * @param {Element} node
 * @param {string} html
 */
export function write(node, html) {
  if (written.get(node) === html) return;
  written.set(node, html);
  node.innerHTML = html;
}
