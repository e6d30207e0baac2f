// Where the site's other addresses are.

// this module lies at {base}lossviz/static/{version}/site/
export const BASE = new URL("../../../../", import.meta.url);

/**
 * The playground's address for the query of one run.
 * @param {string} query
 * @param {string} lang
 */
export function playground(query, lang) {
  return new URL(`playground?${query}&lang=${lang}`, BASE).href;
}
