// Which controls an exercise leaves: each is free, or there and locked, or not there.

import { el, put, say } from "../dom.js";

const WAYS = /** @type {const} */ (["free", "lock", "hide"]);

/**
 * A control by its key; sliders: the names of its own.
 * @typedef {{ key: string, label: string, sliders: string[] }} Row
 * @typedef {(typeof WAYS)[number]} Way
 */

export class Left {
  /** @type {Map<string, Way>} */
  #ways = new Map();
  /** @type {Row[]} */
  #rows = [];
  #shape = "";

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.legend = el("legend");
    this.list = el("div", { class: "ls-controls" });
    this.node = el("fieldset", { class: "ls-set" }, this.legend, this.list);
  }

  clear() {
    this.#ways.clear();
    this.#shape = "";
  }

  /**
   * @param {import("../../state/stages.js").Shown} shown
   * @param {{ name: string, label: string }[]} groups what the page has beside its scene
   * @param {Record<string, string>} text
   */
  update(shown, groups, text) {
    this.#rows = [
      ...rowsOf(shown.header?.controls ?? []),
      ...groups.map(({ name, label }) => ({ key: name, label, sliders: [] })),
    ];
    say(this.legend, text.controls);
    put(this.node, "hidden", !this.#rows.length);
    const shape = JSON.stringify([this.#rows, text.free]);
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.list.replaceChildren(...this.#rows.map((row) => this.#row(row, text)));
  }

  /** What the link has to say: `show` is empty where all are there. */
  names() {
    const of = (/** @type {Way} */ way) => this.#rows.filter(({ key }) => this.#way(key) === way).map(({ key }) => key);
    const hidden = of("hide");
    const show = hidden.length ? this.#rows.map(({ key }) => key).filter((key) => !hidden.includes(key)) : [];
    return { show, lock: of("lock") };
  }

  /** Whether anything can be moved. */
  get any() {
    return !this.#rows.length || this.#rows.some(({ key }) => this.#way(key) === "free");
  }

  /** The sliders that can be moved. */
  get free() {
    return this.#rows.filter(({ key }) => this.#way(key) === "free").flatMap(({ sliders }) => sliders);
  }

  /** @param {string} key */
  #way(key) {
    return this.#ways.get(key) ?? "free";
  }

  /** @type {(row: Row, text: Record<string, string>) => HTMLElement} */
  #row({ key, label }, text) {
    const field = el(
      "select",
      { class: "ls-select", name: `way-${key}` },
      ...WAYS.map((way) => el("option", { value: way }, text[way])),
    );
    field.value = this.#way(key);
    field.addEventListener("change", () => {
      this.#ways.set(key, /** @type {Way} */ (field.value));
      this.changed();
    });
    return el("label", { class: "ls-control" }, el("span", {}, label), field);
  }
}

/**
 * The controls of a scene, each once: a vector has a slider for each entry, and a choice of how many.
 * @param {Record<string, any>[]} specs
 */
function rowsOf(specs) {
  /** @type {Map<string, Row & { labels: string[] }>} */
  const rows = new Map();
  for (const { kind, name, key: own, label, symbol, timeline } of specs) {
    const key = own ?? name.replace(/-(size|stop)$/, "");
    /** @type {Row & { labels: string[] }} */
    const row = rows.get(key) ?? { key, label: "", labels: [], sliders: [] };
    rows.set(key, row);
    if (kind === "slider") {
      row.labels.push(symbol && !label.split(" ").includes(symbol) ? `${label} ${symbol}` : label);
      if (!timeline) row.sliders.push(name);
    } else if (!row.labels.length) row.label = label;
  }
  return [...rows.values()].map(({ key, label, labels, sliders }) => {
    const [first, last] = [labels[0], labels.at(-1)];
    return { key, label: labels.length > 1 ? `${first} … ${last}` : first ?? label, sliders };
  });
}
