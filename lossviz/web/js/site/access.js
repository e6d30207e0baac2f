// What a page of Streamlit's lacks for keys and for voices: kept up while the page changes.

import { Groups, WATCHED } from "./groups.js";
import { Landmarks } from "./landmarks.js";
import { LostFocus } from "./lost_focus.js";
import { Popovers } from "./popovers.js";
import { Tongues } from "./tongues.js";

// a picture writes its numbers anew in every frame, and Streamlit has nothing in there
const PICTURES = ".lv-stage";

export class Access {
  /**
   * say(key): our words in the language of the page.
   * @param {(key: string) => string} say
   */
  constructor(say) {
    this.landmarks = new Landmarks(say);
    this.groups = new Groups();
    this.tongues = new Tongues();
    this.lost = new LostFocus();
    new Popovers();
    new MutationObserver((records) => this.#changed(records)).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: WATCHED,
    });
  }

  /** The page is in another language. */
  draw() {
    this.landmarks.draw();
    this.tongues.mark(document.body);
  }

  /** @param {MutationRecord[]} records */
  #changed(records) {
    this.lost.look();
    const around = records.filter(({ target }) => !elementOf(target)?.closest(PICTURES));
    if (!around.length) return;
    this.landmarks.draw();
    this.groups.changed(around);
    this.tongues.changed(around);
  }
}

/** @param {Node} node */
function elementOf(node) {
  return node instanceof Element ? node : node.parentElement;
}
