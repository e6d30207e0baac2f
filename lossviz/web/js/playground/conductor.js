// Keeps one stage together: what is shown, when it is drawn, what Python is told.

import { introduce } from "../wire/asking.js";
import { fill, put } from "../frame/dom.js";
import { build, fitFormula, onChoice, onPresent, press, writeWords } from "./layout.js";
import { Loader } from "./loader.js";
import { Notice } from "./notice.js";
import { Pictures } from "./pictures.js";
import { Planes } from "./planes.js";
import { PlotlyDialog } from "./plotly_dialog.js";
import { Reporter } from "./reporter.js";
import { Sliders } from "../controls/sliders.js";
import { Source } from "./source.js";
import { paint, paletteFor } from "../drawing/theme.js";
import { Transport } from "./transport.js";
import { readTyped } from "../controls/typing.js";

const MANY_SLIDERS = 2;
// what the loader's states are called outside
const STATUS = { full: "loading", offline: "error", refused: "error", gone: "error", cancelled: "ready" };
// the page may change its colours a moment after it has called us
const AFTER_THEME_MS = 250;

export class Stage {
  #frame = 0;
  #stale = true;
  #drawn = "";
  #gone = new AbortController();
  closed = false;
  redraws = 0;
  // from the first `update` on
  /** @type {Record<string, any>} */
  data;
  /** @type {import("../drawing/theme.js").Palette} */
  palette;
  /** @type {"unit" | "raw" | "input"} */
  view = "unit";
  /** @type {"train" | "test" | "both"} */
  show = "train";
  // the slider that was touched last
  /** @type {string | null} */
  touched = null;
  /** @type {string[]} */
  names = [];
  dim = 0;
  later = 0;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    const parts = build();
    this.parts = parts;
    const redraw = () => this.invalidate();
    const rest = () => this.#rest();
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.type = { size: 16, axis: 14, family: "sans-serif" };
    this.loader = new Loader((track) => this.#heard(track));
    this.source = new Source(this.loader);
    this.planes = new Planes(() => this.invalidate());
    this.reporter = new Reporter(() => this.loader.state === "offline" && this.loader.again());
    this.notice = new Notice(parts, { cancel: () => this.loader.cancel(), again: () => this.loader.again() });
    this.pictures = new Pictures(parts, this.source, {
      redraw,
      rest,
      seek: (step) => this.#seek(this.source.positionOf(step)),
    });
    this.sliders = new Sliders(parts.rows, {
      touch: (name) => this.#touch(name),
      drag: (name, value) => this.#drag(name, value),
      release: (name, value) => this.#release(name, value),
      typed: (...typed) => this.#typed(...typed),
    });
    this.transport = new Transport(parts.rows, {
      redraw,
      rest,
      seek: (position) => this.#seek(position),
      play: () => this.#play(),
    });
    this.dialog = new PlotlyDialog(parts.root);
    this.#listen();
    parent.append(parts.root);
  }

