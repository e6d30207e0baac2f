// What the views of an embedding do alike with class regions.

/** The kind of a piece under the margin; without it, it is 0. */
export const MARGIN = 1;

/** Fill the pen's path with the tint of a class: more of it where the class is lit. */
export function tinted(pen, { palette, emphasis, terms }, cls, rule = "nonzero") {
  pen.globalAlpha = palette.tintAlpha * (emphasis.on(terms[cls]) ? 1.9 : emphasis.some ? 0.6 : 1);
  pen.fillStyle = palette.classes[cls];
  pen.fill(rule);
  pen.globalAlpha = 1;
}

/** The pen's path as the edge of a piece: solid in the class's colour under the margin, else dashed. */
export function edged(pen, { palette }, { kind, cls }, width = 1.5) {
  pen.lineWidth = kind === MARGIN ? width : 1.5;
  pen.setLineDash(kind === MARGIN ? [] : [6, 5]);
  pen.strokeStyle = kind === MARGIN ? palette.classes[cls] : palette.muted;
  pen.stroke();
  pen.setLineDash([]);
}
