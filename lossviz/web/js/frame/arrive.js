// A link that names a scene: brings it into view once the scenes above have found their heights.

import { place } from "../state/place.js";

const EVERY = 150;
// a page that is not whole by then is left as it is
const PATIENCE = 15_000;
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"];
let arrived = null;

/** data.scenes: how many scenes the page has. */
export default function arrive({ data }) {
  const id = place.now;
  if (!id || arrived === location.href) return () => {};
  arrived = location.href;
  const until = performance.now() + PATIENCE;
  const stop = () => {
    clearInterval(timer);
    for (const hand of HANDS) removeEventListener(hand, stop, true);
  };
  const look = () => {
    const scenes = [...document.querySelectorAll("[data-testid=stage]")];
    const named = document.getElementById(id);
    const loading = scenes.some((scene) => scene.getAttribute("data-status") === "loading");
    const whole = named && scenes.length >= data.scenes && !loading;
    const before = named?.getBoundingClientRect().top;
    // the scene as a whole: its heading alone would leave a strip of the scene before
    (named?.closest("[class*=st-key-scene-], [class*=st-key-step-]") ?? named)?.scrollIntoView();
    // it stays where it was put: nothing has grown since
    const settled = before === named?.getBoundingClientRect().top;
    if ((whole && settled) || performance.now() > until) stop();
  };
  const timer = setInterval(look, EVERY);
  // whoever scrolls knows better
  for (const hand of HANDS) addEventListener(hand, stop, true);
  return stop;
}
