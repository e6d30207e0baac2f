// The wire protocol: a streamed answer of binary messages.
//
// A message is [u32 little endian: header length][JSON header][payload]; the header names the
// arrays in the payload.

import { ask, refusalIn } from "./asking.js";

/**
 * @typedef {Float64Array | Float32Array | Int32Array | Int16Array | Uint16Array | Uint8Array} Numbers
 * @typedef {{ data: Numbers, shape: number[] }} Column
 * @typedef {{ type: string, [field: string]: any }} Header
 * @typedef {{ header: Header, arrays: Record<string, Column> }} Message
 * @typedef {{ name: string, dtype: keyof typeof TYPES, shape: number[], scale?: number, offset: number }} Listed
 */

const TYPES = { f4: Float32Array, i4: Int32Array, i2: Int16Array, u2: Uint16Array, u1: Uint8Array };

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
    ended ||= message.header.type === "end" || message.header.type === "trouble";
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
