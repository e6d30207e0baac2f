"""A visitor of the playground: opens it, pulls its sliders, and reads the page's own clock."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Browser, BrowserContext, Locator, Page

STAGE = "[data-testid=stage]"
THUMB = 22
MOVE_EVERY_S = 0.008
SWEEP_S = 1.0
# between two moves in quick succession: the sweeps after the first have only begun
HASTE_MS = 150
PATIENCE_MS = 20_000
# a phone's processor, against this one
SLOWER = 4
# what is on its way to the server and back is here after so long, if the machine is not busy
CALM_MS = 250

# `ready`: milliseconds from the navigation to the first frame of the first run; `painted` and
# `filled`: from the release of a slider to the first frame of its run, and to the end of the last
# sweep; both wait for another query than the one shown before. `calm`: true when the stage has been
# ready for a while, wherever it stands. All are promises: what polls from outside needs an eval
# that the page's policy forbids.
METER = """
(() => {
  const meter = window.meter = {};
  const find = () => document.querySelector("[data-testid=stage]");
  // the task that follows an animation frame runs when that frame has been painted
  const painted = () => new Promise((tell) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => tell(performance.now());
    port2.postMessage(0);
  });
  /** When `what` has become true by changes under `node`, and that has been painted. */
  const until = (node, what, options) => new Promise((tell, fail) => {
    const giveUp = () => fail(new Error(`in vain: ${JSON.stringify({ ...find()?.dataset })}`));
    setTimeout(giveUp, PATIENCE_MS);
    const watch = new MutationObserver(() => {
      if (!what()) return;
      watch.disconnect();
      painted().then(tell);
    });
    watch.observe(node, { attributes: true, ...options });
  });
  let released = null;
  const release = () => { released ??= performance.now(); };
  addEventListener("pointerup", release, true);
  addEventListener("change", release, true);
  const ready = () => find()?.dataset.status === "ready";
  meter.ready = until(document, ready, { childList: true, subtree: true });
  meter.arm = () => {
    const stage = find();
    const before = stage.dataset.query;
    released = null;
    const shown = () => released !== null && stage.dataset.query !== before && ready();
    const since = (now) => now - released;
    meter.painted = until(stage, shown).then(since);
    meter.filled = until(stage, () => shown() && !stage.dataset.filling).then(since);
  };
  meter.calm = () => new Promise((tell) => {
    let still = 0;
    const end = (calm) => {
      watch.disconnect();
      clearTimeout(still);
      clearTimeout(late);
      tell(calm);
    };
    const again = () => {
      clearTimeout(still);
      if (ready()) still = setTimeout(() => end(true), CALM_MS);
    };
    const watch = new MutationObserver(again);
    const late = setTimeout(() => end(false), PATIENCE_MS);
    const attributeFilter = ["data-status", "data-query"];
    watch.observe(document, { subtree: true, attributeFilter });
    again();
  });
  meter.count = () => [Number(find().dataset.redraws), performance.now()];
})();
""".replace("PATIENCE_MS", str(PATIENCE_MS)).replace("CALM_MS", str(CALM_MS))


@dataclass(frozen=True)
class Drag:
    """What a drag came to: redraws per second, and messages to or from the server meanwhile."""

    rate: float
    messages: int
    moves: int


def last_place(slider: Locator) -> int:
    """The number of a slider's last position; they count from 0."""
    return int(slider.get_attribute("max") or 0)


class Rail:
    """Where on the screen a slider has its positions 0 … `top`."""

    def __init__(self, slider: Locator) -> None:
        box = slider.bounding_box()
        if box is None:
            raise ValueError("the slider is not on the screen")
        self.left, self.length = box["x"] + THUMB / 2, box["width"] - THUMB
        self.y, self.top = box["y"] + box["height"] / 2, last_place(slider)

    def __call__(self, position: float) -> tuple[float, float]:
        """The middle of the thumb at this position, in CSS pixels."""
        return self.left + self.length * position / self.top, self.y


