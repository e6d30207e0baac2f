// What is known of one point: its picture, its class, numbers; more of them may come from the server.

import { ask } from "../wire/asking.js";
import { el, put, say } from "../frame/dom.js";
import { inUnits, unit } from "./unit.js";

const REST_MS = 60;
const PIXEL = 12;
const SIDE = 8;
const BESIDE = 16;
const EDGE = 4;
const KEPT_ANSWERS = 200;

/**
 * A row of numbers about a class, `own` for the class of the point.
 * @typedef {{ name: string, colour: string, own: boolean, cells: string[] }} Line
 *
 * `image`: gray values of 8 × 8 pixels; `said`: what of it is said aloud, behind the title.
 * @typedef {{ title: string, colour: string, facts: string[], said: string[], image?: ArrayLike<number> | null,
 *   table?: { head: string[], lines: Line[] } | null }} Card
 *
 * @typedef {{ x: number, y: number }} Spot
 * @typedef {{ width: number, height: number }} Size
 */

export class Tooltip {
  #timer = 0;
  /** @type {AbortController | null} */
  #fetching = null;
  // the point that is shown, where, and beside what it has to find room
  /** @type {string | null} */
  key = null;
  /** @type {[Spot, Size]} */
  spot = [{ x: 0, y: 0 }, { width: 0, height: 0 }];
  #answers = new Map();
  /** @type {ReturnType<typeof build> | null} */
  #parts = null;

  // where it lies: left, top, right, bottom
  #box = [0, 0, 0, 0];

  /**
   * `written(card)` is called with each card that is shown, and again when more of it is known.
   * @param {HTMLElement} box
   * @param {(card: Card) => void} written
   */
  constructor(box, written) {
    this.box = box;
    this.written = written;
  }

  /**
   * Whether (x, y) lies on the card, or on the way to it from its point: who goes there to read keeps it.
   * @param {number} x
   * @param {number} y
   */
  covers(x, y) {
    const [spot] = this.spot;
    // on the point itself it is the point that is meant
    if (this.key === null || (x === spot.x && y === spot.y)) return false;
    const [left, top, right, bottom] = this.#box;
    // who goes on straight from the point meets the card here, or later
    const [across, down] = [within(spot.x, x, left, right), within(spot.y, y, top, bottom)];
    const [first, last] = [Math.max(across[0], down[0]), Math.min(across[1], down[1])];
    return first <= last && last >= 1;
  }

  /** The card is made when it is needed first: most pictures never show one. */
  get card() {
    this.#parts ??= build(this.box);
    return this.#parts;
  }

  hide() {
    clearTimeout(this.#timer);
    this.#fetching?.abort();
    if (this.#parts && !this.#parts.node.hidden) this.#parts.node.hidden = true;
    this.key = null;
  }

  /**
   * Show this card beside `spot`; `url` is asked for more, which `read` makes of the answer.
   * @param {string} point
   * @param {Spot} spot
   * @param {Size} size
   * @param {import("./theme.js").Palette} palette
   * @param {Card} card
   * @param {string | null} url
   * @param {(answer: any) => Partial<Card>} read
   */
  show(point, spot, size, palette, card, url, read) {
    const { title, facts, table } = card;
    const key = JSON.stringify([point, url, palette.name, title, facts, table]);
    this.spot = [spot, size];
    if (this.key === key) return this.#put();
    this.key = key;
    clearTimeout(this.#timer);
    this.#fetching?.abort();
    const kept = url && this.#answers.get(url);
    this.#write(kept ? joined(card, read(kept)) : card, palette);
    if (url && !kept) {
      this.#timer = setTimeout(() => (
        this.#ask(key, url, (answer) => this.#write(joined(card, read(answer)), palette))
      ), REST_MS);
    }
    this.card.node.hidden = false;
    return this.#put();
  }

  /**
   * @param {string} key
   * @param {string} url
   * @param {(answer: any) => void} heard
   */
  async #ask(key, url, heard) {
    const fetching = new AbortController();
    this.#fetching = fetching;
    try {
      const response = await ask(url, fetching.signal);
      const answer = await response.json();
      this.#answers.set(url, answer);
      const [oldest] = this.#answers.keys();
      if (this.#answers.size > KEPT_ANSWERS) this.#answers.delete(oldest);
      if (this.key !== key) return;
      heard(answer);
      this.#put();
    } catch {
      // a lost answer leaves the card without its numbers; the next time it is asked for again
      if (!fetching.signal.aborted) this.key = null;
    }
  }

  /**
   * @param {Card} whole
   * @param {import("./theme.js").Palette} palette
   */
  #write(whole, palette) {
    const { title, colour, facts, image: pixels, table: numbers } = whole;
    const { image, title: head, facts: list, table } = this.card;
    say(head, title);
    head.style.color = colour;
    list.replaceChildren(...facts.map((fact) => el("div", {}, fact)));
    put(image, "hidden", !pixels);
    if (pixels) draw(image, pixels, palette);
    table.replaceChildren(...(numbers ? rows(numbers) : []));
    this.written(whole);
  }

