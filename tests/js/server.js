// The server's part: messages of the wire protocol, and answers to what is fetched.

/** @typedef {{ dtype: "f4" | "i4" | "i2" | "u2" | "u1", shape: number[], values: number[], scale?: number }} Given */

const TYPES = { f4: Float32Array, i4: Int32Array, i2: Int16Array, u2: Uint16Array, u1: Uint8Array };

/**
 * One message, as lossviz/stage/packing.py writes it.
 * @param {Record<string, unknown>} header
 * @param {Record<string, Given>} arrays
 */
export function message(header, arrays = {}) {
  let offset = 0;
  const listed = [];
  /** @type {number[]} */
  const payload = [];
  for (const [name, { dtype, shape, values, scale }] of Object.entries(arrays)) {
    const bytes = new Uint8Array(new TYPES[dtype](values).buffer);
    listed.push({ name, dtype, shape, offset, ...(scale && { scale }) });
    // every array begins at a multiple of four
    payload.push(...bytes, ...new Uint8Array((4 - (bytes.length % 4)) % 4));
    offset = payload.length;
  }
  const text = new TextEncoder().encode(JSON.stringify({ ...header, arrays: listed, bytes: payload.length }));
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, text.length, true);
  return new Uint8Array([...new Uint8Array(length.buffer), ...text, ...payload]);
}

/**
 * While `act` goes on, `answer` is what comes of every request; gives the addresses that were asked.
 * @param {(url: string, signal: AbortSignal | null | undefined) => Response | Promise<Response>} answer
 * @param {() => Promise<void>} act
 */
export async function served(answer, act) {
  const before = globalThis.fetch;
  /** @type {string[]} */
  const asked = [];
  globalThis.fetch = async (url, init) => {
    asked.push(String(url));
    return await answer(String(url), init?.signal);
  };
  try {
    await act();
  } finally {
    globalThis.fetch = before;
  }
  return asked;
}
