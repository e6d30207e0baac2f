// The stages that are on the page, for who gives away what is shown there.

/**
 * What a stage shows. query: of its state; looks: how it is looked at, and `keys` of the address that say both; camera:
 * from where a picture in space is seen, where that is not the usual; alone: it has its page to itself; free: the
 * sliders that can be moved, and all frames along one of them, where they are here.
 * @typedef {{ base: string, lesson: string, scene: string, lang: string, theme: string, alone: boolean, query: string,
 *   looks: Map<string, string>, keys: string[], camera: string | null,
 *   header: import("../wire/messages.js").Header | null,
 *   frame: import("../wire/track.js").Frame | null,
 *   free: string[], along: (name: string) => import("../wire/track.js").Frame[] | null }} Shown
 *
 * @typedef {{ parts: { root: HTMLElement }, shows: () => Shown }} Showing
 */

/** Tells "share" where somebody wants to give away what a stage shows: `detail` is the stage. */
class Stages extends EventTarget {
  /** @type {Set<Showing>} */
  #all = new Set();

  /** @param {Showing} stage */
  add(stage) {
    this.#all.add(stage);
  }

  /** @param {Showing} stage */
  delete(stage) {
    this.#all.delete(stage);
  }

  /** Those that are on the page. */
  get all() {
    return [...this.#all].filter(({ parts }) => parts.root.isConnected);
  }

  /**
   * The one of the scene that is named, or the only one of a page that is made of one.
   * @param {string} scene
   */
  at(scene) {
    const { all } = this;
    return all.find((stage) => stage.shows().scene === scene) ?? all.find((stage) => stage.shows().alone) ?? null;
  }

  /** @param {Showing} stage */
  share(stage) {
    this.dispatchEvent(new CustomEvent("share", { detail: stage }));
  }
}

export const stages = new Stages();
