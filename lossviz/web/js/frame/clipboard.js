// Putting text into the clipboard.

/** Whether the clipboard has `text` now. `select()` marks the text on the page, for the older way. */
export async function copied(text, select) {
  // navigator.clipboard exists on https and localhost only; a class in one room often has neither
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    select();
    return document.execCommand("copy");
  }
}
