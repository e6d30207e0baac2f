// What a key means while a lesson is presented. A clicker sends PageDown and PageUp, some also arrows, "b" or ".".

/**
 * What is to be done: `way` is on (1) or back (−1), `at` a number that was pressed, `large` a large step.
 * @typedef {{ act: "step" | "first" | "last" | "line" | "take" | "move" | "play" | "reveal" | "reset" | "blank" | "list"
 *   | "light" | "speaker" | "fill" | "end", way?: number, at?: number, large?: boolean }} Act
 */

// they step wherever the focus is
/** @type {Record<string, Act>} */
const ALWAYS = { PageDown: { act: "step", way: 1 }, PageUp: { act: "step", way: -1 }, Escape: { act: "end" } };
// what has the focus by the keyboard may want these itself: a slider, a picture, a list of tabs
/** @type {Record<string, Act>} */
const LENT = {
  ArrowRight: { act: "step", way: 1 },
  ArrowDown: { act: "step", way: 1 },
  ArrowLeft: { act: "step", way: -1 },
  ArrowUp: { act: "step", way: -1 },
  Home: { act: "first" },
  End: { act: "last" },
};
/** @type {Record<string, Act>} */
const SIGNS = {
  b: { act: "blank" },
  ".": { act: "blank" },
  "?": { act: "list" },
  l: { act: "light" },
  v: { act: "reveal" },
};
/** @type {Record<string, Act>} */
const LETTERS = { r: { act: "reset" }, s: { act: "speaker" }, f: { act: "fill" } };
// on some keyboards plus is a capital, on others what stands over it is
/** @type {Record<string, number>} */
const WAYS = { "+": 1, "=": 1, "*": 1, "-": -1, "−": -1, _: -1 };

const FIELDS =
  "input:not([type=range], [type=button], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const BUTTONS = "button:not([role=tab]), a, summary";

/**
 * Whether what has the focus is being typed into.
 * @param {Element | null} active
 */
export function typedInto(active) {
  return Boolean(active?.matches(FIELDS));
}

/**
 * What this key does, or null where it is none of ours, or belongs to `active`, which has the focus.
 * @param {KeyboardEvent} event
 * @param {Element | null} active
 * @returns {Act | null}
 */
export function actOf({ key, shiftKey, altKey, ctrlKey, metaKey, isComposing }, active) {
  if (altKey || ctrlKey || metaKey || isComposing || typedInto(active)) return null;
  // what was only clicked is not worked with by the keyboard
  const worked = active && active !== document.body && active.matches(":focus-visible") ? active : null;
  const button = Boolean(worked?.matches(BUTTONS));
  if (key in ALWAYS) return ALWAYS[key];
  if (key in LENT) return worked && !button ? null : LENT[key];
  if (key === " ") return button || worked?.matches("[role=tab]") ? null : { act: "play" };
  if (key in WAYS) return worked?.matches("canvas") ? null : { act: "move", way: WAYS[key], large: shiftKey };
  if (/^[1-9]$/.test(key)) return { act: "take", at: Number(key) };
  const letter = key.toLowerCase();
  if (letter === "n") return { act: "line", way: shiftKey ? -1 : 1 };
  return SIGNS[letter] ?? LETTERS[letter] ?? null;
}
