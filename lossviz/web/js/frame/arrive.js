// A link that names a step, and Back to a page: brings it into view once the scenes above have found their heights.

import { standing } from "./going.js";
import { place } from "../state/place.js";

const EVERY = 150;
// a page that is not whole by then is left as it is
const PATIENCE = 15_000;
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"];
// where one has arrived: Python calls again at every change of a value, and nobody goes elsewhere by that
/** @type {WeakMap<HTMLElement, string>} */
const arrived = new WeakMap();

/** data.page: its name; data.scenes: how many scenes it has. */
export default function arrive({ data, parentElement }) {
  if (arrived.get(parentElement) === data.page) return () => {};
  arrived.set(parentElement, data.page);
  const id = place.now;
  if (!id) return () => {};
  const until = performance.now() + PATIENCE;
  const stop = () => {
    clearInterval(timer);
    for (const hand of HANDS) removeEventListener(hand, stop, true);
  };
  const look = () => {
    const scenes = [...document.querySelectorAll("[data-testid=stage]")];
    // the step as a whole: its heading alone would leave a strip of the one before
    const named = standing(id);
    const loading = scenes.some((scene) => scene.getAttribute("data-status") === "loading");
    const whole = named && scenes.length >= data.scenes && !loading;
    const before = named?.getBoundingClientRect().top;
    named?.scrollIntoView();
    // it stays where it was put: nothing has grown since
    const settled = before === named?.getBoundingClientRect().top;
    if ((whole && settled) || performance.now() > until) stop();
  };
  const timer = setInterval(look, EVERY);
  // whoever scrolls knows better
  for (const hand of HANDS) addEventListener(hand, stop, true);
  return () => !parentElement.isConnected && stop();
}
