// The wire protocol: a streamed answer of binary messages becomes a Track of frames.
//
// A message is [u32 little endian: header length][JSON header][payload]; the header names the
// arrays in the payload. A frame holds the slices of one slider position, ready to be drawn.

import { ask, refusalIn } from "./asking.js";

/**
 * @typedef {Float64Array | Float32Array | Int32Array | Int16Array | Uint16Array | Uint8Array} Numbers
 * @typedef {{ data: Numbers, shape: number[] }} Column
 * @typedef {{ type: string, [field: string]: any }} Header
 * @typedef {{ header: Header, arrays: Record<string, Column> }} Message
 * @typedef {{ name: string, dtype: keyof typeof TYPES, shape: number[], scale?: number, offset: number }} Listed
 * @typedef {{ kind: number, cls: number, start: number, end: number }} Sector
 * @typedef {{ kind: number, cls: number, rival: number, points: Numbers }} Piece
 * @typedef {{ position: number, sectors?: Sector[], polys?: Piece[], curves?: Piece[], [name: string]: any }} Frame
 */

const TYPES = { f4: Float32Array, i4: Int32Array, i2: Int16Array, u2: Uint16Array, u1: Uint8Array };
// rows of these belong to one frame by their "_start" array, not by a leading axis
const RAGGED = new Set([
  "sectors",
  "sectors_start",
  "polys",
  "polys_info",
  "polys_start",
  "curves",
  "curves_info",
  "curves_start",
]);

/** The frames of one slider (the training step, s, m …) as far as they have arrived. */
export class Track {
  /** @type {Record<string, any> | null} */
  meta = null;
  /** @type {Frame[]} */
  frames = [];
  /** @type {Header | null} */
  trouble = null;

  /** @param {string} key */
  constructor(key) {
    this.key = key;
    this.count = 0;
    this.total = 0;
    this.latest = -1;
    this.extent = 0;
    this.complete = false;
  }

  /**
   * Take in one decoded message.
   * @param {Message} message
   */
  add({ header, arrays }) {
    if (header.type === "meta") this.#describe(header, arrays);
    else if (header.type === "frames") this.#append(header, arrays);
    else if (header.type === "error") this.trouble = header;
    else if (header.type === "end") this.complete = !this.trouble;
  }

  /**
   * The frame at `position`, or the nearest one that has arrived; null when there is none.
   * @param {number} position
   */
  nearest(position) {
    for (let away = 0; away < this.total; away += 1) {
      const found = this.frames[position - away] ?? this.frames[position + away];
      if (found) return found;
    }
    return null;
  }

  /**
   * @param {Header} header
   * @param {Message["arrays"]} arrays
   */
  #describe(header, arrays) {
    /** @type {string[]} */
    const names = header.numbers ?? [];
    const columns = Object.fromEntries(names.map((name, index) => [name, index]));
    this.meta = { ...header, ...values(arrays), columns };
    this.total = (header.over === "step" ? header.steps : header.values).length;
  }

  /**
   * @param {Header} header
   * @param {Message["arrays"]} arrays
   */
  #append(header, arrays) {
    /** @type {number[]} */
    const positions = header.positions;
    positions.forEach((position, index) => {
      if (!this.frames[position]) this.count += 1;
      const frame = slice(arrays, index, position);
      this.frames[position] = frame;
      this.extent = Math.max(this.extent, frame.extent?.[0] ?? 0);
      this.latest = Math.max(this.latest, position);
    });
  }
}

/** @param {Message["arrays"]} arrays */
function values(arrays) {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.data]));
}

/**
 * The frame at place `index` of its message.
 * @param {Message["arrays"]} arrays
 * @param {number} index
 * @param {number} position
 */
function slice(arrays, index, position) {
  /** @type {Frame} */
  const frame = { position };
  for (const [name, { data, shape }] of Object.entries(arrays)) {
    if (RAGGED.has(name)) continue;
    const size = data.length / shape[0];
    const at = shape[0] === 1 ? 0 : index;
    frame[name] = data.subarray(at * size, (at + 1) * size);
  }
  if (arrays.sectors) frame.sectors = rows(arrays, "sectors", index);
  if (arrays.polys) frame.polys = pieces(arrays, "polys", 3, index);
  if (arrays.curves) frame.curves = pieces(arrays, "curves", 4, index);
  return frame;
}

