// Triangles with depth: no seams, what is near hides what is far.

import { differ, equal, ok } from "./assert.js";
import { Raster } from "../../lossviz/web/js/drawing/raster.js";

// the pixels are painted by our own code: of the browser's canvas only its memory is needed
class Canvas {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    Object.assign(this, { width, height });
  }

  getContext() {
    return {
      createImageData: (/** @type {number} */ wide, /** @type {number} */ high) => ({
        data: new Uint8ClampedArray(4 * wide * high),
      }),
      putImageData() {},
    };
  }
}
Reflect.set(globalThis, "OffscreenCanvas", Canvas);

const PALETTE = /** @type {import("../../lossviz/web/js/drawing/theme.js").Palette} */ ({ mode: "light" });

/**
 * A grid of 2 × 2 corners or more over the whole picture, all at the same depth.
 * @param {number} side
 * @param {number} pixels
 * @param {number} near
 */
function sheet(side, pixels, near) {
  const each = (/** @type {(column: number, row: number) => number} */ at) =>
    Float32Array.from({ length: side * side }, (_, k) => at(k % side, Math.floor(k / side)));
  return {
    x: each((column) => (column / (side - 1)) * pixels),
    y: each((_, row) => (row / (side - 1)) * pixels),
    near: each(() => near),
    share: each((column) => column / (side - 1)),
    tall: each(() => 0.5),
    shade: each(() => 0.5),
  };
}

/** @param {number} pixels */
function raster(pixels) {
  const made = new Raster();
  made.resize(pixels, pixels);
  return made;
}

for (const [side, pixels] of [[2, 40], [7, 61], [33, 50]]) {
  Deno.test(`${side - 1}² cells cover ${pixels}² pixels without a seam`, () => {
    const drawn = raster(pixels);
    drawn.draw(sheet(side, pixels, 0), side, side, PALETTE);
    ok(drawn.pixels.every((pixel) => pixel >>> 24 === 255));
    ok(drawn.depth.every((depth) => Math.abs(depth) < 1e-6));
  });
}

Deno.test("the colour runs along the ramp", () => {
  const drawn = raster(64);
  drawn.draw(sheet(5, 64, 0), 5, 5, PALETTE);
  const row = drawn.pixels.subarray(32 * 64, 33 * 64);
  // the ramp goes from light to dark
  const light = Array.from(row, (pixel) => (pixel & 255) + ((pixel >>> 8) & 255) + ((pixel >>> 16) & 255));
  ok(light[0] > light[63] + 200);
  ok(new Set(row).size > 50);
});

Deno.test("what is near is seen, and hides what is far", () => {
  const drawn = raster(40);
  const both = sheet(2, 40, 0);
  drawn.draw(both, 2, 2, PALETTE);
  equal(drawn.sees(20, 20, 0, 0.01), true);
  equal(drawn.sees(20, 20, -0.5, 0.01), false);
  equal(drawn.sees(20, 20, 0.5, 0.01), true);
  // beyond the picture nothing hides anything
  equal(drawn.sees(-3, 20, -9, 0), true);
});

Deno.test("a ridge before a valley: at each pixel the nearer one", () => {
  const drawn = raster(30);
  // two sheets as one grid of three rows: from far above to near below, folded back over itself
  const at = sheet(3, 30, 0);
  at.y.set([0, 0, 0, 30, 30, 30, 0, 0, 0]);
  at.near.set([0, 0, 0, 0, 0, 0, 1, 1, 1]);
  drawn.draw(at, 3, 3, PALETTE);
  for (let row = 0; row < 30; row += 1) {
    const depth = drawn.depth[row * 30 + 15];
    ok(Math.abs(depth - (1 - (row + 0.5) / 30)) < 1e-5, `row ${row}: ${depth}`);
  }
});

Deno.test("what is taller than the box is cut off, and a corner that is no number draws nothing", () => {
  const drawn = raster(40);
  const at = sheet(2, 40, 0);
  at.tall.set([0, 2, 0, 2]);
  drawn.draw(at, 2, 2, PALETTE);
  const row = Array.from(drawn.pixels.subarray(20 * 40, 21 * 40), (pixel) => pixel !== 0);
  ok(row.slice(0, 19).every(Boolean) && !row.slice(21).some(Boolean));
  const broken = sheet(2, 40, 0);
  broken.y[0] = NaN;
  drawn.draw(broken, 2, 2, PALETTE);
  equal(drawn.pixels[5 * 40 + 5], 0);
  differ(drawn.pixels[35 * 40 + 35], 0);
});
