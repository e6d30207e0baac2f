"""What a person's hand does on the stage or on a scene, and what can be read there."""

from collections.abc import Callable

from playwright.sync_api import Page, Route

STAGE = "[data-testid=stage]"
# how long something may go on to move
PATIENCE_MS, POLL_MS = 20_000, 50
FRAME = "new Promise((done) => requestAnimationFrame(done))"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Hands:
    """A page with one stage or scene on it, and what went wrong there.

    rest_ms: how long nothing is drawn when all is done; meant: part of the errors in the console
    that belong to a test.

    What a hand does is heard at once, and seen in the next frame: a method here that moves
    something ends when that frame has been drawn.
    """

    rest_ms = 150
    meant: str

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and self.meant not in text:
            self.problems.append(text)

    def get(self, name: str) -> str:
        return self.page.get_attribute(STAGE, f"data-{name}") or ""

    def value(self, name: str) -> int:
        return int(self.page.input_value(f"input[name={name}]"))

    def field(self, name: str) -> str:
        """What the field beside a slider shows."""
        return self.page.input_value(f"input[name={name}-value]")

    def type(self, name: str, text: str, end: str = "Enter") -> None:
        """Type over the value beside a slider."""
        self.page.click(f"input[name={name}-value]")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press(end)

    def said(self) -> str:
        """The word about what was typed."""
        return self.page.inner_text(".lv-said")

    def calls(self, name: str) -> list:
        return [value for kind, value, _ in self.page.evaluate("window.calls") if kind == name]

    def rested(self) -> float:
        """The fewest milliseconds that keys had rested when something was told."""
        return min(after for *_, after in self.page.evaluate("window.calls"))

    def press(self, name: str) -> None:
        """Press the slider's thumb where it is."""
        slider = self.page.locator(f"input[name={name}]")
        box = slider.bounding_box()
        at = int(slider.input_value()) / int(slider.get_attribute("max"))
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + 11 + at * (box["width"] - 22), y)
        self.page.mouse.down()

    def grab(self, name: str, share: float) -> None:
        """Press the slider's thumb and pull it to `share` of the track, without letting go."""
        self.press(name)
        self.pull(name, share)

    def pull(self, name: str, share: float) -> None:
        box = self.page.locator(f"input[name={name}]").bounding_box()
        x = box["x"] + 11 + share * (box["width"] - 22)
        self.page.mouse.move(x, box["y"] + box["height"] / 2, steps=4)
        self.frame()

    def frame(self) -> None:
        """Wait until what was asked of the next frame is done."""
        self.page.evaluate(f"{FRAME}.then(() => {FRAME})")

    def eventually(self, holds: Callable[[], bool]) -> None:
        eventually(self.page, holds)

    def settle(self) -> None:
        settle(self.page, self.rest_ms)


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds that the page itself does not say."""
    for _ in range(PATIENCE_MS // POLL_MS):
        if holds():
            return
        page.wait_for_timeout(POLL_MS)
    assert holds()


def settle(page: Page, rest_ms: int) -> None:
    """Wait until nothing has been drawn for a while, and nothing finer is to follow.

    A while is a time and some frames: on a busy machine no frame comes in that time.
    """
    page.evaluate(
        f"""async () => {{
        const end = performance.now() + {PATIENCE_MS};
        let [drawn, frames, since] = ["", 0, 0];
        while (frames < 3 || performance.now() < since + {rest_ms}) {{
          await {FRAME};
          if (performance.now() > end) throw new Error("it does not come to rest");
          const now = document.querySelector("{STAGE}")?.dataset.redraws;
          frames += 1;
          if (now === drawn && !document.querySelector("[data-owed]")) continue;
          [drawn, frames, since] = [now, 0, performance.now()];
        }}
        }}"""
    )


def turned_away(page: Page, path: str, times: int, status: int = 503) -> list[dict[str, str]]:
    """The first requests to a route are refused; the headers of all that come."""
    asked: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers)
        if len(asked) > times:
            return route.continue_()
        body = {"error": "no", "place": 7, "seconds": 1}
        return route.fulfill(status=status, json=body, headers={"Retry-After": "1"})

    page.route(f"**/lossviz/{path}?*", answer)
    return asked
