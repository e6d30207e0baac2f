// The stage: all live pictures of one setting. Python calls `mount` at every change of its data.

import { Stage } from "./conductor.js";

const stages = new WeakMap();

/** Show `data` in `parentElement`; called again, it updates the stage that is there. */
export default function mount({ data, parentElement, setStateValue }) {
  let stage = stages.get(parentElement);
  if (!stage || stage.closed) {
    stage = new Stage(parentElement);
    stages.set(parentElement, stage);
  }
  stage.mounts += 1;
  const mine = stage.mounts;
  stage.update(data, setStateValue);
  // Streamlit also cleans up after a call that a newer one has overtaken: the stage stays then
  return () => setTimeout(() => {
    if (stage.mounts === mine && !parentElement.isConnected) stage.close();
  });
}
