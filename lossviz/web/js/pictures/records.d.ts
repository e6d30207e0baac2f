// Written by `make types` from lossviz/pictures: change it there.

/**
 * Pictures side by side; on a phone four or more stand in pairs, unless they are `alone`.
 *
 * grow: its share of the height, 0 for as much as it needs. below: under the controls, for what is
 * read after the pictures.
 */
export interface Row {
  grow: number;
  pictures: Picture[];
  alone: boolean;
  below: boolean;
}

/** One of the ways of a `Look`, and its words. large: the picture that has the large place. */
export interface Way {
  value: string;
  text: string;
  large?: string;
}

/**
 * A choice of how a scene is looked at: `key` is `usual` unless another way is chosen.
 *
 * within: the picture that it stands in, where it is about that one alone.
 */
export interface Look {
  key: string;
  label: string;
  usual: string;
  ways: Way[];
  within?: string;
}

/**
 * A picture of a scene.
 *
 * id: its name within the scene. title, about: keys of words; about says what it shows to who
 * cannot see it. grow: its share of its row. phone: its height in pixels on a phone. linked: the
 * name of a set of points; the one that stands out in a picture does in all that name the set.
 */
export interface Common {
  id: string;
  title?: string;
  about?: string;
  grow?: number;
  phone?: number;
  linked?: string;
}

/** value: array [n]; colour: "class" for each bar its own. outline: not filled. */
export interface Series {
  value: string;
  name: string;
  colour: string;
  terms: string[] | null;
  outline?: boolean;
}

/** A number over the bars; `text` has {value} in it. */
export interface Total {
  value: string;
  text: string;
  term: string | null;
}

/** names: under the bars. drag: the sliders that their ends move. target: class y, from 0. */
export interface Bars extends Common {
  type: "bars";
  series: Series[];
  names: string[];
  low: number;
  high: number;
  ylabel: string;
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss" | "three" | "degrees";
  drag?: string[];
  target?: number;
  stacked?: boolean;
  total?: Total;
}

/**
 * From low to high under a label; with a base the values are its exponents.
 *
 * unit: "°" follows the numbers; of "%" the values are shares. steps: the only distances of its
 * numbers. ends: they stand at its ends alone. grows: it goes on as far as the curves reach,
 * "close" to them, or to the next "round" number.
 */
export interface Axis {
  low: number | string;
  high: number | string;
  label: string;
  base?: number;
  unit?: "°" | "%";
  steps?: number[];
  ends?: boolean;
  grows?: "close" | "round";
}

/** value: array [n, n] over x and y, coloured from 0 to `top`. */
export interface Lattice extends Common {
  value: string;
  x: Axis;
  y: Axis;
  top: number;
}

/**
 * A point of the plane.
 *
 * drag: the two sliders that it moves, or the one of its direction in degrees.
 */
export interface Probe {
  at: string;
  drag: string[] | null;
  term: string | null;
  name: string;
}

/** levels: of the lines of equal value. field: array [k, k, 2], the way downhill. */
export interface Contour extends Lattice {
  type: "contour";
  levels: number[];
  field: string;
  probe: Probe;
}

/**
 * A curve through the arrays x and y. right: over the axis on the right.
 *
 * dash: the usual one, or lengths in pixels of what is drawn and left out: several curves are
 * told apart by more than their colours.
 */
export interface Line {
  x: string;
  y: string;
  colour: string;
  name: string;
  term: string | null;
  dash?: boolean | number[];
  right?: boolean;
}

/** A dot at the values x and y. drop: with dashed lines to the axes. */
export interface Mark {
  x: string;
  y: string;
  colour: string;
  term: string | null;
  name: string;
  drop: boolean;
}

/** What lies between low and high over x. */
export interface Area {
  x: string;
  low: number | string;
  high: number | string;
  colour: string;
  term: string | null;
}

