// What Streamlit calls: one instance a place on the page, that lives through all reruns.

/**
 * A `mount` for Streamlit that shows its data in a `Shown`. A Shown is built with its parent element
 * and has update(data, setStateValue), close(), `mounts` (0 at first) and `closed`.
 */
export function mounting(Shown) {
  const there = new WeakMap();
  return function mount({ data, parentElement, setStateValue }) {
    let shown = there.get(parentElement);
    if (!shown || shown.closed) {
      shown = new Shown(parentElement);
      there.set(parentElement, shown);
    }
    shown.mounts += 1;
    const mine = shown.mounts;
    shown.update(data, setStateValue);
    // Streamlit also cleans up after a call that a newer one has overtaken: what is shown stays then
    return () => setTimeout(() => {
      if (shown.mounts === mine && !parentElement.isConnected) shown.close();
    });
  };
}
