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

/**
 * A picture of a scene.
 *
 * id: its name within the scene. title, about: keys of words; about says what it shows to who
 * cannot see it. grow: its share of its row. phone: its height in pixels on a phone.
 */
export interface Common {
  id: string;
  title?: string;
  about?: string;
  grow?: number;
  phone?: number;
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
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss";
  drag?: string[];
  target?: number;
  stacked?: boolean;
  total?: Total;
}

/** From low to high under a label; with a base the values are its exponents. */
export interface Axis {
  low: number | string;
  high: number | string;
  label: string;
  base?: number;
}

/** value: array [n, n] over x and y, coloured from 0 to `top`. */
export interface Lattice extends Common {
  value: string;
  x: Axis;
  y: Axis;
  top: number;
}

/** A point of the plane. drag: the two sliders that it moves. */
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

/** A curve through the arrays x and y. */
export interface Line {
  x: string;
  y: string;
  colour: string;
  name: string;
  term: string | null;
  dash?: boolean;
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

/** A line right across the picture, upright at x or level at y. */
export interface Rule {
  x?: number | string;
  y?: number | string;
  colour: string;
  dash: boolean;
  term: string | null;
  name: string;
}

/** drag: the slider that is moved by pulling along the axis. format: of a mark's reading. */
export interface Curves extends Common {
  type: "curves";
  x: Axis;
  y: Axis;
  lines?: Line[];
  marks?: Mark[];
  areas?: Area[];
  rules?: Rule[];
  drag?: string;
  format?: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss";
}

/**
 * One of several formulas: value is the place of the one that holds.
 *
 * formulas: LaTeX, in the browser MathML.
 */
export interface Formula extends Common {
  type: "formula";
  value: string;
  formulas: string[];
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
 * class that the network gives the point itself: where it is another one, it has a ring. lit: the
 * number of a point with a ring of its own, or the name of its array; −1 is none. shares: array
 * [2], where it is a slice: of the variance of the training samples that lies in it, and of the
 * samples themselves whose projection has the class that the network gives them.
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
  lit?: number | string;
  shares?: string;
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

/** A number under its name. */
export interface Reading {
  name: string;
  value: string;
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss";
  term: string | null;
}

/** listed: one under the other. */
export interface Numbers extends Common {
  type: "numbers";
  cells: Reading[];
  listed?: boolean;
}

/**
 * The plane from −box to box.
 *
 * regions: array [C, V, 2] of polygons; vectors: [C, 2], their names at their ends, or within
 * their own regions if `inside`; lines: [L, 4], edges: [E, 4] with `pairs` of classes;
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
  words: string[];
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

/** The number that stands for {name} in a sentence. */
export interface Filling {
  name: string;
  value: string;
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss";
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
  format: "precise" | "share" | "score" | "digits" | "count" | "percent" | "loss";
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
