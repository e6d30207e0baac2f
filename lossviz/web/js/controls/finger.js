// A finger on a rail. It may be about to scroll the page: until it goes sideways the value stays, and if the page takes
// it nothing has happened. A tap goes to where it is.

// how far it goes before it drags
const SLIP = 6;

export class Finger {
  /** @type {{ x: number, y: number, before: string, asked: string | null } | null} */
  #waits = null;

  /**
   * take: the slider is in hand from now on; go: it is to be where the finger was put down.
   * @param {HTMLInputElement} input
   * @param {{ take: () => void, go: () => void }} hooks
   */
  constructor(input, { take, go }) {
    this.input = input;
    input.addEventListener("pointerdown", ({ pointerType, clientX: x, clientY: y }) => {
      if (pointerType === "touch") this.#waits = { x, y, before: input.value, asked: null };
      else take();
    });
    input.addEventListener("pointermove", ({ clientX, clientY }) => {
      if (!this.#waits) return;
      const [dx, dy] = [Math.abs(clientX - this.#waits.x), Math.abs(clientY - this.#waits.y)];
      if (dx <= SLIP || dx <= dy) return;
      this.#waits = null;
      take();
    });
    input.addEventListener("pointerup", () => {
      const asked = this.#waits?.asked;
      this.#waits = null;
      if (typeof asked !== "string") return;
      take();
      input.value = asked;
      go();
    });
    input.addEventListener("pointercancel", () => {
      if (this.#waits) input.value = this.#waits.before;
      this.#waits = null;
    });
  }

  /** Whether a value that the browser has just set is meant; one that may not be is taken back. */
  get meant() {
    const { input } = this;
    if (!this.#waits) return true;
    this.#waits.asked = input.value;
    input.value = this.#waits.before;
    return false;
  }
}