  /** Below or above the point, where there is more room; the card does not leave the picture. */
  #put() {
    const { node } = this.card;
    const [spot, { width, height }] = this.spot;
    const [wide, tall] = [node.offsetWidth / unit.now, node.offsetHeight / unit.now];
    const side = spot.x < width / 2 ? spot.x + BESIDE : spot.x - BESIDE - wide;
    const over = spot.y < height / 2 ? spot.y + BESIDE : spot.y - BESIDE - tall;
    const left = Math.max(Math.min(side, width - wide - EDGE), EDGE);
    const top = Math.max(Math.min(over, height - tall - EDGE), EDGE);
    node.style.left = inUnits(left);
    node.style.top = inUnits(top);
    this.#box = [left, top, left + wide, top + tall];
  }
}

/**
 * From when until when a way, which begins at `from` and is at `by` after 1, lies between `low` and `high`.
 * @param {number} from
 * @param {number} by
 * @param {number} low
 * @param {number} high
 */
function within(from, by, low, high) {
  if (by === from) return from >= low && from <= high ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const ends = [(low - from) / (by - from), (high - from) / (by - from)];
  return [Math.min(...ends), Math.max(...ends)];
}

/** @param {HTMLElement} box */
function build(box) {
  const image = el("canvas", { width: SIDE * PIXEL, height: SIDE * PIXEL, class: "lv-digit" });
  const [title, facts, table] = [el("strong"), el("div"), el("table", { class: "lv-scores" })];
  const head = el("div", { class: "lv-point-head" }, image, el("div", {}, title, facts));
  const node = el("div", { class: "lv-tip", hidden: true }, head, table);
  box.append(node);
  return { node, image, title, facts, table };
}

/**
 * @param {Card} card
 * @param {Partial<Card>} more
 * @returns {Card}
 */
function joined(card, more) {
  const [facts, said] = [[...card.facts, ...more.facts ?? []], [...card.said, ...more.said ?? []]];
  return { ...card, ...more, facts, said };
}

/** @param {{ head: string[], lines: Line[] }} table */
function rows({ head, lines }) {
  return [
    el("tr", {}, ...head.map((words) => el("th", { scope: "col" }, words))),
    ...lines.map(({ name, colour, own, cells }) => {
      const title = el("th", { scope: "row" }, name);
      title.style.color = colour;
      return el("tr", { "data-own": own }, title, ...cells.map((words) => el("td", {}, words)));
    }),
  ];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} pixels
 * @param {import("./theme.js").Palette} palette
 */
function draw(canvas, pixels, palette) {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const peak = Math.max(1, ...Array.from(pixels));
  pen.fillStyle = palette.panel;
  pen.fillRect(0, 0, SIDE * PIXEL, SIDE * PIXEL);
  for (let k = 0; k < pixels.length; k += 1) {
    pen.globalAlpha = pixels[k] / peak;
    pen.fillStyle = palette.ink;
    pen.fillRect(PIXEL * (k % SIDE), PIXEL * Math.floor(k / SIDE), PIXEL, PIXEL);
  }
  pen.globalAlpha = 1;
}
