// Where the site's other addresses are.

// this module lies at {base}lossviz/static/{version}/lesson/
export const BASE = new URL("../../../../", import.meta.url);

/** The playground's address for the query of one run. */
export function playground(query, lang) {
  return new URL(`playground?${query}&lang=${lang}`, BASE).href;
}
