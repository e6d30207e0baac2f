"""How a page looks on every screen, and to whom it is closed."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENS = {"projector": (1280, 720), "laptop": (1440, 900), "phone": (390, 844)}
# what was drawn for the size before is drawn anew in the next frame, and measured in the one after
SETTLED = """() => new Promise((done) => {
  const next = (left) => left ? requestAnimationFrame(() => next(left - 1)) : setTimeout(done);
  next(3);
})"""


def resized(page: Page, size: tuple[int, int]) -> Page:
    """The page on a screen of this size (width and height in px), when it has been laid out."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(SETTLED)
    return page


def expect_no_wider(page: Page, width: int) -> None:
    """Neither the page nor what scrolls in it is wider than the screen, once that has settled."""
    page.wait_for_function(
        """(width) => {
          const main = document.querySelector("[data-testid=stMain]");
          return document.documentElement.scrollWidth <= width
            && main.scrollWidth <= width && main.scrollWidth <= main.clientWidth;
        }""",
        arg=width,
        timeout=5000,
    )


def cut_words(page: Page) -> list[str]:
    """What names a picture or a slider and is not all to be read; a symbol is name enough."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".ll-title, [data-layout=rows] .lv-label")]
          .filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth)
          .filter((one) => !one.closest(".lv-row")?.querySelector(".ll-symbol:not(:empty)"))
          .map((one) => one.textContent)"""
    )


def barriers(
    page: Page, *impacts: str, within: str | None = None, rules: Sequence[str] = ()
) -> list[tuple[str, list[str]]]:
    """What axe finds: its rule, and the beginnings of the elements that break it.

    Args:
      impacts: only what is so bad; everything where none is given.
      within: only in what this selector finds.
      rules: only these; all where none is given.
    """
    options = {"resultTypes": ["violations"]} | ({"runOnly": [*rules]} if rules else {})
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if not impacts or one["impact"] in impacts
    ]
