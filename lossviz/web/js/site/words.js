// Puts our words where Streamlit has its own: see lossviz/web/site/foreign.py.

import { fill } from "../frame/dom.js";

const PLACE = /\{(\w+)\}/;
const PICTURES = ".lv-stage";

/**
 * Where Streamlit has words (`at`: a selector; `part`: "text", "all" or an attribute), which, and which of ours.
 * @typedef {{ at: string, part: string, english: string, key: string }} Row
 * @typedef {Row & { pattern: RegExp }} Known
 *
 * What was put into a part of a node: by which row, with what in its places, and the words.
 * @typedef {{ row: Known, fields: Record<string, string>, shown?: string }} Put
 */

/**
 * A pattern that matches the words whatever stands in their {places}.
 * @param {string} words
 */
function pattern(words) {
  const parts = words.trim().split(PLACE);
  const escaped = parts.map((part, k) => k % 2 ? `(?<${part}>.+?)` : part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  return new RegExp(`^\\s*${escaped.join("")}\\s*$`, "s");
}

/** @param {Element} element */
function texts(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Text) found.push(node);
  return found;
}

export class Words {
  // what was put where: the row, what stood in its {places}, and our words as they were put there
  /** @type {WeakMap<Node, Record<string, Put | undefined>>} */
  #put = new WeakMap();

  /**
   * say(key): our words in the language of the page.
   * @param {Row[]} rows
   * @param {(key: string) => string} say
   */
  constructor(rows, say) {
    this.rows = rows.map((row) => ({ ...row, pattern: pattern(row.english) }));
    this.say = say;
    this.anywhere = rows.map((row) => row.at).join(",");
    this.attributes = [...new Set(rows.map((row) => row.part).filter((part) => part !== "text" && part !== "all"))];
  }

  /**
   * Replace what is there, and from now on whatever comes before it is painted.
   * @param {Element} root
   */
  follow(root) {
    this.replace(root);
    const watch = new MutationObserver((records) => this.#changed(records));
    watch.observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: this.attributes });
  }

  /**
   * Replace all words in `root`, also such as were put there in another language.
   * @param {Element} root
   */
  replace(root) {
    if (root.matches(this.anywhere)) this.#element(root);
    for (const element of root.querySelectorAll(this.anywhere)) this.#element(element);
  }

  /** @param {MutationRecord[]} records */
  #changed(records) {
    for (const { type, target, addedNodes } of records) {
      const at = target instanceof Element ? target : target.parentElement;
      // a picture writes its numbers anew in every frame, and Streamlit has nothing in there
      if (!at || at.closest(PICTURES)) continue;
      if (type === "attributes") {
        if (at.matches(this.anywhere)) this.#element(at);
        continue;
      }
      const around = at.closest(this.anywhere);
      if (around) this.#element(around);
      for (const node of addedNodes) if (node instanceof Element) this.replace(node);
    }
  }

  /** @param {Element} element */
  #element(element) {
    const rows = this.rows.filter((row) => element.matches(row.at));
    for (const part of new Set(rows.map((row) => row.part))) {
      const own = rows.filter((row) => row.part === part);
      if (part === "all") this.#all(element, own[0]);
      else if (part === "text") { for (const node of texts(element)) this.#part(node, "data", node.data, own); }
      else this.#part(element, part, element.getAttribute(part), own);
    }
  }

  /**
   * One text, or one attribute, that holds words of one of the rows or of ours; null: there is none.
   * @param {Element | Text} node
   * @param {string} part
   * @param {string | null} now
   * @param {Known[]} rows
   */
  #part(node, part, now, rows) {
    if (now === null) return;
    const kept = this.#put.get(node) ?? {};
    this.#put.set(node, kept);
    if (kept[part]?.shown !== now) {
      const row = rows.find((one) => one.pattern.test(now));
      kept[part] = row && { row, fields: row.pattern.exec(now)?.groups ?? {} };
    }
    const put = kept[part];
    if (!put) return;
    const shown = put.row.key && fill(this.say(put.row.key), put.fields);
    put.shown = shown;
    if (shown === now) return;
    if (node instanceof Text) node.data = shown;
    else node.setAttribute(part, shown);
  }

  /**
   * @param {Element} element
   * @param {Known} row
   */
  #all(element, row) {
    const [first, ...rest] = texts(element);
    if (!first) return;
    for (const node of rest) if (node.data) node.data = "";
    this.#part(first, "data", first.data, [row]);
  }
}
