// The ring round a point that is lit.

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x NaN for a point that is not seen
 * @param {number} y
 * @param {number} size of its glyph
 * @param {import("./theme.js").Palette} palette
 */
export function drawHalo(pen, x, y, size, palette) {
  if (Number.isNaN(x)) return;
  /** @type {[number, string][]} */
  const rings = [[5, palette.panel], [2.5, palette.accent]];
  for (const [wide, colour] of rings) {
    pen.beginPath();
    pen.arc(x, y, 0.95 * size, 0, 2 * Math.PI);
    pen.lineWidth = wide;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}
