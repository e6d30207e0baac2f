// Where the parts of a page begin: the site's navigation has a name, and the link that skips it leads behind it.
// Streamlit's own leads to the part of the page that the navigation lies in.

import { focusOn } from "./reach.js";

const NAVIGATION = ".st-key-frame";
const SKIP = '[data-testid="stSkipToContent"]';
const MAIN = '[data-testid="stMain"]';

export class Landmarks {
  /**
   * say(key): our words in the language of the page.
   * @param {(key: string) => string} say
   */
  constructor(say) {
    this.say = say;
    document.addEventListener("click", (event) => this.#skip(event), { capture: true });
  }

  /** Name what is there now. */
  draw() {
    const frame = document.querySelector(NAVIGATION);
    if (!frame) return;
    frame.setAttribute("role", "navigation");
    frame.setAttribute("aria-label", this.say("navigation"));
  }

  /** @param {MouseEvent} event */
  #skip(event) {
    const link = event.target instanceof Element ? event.target.closest(SKIP) : null;
    const title = titleOf(document);
    if (!link || !title) return;
    event.preventDefault();
    // Streamlit gives it to where the navigation is
    event.stopPropagation();
    focusOn(title);
  }
}

/**
 * The title of the page.
 * @param {Document} page
 * @returns {HTMLElement | null}
 */
export function titleOf(page) {
  return page.querySelector(`${MAIN} h1`);
}
