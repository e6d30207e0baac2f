"""The lessons as a learner feels them: how soon they are there, how they follow a hand."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.browser import load
from benchmarks.report import Figure, at_least, at_most
from benchmarks.serving import browsing, serving
from benchmarks.visitor import MOVE_EVERY_S, PATIENCE_MS, SWEEP_S, Rail, screen, slow_down
from lossviz.lessons import LESSONS
from lossviz.lessons.practice.failures import FAILURES
from lossviz.web.site.links import address

DRAG_S = 3.0
# a hand passes so many positions of a slider: each frame of a display can show another one
POSITIONS_A_SECOND = 120
OPENINGS = 5
RELEASES = 12
# a lesson, a scene, a slider, and how often a second its pictures should be drawn
DRAGS = (
    ("softmax", "scores", "z1", 50),
    ("softmax", "vectors", "v1", 50),
    ("softmax", "two", "x1", 50),
    ("likelihood", "divergence", "Q1", 50),
    ("likelihood", "sample", "q", 50),
    ("gradient", "jacobian", "z2", 50),
    ("gradient", "boundaries", "turn", 50),
    ("smoothing", "maximum", "t", 50),
    ("smoothing", "trained", "step", 50),
    ("smoothing", "road", "h", 40),
    ("scale", "circle", "phi", 50),
    ("margin", "shapes", "scale", 40),
    ("angular", "targets", "step", 50),
    ("angular", "boundaries", "phi", 40),
    ("multiplicative", "monotone", "theta", 50),
    ("multiplicative", "gap", "t", 50),
    ("label_smoothing", "gap", "d", 50),
    ("practice", "lab", "step", 50),
)
# a lesson and a scene with something in space that can be turned
TURNS = (("smoothing", "road"), ("margin", "shapes"), ("angular", "boundaries"))
TURNED_A_SECOND = 40
ON_A_PHONE = 30
# experiments of 128 runs each; one that is finished is kept, so each is a query of its own
EXPERIMENTS = ("", "times=3", "times=2&start=means")

# `ready`: milliseconds from the navigation until every scene shows its first frame; `shown(scene)`:
# from the last release until that scene shows another state than before; `train`: from the
# click on an experiment to its first run and to its last
METER = """
(() => {
  const meter = window.meter = {};
  const all = () => [...document.querySelectorAll("[data-testid=stage]")];
  const find = (scene) => all().find((stage) => stage.dataset.scene === scene);
  const until = (what) => new Promise((tell, fail) => {
    setTimeout(() => fail(new Error("in vain")), PATIENCE_MS);
    const watch = new MutationObserver(() => {
      if (!what()) return;
      watch.disconnect();
      tell(performance.now());
    });
    watch.observe(document, { attributes: true, childList: true, subtree: true });
  });
  const ready = ({ dataset }) => dataset.status === "ready";
  meter.open = (count) => until(() => all().length === count && all().every(ready));
  let released = 0;
  const release = () => { released = performance.now(); };
  for (const kind of ["pointerup", "change"]) addEventListener(kind, release, true);
  meter.arm = (scene) => {
    const before = find(scene).dataset.query;
    meter.shown = until(() => find(scene).dataset.query !== before).then((now) => now - released);
  };
  meter.train = () => {
    const start = performance.now();
    const seen = (selector) => until(() => document.querySelector(selector));
    document.querySelector(".lp-trials-go").click();
    const both = [seen(".lp-seed[href]"), seen(".lp-trials[data-state=done]")];
    return Promise.all(both).then((times) => times.map((time) => time - start));
  };
  // what turns, else the largest picture, in the middle of the screen
  meter.show = (scene) => {
    const worth = ({ clientWidth: wide, clientHeight: high, classList }) =>
      wide * high * (classList.contains("lp-turns") ? 100 : 1);
    const drawn = [...find(scene).querySelectorAll("canvas")];
    const [first] = drawn.sort((one, other) => worth(other) - worth(one));
    first.scrollIntoView({ block: "center", behavior: "instant" });
  };
  meter.count = (scene) => [Number(find(scene).dataset.redraws), performance.now()];
})();
""".replace("PATIENCE_MS", str(PATIENCE_MS))


class Pupil:
    """A learner on the page of one lesson."""

    def __init__(self, page: Page, url: str, lesson: str) -> None:
        self.page, self.url, self.lesson = page, url, lesson
        self.messages = 0
        page.add_init_script(METER)
        page.on("request", self._heard)
        page.on("websocket", self._listen)

    def open(self, query: str = "") -> float:
        """Go to the lesson; seconds until every scene is ready, by the page's clock."""
        self.page.goto(f"{self.url}/{address(self.lesson)}?{query}", wait_until="commit")
        return self.page.evaluate(f"meter.open({len(LESSONS[self.lesson].scenes)})") / 1000

    def drag(self, scene: str, slider: str) -> tuple[float, int]:
        """Pull a slider back and forth; redraws a second, and messages meanwhile."""
        rail = self._press(scene, slider)
        sweep = min(SWEEP_S, rail.top / POSITIONS_A_SECOND)
        return self._wave(scene, lambda share: rail(rail.top * share), sweep)

    def turn(self, scene: str) -> tuple[float, int]:
        """Turn what can be turned back and forth; redraws a second, and messages meanwhile."""
        found = self.page.locator(f"[data-scene={scene}] canvas.lp-turns").first
        found.scroll_into_view_if_needed()
        # the page may still be gliding there
        time.sleep(0.3)
        box = found.bounding_box()
        if box is None:
            raise ValueError("nothing that turns is on the screen")
        middle = box["y"] + box["height"] / 2

        def place(share: float) -> tuple[float, float]:
            return box["x"] + box["width"] * (0.3 + 0.4 * share), middle + 20 * share

        self.page.mouse.move(*place(0))
        self.page.mouse.down()
        return self._wave(scene, place)

    def _wave(
        self, scene: str, place: Callable[[float], tuple[float, float]], sweep: float = SWEEP_S
    ) -> tuple[float, int]:
        """Move what is held to and fro along `place(0…1)`, `sweep` seconds each way, let go."""
        before = self.messages
        drawn, since = self.page.evaluate(f"meter.count('{scene}')")
        start = time.perf_counter()
        moves = 0
        while (now := time.perf_counter() - start) < DRAG_S:
            turn = (now / sweep) % 2
            self.page.mouse.move(*place(min(turn, 2 - turn)))
            moves += 1
            time.sleep(max(0.0, start + moves * MOVE_EVERY_S - time.perf_counter()))
        redrawn, until = self.page.evaluate(f"meter.count('{scene}')")
        messages = self.messages - before
        self.page.mouse.up()
        return 1000 * (redrawn - drawn) / (until - since), messages

    def be_slow(self, scene: str) -> None:
        """From now on a phone's processor, and the scene's main picture on its screen."""
        self.page.evaluate(f"meter.show('{scene}')")
        slow_down(self.page)

    def release(self, scene: str, slider: str, index: int) -> float:
        """Pull a slider to `index` and let go; milliseconds until the new state is there."""
        rail = self._press(scene, slider)
        self.page.mouse.move(*rail(index), steps=3)
        self.page.evaluate(f"meter.arm('{scene}')")
        self.page.mouse.up()
        return self.page.evaluate("meter.shown")

    def symptom(self, failure: str) -> float:
        """Choose a failure in the table of symptoms; seconds until its run is shown."""
        self.page.evaluate("meter.arm('lab')")
        self.page.click(f".ll-symptoms a[href*='failure={failure}#']")
        return self.page.evaluate("meter.shown") / 1000

    def train(self) -> list[float]:
        """Start the experiment; seconds until its first run and until its last."""
        return [time / 1000 for time in self.page.evaluate("meter.train()")]

    def _press(self, scene: str, slider: str) -> Rail:
        found = self.page.locator(f"[data-scene={scene}] input[name={slider}]")
        # on a phone the sliders stay under the pictures: then nothing scrolls
        found.scroll_into_view_if_needed()
        # the page may still be gliding there
        time.sleep(0.3)
        rail = Rail(found)
        self.page.mouse.move(*rail(int(found.input_value())))
        self.page.mouse.down()
        return rail

    def _listen(self, socket) -> None:
        socket.on("framesent", self._heard)
        socket.on("framereceived", self._heard)

    def _heard(self, _what: object) -> None:
        self.messages += 1


