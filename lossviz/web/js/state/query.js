// A scene's state as a query string: "z=1_2_3.5_4&c=0&y=2".

/**
 * [key, value] pairs of `query`, in its order.
 * @param {string} query
 * @returns {[string, string][]}
 */
function pairs(query) {
  return query.split("&").filter(Boolean).map((part) => {
    const [key, ...rest] = part.split("=");
    return [key, rest.join("=")];
  });
}

/**
 * `query` with the sliders (specs) at `values`, by name; all other keys stay.
 * @param {string} query
 * @param {{ name: string, key: string, place?: number | null }[]} sliders
 * @param {Map<string, number>} values
 */
export function write(query, sliders, values) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const { name, key, place } of sliders) {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`no value of ${name}`);
    const group = groups.get(key) ?? [];
    group[place ?? 0] = short(value);
    groups.set(key, group);
  }
  const found = new Map(pairs(query));
  for (const [key, group] of groups) found.set(key, group.join("_"));
  return [...found].map(([key, value]) => `${key}=${value}`).join("&");
}

/**
 * At most six significant digits; the server reads the same number from them.
 * @param {number} value
 */
function short(value) {
  return String(Number(value.toPrecision(6)) + 0);
}
