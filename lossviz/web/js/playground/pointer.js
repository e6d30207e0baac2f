// Mouse, fingers and keys on the large picture: hover, tap, turn, pan, zoom.

const REACH_MOUSE = 14;
const REACH_FINGER = 24;
const STILL = 6;
const TURN_KEY = Math.PI / 24;

export class Pointer {
  // the fingers on the picture, and where each of them is
  /** @type {Map<number, number[]>} */
  #down = new Map();
  #moved = 0;
  #gone = new AbortController();

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./embedding.js").Embedding} picture
   * @param {{ redraw: () => void, light: (index: number, pin: boolean) => void, walk: (step: number) => void }} hooks
   */
  constructor(canvas, picture, hooks) {
    this.canvas = canvas;
    this.picture = picture;
    this.hooks = hooks;
    const { signal } = this.#gone;
    const on = (name, act, options = {}) => canvas.addEventListener(name, act, { signal, ...options });
    on("pointerdown", (event) => this.#press(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#release(event));
    on("pointercancel", (event) => this.#down.delete(event.pointerId));
    on("pointerleave", (event) => event.pointerType === "mouse" && hooks.light(-1, false));
    on("wheel", (event) => this.#wheel(event), { passive: false });
    on("keydown", (event) => this.#key(event));
    // who goes on to another view sees the same point in it
    const home = canvas.closest(".lv-embed") ?? canvas;
    home.addEventListener("focusout", (event) => {
      const { relatedTarget: next } = /** @type {FocusEvent} */ (event);
      const stays = next === canvas || (next instanceof Element && next.closest("[data-choice=view]"));
      if (!stays) hooks.light(-1, true);
    }, { signal });
    on("dblclick", () => this.#reset());
  }

  close() {
    this.#gone.abort();
  }

  get #mode() {
    const scene = this.picture.scene;
    if (!scene) return "none";
    if (scene.view === "input") return "none";
    if (scene.meta.dim === 3) return "turn";
    return scene.view === "raw" ? "pan" : "none";
  }

  #press(event) {
    this.#down.set(event.pointerId, [event.offsetX, event.offsetY]);
    if (this.#down.size === 1) this.#moved = 0;
    if (this.#mode !== "none") this.canvas.setPointerCapture(event.pointerId);
  }

  #move(event) {
    const before = this.#down.get(event.pointerId);
    const { offsetX: x, offsetY: y } = event;
    if (!before) {
      if (event.pointerType === "mouse") this.hooks.light(this.picture.find(x, y, REACH_MOUSE), false);
      return;
    }
    const [dx, dy] = [x - before[0], y - before[1]];
    this.#moved += Math.abs(dx) + Math.abs(dy);
    if (this.#mode === "none") return;
    if (this.#down.size === 2) this.#pinch(event.pointerId, before, [x, y]);
    else this.#drag(dx, dy);
    this.#down.set(event.pointerId, [x, y]);
  }

  #drag(dx, dy) {
    const { plane, sphere, scene } = this.picture;
    if (this.#mode === "turn") {
      const radius = 0.425 * Math.min(scene.width, scene.height);
      sphere.turn(dx / radius, dy / radius);
    } else plane.pan(dx, dy, plane.place(scene));
    this.hooks.redraw();
  }

  #pinch(id, before, now) {
    if (this.#mode !== "pan") return;
    const [, other] = [...this.#down].find(([key]) => key !== id) ?? [id, before];
    const width = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    this.#zoom(width(now) / width(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  #release(event) {
    if (!this.#down.delete(event.pointerId) || this.#moved > STILL || event.type !== "pointerup") return;
    const reach = event.pointerType === "mouse" ? REACH_MOUSE : REACH_FINGER;
    this.hooks.light(this.picture.find(event.offsetX, event.offsetY, reach), true);
  }

  #wheel(event) {
    if (this.#mode !== "pan") return;
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.offsetX, event.offsetY);
  }

  #zoom(factor, x, y) {
    const { plane, scene } = this.picture;
    plane.zoomAt(factor, x, y, plane.place(scene));
    this.hooks.redraw();
  }

  #reset() {
    this.picture.reset();
    this.hooks.redraw();
  }

  /** Arrows turn the sphere; in 2-D they go from point to point, as the page keys do everywhere. */
  #key(event) {
    const along = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    const on = { PageDown: -1, PageUp: 1 }[event.key];
    if (along && this.#mode === "turn") {
      this.picture.sphere.turn(TURN_KEY * along[0], TURN_KEY * along[1]);
      this.hooks.redraw();
    } else if (along || on) this.hooks.walk(on ?? -(along[0] + along[1]));
    else if (event.key === "Escape") this.hooks.light(-1, true);
    else if (event.key === "Home") this.#reset();
    else if ("+-".includes(event.key) && this.#mode === "pan") {
      this.#zoom(event.key === "+" ? 1.25 : 0.8, this.picture.scene.width / 2, this.picture.scene.height / 2);
    } else return;
    event.preventDefault();
  }
}
