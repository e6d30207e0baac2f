// As much of a browser's page as pictures need: elements, canvases whose pens note what they draw, sizes.

/** @typedef {{ name: string, args: any[], fillStyle: any, strokeStyle: any, alpha: number, width: number }} Stroke */

// all canvases are so large
export const SIZE = { width: 480, height: 360 };

/**
 * A pen that puts every call into `strokes`; its letters are half as wide as they are high.
 * @param {Stroke[]} strokes
 * @param {any} canvas
 */
function pen(strokes, canvas) {
  /** @type {Record<string, any>} */
  const state = { font: "16px sans-serif", globalAlpha: 1, lineWidth: 1, fillStyle: "", strokeStyle: "" };
  /** @type {Record<string, (...args: any[]) => any>} */
  const answers = {
    measureText: (text) => ({ width: 0.5 * Number(/([\d.]+)px/.exec(state.font)?.[1]) * text.length }),
    createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    getImageData: () => ({ data: colourIn(state.fillStyle) }),
    createLinearGradient: () => ({ addColorStop: () => {} }),
    createPattern: () => null,
  };
  return new Proxy(state, {
    get(_, name) {
      if (typeof name !== "string" || name in state) return state[String(name)];
      if (name === "canvas") return canvas;
      return (/** @type {any[]} */ ...args) => {
        const { fillStyle, strokeStyle, globalAlpha: alpha, lineWidth: width } = state;
        strokes.push({ name, args, fillStyle, strokeStyle, alpha, width });
        return answers[name]?.(...args);
      };
    },
    set(_, name, value) {
      state[String(name)] = value;
      return true;
    },
  });
}

/**
 * [r, g, b, a] of "#rrggbb" or "rgb(r g b)".
 * @param {string} colour
 */
function colourIn(colour) {
  const hex = /^#(..)(..)(..)$/.exec(colour);
  if (hex) return Uint8ClampedArray.of(...hex.slice(1).map((part) => parseInt(part, 16)), 255);
  return Uint8ClampedArray.of(...(colour.match(/\d+/g) ?? [0, 0, 0]).slice(0, 3).map(Number), 255);
}

/** A path whose lines lead nowhere else than a canvas can have them. */
class Path {
  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    if (Number.isNaN(x + y)) throw new Error("NaN on a path");
  }

  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.moveTo(x, y);
  }
}

class Element extends EventTarget {
  /** @type {Element | null} */
  parentNode = null;
  /** @type {(Element | string)[]} */
  childNodes = [];
  /** @type {Map<string, string>} */
  attributes = new Map();
  style = new Proxy({}, {
    get: (kept, name) => name === "setProperty" ? () => {} : Reflect.get(kept, name),
  });
  /** @type {Record<string, string>} */
  dataset = {};
  innerHTML = "";
  offsetWidth = 120;
  offsetHeight = 60;
  clientWidth = SIZE.width;
  clientHeight = SIZE.height;
  /** @type {Set<string>} */
  classes = new Set();
  classList = {
    add: (/** @type {string} */ name) => this.classes.add(name),
    toggle: (/** @type {string} */ name, /** @type {boolean} */ on) => (
      on ? this.classes.add(name) : this.classes.delete(name)
    ),
  };

  constructor(/** @type {string} */ tag) {
    super();
    this.tag = tag;
  }

  get children() {
    return this.childNodes.filter((child) => child instanceof Element);
  }

  get lastElementChild() {
    return this.children.at(-1) ?? null;
  }

  get hidden() {
    return this.attributes.has("hidden");
  }

  set hidden(on) {
    if (on) this.attributes.set("hidden", "");
    else this.attributes.delete("hidden");
  }

  /** @returns {string} */
  get textContent() {
    return this.childNodes.map((child) => typeof child === "string" ? child : child.textContent).join("");
  }

  set textContent(text) {
    this.childNodes = text ? [text] : [];
  }

  append(/** @type {(Element | string)[]} */ ...nodes) {
    for (const node of nodes) if (node instanceof Element) node.parentNode = this;
    this.childNodes.push(...nodes);
  }

  replaceChildren(/** @type {(Element | string)[]} */ ...nodes) {
    this.childNodes = [];
    this.append(...nodes);
  }

  getAttribute(/** @type {string} */ name) {
    return this.attributes.get(name) ?? null;
  }

  setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
    this.attributes.set(name, value);
  }

  hasAttribute(/** @type {string} */ name) {
    return this.attributes.has(name);
  }

  removeAttribute(/** @type {string} */ name) {
    this.attributes.delete(name);
  }

  closest() {
    return null;
  }

  /** Markup is not read here: nothing is in it. */
  querySelectorAll() {
    return [];
  }

  remove() {
    if (this.parentNode) this.parentNode.childNodes = this.parentNode.childNodes.filter((child) => child !== this);
  }

  getBoundingClientRect() {
    return { left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 };
  }

  setPointerCapture() {}

  click() {
    this.dispatchEvent(new Event("click"));
  }
}

