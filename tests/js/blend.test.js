// Frames between two trained states.

import { equal, near, ok } from "./assert.js";
import { blend } from "../../lossviz/web/js/drawing/blend.js";
import { Motion } from "../../lossviz/web/js/frame/motion.js";
import { Player } from "../../lossviz/web/js/controls/player.js";

const GLIDES = {
  directions: ["dir", "wdir"],
  numbers: ["norm", "psi"],
  sectors: ["sectors"],
  polygons: ["polys"],
  same: ["labels"],
};
// what all frames of a track have
const STILL = { labels: Uint8Array.of(0), values: new Float32Array(0) };

/** @param {number} angle */
function frameAt(angle, more = {}) {
  return Object.assign(Object.create(STILL), {
    position: 0,
    shapes: { dir: [1, 2], wdir: [1, 2] },
    dir: Float32Array.of(Math.cos(angle), Math.sin(angle)),
    wdir: Float32Array.of(1, 0),
    norm: Float32Array.of(angle),
    sectors: [{ kind: 0, cls: 0, start: angle, end: angle + 1 }],
    numbers: Float32Array.of(angle),
    ...more,
  });
}

Deno.test("half way, a direction has turned half, and is as long as before", () => {
  const mixed = blend(frameAt(0), frameAt(1), 0.5, GLIDES, frameAt(0));
  near(Math.atan2(mixed.dir[1], mixed.dir[0]), 0.5, 1e-6);
  near(Math.hypot(...mixed.dir), 1, 1e-6);
  near(mixed.norm[0], 0.5, 1e-6);
});

Deno.test("at both ends of the way it is the frame there", () => {
  for (const [share, angle] of [[0, 0.3], [1, 1.2]]) {
    const mixed = blend(frameAt(0.3), frameAt(1.2), share, GLIDES, frameAt(0.3));
    near(Math.atan2(mixed.dir[1], mixed.dir[0]), angle, 1e-6);
    near(mixed.sectors[0].start, angle);
  }
});

Deno.test("a direction to its opposite is none in the middle, and no NaN", () => {
  equal(blend(frameAt(0), frameAt(Math.PI), 0.5, GLIDES, frameAt(0)).dir.every(Number.isFinite), true);
});

Deno.test("a sector turns the short way round, and keeps its width", () => {
  const mixed = blend(frameAt(3), frameAt(-3), 0.5, GLIDES, frameAt(3));
  near(mixed.sectors[0].start, Math.PI);
  near(mixed.sectors[0].end - mixed.sectors[0].start, 1);
});

Deno.test("what has other parts in both, and what cannot glide, is that of the base", () => {
  const other = frameAt(1, { sectors: [{ kind: 1, cls: 0, start: 0, end: 1 }], numbers: Float32Array.of(9) });
  const base = frameAt(0);
  const mixed = blend(base, other, 0.5, GLIDES, base);
  ok(mixed.sectors === base.sectors && mixed.numbers === base.numbers);
  equal(mixed.polys, undefined);
  // and what is the same all along the track
  ok(mixed.labels === STILL.labels);
});

/** @param {any[]} frames */
function trackOf(...frames) {
  return /** @type {any} */ ({ meta: { glides: GLIDES }, frames });
}

Deno.test("what a hand has moved glides, and comes to rest at the frame itself", () => {
  const motion = new Motion();
  const [from, to] = [frameAt(0), frameAt(1)];
  const track = trackOf(from);
  const begun = performance.now();
  ok(motion.at(track, from, 0, begun, false) === from && !motion.moving);
  motion.allow();
  let before = 0;
  for (let at = 0; at < 9; at += 1) {
    const shown = motion.at(track, to, 0, begun + 16 * at, false);
    const turned = Math.atan2(shown.dir[1], shown.dir[0]);
    ok(motion.moving && turned > before && turned < 1);
    before = turned;
  }
  ok(before > 0.9);
  ok(motion.at(track, to, 0, begun + 200, false) === to && !motion.moving);
});

Deno.test("nothing glides that nobody moved, nor for who wants no motion, nor to other points", () => {
  const [from, to] = [frameAt(0), frameAt(1)];
  const track = trackOf(from);
  const now = performance.now();
  const motion = new Motion();
  motion.at(track, from, 0, now, false);
  ok(motion.at(track, to, 0, now + 16, false) === to);
  motion.allow();
  ok(motion.at(track, from, 0, now + 32, true) === from);
  const other = frameAt(1, { labels: Uint8Array.of(1) });
  ok(motion.at(track, other, 0, now + 48, false) === other);
  const more = frameAt(0, { labels: Uint8Array.of(1), wdir: Float32Array.of(1, 0, 0, 1) });
  ok(motion.at(track, more, 0, now + 64, false) === more);
  // nor what a track without motion shows
  ok(motion.at(/** @type {any} */ ({ meta: {}, frames: [] }), from, 0.5, now + 80, false) === from);
});

Deno.test("what plays shows the way to the next frame, unless that has not come", () => {
  const [from, to] = [frameAt(0), frameAt(1)];
  const motion = new Motion();
  const { dir } = motion.at(trackOf(from, to), from, 0.5, 0, true);
  near(Math.atan2(dir[1], dir[0]), 0.5, 1e-6);
  ok(motion.at(trackOf(from), from, 0.25, 16, true) === from);
});

Deno.test("a player walks from where it is to the end, or from the start again", () => {
  const player = new Player();
  const way = { runs: false, still: false };
  player.start("m", 2, 10, way);
  const times = [100, 100, 1600, 2600, 3600, 9999];
  equal(times.map((now) => player.at(now, 10)), [2, 2, 5, 7, 9, 10]);
  player.start("m", 10, 10, way);
  equal(player.at(0, 10), 0);
  player.start("m", 0, 100, { ...way, still: true });
  player.at(0, 100);
  // in stops, for who wants less motion
  equal(
    new Set(Array.from({ length: 100 }, (_, k) => player.at(50 * k, 100))),
    new Set([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]),
  );
  // twice as fast, and a run by its snapshots
  player.speed = 2;
  player.start("m", 0, 10, way);
  equal([0, 1000].map((now) => player.at(now, 10)), [0, 4]);
  player.start("step", 3, 30, { runs: true, still: false });
  equal([0, 125, 9999].map((now) => player.at(now, 30)), [3, 6, 30]);
});
