// A picture as a file for a slide: PNG or SVG, in which shape, in light or dark colours.

import { el, put, say } from "../frame/dom.js";
import { icon } from "../frame/icons.js";
import { download, fileName, png, svg } from "./files.js";

/** @type {import("./files.js").Shape[]} */
const SHAPES = ["slide", "own"];
let made = 0;

export class TakePicture {
  /** @type {(() => import("./files.js").Taken | null) | null} */
  #subject = null;
  /** @type {(mode: "light" | "dark") => import("./files.js").Palette} */
  #palette;

  constructor() {
    made += 1;
    this.head = el("h3", { class: "lv-take-head", id: `lossviz-take-${made}` });
    this.buttons = { png: this.#button("png"), svg: this.#button("svg") };
    this.shape = el("select", { class: "ll-select lv-take-shape" }, ...SHAPES.map((value) => el("option", { value })));
    this.dark = el("input", { type: "checkbox", name: "dark" });
    this.darkWords = el("span");
    this.said = el("p", { class: "lv-take-said", role: "status" });
    this.node = el(
      "section",
      { class: "lv-take", "data-testid": "take-picture", "aria-labelledby": this.head.id },
      this.head,
      this.buttons.png,
      this.buttons.svg,
      this.shape,
      el("label", { class: "lv-take-dark" }, this.dark, this.darkWords),
      this.said,
    );
  }

  /**
   * @param {Record<string, string>} text
   * @param {() => import("./files.js").Taken | null} subject what is to be taken, as it is when a button is pressed
   * @param {(mode: "light" | "dark") => import("./files.js").Palette} palette
   */
  offer(text, subject, palette) {
    this.text = text;
    this.#subject = subject;
    this.#palette = palette;
    say(this.head, text.take_picture);
    SHAPES.forEach((shape, at) => say(this.shape.options[at], text[`take_shape_${shape}`]));
    put(this.shape, "aria-label", text.take_shape);
    say(this.darkWords, text.take_dark);
    say(this.said, "");
  }

  /** @param {"png" | "svg"} kind */
  #button(kind) {
    const press = () => this.#take(kind);
    return el(
      "button",
      { type: "button", class: "lv-button", "data-take": kind, onclick: press },
      icon("save"),
      el("span", {}, kind.toUpperCase()),
    );
  }

  /** @param {"png" | "svg"} kind */
  async #take(kind) {
    const { text, dark } = this;
    const taken = this.#subject?.();
    if (!text) return;
    if (!taken) return say(this.said, text.take_nothing);
    try {
      const palette = this.#palette(dark.checked ? "dark" : "light");
      const way = SHAPES[this.shape.selectedIndex] ?? SHAPES[0];
      const file = await (kind === "png" ? png : svg)(taken, way, palette);
      const name = `${fileName(taken.title || text.take_untitled)}.${kind}`;
      download(file, name);
      say(this.said, text.take_done.replace("{name}", name));
    } catch (problem) {
      // a browser may have no memory left for a canvas of this size
      say(this.said, text.take_failed);
      throw problem;
    }
  }
}
