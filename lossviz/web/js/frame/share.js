import { mounting } from "./mounting.js";
import { Share } from "./sharing.js";

export default mounting(Share);
