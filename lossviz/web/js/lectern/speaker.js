// The line to the speaker's window. Each tab that presents has a channel of its own, which survives a reload.

import { fill } from "../frame/dom.js";

const KEY = "lossviz-channel";
const SHAPE = "popup,width=900,height=680";

/**
 * Where the presenter is.
 * @typedef {{ page: string, lang: string, anchor: string, began: number | null, on: boolean, dark: boolean }} State
 */

export class Speaker {
  #channel;

  /**
   * state(): what the window is told; act(what): it asks for something.
   * @param {{ state: () => State, act: (what: import("./keys.js").Act) => void }} hooks
   */
  constructor({ state, act }) {
    this.state = state;
    this.name = named();
    this.#channel = new BroadcastChannel(this.name);
    this.#channel.onmessage = ({ data }) => {
      if (data.ask) this.tell();
      else if (data.act) act(data);
    };
  }

  /** Tell the window where one is. */
  tell() {
    this.#channel.postMessage({ at: this.state() });
  }

  /**
   * Open the window, or bring the one that is open to the front. False where the browser does not allow it.
   * @param {string} base
   */
  open(base) {
    const { page, lang } = this.state();
    const query = new URLSearchParams({ lesson: page, lang, channel: this.name });
    const opened = globalThis.open(fill("{base}lossviz/notes?{query}", { base, query }), this.name, SHAPE);
    opened?.focus();
    return Boolean(opened);
  }

  close() {
    this.#channel.close();
  }
}

/** The name of this tab's channel. */
function named() {
  const made = `lossviz-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  try {
    const kept = sessionStorage.getItem(KEY) ?? made;
    sessionStorage.setItem(KEY, kept);
    return kept;
  } catch {
    // a browser that keeps nothing: after a reload the window has to be opened again
    return made;
  }
}
