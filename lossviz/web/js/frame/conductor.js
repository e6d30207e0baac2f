// Keeps one scene together: what is shown, when it is drawn, what Python is told.

import { introduce } from "../wire/asking.js";
import { put } from "./dom.js";
import { readTyped } from "../controls/typing.js";
import { Controls } from "../controls/controls.js";
import { Answers } from "../wire/data.js";
import { Dress } from "./dress.js";
import { Derivations } from "../formula/formula.js";
import { Hand } from "../state/hand.js";
import { Index } from "../controls/index.js";
import { build, measure } from "./layout.js";
import { Notice } from "./notice.js";
import { Pictures } from "../pictures/pictures.js";
import { Player } from "../controls/player.js";
import { Reporter } from "../state/reporter.js";

export class Scene {
  #frame = 0;
  #stale = true;
  /** @type {string | null} */
  #lit = null;
  /** @type {import("../wire/answer.js").Answer | null} */
  #shown = null;
  // what is to be chosen when the answer that is under way is here
  /** @type {{ name: string, at: number } | null} */
  #chosen = null;
  closed = false;
  redraws = 0;
  // both from the first `update` on
  /** @type {Record<string, any>} */
  data;
  /** @type {import("../drawing/canvas.js").Look["type"]} */
  type;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.answers = new Answers((answer) => this.#heard(answer));
    this.reporter = new Reporter(() => this.answers.state === "offline" && this.answers.again());
    this.hand = new Hand();
    this.player = new Player();
    const light = (term) => this.#light(term);
    this.pictures = new Pictures({
      light,
      grab: (names) => this.#grab(names),
      move: (values) => this.#move(values),
      drop: () => this.#release(),
      redraw: () => this.#invalidate(),
    });
    this.controls = new Controls({
      touch: () => this.#pause(),
      drag: (name, index) => this.#drag({ [name]: index }),
      release: (name) => this.hand.holds(name) && this.#release(),
      choose: (name, at) => this.#choose(name, at),
      play: (name) => this.#play(name),
      typed: (...typed) => this.#typed(...typed),
    });
    this.index = new Index((name, at) => this.#choose(name, at));
    this.derivations = new Derivations({ light, changed: () => this.#invalidate() });
    this.parts = build(this.index.node, this.pictures, this.controls.node, this.derivations.node);
    this.notice = new Notice(this.parts, { again: () => this.answers.again() });
    this.dress = new Dress(this.parts.root, parent, () => this.#dressed());
    this.watch = new ResizeObserver(() => this.#measure());
    this.watch.observe(this.parts.root);
    parent.append(this.parts.root);
  }

  /** New data from Python, or the same in another theme or language. */
  update(data, setStateValue) {
    const before = this.data;
    this.data = data;
    const { root } = this.parts;
    if (root.parentNode !== this.parent) this.parent.append(root);
    put(root, "data-scene", data.scene);
    put(root, "lang", data.lang);
    this.derivations.words(data.text);
    this.dress.update(data.theme);
    const moved = ["base", "lesson", "scene"].some((field) => before?.[field] !== data[field]);
    if (moved) this.#leave();
    introduce(data.visitor);
    const news = this.reporter.update(data, setStateValue);
    const translated = before && before.lang !== data.lang;
    if (moved || news || translated) this.controls.hush();
    if (moved || news) {
      this.#pause();
      this.#want(data.query);
    } else if (translated) this.#want(this.answers.wanted.query);
    this.#invalidate();
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.#frame);
    this.watch.disconnect();
    const { answers, pictures, controls, derivations, notice, dress, reporter } = this;
    for (const part of [answers, pictures, controls, derivations, notice, dress, reporter]) part.close();
    this.parts.root.remove();
  }

  #dressed() {
    this.controls.paint(this.dress.palette);
    this.#measure();
  }

  #measure() {
    this.type = measure(this.parts.grid);
    this.derivations.fit();
    this.controls.fit();
    this.#invalidate();
  }

  // what comes from the server

  #want(query) {
    this.answers.want(this.data, query);
  }

  /** Another scene: nothing of the old one stays. */
  #leave() {
    this.#shown = null;
    this.hand = new Hand();
    this.reporter.forget();
    this.#chosen = null;
    this.#lit = null;
  }

  #heard(answer) {
    const { state } = this.answers;
    // at first everything is shown as it comes; later the old tracks serve until all of the new are here
    const usable = answer?.frame && !answer.trouble;
    if (usable && (answer.complete || !this.#shown || answer === this.#shown)) this.#show(answer);
    else if (state === "error" || state === "refused") this.#stay();
    this.#invalidate();
  }

  /** What was asked for cannot be shown: back to what is shown. */
  #stay() {
    this.#chosen = null;
    if (!this.#shown) return;
    this.hand.forget();
    this.#describe(this.#shown.header);
  }

  #show(answer) {
    const known = answer === this.#shown;
    this.#shown = answer;
    this.hand.serve(answer);
    if (!known) this.#describe(answer.header);
    if (!answer.complete) return;
    const next = this.#chosen;
    this.#chosen = null;
    if (next) this.#choose(next.name, next.at);
  }

  /** Put the shown answer's controls, pictures and derivations in place. */
  #describe(header) {
    this.controls.update(header.controls, this.hand.names);
    this.index.update(header.controls.find(({ kind }) => kind === "list"));
    this.controls.paint(this.dress.palette);
    // a new answer may have other positions on the slider in hand
    this.controls.place(this.hand.moved);
    this.pictures.update(header.rows, this.data.text);
    this.derivations.update(header.derivations);
    this.notice.notes(header.notes);
    put(this.parts.root, "data-wide", header.wide);
  }

