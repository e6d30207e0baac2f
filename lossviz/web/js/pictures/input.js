// The plane of two inputs, or a slice of more: what the network makes of each place, points upon it.

import { drawPoints, Sheet } from "../drawing/glyphs.js";
import { Ground } from "../drawing/ground.js";
import { present } from "../drawing/partition.js";
import { PointedPicture } from "../drawing/pointed.js";
import { number, numbers } from "../drawing/read.js";
import { sampleCard, sampleFacts, shownOf } from "../drawing/sample.js";
import { missingClasses, Signs } from "../drawing/signs.js";
import { el, fill, put, say } from "../frame/dom.js";

/** @extends {PointedPicture<import("./records.d.ts").Input>} */
export class Input extends PointedPicture {
  #ground = new Ground();
  #signs = new Signs();
  #sheet = new Sheet();
  // how many points lie outside of the square
  #beyond = 0;

  /** @param {import("../drawing/canvas.js").Hooks} hooks */
  constructor(hooks) {
    super(hooks);
    this.sentence = el("p", { class: "lv-no-plane", role: "status", hidden: true });
    this.node.append(this.sentence);
    // beside the picture, where whoever shows it has room
    this.legend = this.#signs.node;
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Input>["update"]} */
  update(spec, text) {
    super.update(spec, text);
    this.#signs.update(text, Boolean(spec.surplus));
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Input>["paint"]} */
  paint(pen, frame, look) {
    const { spec, text, cloud } = this;
    const partition = partitionOf(spec, frame);
    put(this.canvas, "data-plane", spec.none ? "none" : look.plane);
    const words = spec.none ?? (look.plane === "lost" ? text.plane_failed : partition ? "" : text.note_filling);
    put(this.sentence, "hidden", !words);
    say(this.sentence, words);
    const labels = numbers(frame, spec.points?.labels);
    const train = spec.trained ?? labels.length;
    const [first, last] = shownOf(look.show, train, labels.length);
    cloud.begin(labels.length, first, last);
    cloud.at.fill(NaN);
    this.#beyond = 0;
    if (!spec.none) this.#paint(pen, frame, look, partition, { labels, train });
    this.#signs.tell(this.#note(frame, look, partition));
  }

  /** Axes, ground and points. */
  #paint(pen, frame, look, partition, { labels, train }) {
    const { spec, surface, cloud } = this;
    const [x, y] = [spec.x, spec.y].map(({ low, high, label }) => ({
      low: number(frame, low),
      high: number(frame, high),
      label,
    }));
    const place = this.#ground.place(pen, x, y, surface, look);
    this.#ground.draw(pen, place, [x.label, y.label], partition, look);
    // points of other data may still be on their way
    const points = numbers(frame, spec.points?.at).subarray(0, 2 * labels.length);
    if (!points.length || points.length < 2 * labels.length) return;
    this.#beyond = spread(points, place, cloud);
    const digits = spec.names.every((name) => /^\d$/.test(name));
    const glyphs = this.#sheet.of(spec.names, digits, labels.length, surface, look);
    const pred = spec.pred ? numbers(frame, spec.pred) : null;
    drawPoints(pen, { glyphs, cloud, labels, pred, train });
    this.point(pen, 0.95 * glyphs.size);
  }

  /** What is to be known of the plane. */
  #note(frame, look, partition) {
    const { spec, text } = this;
    if (!partition) return "";
    const here = new Set(present(partition.cls));
    const missing = spec.names.filter((_, cls) => !here.has(cls));
    const [variance, agree] = Array.from(numbers(frame, spec.shares), whole);
    const count = this.#beyond;
    return [
      look.plane === "coming" && text.note_filling,
      variance && fill(text.note_slice, { inputs: spec.inputs, variance, agree }),
      count && fill(text.note_beyond, { count }),
      missingClasses(missing, spec.names.length, text.no_region_here, text.no_region_here_count),
    ].filter(Boolean).join(" ");
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Input>["card"]} */
  card(index) {
    const { spec: { names, points, trained, images }, frame, text, look } = this;
    const labels = numbers(frame ?? {}, points?.labels);
    const data = { names, train: trained ?? labels.length };
    return sampleCard(data, labels, frame?.[images ?? ""], index, text, look);
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Input>["more"]} */
  more(_index, answer) {
    return sampleFacts(this.spec.names, answer, this.text, this.look);
  }

  /** What its signs mean. */
  explained() {
    return this.#signs.explained;
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Input>["keys"]} */
  keys() {
    return this.spec.points && !this.spec.none ? ["keys_points"] : [];
  }
}

/**
 * @param {import("./records.d.ts").Input} spec
 * @param {import("../drawing/canvas.js").Frame} frame
 * @returns {import("../drawing/partition.js").Partition | null}
 */
function partitionOf(spec, frame) {
  const cls = numbers(frame, spec.cls);
  const grid = Math.round(Math.sqrt(cls.length));
  if (grid < 2) return null;
  const surplus = spec.surplus ? numbers(frame, spec.surplus) : null;
  return { grid, cls, lead: numbers(frame, spec.lead), surplus };
}

/**
 * Put the points of the plane where they are seen; how many do not lie in its square.
 * @param {ArrayLike<number>} points
 * @param {import("../drawing/ground.js").Place} place
 * @param {import("../drawing/cloud.js").Cloud} cloud
 */
function spread(points, { x, y }, cloud) {
  let beyond = 0;
  for (let k = 0; k < points.length; k += 2) {
    const [across, along] = [points[k], points[k + 1]];
    const inside = across >= x.low && across <= x.high && along >= y.low && along <= y.high;
    cloud.put(k / 2, inside ? x(across) : NaN, y(along));
    if (!inside) beyond += 1;
  }
  return beyond;
}

/** A share as a whole percentage. */
function whole(share) {
  return `${Math.round(100 * share)} %`;
}
