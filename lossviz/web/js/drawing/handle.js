// Small signs that say "this can be dragged".

/** A pill across the end of a bar, with two ridges. */
export function drawPill(pen, x, y, wide, colour, palette) {
  const half = wide / 2;
  pen.beginPath();
  pen.roundRect(x - half, y - 6, wide, 12, 6);
  pen.fillStyle = palette.panel;
  pen.fill();
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.stroke();
  pen.beginPath();
  for (const dy of [-1.75, 1.75]) {
    pen.moveTo(x - 0.4 * half, y + dy);
    pen.lineTo(x + 0.4 * half, y + dy);
  }
  pen.lineWidth = 1.5;
  pen.stroke();
}

/**
 * A point; one that can be dragged has a ring and four small arrowheads around it.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {{ colour: string, palette: import("./theme.js").Palette, drags?: boolean, lit: boolean }} how
 */
export function drawKnob(pen, x, y, { colour, palette, drags, lit }) {
  const radius = lit ? 9 : 7;
  pen.beginPath();
  pen.arc(x, y, radius + 2, 0, 2 * Math.PI);
  pen.fillStyle = palette.panel;
  pen.fill();
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  if (lit) {
    pen.lineWidth = 2.5;
    pen.strokeStyle = palette.ink;
    pen.stroke();
  }
  if (!drags) return;
  pen.beginPath();
  for (let side = 0; side < 4; side += 1) {
    const [dx, dy] = [[1, 0], [0, 1], [-1, 0], [0, -1]][side];
    const [near, far] = [radius + 5, radius + 10];
    pen.moveTo(x + dx * far, y + dy * far);
    pen.lineTo(x + dx * near - 4.5 * dy, y + dy * near + 4.5 * dx);
    pen.lineTo(x + dx * near + 4.5 * dy, y + dy * near - 4.5 * dx);
    pen.closePath();
  }
  pen.lineWidth = 2;
  pen.strokeStyle = palette.panel;
  pen.stroke();
  pen.fillStyle = palette.ink;
  pen.fill();
}

/** A ring of shares around a point; a share of 0 has no part of it. */
export function drawRing(pen, x, y, shares, colourAt, palette) {
  const [radius, wide] = [24, 7];
  pen.lineCap = "butt";
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.lineWidth = wide + 4;
  pen.strokeStyle = palette.panel;
  pen.stroke();
  let from = -Math.PI / 2;
  shares.forEach((share, cls) => {
    const to = from + 2 * Math.PI * share;
    pen.beginPath();
    pen.arc(x, y, radius, from, to);
    pen.lineWidth = wide;
    pen.strokeStyle = colourAt(cls);
    pen.stroke();
    from = to;
  });
  pen.lineCap = "round";
}
