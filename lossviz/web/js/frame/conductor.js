// Keeps one stage together: what is shown, when it is drawn, what Python is told.

import { introduce } from "../wire/asking.js";
import { el, fill, put, say } from "./dom.js";
import { readTyped } from "../controls/typing.js";
import { Choices } from "../controls/choices.js";
import { Controls } from "../controls/controls.js";
import { Loader } from "../wire/loader.js";
import { Dress } from "./dress.js";
import { paletteOf } from "../drawing/theme.js";
import { Derivations } from "../formula/formula.js";
import { FirstVisit } from "./first_visit.js";
import { Hand } from "../state/hand.js";
import { Index } from "../controls/index.js";
import { build, measure } from "./layout.js";
import { Beside, joined } from "../state/beside.js";
import { Looks } from "../state/looks.js";
import { Motion } from "./motion.js";
import { Notice } from "./notice.js";
import { Pictures } from "../pictures/pictures.js";
import { Player } from "../controls/player.js";
import { PlotlyDialog } from "./plotly_dialog.js";
import { Limits } from "../controls/limits.js";
import { Present } from "./present.js";
import { readCamera } from "../drawing/camera.js";
import { place } from "../state/place.js";
import { pursuit } from "../state/pursuit.js";
import { ShareButton } from "./share_button.js";
import { stages } from "../state/stages.js";
import { Reporter } from "../state/reporter.js";
import { Reset } from "./reset.js";
import { Spoken } from "./spoken.js";
import { Voice } from "./voice.js";
import { paper } from "../state/paper.js";
import { parted, whole } from "../state/query.js";

// what the loader's states are called outside
const STATUS = { full: "loading", offline: "error", refused: "error", gone: "error", cancelled: "ready" };
const PLACE = ["base", "lesson", "scene"];

