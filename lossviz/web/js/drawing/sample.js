// What is known of a sample: by the picture itself, and what the server tells of it.

import { degrees, fill, three } from "../frame/dom.js";

const MOST_ROWS = 6;
const MOST_FEATURES = 4;
const PIXELS = 64;

/**
 * @param {{ names: string[], train: number }} data classes, and how many samples are trained on
 * @param {ArrayLike<number>} labels
 * @param {any} images gray values of all samples, where they are pictures
 * @param {number} index
 * @param {Record<string, string>} text
 * @param {import("./canvas.js").Look} look
 * @returns {import("./tooltip.js").Card}
 */
export function sampleCard({ names, train }, labels, images, index, text, { palette }) {
  const cls = labels[index];
  const facts = [index < train ? text.tip_train : text.tip_test];
  return {
    title: fill(text.tip_class, { name: names[cls] }),
    colour: palette.labels[cls],
    facts,
    said: facts,
    image: images?.subarray(PIXELS * index, PIXELS * (index + 1)),
  };
}

/**
 * @param {string[]} names
 * @param {any} answer
 * @param {Record<string, string>} text
 * @param {import("./canvas.js").Look} look
 * @returns {Partial<import("./tooltip.js").Card>}
 */
export function sampleFacts(names, answer, text, { palette }) {
  const facts = [];
  const wrong = answer.predicted !== answer.label && fill(text.tip_predicted, { name: names[answer.predicted] });
  if (wrong) facts.push(wrong);
  if (answer.true_label !== answer.label) facts.push(fill(text.tip_really, { name: names[answer.true_label] }));
  const features = Object.entries(answer.features ?? {});
  for (const [name, value] of features.slice(0, MOST_FEATURES)) facts.push(`${name}: ${three(value)}`);
  if (features.length > MOST_FEATURES) facts.push("…");
  /** @type {number[]} */
  const scores = answer.scores;
  const order = scores.map((_, cls) => cls).sort((a, b) => scores[b] - scores[a]);
  const lines = order.slice(0, MOST_ROWS).map((cls) => ({
    name: names[cls],
    colour: palette.labels[cls],
    own: cls === answer.label,
    cells: [three(scores[cls]), degrees(answer.angles_deg[cls]), answer.p ? three(answer.p[cls]) : "–"],
  }));
  const said = [wrong || text.tip_rightly];
  if (answer.p) said.push(`${text.tip_p} ${three(answer.p[answer.label])}`);
  return { facts, said, table: { head: [text.tip_column_class, text.tip_score, text.tip_angle, text.tip_p], lines } };
}

/**
 * Which samples are shown, [first, end): the training samples come first.
 * @param {import("./canvas.js").Look["show"]} show all where nothing else is said
 * @param {number} train
 * @param {number} count
 */
export function shownOf(show, train, count) {
  return [show === "test" ? train : 0, show === "train" ? train : count];
}
