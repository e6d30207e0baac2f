// Keys on a picture: arrows turn it, move what can be dragged, or go from point to point.

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
/** @type {Record<string, number>} */
const PAGES = { PageDown: -1, PageUp: 1 };
/** @type {Record<string, number>} */
const ZOOMS = { "+": 1.25, "-": 0.8 };

export class Keys {
  #moved = false;

  /**
   * @param {import("./canvas.js").CanvasPicture<any> & Partial<import("./canvas.js").Hands>} picture
   * @param {AbortSignal} signal
   */
  constructor(picture, signal) {
    this.picture = picture;
    const { canvas } = picture;
    canvas.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !picture.frame) return;
      if (this.#act(event.key)) event.preventDefault();
    }, { signal });
    canvas.addEventListener("keyup", () => this.#drop(), { signal });
    canvas.addEventListener("blur", ({ relatedTarget }) => {
      this.#drop();
      if (!picture.keeps?.(relatedTarget)) picture.release?.();
      picture.light(null);
    }, { signal });
  }

  /**
   * True when the key has done something.
   * @param {string} key
   */
  #act(key) {
    const { picture } = this;
    const way = ARROWS[key];
    if (way) {
      if (picture.turn?.(...way)) return true;
      const moved = Boolean(picture.push?.(...way));
      this.#moved ||= moved;
      return moved || picture.walk?.(-(way[0] + way[1]));
    }
    if (key in PAGES) return picture.walk?.(PAGES[key]);
    if (key === "Home") return picture.home?.();
    if (key === "Escape") return this.#letGo();
    const { width, height } = picture.surface;
    return key in ZOOMS && picture.zoom?.(ZOOMS[key], width / 2, height / 2);
  }

  #letGo() {
    this.picture.release?.();
    this.picture.light(null);
    return true;
  }

  /** What an arrow key has moved is let go with it, as a slider's is. */
  #drop() {
    if (!this.#moved) return;
    this.#moved = false;
    this.picture.hooks.drop();
  }
}
