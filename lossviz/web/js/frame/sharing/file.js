// "Standalone page": what is shown as a file that opens without a network. A section of the share dialog.

import { el, fill, put, say } from "../dom.js";
import { Reading } from "../../wire/reading.js";

/**
 * What is shown, as the dialog knows it.
 * @typedef {{ base: string, lesson: string, scene: string, query: string, lang: string, theme: string,
 *   text: Record<string, string> }} Where
 */

const BUSY = 503;
const LATER_MS = 60_000;

export class FileSection {
  /** @type {Where} */
  #where;
  /** @type {Reading | null} */
  #reading = null;

  constructor() {
    this.head = el("h3");
    this.words = el("p");
    this.button = el("button", { type: "button", class: "lv-button", onclick: () => this.#press() });
    this.bar = el("progress", { max: 1, hidden: true });
    this.said = el("p", { role: "status" });
    this.node = el(
      "section",
      { class: "lv-sharing", "data-sharing": "file" },
      this.head,
      this.words,
      this.button,
      this.bar,
      this.said,
    );
  }

  /** @param {Where} where */
  update(where) {
    const moved = !this.#where || addressOf(where) !== addressOf(this.#where);
    this.#where = where;
    if (moved) {
      this.#stop();
      say(this.said, "");
    }
    say(this.head, where.text.file_title);
    say(this.words, where.text.file_about);
    this.#name();
    put(this.bar, "aria-label", where.text.file_title);
  }

  close() {
    this.#stop();
  }

  #name() {
    const { text } = this.#where;
    say(this.button, this.#reading ? text.file_cancel : text.file_make);
  }

  #press() {
    if (this.#reading) {
      this.#stop();
      say(this.said, "");
      return;
    }
    const { text } = this.#where;
    this.#reading = new Reading(addressOf(this.#where), {
      heard: (message) => this.#message(message),
      whole: () => this.#stop(),
      failed: ({ status, place }, wait) => {
        say(this.said, status === BUSY ? fill(text.file_waits, { place }) : text.file_failed);
        if (wait === null) this.#stop();
      },
    }, false);
    this.#reading.start();
    this.bar.removeAttribute("value");
    put(this.bar, "hidden", false);
    say(this.said, text.file_begins);
    this.#name();
  }

  #stop() {
    this.#reading?.stop();
    this.#reading = null;
    put(this.bar, "hidden", true);
    if (this.#where) this.#name();
  }

  /** @param {import("../../wire/messages.js").Message} message */
  #message({ header, arrays }) {
    const { text } = this.#where;
    if (header.type === "waiting") say(this.said, fill(text.file_waits, header));
    if (header.type === "progress") {
      this.bar.value = header.total ? header.done / header.total : 0;
      say(this.said, fill(text.file_share, { percent: Math.round(100 * this.bar.value) }));
    }
    if (header.type !== "file") return;
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (arrays.html.data);
    save(header.name, bytes);
    say(this.said, fill(text.file_done, { name: header.name, size: (bytes.length / 1e6).toFixed(1) }));
  }
}

/** @param {Where} where */
function addressOf({ base, lesson, scene, query, lang, theme }) {
  const place = new URLSearchParams({ lesson, scene, lang, theme, as: "messages" });
  return `${base}lossviz/file?${[place, query].filter(String).join("&")}`;
}

/**
 * Have the browser keep these bytes as a file.
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
function save(name, bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type: "text/html" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), LATER_MS);
}