  /** New data from Python, or the same in another theme or language. */
  update(data, setStateValue) {
    const before = this.data;
    this.data = data;
    introduce(data.visitor);
    const answered = this.reporter.update(data, setStateValue);
    if (before && before.query !== data.query && !answered.size) this.sliders.hush();
    const { parts } = this;
    if (parts.root.parentNode !== this.parent) this.parent.append(parts.root);
    if (!this.reporter.isMoved("view")) this.view = data.view;
    this.#shape(data.dim);
    this.#dress();
    const specs = data.sliders.filter(({ name }) => name !== "step");
    const names = specs.map(({ name }) => name);
    put(parts.root, "data-many", names.length > MANY_SLIDERS);
    put(parts.root, "data-none", names.length === 0);
    this.transport.words(data.text);
    this.pictures.numbers.words(data.text);
    this.sliders.update(specs, (name) => this.reporter.isMoved(name));
    // moving it without need would take it out of the hand that holds it
    if (parts.rows.lastElementChild !== this.transport.node) parts.rows.append(this.transport.node);
    if (before?.formula !== data.formula) {
      parts.formula.innerHTML = data.formula;
      fitFormula(parts);
    }
    const elsewhere = before?.base !== data.base || this.names.join() !== names.join();
    if (elsewhere || !this.loader.wants(this.#wanted())) {
      this.source.expect(this.reporter.step());
      this.transport.pause();
      this.#want(names);
    } else {
      this.loader.rename(this.#wanted());
      // why a run stopped is said in the language in which it was asked for
      if (before.lang !== data.lang && this.loader.state === "error") this.loader.again();
      const moved = answered.has("step") || this.reporter.isMoved("step");
      if (before.step !== data.step && !moved) this.source.goTo(data.step);
    }
    this.names = names;
    this.invalidate();
  }

  /** Ask for one redraw in the next animation frame. */
  invalidate() {
    this.#stale = true;
    this.#schedule();
  }

  #schedule() {
    if (!this.#frame && !this.closed) this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.later);
    this.#gone.abort();
    for (const part of [this.loader, this.planes, this.pictures, this.sliders, this.notice, this.reporter]) {
      part.close();
    }
    this.parts.root.remove();
  }

  #listen() {
    const { parts } = this;
    const { signal } = this.#gone;
    onChoice(parts.view, (view) => this.#look(view));
    onChoice(parts.show, (show) => {
      this.show = show;
      this.invalidate();
    });
    parts.export.addEventListener("click", () => {
      const { base, text } = this.data;
      this.dialog.open(
        base,
        `${base}lossviz/figure?${this.loader.query}&at=${this.source.step()}&view=${this.view}`,
        text,
      );
    });
    onPresent(parts, () => this.#dress(), signal);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#dress(), { signal });
    const watch = new ResizeObserver(() => this.#measure());
    watch.observe(parts.root);
    signal.addEventListener("abort", () => watch.disconnect());
  }

  #look(view) {
    this.sliders.hush();
    this.view = view;
    this.reporter.view(view);
    this.#shape(this.dim);
    this.#dress();
  }

  /** The layout depends on the view and the dimension. */
  #shape(dim) {
    this.dim = dim;
    put(this.parts.root, "data-dim", dim);
    put(this.parts.root, "data-view", this.view);
  }

  #dress() {
    if (!this.data || this.closed) return;
    this.palette = paletteFor(this.data.theme, this.parent);
    paint(this.parts.root, this.palette);
    writeWords(this.parts, this.data, this.dim, this.view);
    this.#measure();
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      if (paletteFor(this.data.theme, this.parent).mode !== this.palette.mode) this.#dress();
    }, AFTER_THEME_MS);
  }

  #measure() {
    const style = getComputedStyle(this.parts.box);
    const size = parseFloat(style.fontSize) || 16;
    this.type = { size, axis: Math.max(13, Math.round(0.875 * size)), family: style.fontFamily };
    fitFormula(this.parts);
    this.pictures.embedding.measure();
    this.invalidate();
  }

  #heard(track) {
    this.source.heard(track, this.sliders.held);
    this.#schedule();
  }

  #touch(name) {
    this.touched = name;
    this.loader.touch(name);
    this.invalidate();
  }

  #drag(name, value) {
    this.touched = name;
    this.pictures.glide.allow();
    this.transport.pause();
    this.source.toSweep(name, value);
    this.invalidate();
  }

  /** The run is asked for at once; Python is told beside it. */
  #release(name, value) {
    this.pictures.glide.allow();
    if (this.reporter.change(name, value)) {
      this.source.expect(null);
      this.#want(this.names);
    } else {
      this.source.expect(this.reporter.step());
      this.#heard(this.loader.run);
    }
    this.invalidate();
  }

  #want(names) {
    this.loader.want(this.data.base, this.#wanted(), names);
  }

  /** Python's query, with the sliders where they were let go since. */
  #wanted() {
    return this.#query(this.reporter.moved());
  }

  /** Python's query, with these sliders at other values. */
  #query(values) {
    const query = new URLSearchParams(this.data.query);
    for (const { name, default: usual } of this.data.sliders) {
      if (!values.has(name)) continue;
      // as Python writes it: a value that goes without saying is left out
      if (values.get(name) === usual) query.delete(name);
      else query.set(name, values.get(name));
    }
    return String(query);
  }

  /** Go to the value that `text`, typed beside slider `name`, stands for. */
  async #typed(name, text, signal, tell) {
    for (;;) {
      const asked = this.#asked();
      const url = `${this.data.base}lossviz/typed?${asked}&${new URLSearchParams({ slider: name, typed: text })}`;
      const found = await readTyped(url, signal, tell, this.data.text);
      if (!found || !this.names.includes(name)) return null;
      // another loss may have come meanwhile
      if (asked !== this.#asked()) continue;
      if (found.moved) {
        this.#drag(name, found.value);
        this.#release(name, found.value);
      }
      return found;
    }
  }

  /** The query shown, with the sliders where they are set. */
  #asked() {
    return this.#query(new Map(this.names.map((name) => [name, this.sliders.value(name)])));
  }

  #play() {
    this.sliders.hush();
    const { at, latest } = this.source.timeline();
    this.transport.play(at, latest);
  }

  #seek(position) {
    this.sliders.hush();
    this.transport.pause();
    this.pictures.glide.allow();
    this.source.toPosition(position);
    this.invalidate();
  }

  #rest() {
    this.reporter.rest(this.source.step(), this.source.lastStep());
    this.invalidate();
  }

  #draw(now) {
    this.#frame = 0;
    if (!this.parts.root.isConnected) return;
    const tween = this.transport.playing ? this.#advance(now) : 0;
    const { track, frame } = this.source.pick();
    this.planes.update(this.view === "input", this.data, this.loader, this.source);
    // what arrives for a slider that is not in hand changes words beside the pictures, not them
    const news = `${track?.key} ${frame?.position} ${this.source.kind === "run" ? track?.count : ""}`;
    if (track && frame && (this.#stale || news !== this.#drawn)) {
      this.#stale = false;
      this.#drawn = news;
      const { palette, type, view, show } = this;
      const { playing } = this.transport;
      const look = {
        palette,
        type,
        view,
        show,
        plane: view === "input" ? this.planes.at(track, frame) : null,
        playing,
        still: this.still.matches,
        busy: playing || this.sliders.held !== null,
      };
      this.pictures.draw(track, frame, tween, now, look, this.data);
      this.redraws += 1;
      put(this.parts.root, "data-redraws", this.redraws);
    }
    this.#tell(now);
  }

  /** One step of playing; returns how far it is from one snapshot to the next. */
  #advance(now) {
    const { latest } = this.source.timeline();
    const at = this.transport.advance(now, latest, this.loader.run?.complete);
    this.source.toPosition(Math.floor(at));
    if (this.transport.playing) this.invalidate();
    else this.#rest();
    return this.still.matches ? 0 : at - Math.floor(at);
  }

  /** Everything beside the pictures: step slider, notes, warnings, progress, the data-… of the root. */
  #tell(now) {
    const { parts, loader, source, data: { text } } = this;
    const { root } = parts;
    const { steps, latest, at } = source.timeline();
    if (steps) this.transport.show(steps, latest, at);
    this.sliders.notes(text, (name, total) => source.arrived(name, total));
    this.notice.line(this.#words(text));
    this.notice.draw(loader, text, now, () => this.#schedule());
    press(parts.view, this.view);
    press(parts.show, this.show);
    put(parts.waiting, "hidden", Boolean(source.meta()));
    put(root, "data-filling", loader.filling().join(" "));
    put(root, "data-partial", loader.state === "cancelled" ? loader.run?.count ?? 0 : null);
    if (source.settled()) put(root, "data-query", loader.query);
    put(root, "data-status", STATUS[loader.state] ?? loader.state);
  }

  /** The line under the sliders: a warning, else what is known of the slider in hand. */
  #words(text) {
    const { sliders, source, touched } = this;
    const stopped = source.stopped();
    const warning = sliders.warning(touched) || (stopped && fill(text.sweep_stopped, { step: stopped }));
    if (warning || !touched || this.names.length <= MANY_SLIDERS) {
      return { words: warning || "", warns: Boolean(warning) };
    }
    const { done, total } = source.arrived(touched, sliders.count(touched));
    const filling = done < total ? fill(text.filling, { done, total }) : "";
    return { words: [sliders.note(touched), filling].filter(Boolean).join(" · "), warns: false };
  }
}
