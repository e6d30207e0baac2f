// The row of live numbers under the curves, and the live value beside the formula.

import { degrees, el, fill, percent, put, say, three } from "./dom.js";

const CELLS = ["loss", "accuracy", "margin", "theta", "least", "widest"];

// so many letters of a class's name leave room for two of them
const LONGEST = 7;

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
    const named = (column) => short(meta?.class_names[at(column)] ?? "–");
    const test = (column) => fill(text.sub_test, { value: percent(at(column)) });
    this.#set("loss", three(at("loss")), text.sub_loss);
    this.#set("accuracy", percent(at("accuracy")), test("test_accuracy"));
    this.#set("margin", percent(at("margin_accuracy")), test("margin_test_accuracy"));
    this.#set("theta", degrees(at("theta_y")), text.sub_theta);
    this.#set("least", degrees(at("least_angle")), fill(text.sub_least, { a: named("least_i"), b: named("least_j") }));
    this.#set("widest", degrees(at("widest")), fill(text.sub_widest, { name: named("widest_class") }));
  }

  #set(key, value, note) {
    const { value: shown, note: under } = this.cells[key];
    say(shown, value);
    say(under, note);
    if (under.title !== note) put(under, "title", note);
  }
}

function short(name) {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
