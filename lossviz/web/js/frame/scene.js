// A scene: controls, pictures and derivations of one state. Python calls `mount` at every change.

import { mounting } from "./mounting.js";
import { Scene } from "./conductor.js";

/** Show `data` in `parentElement`; called again, it updates the scene that is there. */
export default mounting(Scene);
