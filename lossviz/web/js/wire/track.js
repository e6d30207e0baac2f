// The frames along one slider or two, as far as they have arrived.
//
// A frame is {name: TypedArray} with `shapes[name]`: the slices of one position, ready to be drawn.

/**
 * @typedef {import("./messages.js").Message} Message
 * @typedef {import("./messages.js").Numbers} Numbers
 * @typedef {Message["arrays"]} Arrays
 * @typedef {{ kind: number, cls: number, start: number, end: number }} Sector
 * @typedef {{ kind: number, cls: number, rival: number, points: Numbers }} Piece
 * @typedef {{ position: number, shapes: Record<string, number[]>, values: Numbers, sectors?: Sector[],
 *   polys?: Piece[], curves?: Piece[], [name: string]: any }} Frame
 */

// a scene without sliders
const NONE = new Float32Array(0);
const ORIGIN = { values: NONE };

export class Track {
  // what its frames have beside what changes along it
  #rest;
  /** @type {Arrays} */
  #whole = {};
  /** @type {string[]} */
  over = [];
  // of a track that comes whole, in the order of its sliders
  /** @type {number[]} */
  counts = [];
  /** @type {Record<string, any> | null} */
  meta = null;
  /** @type {Frame[]} */
  frames = [];
  /** @type {import("./messages.js").Header | null} */
  trouble = null;
  count = 0;
  total = 0;
  latest = -1;
  complete = false;

  /**
   * @param {string} key
   * @param {Frame | null} rest
   */
  constructor(key, rest = null) {
    this.key = key;
    this.#rest = rest;
  }

  /**
   * Take in one decoded message.
   * @param {Message} message
   */
  add({ header, arrays }) {
    if (header.type === "track") this.#append(header, arrays);
    else if (header.type === "trouble") this.trouble = header;
    else if (header.type === "end") this.complete = !this.trouble;
  }

  /**
   * The frame at `position`, if it has arrived: the same object each time.
   * @param {number} position
   * @returns {Frame | undefined}
   */
  at(position) {
    if (this.counts.length && position < this.total) {
      this.frames[position] ??= slice(this.#whole, position, position, this.#rest);
    }
    return this.frames[position];
  }

  /**
   * The frame at `position`, or the nearest one that has arrived; null when there is none.
   * @param {number} position
   */
  nearest(position) {
    for (let away = 0; away < this.total; away += 1) {
      const found = this.at(position - away) ?? this.at(position + away);
      if (found) return found;
    }
    return null;
  }

  /**
   * All values of array `name` along a track that came whole; null when it does not change there.
   * @param {string} name
   */
  along(name) {
    return this.#whole[name]?.data ?? null;
  }

  /**
   * @param {import("./messages.js").Header} header
   * @param {Arrays} arrays
   */
  #append({ over, counts, about, positions }, arrays) {
    this.over = over;
    if (about) this.#describe(about, arrays);
    else if (positions) this.#place(positions, arrays);
    else {
      this.counts = counts;
      this.total = this.count = counts.reduce((/** @type {number} */ all, /** @type {number} */ one) => all * one, 1);
      this.#whole = arrays;
    }
  }

  /**
   * What does not change along it.
   * @param {Record<string, any>} about
   * @param {Arrays} arrays
   */
  #describe(about, arrays) {
    // it may be read again from its beginning: the frames that are here stay as they are
    this.#rest ??= { ...ORIGIN, position: -1, shapes: {} };
    this.meta = { ...about };
    for (const [name, { data, shape }] of Object.entries(arrays)) {
      this.meta[name] = this.#rest[name] = data;
      this.#rest.shapes[name] = shape;
    }
    this.total = (about.values ?? this.meta.steps).length;
    this.#gather();
    this.trouble = null;
  }

  /**
   * @param {number[]} positions
   * @param {Arrays} arrays
   */
  #place(positions, arrays) {
    positions.forEach((position, index) => {
      if (!this.frames[position]) this.count += 1;
      const frame = slice(arrays, index, position, this.#rest);
      for (const [name, columns] of Object.entries(this.meta?.columns ?? {})) split(frame, name, columns);
      for (const [name, code] of Object.entries(this.meta?.coded ?? {})) frame[name] = decoded(frame[name], code);
      this.frames[position] = frame;
      this.latest = Math.max(this.latest, position);
    });
    this.#gather();
  }

  /** A number of each frame along the whole track, NaN where nothing has arrived, as arrays that all frames have. */
  #gather() {
    for (const [name, of] of Object.entries(this.meta?.gathered ?? {})) {
      const found = Float32Array.from({ length: this.total }, (_, k) => this.frames[k]?.[of][0] ?? NaN);
      if (this.#rest) this.#rest[name] = found;
    }
  }
}

