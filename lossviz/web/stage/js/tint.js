// Class regions on the front of the sphere: lattice points with a class each, merged to smooth areas.

const GRID = 176;
const REACH = 1.75;

/** Spreads each lattice point in front over the cells near it; a cell shows the majority. */
export class Tint {
  constructor() {
    this.sheet = new OffscreenCanvas(GRID, GRID);
    this.pen = this.sheet.getContext("2d");
    this.image = this.pen.createImageData(GRID, GRID);
    this.weight = new Float32Array(GRID * GRID);
    this.colour = new Float32Array(4 * GRID * GRID);
  }

  draw(pen, place, lattice, classes, palette) {
    this.#spread(place.matrix, lattice, classes, palette.tint);
    this.#merge(255 * palette.tintAlpha);
    this.pen.putImageData(this.image, 0, 0);
    const { x, y, radius } = place;
    pen.save();
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.clip();
    pen.imageSmoothingEnabled = true;
    pen.drawImage(this.sheet, x - radius, y - radius, 2 * radius, 2 * radius);
    pen.restore();
  }

  #spread([a, b, c, d, e, f, g, h, i], lattice, classes, colours) {
    const { weight, colour } = this;
    weight.fill(0);
    colour.fill(0);
    const count = lattice.length / 3;
    const reach = (REACH * GRID) / 2 * Math.sqrt((4 * Math.PI) / count);
    const edge = 1 / (reach * reach);
    for (let p = 0; p < count; p += 1) {
      const [x, y, z] = [lattice[3 * p], lattice[3 * p + 1], lattice[3 * p + 2]];
      if (g * x + h * y + i * z < -0.08) continue;
      const px = ((a * x + b * y + c * z) * 0.5 + 0.5) * GRID - 0.5;
      const py = (0.5 - (d * x + e * y + f * z) * 0.5) * GRID - 0.5;
      const tone = colours[classes[p]];
      const right = Math.min(GRID - 1, Math.floor(px + reach));
      const low = Math.min(GRID - 1, Math.floor(py + reach));
      for (let row = Math.max(0, Math.ceil(py - reach)); row <= low; row += 1) {
        for (let column = Math.max(0, Math.ceil(px - reach)); column <= right; column += 1) {
          const near = 1 - ((column - px) ** 2 + (row - py) ** 2) * edge;
          if (near <= 0) continue;
          const share = near * near;
          const cell = row * GRID + column;
          weight[cell] += share;
          if (!tone) continue;
          colour[4 * cell] += share * tone[0];
          colour[4 * cell + 1] += share * tone[1];
          colour[4 * cell + 2] += share * tone[2];
          colour[4 * cell + 3] += share;
        }
      }
    }
  }

  #merge(full) {
    const { weight, colour, image: { data } } = this;
    for (let cell = 0; cell < weight.length; cell += 1) {
      const filled = colour[4 * cell + 3];
      const share = weight[cell] > 0 ? filled / weight[cell] : 0;
      // a soft step from bare to tinted, where half of what lies near is tinted
      const step = Math.min(Math.max(2.5 * share - 0.75, 0), 1);
      data[4 * cell] = filled ? colour[4 * cell] / filled : 0;
      data[4 * cell + 1] = filled ? colour[4 * cell + 1] / filled : 0;
      data[4 * cell + 2] = filled ? colour[4 * cell + 2] / filled : 0;
      data[4 * cell + 3] = full * step;
    }
  }
}
