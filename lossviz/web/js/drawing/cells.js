// Cells with numbers, coloured by sign and size, and the brackets around them.

import { font } from "./axes.js";
import { css, inkOn, twoSided } from "./colours.js";
import { format } from "./format.js";
import { widthOf, write } from "./subscript.js";

// what steps back can still be read
const READABLE = 0.72;
const SHORT = "short";
const BARE = "bare";

/**
 * @typedef {import("./canvas.js").Look} Look
 * @typedef {import("./format.js").Kind | typeof SHORT | typeof BARE} Written
 */

/**
 * How every one of these values is written, so that all of them fit into `room`: value → {text, font}.
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} values
 * @param {number} room
 * @param {import("./format.js").Kind} kind
 * @param {Look} look
 */
export function textsFor(pen, values, room, kind, look) {
  /** @type {[Written, "size" | "axis"][]} */
  const choices = [[kind, "size"], [kind, "axis"], [SHORT, "axis"], [BARE, "axis"]];
  const last = choices[choices.length - 1];
  /** @type {(choice: [Written, "size" | "axis"], list: number[]) => boolean} */
  const fits = ([one, size], list) => {
    pen.font = font(look, size);
    return list.every((value) => widthOf(pen, texted(one, value)) <= room - 5);
  };
  // a single power of ten does not shorten all the others
  const usual = values.filter((value) => !format(kind, value).includes("×"));
  const first = choices.find((choice) => fits(choice, usual)) ?? last;
  const rest = choices.slice(choices.indexOf(first));
  return (/** @type {number} */ value) => {
    const [chosen, size] = usual.includes(value) ? first : rest.find((choice) => fits(choice, [value])) ?? last;
    return { text: texted(chosen, value), font: font(look, size) };
  };
}

/**
 * In two decimals "−0.00" says that it is not 0; where even that is too wide, "−.02".
 * @param {Written} kind
 * @param {number} value
 * @returns {string}
 */
function texted(kind, value) {
  if (kind === BARE) return texted(SHORT, value).replace("0.", ".");
  if (kind !== SHORT) return format(kind, value);
  const text = format("score", value);
  if (text !== "0" && Number.isInteger(Number(text)) && !Number.isInteger(value)) return `≈${text}`;
  return text === "0" && value !== 0 ? `${value < 0 ? "−" : ""}0.00` : text;
}

/**
 * One cell [x, y, width, height]; `share` is the value as a part of what gets the full colour.
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} cell
 * @param {number} share
 * @param {{ text: string, font: string }} written
 * @param {{ alpha: number, on: boolean }} state
 * @param {Look} look
 */
export function drawCell(pen, [x, y, wide, high], share, { text, font: face }, { alpha, on }, { palette }) {
  const colour = twoSided(palette, share);
  pen.globalAlpha = alpha;
  pen.beginPath();
  pen.roundRect(x + 1.5, y + 1.5, wide - 3, high - 3, Math.min(6, high / 6));
  pen.fillStyle = css(colour);
  pen.fill();
  pen.lineWidth = on ? 2.5 : 1;
  pen.strokeStyle = on ? palette.ink : palette.grid;
  pen.stroke();
  pen.globalAlpha = Math.max(alpha, READABLE);
  write(pen, text, x + wide / 2, y + high / 2 + 0.5, { colour: inkOn(colour), font: face, align: "center" });
  pen.globalAlpha = 1;
}

export function drawBracket(pen, x, y, wide, high, { palette }) {
  pen.beginPath();
  for (const [edge, way] of [[x - 4, 1], [x + wide + 4, -1]]) {
    pen.moveTo(edge + 7 * way, y - 1);
    pen.lineTo(edge, y - 1);
    pen.lineTo(edge, y + high + 1);
    pen.lineTo(edge + 7 * way, y + high + 1);
  }
  pen.lineWidth = 2;
  pen.strokeStyle = palette.ink;
  pen.stroke();
}
