// "Zoom & export": a picture as a file for a slide, drawn by the page's own engine; and as Plotly figures, with its
// tools. Plotly is loaded only then.

import { inSeconds } from "../wire/asking.js";
import { patiently } from "../wire/patient.js";
import { el, fill, put, say } from "./dom.js";
import { icon } from "./icons.js";
import { TakePicture } from "../taking/picture.js";

// pixels; below it legend and title stand over and under the picture
const NARROW = 600;

// Only what stays on this machine: Plotly offers by itself to send a chart to its makers' cloud.
const FLAT = [["toImage"], ["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"]];
const SOLID = new Set(["cone", "mesh3d", "scatter3d", "surface"]);
const TABLE = [["toImage"]];
const ROUND = [
  ["toImage"],
  ["zoom3d", "pan3d", "orbitRotation", "tableRotation"],
  ["resetCameraDefault3d", "resetCameraLastSave3d"],
];

/**
 * What of Plotly is used: the script puts it on the window.
 * @typedef {{ newPlot: (node: HTMLElement, data: object[], layout: object, options: object) => Promise<unknown>,
 *   purge: (node: Element) => void }} Plotly
 */

/** @type {Promise<Plotly> | null} */
let loading = null;

/**
 * Plotly, where it is on the page.
 * @returns {Plotly | undefined}
 */
function there() {
  return Reflect.get(window, "Plotly");
}

/**
 * Plotly, from our own server, once a page (Streamlit may have brought one).
 * @param {string} base
 * @returns {Promise<Plotly>}
 */
function plotly(base) {
  const library = there();
  if (library?.newPlot) return Promise.resolve(library);
  loading ??= new Promise((resolve, reject) => {
    const script = el("script", { src: `${base}lossviz/plotly.min.js` });
    script.addEventListener("load", () => {
      const loaded = there();
      if (loaded) resolve(loaded);
      else reject(new TypeError("plotly.min.js"));
    });
    script.addEventListener("error", () => {
      loading = null;
      script.remove();
      reject(new TypeError("plotly.min.js"));
    });
    document.head.append(script);
  });
  return loading;
}

export class PlotlyDialog {
  // what says that the figures are on their way
  waits = el("p", { role: "status" });
  /** @type {AbortController | null} */
  asking = null;

  constructor(root) {
    this.title = el("h2", { class: "lv-dialog-title" });
    this.closer = el("button", { type: "button", class: "lv-button lv-square", "data-action": "close" }, icon("close"));
    this.body = el("div", { class: "lv-figures" });
    this.take = new TakePicture();
    const head = el("div", { class: "lv-dialog-head" }, this.title, this.closer);
    this.node = el("dialog", { class: "lv-dialog", "data-testid": "figures" }, head, this.take.node, this.body);
    this.closer.addEventListener("click", () => this.node.close());
    this.node.addEventListener("close", () => this.#clear());
    root.append(this.node);
  }

  /**
   * Open with the figures that `url` answers, and with what can be taken away without them: `taken()` is the picture as
   * it is then, `palette(mode)` the colours it can have.
   */
  async open(base, url, text, taken, palette) {
    this.take.offer(text, taken, palette);
    say(this.title, text.export);
    put(this.node, "aria-label", text.export);
    put(this.closer, "aria-label", text.close);
    this.waits = el("p", { role: "status" }, text.figures_loading);
    this.body.replaceChildren(this.waits);
    const asking = new AbortController();
    const { signal } = asking;
    this.asking = asking;
    this.node.showModal();
    try {
      const [library, { figures }] = await Promise.all([plotly(base), this.#figures(url, text, signal)]);
      if (!signal.aborted) await this.#draw(library, figures);
    } catch {
      if (!signal.aborted) this.body.replaceChildren(el("p", { role: "alert" }, text.figures_failed));
    }
  }

  /** What `url` answers, as soon as the server has room for it. */
  async #figures(url, text, signal) {
    const response = await patiently(url, signal, (place, wait) => {
      say(this.waits, fill(text.full, { place, seconds: inSeconds(wait) }));
    });
    return await response.json();
  }

  async #draw(library, figures) {
    const plots = figures.map(({ title }) => el("div", { class: "lv-plot", role: "group", "aria-label": title }));
    // a figure that carries its title needs no other
    const heads = figures.map(({ title, figure }) => (figure.layout?.title?.text ? null : el("h3", {}, title)));
    this.body.replaceChildren(...plots.flatMap((plot, k) => (heads[k] ? [heads[k], plot] : [plot])));
    for (const [index, { title, figure }] of figures.entries()) {
      const options = {
        displaylogo: false,
        displayModeBar: true,
        modeBarButtons: buttonsOf(figure),
        plotlyServerURL: "",
        responsive: true,
        scrollZoom: true,
        showSendToCloud: false,
        toImageButtonOptions: {
          format: "png",
          scale: 2,
          filename: `lossviz ${title}`.replace(/[^\p{L}\p{N}]+/gu, "-"),
        },
      };
      const layout = this.body.clientWidth < NARROW ? narrow(figure.layout) : figure.layout;
      await library.newPlot(plots[index], figure.data, { autosize: true, ...layout }, options);
    }
  }

  #clear() {
    this.asking?.abort();
    const library = there();
    if (library) { for (const plot of this.body.querySelectorAll(".lv-plot")) library.purge(plot); }
    this.body.replaceChildren();
  }
}

/** Plotly's tools for a figure: those of the space, of the plane, or of a table. */
function buttonsOf({ data }) {
  if (data.every(({ type }) => type === "table")) return TABLE;
  return data.some(({ type }) => SOLID.has(type)) ? ROUND : FLAT;
}

/** A figure's layout for a phone: the whole width for the picture, the title under Plotly's tools. */
function narrow(layout) {
  return {
    ...layout,
    title: { ...layout.title, y: 0.88, yanchor: "top", font: { size: 16 } },
    legend: { ...layout.legend, orientation: "h", yref: "container", y: 0, yanchor: "bottom" },
    margin: { ...layout.margin, l: 48, r: layout.yaxis2 ? 64 : 24, t: 84, b: layout.yaxis2 ? 160 : 100 },
  };
}
