// What Streamlit calls: one instance a place on the page, that lives through all reruns.

// the same for every version of this module: after a restart the page may go on with another one
const SHOWN = Symbol.for("lossviz shown");

/**
 * A `mount` for Streamlit that shows its data in a `Shown`. A Shown is built with its parent element
 * and has update(data, setStateValue), close(), and `closed` once it is; `mounts` counts the calls.
 */
export function mounting(Shown) {
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
