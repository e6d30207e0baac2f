// What Streamlit calls: one instance a place on the page, that lives through all reruns.

// the same for every version of this module: after a restart the page may go on with another one
const SHOWN = Symbol.for("lossviz shown");

/**
 * What Streamlit hands over.
 * @typedef {(name: string, value: object) => void} SetStateValue
 * @typedef {{ data: any, parentElement: any, setStateValue: SetStateValue, [more: string]: unknown }} Component
 *
 * Something on the page; `mounts` counts the calls.
 * @typedef {{ update: (data: any, setStateValue: SetStateValue) => void, close: () => void, closed: boolean,
 *   mounts?: number }} Shown
 */

/**
 * A `mount` for Streamlit that shows its data in a `Shown`, which is built with its parent element.
 * @param {new (parent: HTMLElement) => Shown} Shown
 */
export function mounting(Shown) {
  /** @param {Component} component */
  return function mount({ data, parentElement, setStateValue }) {
    let shown = parentElement[SHOWN];
    if (!(shown instanceof Shown) || shown.closed) {
      shown?.close();
      shown = new Shown(parentElement);
      parentElement[SHOWN] = shown;
    }
    shown.mounts = (shown.mounts ?? 0) + 1;
    const mine = shown.mounts;
    shown.update(data, setStateValue);
    // Streamlit also cleans up after a call that a newer one has overtaken: what is shown stays then
    return () =>
      setTimeout(() => {
        if (shown.mounts === mine && !parentElement.isConnected) shown.close();
      });
  };
}
