// Arrows, and lines that belong to two classes.

// shorter than this many pixels an arrow is a dot
const FLAT = 0.5;

/**
 * An arrow from one place to another, with a rim of its own colour; a dot when it has no length.
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} wide
 * @param {string} colour
 * @param {string} rim
 */
export function drawArrow(pen, from, to, wide, colour, rim) {
  pen.beginPath();
  traceArrow(pen, from, to, wide);
  pen.lineWidth = 3;
  pen.strokeStyle = rim;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
}

/**
 * Add the outline of an arrow to the pen's path: many arrows are filled at once.
 * @param {CanvasPath} pen
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} wide
 */
export function traceArrow(pen, [x0, y0], [x1, y1], wide) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < FLAT) {
    pen.moveTo(x0 + 1.1 * wide, y0);
    pen.arc(x0, y0, 1.1 * wide, 0, 2 * Math.PI);
    return;
  }
  // a short arrow still says where to
  const head = Math.max(Math.min(3.4 * wide, 0.6 * length), 2 * wide);
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const [bx, by] = [x1 - head * ux, y1 - head * uy];
  // half of the shaft and half of the head, across the way
  const [sx, sy] = [-0.5 * wide * uy, 0.5 * wide * ux];
  const [hx, hy] = [-0.52 * head * uy, 0.52 * head * ux];
  pen.moveTo(x0 + sx, y0 + sy);
  pen.lineTo(bx + sx, by + sy);
  pen.lineTo(bx + hx, by + hy);
  pen.lineTo(x1, y1);
  pen.lineTo(bx - hx, by - hy);
  pen.lineTo(bx - sx, by - sy);
  pen.lineTo(x0 - sx, y0 - sy);
  pen.closePath();
}

/**
 * A line in two colours by turns, because it parts two classes.
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} ends
 * @param {number} wide
 * @param {(string | null)[]} colours
 */
export function drawPair(pen, [x0, y0, x1, y1], wide, [one, other]) {
  const dash = 3.5 * wide + 3;
  pen.lineCap = "butt";
  pen.lineWidth = wide;
  /** @type {[string | null, number][]} */
  const halves = [[one, 0], [other, dash]];
  for (const [colour, shift] of halves) {
    if (!colour) continue;
    pen.setLineDash(other ? [dash, dash] : []);
    pen.lineDashOffset = shift;
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
    pen.strokeStyle = colour;
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.lineDashOffset = 0;
  pen.lineCap = "round";
}

/**
 * How much of the way to (x, y) lies within ±box, at most all of it.
 * @param {number} x
 * @param {number} y
 * @param {number} box
 */
export function insideBox(x, y, box) {
  return Math.min(1, box / Math.max(Math.abs(x), Math.abs(y), 1e-12));
}

/**
 * How far (x, y) is from the way between two places.
 * @param {number[]} from
 * @param {number[]} to
 * @returns {(x: number, y: number) => number}
 */
export function alongLine([x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square2 = dx * dx + dy * dy || 1;
  return (x, y) => {
    const share = Math.min(Math.max(((x - x0) * dx + (y - y0) * dy) / square2, 0), 1);
    return Math.hypot(x0 + share * dx - x, y0 + share * dy - y);
  };
}
