// Where the server has what is taken away of a run.

/**
 * What is looked at. shown: what the stage shows, where there is one.
 * @typedef {{ base: string, lesson: string, query: string, lang: string, text: Record<string, string>,
 *   shown?: { query: string, looks: Map<string, string> | [string, string][] } | null }} Where
 */

// the page whose state is a run
const PLAYGROUND = "playground";

/**
 * The address of a file; "" on a page that shows no run of its own.
 * @param {Where} where
 * @param {string} what csv, npz, notebook or snippet
 * @param {string} target of a snippet
 */
export function takeAddress({ base, lesson, query, lang, shown }, what, target = "") {
  if (lesson !== PLAYGROUND) return "";
  const asked = new URLSearchParams(shown?.query ?? query);
  const at = shown ? new Map(shown.looks).get("at") : asked.get("at");
  for (const key of ["lang", "at", "what", "target"]) asked.delete(key);
  if (at && (what === "csv")) asked.set("at", at);
  if (target) asked.set("target", target);
  return `${base}lossviz/take?${new URLSearchParams({ what, lang })}&${asked}`.replace(/&$/, "");
}