export class Stage {
  #gone = new AbortController();
  #frame = 0;
  #stale = true;
  #drawn = "";
  /** @type {string | null} */
  #lit = null;
  /** @type {import("../wire/answer.js").Answer | null} */
  #shown = null;
  /** @type {import("../wire/messages.js").Header | null} */
  #described = null;
  // what is to be chosen when the answer that is under way is here
  /** @type {{ name: string, at: number } | null} */
  #chosen = null;
  // the slider that was touched last
  /** @type {string | null} */
  #touched = null;
  // whether somebody has moved anything
  #moved = false;
  // from where the address has the pictures in space seen, until they are here
  /** @type {ReturnType<typeof readCamera>} */
  #camera = null;
  // whether a picture has the timeline in hand
  #seeks = false;
  // the sliders that a picture has in hand
  /** @type {string[]} */
  #grabbed = [];
  // of a file: whether what is in hand has been let go, and what is said of sliders that have gone back
  #rests = false;
  #back = "";
  closed = false;
  redraws = 0;
  // both from the first `update` on
  /** @type {Record<string, any> & import("../wire/loader.js").Page} */
  data;
  /** @type {import("../drawing/canvas.js").Look["type"]} */
  type;
  looks = new Looks();
  motion = new Motion();
  beside = new Beside();

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.loader = new Loader((track) => this.#heard(track));
    this.reporter = new Reporter(() => this.loader.state === "offline" && this.loader.again());
    this.hand = new Hand(this.loader);
    this.player = new Player();
    this.voice = new Voice(() => this.player.name !== null || this.controls.held);
    const light = (term) => this.#light(term);
    const looks = el("div", { class: "ll-looks" });
    this.choices = new Choices(looks, (key, at) => this.#look(key, at));
    this.present = new Present();
    this.limits = new Limits();
    this.sharing = new ShareButton(() => stages.share(this));
    const actions = el("div", { class: "lv-actions" }, this.sharing.node, this.present.node);
    this.pictures = new Pictures({
      light,
      grab: (names) => this.#grab(names),
      move: (values) => this.#move(values),
      nudge: (names, ways) => this.#nudge(names, ways),
      drop: () => this.#letGo(),
      redraw: () => this.#invalidate(),
      open: (id) => this.#open(id),
      track: (over, query) => this.#track(over, query),
      tells: (point) => this.#pointAt(point),
      look: (key, at) => this.#look(key, at),
      say: (source, words) => this.voice.say(source, words),
    }, [looks, actions]);
    this.controls = new Controls({
      touch: (name) => this.#touch(name),
      drag: (name, index) => this.#pull(name, index),
      release: (name) => this.#drop(name),
      choose: (name, at) => this.#choose(name, at),
      play: (name) => this.#play(name),
      rewind: () => this.#rewind(),
      speed: (rate) => this.#speed(rate),
      typed: (...typed) => this.#typed(...typed),
      light,
    });
    this.reset = new Reset((query) => this.#reset(query));
    this.controls.node.append(this.reset.node);
    this.spoken = new Spoken(this.pictures, this.voice);
    this.index = new Index((name, at) => this.#choose(name, at));
    this.derivations = new Derivations({
      light,
      changed: () => this.#invalidate(),
      say: (source, words) => this.voice.say(source, words),
    });
    this.first = new FirstVisit();
    this.derivations.panel.after(this.first.node);
    const { index, pictures, controls, derivations } = this;
    this.parts = build(index.node, looks, pictures, actions, controls, derivations.node);
    this.parts.root.append(this.voice.node);
    this.notice = new Notice(this.parts, {
      cancel: () => this.loader.cancel(),
      again: () => this.loader.again(),
      later: () => this.#schedule(),
    });
    this.dialog = new PlotlyDialog(this.parts.root);
    this.dress = new Dress(this.parts.root, parent, () => this.#dressed());
    paper.addEventListener("laid", () => this.#lay(), { signal: this.#gone.signal });
    this.watch = new ResizeObserver(() => this.#measure());
    this.watch.observe(this.parts.root);
    this.parts.root.addEventListener("lossviz-reset", () => this.reset.node.click());
    parent.append(this.parts.root);
    stages.add(this);
  }

  /** New data from Python, or the same in another theme or language. */
  update(data, setStateValue) {
    const before = this.data;
    this.data = data;
    const { root, seen, status } = this.parts;
    if (root.parentNode !== this.parent) this.parent.append(root);
    put(root, "data-scene", data.scene);
    put(root, "data-layout", data.layout);
    put(root, "data-exercise", Boolean(data.exercise));
    put(root, "lang", data.lang);
    // over the pictures, or where the sliders will have a line for it
    const over = data.layout === "run" ? status : seen;
    if (this.notice.work.parentNode !== over) over.append(this.notice.work);
    if (data.layout === "run") put(this.controls.node, "hidden", false);
    this.derivations.words(data.text);
    this.present.update(data.text);
    this.reset.update(data.text);
    this.sharing.update(data.text);
    this.limits.follow(data.exercise ?? null);
    if (data.exercise || before?.exercise) pursuit.want(data.exercise?.goal ?? null, data.scene);
    say(this.parts.hint, data.text.home_hint);
    put(root, "data-archived", data.archived);
    this.dress.update(data.theme);
    const moved = PLACE.some((field) => before?.[field] !== data[field]);
    if (moved) this.#leave();
    else if (before.query !== data.query) this.#moved = true;
    this.hand.stays = Boolean(data.archived);
    const translated = before && before.lang !== data.lang;
    if (moved || translated) {
      this.spoken.leave();
      this.voice.forget();
    }
    introduce(data.visitor);
    const news = this.reporter.update(data, setStateValue);
    if (moved || news || translated) this.controls.hush();
    if (moved || news) {
      this.#pause();
      this.#follow(data.query);
    } else if (translated) this.#want(this.loader.query);
    if (this.#described) this.#limit(this.#described);
    // the words over it may be longer now
    this.#invalidate();
  }

  close() {
    this.closed = true;
    this.#gone.abort();
    stages.delete(this);
    cancelAnimationFrame(this.#frame);
    this.watch.disconnect();
    this.spoken.forget();
    const { loader, pictures, controls, derivations, notice, dress, reporter, voice } = this;
    for (const part of [loader, pictures, controls, derivations, notice, dress, reporter, voice]) part.close();
    this.parts.root.remove();
  }

  #dressed() {
    this.controls.paint(this.dress.palette);
    this.#measure();
  }

  /** The page was laid out for paper, or for the screen again. */
  #lay() {
    if (!this.data) return;
    this.dress.update(this.data.theme);
    cancelAnimationFrame(this.#frame);
    this.#draw(performance.now());
    if (paper.on) this.derivations.spread();
    else this.derivations.gather();
  }

  #measure() {
    this.type = measure(this.parts.grid);
    this.derivations.fit();
    this.controls.fit();
    this.pictures.measure();
    this.#invalidate();
  }

  // what comes from the server

  /** Python says which state to show, and how to look at it. */
  #follow(query) {
    const [state, told] = parted(query, this.data.looks);
    const { timeline } = this.hand;
    this.reset.forget();
    this.looks.follow(told, this.data.looks);
    this.#manner();
    if (this.loader.wants(this.data, state)) return timeline.goTo(this.#at());
    timeline.expect(this.#at());
    return this.#want(state);
  }

  #want(query) {
    this.loader.want(this.data, query);
  }

  /** The step of the timeline that the address names; null is its end. */
  #at() {
    const at = Number(this.looks.told.get("at") ?? NaN);
    return Number.isNaN(at) ? null : at;
  }

  /** Another scene: nothing of the old one stays. */
  #leave() {
    this.#shown = this.#described = null;
    this.hand = new Hand(this.loader);
    this.reporter.forget();
    this.#chosen = null;
    this.#lit = null;
    this.#touched = null;
    this.#moved = false;
    const { scene, layout } = this.data;
    const here = layout === "run" || !place.now || place.now === scene;
    this.#camera = here ? readCamera(new URLSearchParams(location.search).get("camera")) : null;
  }

  /** Something has arrived: of the answer, or of a dear track. */
  #heard(track) {
    // it counts where it is drawn
    if (track) return this.#schedule();
    const { answer, state } = this.loader;
    const { header } = answer;
    // the old tracks serve until all of the new are here, but for what comes piece by piece
    const whole = answer.complete || header?.timeline || !this.#shown || answer === this.#shown;
    if (header && (answer.frame || header.timeline) && !(answer.trouble && !answer.lead) && whole) this.#show(answer);
    else if (["error", "refused", "cancelled", "gone"].includes(state)) this.#stay();
    this.hand.heard();
    return this.#schedule();
  }

  /** What was asked for cannot be shown: back to what is shown. */
  #stay() {
    this.#chosen = null;
    if (!this.#shown) return;
    this.hand.forget();
    this.#describe(this.#shown.header);
  }

  #show(answer) {
    const known = answer === this.#shown && answer.header === this.#described;
    this.#shown = answer;
    if (!known || !answer.lead) this.hand.serve(answer);
    if (!known) {
      this.#describe(answer.header);
      this.#invalidate();
    }
    if (!answer.complete) return;
    const next = this.#chosen;
    this.#chosen = null;
    if (next) this.#choose(next.name, next.at);
  }

  /** Put the shown answer's controls, pictures and derivations in place. */
  #describe(header) {
    this.#described = header;
    this.controls.update(header.controls, this.hand.names);
    this.index.update(header.controls.find(({ kind }) => kind === "list"));
    this.controls.paint(this.dress.palette);
    // a new answer may have other positions on the slider in hand
    this.controls.place(this.hand.moved);
    this.looks.offer(header.looks);
    this.#manner();
    this.pictures.update(header.rows, this.data.text);
    if (this.#camera && this.pictures.aim(this.#camera)) this.#camera = null;
    this.#limit(header);
    this.spoken.forget();
    this.derivations.update(header.derivations, header.about);
    this.first.show(header.derivations.length > 0, this.data.text);
    put(this.parts.root, "data-wide", header.wide);
    this.#invalidate();
  }

  /** An exercise may leave some of the controls, and ask for something. */
  #limit(header) {
    this.limits.apply(this.parts.root, this.controls.specs, this.data.text.locked);
    pursuit.describe(header);
  }

  /** Show how the state is looked at. */
  #manner() {
    const { now, large, choices } = this.looks;
    this.choices.update(choices.filter(({ within }) => !within));
    this.pictures.offer(choices);
    for (const [key, way] of Object.entries(now)) put(this.parts.root, `data-${key}`, way);
    this.pictures.enlarge(large);
    this.loader.look(now.view ?? null);
  }

