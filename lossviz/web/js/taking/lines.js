// Words in lines of a given width.

// a Chinese sign may begin a line, but for marks that close something; else whole words do
const PIECES =
  /[\u2e80-\u2fff\u3040-\uffef][\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\uff09\u300d\u201d]*|[^\s\u2e80-\u2fff\u3040-\uffef]+\s*|\s+/g;

/**
 * The text in lines that are at most `room` wide; a word that is wider has a line of its own.
 * @param {string} text
 * @param {number} room
 * @param {(text: string) => number} wide
 */
export function broken(text, room, wide) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const piece of text.match(PIECES) ?? []) {
    if (line && wide((line + piece).trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}