/**
 * First and last row of frame `index` in a ragged array.
 * @param {Message["arrays"]} arrays
 * @param {string} name
 * @param {number} index
 */
function span(arrays, name, index) {
  const { data } = arrays[`${name}_start`];
  const at = data.length === 2 ? 0 : index;
  return [data[at], data[at + 1]];
}

/**
 * @param {Message["arrays"]} arrays
 * @param {string} name
 * @param {number} index
 * @returns {Sector[]}
 */
function rows(arrays, name, index) {
  const [first, last] = span(arrays, name, index);
  const [kind, cls, start, end] = [0, 1, 2, 3];
  const { data } = arrays[name];
  return Array.from({ length: last - first }, (_, row) => {
    const at = 4 * (first + row);
    return { kind: data[at + kind], cls: data[at + cls], start: data[at + start], end: data[at + end] };
  });
}

/**
 * @param {Message["arrays"]} arrays
 * @param {string} name
 * @param {number} width numbers of a piece in its info
 * @param {number} index
 * @returns {Piece[]}
 */
function pieces(arrays, name, width, index) {
  const [first, last] = span(arrays, name, index);
  const info = arrays[`${name}_info`].data;
  const { data, shape } = arrays[name];
  const count = info.length / width;
  return Array.from({ length: last - first }, (_, row) => {
    const at = width * (first + row);
    const begin = info[at + width - 1];
    const end = first + row + 1 < count ? info[at + 2 * width - 1] : shape[0];
    const points = data.subarray(begin * shape[1], end * shape[1]);
    return { kind: info[at], cls: info[at + 1], rival: width === 4 ? info[at + 2] : -1, points };
  });
}

/**
 * Read messages from `url` into `track`, calling `heard` after each. Throws when the line breaks.
 * @param {string} url
 * @param {Track} track
 * @param {AbortSignal} signal
 * @param {(header: Header) => void} heard
 */
export async function readTrack(url, track, signal, heard) {
  for await (const message of readMessages(url, signal)) {
    track.add(message);
    heard(message.header);
  }
}

/**
 * The messages at `url`, each as {header, arrays: {name: {data, shape}}}. Throws a Refusal when the
 * server does not answer, and another error when the line breaks before the last message.
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function* readMessages(url, signal) {
  const response = await ask(url, signal);
  if (!response.body) throw new TypeError("an answer without a body");
  let ended = false;
  for await (const message of messages(response.body)) {
    const refusal = refusalIn(message.header);
    if (refusal) throw refusal;
    ended ||= message.header.type === "end" || message.header.type === "error";
    yield message;
  }
  if (!ended) throw new TypeError("the stream broke off");
}

/**
 * The messages in a stream of bytes, however it is cut.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<Message>}
 */
export async function* messages(body) {
  const reader = body.getReader();
  let held = new Uint8Array(0);
  let need = 4;
  for (;;) {
    const parts = [held];
    let size = held.length;
    while (size < need) {
      const { done, value } = await reader.read();
      if (done) return;
      parts.push(value);
      size += value.length;
    }
    held = join(parts, size);
    const message = decode(held);
    if ("need" in message) need = message.need;
    else {
      held = held.subarray(message.length);
      need = 4;
      yield message;
    }
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>[]} parts
 * @param {number} size
 */
function join(parts, size) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The message at the start of `bytes`, or {need}: how many bytes must be there to go on.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {{ need: number } | Message & { length: number }}
 */
function decode(bytes) {
  const head = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (bytes.length < 4 + head) return { need: 4 + head };
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + head)));
  const length = 4 + head + (header.bytes ?? 0);
  if (bytes.length < length) return { need: length };
  // a copy, because a typed array must start at a multiple of its element size
  const payload = bytes.slice(4 + head, length).buffer;
  return { header, arrays: unpack(header.arrays ?? [], payload), length };
}

/**
 * @param {Listed[]} listed
 * @param {ArrayBuffer} payload
 */
function unpack(listed, payload) {
  return Object.fromEntries(listed.map(({ name, dtype, shape, scale, offset }) => {
    const size = shape.reduce((product, part) => product * part, 1);
    const stored = new TYPES[dtype](payload, offset, size);
    const data = scale ? Float32Array.from(stored, (value) => value * scale) : stored;
    return [name, { data, shape }];
  }));
}
