// The few pictograms on buttons, as SVG nodes.

/** @type {Record<string, string>} */
const PATHS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  rewind: "M5 4h3v16H5zM20 4v16L9 12z",
  present: "M3 3h7v3H6v4H3zM14 3h7v7h-3V6h-4zM3 14h3v4h4v3H3zM18 14h3v7h-7v-3h4z",
  save: "M11 3h2v9.2l3.3-3.3 1.4 1.4L12 16l-5.7-5.7 1.4-1.4 3.3 3.3zM4 18h16v2H4z",
  down: "M12 17 3 8l2-2 7 7 7-7 2 2z",
  share:
    "M18 16a3 3 0 0 0-2 .8L8.9 12.7a3 3 0 0 0 0-1.4L16 7.2A3 3 0 1 0 15 5c0 .2 0 .5.1.7L8 9.8a3 3 0 1 0 0 4.4l7.1 4.1A3 3 0 1 0 18 16z",
  notes: "M3 4h18v12H11l-5 4v-4H3zM6 7v2h12V7zM6 11v2h9v-2z",
  check: "M9 19 2 12l2.4-2.4L9 14.2 19.6 3.6 22 6z",
  shade: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.2v15.6a7.8 7.8 0 0 1 0-15.6z",
  zoom:
    "M10 2a8 8 0 1 0 4.9 14.3l5.4 5.4 1.4-1.4-5.4-5.4A8 8 0 0 0 10 2zm0 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM9 6h2v3h3v2h-3v3H9v-3H6V9h3z",
  "turn-left": "M10 4 3 11l7 7v-5h11V9H10z",
  "turn-right": "M14 4l7 7-7 7v-5H3V9h11z",
  "turn-up": "M4 10l7-7 7 7h-5v11H9V10z",
  "turn-down": "M4 14l7 7 7-7h-5V3H9v11z",
  "turn-back": "M12 5V1L6 6l6 5V7a5.5 5.5 0 1 1-5.5 5.5h-2A7.5 7.5 0 1 0 12 5z",
  // round and back to the start
  reset: "M12 4V1L7 6l5 5V7.5a5.5 5.5 0 1 1-5.3 7L4.2 15.3A8.2 8.2 0 1 0 12 4z",
  undo: "M9 4 3 10l6 6v-4h5a3.5 3.5 0 0 1 0 7H9v3h5a6.5 6.5 0 0 0 0-13H9z",
  list: "M3 5h3v3H3zM9 5h12v3H9zM3 11h3v3H3zM9 11h12v3H9zM3 17h3v3H3zM9 17h12v3H9z",
  close: "M5 3 12 10 19 3 21 5 14 12 21 19 19 21 12 14 5 21 3 19 10 12 3 5z",
};

/**
 * A new 24×24 pictogram in the colour of the text round it.
 * @param {string} name
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "lv-icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
