// Where the points of a picture are seen, and which of them is meant.

export class Cloud {
  // x and y of every point in units; NaN where it cannot be seen
  at = new Float32Array(0);
  // 1 for a point on the far side of what it lies on
  behind = new Uint8Array(0);
  count = 0;
  // the ones that are shown: from the first to before the last
  first = 0;
  last = 0;

  /**
   * Room for so many points; where they are is written into `at` and `behind`.
   * @param {number} count
   */
  begin(count, first = 0, last = count) {
    Object.assign(this, { count, first, last });
    if (this.behind.length >= count) return;
    this.at = new Float32Array(2 * count);
    this.behind = new Uint8Array(count);
  }

  /**
   * @param {number} index
   * @param {number} x
   * @param {number} y
   */
  put(index, x, y, behind = false) {
    this.at[2 * index] = x;
    this.at[2 * index + 1] = y;
    this.behind[index] = behind ? 1 : 0;
  }

  /**
   * Where point `index` is seen, null when it is not.
   * @param {number} index
   */
  spot(index) {
    if (!(index >= this.first && index < this.last)) return null;
    const [x, y] = [this.at[2 * index], this.at[2 * index + 1]];
    return Number.isNaN(x + y) ? null : { x, y };
  }

  /**
   * The point in front that is nearest to (x, y) within `reach` pixels, −1 when there is none.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  find(x, y, reach) {
    const { at, behind } = this;
    let [best, found] = [reach * reach, -1];
    for (let i = this.first; i < this.last; i += 1) {
      const away = (at[2 * i] - x) ** 2 + (at[2 * i + 1] - y) ** 2;
      if (away < best && !behind[i]) [best, found] = [away, i];
    }
    return found;
  }

  /**
   * The seen point `step` places on from `index`, in order of the angle round (x, y); −1 when none is seen.
   * @param {number} index
   * @param {number} step
   * @param {number} x
   * @param {number} y
   */
  neighbour(index, step, x, y) {
    const seen = [];
    for (let i = this.first; i < this.last; i += 1) if (this.spot(i)) seen.push(i);
    if (!seen.length) return -1;
    /** @type {(i: number) => number} */
    const angle = (i) => Math.atan2(y - this.at[2 * i + 1], this.at[2 * i] - x);
    seen.sort((one, other) => angle(one) - angle(other));
    const from = seen.indexOf(index);
    return seen[(from + step + seen.length) % seen.length];
  }
}
