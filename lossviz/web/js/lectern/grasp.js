// The slider in hand: the one that has the focus. Keys take one, move it, put it down, and make it play.

/**
 * The sliders of a step that can be seen, in their order.
 * @param {Element} step
 */
function slidersOf(step) {
  const found = /** @type {HTMLInputElement[]} */ ([...step.querySelectorAll("input[type=range]")]);
  return found.filter((input) => input.checkVisibility());
}

/** @param {Element} step */
function held(step) {
  return slidersOf(step).find((input) => input === document.activeElement) ?? null;
}

/**
 * The n-th slider, from 1 on, is in hand; the same number puts it down again.
 * @param {Element} step
 * @param {number} n
 */
export function take(step, n) {
  const input = slidersOf(step)[n - 1];
  if (!input) return false;
  if (input === document.activeElement) input.blur();
  else input.focus({ preventScroll: true });
  return true;
}

/** Put down what is in hand; true if something was. */
export function putDown() {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body || !active.matches(":focus-visible")) return false;
  active.blur();
  return true;
}

/**
 * The slider in hand goes a position on or back, by large steps a tenth of its way; without one it is the first.
 * @param {Element} step
 * @param {number} way
 * @param {boolean} large
 */
export function move(step, way, large) {
  const input = held(step) ?? slidersOf(step)[0];
  if (!input) return false;
  if (input !== document.activeElement) input.focus({ preventScroll: true });
  const last = Number(input.max);
  const by = large ? Math.max(Math.round(last / 10), 1) : 1;
  const at = Math.min(Math.max(Number(input.value) + way * by, 0), last);
  if (at === Number(input.value)) return true;
  input.value = String(at);
  // as if an arrow key had done it
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  return true;
}

/**
 * The slider in hand plays or stops, else the timeline, else the first that can.
 * @param {Element} step
 */
export function play(step) {
  const row = held(step)?.closest(".lv-row");
  const places = [row, step.querySelector(".lv-steps"), step];
  for (const place of places) {
    const button = /** @type {HTMLElement | null | undefined} */ (place?.querySelector("[data-action=play]"));
    if (!button?.checkVisibility()) continue;
    button.click();
    return true;
  }
  return false;
}
