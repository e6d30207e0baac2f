// Flat triangles: no seams between neighbours, the side that is turned away is not seen, coarse is like fine.

import { equal, near, ok } from "./assert.js";

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
const { Facets } = await import("../../lossviz/web/js/drawing/facets.js");

const PEN = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ ({ drawImage() {} }));
const COLOURS = [[200, 0, 0], [0, 0, 200]];
const SIDE = 60;
const PLACE = { left: 10, top: 20, side: SIDE, ratio: 1, coarse: false };
// a wheel of faces round the middle of the square, as far as a corner of it
const SPOKES = 11;

/** @param {number} reach */
function wheel(reach) {
  const round = Array.from({ length: SPOKES }, (_, k) => (2 * Math.PI * k) / SPOKES);
  const [x, y] = [PLACE.left + SIDE / 2, PLACE.top + SIDE / 2];
  return {
    x: Float32Array.from([x, ...round.map((angle) => x + reach * Math.cos(angle))]),
    y: Float32Array.from([y, ...round.map((angle) => y + reach * Math.sin(angle))]),
    corners: round.flatMap((_, k) => [0, 1 + k, 1 + ((k + 1) % SPOKES)]),
    owner: round.map((_, k) => k % 2),
    ways: null,
    value: new Float32Array(SPOKES + 1).fill(20),
    colours: COLOURS,
    alphas: [0.5, 0.75],
  };
}

for (const coarse of [false, true]) {
  Deno.test(`neighbours leave no gap, ${coarse ? "coarse" : "fine"}`, () => {
    const facets = new Facets();
    facets.draw(PEN, { ...PLACE, coarse }, wheel(2 * SIDE));
    equal(facets.side, coarse ? 0.7 * SIDE : 2 * SIDE);
    const shades = [...new Set(Array.from(facets.pixels, (pixel) => pixel >>> 24))].sort();
    // what is surer than e⁸ to 1 counts as that
    equal(shades, [0.5, 0.75].map((alpha) => Math.round((255 * alpha) / (1 + Math.exp(-8)))));
  });
}

Deno.test("as much of the square is covered coarsely as finely", () => {
  const shares = [false, true].map((coarse) => {
    const facets = new Facets();
    facets.draw(PEN, { ...PLACE, coarse }, wheel(20));
    return facets.pixels.filter((pixel) => pixel !== 0).length / facets.pixels.length;
  });
  const exact = (0.5 * SPOKES * 20 ** 2 * Math.sin((2 * Math.PI) / SPOKES)) / SIDE ** 2;
  for (const share of shares) near(share, exact, 0.01);
});

Deno.test("only faces that run the right way round are seen", () => {
  const facets = new Facets();
  const faces = wheel(2 * SIDE);
  // the wheel runs clockwise on a canvas, whose y points down: its areas are positive there
  const seen = (/** @type {number} */ way) => {
    facets.draw(PEN, PLACE, { ...faces, ways: new Float32Array(SPOKES).fill(way) });
    return facets.pixels.filter((pixel) => pixel !== 0).length;
  };
  equal(seen(-1), facets.pixels.length);
  equal(seen(1), 0);
});

Deno.test("the strength is the logistic function of what is interpolated between corners", () => {
  const facets = new Facets();
  const value = Float32Array.from({ length: SPOKES + 1 }, (_, k) => (k ? -4 : 4));
  facets.draw(PEN, PLACE, { ...wheel(2 * SIDE), owner: new Array(SPOKES).fill(0), value });
  const [middle] = [facets.side / 2];
  /** @type {(x: number) => number} */
  const opaque = (x) => facets.pixels[middle * facets.side + x] >>> 24;
  near(opaque(middle), (255 * 0.5) / (1 + Math.exp(-4)), 1.5);
  // on the first spoke the log-odds fall from 4 to −4 over two sides of the square, of which a half is seen
  const right = facets.side - 1;
  const share = (right + 0.5 - middle) / (2 * facets.side);
  near(opaque(right), (255 * 0.5) / (1 + Math.exp(-(4 - 8 * share))), 1.5);
  ok(opaque(middle) > opaque(right));
});

Deno.test("a face of nobody, a corner that is no number and a strength that is none draw nothing", () => {
  const facets = new Facets();
  const faces = wheel(2 * SIDE);
  facets.draw(PEN, PLACE, { ...faces, owner: new Array(SPOKES).fill(-1) });
  ok(facets.pixels.every((pixel) => pixel === 0));
  facets.draw(PEN, PLACE, { ...faces, x: new Float32Array(SPOKES + 1).fill(NaN) });
  ok(facets.pixels.every((pixel) => pixel === 0));
  facets.draw(PEN, PLACE, { ...faces, value: new Float32Array(SPOKES + 1).fill(NaN) });
  ok(facets.pixels.every((pixel) => pixel === 0));
});

Deno.test("other colours, or other strengths, are painted as soon as they come", () => {
  const facets = new Facets();
  const faces = wheel(2 * SIDE);
  facets.draw(PEN, PLACE, faces);
  facets.draw(PEN, PLACE, { ...faces, alphas: [1, 1] });
  ok(facets.pixels.every((pixel) => pixel >>> 24 === 255));
  facets.draw(PEN, PLACE, { ...faces, alphas: [1, 1], colours: [[0, 9, 0], [0, 9, 0]] });
  ok(facets.pixels.every((pixel) => (pixel & 0xffffff) === 0x000900));
});