/**
 * The angle in degrees between the point that stands out and the vector of its class.
 *
 * direction: array [N, d] of the points; labels: [N], their classes; vectors: [C, d].
 */
export interface OwnAngle {
  direction: string;
  labels: string;
  vectors: string;
}

/**
 * A line right across the picture, upright at x or level at y.
 *
 * own: upright at this angle; without a point that stands out there is no such rule. reads: with
 * dots where it meets the curves, and its value on the axis.
 */
export interface Rule {
  x?: number | string;
  y?: number | string;
  own?: OwnAngle;
  colour: string;
  dash: boolean;
  term: string | null;
  name: string;
  reads?: boolean;
}

/** counts: array [B], how many lie between two edges. */
export interface Bins {
  counts: string;
  colour: string;
  name: string;
  term: string | null;
}

/**
 * Bars under the curves, over the same axis. edges: array [B + 1].
 *
 * full: so many are as high as can be; more, where a bin has more.
 */
export interface Histogram {
  edges: string;
  bins: Bins[];
  full: number;
}

/**
 * right: a second axis. drag: the slider that is moved by pulling along the axis.
 *
 * format: of a mark's reading. inside: names of curves stand in the corner on the right.
 */
export interface Curves extends Common {
  type: "curves";
  x: Axis;
  y: Axis;
  lines?: Line[];
  marks?: Mark[];
  areas?: Area[];
  rules?: Rule[];
  right?: Axis;
  histogram?: Histogram;
  drag?: string;
  format?: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss" | "three" | "degrees";
  inside?: boolean;
}

/**
 * The points of a run, the `train` training points first.
 *
 * direction: array [N, d] of length 1; length: [N]; labels, predicted: [N], classes from 0;
 * spread: [N], how far out a point stands on the unit circle, so that they can be told apart;
 * images: [N, 64], gray values of 8 × 8 pixels. digits: drawn as the name of their class.
 */
export interface Cloud {
  direction: string;
  length: string;
  labels: string;
  predicted: string;
  spread: string;
  train: number;
  images?: string;
  digits?: boolean;
}

/** The class vectors. direction: array [C, d] of length 1, or of 0; length: [C]. */
export interface Arrows {
  direction: string;
  length: string;
}

/**
 * Where each class wins. A piece of kind 1 is under the margin, one of kind 0 without it.
 *
 * sectors: array [S, 4] of the unit circle: kind, class, from and to in radians.
 * polygons: of the plane, where boundaries do not meet in 0, [V, 2], and [P, 3] in
 * `polygons`_info: kind, class, first vertex. curves: edges on the sphere, [V, 3], and [K, 4] in
 * `curves`_info: kind, class, rival (−1: none), first vertex.
 * lattice: [L, 3], directions; owner: [L], whose region each lies in, 255 for none.
 * empty: [C], 1 for a class without a region. margin: the loss has one.
 */
export interface Regions {
  sectors?: string;
  polygons?: string;
  curves?: string;
  lattice?: string;
  owner?: string;
  empty: string;
  margin: boolean;
}

/**
 * Points, class vectors and regions, as directions or as they are: how it is looked at tells.
 *
 * dim: 2 or 3. extent: half the width of the raw view that has room for the points; extents: of
 * all that are seen one after the other. names: of the classes; vector_names: of their vectors.
 */
export interface Embedding extends Common {
  type: "embedding";
  dim: number;
  extent: string;
  extents: string;
  names: string[];
  vector_names: string[];
  vector_terms: (string | null)[];
  points: Cloud;
  vectors: Arrows;
  regions: Regions;
}

/**
 * The place `name` in a formula, and the array whose number stands there.
 *
 * room, kept: the longest texts that may stand there: while the slider `name` is in hand, for
 * which room is made then, and else, for which room is kept.
 */
export interface Slot {
  name: string;
  value: string;
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss" | "three" | "degrees";
  room: string;
  kept: string;
}

