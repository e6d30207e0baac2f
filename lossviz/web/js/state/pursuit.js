// The goal of the page's exercise: whether somebody has reached it, by what he did himself.

import { meets, offers } from "./goal.js";

/**
 * @typedef {import("./goal.js").Goal} Goal
 * @typedef {import("./goal.js").Offer} Offer
 */

/** Tells "news" where something of it has changed. */
class Pursuit extends EventTarget {
  #key = "";
  // whether it has been seen unmet: what holds from the start is nobody's work
  #open = false;
  /** @type {Goal | null} */
  goal = null;
  // what it is about, in words; undefined until the scene is here, null where the scene has no such thing
  /** @type {Offer | null | undefined} */
  offer = undefined;
  reached = false;

  /**
   * From now on this is the goal.
   * @param {Goal | null} goal
   * @param {string} scene
   */
  want(goal, scene) {
    const key = goal ? JSON.stringify([goal, scene, location.pathname]) : "";
    if (key === this.#key) return;
    this.#key = key;
    this.goal = goal;
    this.offer = undefined;
    this.reached = this.#open = false;
    this.dispatchEvent(new Event("news"));
  }

  /**
   * The scene has these controls and pictures.
   * @param {import("../wire/messages.js").Header} header
   */
  describe(header) {
    const { goal } = this;
    if (!goal) return;
    const fits = (/** @type {Offer} */ { about, relations, classes }) =>
      about === goal.about && relations.includes(goal.relation) &&
      (!classes || classes.some(({ value }) => value === goal.value));
    this.offer = offers(header).find(fits) ?? null;
    this.dispatchEvent(new Event("news"));
  }

  /**
   * This is seen now.
   * @param {import("../wire/track.js").Frame} frame
   * @param {boolean} moved whether somebody has moved anything
   */
  look(frame, moved) {
    const { goal, offer } = this;
    if (!goal || !offer || this.reached) return;
    const met = meets(goal, offer, frame);
    this.#open ||= met === false;
    if (!met || !moved && !this.#open) return;
    this.reached = true;
    this.dispatchEvent(new Event("news"));
  }
}

export const pursuit = new Pursuit();
