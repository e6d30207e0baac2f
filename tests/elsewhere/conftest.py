"""Browsers that are not Chromium: `make browsers` runs what is in here, `make test` does not."""

from collections.abc import Iterator

import firefox
import pytest
import webkit

KINDS = {"firefox": (firefox.Firefox, firefox.missing), "webkit": (webkit.WebKit, webkit.missing)}


@pytest.fixture(scope="session", params=list(KINDS))
def browser(request: pytest.FixtureRequest) -> Iterator[firefox.Firefox | webkit.WebKit]:
    """One window for all tests; it opens at 1280 × 720."""
    kind, missing = KINDS[request.param]
    if packages := missing():
        pytest.fail(f"not here: {packages}. Debian and Ubuntu: sudo apt-get install {packages}")
    running = kind()
    running.resize(1280, 720)
    yield running
    running.close()
