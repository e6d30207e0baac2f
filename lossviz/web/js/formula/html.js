// Words that Python has made HTML of: text, with formulas as MathML.

/** Put `html` into `node`; nothing happens while it stays the same. */
export function write(node, html) {
  if (node.written === html) return;
  node.written = html;
  node.innerHTML = html;
}
