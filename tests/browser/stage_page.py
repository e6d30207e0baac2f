"""A page with the stage on it, fed with made-up tracks."""

from itertools import pairwise
from urllib.parse import parse_qsl

from browser.hands import STAGE, Hands
from browser.harness.server import Service
from playwright.sync_api import Page

READY = f'{STAGE}[data-status=ready][data-filling=""]'


class Stage(Hands):
    """A page with the stage on it, and what its server was asked."""

    meant = "ERR_INCOMPLETE_CHUNKED"

    def __init__(self, page: Page, base: str, service: Service) -> None:
        super().__init__(page)
        self.base, self.asked = base, service.asked

    def open(self, query: str = "", until: str = READY) -> "Stage":
        self.page.goto(f"{self.base}?snapshots=20&points=120&{query}")
        self.page.wait_for_selector(until)
        return self

    def reports(self) -> list[dict[str, str]]:
        """The states that were told to Python, as they were written."""
        return [dict(parse_qsl(said["query"])) for said in self.calls("change") if "n" in said]

    def moves(self, name: str, before: str | None = None) -> list[str | None]:
        """The values told for a key of the state, each once; None where it is left out."""
        told = [report.get(name) for report in self.reports()]
        return [now for then, now in pairwise([before, *told]) if now != then]

    def routes(self, kind: str) -> list[str]:
        return [path for path in self.asked if f"lossviz/{kind}" in path]

    def until_it_looks(self, like: str) -> None:
        """Wait for the picture to be `like` again: motions take a moment to end."""
        self.eventually(lambda: self.picture() == like)

    def picture(self, name: str = "embedding") -> str:
        return self.page.evaluate(
            f"""document.querySelector('[data-picture="{name}"] canvas').toDataURL()"""
        )
