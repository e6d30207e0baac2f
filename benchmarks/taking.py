"""What a person waits for who takes something away: a picture for a slide, numbers, programs."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from benchmarks import routes
from benchmarks.report import Figure, at_most
from benchmarks.serving import browsing, serving
from benchmarks.visitor import visiting

REPEATS = 5
# the sphere has the most to draw; the plane of the inputs the largest image
PICTURES = (("2-D", "", "embedding"), ("3-D", "dim=3", "embedding"),
            ("inputs", "view=input", "input"))  # fmt: skip
FILES = ("csv", "npz", "notebook", "snippet")


def pressed(page: Page, kind: str) -> float:
    """Seconds from the press of a button to the file."""
    with page.expect_download() as download:
        before = perf_counter()
        page.locator(f"dialog[open] [data-take={kind}]").click()
    assert download.value.suggested_filename.endswith(kind)
    return perf_counter() - before


def picture_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """A picture of a run as PNG and as SVG, of the size of a slide."""
    for title, query, name in PICTURES:
        with visiting(browser, url) as visitor:
            visitor.open(query)
            visitor.settle()
            visitor.page.locator(f"[data-picture={name}] [data-action=export]").click()
            for kind in ("png", "svg"):
                times = [pressed(visitor.page, kind) for _ in range(REPEATS)]
                said = f"{min(times):.2f} … {max(times):.2f} s"
                yield at_most(f"{title}: {kind.upper()} of a slide", median(times), 1, "s", said)


def file_figures(url: str) -> Iterator[Figure]:
    """Files of the default run, which is trained already."""
    for what in FILES:
        times = []
        for at in range(REPEATS + 1):
            before = perf_counter()
            # another language, another step: nothing that is kept
            lang = ("en", "zh")[at % 2]
            query = f"what={what}&lang={lang}&at={at}"
            with urlopen(f"{url}{routes.TAKE}?{query}") as answer:
                size = len(answer.read())
            times.append(perf_counter() - before)
        said = f"{size / 1000:.0f} kB"
        yield at_most(f"{what} of the default run", median(times[1:]), 1, "s", said)


def measure() -> Iterator[Figure]:
    """All figures of this room, one after another."""
    with serving() as server:
        with browsing() as browser:
            yield from picture_figures(browser, server.url)
        yield from file_figures(server.url)
