// Mouse and fingers on a picture: pointing, taking hold and dragging, tapping, pinching, the wheel.

import { unit } from "./unit.js";

// how far from a mark the pointer may be, in units
/** @type {Record<string, number>} */
const REACH = { mouse: 12, pen: 16, touch: 24 };
// how far a finger goes before it drags, and what still is a tap
const SLIP = 5;

export class Pointer {
  // the pointers that are pressed, and where
  /** @type {Map<number, [number, number]>} */
  #down = new Map();
  // where the first of them was pressed, until it goes away from there
  /** @type {{ x: number, y: number } | null} */
  #tapped = null;
  /** @type {{ grip: import("./canvas.js").Grip, id: number, started: boolean, x: number, y: number } | null} */
  #held = null;

  /**
   * @param {import("./canvas.js").CanvasPicture<any> & Partial<import("./canvas.js").Hands>} picture
   * @param {AbortSignal} signal
   */
  constructor(picture, signal) {
    this.picture = picture;
    const { canvas } = picture;
    this.canvas = canvas;
    const on = (name, act, options = {}) => canvas.addEventListener(name, act, { signal, ...options });
    on("pointerdown", (event) => this.#press(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#release(event, this.#tapped));
    on("pointercancel", (event) => this.#release(event, null));
    on("pointerleave", (event) => this.#leave(event));
    on("wheel", (event) => this.#wheel(event), { passive: false });
    on("dblclick", () => picture.home?.());
    // only a finger that lands on a grip keeps the page from scrolling
    on("touchstart", (event) => this.#keep(event), { passive: false });
  }

  /** @param {PointerEvent} event */
  #press({ offsetX, offsetY, pointerType, pointerId, button }) {
    const [x, y] = [offsetX / unit.now, offsetY / unit.now];
    if (button > 0 || !this.picture.frame) return;
    this.#down.set(pointerId, [x, y]);
    if (this.#down.size > 1) {
      this.#tapped = null;
      return;
    }
    this.#tapped = { x, y };
    const touch = pointerType === "touch";
    const grip = this.picture.grip?.(x, y, touch) ?? null;
    this.#light(x, y, pointerType, grip);
    if (!grip) return;
    const held = { grip, id: pointerId, started: false, x, y };
    this.#held = held;
    // a finger may be about to scroll the page: which way it goes tells
    if (touch && grip.sideways) return;
    this.#start(held, x, y);
  }

  #start(held, x, y) {
    if (!held.grip.start()) {
      this.#held = null;
      return;
    }
    held.started = true;
    this.canvas.setPointerCapture(held.id);
    this.canvas.dataset.held = "";
    held.grip.move(x, y);
  }

  /** @param {PointerEvent} event */
  #move({ offsetX, offsetY, pointerType, pointerId }) {
    const [x, y] = [offsetX / unit.now, offsetY / unit.now];
    const before = this.#down.get(pointerId);
    if (before && this.#tapped && Math.hypot(x - this.#tapped.x, y - this.#tapped.y) > SLIP) this.#tapped = null;
    if (before && this.#down.size === 2) {
      this.#pinch(pointerId, before, [x, y]);
      return;
    }
    if (before) this.#down.set(pointerId, [x, y]);
    const held = this.#held;
    if (held) {
      if (pointerId !== held.id) return;
      const [dx, dy] = [Math.abs(x - held.x), Math.abs(y - held.y)];
      if (held.started) held.grip.move(x, y);
      else if (dx > SLIP && dx > dy) this.#start(held, x, y);
      return;
    }
    if (pointerType === "touch" || !this.picture.frame) return;
    const grip = this.picture.grip?.(x, y, false) ?? null;
    const cursor = grip?.cursor ?? "";
    if (this.canvas.style.cursor !== cursor) this.canvas.style.cursor = cursor;
    this.picture.hover?.(x, y);
    this.#light(x, y, pointerType, grip);
  }

  /** Two fingers zoom about the middle between them, and drag nothing. */
  #pinch(id, before, now) {
    this.#letGo();
    this.#down.set(id, now);
    const [, other] = [...this.#down].find(([key]) => key !== id) ?? [id, before];
    const width = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    this.picture.zoom?.(width(now) / width(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  #release({ pointerId, pointerType }, tapped) {
    if (!this.#down.delete(pointerId)) return;
    if (this.#held?.id === pointerId) this.#letGo();
    if (!tapped) return;
    this.#tapped = null;
    this.picture.tap?.(tapped.x, tapped.y, pointerType === "touch");
  }

  #letGo() {
    if (!this.#held) return;
    const { grip, started } = this.#held;
    this.#held = null;
    delete this.canvas.dataset.held;
    if (started) grip.end();
  }

  #leave({ pointerType }) {
    if (pointerType === "touch" || this.#held) return;
    this.picture.hover?.(null, 0);
    this.picture.light(null);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!this.picture.frame || !(this.picture.wheels || event.ctrlKey)) return;
    const factor = Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016));
    if (this.picture.zoom?.(factor, event.offsetX / unit.now, event.offsetY / unit.now)) event.preventDefault();
  }

  #keep(event) {
    const [touch] = event.changedTouches;
    const { left, top } = this.canvas.getBoundingClientRect();
    const [x, y] = [(touch.clientX - left) / unit.now, (touch.clientY - top) / unit.now];
    const grip = this.picture.frame && this.picture.grip?.(x, y, true);
    if (grip && !grip.sideways) event.preventDefault();
  }

  #light(x, y, pointerType, grip) {
    this.picture.light(this.picture.find(x, y, REACH[pointerType] ?? REACH.mouse) ?? grip?.term ?? null);
  }
}