@contextmanager
def learning(browser: Browser, url: str, lesson: str, phone: bool = False) -> Generator[Pupil]:
    """A learner with an empty cache, on a screen of 1280 × 720 or a phone."""
    with screen(browser, phone) as context:
        yield Pupil(context.new_page(), url, lesson)


def opening_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """Each lesson from the click to the last of its scenes, the server warm."""
    for lesson in LESSONS:
        times = []
        for _ in range(OPENINGS):
            with learning(browser, url, lesson) as pupil:
                times.append(pupil.open())
        yield at_most(f"/{address(lesson)} opened → every scene ready", median(times), 2, "s",
                      f"{min(times):.2f} … {max(times):.2f} s, {load()}")  # fmt: skip


def drag_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """Redraws while a slider is dragged or something is turned, and messages meanwhile."""
    messages = 0
    for lesson, scene, slider, target in DRAGS:
        with learning(browser, url, lesson) as pupil:
            pupil.open()
            rate, heard = pupil.drag(scene, slider)
        messages += heard
        yield at_least(f"redraws while {slider} of {lesson}/{scene} is dragged", rate, target,
                       "a second", load())  # fmt: skip
    for lesson, scene in TURNS:
        with learning(browser, url, lesson) as pupil:
            pupil.open()
            rate, heard = pupil.turn(scene)
        messages += heard
        yield at_least(f"redraws while {lesson}/{scene} is turned", rate, TURNED_A_SECOND,
                       "a second", load())  # fmt: skip
    yield at_most("messages to and from the server during these drags", messages, 0, "messages")


