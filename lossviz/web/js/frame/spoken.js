// What the pictures show, in words, for who cannot see them.

import { ask } from "../wire/asking.js";
import { news } from "./summary.js";

// a step that is passed is not worth asking for
const REST_MS = 400;
// nothing is said of what the pictures show
/** @type {Record<string, string>} */
const NOTHING = {};

export class Spoken {
  /** @type {Record<string, string> | null} */
  #words = null;
  // what the pictures have, with what the server has told
  /** @type {Record<string, string> | null} */
  #told = null;
  /** @type {string | null} */
  #url = null;
  #wait = 0;
  #reading = new AbortController();

  // what was told last of a state at rest: what is new since is said aloud
  /** @type {Record<string, string> | null} */
  #heard = null;

  /**
   * @param {import("../pictures/pictures.js").Pictures} pictures
   * @param {import("./voice.js").Voice} voice
   */
  constructor(pictures, voice) {
    this.pictures = pictures;
    this.voice = voice;
  }

  /**
   * Tell these words, by picture, and those that the server has at `url` of what is shown beside them.
   * @param {Record<string, string> | null} words
   * @param {string | null} url
   */
  tell(words, url) {
    const known = words ?? NOTHING;
    if (known === this.#words && url === this.#url) return;
    this.#stop();
    [this.#words, this.#url] = [known, url];
    this.#say(known);
    if (!url) return;
    const { signal } = this.#reading = new AbortController();
    this.#wait = setTimeout(() => this.#read(url, signal), REST_MS);
  }

  /** Other pictures are there: they are to be told anew. */
  forget() {
    this.#stop();
    this.#words = this.#told = this.#url = null;
  }

  /** Another scene, or another language: nothing in it is news. */
  leave() {
    this.forget();
    this.#heard = null;
  }

  #stop() {
    clearTimeout(this.#wait);
    this.#reading.abort();
  }

  /** @param {Record<string, string>} words */
  #say(words) {
    if (words !== this.#told) this.pictures.tell(words);
    this.#told = words;
    if (words === NOTHING || words === this.#heard) return;
    if (this.#heard) this.voice.say("pictures", news(this.#heard, words));
    this.#heard = words;
  }

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   */
  async #read(url, signal) {
    try {
      const { words } = await (await ask(url, signal)).json();
      if (!signal.aborted) this.#say({ ...this.#words, ...words });
    } catch {
      // the picture says for itself that it is not there; at the next rest it is asked for again
    }
  }
}