class Visitor:
    """One page of one browser context."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.messages = 0
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(METER)
        page.on("request", self._heard)
        page.on("websocket", self._listen)

    def open(self, query: str = "") -> float:
        """Go to the playground; seconds until its stage is ready, by the page's clock."""
        self.page.goto(f"{self.url}/playground?{query}", wait_until="commit")
        return self.page.evaluate("meter.ready") / 1000

    def settle(self, patience_ms: float = PATIENCE_MS) -> None:
        """Wait until all sweeps have arrived."""
        ready = f"{STAGE}[data-status=ready][data-filling='']"
        self.page.wait_for_selector(ready, timeout=patience_ms)

    def calm(self) -> bool:
        """Wait until the stage shows a run and stays with it; False when patience ends before.

        After moves in quick succession, which may lead back to where they began, there is no
        change to wait for.
        """
        return self.page.evaluate("meter.calm()")

    def filling(self) -> bool:
        """Whether a sweep is on its way."""
        return self.page.get_attribute(STAGE, "data-filling") != ""

    def pull(self, name: str, index: int) -> None:
        """Take the slider's thumb with the mouse, move it to position `index`, let go."""
        # a note that comes or goes may shift the thumb just before the press: a person tries again
        for _ in range(3):
            rail = self._press(name)
            self.page.mouse.move(*rail(index), steps=3)
            self.page.mouse.up()
            if self.position(name) == index:
                return
        raise RuntimeError(f"slider {name} is at {self.position(name)}, not at {index}")

    def release(self, name: str, index: int) -> float:
        """Pull the slider; milliseconds from letting go to the first frame of the new run."""
        self.page.evaluate("meter.arm()")
        self.pull(name, index)
        return self.painted()

    def tap(self, name: str, key: str, times: int) -> None:
        """Press a key on the slider that moves it."""
        self._slider(name).focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def painted(self) -> float:
        """Milliseconds from the last release to the first frame painted of the new run."""
        return self.page.evaluate("meter.painted")

    def filled(self) -> float:
        """Milliseconds from the last release to the end of the last sweep."""
        return self.page.evaluate("meter.filled")

    def drag(self, name: str, seconds: float) -> Drag:
        """Move the slider over its whole length, back and forth, and let go at an end."""
        rail = self._press(name)
        before = self.messages
        redraws, since = self.page.evaluate("meter.count()")
        start = time.perf_counter()
        for moves in count():
            now = time.perf_counter() - start
            if now > seconds:
                break
            turn = (now / SWEEP_S) % 2
            self.page.mouse.move(*rail(rail.top * min(turn, 2 - turn)))
            time.sleep(max(0.0, start + (moves + 1) * MOVE_EVERY_S - time.perf_counter()))
        drawn, until = self.page.evaluate("meter.count()")
        messages = self.messages - before
        self.page.evaluate("meter.arm()")
        self.page.mouse.up()
        return Drag(1000 * (drawn - redraws) / (until - since), messages, moves)

    def top(self, name: str) -> int:
        """The slider's last position."""
        return last_place(self._slider(name))

    def position(self, name: str) -> int:
        """Where the slider's thumb is."""
        return int(self._slider(name).input_value())

    def _press(self, name: str) -> Rail:
        slider = self._slider(name)
        rail = Rail(slider)
        self.page.mouse.move(*rail(self.position(name)))
        self.page.mouse.down()
        return rail

    def _slider(self, name: str):
        return self.page.locator(f"{STAGE} input[name={name}]")

    def _listen(self, socket) -> None:
        socket.on("framesent", self._heard)
        socket.on("framereceived", self._heard)

    def _heard(self, _what: object) -> None:
        self.messages += 1


@contextmanager
def screen(browser: Browser, phone: bool = False) -> Generator[BrowserContext]:
    """A context with an empty cache: 1280 × 720, or a phone of 390 × 844 at 3 pixels each."""
    if phone:
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True,
            has_touch=True, locale="en-US",
        )  # fmt: skip
    else:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
    try:
        yield context
    finally:
        context.close()


def slow_down(page: Page) -> None:
    """Let the page's processor be a phone's from now on: `SLOWER` times slower."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@contextmanager
def visiting(browser: Browser, url: str, phone: bool = False) -> Generator[Visitor]:
    """A visitor with an empty cache, on a screen of 1280 × 720 or a phone."""
    with screen(browser, phone) as context:
        yield Visitor(context.new_page(), url)
