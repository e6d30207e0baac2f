// The pictures of a scene: which class draws which type, and their places in rows.

import { el, fill, put } from "../frame/dom.js";
import { icon } from "../frame/icons.js";
import { Ball } from "./ball.js";
import { Bars } from "./bars.js";
import { Contour } from "./contour.js";
import { Curves } from "./curves.js";
import { Embedding } from "./embedding.js";
import { Input } from "./input.js";
import { Key } from "./key.js";
import { Listing } from "./listing.js";
import { Matrix } from "./matrix.js";
import { Mosaic } from "./mosaic.js";
import { Numbers } from "./numbers.js";
import { Plane } from "./plane.js";
import { Prose } from "./prose.js";
import { Sample } from "./sample.js";
import { Sentence } from "./sentence.js";
import { Stack } from "./stack.js";
import { writeCamera } from "../drawing/camera.js";
import { Selection } from "../drawing/selection.js";
import { inUnits } from "../drawing/unit.js";
import { say } from "../drawing/subscript.js";
import { Surface3d } from "./surface.js";
import { Trials } from "./trials.js";
import { turnable, Turner } from "./turner.js";
import { Variants } from "./variants.js";

/**
 * @typedef {import("./records.d.ts").Picture} Picture
 * @typedef {import("./records.d.ts").Row} Row
 * @typedef {Record<string, string>} Text
 * @typedef {import("../drawing/canvas.js").Frame} Frame
 * @typedef {import("../drawing/canvas.js").Look} Look
 * @typedef {import("../drawing/canvas.js").Hooks} Hooks
 */

/**
 * What draws pictures with these records. A picture may also measure itself where the page has changed, between what
 * lies over it; its legend stands beside it; one with points has one that
 * stands out; some are looked at in ways of their own, or make room while sliders are in hand. What can be painted
 * elsewhere (`paintOn`) can be taken away as a file.
 * @template {Picture} Spec
 * @typedef {{ node: HTMLElement, update: (spec: Spec, text: Text) => void,
 *   draw: (frame: Frame, look: Look) => void, close: () => void,
 *   measure?: (over: Element[]) => void, turns?: () => boolean, legend?: HTMLElement, selection?: Selection,
 *   camera?: import("../drawing/camera.js").Camera | null, turned?: () => void,
 *   offer?: (choice: Offered) => void, hold?: (names: string[]) => void, relax?: () => void,
 *   look?: Look, paintOn?: import("../taking/slide.js").Paintable["paintOn"],
 *   explained?: import("../taking/slide.js").Paintable["explained"] }} Drawn
 */

/** @typedef {import("../state/looks.js").Looks["choices"][number]} Offered */

/**
 * A class for every kind, and none for another; each is made for the record of its kind.
 * @typedef {{ [Kind in Picture["type"]]: new (hooks: Hooks) => Drawn<Extract<Picture, { type: Kind }>> }} Classes
 */

// as high as they need to be
/** @type {Set<Picture["type"]>} */
const NATURAL = new Set(["formula", "key", "listing", "numbers", "prose", "sample", "sentence"]);
// nothing but words, of which there is no figure
/** @type {Set<Picture["type"]>} */
const UNOPENED = new Set(["formula", "key", "listing", "prose", "sentence"]);
// on a phone, where rows have no height to share
const PHONE_HEIGHT = 240;
/** @type {Classes} */
const CLASSES = {
  bars: Bars,
  contour: Contour,
  curves: Curves,
  embedding: Embedding,
  formula: Variants,
  input: Input,
  key: Key,
  listing: Listing,
  matrix: Matrix,
  mosaic: Mosaic,
  numbers: Numbers,
  plane: Plane,
  prose: Prose,
  sample: Sample,
  sentence: Sentence,
  sphere: Ball,
  stack: Stack,
  surface: Surface3d,
  trials: Trials,
};

let described = 0;

export class Pictures {
  #cells = new Map();
  /** @type {string | undefined} */
  #large = undefined;
  #shape = "";
  // how what is shown can be looked at
  /** @type {Offered[]} */
  #choices = [];
  // which point of a set stands out, by the name of the set
  /** @type {Map<string, Selection>} */
  #selections = new Map();
  // how each camera stood when it was first met
  /** @type {WeakMap<object, string>} */
  #usual = new WeakMap();

