// Terms in formulas under the pointer and on the keyboard. A term is an element of class "term-…".

export const TERMS = '[class^="term-"]';

/**
 * The name of a term's element.
 * @param {Element} node
 */
export function termOf(node) {
  return (node.getAttribute("class") ?? "").slice("term-".length);
}

export class TermKeys {
  /** @type {Element | null} */
  at = null;

  /**
   * `light(term)` is called for what lies under the pointer in `node`, or on the way of the arrow keys, which goes
   * along the terms in what `walked` selects.
   * @param {HTMLElement} node
   * @param {(term: string | null) => void} light
   * @param {string} [walked]
   */
  constructor(node, light, walked = ".ll-symbols") {
    this.node = node;
    this.walked = walked;
    this.light = light;
    node.addEventListener("pointerover", (event) => this.#point(event.target));
    node.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.light(null));
    node.addEventListener("keydown", (event) => this.#key(event));
    node.addEventListener("blur", () => this.#blur());
  }

  /** Forget the term the keys stand on. */
  leave() {
    this.at = null;
  }

  /**
   * The innermost term wins.
   * @param {EventTarget | null} target
   */
  #point(target) {
    const term = target instanceof Element ? target.closest(TERMS) : null;
    this.light(term ? termOf(term) : null);
  }

  #blur() {
    if (!this.at) return;
    this.leave();
    this.light(null);
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") return this.#blur();
    if (!step || event.target !== this.node) return undefined;
    const terms = [...this.node.querySelectorAll(`${this.walked} ${TERMS}`)];
    if (!terms.length) return undefined;
    event.preventDefault();
    const from = terms.findIndex((term) => term === this.at);
    const at = terms[from < 0 ? (step > 0 ? 0 : terms.length - 1) : (from + step + terms.length) % terms.length];
    this.at = at;
    at.scrollIntoView({ block: "nearest", inline: "nearest" });
    return this.light(termOf(at));
  }
}
