// What makes a slider play: play and pause, the speed, and on a timeline the way back to the start.

import { el, put } from "../frame/dom.js";
import { icon } from "../frame/icons.js";

const SPEEDS = [0.5, 1, 2, 4];

export class Transport {
  #face = "";

  /**
   * @param {boolean} timeline
   * @param {{ play: () => void, rewind: () => void, speed: (rate: number) => void }} hooks
   */
  constructor(timeline, { play, rewind, speed }) {
    this.timeline = timeline;
    this.toggle = button("play", play);
    this.rewind = timeline ? button("rewind", rewind) : null;
    this.rewind?.append(icon("rewind"));
    this.rates = el(
      "select",
      { class: "lv-button lv-speed", onchange: () => speed(Number(this.rates.value)) },
      ...SPEEDS.map((rate) => el("option", { value: rate }, `${rate}×`)),
    );
    this.node = el("div", { class: "lv-transport" }, this.rewind, this.toggle, this.rates);
  }

  /**
   * Whether it plays, how fast, and the words of its buttons; `label`: the slider's name.
   * @param {boolean} on
   * @param {number} speed
   * @param {Record<string, string>} text
   * @param {string} label
   */
  show(on, speed, text, label) {
    const face = on ? "pause" : "play";
    if (face !== this.#face) this.toggle.replaceChildren(icon(face));
    this.#face = face;
    if (this.rates.value !== String(speed)) this.rates.value = String(speed);
    // a page has one timeline
    const of = this.timeline ? "" : `: ${label}`;
    name(this.toggle, (on ? text.pause : text.play) + of);
    name(this.rates, text.speed + of);
    if (this.rewind) name(this.rewind, text.rewind);
  }
}

/** A square button with the name of what it does. */
function button(action, onclick) {
  return el("button", { type: "button", class: "lv-button lv-square", "data-action": action, onclick });
}

function name(node, words) {
  put(node, "aria-label", words);
  put(node, "title", words);
}
