// One stop for the tab key in a row of which one is chosen: the chosen one. Streamlit's row has it at its first.

const ROW = '[role="radiogroup"]';
const ONE = '[role="radio"]';
/** The attributes that tell of a change. */
export const WATCHED = ["aria-checked", "tabindex"];

export class Groups {
  constructor() {
    document.addEventListener("focusout", ({ target }) => target instanceof Element && settle(target.closest(ROW)));
  }

  /** @param {MutationRecord[]} records */
  changed(records) {
    for (const { type, target, addedNodes } of records) {
      if (!(target instanceof Element)) continue;
      if (type === "attributes") settle(target.closest(ROW));
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        settle(node.closest(ROW));
        for (const row of node.querySelectorAll(ROW)) settle(row);
      }
    }
  }
}

/** @param {Element | null} row */
function settle(row) {
  // arrow keys have it in hand
  if (!row || row.contains(document.activeElement)) return;
  const all = [...row.querySelectorAll(ONE)];
  const chosen = all.find((one) => one.getAttribute("aria-checked") === "true");
  if (!chosen) return;
  for (const one of all) {
    const stop = one === chosen ? "0" : "-1";
    if (one.getAttribute("tabindex") !== stop) one.setAttribute("tabindex", stop);
  }
}
