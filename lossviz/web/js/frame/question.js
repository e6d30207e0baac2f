// A question to vote on or to check oneself with. Nothing of it is sent to the server.

import { mounting } from "./mounting.js";
import { Question } from "./asked.js";

/** Show `data` in `parentElement`; called again, it updates the question that is there. */
export default mounting(Question);
