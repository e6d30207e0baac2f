// Where corners of a box are seen: at once for a whole grid as one by one.

import { near } from "./assert.js";
import { BoxView } from "../../lossviz/web/js/drawing/view.js";

Deno.test("a place is the origin and its parts along the three sides", () => {
  const view = new BoxView();
  view.place({ left: 10, top: 20, right: 400, bottom: 300 });
  view.turn(0.4, -0.2);
  const { origin, along, across, upward } = view.axes();
  for (const [u, v, h] of [[0, 0, 0], [1, 0, 0], [0.3, 0.8, 0.1], [1, 1, 2]]) {
    view.at(u, v, h).forEach((place, k) => {
      near(origin[k] + u * along[k] + v * across[k] + h * upward[k], place, 1e-9);
    });
  }
});
