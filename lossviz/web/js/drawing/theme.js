// Which surface the page shows (light, dark, a projector's), and the colours the canvases need on it.

import { lines, penOf } from "./pen.js";
import { paper } from "../state/paper.js";

/** @type {("background" | "panel" | "ink" | "muted" | "grid" | "accent" | "feasible" | "warning" | "error")[]} */
const ROLES = ["background", "panel", "ink", "muted", "grid", "accent", "feasible", "warning", "error"];

/**
 * Colours by role, as CSS colours; `tint` is those of the classes as [r, g, b, alpha].
 * @typedef {{ background: string, panel: string, ink: string, muted: string, grid: string, accent: string,
 *   feasible: string, warning: string, error: string, classes: string[], shapes: string[],
 *   weight?: number }} Theme
 * @typedef {{ light: Theme, dark: Theme, projector?: Theme }} Themes
 * @typedef {Theme & { name: keyof Themes, mode: "light" | "dark", tint: number[][], tintAlpha: number, marks: string[], labels: string[],
 *   good: string, curve: string }} Palette
 */

/**
 * Colours of the surface behind `node`, completed with what canvases draw with.
 * @param {Themes} themes
 * @param {Element} node
 * @returns {Palette}
 */
export function paletteFor(themes, node) {
  const forced = !paper.on && matchMedia("(forced-colors: active)").matches ? forcedColours() : null;
  const dark = forced ? luminance(toRgb(forced.panel)) < 0.2 : !paper.on && surfaceIsDark(node);
  const mode = dark ? "dark" : "light";
  const beamed = document.documentElement.dataset.shade === "projector";
  const name = mode === "light" && themes.projector && beamed ? "projector" : mode;
  const own = themes[name] ?? themes[mode];
  const strong = matchMedia("(prefers-contrast: more)").matches;
  return completed({ ...own, ...(strong && { muted: own.ink, grid: own.muted }), ...forced }, name, mode);
}

/**
 * Colours of a mode, whatever the page shows.
 * @param {Themes} themes
 * @param {"light" | "dark"} mode
 * @returns {Palette}
 */
export function paletteOf(themes, mode) {
  return completed(themes[mode], mode, mode);
}

/**
 * Colours with what canvases draw with.
 * @param {Theme} colours
 * @param {keyof Themes} name
 * @param {"light" | "dark"} mode
 * @returns {Palette}
 */
function completed(colours, name, mode) {
  const panel = toRgb(colours.panel);
  return {
    ...colours,
    name,
    mode,
    tint: colours.classes.map(toRgb),
    tintAlpha: mode === "dark" ? 0.26 : 0.17,
    marks: colours.classes.map((colour) => legible(colour, panel, 3.2)),
    labels: colours.classes.map((colour) => legible(colour, panel, 4.6)),
    good: legible(colours.feasible, panel, 4.6),
    curve: colours.accent,
  };
}

/**
 * Put the palette where stage.css finds it.
 * @param {HTMLElement} root
 * @param {Palette} palette
 */
export function paint(root, palette) {
  for (const name of ROLES) {
    root.style.setProperty(`--lv-${name}`, palette[name]);
  }
  root.style.colorScheme = palette.mode;
  root.dataset.theme = palette.name;
  lines.weight = palette.weight ?? 1;
}

/** The colours that somebody has chosen for all pages: a canvas is not given them by the browser. */
function forcedColours() {
  const probe = document.body.appendChild(document.createElement("i"));
  /** @type {(name: string) => string} */
  const of = (name) => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const [panel, ink, accent, grid] = ["Canvas", "CanvasText", "LinkText", "GrayText"].map(of);
  probe.remove();
  return { panel, background: panel, ink, muted: ink, accent, grid, warning: ink, error: ink };
}

/** @param {Element} node */
function surfaceIsDark(node) {
  for (let at = /** @type {Element | null} */ (node); at; at = at.parentElement) {
    const [red, green, blue, alpha] = toRgb(getComputedStyle(at).backgroundColor);
    if (alpha > 0.5) return luminance([red, green, blue]) < 0.2;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** @type {OffscreenCanvasRenderingContext2D | null} */
let probe = null;

/**
 * [r, g, b, alpha] of any CSS colour; red, green and blue are 0..255, alpha is 0..1.
 * @param {string} colour
 */
export function toRgb(colour) {
  probe ??= penOf(new OffscreenCanvas(1, 1), { willReadFrequently: true });
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = probe.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

/** @param {number[]} rgb */
function luminance(rgb) {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * WCAG contrast of two colours, 1..21.
 * @param {number[]} one
 * @param {number[]} other
 */
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/**
 * `colour`, moved towards black or white until its contrast against `surface` reaches `ratio`.
 * @param {string} colour
 * @param {number[]} surface
 * @param {number} ratio
 */
function legible(colour, surface, ratio) {
  const end = luminance(surface) > 0.3 ? 0 : 255;
  const from = toRgb(colour).slice(0, 3);
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = from.map((value) => Math.round(value + share * (end - value)));
    if (contrast(mixed, surface.slice(0, 3)) >= ratio) return `rgb(${mixed.join(" ")})`;
  }
  return `rgb(${end} ${end} ${end})`;
}
