// How many runs of one setting converged: a bar, its interval as a whisker, and the same in words.

import { font } from "../drawing/axes.js";
import { write } from "../drawing/subscript.js";
import { el, fill, put, say } from "../frame/dom.js";

export class Tally {
  // as shares of 1
  bar = { share: 0, low: 0, high: 1 };

  constructor(place) {
    this.place = place;
    this.name = el("span", { class: "lp-tally-name" });
    this.share = el("span", { class: "lp-tally-share" });
    this.whisker = el("span", { class: "lp-tally-whisker" });
    this.words = el("span", { class: "lp-tally-words" });
    const bar = el("span", { class: "lp-tally-bar", "aria-hidden": "true" }, this.share, this.whisker);
    this.node = el("div", { class: "lp-tally" }, this.name, bar, this.words);
  }

  /** @param {import("./records.d.ts").Trials} spec */
  update(spec) {
    say(this.name, spec.arms[this.place]);
  }

  /** found: {tried, count, share, low, high}, or null before the first run. */
  draw(found, text) {
    const some = found?.tried > 0;
    put(this.node, "data-empty", !some);
    const { share, low, high } = some ? found : { share: 0, low: 0, high: 1 };
    this.bar = { share, low, high };
    this.share.style.width = `${100 * share}%`;
    this.whisker.style.left = `${100 * low}%`;
    this.whisker.style.width = `${100 * (high - low)}%`;
    say(
      this.words,
      some
        ? fill(text.trials_share, { ...found, share: whole(share), low: whole(low), high: whole(high) })
        : text.trials_none,
    );
  }
}

/**
 * A tally on a sheet: its name, the bar with its whisker, its words.
 * @param {any} pen
 * @param {Tally} tally
 * @param {number} top
 * @param {number} width
 * @param {number} high
 * @param {import("../drawing/canvas.js").Look} look
 */
export function paintTally(pen, { name, words, bar: { share, low, high: most } }, top, width, high, look) {
  const { palette } = look;
  const y = top + 0.5 * high;
  const style = { colour: palette.ink, font: font(look) };
  write(pen, name.textContent ?? "", 8, y, style);
  const [left, wide, thick] = [0.3 * width, 0.34 * width, 0.5 * high];
  pen.fillStyle = palette.grid;
  pen.fillRect(left, y - thick / 2, wide, thick);
  pen.fillStyle = palette.good;
  if (share > 0) pen.fillRect(left, y - thick / 2, share * wide, thick);
  pen.fillStyle = palette.ink;
  if (most > low && !(low === 0 && most === 1)) pen.fillRect(left + low * wide, y - 1, (most - low) * wide, 2);
  write(pen, words.textContent ?? "", left + wide + 12, y, style);
}

/** Whole percents; only all of the runs are 100, and only none of them 0. */
function whole(share) {
  const rounded = Math.round(100 * share);
  if (rounded === 100 && share < 1) return 99;
  return rounded === 0 && share > 0 ? 1 : rounded;
}
