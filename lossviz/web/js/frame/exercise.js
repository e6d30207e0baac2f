// The banner over an exercise. Python calls it at every change.

import { Banner } from "./banner.js";
import { mounting } from "./mounting.js";

export default mounting(Banner);
