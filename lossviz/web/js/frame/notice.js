// What the stage says about its work: progress with cancel, errors, lost connections, refusals.

import { el, fill, put, say } from "./dom.js";

// work this short needs no word
const PATIENCE_MS = 400;

export class Notice {
  #timer = 0;

  /**
   * `later` is called when a word becomes due.
   * @param {{ alerts: HTMLElement }} parts
   * @param {{ cancel: () => void, again: () => void, later: () => void }} hooks
   */
  constructor(parts, hooks) {
    this.parts = parts;
    this.later = hooks.later;
    this.bar = el("progress", { class: "lv-progress", max: 1 });
    this.done = el("span", { class: "lv-share" });
    this.cancel = el("button", {
      type: "button",
      class: "lv-button",
      "data-action": "cancel",
      onclick: () => hooks.cancel(),
    });
    this.work = el("div", { class: "lv-work", hidden: true }, this.done, this.bar, this.cancel);
    this.note = el("span");
    this.again = el("button", {
      type: "button",
      class: "lv-button",
      "data-action": "again",
      onclick: () => (this.outdated ? location.reload() : hooks.again()),
    });
    this.box = el("div", { class: "lv-alert" }, this.note, this.again);
  }

  /**
   * Show the loader's state; `there` says whether something is shown. Gives what is to be said of the work: that there
   * is some, not each percent of it.
   * @param {import("../wire/loader.js").Loader} loader
   * @param {boolean} there
   * @param {Record<string, string>} text
   * @param {number} now
   */
  draw(loader, there, text, now) {
    const busy = loader.state === "loading" || loader.state === "training";
    const since = now - loader.since;
    const slow = busy && since > PATIENCE_MS;
    clearTimeout(this.#timer);
    if (busy && !slow) this.#timer = setTimeout(this.later, PATIENCE_MS - since + 20);
    put(this.work, "hidden", !slow);
    put(this.work, "data-over", there);
    if (slow) this.#progress(loader, text);
    this.#alert(loader, text);
    if (!slow) return "";
    return loader.answer.lead ? text.training : text.loading;
  }

  close() {
    clearTimeout(this.#timer);
  }

  #progress({ progress, answer: { lead } }, text) {
    const done = progress?.done ?? lead?.count ?? 0;
    const total = progress?.total ?? lead?.total ?? 0;
    const share = total ? done / total : 0;
    const waits = progress?.type === "waiting";
    // without a value the bar says that it does not know
    if (waits || !lead) this.bar.removeAttribute("value");
    else this.bar.value = share;
    put(this.bar, "aria-label", lead ? text.training : text.loading);
    const known = lead ? fill(text.training_share, { percent: Math.round(100 * share) }) : text.loading;
    say(this.done, waits ? fill(text.in_line, progress) : known);
    say(this.cancel, text.cancel);
  }

  #alert({ state, answer, progress }, text) {
    const { status = 0, place = 0, seconds = 0 } = progress ?? {};
    // what the server does not know belongs to another version of the page
    this.outdated = state === "refused" && status < 500;
    const refused = fill(text.refused, { status });
    const words = {
      error: answer.trouble ?? text.stopped,
      cancelled: answer.lead ? text.cancelled : text.cancelled_loading,
      full: fill(text.full, { place, seconds }),
      gone: text.gone,
      offline: fill(status ? text.failed : text.offline, { seconds }),
      refused: this.outdated ? `${refused} ${text.outdated}` : refused,
    }[state];
    if (!words) {
      this.box.remove();
      return;
    }
    say(this.note, words);
    say(
      this.again,
      this.outdated
        ? text.reload
        : answer.lead && state !== "offline" && state !== "full"
        ? text.train_again
        : text.try_now,
    );
    // what is wrong with a state stays wrong; a run may have met its trouble in another language
    put(this.again, "hidden", state === "gone" || (state === "error" && !answer.lead));
    put(this.box, "data-kind", state);
    if (!this.box.isConnected) this.parts.alerts.append(this.box);
  }
}
