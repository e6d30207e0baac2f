"""What was moved stays moved, whatever became of the line or of the server meanwhile."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.tabs import Tabs, errors_in
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    TimeoutError,
    WebSocketRoute,
    expect,
)

from lossviz.playground import default_view
from lossviz.stage.sliders import sliders
from lossviz.web.lesson.state import LessonState
from lossviz.web.site.picture import read
from tests.conftest import Site

PATIENCE_MS = 30_000
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
LOST = "[data-testid=stApp]:not([data-test-connection-state=CONNECTED])"


class Visit:
    """A page with sliders: what a person has left there, and what the address says."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.seen: dict[str, tuple[str, str]] = {}

    def open(self, path: str) -> "Visit":
        self.page.goto(self.site.server.url + path)
        self.page.wait_for_selector(f"{self.root}[data-status=ready]", timeout=60_000)
        self.look()
        return self.agree()

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def thumbs(self) -> dict[str, tuple[str, str]]:
        """Where each slider stands, and what it tells a screen reader."""
        return {
            thumb.get_attribute("name"): (
                thumb.input_value(),
                thumb.get_attribute("aria-valuetext"),
            )
            for thumb in self.page.locator(f"{self.root} input[type=range]").all()
        }

    def look(self) -> None:
        """What is seen now is what is to stay."""
        self.seen = self.thumbs()

    def move(self, name: str, *keys: str) -> "Visit":
        before = self.thumbs()[name]
        self.page.locator(f"{self.root} input[name={name}]").focus()
        for key in keys:
            self.page.keyboard.press(key)
        self.look()
        assert self.seen[name] != before
        return self

    def restart(self) -> "Visit":
        """Start the site again, and wait for the browser to find it."""
        self.site.start()
        return self.reconnect()

    def kill(self) -> "Visit":
        self.site.kill()
        return self.lose()

    def lose(self) -> "Visit":
        self.page.wait_for_selector(LOST)
        return self

    def reconnect(self) -> "Visit":
        self.page.wait_for_selector(CONNECTED, timeout=PATIENCE_MS)
        return self

    def agree(self) -> "Visit":
        """Wait until all parts of the page say what is seen."""
        for _ in range(PATIENCE_MS // 100):
            if not (found := self.contradictions()):
                return self
            self.page.wait_for_timeout(100)
        raise AssertionError(found)


class Playground(Visit):
    root = "[data-testid=stage]"

    def contradictions(self) -> dict:
        """What the address says, where another part of the page says something else."""
        picture, changes = read(self.query)
        settings = picture.settings
        specs = sliders(settings, "en")
        step = settings.steps if picture.at is None else picture.at
        thumbs = self.thumbs()
        wanted = {
            "changes": (),
            "address": picture.to_query(),
            "seen": {s["name"]: (str(s["index"]), s["texts"][s["index"]]) for s in specs},
            "thumbs": self.seen,
            "step": f"{step} / {settings.steps}",
            "run": settings.to_query(),
            "status": "ready",
            "view": picture.view or default_view(settings),
        }
        stage = self.page.locator(self.root)
        found = {
            "changes": changes,
            "address": urlsplit(self.page.url).query,
            "seen": {name: thumb for name, thumb in self.seen.items() if name != "step"},
            "thumbs": thumbs,
            "step": stage.locator("[data-slider=step] output").inner_text(),
            "run": stage.get_attribute("data-query"),
            "status": stage.get_attribute("data-status"),
            "view": stage.get_attribute("data-view"),
        }
        return {k: (wanted[k], found[k]) for k in wanted if wanted[k] != found[k]}

    def numbers(self) -> str:
        return self.page.locator(f"{self.root} .lp-numbers").inner_text()

    def choose(self, words: str, loss: str, patience: int = PATIENCE_MS) -> "Playground":
        # while a page is made again, its old part stands beside the new one
        option = self.page.get_by_text(words, exact=True)
        expect(option).to_have_count(1, timeout=PATIENCE_MS)
        option.click()
        self.page.wait_for_selector(f"{self.root}[data-query*='loss={loss}']", timeout=patience)
        self.look()
        return self.agree()

    def choose_as_soon_as_it_is_taken(self, words: str, loss: str) -> "Playground":
        """How long a page made again needs until its controls are heard is the machine's."""
        for _ in range(4):
            try:
                return self.choose(words, loss, patience=8000)
            except TimeoutError:
                continue
        return self.choose(words, loss)

    def look_at(self, view: str) -> "Playground":
        self.page.click(f"{self.root} [data-value={view}]")
        return self


class Lesson(Visit):
    def __init__(self, page: Page, site: Site, lesson: str, scene: str) -> None:
        super().__init__(page, site)
        self.state = LessonState(lesson)
        self.scene = self.state.lesson.scene(scene)
        self.root = f"[data-scene={scene}]"

    def contradictions(self) -> dict:
        self.state.adopt(self.query)
        values = self.state.values
        controls = self.state.lesson.controls_of(self.scene)
        places = {
            slider.name: str(slider.grid(values).index(slider.value(values)))
            for control in controls
            for slider in control.sliders(values)
        }
        wanted = {
            "changes": (),
            "address": self.state.to_query(),
            "seen": places,
            "thumbs": self.seen,
            "shown": self.state.query_of(self.scene),
            "status": "ready",
        }
        scene = self.page.locator(self.root)
        found = {
            "changes": self.state.notice,
            "address": urlsplit(self.page.url).query,
            "seen": {name: place for name, (place, _) in self.seen.items()},
            "thumbs": self.thumbs(),
            "shown": scene.get_attribute("data-query"),
            "status": scene.get_attribute("data-status"),
        }
        return {k: (wanted[k], found[k]) for k in wanted if wanted[k] != found[k]}


class Wire:
    """The page's websocket, which can be cut, and can lose what the server sends."""

    def __init__(self, context: BrowserContext) -> None:
        self.whole, self.hears = True, True
        self.ends: list[WebSocketRoute] = []
        context.route_web_socket("**/_stcore/stream", self._open)

    def _open(self, page: WebSocketRoute) -> None:
        if not self.whole:
            return page.close()
        server = page.connect_to_server()
        server.on_message(lambda message: page.send(message) if self.hears else None)
        self.ends += [page, server]

    def cut(self) -> None:
        self.whole = False
        for end in self.ends:
            end.close()
        self.ends = []

    def mend(self) -> None:
        self.whole = self.hears = True


@pytest.fixture(scope="module")
def own_tabs(chromium: Browser, one_site: Site) -> Tabs:
    return Tabs(chromium, f"{one_site.server.url}/_stcore/health", PATIENCE_MS)


@pytest.fixture
def page(own_site: Site, own_tabs: Tabs, spoiled: Callable[[], bool]) -> Iterator[Page]:
    tab = own_tabs.open({"locale": "en-US"})
    thrown = errors_in(tab)
    yield tab
    own_tabs.close(tab, spoiled())
    assert thrown == []


@pytest.fixture
def wired(chromium: Browser) -> Iterator[Page]:
    """A page in a browser whose websockets the test may cut."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    thrown = errors_in(opened)
    yield opened
    context.close()
    assert thrown == []


def test_moves_before_during_and_after_an_outage_are_all_there(page: Page, own_site: Site) -> None:
    visit = Playground(page, own_site).open("/playground?m=0.5")
    visit.move("s", "ArrowRight").agree()
    visit.kill()
    visit.move("s", "ArrowRight", "ArrowRight").look_at("raw").move("m", "ArrowRight")
    visit.restart().agree()
    assert visit.query.keys() == {"s", "m", "view"}
    visit.move("s", "ArrowLeft").agree()
    visit.move("m", "Home").agree()
    fresh = Playground(page.context.new_page(), own_site).open(
        page.url.removeprefix(own_site.server.url)
    )
    assert fresh.numbers() == visit.numbers()


def test_the_first_move_after_a_restart_counts(page: Page, own_site: Site) -> None:
    visit = Playground(page, own_site).open("/playground?m=0.5&at=0")
    visit.kill().restart()
    visit.agree()
    visit.move("s", "ArrowLeft")
    # a released slider shows its run at the end
    expect(page.locator("[data-slider=step] output")).to_have_text("300 / 300")
    visit.look()
    visit.agree()
    assert visit.query.keys() == {"s", "m"}


def test_a_step_looked_at_while_the_server_is_away(page: Page, own_site: Site) -> None:
    visit = Playground(page, own_site).open("/playground?steps=50")
    visit.kill()
    visit.move("step", "Home")
    visit.restart().agree()
    assert visit.query == {"steps": ["50"], "at": ["0"]}


def chosen(page: Page, loss: str) -> None:
    """Until this loss, and no other, is chosen."""
    expect(page.locator("[role=radio][aria-checked=true]", has_text=loss)).to_have_count(1)


def test_a_control_used_after_a_restart(page: Page, own_site: Site) -> None:
    visit = Playground(page, own_site).open("/playground?s=8")
    visit.kill().restart()
    # too early: there is no session yet that could know what this changes
    page.get_by_text("softmax", exact=True).click()
    page.wait_for_timeout(2000)
    visit.choose_as_soon_as_it_is_taken("CosFace", "cosface")
    chosen(page, "CosFace")


def test_back_after_a_restart_and_while_the_server_is_away(page: Page, own_site: Site) -> None:
    visit = Playground(page, own_site).open("/playground")
    start = dict(visit.seen)
    visit.move("s", "ArrowRight").agree()
    moved = dict(visit.seen)
    visit.choose("CosFace", "cosface")
    visit.kill()
    page.go_back()
    visit.seen = moved
    visit.restart().agree()
    chosen(page, "ArcFace")
    page.go_back()
    visit.seen = start
    visit.agree()
    page.go_forward()
    visit.seen = moved
    visit.agree()


def test_the_stage_of_the_front_page(page: Page, own_site: Site) -> None:
    visit = Playground(page, own_site).open("/")
    visit.kill()
    visit.move("m", "ArrowRight", "ArrowRight")
    visit.restart().agree()
    visit.move("s", "ArrowLeft").agree()


def test_two_scenes_moved_before_during_and_after_an_outage(page: Page, own_site: Site) -> None:
    one = Lesson(page, own_site, "softmax", "scores").open("/softmax")
    two = Lesson(page, own_site, "softmax", "song")
    page.wait_for_selector(f"{two.root}[data-status=ready]")
    one.move("z1", "ArrowRight").agree()
    one.kill()
    one.move("z1", "ArrowRight").move("z2", "Home")
    two.move("g1", "Home")
    one.restart().agree()
    two.agree()
    one.move("c", "ArrowRight").agree()
    assert one.query.keys() == {"z", "c", "g"}


def test_a_line_that_breaks_and_is_mended(wired: Page, own_site: Site) -> None:
    wire = Wire(wired.context)
    visit = Playground(wired, own_site).open("/playground")
    wire.cut()
    visit.lose().move("s", "ArrowRight")
    visit.move("m", "ArrowRight")
    wire.mend()
    visit.reconnect().agree()
    # the session takes the next report over, but its answer is lost
    wire.hears = False
    visit.move("s", "ArrowRight", "ArrowRight")
    wired.wait_for_timeout(1500)
    wire.cut()
    visit.lose()
    wire.mend()
    visit.reconnect().agree()


def test_an_answer_that_never_comes_is_asked_for_again(wired: Page, own_site: Site) -> None:
    wire = Wire(wired.context)
    visit = Playground(wired, own_site).open("/playground")
    wire.hears = False
    visit.move("s", "ArrowRight")
    wired.wait_for_timeout(1000)
    wire.hears = True
    visit.agree()
