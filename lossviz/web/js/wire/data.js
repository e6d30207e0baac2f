// Fetches the answers of a scene, one request a state, and keeps the last ones.

import { BUSY, inSeconds, passes, pause, refusalOf } from "./asking.js";
import { readMessages } from "./tracks.js";
import { Answer } from "./answer.js";

const KEPT = 24;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/**
 * States: "loading" (an answer is under way; `place`: where it stands in line), "ready", "full" (the server takes no
 * more, trying again), "offline" (no answer, or one of `status`; trying again), "refused" (the server does not know
 * this request), "error" (it says in words what is wrong).
 */
export class Answers {
  /** @type {Answer[]} */
  #kept = [];
  /** @type {AbortController | null} */
  #controller = null;
  #timer = 0;
  #tries = 0;
  #heard;
  // there from the first `want` on
  /** @type {import("./answer.js").Asked} */
  wanted;
  /** @type {string | null} */
  trouble = null;
  /** @type {number | null} */
  status = null;

  /**
   * `heard(answer)` after each message and change of state; answer is null when there is none.
   * @param {(answer: Answer | null) => void} heard
   */
  constructor(heard) {
    this.#heard = heard;
    this.state = "loading";
    this.seconds = 0;
    this.place = 0;
  }

  /**
   * Make `query` of the scene the wanted one; drop what is under way.
   * @param {Record<string, any>} page what Python says of the scene: base, lesson, scene, lang
   * @param {string} query
   */
  want(page, query) {
    const { base, lesson, scene, lang } = page;
    this.#stop();
    const place = new URLSearchParams({ lesson, scene, lang });
    this.wanted = { place: `${base}lossviz/scene?${place}`, query };
    this.#tries = 0;
    const kept = this.#recall(this.wanted);
    if (!kept) return this.again();
    this.state = "ready";
    return this.#heard(kept);
  }

  /** Ask (again) for what is wanted; also ends a waiting time. */
  again() {
    this.#stop();
    this.#fetch(this.wanted);
  }

  close() {
    this.#stop();
  }

  /** @param {import("./answer.js").Asked} wanted */
  async #fetch(wanted) {
    const controller = new AbortController();
    const { signal } = controller;
    this.#controller = controller;
    const answer = new Answer(wanted);
    if (this.state !== "offline" && this.state !== "full") this.state = "loading";
    this.place = 0;
    try {
      for await (const message of readMessages([wanted.place, wanted.query].filter(Boolean).join("&"), signal)) {
        if (signal.aborted) return;
        this.state = "loading";
        this.place = message.header.type === "waiting" ? message.header.place : 0;
        answer.add(message);
        if (!answer.complete && !answer.trouble) this.#heard(answer);
      }
      this.#done(answer);
    } catch (problem) {
      if (!signal.aborted) this.#failed(refusalOf(problem));
    }
  }

  /** @param {Answer} answer */
  #done(answer) {
    this.state = answer.trouble ? "error" : "ready";
    this.trouble = answer.trouble;
    if (answer.complete) this.#keep(answer);
    this.#heard(answer);
  }

  /** @param {import("./asking.js").Refusal} problem */
  #failed(problem) {
    this.status = problem.status || null;
    const full = this.status === BUSY;
    if (!full) this.#tries += 1;
    if (this.status && this.status < 500 && !passes(problem)) {
      this.state = "refused";
    } else {
      const wait = pause(problem, this.#tries, FIRST_WAIT_MS, LONGEST_WAIT_MS);
      this.state = full ? "full" : "offline";
      this.place = problem.place;
      this.seconds = inSeconds(wait);
      this.#timer = setTimeout(() => this.again(), wait);
    }
    this.#heard(null);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  /** @param {Answer} answer */
  #keep(answer) {
    this.#kept.push(answer);
    if (this.#kept.length > KEPT) this.#kept.shift();
  }

  /**
   * A kept answer to the query as it was asked, or as the server writes it.
   * @param {import("./answer.js").Asked} wanted
   */
  #recall({ place, query }) {
    const at = this.#kept.findIndex(({ asked, query: own }) =>
      asked.place === place && [asked.query, own].includes(query)
    );
    if (at < 0) return null;
    const [answer] = this.#kept.splice(at, 1);
    this.#kept.push(answer);
    return answer;
  }
}
