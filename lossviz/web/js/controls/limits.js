// Which controls of a scene an exercise leaves: those that are not shown, and those that cannot be moved.

import { put } from "../frame/dom.js";

const PARTS = "button, input, select";

/** @typedef {{ show: string[] | null, lock: string[] }} Exercise */

export class Limits {
  /** @type {Exercise | null} */
  #exercise = null;
  // whether anything was ever limited
  #used = false;

  /** @param {Exercise | null} exercise */
  follow(exercise) {
    this.#exercise = exercise;
    this.#used ||= exercise !== null;
  }

  /**
   * Whether the slider or choice of this name, of the control `key`, is there and can be moved.
   * @param {string} name
   * @param {string} key
   */
  frees(name, key = keyOf(name)) {
    return this.#shows(name, key) && !this.#locks(name, key);
  }

  /**
   * Hide and lock what stands in `root`.
   * @param {Element} root
   * @param {Map<string, { key: string }>} specs the sliders, by name
   * @param {string} word what is said of a control that is locked
   */
  apply(root, specs, word) {
    if (!this.#used) return;
    for (const node of root.querySelectorAll("[data-slider], .ll-controls [data-choice], .ll-index")) {
      const name = node.getAttribute("data-slider") ?? node.getAttribute("data-choice") ?? "";
      const key = specs.get(name)?.key ?? keyOf(name);
      const locked = this.#locks(name, key);
      put(node, "data-hidden", !this.#shows(name, key));
      put(node, "data-locked", locked);
      put(node, "title", locked ? word : null);
      for (const part of node.querySelectorAll(PARTS)) put(part, "disabled", locked);
    }
  }

  /** @type {(name: string, key: string) => boolean} */
  #shows(name, key) {
    const show = this.#exercise?.show;
    return !show || show.includes(name) || show.includes(key);
  }

  /** @type {(name: string, key: string) => boolean} */
  #locks(name, key) {
    const lock = this.#exercise?.lock ?? [];
    return lock.includes(name) || lock.includes(key);
  }
}

/**
 * The control that a choice belongs to: how long its vector is, or a stop of its road.
 * @param {string} name
 */
function keyOf(name) {
  return name.replace(/-(size|stop)$/, "");
}
