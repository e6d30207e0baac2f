// Buttons beside a picture that can be turned, for who cannot drag it and does not know its keys.

import { el, put } from "../frame/dom.js";
import { icon } from "../frame/icons.js";

// so many presses of an arrow key are one press of a button: 15°
const PRESSES = 2.5;
/** @type {[string, [number, number] | null][]} */
const WAYS = [
  ["left", [-PRESSES, 0]],
  ["right", [PRESSES, 0]],
  ["up", [0, -PRESSES]],
  ["down", [0, PRESSES]],
  ["back", null],
];

/** @typedef {{ turn: (dx: number, dy: number) => boolean, home: () => boolean }} Turned */

export class Turner {
  /** @param {Turned} picture */
  constructor(picture) {
    this.buttons = WAYS.map(([name, way]) => {
      const act = () => (way ? picture.turn(...way) : picture.home());
      const button = el("button", { type: "button", class: "ll-turn", "data-action": `turn-${name}`, onclick: act });
      button.append(icon(`turn-${name}`));
      return { name, button };
    });
    this.node = el("div", { class: "ll-turner", role: "group" }, ...this.buttons.map(({ button }) => button));
  }

  /**
   * @param {boolean} turns whether it can be turned as it is now
   * @param {Record<string, string>} text
   */
  update(turns, text) {
    put(this.node, "hidden", !turns);
    put(this.node, "aria-label", text.turn);
    for (const { name, button } of this.buttons) {
      put(button, "aria-label", text[`turn_${name}`]);
      put(button, "title", text[`turn_${name}`]);
    }
  }
}

/**
 * Whether a picture has what turns it.
 * @param {object} picture
 * @returns {picture is Turned}
 */
export function turnable(picture) {
  return "turn" in picture && "home" in picture;
}
