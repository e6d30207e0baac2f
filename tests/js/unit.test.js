// Pictures on a page whose sizes are scaled: more device pixels, and the same places.

import { equal } from "./assert.js";
import { happen, hooks, root, SIZE } from "./page.js";
import { CanvasPicture } from "../../lossviz/web/js/drawing/canvas.js";
import { inUnits, unit } from "../../lossviz/web/js/drawing/unit.js";

/** A picture that notes where it is pressed, and with which size it is painted. */
class Noting extends CanvasPicture {
  /** @type {any[]} */
  pressed = [];
  /** @type {any} */
  painted = null;
  /** @type {any} */
  wheels = true;

  /** @override */
  paint() {
    const { width, height, ratio } = this.surface;
    this.painted = { width, height, ratio };
  }

  grip(/** @type {number} */ x, /** @type {number} */ y) {
    this.pressed.push([x, y]);
    return null;
  }

  zoom(/** @type {number} */ _factor, /** @type {number} */ x, /** @type {number} */ y) {
    this.pressed.push([x, y]);
    return true;
  }
}

function shown(/** @type {string} */ fontSize, /** @type {number} */ devicePixelRatio) {
  root.fontSize = fontSize;
  Object.assign(globalThis, { devicePixelRatio });
  const picture = new Noting(hooks());
  picture.update({ about: "" }, {});
  picture.draw(/** @type {any} */ ({ shapes: {} }), /** @type {any} */ ({}));
  return picture;
}

function restored() {
  root.fontSize = "16px";
  Object.assign(globalThis, { devicePixelRatio: 1 });
  unit.read();
}

Deno.test("at the usual size a unit is a CSS pixel", () => {
  for (const ratio of [1, 1.5, 2, 3]) {
    const { painted, canvas } = shown("16px", ratio);
    const sharp = Math.min(ratio, 2);
    equal(painted, { ...SIZE, ratio: sharp });
    equal([canvas.width, canvas.height], [SIZE.width * sharp, SIZE.height * sharp]);
  }
  restored();
});

Deno.test("on a page three times as large a picture has a third of the units, and every pixel of the screen", () => {
  const { painted, canvas } = shown("48px", 1);
  equal(painted, { width: SIZE.width / 3, height: SIZE.height / 3, ratio: 3 });
  equal([canvas.width, canvas.height], [SIZE.width, SIZE.height]);
  restored();
});

Deno.test("while something moves a large picture has fewer pixels", () => {
  const { surface, movingRatio, canvas } = shown("64px", 1);
  surface.start(movingRatio);
  equal(surface.ratio, 2);
  equal(canvas.width, SIZE.width / 2);
  equal(surface.blunt, true);
  restored();
});

Deno.test("the page's size may change while a picture keeps its own", () => {
  const picture = shown("16px", 1);
  root.fontSize = "32px";
  unit.read();
  picture.repaint();
  equal(picture.painted, { width: SIZE.width / 2, height: SIZE.height / 2, ratio: 2 });
  restored();
});

Deno.test("the pointer and the wheel are where the units are", () => {
  const picture = shown("32px", 1);
  const at = { offsetX: 100, offsetY: 40 };
  happen(picture.canvas, "pointerdown", at);
  happen(picture.canvas, "pointermove", { ...at, pointerId: 2 });
  happen(picture.canvas, "wheel", { ...at, deltaY: 1, deltaMode: 0 });
  equal(picture.pressed, [[50, 20], [50, 20], [50, 20]]);
  restored();
});

Deno.test("a length in units grows with the page", () => {
  equal(inUnits(240), "15rem");
});
