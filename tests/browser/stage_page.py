"""A page with the stage on it, fed with made-up tracks."""

from browser.hands import STAGE, Hands
from playwright.sync_api import Page

READY = f'{STAGE}[data-status=ready][data-filling=""]'


class Stage(Hands):
    """A page with the stage on it, and what its server was asked."""

    meant = "ERR_INCOMPLETE_CHUNKED"

    def __init__(self, page: Page, base: str, asked: list[str]) -> None:
        super().__init__(page)
        self.base, self.asked = base, asked

    def open(self, query: str = "", until: str = READY) -> "Stage":
        self.page.goto(f"{self.base}?snapshots=20&points=120&{query}")
        self.page.wait_for_selector(until)
        return self

    def moves(self, name: str) -> list:
        """The values reported for a slider, the view or the step."""
        reports = [report["values"] for report in self.calls("report")]
        return [values[name] for values in reports if name in values]

    def routes(self, kind: str) -> list[str]:
        return [path for path in self.asked if f"lossviz/{kind}" in path]

    def until_it_looks(self, like: str) -> None:
        """Wait for the picture to be `like` again: motions take a moment to end."""
        for _ in range(40):
            if self.picture() == like:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the picture stayed different")

    def picture(self, name: str = "embedding") -> str:
        return self.page.evaluate(
            f"""document.querySelector('[data-picture="{name}"]').toDataURL()"""
        )
