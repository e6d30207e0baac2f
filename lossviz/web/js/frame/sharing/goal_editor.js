// The goal of an exercise that is being made: what it is about, when it is reached, whether it can be.

import { el, fill, put, say } from "../dom.js";
import { meets, offers, within } from "../../state/goal.js";

/**
 * @typedef {import("../../state/goal.js").Offer} Offer
 * @typedef {import("../../state/goal.js").Relation} Relation
 * @typedef {import("../../state/stages.js").Shown} Shown
 */

export class GoalEditor {
  /** @type {Offer[]} */
  #offers = [];
  #shape = "";
  /** @type {Shown | null} */
  #shown = null;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.legend = el("legend");
    this.about = el("select", { class: "ls-select", name: "goal-about", onchange: () => this.#choose() });
    this.relation = el("select", { class: "ls-select", name: "goal-relation", onchange: () => this.#relate() });
    this.value = number("goal-value", changed);
    this.classes = el("select", { class: "ls-select", name: "goal-class", onchange: changed });
    this.reach = number("goal-reach", changed);
    this.more = el("span", { class: "ls-reach" }, "±", this.reach);
    this.told = el("p", { class: "ls-told", role: "status" });
    const line = el("div", { class: "ls-goal" }, this.about, this.relation, this.value, this.classes, this.more);
    this.node = el("fieldset", { class: "ls-set" }, this.legend, line, this.told);
  }

  clear() {
    this.#shape = "";
    this.about.value = "";
  }

  /**
   * @param {Shown} shown
   * @param {import("./left.js").Left} left which controls the exercise leaves
   * @param {Record<string, string>} text
   */
  update(shown, left, text) {
    this.#shown = shown;
    this.#offers = shown.header ? offers(shown.header) : [];
    say(this.legend, text.goal);
    const names = this.#offers.map(({ kind, label }) =>
      kind === "region" ? fill(text.region, { title: label }) : label
    );
    const shape = JSON.stringify([names, text.goal]);
    if (shape !== this.#shape) this.#build(names, text);
    this.#shape = shape;
    for (const [node, key] of /** @type {const} */ ([[this.about, "goal_about"], [this.relation, "goal_relation"]])) {
      put(node, "aria-label", text[key]);
    }
    put(this.value, "aria-label", text.goal_value);
    put(this.classes, "aria-label", text.goal_class);
    put(this.reach, "aria-label", text.goal_reach);
    this.#show();
    const words = left.any ? this.#judge(left) : "all_locked";
    say(this.told, words && text[words]);
    put(this.told, "data-warns", Boolean(words));
  }

  /** As a link has it; "" for none. */
  written() {
    const goal = this.#goal();
    if (!goal) return "";
    const { about, relation, value, reach } = goal;
    return [about, relation, value, ...(reach === null ? [] : [reach])].join("_");
  }

  get #offer() {
    return this.about.value === "" ? null : this.#offers.find(({ about }) => about === this.about.value) ?? null;
  }

  /** @returns {import("../../state/goal.js").Goal | null} */
  #goal() {
    const offer = this.#offer;
    if (!offer) return null;
    const relation = /** @type {Relation} */ (this.relation.value);
    const value = read(offer.classes ? this.classes.value : this.value.value);
    const reach = relation === "at" && this.reach.value.trim() ? read(this.reach.value) : null;
    if (Number.isNaN(value) || (reach !== null && !(reach >= 0))) return null;
    return { about: offer.about, relation, value, reach };
  }

  /**
   * What is to be said of the goal, by the key of its words.
   * @param {import("./left.js").Left} left
   */
  #judge(left) {
    const [offer, shown] = [this.#offer, this.#shown];
    if (!offer || !shown) return "";
    const goal = this.#goal();
    if (!goal) return "goal_number";
    const free = left.free.filter((name) => shown.free.includes(name));
    if (offer.kind === "slider" && !left.free.includes(offer.about)) return "goal_held";
    if (shown.frame && meets(goal, offer, shown.frame)) return "goal_already";
    const names = offer.kind === "slider" ? [offer.about] : free;
    if (within(goal, offer, names.map((name) => shown.along(name))) !== false) return "";
    return offer.kind === "slider" ? "goal_never" : "goal_far";
  }

  /** @type {(names: string[], text: Record<string, string>) => void} */
  #build(names, text) {
    const chosen = this.about.value;
    const options = this.#offers.map(({ about }, at) => el("option", { value: about }, plain(names[at])));
    this.about.replaceChildren(el("option", { value: "" }, text.goal_none), ...options);
    this.about.value = this.#offers.some(({ about }) => about === chosen) ? chosen : "";
    this.words = text;
    this.#relations();
  }

  /** Another thing: its value now is what is asked for first. */
  #choose() {
    this.#relations();
    const [offer, shown] = [this.#offer, this.#shown];
    if (offer && shown?.frame && !offer.classes) {
      const now = offer.read(shown.frame, 0);
      // as it stands on the slider: a frame has its numbers in single precision
      this.value.value = String(Number(now.toPrecision(offer.kind === "slider" ? 6 : 3)));
    }
    this.reach.value = "";
    this.changed();
  }

  #relate() {
    this.changed();
  }

  #relations() {
    const offer = this.#offer;
    const before = this.relation.value;
    const relations = offer?.relations ?? [];
    this.relation.replaceChildren(
      ...relations.map((relation) => el("option", { value: relation }, this.words?.[`relation_${relation}`] ?? "")),
    );
    if (relations.some((relation) => relation === before)) this.relation.value = before;
    const held = this.classes.value;
    const called = offer?.classes ?? [];
    this.classes.replaceChildren(...called.map(({ value, name }) => el("option", { value }, name)));
    if (called.some(({ value }) => String(value) === held)) this.classes.value = held;
  }

  /** Only what the goal needs. */
  #show() {
    const offer = this.#offer;
    put(this.relation, "hidden", !offer);
    put(this.value, "hidden", !offer || Boolean(offer.classes));
    put(this.classes, "hidden", !offer?.classes);
    put(this.more, "hidden", !offer || this.relation.value !== "at");
  }
}

/**
 * A number as people write it, with a point or a comma.
 * @param {string} text
 */
function read(text) {
  const written = text.trim().replace(",", ".").replace("−", "-");
  return written === "" ? NaN : Number(written);
}

/** @type {(name: string, changed: () => void) => HTMLInputElement} */
function number(name, changed) {
  return el("input", { type: "text", class: "ls-field ls-number", name, autocomplete: "off", oninput: changed });
}

/**
 * A name without the mark of a letter below the line.
 * @param {string} name
 */
function plain(name) {
  return name.replaceAll(/(?<=\S)_(?=[A-Za-z0-9](?![A-Za-z0-9_]))/g, "");
}
