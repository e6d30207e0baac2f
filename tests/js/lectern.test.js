// What keys mean to who presents, and the clock.

import { equal } from "./assert.js";
import { actOf, typedInto } from "../../lossviz/web/js/lectern/keys.js";
import { minutesOf, since } from "../../lossviz/web/js/lectern/clock.js";

/**
 * An element that matches what is named here.
 * @param {...string} kinds
 */
function focused(...kinds) {
  const matches = (/** @type {string} */ selector) => kinds.some((kind) => selector.includes(kind));
  return /** @type {any} */ ({ matches });
}

/**
 * @param {string} key
 * @param {any} active
 */
function pressed(key, active = null, more = {}) {
  return actOf(/** @type {any} */ ({ key, ...more }), active);
}

Object.assign(globalThis.document ??= /** @type {any} */ ({}), { body: null });

Deno.test("a clicker steps, whatever has the focus", () => {
  for (const active of [null, focused(":focus-visible"), focused("canvas", ":focus-visible")]) {
    equal(pressed("PageDown", active), { act: "step", way: 1 });
    equal(pressed("PageUp", active), { act: "step", way: -1 });
  }
  equal(pressed("b"), { act: "blank" });
  equal(pressed("."), { act: "blank" });
});

Deno.test("arrow keys belong to what is worked with by the keyboard, else they step", () => {
  equal(pressed("ArrowRight"), { act: "step", way: 1 });
  equal(pressed("ArrowRight", focused("canvas")), { act: "step", way: 1 });
  equal(pressed("ArrowRight", focused(":focus-visible")), null);
  equal(pressed("ArrowLeft", focused("button:not", ":focus-visible")), { act: "step", way: -1 });
  equal(pressed("Home", focused(":focus-visible")), null);
});

Deno.test("plus and minus move, Shift by more, and zoom a picture that has the focus", () => {
  equal(pressed("-"), { act: "move", way: -1, large: undefined });
  equal(pressed("+", null, { shiftKey: true }), { act: "move", way: 1, large: true });
  equal(pressed("_", null, { shiftKey: true }), { act: "move", way: -1, large: true });
  equal(pressed("+", focused("canvas", ":focus-visible")), null);
});

Deno.test("space plays, but presses the button that has the focus", () => {
  equal(pressed(" "), { act: "play" });
  equal(pressed(" ", focused("button:not", ":focus-visible")), null);
});

Deno.test("no key is taken from a field, nor one with Control", () => {
  const field = focused("input:not");
  equal(typedInto(field), true);
  for (const key of ["PageDown", "b", "1", " ", "Escape"]) equal(pressed(key, field), null);
  equal(pressed("r", null, { ctrlKey: true }), null);
  equal(pressed("0"), null);
  equal(pressed("x"), null);
});

Deno.test("Shift goes back a line", () => {
  equal(pressed("n"), { act: "line", way: 1 });
  equal(pressed("N", null, { shiftKey: true }), { act: "line", way: -1 });
});

Deno.test("the clock counts minutes and seconds from the beginning", () => {
  equal(since(null, 5_000), "0:00");
  equal(since(1_000, 76_400), "1:15");
  equal(since(9_000, 1_000), "0:00");
});

Deno.test("minutes are those that are known; without any none are suggested", () => {
  equal(minutesOf([{ minutes: 2 }, { minutes: null }, { minutes: 3.5 }]), 5.5);
  equal(minutesOf([{ minutes: null }]), null);
});
