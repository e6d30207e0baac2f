// What an exercise can ask for: a slider's value, a number that is shown, a class with or without a region.

import { nearest } from "./nearest.js";

/**
 * @typedef {import("../wire/messages.js").Header} Header
 * @typedef {import("../wire/track.js").Frame} Frame
 * @typedef {import("../pictures/records.d.ts").Picture} Picture
 * @typedef {"at" | "above" | "below" | "gone" | "kept"} Relation
 * @typedef {{ about: string, relation: Relation, value: number, reach: number | null }} Goal
 *
 * What a goal can be about. read: of a frame; of a class whether it has a region, as 1 and 0; NaN where that is not
 * known. Of a slider `values` and `texts`, of a number how it is written, of regions the classes, by what they are
 * called: `title` is that of their picture.
 * @typedef {{ about: string, kind: "slider" | "number" | "region", label: string, relations: Relation[],
 *   read: (frame: Frame, of: number) => number, values?: number[], texts?: string[], format?: string,
 *   classes?: { value: number, name: string }[] }} Offer
 */

// a number comes with six or seven digits
const ROUNDING = 1e-6;

/**
 * All that a goal can be about in a scene.
 * @param {Header} header
 * @returns {Offer[]}
 */
export function offers(header) {
  /** @type {Picture[]} */
  const pictures = header.rows.flatMap((/** @type {{ pictures: Picture[] }} */ row) => row.pictures);
  const regions = pictures.map(regionsOf).filter((one) => one !== null);
  // what the first one is called needs no picture's name
  return [
    ...sliders(header),
    ...pictures.flatMap(numbersOf),
    ...regions.map((one, at) => (at ? one : { ...one, about: "region" })),
  ];
}

/**
 * Whether a frame meets a goal; null where that is not known.
 * @param {Goal} goal
 * @param {Offer} offer what it is about
 * @param {Frame} frame
 */
export function meets(goal, offer, frame) {
  const { relation, value, reach } = goal;
  const found = offer.read(frame, value);
  if (Number.isNaN(found)) return null;
  const near = ROUNDING * (1 + Math.abs(value));
  if (relation === "gone") return found === 0;
  if (relation === "kept") return found === 1;
  if (relation === "above") return found >= value - near;
  if (relation === "below") return found <= value + near;
  if (reach === null && offer.values) return nearest(offer.values, found) === nearest(offer.values, value);
  return Math.abs(found - value) <= (reach ?? 0) + near;
}

/**
 * Whether any of the frames along a slider meets a goal; null where none does and some are not known.
 * @param {Goal} goal
 * @param {Offer} offer
 * @param {(Frame[] | null)[]} tracks the frames along each slider that can be moved
 */
export function within(goal, offer, tracks) {
  const found = tracks.flatMap((frames) => (frames ? frames.map((frame) => meets(goal, offer, frame)) : [null]));
  return found.includes(true) ? true : found.includes(null) ? null : false;
}

/**
 * @param {Header} header
 * @returns {Offer[]}
 */
function sliders({ controls, sliders: names, dear }) {
  return controls
    .filter((/** @type {Record<string, any>} */ control) => control.kind === "slider" && !control.timeline)
    .map((/** @type {Record<string, any>} */ { name, label, symbol, values, texts }) => ({
      about: name,
      kind: "slider",
      label: named(label, symbol),
      relations: ["at", "above", "below"],
      values,
      texts,
      // a run has its loss's parameters by name
      read: (/** @type {Frame} */ frame) =>
        (
          dear.includes(name) ? frame[`parameter_${name}`]?.[0] : frame.values[names.indexOf(name)]
        ) ?? NaN,
    }));
}

/**
 * What a slider is called, with its symbol.
 * @param {string} label
 * @param {string} symbol
 */
function named(label, symbol) {
  return symbol && !label.split(" ").includes(symbol) ? `${label} ${symbol}` : label;
}

/**
 * @param {Picture} picture
 * @returns {Offer[]}
 */
function numbersOf(picture) {
  if (picture.type !== "numbers") return [];
  return picture.cells.filter(({ value }) => typeof value === "string").map(({ name, value, format }) => ({
    about: String(value),
    kind: "number",
    label: name,
    relations: ["above", "below"],
    format,
    read: (frame) => frame[String(value)]?.[0] ?? NaN,
  }));
}

/**
 * @param {Picture} picture
 * @returns {Offer | null}
 */
function regionsOf(picture) {
  const held = heldBy(picture);
  if (!held) return null;
  const names = "names" in picture ? picture.names ?? [] : [];
  const count = "vector_terms" in picture ? picture.vector_terms?.length ?? 0 : 0;
  const classes = numbered(names, Math.max(count, names.length));
  return {
    about: picture.id,
    kind: "region",
    label: picture.title ?? "",
    relations: ["gone", "kept"],
    classes,
    read: (frame, of) => {
      const at = classes.findIndex(({ value }) => value === of);
      return at < 0 ? NaN : held(frame, at);
    },
  };
}

/**
 * The number of each class in a goal: its own, where classes are called by numbers, else 1, 2, ….
 * @param {string[]} names
 * @param {number} count
 */
function numbered(names, count) {
  const own = names.length === count && names.every((name) => /^\d{1,3}$/.test(name));
  return Array.from({ length: count }, (_, at) => ({
    value: own ? Number(names[at]) : at + 1,
    name: names[at] || String(at + 1),
  }));
}

/**
 * Whether the class at a place has a region in a frame: 1 or 0; null for a picture without regions.
 * @param {Picture} picture
 * @returns {((frame: Frame, at: number) => number) | null}
 */
function heldBy(picture) {
  if (picture.type === "embedding") {
    const { empty } = picture.regions;
    return (frame, at) => (frame[empty] ? Number(!frame[empty][at]) : NaN);
  }
  if (picture.type === "plane") return (frame, at) => polygon(frame, picture.regions, at);
  if (picture.type !== "sphere" || !picture.faces) return null;
  const { owner, odds } = picture.faces;
  return (frame, at) => {
    const [whose, sure] = [frame[owner], frame[odds]];
    if (!whose || !sure) return NaN;
    return Number(whose.some((/** @type {number} */ one, /** @type {number} */ k) => one === at && sure[k] >= 0));
  };
}

/**
 * A class without a region has a polygon without corners.
 * @param {Frame} frame
 * @param {string} name
 * @param {number} at
 */
function polygon(frame, name, at) {
  const [count, corners, axes] = frame.shapes[name] ?? [];
  if (!(at < count)) return NaN;
  const own = frame[name].subarray(at * corners * axes, (at + 1) * corners * axes);
  return Number(own.some((/** @type {number} */ place) => !Number.isNaN(place)));
}
