// A part of a picture that is kept as an image while something else in the picture moves.

import { penOf } from "./pen.js";
import { alike } from "./read.js";

export class Layer {
  /** @type {OffscreenCanvas | null} */
  #canvas = null;
  /** @type {Record<string, any> | null} */
  #key = null;
  #kept = false;

  /**
   * Draw it on `pen`. At rest, and where it changes every time, it is painted at once; the image is made when the same is
   * wanted again while something moves. True where `paint` was called.
   * @param {CanvasRenderingContext2D} pen
   * @param {{ width: number, height: number, ratio: number }} size of the picture, in units
   * @param {Record<string, any>} key all that it is painted from: numbers, texts, arrays, objects
   * @param {boolean} moving
   * @param {(pen: any) => void} paint
   */
  draw(pen, { width, height, ratio }, key, moving, paint) {
    const now = { ...key, width, height, ratio, moving };
    const again = moving && alike(this.#key, now);
    this.#key = now;
    const fresh = !again || !this.#kept;
    if (!again) paint(pen);
    else if (!this.#kept) paint(this.#pen(width, height, ratio));
    this.#kept = again;
    if (again && this.#canvas) {
      pen.drawImage(this.#canvas, 0, 0, this.#canvas.width / ratio, this.#canvas.height / ratio);
    }
    return fresh;
  }

  /**
   * A clean pen for an image of this size, like that of a picture.
   * @param {number} width
   * @param {number} height
   * @param {number} ratio
   */
  #pen(width, height, ratio) {
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas?.width !== across || this.#canvas.height !== down) {
      this.#canvas = new OffscreenCanvas(across, down);
    }
    const pen = penOf(this.#canvas);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, across, down);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.globalAlpha = 1;
    pen.setLineDash([]);
    pen.lineJoin = pen.lineCap = "round";
    return pen;
  }
}
