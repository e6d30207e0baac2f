// A row of small links, one a seed: each opens its run in the playground.

import { el, fill, languageOf, percent, put, three } from "../frame/dom.js";
import { icon } from "../frame/icons.js";
import { playground } from "../site/site.js";

// how far the arrow keys go
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export class Seeds {
  #links = [];

  /** `light(seed)` is called for the run under the pointer or the focus, and with null. */
  constructor(light) {
    this.light = light;
    this.node = el("div", { class: "lp-seeds", role: "group", onkeydown: (event) => this.#key(event) });
  }

  /** Places for `count` seeds, all of them empty. */
  update(count, name) {
    put(this.node, "aria-label", name);
    if (this.#links.length === count) return;
    this.#links = Array.from({ length: count }, (_, seed) => this.#link(seed));
    this.node.replaceChildren(...this.#links);
  }

  /** Show the runs that have arrived, by seed; `lit` is the one in hand. */
  draw(runs, lit, text) {
    const lang = languageOf(this.node);
    this.#links.forEach((link, seed) => {
      put(link, "data-lit", seed === lit);
      if (link.run === runs[seed] && link.text === text) return;
      Object.assign(link, { run: runs[seed], text });
      show(link, runs[seed], lang, text);
    });
    // one stop for the tab key, the first run unless another one has the focus
    const stop = this.#links.find((link) => link === document.activeElement) ?? this.#links.find((link) => link.run);
    for (const link of this.#links) put(link, "tabindex", link.run ? (link === stop ? "0" : "-1") : null);
  }

  #link(seed) {
    const light = (on) => () => this.light(on ? seed : null);
    return el("a", {
      class: "lp-seed",
      target: "_blank",
      rel: "noopener",
      onpointerenter: light(true),
      onpointerleave: light(false),
      onfocus: light(true),
      onblur: light(false),
    });
  }

  #key(event) {
    const at = this.#links.indexOf(document.activeElement);
    const there = this.#links.filter((link) => link.run);
    const goal = { Home: there[0], End: there.at(-1) }[event.key] ?? this.#beside(at, STEPS[event.key], there);
    if (at < 0 || !goal) return;
    event.preventDefault();
    goal.focus();
    this.#links.forEach((link) => link.run && put(link, "tabindex", link === goal ? "0" : "-1"));
  }

  #beside(at, step, there) {
    return step ? there[there.indexOf(this.#links[at]) + step] : null;
  }
}

function show(link, run, lang, text) {
  put(link, "href", run ? playground(run.query, lang) : null);
  put(link, "data-outcome", run ? (run.converged ? "good" : "bad") : null);
  const name = run &&
    fill(text.trials_seed, {
      seed: run.seed,
      outcome: run.converged ? text.trials_good : text.trials_failed,
      accuracy: percent(run.accuracy),
      angle: three(run.angle),
    });
  // the name of a link that shows a sign alone is its title: both would be said
  put(link, "title", name);
  link.replaceChildren(...(run ? [icon(run.converged ? "check" : "close")] : []));
}
