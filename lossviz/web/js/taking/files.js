// A sheet with a picture as a PNG or an SVG file.

import { penOf } from "../drawing/pen.js";
import { SvgPen } from "../drawing/svg_pen.js";
import { drawSlide } from "./slide.js";

/** The longer side of a file, and the two sides of a slide. */
export const LONG = 1920;
const SHORT = 1080;
// what a slide is drawn as: its letters are then three hundredths of its height
const SLIDE = { size: 17, axis: 15, height: 540 };

/**
 * @typedef {import("./slide.js").Subject & { family: string, size: number, axis: number,
 *   room: { width: number, height: number }, look: import("../drawing/canvas.js").Look }} Taken what is taken away:
 *   with the font, the sizes of text and the room that the picture has on the page
 *
 * @typedef {"slide" | "own"} Shape
 * @typedef {import("../drawing/theme.js").Palette} Palette
 */

/**
 * The sheet in its own units, how many pixels each of them has, and the sizes of text.
 * @param {Taken} taken
 * @param {Shape} shape
 */
function paperOf({ size, axis, room }, shape) {
  if (shape === "slide") {
    const ratio = SHORT / SLIDE.height;
    return { width: LONG / ratio, height: SLIDE.height, ratio, size: SLIDE.size, axis: SLIDE.axis };
  }
  // the picture as it is on the page, and what stands over and under it
  const [width, height] = [Math.max(room.width, 240) + 22, Math.max(room.height, 120) + 6.5 * size];
  return { width, height, ratio: LONG / Math.max(width, height), size, axis };
}

/**
 * How it is drawn on paper: with nothing in hand, and nothing that moves.
 * @param {Taken} taken
 * @param {Palette} palette
 * @param {{ size: number, axis: number }} sizes
 */
function lookOf({ look, family }, palette, { size, axis }) {
  return { ...look, palette, type: { size, axis, family }, still: true, busy: false, tells: false };
}

/**
 * @param {Taken} taken
 * @param {Shape} shape
 * @param {Palette} palette
 * @returns {Promise<Blob>}
 */
export function png(taken, shape, palette) {
  const paper = paperOf(taken, shape);
  const { ratio } = paper;
  const [sheet, pen] = canvasOf(paper.width, paper.height, ratio);
  const inset = ({ x, y, width, height }, paint) => {
    // glyphs are copied to whole pixels of their own canvas
    const [canvas, own] = canvasOf(width, height, ratio);
    paint(own);
    pen.drawImage(
      canvas,
      Math.round(x * ratio) / ratio,
      Math.round(y * ratio) / ratio,
      canvas.width / ratio,
      canvas.height / ratio,
    );
  };
  drawSlide(pen, paper, taken, lookOf(taken, palette, paper), inset, ratio);
  return sheet.convertToBlob({ type: "image/png" });
}

/**
 * @param {Taken} taken
 * @param {Shape} shape
 * @param {Palette} palette
 */
export function svg(taken, shape, palette) {
  const paper = paperOf(taken, shape);
  const { width, height, ratio } = paper;
  const pen = new SvgPen(Math.round(width * ratio), Math.round(height * ratio), dataAddress);
  pen.scale(ratio, ratio);
  const inset = ({ x, y }, paint) => {
    pen.save();
    pen.translate(x, y);
    paint(pen);
    pen.restore();
  };
  drawSlide(pen, paper, taken, lookOf(taken, palette, paper), inset, ratio);
  return new Blob([pen.file], { type: "image/svg+xml" });
}

/**
 * A canvas of this size, and its pen in the units of the sheet.
 * @param {number} width
 * @param {number} height
 * @param {number} ratio
 * @returns {[OffscreenCanvas, OffscreenCanvasRenderingContext2D]}
 */
function canvasOf(width, height, ratio) {
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const pen = penOf(canvas);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return [canvas, pen];
}

/**
 * A part [x, y, width, height] of an image, or all of it, as the address of a PNG with it in it: an image may be drawn
 * over as soon as this returns, so it cannot wait.
 * @param {any} image
 * @param {number[] | null} part
 */
function dataAddress(image, part) {
  const [x, y, width, height] = part ?? [0, 0, image.width, image.height];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d")?.drawImage(image, x, y, width, height, 0, 0, width, height);
  return canvas.toDataURL("image/png");
}

/**
 * Hand a file to the browser.
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // the browser has taken it by then
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * A name that every system takes, out of words.
 * @param {string[]} words
 */
export function fileName(...words) {
  const name = words.join(" ").replace(/[^\p{L}\p{N}.]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
  return `lossviz-${[...name].slice(0, 80).join("")}`.replace(/-$/, "");
}