  /**
   * hooks: light(term), grab(names), move(values), drop(), redraw(), open(id) of a picture to be taken away; beside:
   * what may lie over a picture, and belongs to it: who goes on there keeps the point that stands out.
   */
  constructor(hooks, beside = []) {
    this.hooks = hooks;
    this.beside = beside;
    for (const node of beside) node.addEventListener("focusout", ({ relatedTarget }) => this.#left(relatedTarget));
    this.node = el("div", { class: "ll-pictures" });
    // what is read after the pictures stands under the controls
    this.below = el("div", { class: "ll-below" });
    this.rows = [];
  }

  /**
   * Show these rows of specs; a picture whose id and type are known keeps its element and its view.
   * @param {Row[]} rows
   * @param {Text} text
   */
  update(rows, text) {
    const shape = JSON.stringify(rows.map(({ pictures, below }) => [below, pictures.map(keyOf)]));
    if (shape !== this.#shape) this.#arrange(rows);
    this.#shape = shape;
    this.enlarge(this.#large);
    rows.forEach(({ grow, pictures, alone }, at) => {
      const row = this.rows[at];
      row.style.setProperty("--ll-grow", String(grow));
      put(row, "data-alone", alone);
      put(row, "data-natural", grow === 0 || pictures.every(({ type }) => NATURAL.has(type)));
    });
    for (const spec of rows.flatMap(({ pictures }) => pictures)) {
      const known = this.#cells.get(keyOf(spec));
      const { cell, title, opener, picture, turner } = known;
      known.spec = spec;
      cell.style.setProperty("--ll-grow", String(spec.grow ?? 1));
      cell.style.setProperty("--ll-phone", heightOf(spec));
      say(title, spec.title ?? "");
      put(title, "hidden", !spec.title);
      put(opener, "title", text.export);
      put(opener, "aria-label", spec.title ? fill(text.export_one, { title: spec.title }) : text.export);
      picture.update(spec, text);
      turner?.update(picture.turns?.() ?? true, text);
      const { camera } = picture;
      if (camera && !this.#usual.has(camera)) this.#usual.set(camera, writeCamera(camera));
    }
    this.offer(this.#choices);
    this.measure();
  }

  /** The page has another size, or other words. */
  measure() {
    const over = this.beside.flatMap((node) => node.children.length ? [...node.children] : [node]);
    for (const { opener, picture } of this.#cells.values()) picture.measure?.([opener, ...over]);
  }

  /**
   * This one has the large place from now on.
   * @param {string | undefined} id
   */
  enlarge(id) {
    this.#large = id;
    for (const { id: own, cell } of this.#cells.values()) put(cell, "data-large", own === id);
  }

  /** From where a picture in space is seen, where somebody has turned it: of the first one; else null. */
  camera() {
    for (const { picture: { camera } } of this.#cells.values()) {
      if (camera && writeCamera(camera) !== this.#usual.get(camera)) return writeCamera(camera);
    }
    return null;
  }

  /**
   * See all pictures in space from there; true where there is one.
   * @param {{ yaw: number, pitch: number }} direction
   */
  aim({ yaw, pitch }) {
    const turned = [...this.#cells.values()].filter(({ picture }) => picture.camera);
    for (const { picture } of turned) {
      picture.camera.aim(yaw, pitch);
      picture.turned();
    }
    return turned.length > 0;
  }

  /**
   * Each picture has the choice that stands within it.
   * @param {Offered[]} choices
   */
  offer(choices) {
    this.#choices = choices;
    for (const choice of choices) {
      for (const { id, picture } of this.#cells.values()) if (id === choice.within) picture.offer?.(choice);
    }
  }

  /**
   * These sliders are in hand: room for all that may stand in the pictures along them.
   * @param {string[]} names
   */
  hold(names) {
    for (const { picture } of this.#cells.values()) picture.hold?.(names);
  }

  /** Nothing is in hand any more. */
  relax() {
    for (const { picture } of this.#cells.values()) picture.relax?.();
  }

  /**
   * A picture that can be taken away as a file: itself, its title, its room on the page; null where there is none.
   * @param {string} id
   */
  taken(id) {
    for (const { id: own, picture, spec } of this.#cells.values()) {
      if (own !== id || !picture.paintOn || !picture.look) continue;
      const { clientWidth: width, clientHeight: height } = picture.node;
      // one without a title says in a sentence what it is
      const title = spec.title || (spec.about ?? "").replace(/[.。]$/, "");
      return { picture, title, look: picture.look, room: { width, height } };
    }
    return null;
  }

  draw(frame, look) {
    for (const { picture, linked } of this.#cells.values()) {
      picture.draw(frame, linked ? { ...look, point: linked.index, tells: linked.tells(picture) } : look);
    }
  }

  /**
   * For who cannot see them: what the pictures show, by id.
   * @param {Record<string, string>} words
   */
  tell(words) {
    for (const { id, told, picture } of this.#cells.values()) {
      say(told, words[id] ?? "");
      // what has no canvas is words itself
      const canvases = picture.node.querySelectorAll("canvas");
      put(told, "hidden", !canvases.length);
      for (const canvas of canvases) put(canvas, "aria-describedby", words[id] ? told.id : null);
    }
  }

  close() {
    for (const { picture } of this.#cells.values()) picture.close();
  }

  /** @param {string} name */
  #selection(name) {
    const known = this.#selections.get(name) ?? new Selection(() => this.hooks.redraw());
    known.beside = this.beside;
    this.#selections.set(name, known);
    return known;
  }

  /** @param {EventTarget | null} next what has the focus now */
  #left(next) {
    for (const selection of this.#selections.values()) if (!selection.keeps(next)) selection.release();
  }

  /** @param {Row[]} rows */
  #arrange(rows) {
    const keys = rows.flatMap(({ pictures }) => pictures.map(keyOf));
    for (const [key, { picture }] of this.#cells) {
      if (keys.includes(key)) continue;
      picture.close();
      for (const set of this.#selections.values()) set.shown = set.shown.filter((one) => one !== picture);
      this.#cells.delete(key);
    }
    this.rows = rows.map(({ pictures }) => (
      el("div", { class: "ll-row" }, ...pictures.map((spec) => this.#cell(spec)))
    ));
    this.node.replaceChildren(...this.rows.filter((_, at) => !rows[at].below));
    this.below.replaceChildren(...this.rows.filter((_, at) => rows[at].below));
  }

  /** @param {Picture} spec */
  #cell(spec) {
    const key = keyOf(spec);
    if (!this.#cells.has(key)) {
      const picture = new CLASSES[spec.type](this.hooks);
      const title = el("p", { class: "ll-title" });
      const opener = el("button", { type: "button", class: "ll-opener", "data-action": "export" }, icon("zoom"));
      opener.addEventListener("click", () => this.hooks.open(spec.id));
      const turner = turnable(picture) ? new Turner(picture) : null;
      const buttons = UNOPENED.has(spec.type) ? [] : [opener];
      const head = el("div", { class: "ll-head" }, title, ...buttons);
      const inner = el("div", { class: "ll-drawn" }, picture.node);
      const beside = picture.legend ? [picture.legend] : [];
      const linked = spec.linked ? this.#selection(spec.linked) : null;
      if (linked && picture.selection) {
        picture.selection = linked;
        linked.shown.push(/** @type {any} */ (picture));
      }
      described += 1;
      const told = el("p", { class: "ll-told", id: `lossviz-told-${described}`, hidden: true });
      const within = [head, turner?.node ?? null, inner, ...beside, told];
      const cell = el("section", { class: "lv-panel ll-cell", "data-picture": spec.id }, ...within);
      this.#cells.set(key, { id: spec.id, spec, cell, title, opener, told, picture, linked, turner });
    }
    return this.#cells.get(key).cell;
  }
}

/** @param {Picture} spec */
function heightOf({ type, phone }) {
  if (!phone && NATURAL.has(type)) return "auto";
  return inUnits(phone ?? PHONE_HEIGHT);
}

/** @param {Picture} spec */
function keyOf({ type, id }) {
  return `${type} ${id}`;
}