/**
 * Each column of a frame's array as an array of its own.
 * @param {Frame} frame
 * @param {string} name
 * @param {string[]} columns
 */
function split(frame, name, columns) {
  columns.forEach((column, k) => {
    frame[column] = frame[name].subarray(k, k + 1);
    frame.shapes[column] = [1];
  });
}

/**
 * Sizes that were sent as logarithms with a sign, as shares of the largest one.
 * @param {Numbers} codes
 * @param {{ zero: number, steps: number, least: number }} code see `lossviz.stage.input_plane`
 */
function decoded(codes, { zero, steps, least }) {
  const [sizes, found] = [new Float32Array(256), new Float32Array(codes.length)];
  for (let code = 0; code < 256; code += 1) {
    const share = Math.expm1((Math.abs(code - zero) / steps) * Math.log1p(1 / least));
    sizes[code] = Math.sign(code - zero) * least * share;
  }
  for (let k = 0; k < codes.length; k += 1) found[k] = sizes[codes[k]];
  return found;
}

/**
 * The frame at place `index` of its message; what it has not itself, it has from `rest`. An array whose
 * first axis is 1 is the same in all frames; rows of one with a "_start" belong to a frame by that.
 * @param {Arrays} arrays
 * @param {number} index
 * @param {number} position
 * @param {Frame | null} rest
 * @returns {Frame}
 */
export function slice(arrays, index, position, rest = null) {
  /** @type {Frame} */
  const frame = Object.assign(Object.create(rest ?? ORIGIN), { position, shapes: { ...rest?.shapes } });
  for (const [name, { data, shape }] of Object.entries(arrays)) {
    const [of, part] = [name.replace(/_(start|info)$/, ""), /_(start|info)$/.test(name)];
    if (part && arrays[of]) continue;
    if (arrays[`${name}_info`]) frame[name] = pieces(arrays, name, index);
    else if (arrays[`${name}_start`]) frame[name] = sectors(arrays, name, index);
    else {
      const size = data.length / shape[0];
      const at = shape[0] === 1 ? 0 : index;
      frame[name] = data.subarray(at * size, (at + 1) * size);
      frame.shapes[name] = shape.slice(1);
    }
  }
  return frame;
}

/**
 * First and last row of frame `index` in a ragged array.
 * @param {Arrays} arrays
 * @param {string} name
 * @param {number} index
 */
function span(arrays, name, index) {
  const { data } = arrays[`${name}_start`];
  const at = data.length === 2 ? 0 : index;
  return [data[at], data[at + 1]];
}

/**
 * @param {Arrays} arrays
 * @param {string} name
 * @param {number} index
 * @returns {Sector[]}
 */
function sectors(arrays, name, index) {
  const [first, last] = span(arrays, name, index);
  const { data } = arrays[name];
  return Array.from({ length: last - first }, (_, row) => {
    const [kind, cls, start, end] = data.subarray(4 * (first + row), 4 * (first + row) + 4);
    return { kind, cls, start, end };
  });
}

/**
 * Each begins at the vertex that the last number of its info says, and ends where the next one begins.
 * @param {Arrays} arrays
 * @param {string} name
 * @param {number} index
 * @returns {Piece[]}
 */
function pieces(arrays, name, index) {
  const [first, last] = span(arrays, name, index);
  const { data: info, shape: [count, width] } = arrays[`${name}_info`];
  const { data, shape } = arrays[name];
  return Array.from({ length: last - first }, (_, row) => {
    const at = width * (first + row);
    const begin = info[at + width - 1];
    const end = first + row + 1 < count ? info[at + 2 * width - 1] : shape[0];
    const points = data.subarray(begin * shape[1], end * shape[1]);
    return { kind: info[at], cls: info[at + 1], rival: width === 4 ? info[at + 2] : -1, points };
  });
}
