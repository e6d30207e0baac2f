// The stage: a scene with its controls, pictures and derivations. Python calls `mount` at every change.

import { mounting } from "./mounting.js";
import { Stage } from "./conductor.js";

/** Show `data` in `parentElement`; called again, it updates the stage that is there. */
export default mounting(Stage);
