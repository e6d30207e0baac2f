// The places in formulas where the numbers of the state stand.

import { el, put, say } from "../frame/dom.js";
import { format } from "../drawing/format.js";

const NUMBER = "precise";
// how wide a sign is, in digits
const WIDTHS = { ".": 0.5, "−": 1.3, "×": 1.3, "∞": 1.6, "–": 1 };
const RAISED = /[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/;
const RAISED_WIDTH = 0.7;
// brackets round a number: where a minus would be misread, and where a power of ten would be, too
const FENCED = { sign: (text) => text.startsWith("−"), fence: (text) => /^−|×/.test(text) };
/** @type {(keyof typeof FENCED)[]} */
const FENCES = ["sign", "fence"];
// so many numbers of a track are measured
const SAMPLES = 128;

/**
 * A slot: the array whose number stands there, its element, the brackets round it, how many digits it is wide, how
 * many at least, and which brackets keep their room.
 * @typedef {keyof typeof FENCED} Fence
 * @typedef {{ name: string, shown: HTMLElement, fences: { node: Element, kind: Fence }[], wide: number,
 *   least: number, room: Set<Fence>, value?: number }} Slot
 */

export class Slots {
  /** @type {Slot[]} */
  #all;

  /**
   * The slots in `node`. `arrayOf(place, name)` is the array whose number stands in the slot `name`; numbers are
   * written as `kind` says.
   * @param {Element} node
   * @param {(place: Element, name: string) => string} arrayOf
   * @param {import("../drawing/format.js").Kind} [kind]
   */
  constructor(node, arrayOf, kind = NUMBER) {
    this.kind = kind;
    this.#all = [...node.querySelectorAll('[class^="slot-"]')].map((place) => {
      return {
        name: arrayOf(place, (place.getAttribute("class") ?? "").slice("slot-".length)),
        shown: written(place),
        fences: fencesOf(place),
        wide: 0,
        least: 0,
        /** @type {Set<Fence>} */ room: new Set(),
      };
    });
  }

  /** Write the frame's numbers; a text that stays the same costs nothing. True when a slot grew. */
  write(frame) {
    let grown = false;
    for (const slot of this.#all) {
      const value = frame[slot.name]?.[0];
      if (Object.is(value, slot.value)) continue;
      slot.value = value;
      const text = format(this.kind, value);
      grown = widen(slot, Math.max(width(text), slot.least)) || grown;
      say(slot.shown, text);
      for (const { node, kind } of slot.fences) {
        put(node, "data-idle", FENCED[kind](text) ? null : slot.room.has(kind) ? "room" : "gone");
      }
    }
    return grown;
  }

  /**
   * No slot is narrower than the text of its array, from the next `write` on.
   * @param {Map<string, string>} texts
   */
  keep(texts) {
    for (const slot of this.#all) slot.least = width(texts.get(slot.name) ?? "");
    this.relax();
  }

  /**
   * Until `relax` the slots of these arrays are at least as wide as their texts.
   * @param {Map<string, string>} texts
   */
  hold(texts) {
    for (const slot of this.#all) widen(slot, width(texts.get(slot.name) ?? ""));
  }

  /** Every slot as wide as its own number again. */
  relax() {
    for (const slot of this.#all) Object.assign(slot, { wide: 0, room: new Set(), value: undefined });
  }

  /** Make every slot as wide as its longest number along the track of these sliders. */
  reserve(answer, names) {
    for (const slot of this.#all) {
      const along = answer.along(names, slot.name);
      if (!along) continue;
      const step = Math.ceil(along.length / SAMPLES);
      const texts = Array.from(
        { length: Math.ceil(along.length / step) },
        (_, at) => format(this.kind, along[at * step]),
      );
      Object.assign(slot, { wide: 0, value: undefined });
      // brackets that come and go along the track keep their room
      slot.room = new Set(FENCES.filter((kind) => texts.some(FENCED[kind])));
      // powers of ten are long and stand at the ends of a track: no room is kept for them
      widen(slot, Math.max(...texts.map((text) => (text.includes("×") ? 0 : width(text)))));
    }
  }
}

/**
 * The element in `place` that holds the text: HTML, because MathML's own elements take no width.
 * @param {Element} place
 */
function written(place) {
  const shown = el("span", { class: "ll-slot" });
  if (place instanceof MathMLElement) {
    const box = document.createElementNS(place.namespaceURI, "mtext");
    box.append(shown);
    // text alone counts as space: one plus between two texts would stand with its room outside
    place.replaceChildren(box, document.createElementNS(place.namespaceURI, "mn"));
  } else place.replaceChildren(shown);
  return shown;
}

/**
 * The two brackets that stand round this place.
 * @param {Element} place
 * @returns {Slot["fences"]}
 */
function fencesOf(place) {
  // with its power, or its unit
  const number = place.parentElement?.matches("msup, .degrees") ? place.parentElement : place;
  const [before, after] = [number.previousElementSibling, number.nextElementSibling];
  const kind = FENCES.find((name) => before?.getAttribute("class")?.startsWith(`${name}-`));
  return kind && before && after ? [{ node: before, kind }, { node: after, kind }] : [];
}

function widen(slot, wide) {
  if (wide <= slot.wide) return false;
  slot.wide = wide;
  slot.shown.style.width = `${wide}ch`;
  return true;
}

function width(text) {
  return [...text].reduce((sum, sign) => sum + (WIDTHS[sign] ?? (RAISED.test(sign) ? RAISED_WIDTH : 1)), 0);
}