/**
 * One of several formulas: value is the place of the one that holds.
 *
 * formulas: LaTeX, in the browser MathML. result: an array whose number stands behind it.
 * filled: the same formulas with slots for numbers, none where there are no numbers. A `Look` of
 * the scene within this picture chooses between the two.
 */
export interface Formula extends Common {
  type: "formula";
  value: number | string;
  formulas: string[];
  result?: string;
  filled?: string[];
  slots?: Slot[];
}

/** at: array [N, 2], or [N, 3] of points of the sphere; labels: array [N] of classes. */
export interface Points {
  at: string;
  labels: string;
}

/**
 * The plane of two inputs, or a slice of more.
 *
 * cls, lead, surplus: arrays [G, G] over x and y, rows from the lowest y upwards. cls: the class
 * with the largest score; lead: by how much, ≥ 0; surplus: what the margin leaves of it, negative
 * in the margin band, which stays bare; none for a loss without margin. names: of the classes.
 * points, whose `trained` first ones are training samples, others are hollow; pred: array [N], the
 * class that the network gives the point itself: where it is another one, it has a ring. images:
 * [N, 64], gray values of 8 × 8 pixels. shares: array [2], where it is a slice of so many
 * `inputs`: of the variance of the training samples that lies in it, and of the samples themselves
 * whose projection has the class that the network gives them. none: why there is nothing to show.
 */
export interface Input extends Common {
  type: "input";
  x: Axis;
  y: Axis;
  cls: string;
  lead: string;
  surplus?: string;
  names: string[];
  points?: Points;
  trained?: number;
  pred?: string;
  images?: string;
  shares?: string;
  inputs?: number;
  none?: string;
}

/** Which sign and colour stands for which class. */
export interface Key extends Common {
  type: "key";
  names: string[];
  terms: string[];
}

/** Text of a fixed width. */
export interface Block {
  title: string;
  text: string;
  mark?: "good" | "bad";
}

/** Blocks side by side, or one of several. copy: the words on a button that copies one. */
export interface Listing extends Common {
  type: "listing";
  blocks: Block[];
  note?: string;
  copy?: string;
}

/** An array [n] under its name. */
export interface Column {
  value: string;
  name: string;
}

/** value: array [n, m]; reach: the size at which the colours are full. */
export interface Matrix extends Common {
  type: "matrix";
  value: string;
  rows: string[];
  columns: string[];
  terms: string;
  reach: number;
  times: Column;
  gives: Column;
}

/** The area of all rectangles as one height. */
export interface Mean {
  value: string;
  name: string;
  term: string | null;
}

/** widths, heights: arrays [n]; the widths sum to 1. */
export interface Mosaic extends Common {
  type: "mosaic";
  widths: string;
  heights: string;
  names: string[];
  terms: string[];
  high: number;
  xlabel: string;
  ylabel: string;
  mean: Mean;
}

/** The number that stands for {name} in a sentence. */
export interface Filling {
  name: string;
  value: string;
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss" | "three" | "degrees";
}

/** The class that stands for {name} in a note: an array's number, below 0 none. */
export interface Naming {
  name: string;
  value: string;
}

/** A number under its name. note: words under it, with numbers and classes in them. */
export interface Reading {
  name: string;
  value: string;
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss" | "three" | "degrees";
  term: string | null;
  note?: string;
  numbers?: Filling[];
  classes?: Naming[];
}

/** listed: one under the other. names: of the classes, for notes. */
export interface Numbers extends Common {
  type: "numbers";
  cells: Reading[];
  listed?: boolean;
  names?: string[];
}

/**
 * Tips of vectors that can be drawn to another place.
 *
 * drag: the two sliders that one moves. start: array [C, 2] of the tips while both add nothing;
 * share: array [1], how far a tip goes for 1 of a slider, 0 where it stays.
 * polar: start is degrees and lengths; the sliders add degrees and multiply the length.
 * only: the vector that is meant, if not all of them.
 */
