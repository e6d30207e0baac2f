// The unit that pictures are drawn in: as many CSS pixels as the page's own sizes are scaled by. It is 1 where the root's
// font size is the usual one; who has larger text, or presents, sees larger type, lines and dots on canvases too.

const USUAL_PX = 16;

/** The CSS pixels of a unit, read when something is laid out and not while it is drawn. */
class Unit {
  now = 1;

  /** The page may have another font size. */
  read() {
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_PX;
    // a browser rounds a font size; what is that near is the usual one
    this.now = Math.abs(size / USUAL_PX - 1) < 1e-3 ? 1 : size / USUAL_PX;
    return this.now;
  }
}

/** Of this page. */
export const unit = new Unit();

/**
 * A length in units, as CSS.
 * @param {number} length
 */
export function inUnits(length) {
  return `${length / USUAL_PX}rem`;
}
