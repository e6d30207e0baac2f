// The steps that a teacher has put in a row. They are kept as long as the tab lives, while he goes from page to page.

const KEY = "lossviz-playlist";
const TEXT = /^[\s\S]{0,2000}$/;

/**
 * called: what it is called in the list.
 * @typedef {{ page: string, scene: string, pairs: [string, string][], called: string }} Kept
 */

export class Playlist {
  /** @type {Kept[]} */
  steps = read();

  /** @param {Kept} step */
  add(step) {
    this.#keep([...this.steps, step]);
  }

  /** @param {number} at */
  remove(at) {
    this.#keep(this.steps.filter((_, k) => k !== at));
  }

  clear() {
    this.#keep([]);
  }

  /** @param {Kept[]} steps */
  #keep(steps) {
    this.steps = steps;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(steps));
    } catch {
      // storage can be switched off; the row then lives as long as the page
    }
  }
}

/** What is kept, as far as it is what was put there. */
function read() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isStep) : [];
  } catch {
    return [];
  }
}

/** @param {any} step */
function isStep(step) {
  const texts = [step?.page, step?.scene, step?.called, ...(Array.isArray(step?.pairs) ? step.pairs.flat() : [null])];
  return texts.every((text) => typeof text === "string" && TEXT.test(text));
}