export interface Tips {
  drag: string[];
  start: string;
  share?: string;
  polar?: boolean;
  only?: number;
}

/**
 * The plane from −box to box.
 *
 * regions: array [C, V, 2] of polygons; vectors: [C, 2], their names at their ends, or within
 * their own regions if `inside`; tips: those that can be dragged;
 * lines: [L, 4], edges: [E, 4] with `pairs` of classes;
 * term: lights the whole picture, in `colour`.
 */
export interface Plane extends Common {
  type: "plane";
  box: number | string;
  regions: string;
  vectors?: string;
  names?: string[];
  inside?: boolean;
  vector_terms?: (string | null)[];
  tips?: Tips;
  lines?: string;
  edges?: string;
  pairs?: number[][];
  points?: Points;
  probe?: Probe;
  shares?: string;
  term?: string;
  colour?: string;
}

/**
 * Words that belong to the state, HTML in the browser.
 *
 * run, open: a run of the playground, and the words of the link to it.
 */
export interface Prose extends Common {
  type: "prose";
  paragraphs: string[];
  open?: string;
  run?: string;
}

/** value: array [n] of outcomes, from 0; a negative one is not there yet. */
export interface Sample extends Common {
  type: "sample";
  value: string;
  names: string[];
}

/** value: the place of the one that holds; below 0 none does. */
export interface Sentences {
  value: number | string;
  sentences: string[];
}

/** Sentences with live numbers. fill: words that stand for a name, before the numbers do. */
export interface Sentence extends Common {
  type: "sentence";
  parts: Sentences[];
  fill: Record<string, string>;
  numbers: Filling[];
}

/**
 * mesh: array [V, 3] of points; corners: [T, 3] of them, else three by three; owner: [T].
 *
 * odds: the owner's log-odds, [T], or where there are corners [V].
 */
export interface Faces {
  mesh: string;
  corners?: string;
  owner: string;
  odds: string;
}

/** at: array [L, 6], pieces from point to point; cls: the class whose edge each is. */
export interface Edges {
  at: string;
  cls: string;
}

/** at: array [L, 6], pieces from point to point. */
export interface Pieces {
  at: string;
}

/** A point of the sphere: array [3]. */
export interface Spot {
  at: string;
  term: string | null;
}

/** vectors: array [C, 3]. flat: the circle, which does not turn. */
export interface Sphere extends Common {
  type: "sphere";
  vectors: string;
  names: string[];
  vector_terms: string[];
  faces: Faces;
  edges: Edges;
  lines: Pieces;
  points?: Points;
  probe?: Spot;
  flat?: boolean;
}

/** One part of a bar: a value ≥ 0. */
export interface Slice {
  value: string;
  name: string;
  colour: string;
  term: string | null;
}

/** One bar: the sum of its parts under its name. */
export interface Sum {
  name: string;
  parts: Slice[];
}

/** Bars from 0 to high. */
export interface Stack extends Common {
  type: "stack";
  high: number;
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss" | "three" | "degrees";
  unit: string;
  rows: Sum[];
}

/** A point of the surface: array [2] and its height. */
export interface Peg {
  at: string;
  height: string;
  term: string | null;
}

/** The values as heights over z. */
export interface Surface extends Lattice {
  type: "surface";
  z: Axis;
  probe: Peg;
}

/** query: what the server is asked for; seeds: runs of each of the `arms`. */
export interface Trials extends Common {
  type: "trials";
  query: string;
  arms: string[];
  seeds: number;
  x: string;
  y: string;
  threshold: string;
  step: string;
  accuracy: string;
  pull: string;
}

/** A picture of any kind. */
export type Picture =
  | Bars
  | Contour
  | Curves
  | Embedding
  | Formula
  | Input
  | Key
  | Listing
  | Matrix
  | Mosaic
  | Numbers
  | Plane
  | Prose
  | Sample
  | Sentence
  | Sphere
  | Stack
  | Surface
  | Trials;
