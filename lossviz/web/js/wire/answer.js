// One answer of the server: a state of the scene, and the tracks its sliders run along.
//
// A frame is {name: TypedArray} with `shapes[name]`; what does not change along a track is the
// same in all of its frames.

export class Answer {
  #tracks = [];
  #grids = new Map();
  #last = null;

  constructor(asked) {
    this.asked = asked;
    this.header = null;
    this.frame = null;
    this.trouble = null;
    this.complete = false;
  }

  /** Take in one decoded message. */
  add({ header, arrays }) {
    if (header.type === "scene") this.#describe(header);
    else if (header.type === "frame") this.frame = slicer(arrays, null)(0);
    else if (header.type === "track") this.#tracks.push({ ...header, arrays, at: slicer(arrays, this.frame) });
    else if (header.type === "error") this.trouble = header.text;
    else if (header.type === "end") this.complete = true;
  }

  /** The query of the state, as the server writes it. */
  get query() {
    return this.header?.query;
  }

  /** The sliders' specs in display order, {name, values, …}. */
  get sliders() {
    return this.header.controls.filter(({ kind }) => kind === "slider");
  }

  /** Position of every slider in `frame`, by name. */
  positions(frame) {
    return new Map(this.header.sliders.map((name, at) => [name, nearest(this.#grids.get(name), frame.values[at])]));
  }

  /** Value of every slider in `frame`, by name; exact where it lies on the slider's grid. */
  values(frame) {
    return new Map(this.header.sliders.map((name, at) => {
      const value = frame.values[at];
      const near = this.value(name, nearest(this.#grids.get(name), value));
      return [name, Math.fround(near) === value ? near : value];
    }));
  }

  /** The value of slider `name` at position `index`. */
  value(name, index) {
    return this.#grids.get(name)[index];
  }

  /** The position of slider `name` whose value is closest to `value`. */
  nearest(name, value) {
    return nearest(this.#grids.get(name), value);
  }

  /** The frame with these sliders ({name: position}) moved away from the state, or null. */
  look(moved) {
    const track = this.#track(Object.keys(moved));
    if (!track) return null;
    const index = this.#index(track, moved);
    // the same object for the same frame, so that who draws can see that nothing changed
    if (this.#last?.track !== track || this.#last.index !== index) {
      this.#last = { track, index, frame: track.at(index) };
    }
    return this.#last.frame;
  }

  /** All values of array `name` along the track of these sliders; null when it does not change there. */
  along(names, name) {
    return this.#track(names)?.arrays[name]?.data ?? null;
  }

  #describe(header) {
    this.header = header;
    this.#grids = new Map(this.sliders.map(({ name, values }) => [name, values]));
  }

  /** The smallest track that runs over all of `names`. */
  #track(names) {
    return this.#tracks
      .filter(({ over }) => names.every((name) => over.includes(name)))
      .sort((one, other) => one.over.length - other.over.length)[0];
  }

  /** Place in the row-major product; a slider that is not moved stays at the state. */
  #index({ over, counts }, moved) {
    const state = this.positions(this.frame);
    return over.reduce((index, name, at) => index * counts[at] + (moved[name] ?? state.get(name)), 0);
  }
}

/** Position in `grid` whose value is closest to `value`. */
function nearest(grid, value) {
  let best = 0;
  for (let at = 1; at < grid.length; at += 1) {
    if (Math.abs(grid[at] - value) < Math.abs(grid[best] - value)) best = at;
  }
  return best;
}

/** A function that gives frame `index` of `arrays`, completed with what `rest` has beside them. */
function slicer(arrays, rest) {
  const entries = Object.entries(arrays).map(([name, { data, shape }]) => [name, data, data.length / shape[0]]);
  const shapes = { ...rest?.shapes };
  for (const [name, { shape }] of Object.entries(arrays)) shapes[name] = shape.slice(1);
  return (index) => {
    const frame = { ...rest, shapes };
    for (const [name, data, size] of entries) frame[name] = data.subarray(index * size, (index + 1) * size);
    return frame;
  };
}
