// Addresses of what is shown: of a page as it stands, of an exercise, of a scene alone.

import { place } from "../../state/place.js";
import { stages } from "../../state/stages.js";

/**
 * @typedef {[string, string]} Pair
 * @typedef {import("../../state/stages.js").Shown} Shown
 *
 * A page, a scene of it, and what its address says of them.
 * @typedef {{ page: string, scene: string, pairs: Pair[] }} Step
 */

// what an address says beside the state of the page
const BESIDE = ["lang", "present", "camera"];
// of an exercise: they stay as they are
const EXERCISE = ["exercise", "title", "note", "show", "lock", "goal", "then", "done"];

/**
 * A query in which letters, digits, *, -, . and _ stay as they are, and a space is a +: what no messenger breaks.
 * @param {Pair[]} pairs
 */
export function written(pairs) {
  return pairs.map(([key, text]) => `${quoted(key)}=${quoted(text)}`).join("&");
}

/**
 * [key, value] pairs of what a stage shows, its camera among them.
 * @param {Shown} shown
 * @returns {Pair[]}
 */
export function pairsOf({ query, looks, camera }) {
  /** @type {Pair[]} */
  const seen = camera ? [["camera", camera]] : [];
  return [...new URLSearchParams(query), ...looks, ...seen];
}

/**
 * The address of the page as it stands, at a scene of it.
 * @param {Shown | null} subject the scene that is meant
 * @param {Pair[]} more what it says beside that
 */
export function pageLink(subject, more) {
  const all = [...new URLSearchParams(location.search)].filter(([key]) => !BESIDE.includes(key));
  let pairs = all.filter(([key]) => !EXERCISE.includes(key));
  // what was moved a moment ago is not in the address yet
  for (const stage of stages.all) {
    const { query, looks, keys } = stage.shows();
    pairs = pairs.filter(([key]) => !keys.includes(key));
    pairs.push(...new URLSearchParams(query), ...looks);
  }
  const kept = all.filter(([key]) => EXERCISE.includes(key));
  const seen = /** @type {Pair[]} */ (subject?.camera ? [["camera", subject.camera]] : []);
  const anchor = subject && !subject.alone ? subject.scene : place.now;
  return address(location.pathname, [...once(pairs), ...kept, ...seen, ...more], anchor);
}

/**
 * The address of an exercise of one step or several.
 * @param {string} base the path that the site stands under
 * @param {Step[]} steps
 * @param {Pair[]} more what it says beside them
 */
export function exerciseLink(base, [first, ...rest], more) {
  /** @type {Pair[]} */
  const then = rest.map((step) => ["then", stepText(step)]);
  const pairs = [...first.pairs, .../** @type {Pair[]} */ ([["exercise", first.scene]]), ...then, ...more];
  return address(`${base}${pathOf(first.page)}`, pairs, first.scene === first.page ? "" : first.scene);
}

/**
 * The address of a scene alone, to stand in another page.
 * @param {Shown} shown
 */
export function embedLink(shown) {
  const { base, lesson, scene, lang, theme } = shown;
  /** @type {Pair[]} */
  const names = [["lesson", lesson], ["scene", scene], ["lang", lang], ["theme", theme]];
  return address(`${base}lossviz/embed`, [...names, ...pairsOf(shown)], "");
}

/**
 * A step that is still to come, as a link has it: see lossviz/web/exercise/step.py.
 * @param {Step} step
 */
export function stepText({ page, scene, pairs }) {
  const parts = [pathOf(page), scene, ...pairs.flat()];
  return parts.map((part) => part.replaceAll("!", "!!").replaceAll("*", "!*")).join("*");
}

/** @param {string} page */
function pathOf(page) {
  return page.replaceAll("_", "-");
}

/** @type {(path: string, pairs: Pair[], anchor: string) => string} */
function address(path, pairs, anchor) {
  const query = written(pairs);
  return `${location.origin}${path}${query ? `?${query}` : ""}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;
}

/**
 * Scenes of a page may share a control: it is said once.
 * @param {Pair[]} pairs
 * @returns {Pair[]}
 */
function once(pairs) {
  return [...new Map(pairs)];
}

/** @param {string} text */
function quoted(text) {
  const signs = /[!~'()]/g;
  return encodeURIComponent(text.toWellFormed())
    .replace(signs, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+")
    .replaceAll("%2A", "*");
}
