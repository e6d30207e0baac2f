// What has changed in what the pictures show: the clauses with new numbers, and no more than can be listened to.

const MOST = 300;
// a clause ends with a semicolon or a full stop, in either script
const END = /(?<=[;；。])\s*|(?<=\.)\s+/;

/**
 * The clauses of `now` that were not there before, picture by picture. Where they are many, each picture has its first
 * one before any has its second; one there always is, however long.
 * @param {Record<string, string>} before
 * @param {Record<string, string>} now
 */
export function news(before, now) {
  const known = new Set(Object.values(before).flatMap(clauses));
  const found = Object.values(now).map((words) => clauses(words).filter((clause) => !known.has(clause)));
  const chosen = found.map(() => 0);
  let length = 0;
  for (let nth = 0; found.some((list) => nth < list.length); nth += 1) {
    for (const [at, list] of found.entries()) {
      if (nth >= list.length || chosen[at] < nth) continue;
      if (length && length + list[nth].length > MOST) continue;
      length += list[nth].length;
      chosen[at] = nth + 1;
    }
  }
  return found.flatMap((list, at) => list.slice(0, chosen[at])).join(" ");
}

/** @param {string} words */
function clauses(words) {
  return words.split(END).filter(Boolean);
}