  /** An answer to something else than what is shown is under way. */
  #waiting() {
    return this.loader.answer !== this.#shown && ["loading", "full", "offline"].includes(this.loader.state);
  }

  /** The query of the state that was asked for last and can be shown. */
  #asked() {
    return this.#waiting() || !this.#shown ? this.loader.query : this.#shown.query;
  }

  // what a person does

  #light(term) {
    if (term === this.#lit) return;
    this.#lit = term;
    this.#invalidate();
  }

  #touch(name) {
    this.#touched = name;
    this.#pause();
    this.loader.touch(name);
    this.#invalidate();
  }

  /** A slider is pulled: along the timeline, or away from the state. */
  #pull(name, index) {
    if (name === this.controls.timeline?.name) this.#seek(index);
    else this.#drag({ [name]: index });
  }

  #drop(name) {
    if (name === this.controls.timeline?.name) this.#rest();
    else if (this.hand.stays || this.hand.holds(name)) this.#release();
  }

  #drag(moved) {
    if (!this.#shown) return;
    this.#moved = true;
    this.motion.allow();
    const together = this.hand.stays ? this.#together(moved) : moved;
    const names = Object.keys(together);
    if (this.#rests || !this.hand.holds(...names)) {
      this.#release();
      this.#rests = false;
      this.derivations.reserve(this.#shown, names);
      this.pictures.hold(names);
    }
    [this.#touched] = Object.keys(moved);
    this.hand.move(together);
    this.#invalidate();
  }

  /** In a file: sliders that stand elsewhere move along, or go back where they stood. */
  #together(moved) {
    const together = this.hand.together(moved);
    const back = this.hand.names.filter((name) => !(name in together));
    if (back.length) this.#say(back);
    else if (!this.hand.names.length) this.#back = "";
    return together;
  }

  /** In a file: these sliders go back to where they stood in it. */
  #say(names) {
    const called = names.map((name) => this.controls.specs.get(name)).filter(Boolean);
    this.#back = fill(this.data.text.returned, {
      names: called.map(({ symbol, label }) => symbol || label).join(", "),
    });
  }

  /** In a file: what was moved goes back, and the run itself is seen. */
  #empty() {
    if (!this.hand.stays || !this.hand.names.length) return;
    this.#say(this.hand.names);
    this.hand.empty();
    this.#rests = false;
  }

  /** A picture wants to move these sliders. */
  #grab(names) {
    const { specs } = this.controls;
    const free = (name) => specs.has(name) && this.limits.frees(name, specs.get(name).key);
    if (!this.#shown || !names.every(free)) return false;
    this.controls.hush();
    this.#pause();
    this.#seeks = names.includes(this.controls.timeline?.name ?? "");
    if (this.#seeks) return true;
    this.#grabbed = names;
    const at = this.#shown.positions(this.hand.frame());
    this.#drag(Object.fromEntries(names.map((name) => [name, at.get(name)])));
    return true;
  }

  /** @param {number[]} values */
  #move(values) {
    const shown = this.#shown;
    const { timeline } = this.hand;
    const names = this.#grabbed;
    if (this.#seeks) this.#seek(timeline.positionOf(values[0]));
    if (this.#seeks || !shown || !this.hand.names.length) return;
    this.#drag(Object.fromEntries(names.map((name, at) => [name, shown.nearest(name, values[at])])));
    this.controls.place(this.hand.moved);
  }

  /** An arrow key moves these sliders so many positions on. */
  #nudge(names, ways) {
    if (!this.#grab(names)) return;
    if (this.#seeks) {
      const { at, latest } = this.hand.timeline.place();
      this.#seek(Math.min(Math.max(at + ways[0], 0), latest));
      return;
    }
    const at = names.map((name, k) => {
      const last = this.controls.specs.get(name).values.length - 1;
      return [name, Math.min(Math.max((this.hand.moved[name] ?? 0) + ways[k], 0), last)];
    });
    this.#drag(Object.fromEntries(at));
    this.controls.place(this.hand.moved);
  }

  /** A picture lets go of what it has moved. */
  #letGo() {
    if (this.#seeks) this.#rest();
    else this.#release();
    this.#seeks = false;
  }

  /** Ask for the state a person has gone to, and report it. */
  #release() {
    if (!this.hand.names.length) return;
    this.motion.allow();
    this.derivations.relax();
    this.pictures.relax();
    this.#rests = this.hand.stays;
    if (this.#rests) return;
    const query = this.hand.release();
    if (query !== null) this.#go(query);
    else {
      this.hand.timeline.expect(this.#at());
      this.hand.heard();
    }
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
      if (!option || option.chosen || option.missing) return;
      this.#empty();
      this.#go(option.query);
    }
  }

  /** Go to the state that typing `text` beside slider `name` leads to. */
  async #typed(name, text, signal, tell) {
    for (;;) {
      const { base, lesson, scene, lang, text: words } = this.data;
      const asked = this.#asked();
      const place = `${new URLSearchParams({ lesson, scene, lang })}&${asked}`;
      const url = `${base}lossviz/typed?${place}&${new URLSearchParams({ slider: name, typed: text })}`;
      const refused = `${words.refused} ${words.outdated}`;
      const found = await readTyped(url, signal, tell, { ...words, refused });
      if (!found || this.data.scene !== scene || !this.controls.specs.has(name)) return null;
      // somebody went elsewhere meanwhile: what was typed is to be read there
      if (asked !== this.#asked()) continue;
      if (found.moved) {
        this.motion.allow();
        this.hand.go(found.query, found.values);
        this.#go(found.query);
        this.#invalidate();
      }
      return found;
    }
  }

  /** To another state: it is asked for at once, and Python is told beside it. */
  #go(query) {
    this.#moved = true;
    // a new run is shown at its end
    this.looks.set("at", null);
    this.hand.timeline.expect(null);
    this.#report(query);
    this.#want(query);
  }

  /**
   * Back to the defaults, "", or to what was shown before that: the settings, and how they are looked at. Returns where
   * one was.
   * @param {string} query
   */
  #reset(query) {
    this.controls.hush();
    this.#pause();
    this.#release();
    this.motion.allow();
    const before = whole(this.#asked(), this.looks.told);
    this.#chosen = null;
    this.#follow(query);
    this.reporter.report(query, true);
    this.#measure();
    return before;
  }

  /** What is shown here, for who gives it away. @returns {import("../state/stages.js").Shown} */
  shows() {
    const { base, lesson, scene, lang, layout } = this.data;
    const { timeline } = this.hand;
    const looks = this.looks.told;
    if (this.#shown?.lead && timeline.step() !== timeline.last()) looks.set("at", String(timeline.step()));
    const header = this.#described;
    const moved = header?.controls.filter(({ timeline: along }) => !along) ?? [];
    const keys = moved.map(({ key, name }) => key ?? name.replace(/-(size|stop)$/, ""));
    const free = ({ kind, name, key, timeline: along }) => kind === "slider" && !along && this.limits.frees(name, key);
    return {
      base,
      lesson,
      scene,
      lang,
      theme: this.dress.palette.mode,
      alone: layout === "run",
      // also what is in a hand that rests
      query: (this.hand.names.length ? this.hand.reached() : this.#asked()) ?? "",
      looks,
      keys: [...new Set([...keys, ...this.data.looks])],
      camera: this.pictures.camera(),
      header,
      frame: this.#shown?.complete ? this.hand.frame() ?? null : null,
      along: (name) => this.#along(name),
      free: moved.filter(free).map(({ name }) => name),
    };
  }

  /** All frames along slider `name`; null where not all of them are here. */
  #along(name) {
    const { values } = this.controls.specs.get(name);
    if (!this.#shown?.lead) return values.map((_, at) => this.#shown?.look({ [name]: at }));
    const track = this.loader.track(name);
    return track?.complete ? values.map((_, at) => track.at(at)) : null;
  }

  /** Open a picture for zoom and export, as it is at rest. */
  #open(picture) {
    this.#pause();
    const { base, lesson, scene, lang, text } = this.data;
    const { timeline } = this.hand;
    const place = { lesson, scene, picture, lang, theme: this.dress.palette.name };
    const seen = this.#shown?.lead ? { ...this.looks.now, at: String(timeline.step()) } : {};
    const asked = String(new URLSearchParams({ ...place, ...seen }));
    const url = [`${base}lossviz/picture?${asked}`, this.#asked()].filter(Boolean).join("&");
    const palette = (mode) => paletteOf(this.data.theme, mode);
    this.dialog.open(base, url, text, () => this.#taken(picture), palette);
  }

  /** A picture as it is now, with how the controls stand, to be taken away as a file. */
  #taken(id) {
    const found = this.pictures.taken(id);
    // of a run, what else it was trained with, as in its link
    const settings = this.#shown?.lead ? this.#shown.query.split("&").filter(Boolean).map(decodeURIComponent) : [];
    const values = [
      ...this.controls.readings,
      ...settings.filter((one) => !this.controls.specs.has(one.split("=")[0])),
    ];
    return found && { ...found, ...this.type, values };
  }

  /** Where the server tells the numbers of a point of a run: of what was trained alone. */
  #pointAt(point) {
    if (!this.#shown?.lead || !this.hand.settled() || this.hand.stays) return null;
    const at = this.hand.timeline.step();
    return `${this.data.base}lossviz/point?${this.#shown.query}&at=${at}&point=${point}`;
  }

  #report(query) {
    this.reset.forget();
    this.reporter.report(whole(query, this.looks.told));
  }

  /** Look at the same state in another way. */
  #look(key, at) {
    this.controls.hush();
    if (this.looks.choose(key, at)) this.#report(this.loader.query);
    else this.loader.look(this.looks.now.view ?? null, true);
    this.#manner();
    this.#measure();
  }

  /** Where a dear track of this scene is asked for, at a state of its own. */
  #track(over, query) {
    const { base, lesson, scene, lang } = this.data;
    return `${base}lossviz/track?${[new URLSearchParams({ lesson, scene, lang, over }), query].join("&")}`;
  }

  // along the timeline, and what plays

  #seek(position) {
    this.#empty();
    this.controls.hush();
    this.player.stop();
    this.motion.allow();
    this.hand.timeline.seek(position);
    this.#invalidate();
  }

  #rewind() {
    this.#seek(0);
    this.#rest();
  }

  /** The step that is looked at is told when it rests. */
  #rest() {
    const { timeline } = this.hand;
    this.reporter.later(() => {
      const step = timeline.step();
      const at = step === timeline.last() ? null : String(step);
      if (this.looks.set("at", at)) this.#report(this.loader.query);
    });
    this.#invalidate();
  }

  #play(name) {
    const again = this.player.name !== name;
    this.controls.hush();
    this.#pause();
    const { timeline } = this.controls;
    const runs = name === timeline?.name;
    if (runs) this.#empty();
    const place = this.hand.timeline.place();
    const at = runs ? place.at : this.#shown?.positions(this.hand.frame()).get(name);
    if (!again || at === undefined) return;
    this.player.start(name, at, runs ? place.latest : this.#last(name), { runs, still: this.still.matches });
    this.#invalidate();
  }

  /** The last position of slider `name`. */
  #last(name) {
    return Math.max((this.controls.specs.get(name)?.values.length ?? 1) - 1, 1);
  }

  #speed(rate) {
    this.player.speed = rate;
    this.#schedule();
  }

  #pause() {
    const { name } = this.player;
    if (!name) return;
    this.player.stop();
    if (name === this.controls.timeline?.name) this.#rest();
    else this.#release();
    this.#invalidate();
  }

  // drawing

  /** Ask for one redraw in the next animation frame. */
  #invalidate() {
    this.#stale = true;
    this.#schedule();
  }

  /** Look in the next animation frame whether there is something to draw. */
  #schedule() {
    if (!this.#frame && !this.closed) this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now) {
    this.#frame = 0;
    if (!this.parts.root.isConnected) return;
    const tween = this.player.name ? this.#walk(this.player.name, now) : 0;
    const shown = this.#shown ? this.hand.pick() : null;
    const found = this.#besides(shown);
    // what arrives for a slider that is not in hand changes words beside the pictures, not them
    const own = shown ? `${shown.track?.key} ${shown.frame?.position} ${this.#grown(shown.track)}` : "";
    const news = `${own} ${found?.track?.key} ${found?.frame?.position} ${found?.plane}`;
    const due = shown?.frame && (this.#stale || news !== this.#drawn);
    // before drawing: a picture that moves by itself asks for the next redraw while it draws
    if (due || !shown?.frame) this.#stale = false;
    if (due) {
      this.#drawn = news;
      this.#picture(shown, found, tween, now);
    }
    if (this.player.name) this.#invalidate();
    this.#tell(now);
  }

  /** How far the run that is drawn has grown. */
  #grown(track) {
    return track && track === this.#shown?.lead ? track.count : "";
  }

  /**
   * One step of playing; returns how far it is from one place on the timeline to the next.
   * @param {string} name
   * @param {number} now
   */
  #walk(name, now) {
    const { timeline } = this.hand;
    if (name !== this.controls.timeline?.name) {
      const last = this.#last(name);
      const at = this.player.at(now, last);
      this.#drag({ [name]: at });
      this.controls.place(this.hand.moved);
      if (at === last) this.#pause();
      return 0;
    }
    const { latest } = timeline.place();
    const at = this.player.at(now, latest);
    timeline.seek(Math.floor(at));
    if (at >= latest && this.#shown?.lead?.complete) this.#pause();
    return this.still.matches ? 0 : at - Math.floor(at);
  }

  /** What the view that is looked at shows beside a frame of a run. */
  #besides(shown) {
    const beside = this.#shown?.header.beside;
    if (!shown?.track || !shown.frame || beside?.view !== this.looks.now.view) return null;
    return this.beside.find(this.loader, shown.track, shown.frame);
  }

  #picture({ track, frame }, found, tween, now) {
    const { type, dress: { palette }, hand, motion } = this;
    const still = this.still.matches;
    const playing = this.player.name !== null;
    const busy = Boolean(this.#shown?.lead) && (playing || this.controls.held);
    const glided = motion.at(track, frame, tween, now, still || playing);
    const drawn = found ? joined(glided, found, this.#shown?.header.beside.arrays) : glided;
    const look = { palette, type, lit: this.#lit, still, busy, plane: found?.plane, ...this.looks.now };
    // before anything of the page changes: text on a canvas waits for the page's style to be known
    this.pictures.draw(drawn, look);
    this.controls.follow(hand.thumbs(), hand.names);
    this.controls.light(this.#lit);
    this.derivations.draw(drawn, this.#lit);
    if (this.data.exercise?.goal && this.#shown?.complete && hand.pick().exact) pursuit.look(frame, this.#moved);
    this.redraws += 1;
    if (motion.moving) this.#invalidate();
  }

  /** What the pictures show, in words: those of a run are about its end. */
  #words() {
    const shown = this.#shown;
    if (!shown?.complete || (this.hand.stays && this.hand.names.length)) return null;
    const { timeline } = this.hand;
    const rests = !shown.lead || (this.hand.settled() && timeline.step() === timeline.last());
    return rests ? shown.words : null;
  }

  /** Where the server tells in words what else stands there: a step before the end, or what a view shows beside it. */
  #moreWords() {
    const shown = this.#shown;
    const { view } = this.looks.now;
    const { timeline } = this.hand;
    if (this.player.name !== null || this.controls.held || !this.hand.settled()) return null;
    if (!shown?.lead || !shown.complete) return null;
    const beside = view !== undefined && shown.header.beside?.view === view;
    // a file has the words of the end alone
    if (!beside && (this.data.archived || timeline.step() === timeline.last())) return null;
    const asked = { only: "words", ...view && { view }, at: String(timeline.step()), lang: this.data.lang };
    return `${this.data.base}lossviz/picture?${[new URLSearchParams(asked), shown.query].filter(String).join("&")}`;
  }

  /** Everything beside the pictures: notices, sliders' words, play buttons, the data-… of the root. */
  #tell(now) {
    const { controls, hand, loader, parts: { root }, data: { text } } = this;
    const shown = this.#shown;
    const { latest, at } = hand.timeline.place();
    if (controls.timeline) controls.reach(latest, at);
    const stopped = this.#stopped(text) || this.#back;
    const known = controls.tell(text, this.#touched, stopped, (name, total) => loader.arrived(name, total));
    this.voice.keep("known", known);
    controls.playing(this.player.name, this.player.speed, text);
    this.spoken.tell(this.#words(), this.#moreWords());
    const changed = Boolean(shown?.header.changed) || this.looks.told.size > 0 || this.#waiting();
    // a file has its own state alone, and that need not be the default
    this.reset.show(changed && !this.data.archived);
    this.voice.keep("work", this.notice.draw(loader, Boolean(shown && hand.frame()), text, now));
    put(root, "data-redraws", this.redraws);
    put(root, "data-lit", this.#lit);
    put(root, "data-filling", loader.filling().join(" "));
    put(root, "data-partial", loader.state === "cancelled" ? loader.answer.lead?.count ?? 0 : null);
    if (shown && hand.stays) put(root, "data-query", hand.reached());
    else if (!shown?.lead || hand.settled()) put(root, "data-query", shown?.query);
    put(root, "data-status", this.#status());
  }

  /** What the state is called outside. */
  #status() {
    const { state } = this.loader;
    // until an answer that comes at once is here, the old one serves
    const serves = this.#shown && !this.#shown.lead && (state === "loading" || state === "full");
    return serves ? "ready" : STATUS[state] ?? state;
  }

  /** What is to be said where the run behind the shown end state stopped early. */
  #stopped(text) {
    const { track, frame } = this.hand.pick();
    const step = track ? frame?.stopped?.[0] ?? -1 : -1;
    return step < 0 ? "" : fill(text.sweep_stopped, { step });
  }
}
