// What the stage says about its work: progress with cancel, errors, lost connections, warnings.

import { el, fill, put, say } from "../frame/dom.js";

// a run this short needs no progress bar
const PATIENCE_MS = 400;

export class Notice {
  #timer = 0;

  /** hooks: cancel(), again(). */
  constructor(parts, hooks) {
    this.parts = parts;
    this.bar = el("progress", { class: "lv-progress", max: 1 });
    this.done = el("span", { class: "lv-share" });
    this.cancel = el("button", { type: "button", class: "lv-button", "data-action": "cancel" });
    this.work = el("div", { class: "lv-work", hidden: true }, this.done, this.bar, this.cancel);
    this.note = el("span");
    this.again = el("button", { type: "button", class: "lv-button", "data-action": "again" });
    this.box = el("div", { class: "lv-alert" }, this.note, this.again);
    this.cancel.addEventListener("click", hooks.cancel);
    this.again.addEventListener("click", hooks.again);
    parts.status.append(this.work);
  }

  /** Show the loader's state; `later` is called when a bar becomes due. */
  draw(loader, text, now, later) {
    const busy = loader.state === "loading" || loader.state === "training";
    const since = now - loader.since;
    const slow = busy && since > PATIENCE_MS;
    clearTimeout(this.#timer);
    if (busy && !slow) this.#timer = setTimeout(later, PATIENCE_MS - since + 20);
    if (this.work.hidden !== !slow) this.work.hidden = !slow;
    if (slow) this.#progress(loader, text);
    this.#alert(loader, text);
  }

  /** The line under the sliders: a warning, or another note. */
  line({ words, warns }) {
    say(this.parts.words, words);
    put(this.parts.words, "data-warns", warns);
  }

  close() {
    clearTimeout(this.#timer);
  }

  #progress({ progress, run }, text) {
    const done = progress?.done ?? run?.count ?? 0;
    const total = progress?.total ?? run?.total ?? 0;
    const share = total ? done / total : 0;
    const waits = progress?.type === "waiting";
    // without a value the bar says that it does not know
    if (waits) this.bar.removeAttribute("value");
    else this.bar.value = share;
    put(this.bar, "aria-label", text.training);
    say(
      this.done,
      waits ? fill(text.in_line, progress) : fill(text.training_share, { percent: Math.round(100 * share) }),
    );
    say(this.cancel, text.cancel);
  }

  #alert({ state, run, progress }, text) {
    const words = {
      error: run?.trouble?.text ?? text.stopped,
      cancelled: text.cancelled,
      full: fill(text.full, { place: progress?.place ?? 0, seconds: progress?.seconds ?? 0 }),
      gone: text.gone,
      offline: fill(progress?.status ? text.failed : text.offline, { seconds: progress?.seconds ?? 0 }),
      refused: fill(text.refused, { status: progress?.status ?? "" }),
    }[state];
    if (!words) {
      this.box.remove();
      return;
    }
    say(this.note, words);
    say(this.again, state === "offline" || state === "full" ? text.try_now : text.train_again);
    put(this.again, "hidden", state === "gone");
    put(this.box, "data-kind", state);
    if (!this.box.isConnected) this.parts.alerts.append(this.box);
  }
}
