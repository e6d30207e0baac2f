// The line to Python. What is said on it may be lost, and a new session may be at its other end.

const REPEAT_MS = 4000;
// Streamlit writes here whether it is connected. When a lost line is back, it neither runs the page
// nor says again what could not be said meanwhile.
export const ROOT = "[data-testid=stApp]";
export const STATE = "data-test-connection-state";

export class Line {
  #timer = 0;
  /** @type {MutationObserver | null} */
  #watch = null;

  /**
   * `say()` is called when a lost line is back, and again and again while an answer is missing;
   * `back()` only when a lost line is back.
   * @param {() => void} say
   * @param {() => void} back
   */
  constructor(say, back) {
    this.say = say;
    this.root = document.querySelector(ROOT);
    if (!this.root) return;
    const watch = new MutationObserver(() => {
      if (!this.#isWhole()) return;
      back();
      say();
    });
    this.#watch = watch;
    watch.observe(this.root, { attributeFilter: [STATE] });
  }

  /**
   * Something was said that is to be answered, or all has been answered.
   * @param {boolean} missing
   */
  expect(missing) {
    clearInterval(this.#timer);
    this.#timer = missing ? setInterval(() => this.#isWhole() && this.say(), REPEAT_MS) : 0;
  }

  close() {
    this.expect(false);
    this.#watch?.disconnect();
  }

  #isWhole() {
    return !this.root || this.root.getAttribute(STATE) === "CONNECTED";
  }
}
