// Names of the class vectors round the edge of a 2-D picture, kept from lying on each other.

import { widthOf, write } from "./surface.js";

const TURN = 2 * Math.PI;

/** Angles of the class vectors, null for a vector that is 0. */
export function vectorAngles(wdir) {
  return Array.from({ length: wdir.length / 2 }, (_, cls) => {
    const [x, y] = [wdir[2 * cls], wdir[2 * cls + 1]];
    return x * x + y * y > 1e-12 ? Math.atan2(y, x) : null;
  });
}

/** The angles moved apart until neighbours are at least `gap` from each other. */
export function spread(angles, gap) {
  const order = angles.map((_, cls) => cls).filter((cls) => angles[cls] !== null);
  order.sort((a, b) => angles[a] - angles[b]);
  const placed = [...angles];
  const room = Math.min(gap, TURN / Math.max(order.length, 1));
  for (let round = 0; round < 12; round += 1) {
    order.forEach((cls, index) => {
      const next = order[(index + 1) % order.length];
      const wrap = index + 1 === order.length ? TURN : 0;
      const push = (room - (placed[next] + wrap - placed[cls])) / 2;
      if (next !== cls && push > 0) {
        placed[cls] -= push;
        placed[next] += push;
      }
    });
  }
  return placed;
}

/** Write the class names: name of class j at `spots[j]` ({x, y}), inside the picture. */
export function writeNames(pen, scene, spots) {
  const { palette, type, width, height, taken, empty, terms, emphasis, marks } = scene;
  const font = `700 ${type.size + 2}px ${type.family}`;
  pen.font = font;
  spots.forEach((spot, cls) => {
    if (!spot) return;
    // the sign that the legend explains: this class has no region left
    const name = scene.vectorNames[cls] + (empty[cls] ? " ∅" : "");
    const half = widthOf(pen, name) / 2 + 4;
    const [x, y] = freeSpot(spot, half, 0.62 * type.size, taken, width, height);
    // a veil in the panel's colour, so that a name over points can be read
    pen.globalAlpha = 0.75;
    pen.fillStyle = palette.panel;
    pen.fillRect(x - half, y - 0.62 * type.size, 2 * half, 1.24 * type.size);
    pen.globalAlpha = (spot.faint ? 0.5 : 1) * emphasis.text(terms[cls]);
    write(pen, name, x, y, { colour: palette.labels[cls], rim: palette.panel, font, align: "center" });
    marks.push({ term: terms[cls], box: [x - half, y - 0.62 * type.size, x + half, y + 0.62 * type.size] });
  });
  pen.globalAlpha = 1;
}

/** `spot` inside the picture, moved towards its middle until no button lies over the name. */
function freeSpot(spot, half, tall, taken, width, height) {
  let [x, y] = [Math.min(Math.max(spot.x, half), width - half), Math.min(Math.max(spot.y, tall), height - tall)];
  const hidden = (box) => x + half > box.left && x - half < box.right && y + tall > box.top && y - tall < box.bottom;
  for (let tries = 0; tries < 24 && taken.some(hidden); tries += 1) {
    x += 0.04 * (width / 2 - x);
    y += 0.04 * (height / 2 - y);
  }
  return [x, y];
}
