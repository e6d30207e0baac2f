// What is known of one point: its picture, its class, and from the server its scores and angles.

import { ask } from "../wire/asking.js";
import { degrees, el, fill, put, say, three } from "../frame/dom.js";

const REST_MS = 60;
const PIXEL = 12;
const MOST_ROWS = 6;
const MOST_FEATURES = 4;
const BESIDE = 16;
const EDGE = 4;
const KEPT_ANSWERS = 200;

export class Tooltip {
  #timer = 0;
  /** @type {AbortController | null} */
  #fetching = null;
  // the point that is shown, where, and beside what it has to find room
  /** @type {string | null} */
  key = null;
  /** @type {[{ x: number, y: number }, { width: number, height: number }]} */
  spot = [{ x: 0, y: 0 }, { width: 0, height: 0 }];
  #answers = new Map();

  constructor(box) {
    this.image = el("canvas", { width: 8 * PIXEL, height: 8 * PIXEL, class: "lv-digit" });
    this.title = el("strong");
    this.facts = el("div");
    this.table = el("table", { class: "lv-scores" });
    const head = el("div", { class: "lv-point-head" }, this.image, el("div", {}, this.title, this.facts));
    this.node = el("div", { class: "lv-tip", role: "status", hidden: true }, head, this.table);
    box.append(this.node);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#fetching?.abort();
    if (!this.node.hidden) this.node.hidden = true;
    this.key = null;
  }

  /** Show point `index` beside `spot`. `url` is asked for its numbers; null shows none. */
  show(index, spot, { meta, palette, text, size }, url) {
    const key = `${index} ${url} ${palette.mode} ${text.tip_score}`;
    this.spot = [spot, size];
    if (this.key === key) return this.#put(spot, size);
    this.key = key;
    clearTimeout(this.#timer);
    this.#fetching?.abort();
    this.#known(index, meta, palette, text);
    const kept = this.#answers.get(url);
    if (kept) this.#numbers(kept, meta, text, palette);
    else this.table.replaceChildren();
    if (url && !kept) this.#timer = setTimeout(() => this.#ask(key, url, meta, text, palette), REST_MS);
    this.node.hidden = false;
    return this.#put(spot, size);
  }

  async #ask(key, url, meta, text, palette) {
    const fetching = new AbortController();
    this.#fetching = fetching;
    try {
      const response = await ask(url, fetching.signal);
      const answer = await response.json();
      this.#answers.set(url, answer);
      const [oldest] = this.#answers.keys();
      if (this.#answers.size > KEPT_ANSWERS) this.#answers.delete(oldest);
      if (this.key !== key) return;
      this.#numbers(answer, meta, text, palette);
      this.#put(...this.spot);
    } catch {
      // a lost answer leaves the tooltip without numbers; the next hover asks again
      if (!fetching.signal.aborted) this.key = null;
    }
  }

  #known(index, meta, palette, text) {
    const cls = meta.labels[index];
    say(this.title, fill(text.tip_class, { name: meta.class_names[cls] }));
    this.title.style.color = palette.labels[cls];
    this.facts.replaceChildren(el("div", {}, index < meta.n_train ? text.tip_train : text.tip_test));
    put(this.image, "hidden", !meta.images);
    if (meta.images) this.#picture(meta.images.subarray(64 * index, 64 * index + 64), palette);
  }

  #picture(pixels, palette) {
    const pen = this.image.getContext("2d");
    if (!pen) return;
    let peak = 1;
    for (const value of pixels) peak = Math.max(peak, value);
    pen.fillStyle = palette.panel;
    pen.fillRect(0, 0, 8 * PIXEL, 8 * PIXEL);
    pixels.forEach((value, k) => {
      pen.globalAlpha = value / peak;
      pen.fillStyle = palette.ink;
      pen.fillRect(PIXEL * (k % 8), PIXEL * Math.floor(k / 8), PIXEL, PIXEL);
    });
    pen.globalAlpha = 1;
  }

  #numbers(answer, meta, text, palette) {
    const names = meta.class_names;
    const lines = [];
    if (answer.predicted !== answer.label) lines.push(fill(text.tip_predicted, { name: names[answer.predicted] }));
    if (answer.true_label !== answer.label) lines.push(fill(text.tip_really, { name: names[answer.true_label] }));
    const features = Object.entries(answer.features ?? {});
    for (const [name, value] of features.slice(0, MOST_FEATURES)) lines.push(`${name}: ${three(value)}`);
    if (features.length > MOST_FEATURES) lines.push("…");
    for (const line of lines) this.facts.append(el("div", {}, line));
    const cell = (words) => el("td", {}, words);
    const head = [text.tip_column_class, text.tip_score, text.tip_angle, text.tip_p];
    const order = answer.scores.map((_, cls) => cls).sort((a, b) => answer.scores[b] - answer.scores[a]);
    const rows = order.slice(0, MOST_ROWS).map((cls) => {
      const name = el("th", { scope: "row" }, names[cls]);
      name.style.color = palette.labels[cls];
      const row = el(
        "tr",
        {},
        name,
        cell(three(answer.scores[cls])),
        cell(degrees(answer.angles_deg[cls])),
        cell(answer.p ? three(answer.p[cls]) : "–"),
      );
      put(row, "data-own", cls === answer.label);
      return row;
    });
    this.table.replaceChildren(el("tr", {}, ...head.map((words) => el("th", { scope: "col" }, words))), ...rows);
  }

  /** Below or above the point, where there is more room; the card does not leave the picture. */
  #put(spot, { width, height }) {
    const { node } = this;
    const [wide, tall] = [node.offsetWidth, node.offsetHeight];
    const side = spot.x < width / 2 ? spot.x + BESIDE : spot.x - BESIDE - wide;
    const over = spot.y < height / 2 ? spot.y + BESIDE : spot.y - BESIDE - tall;
    node.style.left = `${Math.max(Math.min(side, width - wide - EDGE), EDGE)}px`;
    node.style.top = `${Math.max(Math.min(over, height - tall - EDGE), EDGE)}px`;
  }
}
