// Marker outlines, one a class, by the names that Plotly gives them.

const TURN = 2 * Math.PI;

/** Trace the shape `name` of about `radius` round (x, y) on the pen's path. */
export function trace(pen, name, x, y, radius) {
  const draw = OUTLINES[name] ?? OUTLINES.circle;
  pen.beginPath();
  draw(pen, x, y, radius);
}

const OUTLINES = {
  circle: (pen, x, y, r) => pen.arc(x, y, 0.9 * r, 0, TURN),
  square: (pen, x, y, r) => pen.rect(x - 0.8 * r, y - 0.8 * r, 1.6 * r, 1.6 * r),
  diamond: (pen, x, y, r) => corners(pen, x, y, regular(4, 1.15 * r, 0)),
  "triangle-up": (pen, x, y, r) => corners(pen, x, y, regular(3, 1.15 * r, -TURN / 4)),
  "triangle-down": (pen, x, y, r) => corners(pen, x, y, regular(3, 1.15 * r, TURN / 4)),
  pentagon: (pen, x, y, r) => corners(pen, x, y, regular(5, 1.05 * r, -TURN / 4)),
  hexagon: (pen, x, y, r) => corners(pen, x, y, regular(6, r, 0)),
  star: (pen, x, y, r) => corners(pen, x, y, regular(10, 1.25 * r, -TURN / 4, 0.45)),
  cross: (pen, x, y, r) => corners(pen, x, y, plus(r, 0)),
  x: (pen, x, y, r) => corners(pen, x, y, plus(r, TURN / 8)),
};

/** Corners of a regular polygon; every second one pulled in by `inner` makes a star. */
function regular(count, radius, start, inner = 1) {
  return Array.from({ length: count }, (_, index) => {
    const far = index % 2 ? radius * inner : radius;
    const angle = start + (index * TURN) / count;
    return [far * Math.cos(angle), far * Math.sin(angle)];
  });
}

function plus(radius, turn) {
  const far = 1.1 * radius;
  const near = 0.36 * radius;
  const quarter = [[far, -near], [far, near], [near, near]];
  return [0, 1, 2, 3].flatMap((side) =>
    quarter.map(([a, b]) => {
      const angle = turn + (side * TURN) / 4;
      return [a * Math.cos(angle) - b * Math.sin(angle), a * Math.sin(angle) + b * Math.cos(angle)];
    })
  );
}

function corners(pen, x, y, points) {
  points.forEach(([dx, dy], index) => (index ? pen.lineTo(x + dx, y + dy) : pen.moveTo(x + dx, y + dy)));
  pen.closePath();
}
