// What a file has in place of a server: the answers to all that its stage asks for, see `lossviz.alone.archive`.

import { stateKey } from "../state/query.js";

/**
 * An answer: what it is for, and from where to where its parts stand among the bytes.
 * @typedef {{ route: string, query: string, lang: string, over: string, parts: [number, number][] }} Stored
 */

// what an address has beside the state
const PLACE = ["lesson", "scene", "lang", "over", "only"];

export class Archive {
  /** @type {Map<string, Stored["parts"]>} */
  #answers;
  #bytes;

  /**
   * @param {Stored[]} index
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  constructor(index, bytes) {
    this.#answers = new Map(index.map((one) => [keyOf(one), one.parts]));
    this.#bytes = bytes;
  }

  /**
   * The answer to `url`, or null where the file has none.
   * @param {string} url
   */
  answer(url) {
    const { pathname, searchParams: asked } = new URL(url, "https://file.invalid/");
    const route = pathname.slice(pathname.lastIndexOf("/") + 1);
    const [lang, over] = ["lang", "over"].map((name) => asked.get(name) ?? "");
    for (const name of PLACE) asked.delete(name);
    const wanted = { route, over, query: String(asked) };
    const parts = this.#answers.get(keyOf({ ...wanted, lang })) ?? this.#answers.get(keyOf({ ...wanted, lang: "" }));
    return parts ? new Response(this.#read(parts)) : null;
  }

  /**
   * The parts one after the other, each unpacked when it is read.
   * @param {Stored["parts"]} parts
   */
  #read(parts) {
    const bytes = this.#bytes;
    let next = 0;
    return new ReadableStream({
      async pull(controller) {
        if (next === parts.length) return controller.close();
        const [start, end] = parts[next];
        next += 1;
        const packed = new Blob([bytes.subarray(start, end)]).stream();
        const plain = packed.pipeThrough(new DecompressionStream("deflate"));
        return controller.enqueue(new Uint8Array(await new Response(plain).arrayBuffer()));
      },
    });
  }
}

/** @param {{ route: string, query: string, lang: string, over: string }} one */
function keyOf({ route, query, lang, over }) {
  return [route, lang, over, stateKey(query)].join(" ");
}

/**
 * The bytes that base64 stands for.
 * @param {string} text
 */
export function bytesOf(text) {
  const plain = atob(text);
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
}
