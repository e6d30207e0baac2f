// The large picture: points, regions and class vectors in the unit or raw view, in 2-D or 3-D.

import { drawCircle } from "./circle.js";
import { fill, put, say } from "../frame/dom.js";
import { Glyphs, glyphSize } from "../drawing/glyphs.js";
import { drawHalo } from "../drawing/halo.js";
import { InputView } from "./input.js";
import { drawPlane, PlaneView } from "./plane.js";
import { Pointer } from "./pointer.js";
import { drawSphere, SphereView } from "./sphere.js";
import { Surface } from "../drawing/surface.js";

// more letters than these are counted instead of listed
const LONGEST_LIST = 24;

const INFERENCE = 0;
const MARGIN = 1;

export class Embedding {
  /** hooks: redraw(), light(index, pinned). */
  constructor(parts, hooks) {
    this.parts = parts;
    this.plane = new PlaneView();
    this.sphere = new SphereView();
    this.input = new InputView(parts);
    this.surface = new Surface(parts.canvas, () => {
      this.measure();
      hooks.redraw();
    });
    this.pointer = new Pointer(parts.canvas, this, hooks);
    this.at = new Float32Array(0);
    this.taken = [];
    this.glyphs = null;
    this.scene = null;
    this.showed = "";
  }

  /** Draw; true while the view is still moving and wants another frame. */
  draw(shown) {
    const pen = this.surface.start();
    const { meta, frame, view, palette } = shown;
    if (!pen || !frame) return false;
    if (this.at.length < 2 * meta.n) this.at = new Float32Array(2 * meta.n);
    const { width, height } = this.surface;
    const glyphs = this.#glyphsFor(meta, palette, shown.type);
    this.scene = { ...shown, width, height, at: this.at, glyphs, taken: this.taken, kind: regionKind(meta, frame) };
    this.#legend(this.scene);
    if (view === "input") return this.#drawInput(pen);
    this.input.leave();
    if (meta.dim === 3) return this.#drawBall(pen, view === "raw");
    put(this.parts.canvas, "data-turns", null);
    if (view !== "raw") drawCircle(pen, this.scene);
    const moving = view === "raw" && this.plane.follow(shown.extent, shown.still);
    if (view === "raw") drawPlane(pen, this.scene, this.plane);
    this.#halo(pen);
    return moving;
  }

  #drawBall(pen, raw) {
    put(this.parts.canvas, "data-turns", true);
    drawSphere(pen, this.scene, this.sphere, raw);
    this.#halo(pen);
    return false;
  }

  #drawInput(pen) {
    put(this.parts.canvas, "data-turns", null);
    this.input.draw(pen, this.scene);
    this.#halo(pen);
    return false;
  }

  /** The ring round the lit-up point. */
  #halo(pen) {
    const spot = this.spot(this.scene.selected);
    if (!spot) return;
    drawHalo(pen, spot.x, spot.y, this.scene.glyphs.size, this.scene.palette);
  }

  /** Note where buttons and legend lie over the picture; after anything that moves them. */
  measure() {
    const { canvas, view, show, export: last, present, legend, empty } = this.parts;
    const frame = canvas.getBoundingClientRect();
    this.taken = [view.node, show.node, last, present, ...legend.children, empty].map((node) => {
      const box = node.getBoundingClientRect();
      return {
        left: box.left - frame.left,
        right: box.right - frame.left,
        top: box.top - frame.top,
        bottom: box.bottom - frame.top,
      };
    });
  }

  /** Where point `index` lies on the canvas, null when it cannot be seen. */
  spot(index) {
    if (!this.scene || index < 0 || index >= this.scene.meta.n) return null;
    const [x, y] = [this.at[2 * index], this.at[2 * index + 1]];
    return x === x ? { x, y } : null;
  }

  /** The point nearest to (x, y) within `reach` pixels, -1 when there is none. */
  find(x, y, reach) {
    if (!this.scene) return -1;
    const { meta, show, view } = this.scene;
    const first = show === "test" ? meta.n_train : 0;
    const last = show === "train" ? meta.n_train : meta.n;
    let [best, found] = [reach * reach, -1];
    for (let i = first; i < last; i += 1) {
      const away = (this.at[2 * i] - x) ** 2 + (this.at[2 * i + 1] - y) ** 2;
      const hidden = meta.dim === 3 && view === "unit" && this.sphere.behind[i];
      if (away < best && !hidden) [best, found] = [away, i];
    }
    return found;
  }

  /** The shown point `step` places on from `index`, in order of the angle round the picture. */
  neighbour(index, step) {
    if (!this.scene) return -1;
    const { meta, show, width, height } = this.scene;
    const seen = [];
    for (let i = show === "test" ? meta.n_train : 0; i < (show === "train" ? meta.n_train : meta.n); i += 1) {
      if (this.at[2 * i] === this.at[2 * i]) seen.push(i);
    }
    const angle = (i) => Math.atan2(height / 2 - this.at[2 * i + 1], this.at[2 * i] - width / 2);
    seen.sort((one, other) => angle(one) - angle(other));
    const from = seen.indexOf(index);
    if (!seen.length) return -1;
    return seen[(from + step + seen.length) % seen.length];
  }

  #glyphsFor(meta, palette, type) {
    const { width, height, ratio } = this.surface;
    const size = glyphSize(Math.min(width, height), meta.n, meta.glyphs === "digits");
    const key = [size, ratio, palette.mode, type.family, meta.glyphs, meta.class_names.join("|")].join();
    if (this.drawnFor !== key) {
      this.glyphs = new Glyphs(meta, palette, size, ratio, type.family);
      this.drawnFor = key;
    }
    return this.glyphs;
  }

  /** Which signs the legend explains, and the classes that have no region. */
  #legend(scene) {
    const { frame, meta, text, kind, view } = scene;
    const { legend } = this.parts;
    put(legend, "data-margin", kind === MARGIN);
    if (view === "input") return this.#note(this.input.note(scene));
    const names = meta.class_names.filter((_, cls) => frame.empty?.[cls]);
    const values = { names: names.join(", "), count: names.length, total: meta.class_names.length };
    const many = values.names.length > LONGEST_LIST;
    const words = names.length ? fill(many ? text.no_region_count : text.no_region, values) : "";
    return this.#note(words);
  }

  #note(words) {
    if (words === this.showed) return;
    this.showed = words;
    say(this.parts.empty, words);
    this.measure();
  }

  reset() {
    this.plane.reset();
    this.sphere.reset();
  }

  close() {
    this.surface.close();
    this.pointer.close();
  }
}

/** Which regions are tinted: those under the margin; for a loss without one, those of inference. */
function regionKind({ columns }, { numbers }) {
  return Number.isNaN(numbers[columns.margin_accuracy]) ? INFERENCE : MARGIN;
}
