"""A page with one scene or one question on it, fed with made-up answers."""

from urllib.parse import urljoin

from browser.hands import STAGE, Hands
from browser.harness.server import Service
from playwright.sync_api import Page

# the button that starts an experiment
GO = ".lp-trials-go"
READY = f"{STAGE}[data-status=ready]"
FRAMES = 60
# frames in which something else is laid out, beside what a test moves
FEW = 5
WIDE = {"viewport": {"width": 1440, "height": 900}}


class Scene(Hands):
    """A page with one scene or one question on it, and the server that feeds it."""

    # a scene has no motions: a few frames are a while
    rest_ms = 60
    meant = "the server responded with a status"

    def __init__(self, page: Page, base: str, service: Service) -> None:
        super().__init__(page)
        self.base, self.server = base, service

    def open(self, query: str = "scene=scores", until: str = READY) -> "Scene":
        self.page.goto(f"{self.base}?{query}")
        self.page.wait_for_selector(until)
        self.settle()
        return self

    def ask(self, query: str) -> "Scene":
        self.page.goto(f"{self.base}?{query}")
        self.page.wait_for_selector("[data-testid=question]")
        return self

    @property
    def site(self) -> str:
        """The address that the script takes for the site's own: its pages lie there."""
        return urljoin(self.base, "/")

    @property
    def scenes(self) -> list[str]:
        """The states that were asked for."""
        paths = [path for path in self.server.asked if "lossviz/scene" in path]
        return [path.split("lang=")[1].split("&", 1)[1] for path in paths]

    def until(self, query: str) -> None:
        self.page.wait_for_selector(f"{READY}[data-query='{query}']")

    def picture(self, name: str) -> str:
        return self.page.evaluate(
            f"""document.querySelector('[data-picture="{name}"] canvas').toDataURL()"""
        )

    def unlike(self, name: str, other: str) -> int:
        """By how much, of 255, some pixel of a picture differs from what `picture` gave."""
        return self.page.evaluate(
            f"""async (other) => {{
            const canvas = document.querySelector('[data-picture="{name}"] canvas');
            const {{ width, height }} = canvas;
            const image = await createImageBitmap(await (await fetch(other)).blob());
            const pens = [canvas, image].map((one) => {{
              const pen = new OffscreenCanvas(width, height).getContext('2d');
              // on a ground, as it is seen: what is hardly opaque has hardly a colour
              pen.fillRect(0, 0, width, height);
              pen.drawImage(one, 0, 0);
              return pen.getImageData(0, 0, width, height).data;
            }});
            const off = pens[0].map((value, k) => Math.abs(value - pens[1][k]));
            return off.reduce((most, one) => Math.max(most, one), 0);
            }}""",
            other,
        )

    def inked(self, name: str) -> float:
        """The share of a picture's pixels that something was drawn on."""
        return self.page.evaluate(
            f"""(() => {{
            const canvas = document.querySelector('[data-picture="{name}"] canvas');
            const {{ width, height }} = canvas;
            const {{ data }} = canvas.getContext('2d').getImageData(0, 0, width, height);
            return data.filter((value, k) => k % 4 === 3 && value > 0).length / (data.length / 4);
            }})()"""
        )

    def while_moving(self, move: str) -> tuple[int, int]:
        """Redraws and layouts while the script `move` is run in each of `FRAMES` frames.

        How long they take is measured in `benchmarks`: here it would be that of a busy machine.
        """
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable")

        def layouts() -> int:
            found = session.send("Performance.getMetrics")["metrics"]
            return int(next(one["value"] for one in found if one["name"] == "LayoutCount"))

        before = layouts()
        redraws = self.page.evaluate(
            f"""new Promise((done) => {{
            const stage = document.querySelector('[data-testid=stage]');
            const drawn = Number(stage.dataset.redraws);
            let frame = 0;
            requestAnimationFrame(function step() {{
              if (frame === {FRAMES}) return done(Number(stage.dataset.redraws) - drawn);
              frame += 1;
              {move}
              requestAnimationFrame(step);
            }}); }})"""
        )
        return redraws, layouts() - before

    def slot(self, line: int, name: str) -> str:
        return self.page.text_content(f"[data-line='{line}'] .slot-{name} >> nth=0")

    def lit(self, name: str) -> int:
        """How many terms of this name are lit in the formulas."""
        return self.page.locator(f".term-{name}[data-lit]").count()

    def bar(self, picture: str, column: int, of: int, high: float = 0.5) -> tuple[float, float]:
        """A place in a column of a picture of bars, `high` from its top."""
        box = self.page.locator(f"[data-picture={picture}] canvas").bounding_box()
        plot = box["width"] - 48
        return box["x"] + 38 + (column + 0.5) * plot / of, box["y"] + high * box["height"]


def outcome(scene: Scene, state: str) -> None:
    scene.page.wait_for_selector(f".lp-trials[data-state={state}]")