def phone_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """The same drags on a phone, with the scene's main picture on its screen."""
    for lesson, scene, slider, _ in DRAGS:
        with learning(browser, url, lesson, phone=True) as pupil:
            pupil.open()
            pupil.be_slow(scene)
            rate, _heard = pupil.drag(scene, slider)
        yield at_least(f"redraws on a phone, {slider} of {lesson}/{scene}", rate, ON_A_PHONE,
                       "a second", load())  # fmt: skip


def release_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """From letting go of a slider to the numbers of the new state, against one kept there."""
    for lesson, scene, slider, top in (
        ("softmax", "scores", "z1", 100),
        ("smoothing", "road", "h", 40),
        ("angular", "boundaries", "T", 34),
        ("practice", "choose", "C", 32),
    ):
        with learning(browser, url, lesson) as pupil:
            pupil.open()
            positions = [(7 * k + 3) % top for k in range(RELEASES)]
            times = [pupil.release(scene, slider, index) for index in positions]
        detail = f"{min(times):.0f} … {max(times):.0f} ms"
        name = f"{slider} of {lesson}/{scene} released → its new state"
        yield at_most(name, median(times), 250, "ms", detail)


def symptom_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """From choosing a failure to its run and its cure, trained then, on the screen."""
    times = {}
    # the first round compiles; other first weights are other runs
    for seed in (1, 2):
        for failure in FAILURES[:-1]:
            with learning(browser, url, "practice") as pupil:
                pupil.open(f"failure=other&seed={seed}")
                times[failure] = pupil.symptom(failure)
    slowest = max(times, key=times.__getitem__)
    yield at_most("failure of practice/lab chosen → its run, the slowest", times[slowest], 1, "s",
                  f"{slowest}; median {median(times.values()):.2f} s, {load()}")  # fmt: skip


def experiment_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """128 runs from the click on, their program compiled."""
    times = []
    for query in EXPERIMENTS:
        with learning(browser, url, "multiplicative") as pupil:
            pupil.open(query)
            times.append(pupil.train())
    for name, target, found in zip(("first", "last"), (1, 15), zip(*times, strict=True),
                                   strict=True):  # fmt: skip
        detail = f"{min(found):.2f} … {max(found):.2f} s, {load()}"
        yield at_most(f"experiment of 128 runs → the {name} of them", median(found), target, "s",
                      detail)  # fmt: skip


def measure() -> Iterator[Figure]:
    """All figures of this room, one after another."""
    with serving() as server, browsing() as browser:
        # the first visit finds the shapes compiled
        with learning(browser, server.url, "smoothing") as pupil:
            pupil.open()
        yield from opening_figures(browser, server.url)
        yield from drag_figures(browser, server.url)
        yield from phone_figures(browser, server.url)
        yield from release_figures(browser, server.url)
        yield from symptom_figures(browser, server.url)
        yield from experiment_figures(browser, server.url)