  /** An answer to something else than what is shown is under way. */
  #waiting() {
    return ["loading", "full", "offline"].includes(this.answers.state);
  }

  /** The query of the state that was asked for last and can be shown. */
  #asked() {
    return this.#waiting() || !this.#shown ? this.answers.wanted.query : this.#shown.query;
  }

  // what a person does

  #light(term) {
    if (term === this.#lit) return;
    this.#lit = term;
    this.#invalidate();
  }

  #drag(moved) {
    if (!this.#shown) return;
    if (!this.hand.holds(...Object.keys(moved))) {
      this.#release();
      this.derivations.reserve(this.#shown, Object.keys(moved));
    }
    this.hand.move(moved);
    this.#invalidate();
  }

  /** A picture wants to move these sliders. */
  #grab(names) {
    if (!this.#shown || !names.every((name) => this.controls.specs.has(name))) return false;
    this.controls.hush();
    this.#pause();
    const at = this.#shown.positions(this.hand.frame());
    this.#drag(Object.fromEntries(names.map((name) => [name, at.get(name)])));
    return true;
  }

  /** @param {number[]} values */
  #move(values) {
    const shown = this.#shown;
    const { names } = this.hand;
    if (!shown || !names.length) return;
    this.#drag(Object.fromEntries(names.map((name, at) => [name, shown.nearest(name, values[at])])));
    this.controls.place(this.hand.moved);
  }

  /** Ask for the state a person has gone to, and report it. */
  #release() {
    if (!this.hand.names.length) return;
    this.derivations.relax();
    const query = this.hand.release();
    if (query !== null) this.#go(query);
    this.#invalidate();
  }

  #choose(name, at) {
    this.controls.hush();
    this.#pause();
    this.#release();
    // the options of what is shown do not know the state that is under way
    if (this.#waiting()) this.#chosen = { name, at };
    else {
      const control = this.#shown?.header.controls.find((spec) => spec.name === name);
      const option = control?.options?.[at];
      if (option && !option.chosen) this.#go(option.query);
    }
  }

  /** Go to the state that typing `text` beside slider `name` leads to. */
  async #typed(name, text, signal, tell) {
    for (;;) {
      const { base, lesson, scene, lang, text: words } = this.data;
      const asked = this.#asked();
      const place = `${new URLSearchParams({ lesson, scene, lang })}&${asked}`;
      const url = `${base}lossviz/typed?${place}&${new URLSearchParams({ slider: name, typed: text })}`;
      const found = await readTyped(url, signal, tell, { ...words, refused: words.outdated });
      if (!found || this.data.scene !== scene) return null;
      // somebody went elsewhere meanwhile: what was typed is to be read there
      if (asked !== this.#asked()) continue;
      if (found.moved) {
        this.hand.go(found.query, found.values);
        this.#go(found.query);
        this.#invalidate();
      }
      return found;
    }
  }

  #go(query) {
    this.reporter.report(query);
    this.#want(query);
  }

  #play(name) {
    const again = this.player.name !== name;
    this.controls.hush();
    this.#pause();
    if (!again || !this.#shown) return;
    const at = this.#shown.positions(this.hand.frame()).get(name);
    if (at !== undefined) this.player.start(name, at, this.controls.specs.get(name).values.length, this.still.matches);
    this.#invalidate();
  }

  #pause() {
    if (!this.player.name) return;
    this.player.stop();
    this.#release();
    this.#invalidate();
  }

  // drawing

  /** Ask for one redraw in the next animation frame. */
  #invalidate() {
    this.#stale = true;
    if (!this.#frame && !this.closed) this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now) {
    this.#frame = 0;
    if (!this.parts.root.isConnected) return;
    if (this.player.name) this.#walk(this.player.name, now);
    const due = this.#stale && this.#shown;
    // before drawing: a picture that moves by itself asks for the next redraw while it draws
    this.#stale = false;
    if (due) this.#picture();
    if (this.player.name) this.#invalidate();
    this.#tell();
  }

  /**
   * @param {string} name
   * @param {number} now
   */
  #walk(name, now) {
    const { last } = this.player;
    const at = this.player.at(now);
    this.#drag({ [name]: at });
    this.controls.place(this.hand.moved);
    if (at === last) this.#pause();
  }

  #picture() {
    const { type, dress: { palette } } = this;
    const frame = this.hand.frame();
    this.controls.follow(this.hand.thumbs(), this.hand.names);
    this.pictures.draw(frame, { palette, type, lit: this.#lit, still: this.still.matches });
    this.derivations.draw(frame, this.#lit);
    this.redraws += 1;
  }

  /** Everything beside the pictures: notices, play buttons, the data-… of the root. */
  #tell() {
    const { root } = this.parts;
    const { state } = this.answers;
    const { text } = this.data;
    this.notice.draw(this.answers, this.#shown !== null, text);
    this.controls.playing(this.player.name, text);
    put(root, "data-redraws", this.redraws);
    put(root, "data-lit", this.#lit);
    put(root, "data-query", this.#shown?.query);
    const trouble = ["offline", "refused", "error"].includes(state);
    put(root, "data-status", trouble ? "error" : this.#shown ? "ready" : "loading");
  }
}
