// A picture as a sheet of its own: its title above it, what its signs mean and how the controls stand under it.

import { font } from "../drawing/axes.js";
import { arrange } from "../drawing/legend.js";
import { widthOf, write } from "../drawing/subscript.js";
import { broken } from "./lines.js";
import { drawSign } from "./signs.js";

const EDGE = 22;
const TITLE = 1.5;
const LINE = 1.35;
const SIGN = 28;
const MOST_VALUES = 3;

/**
 * What a picture gives for a sheet: `paintOn` in a size of its own, what its signs mean, and a note.
 * @typedef {{ paintOn: (pen: any, size: import("../drawing/canvas.js").Size, look: Look) => void,
 *   explained?: () => { signs: { name: string, text: string }[], note: string } }} Paintable
 *
 * @typedef {import("../drawing/canvas.js").Look} Look
 * @typedef {{ title: string, picture: Paintable, values: string[] }} Subject
 * @typedef {{ width: number, height: number }} Paper
 */

/**
 * Draw the subject on a sheet of this size. `inset(x, y, width, height)` gives a pen for the picture, with (0, 0) at its
 * place, and takes it back when it is painted.
 * @param {any} pen
 * @param {Paper} paper
 * @param {Subject} subject
 * @param {Look} look
 * @param {(room: { x: number, y: number, width: number, height: number }, paint: (pen: any) => void) => void} inset
 * @param {number} ratio pixels for one of the sheet
 */
export function drawSlide(pen, { width, height }, { title, picture, values }, look, inset, ratio) {
  const { palette, type } = look;
  pen.fillStyle = palette.panel;
  pen.fillRect(0, 0, width, height);
  pen.lineJoin = pen.lineCap = "round";
  const room = width - 2 * EDGE;
  const top = drawTitle(pen, title, room, look);
  const small = { ...look, type: { ...type, size: type.axis } };
  const foot = footOf(pen, picture, values, room, small);
  const bottom = height - EDGE / 2 - foot.height;
  const size = { width: width - EDGE, height: bottom - top, ratio };
  inset({ x: EDGE / 2, y: top, ...size }, (own) => {
    own.lineJoin = own.lineCap = "round";
    picture.paintOn(own, size, look);
  });
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  foot.draw(bottom);
}

/** Gives where the picture begins. */
function drawTitle(pen, title, room, look) {
  if (!title) return EDGE / 2;
  const size = TITLE * look.type.size;
  const style = { colour: look.palette.ink, font: `600 ${size}px ${look.type.family}` };
  pen.font = style.font;
  const lines = broken(title, room, (text) => widthOf(pen, text)).slice(0, 2);
  lines.forEach((text, at) => write(pen, text, EDGE, EDGE + (at + 0.35) * LINE * size, style));
  return EDGE + lines.length * LINE * size;
}

/** What stands under the picture: how high it is, and how to draw it from there on. */
function footOf(pen, picture, values, room, look) {
  const high = LINE * look.type.size;
  const { signs, note } = picture.explained?.() ?? { signs: [], note: "" };
  pen.font = font(look);
  const notes = note ? broken(note, room, (text) => widthOf(pen, text)) : [];
  // a sign has its room by way of spaces before its words
  const legend = arrange(pen, signs.map((sign) => ({ ...sign, sign: "box" })), EDGE, EDGE + room, look);
  const settings = arrange(pen, values.map((text) => ({ text, axis: true })), EDGE, EDGE + room, look);
  const rows = settings.rows.slice(0, MOST_VALUES);
  const colour = look.palette.muted;
  const draw = (top) => {
    let y = top + 0.5 * high;
    for (const { items } of legend.rows) {
      for (const item of items) {
        drawSign(pen, /** @type {any} */ (item).name, item.x, y, look.palette);
        write(pen, item.text, item.x + SIGN, y, { colour, font: font(look, "size", 400) });
      }
      y += high;
    }
    for (const text of notes) {
      write(pen, text, EDGE, y, { colour: look.palette.warning, font: font(look) });
      y += high;
    }
    for (const { items } of rows) {
      for (const { text, x } of items) write(pen, text, x, y, { colour, font: font(look, "axis") });
      y += high;
    }
  };
  return { height: (legend.rows.length + notes.length + rows.length) * high, draw };
}