export class Canvas extends Element {
  width = 0;
  height = 0;
  /** @type {Stroke[]} */
  strokes = [];
  #pen = pen(this.strokes, this);

  constructor(width = 0, height = 0) {
    super("canvas");
    Object.assign(this, { width, height });
  }

  getContext() {
    return this.#pen;
  }

  toDataURL() {
    return "data:image/png;base64,AAAA";
  }

  convertToBlob({ type = "" } = {}) {
    return Promise.resolve(new Blob(["an image"], { type }));
  }
}

class Observer {
  constructor(/** @type {(entries: { contentRect: typeof SIZE, isIntersecting: boolean }[]) => void} */ changed) {
    this.changed = changed;
  }

  observe() {
    this.changed([{ contentRect: SIZE, isIntersecting: true }]);
  }

  disconnect() {}
}

/** A pressed key or a pointer at a place of the canvas. */
class Happening extends Event {
  constructor(/** @type {string} */ name, /** @type {Record<string, any>} */ what) {
    super(name, { cancelable: true });
    Object.assign(this, { button: 0, pointerId: 1, pointerType: "mouse", ...what });
  }
}

/**
 * Press and let go of a key, or move, press … at a place.
 * @param {EventTarget} target
 * @param {string} name
 * @param {Record<string, any>} what
 */
export function happen(target, name, what = {}) {
  const event = new Happening(name, what);
  target.dispatchEvent(event);
  return event;
}

/**
 * The texts on a canvas since it was cleared last.
 * @param {any} canvas
 * @returns {Stroke[]}
 */
export function drawn(canvas) {
  const { strokes } = canvas;
  return strokes.slice(strokes.findLastIndex((/** @type {Stroke} */ one) => one.name === "clearRect"));
}

/** @param {any} canvas */
export function texts(canvas) {
  return drawn(canvas).filter(({ name }) => name === "fillText").map(({ args }) => String(args[0]));
}

/** @type {import("../../lossviz/web/js/drawing/theme.js").Palette} */
export const PALETTE = {
  background: "#000001",
  panel: "#000002",
  ink: "#000003",
  muted: "#000004",
  grid: "#000005",
  accent: "#000006",
  feasible: "#000007",
  warning: "#000008",
  error: "#000009",
  good: "#00000a",
  curve: "#00000b",
  classes: ["#100000", "#200000", "#300000", "#400000"],
  marks: ["#100001", "#200001", "#300001", "#400001"],
  labels: ["#100002", "#200002", "#300002", "#400002"],
  shapes: ["circle", "square", "diamond", "star"],
  tint: [],
  tintAlpha: 0.2,
  name: /** @type {const} */ ("light"),
  mode: "light",
};

/** @type {import("../../lossviz/web/js/drawing/canvas.js").Look} */
export const LOOK = {
  palette: PALETTE,
  type: { size: 16, axis: 14, family: "sans-serif" },
  lit: null,
  still: true,
};

/**
 * All canvases under a node.
 * @param {any} node
 * @returns {any[]}
 */
export function canvasesIn(node) {
  return node.tag === "canvas" ? [node] : node.children.flatMap(canvasesIn);
}

/**
 * Hooks that note what a picture asks for.
 * @returns {import("../../lossviz/web/js/drawing/canvas.js").Hooks & { said: any[][] }}
 */
export function hooks(more = {}) {
  /** @type {any[][]} */
  const said = [];
  const note = (/** @type {string} */ name, /** @type {any} */ gives = undefined) => (/** @type {any[]} */ ...args) => {
    said.push([name, ...args]);
    return gives;
  };
  const [light, move, nudge, drop, redraw] = ["light", "move", "nudge", "drop", "redraw"].map((name) => note(name));
  return { said, light, move, nudge, drop, redraw, grab: note("grab", true), ...more };
}

// the font size of the page, which all its sizes go by
export const root = { fontSize: "16px" };

Object.assign(globalThis, {
  getComputedStyle: () => root,
  document: {
    documentElement: root,
    createElement: (/** @type {string} */ tag) => (tag === "canvas" ? new Canvas() : new Element(tag)),
    createElementNS: (/** @type {string} */ _, /** @type {string} */ tag) => new Element(tag),
    timeline: { currentTime: 0 },
  },
  OffscreenCanvas: Canvas,
  Path2D: Path,
  ResizeObserver: Observer,
  IntersectionObserver: Observer,
  window: globalThis,
});
