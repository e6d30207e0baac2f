// The editor of an exercise: what is said of it, which controls it leaves, its goal, the steps that follow.

import { el, fill, put, say } from "../dom.js";
import { exerciseLink, pairsOf } from "./address.js";
import { GoalEditor } from "./goal_editor.js";
import { Left } from "./left.js";
import { PlaylistEditor } from "./playlist_editor.js";

/** @typedef {import("../../state/stages.js").Shown} Shown */

export class ExerciseSection {
  #scene = "";
  #page = "";

  /** @param {{ changed: () => void }} hooks */
  constructor({ changed }) {
    this.summary = el("summary");
    this.about = el("p", { class: "ls-about" });
    this.title = words("input", changed);
    this.note = words("textarea", changed);
    this.left = new Left(changed);
    this.goal = new GoalEditor(changed);
    this.length = el("p", { class: "ls-length", role: "status" });
    this.preview = el("a", { class: "ls-preview", target: "_blank", rel: "noopener" });
    this.playlist = new PlaylistEditor(changed, () => this.#step());
    this.node = el(
      "details",
      { class: "ls-more", "data-section": "exercise" },
      this.summary,
      this.about,
      el("div", { class: "ls-texts" }, this.title.node, this.note.node),
      this.left.node,
      this.goal.node,
      el("div", { class: "ls-foot" }, this.length, this.preview),
      this.playlist.node,
    );
    this.node.addEventListener("toggle", changed);
  }

  /** Whether what is given away is an exercise. */
  get open() {
    return this.node.open && !this.node.hidden;
  }

  /**
   * The dialog opens on what is shown there.
   * @param {Shown | null} shown
   */
  begin(shown) {
    if (this.#scene === `${shown?.lesson} ${shown?.scene}`) return;
    this.#scene = `${shown?.lesson} ${shown?.scene}`;
    this.left.clear();
    this.goal.clear();
  }

  /**
   * The link to the exercise, where one is made; else null.
   * @param {Record<string, any>} data
   * @param {Shown | null} shown
   * @param {[string, string][]} more
   */
  link(data, shown, more) {
    put(this.node, "hidden", !data.exercises || !shown);
    this.#page = data.page;
    if (!this.open || !shown) return null;
    this.left.update(shown, data.groups, data.share);
    this.goal.update(shown, this.left, data.share);
    this.shown = shown;
    const { steps } = this.playlist;
    return exerciseLink(data.base, steps.length ? steps : [this.#step()], more);
  }

  /** @param {import("./dialog.js").Where} where */
  update({ link, over, text, data, title }) {
    const { most } = data;
    say(this.summary, text.exercise);
    if (!this.open) return;
    say(this.about, text.exercise_about);
    this.title.update(text.title_label, fill(text.most, { n: most.title }), most.title);
    this.note.update(text.note_label, fill(text.most, { n: most.note }), most.note);
    const counted = { n: link.length.toLocaleString("en"), most: most.link.toLocaleString("en"), more: over };
    say(this.length, fill(over > 0 ? text.too_long : text.length, counted));
    put(this.length, "data-over", over > 0);
    say(this.preview, text.preview);
    put(this.preview, "href", over > 0 ? null : link);
    this.playlist.update(this.title.field.value.trim() || title, most.steps, over > 0, text);
  }

  /** What is set here, as a step. @returns {import("./address.js").Step} */
  #step() {
    const shown = /** @type {Shown} */ (this.shown);
    const { show, lock } = this.left.names();
    const said = [
      ["title", this.title.field.value.trim()],
      ["note", this.note.field.value.trim().replaceAll(/\s+/g, " ")],
      ["show", show.join("_")],
      ["lock", lock.join("_")],
      ["goal", this.goal.written()],
    ];
    const pairs = /** @type {[string, string][]} */ ([...pairsOf(shown), ...said.filter(([, text]) => text)]);
    return { page: this.#page, scene: shown.scene, pairs };
  }
}

/**
 * A field for words of the teacher's.
 * @param {"input" | "textarea"} kind
 * @param {() => void} changed
 */
function words(kind, changed) {
  const field = el(kind, { class: "ls-field", rows: kind === "textarea" ? 3 : null, dir: "auto", oninput: changed });
  const [label, hint] = [el("span"), el("small")];
  const node = el("label", { class: "ls-label ls-wide" }, el("span", { class: "ls-labels" }, label, hint), field);
  /** @type {(name: string, most: string, count: number) => void} */
  const update = (name, most, count) => {
    say(label, name);
    say(hint, most);
    put(field, "maxlength", count);
  };
  return { node, field, update };
}
