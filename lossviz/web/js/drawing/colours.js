// Colours by name, the ramp of heights and the two-sided scale of a matrix.
//
// Ramps are mixed in OKLab (Ottosson, bottosson.github.io/posts/oklab, 2020), where equal steps look
// equal; lightness goes one way only, so that they can be read without seeing hues.

import { toRgb } from "./theme.js";

/** @typedef {import("./theme.js").Palette} Palette */

// from calm to strong as [lightness, chroma, hue in degrees]; calm is close to the panel
// deno-fmt-ignore
const RAMPS = {
  light: [[0.975, 0.02, 105], [0.88, 0.075, 150], [0.76, 0.1, 190], [0.62, 0.115, 230], [0.47, 0.13, 262], [0.33, 0.125, 290]],
  dark: [[0.25, 0.03, 265], [0.37, 0.1, 275], [0.5, 0.12, 245], [0.64, 0.11, 210], [0.79, 0.12, 165], [0.94, 0.1, 110]],
};
const SIDES = {
  light: { negative: [0.56, 0.16, 252], positive: [0.66, 0.17, 52] },
  dark: { negative: [0.62, 0.14, 252], positive: [0.7, 0.155, 58] },
};
export const STEPS = 256;
const READABLE = 0.62;

/** @type {Map<string, number[]>} */
const known = new Map();
/** @type {Map<string, Uint8ClampedArray>} */
const ramps = new Map();
/** @type {Map<string, Uint32Array>} */
const pixels = new Map();
/** @type {Map<string, string[]>} */
const inks = new Map();

/**
 * Colour of a mark: "class:0" is the first class, other names are those of the palette.
 * @param {string | null | undefined} name
 * @param {Palette} palette
 * @returns {string}
 */
export function colourOf(name, palette) {
  return classColour(name, palette.marks) ?? palette[name ?? "accent"] ?? palette.accent;
}

/**
 * The same colour as text, which needs more contrast.
 * @param {string | null | undefined} name
 * @param {Palette} palette
 * @returns {string}
 */
export function inkOf(name, palette) {
  return classColour(name, palette.labels) ?? palette[name ?? "ink"] ?? palette.ink;
}

/**
 * @param {string | null | undefined} name
 * @param {string[]} colours
 */
function classColour(name, colours) {
  const place = name?.startsWith("class:") ? Number(name.slice(6)) : -1;
  return place >= 0 ? colours[place % colours.length] : null;
}

/**
 * [r, g, b] of any CSS colour.
 * @param {string} colour
 */
export function rgb(colour) {
  const found = known.get(colour) ?? toRgb(colour).slice(0, 3);
  known.set(colour, found);
  return found;
}

/**
 * Black or white, whichever can be read on the colour [r, g, b].
 * @param {ArrayLike<number>} colour
 */
export function inkOn(colour) {
  return toLab(colour)[0] > READABLE ? "#11161c" : "#ffffff";
}

/**
 * The ramp as STEPS times r, g, b; 0 is calm.
 * @param {Palette} palette
 */
export function ramp({ mode }) {
  const found = ramps.get(mode) ?? tabulate(RAMPS[mode].map(polar));
  ramps.set(mode, found);
  return found;
}

/**
 * The ramp as pixels in memory order (little endian), each made brighter or darker by `light`.
 * @param {Palette} palette
 */
export function pixelRamp(palette, light = 1) {
  const key = `${palette.mode} ${light}`;
  const before = pixels.get(key);
  if (before) return before;
  const colours = ramp(palette);
  const table = Uint32Array.from({ length: STEPS }, (_, k) => {
    const [r, g, b] = [0, 1, 2].map((part) => Math.min(Math.round(colours[3 * k + part] * light), 255));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  pixels.set(key, table);
  return table;
}

/**
 * [r, g, b] on the ramp at `share` of its way, 0..1.
 * @param {Palette} palette
 * @param {number} share
 */
export function onRamp(palette, share) {
  const at = 3 * stepAt(share);
  return ramp(palette).subarray(at, at + 3);
}

/** @param {number} share */
function stepAt(share) {
  return Math.round(Math.min(Math.max(share, 0), 1) * (STEPS - 1)) || 0;
}

/**
 * Black or white, whichever can be read there on the ramp.
 * @param {Palette} palette
 * @param {number} share
 */
export function inkOnRamp(palette, share) {
  const colours = ramp(palette);
  const known = inks.get(palette.mode) ??
    Array.from({ length: STEPS }, (_, k) => inkOn(colours.subarray(3 * k, 3 * k + 3)));
  inks.set(palette.mode, known);
  return known[stepAt(share)];
}

/**
 * [r, g, b] of a signed share −1..1: the panel at 0, one hue for each sign.
 * @param {Palette} palette
 * @param {number} share
 */
export function twoSided(palette, share) {
  const size = Math.min(Math.abs(share), 1) || 0;
  const end = polar(SIDES[palette.mode][share < 0 ? "negative" : "positive"]);
  const from = toLab(rgb(palette.panel));
  // small values stay visible
  return toRgbOf(mix(from, end, size ** 0.75));
}

/**
 * A colour that is not on the ramp, for the one mark upon it.
 * @param {Palette} palette
 */
export function standOut({ mode }) {
  return css(toRgbOf(polar(SIDES[mode].positive)));
}

/** @param {Iterable<number>} colour */
export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/** @param {number[][]} stops */
function tabulate(stops) {
  const table = new Uint8ClampedArray(3 * STEPS);
  for (let k = 0; k < STEPS; k += 1) {
    const at = (k / (STEPS - 1)) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    table.set(toRgbOf(mix(stops[low], stops[low + 1], at - low)), 3 * k);
  }
  return table;
}

/**
 * @param {number[]} one
 * @param {number[]} other
 * @param {number} share
 */
function mix(one, other, share) {
  return one.map((value, k) => value + share * (other[k] - value));
}

/** @param {number[]} stop */
function polar([lightness, chroma, hue]) {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

/** @param {ArrayLike<number>} colour */
function toLab(colour) {
  const [r, g, b] = Array.from(colour, (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {number[]} lab */
function toRgbOf([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => {
    const share = Math.min(Math.max(value, 0), 1);
    return Math.round(255 * (share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055));
  });
}
