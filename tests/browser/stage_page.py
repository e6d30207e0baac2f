"""A page with the stage on it, fed with made-up tracks."""

from browser.hands import STAGE, Hands
from playwright.sync_api import Page

READY = f'{STAGE}[data-status=ready][data-filling=""]'
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Stage(Hands):
    """A page with the stage on it, and what its server was asked."""

    def __init__(self, page: Page, base: str, asked: list[str]) -> None:
        super().__init__(page)
        self.base, self.asked, self.problems = base, asked, []
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and "ERR_INCOMPLETE_CHUNKED" not in text:
            self.problems.append(text)

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
