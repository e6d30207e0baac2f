// Passages in another language than their page say so: a voice reads them in theirs. Names within a sentence stay as
// they are: they belong to the language of the sentence.

/** @type {[string, string]} */
const TAGS = ["en", "zh-Hans"];
const PASSAGES = "p, li, td, th, dd, dt, figcaption";
// what stands in them by itself: titles of papers, the name of a thing in the other language, of a language in itself
const PIECES = "em, :is(h2, h3) .stMarkdownColoredText, .st-key-switch [role=radio]";
const MARKED = `${PASSAGES}, ${PIECES}`;
// words that are more than a name
const WORDS = /[A-Za-z]{2,}(?:[\s,:’'–-]+[A-Za-z]{2,}){3,}/;
const LETTERS = /[A-Za-z]{2,}/;
const HAN = /[\u3400-\u9fff]/;
const PICTURES = ".lv-stage";

export class Tongues {
  /** @param {Element} root */
  mark(root) {
    if (root.matches(MARKED)) mark(root);
    for (const node of root.querySelectorAll(MARKED)) mark(node);
  }

  /** @param {MutationRecord[]} records */
  changed(records) {
    for (const { target, addedNodes } of records) {
      const at = target instanceof Element ? target : target.parentElement;
      const around = at?.closest(MARKED);
      if (around) mark(around);
      for (const node of addedNodes) if (node instanceof Element) this.mark(node);
    }
  }
}

/** @param {Element} node */
function mark(node) {
  // ours, where a page knows it
  if (node.hasAttribute("lang") && !node.hasAttribute("data-tongue")) return;
  if (node.closest(PICTURES)) return;
  const tongue = tongueOf(node.textContent ?? "", node.matches(PIECES));
  const page = document.documentElement.lang.split("-")[0];
  const other = tongue && tongue.split("-")[0] !== page ? tongue : "";
  if (other && node.getAttribute("lang") !== other) {
    node.setAttribute("lang", other);
    node.setAttribute("data-tongue", "");
  } else if (!other && node.hasAttribute("data-tongue")) {
    node.removeAttribute("lang");
    node.removeAttribute("data-tongue");
  }
}

/**
 * The language of a passage, "" where that cannot be told; of a piece a word is enough.
 * @param {string} words
 * @param {boolean} piece
 */
function tongueOf(words, piece) {
  const [han, latin] = [HAN.test(words), (piece ? LETTERS : WORDS).test(words)];
  if (han === latin) return "";
  return han ? TAGS[1] : TAGS[0];
}
