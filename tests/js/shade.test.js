// The colours that are chosen on this device, and how the page is told.

import { equal } from "./assert.js";
import { shade } from "../../lossviz/web/js/state/shade.js";

/** What the system says, and can change. */
class System extends EventTarget {
  matches = false;
  turn(dark) {
    this.matches = dark;
    this.dispatchEvent(new Event("change"));
  }
}

const system = new System();
/** @type {any} */
const page = globalThis;
page.matchMedia = () => system;
page.document ??= { documentElement: { dataset: {} } };
page.document.documentElement ??= { dataset: {} };
localStorage.removeItem("lossviz-colours");
shade.keep();

/** What Streamlit asks. */
const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;

Deno.test("nothing chosen: the system's word counts, and is followed", () => {
  shade.choose("system");
  equal([shade.now, dark()], ["light", false]);
  system.turn(true);
  equal([shade.now, dark()], ["dark", true]);
  system.turn(false);
});

Deno.test("a choice is told as if the system had made it, at once and to whom listens already", () => {
  /** @type {boolean[]} */
  const heard = [];
  const listening = matchMedia("(prefers-color-scheme: dark)");
  listening.addEventListener("change", (event) => heard.push(/** @type {any} */ (event).matches));
  shade.choose("dark");
  shade.choose("projector");
  equal(heard, [true, false]);
  equal([shade.now, dark(), localStorage.getItem("lossviz-colours")], ["projector", false, "projector"]);
  system.turn(true);
  equal([shade.now, dark()], ["projector", false]);
  system.turn(false);
});

Deno.test("what is no name of colours is as if nothing were chosen", () => {
  shade.choose(/** @type {any} */ ("pink"));
  equal([shade.chosen, shade.now], ["system", "light"]);
});
