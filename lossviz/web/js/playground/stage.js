// The stage: all live pictures of one setting. Python calls `mount` at every change of its data.

import { Stage } from "./conductor.js";
import { mounting } from "../frame/mounting.js";

/** Show `data` in `parentElement`; called again, it updates the stage that is there. */
export default mounting(Stage);
