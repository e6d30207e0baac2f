// Building and changing the few DOM nodes of the stage.

/**
 * A new element; properties that start with "on" are listeners, true/false switch attributes.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} properties
 * @param {(Node | string | null)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else put(node, name, value);
  }
  for (const child of children) if (child !== null) node.append(child);
  return node;
}

/**
 * Set an attribute, only when it differs; null and false remove it.
 * @param {Element} node
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function put(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/**
 * Set a node's text, only when it differs: an equal text costs no layout.
 * @param {Node} node
 * @param {string} text
 */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * The language in which the words around `node` are.
 * @param {Element} node
 */
export function languageOf(node) {
  return node.closest("[lang]")?.getAttribute("lang") ?? "";
}

/**
 * "filling in {done}/{total}" with its places filled.
 * @param {string} words
 * @param {Record<string, any>} values
 */
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/**
 * At most three significant digits; "–" for a number that does not apply.
 * @param {number | null | undefined} value
 */
export function three(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) {
    const [digits, power] = value.toExponential(1).split("e");
    return `${digits}×10${superscript(Number(power))}`.replace("-", "−");
  }
  // small numbers with two digits: they stand in narrow places
  const rounded = Number(value.toPrecision(3));
  const places = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return (size > 0 && size < 0.1 ? value.toPrecision(2) : rounded.toFixed(places)).replace("-", "−");
}

/**
 * A share as a percentage, 0.9215 → "92.2 %", and 0.0002 → "0.02 %": nearly nothing is not 0.
 * @param {number | null | undefined} share
 */
export function percent(share) {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  if (share > 0 && share < 1e-9) return "≈0 %";
  if (share > 0 && share < 0.0005) return `${three(100 * share)} %`;
  return `${share >= 0.9995 ? "100" : (100 * share).toFixed(1)} %`;
}

/**
 * An angle in degrees, 15.23 → "15.2°".
 * @param {number | null | undefined} angle
 */
export function degrees(angle) {
  const text = three(angle);
  return text === "–" ? text : `${text}°`;
}

/**
 * An exponent in raised digits, -14 → "⁻¹⁴".
 * @param {number} power
 */
export function superscript(power) {
  /** @type {Record<string, string>} */
  const signs = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
  return [...String(power)].map((sign) => signs[sign] ?? "").join("");
}
