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

/** @param {Iterable<[string, string]>} found */
function joined(found) {
  return [...found].map(([key, value]) => `${key}=${value}`).join("&");
}

/**
 * `query` with the sliders (specs) at `values`, by name; all other keys stay. A value that goes without saying is left
 * out.
 * @param {string} query
 * @param {{ name: string, key: string, place?: number | null, default?: number }[]} sliders
 * @param {Map<string, number>} values
 */
export function write(query, sliders, values) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  const found = new Map(pairs(query));
  for (const { name, key, place, default: usual } of sliders) {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`no value of ${name}`);
    if (value === usual) {
      found.delete(key);
      continue;
    }
    const group = groups.get(key) ?? [];
    group[place ?? 0] = usual === undefined ? short(value) : String(value);
    groups.set(key, group);
  }
  for (const [key, group] of groups) found.set(key, group.join("_"));
  return joined(found);
}

/**
 * `query` without what says how a state is looked at, and that.
 * @param {string} query
 * @param {string[]} looks the keys of it
 * @returns {[string, Map<string, string>]}
 */
export function parted(query, looks) {
  const all = pairs(query);
  const state = all.filter(([key]) => !looks.includes(key));
  return [joined(state), new Map(all.filter(([key]) => looks.includes(key)))];
}

/**
 * The opposite of `parted`.
 * @param {string} query
 * @param {Map<string, string>} looks
 */
export function whole(query, looks) {
  return [query, joined(looks)].filter(Boolean).join("&");
}

/**
 * At most six significant digits; the server reads the same number from them.
 * @param {number} value
 */
function short(value) {
  return String(Number(value.toPrecision(6)) + 0);
}

/**
 * A state, however its query is written.
 * @param {string} query
 * @param {string | null} without
 */
export function stateKey(query, without = null) {
  const fields = [...new URLSearchParams(query)].filter(([name]) => name !== without);
  const written = fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${spelt(value)}`);
  return written.join("&");
}

/**
 * A value as it is written in keys: 5e-5, as Python has it, and 0.00005 are one number.
 * @param {string} value
 */
function spelt(value) {
  // the name of a table has sixteen digits, and may look like a number
  return /^[\d.]+(e-?\d+)?$/.test(value) && value.length < 12 ? String(Number(value)) : value;
}
