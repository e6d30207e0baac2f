// Frames between two trained states, so that pictures move instead of jumping. Never shown at rest.

const TURN = 2 * Math.PI;
// what is left of the way shrinks by e in this time; after the rest of it the frame itself is shown
const FADE_MS = 35;
const LONGEST_MS = 150;
// how long after a hand moved something a change of frame is due to it
const HAND_MS = 400;

/** Follows the frame that is to be shown, over a few animation frames. */
export class Glide {
  constructor() {
    this.target = null;
    this.now = null;
    this.moving = false;
    this.until = 0;
  }

  /** A person moves something: the changes that follow are shown as a motion. */
  allow() {
    this.until = performance.now() + HAND_MS;
  }

  /** What to draw at time `time` when `frame` of `track` is to be shown; `still` shows it at once. */
  toward(track, frame, time, still) {
    if (frame !== this.target) {
      const alike = this.now && !still && time < this.until && comparable(this.meta, track.meta);
      this.since = time;
      this.before = this.before && this.moving ? this.before : time - 1000 / 60;
      this.moving = Boolean(alike);
      this.target = frame;
      this.meta = track.meta;
    }
    if (this.moving && (still || time - this.since > LONGEST_MS)) this.moving = false;
    const share = 1 - Math.exp(-(time - this.before) / FADE_MS);
    this.before = time;
    this.now = this.moving ? blend(this.now, frame, share, track.meta.dim, frame) : frame;
    return this.now;
  }

  /** Show `frame` now: what drew it moves by itself. */
  set(track, frame) {
    Object.assign(this, { target: null, now: frame, meta: track.meta, moving: false });
    return frame;
  }
}

/** Two tracks about the same points, whose frames can be blended. */
function comparable(one, other) {
  if (one === other) return true;
  const alike = one.n === other.n && one.dim === other.dim && one.class_names.length === other.class_names.length;
  return alike && one.labels.every((label, k) => label === other.labels[k]);
}

/** The frame at `share` (0..1) of the way from `one` to `next`; what cannot glide is that of `base`. */
export function blend(one, next, share, dim, base) {
  const mixed = { ...base };
  mixed.dir = directions(one.dir, next.dir, share, dim);
  mixed.wdir = directions(one.wdir, next.wdir, share, dim);
  for (const name of ["norm", "wnorm", "psi", "hist"]) {
    if (one[name] && next[name]) mixed[name] = between(one[name], next[name], share);
  }
  mixed.sectors = turned(one.sectors, next.sectors, share) ?? base.sectors;
  mixed.polys = moved(one.polys, next.polys, share) ?? base.polys;
  return mixed;
}

function between(one, next, share) {
  const mixed = new Float32Array(next.length);
  for (let k = 0; k < mixed.length; k += 1) mixed[k] = one[k] + share * (next[k] - one[k]);
  return mixed;
}

function directions(one, next, share, dim) {
  const mixed = between(one, next, share);
  for (let at = 0; at < mixed.length; at += dim) {
    let square = 0;
    for (let k = at; k < at + dim; k += 1) square += mixed[k] * mixed[k];
    const scale = square > 1e-6 ? 1 / Math.sqrt(square) : 0;
    for (let k = at; k < at + dim; k += 1) mixed[k] *= scale;
  }
  return mixed;
}

function alike(one, next, same) {
  return one && next && one.length === next.length && one.every((piece, k) => same(piece, next[k]));
}

/** Sectors turn along when both frames have the same ones, in the same order. */
function turned(one, next, share) {
  if (!alike(one, next, (a, b) => a.kind === b.kind && a.cls === b.cls)) return null;
  return one.map((row, k) => {
    const goal = next[k];
    const way = ((((goal.start - row.start + Math.PI) % TURN) + TURN) % TURN) - Math.PI;
    const start = row.start + share * way;
    const width = row.end - row.start + share * (goal.end - goal.start - row.end + row.start);
    return { kind: row.kind, cls: row.cls, start, end: start + width };
  });
}

/** Polygons move along when both frames have the same ones with as many corners. */
function moved(one, next, share) {
  const same = (a, b) => a.kind === b.kind && a.cls === b.cls && a.points.length === b.points.length;
  if (!alike(one, next, same)) return null;
  return one.map((piece, k) => ({ ...piece, points: between(piece.points, next[k].points, share) }));
}
