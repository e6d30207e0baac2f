// Which sign and colour stands for which class, in a row of its own for several pictures below.

import { CanvasPicture } from "../drawing/canvas.js";
import { colourOf, inkOf } from "../drawing/colours.js";
import { Emphasis } from "../drawing/emphasis.js";
import { arrange, drawLegend } from "../drawing/legend.js";
import { inUnits } from "../drawing/unit.js";

const EDGE = 10;

/** @extends {CanvasPicture<import("./records.d.ts").Key>} */
export class Key extends CanvasPicture {
  constructor(hooks) {
    super(hooks);
    this.node.classList.add("lp-key");
  }

  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, _frame, look) {
    const { spec, surface: { width } } = this;
    const { palette } = look;
    /** @type {import("../drawing/legend.js").Item[]} */
    const items = spec.names.map((text, cls) => ({
      text,
      sign: "shape",
      shape: palette.shapes[cls % palette.shapes.length],
      term: spec.terms[cls],
      colour: colourOf(`class:${cls}`, palette),
      ink: inkOf(`class:${cls}`, palette),
    }));
    const placed = arrange(pen, items, EDGE, width - EDGE, look);
    drawLegend(pen, placed, 3, look, new Emphasis(look.lit, spec.terms), this.marks);
    // as high as its rows; another height draws it again
    const high = inUnits(placed.height + 6);
    if (this.node.style.height !== high) this.node.style.height = high;
  }
}
