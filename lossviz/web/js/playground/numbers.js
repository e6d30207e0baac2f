// The row of live numbers under the curves, and the live value beside the formula.

import { degrees, el, fill, percent, put, say, three } from "../frame/dom.js";
import { vectorName } from "./rim.js";

const CELLS = ["loss", "accuracy", "margin", "theta", "least", "widest"];

// so many letters of a class's name leave room for two of them
const LONGEST = 6;
// what is kept of names that begin alike
const [HEAD, TAIL] = [2, 3];

export class Numbers {
  constructor(list) {
    this.cells = Object.fromEntries(CELLS.map((key) => {
      const parts = { name: el("dt"), value: el("dd", { class: "lv-value" }), note: el("dd", { class: "lv-sub" }) };
      list.append(el("div", { class: "lv-number", "data-number": key }, parts.name, parts.value, parts.note));
      return [key, parts];
    }));
  }

  words(text) {
    for (const key of CELLS) say(this.cells[key].name, text[`number_${key}`]);
  }

  draw({ meta, frame, text }) {
    const known = frame?.numbers;
    const at = (name) => (known ? known[meta.columns[name]] : undefined) ?? NaN;
    const named = (column) => (at(column) >= 0 ? vectorName(meta, at(column)) : "–");
    const pair = (name) => fill(text.sub_least, { a: name("least_i"), b: name("least_j") });
    const test = (column) => fill(text.sub_test, { value: percent(at(column)) });
    this.#set("loss", three(at("loss")), text.sub_loss);
    this.#set("accuracy", percent(at("accuracy")), test("test_accuracy"));
    this.#set("margin", percent(at("margin_accuracy")), test("margin_test_accuracy"));
    this.#set("theta", degrees(at("theta_y")), text.sub_theta);
    this.#set(
      "least",
      degrees(at("least_angle")),
      pair((column) => short(named(column), meta.class_names)),
      pair(named),
    );
    this.#set("widest", degrees(at("widest")), named("widest_class"));
  }

  /** `full`: the note without anything cut, for who points at it. */
  #set(key, value, note, full = note) {
    const { value: shown, note: under } = this.cells[key];
    say(shown, value);
    say(under, note);
    put(under, "title", full);
  }
}

/** A long name's beginning; its two ends where another of `names` begins alike. */
function short(name, names) {
  if (name.length <= LONGEST) return name;
  const start = name.slice(0, LONGEST - 1);
  const unique = names.filter((other) => other.startsWith(start)).length < 2;
  return unique ? `${start}…` : `${name.slice(0, HEAD)}…${name.slice(-TAIL)}`;
}
