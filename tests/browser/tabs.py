"""Tabs of one browser, a new one for every test, that share what costs most: a process."""

import json

from playwright.sync_api import Browser, BrowserContext, Page


class Tabs:
    """Opens tabs for one site, of which `url` is an address that shows next to nothing.

    A browser starts a process for a page that nobody has opened, and loads and compiles its scripts
    there again. So there is one page for each set of options that stays, and opens the others. What
    a tab has, goes with it: routes, listeners, sessions of the protocol, its own storage, what is
    pressed or has the focus. What it may leave to others is undone; but for a script that starts
    with every page of a context, which a test has to give to a context of its own.
    """

    def __init__(self, browser: Browser, url: str, patience_ms: int) -> None:
        self.browser, self.url, self.patience_ms = browser, url, patience_ms
        self.openers: dict[str, Page] = {}

    def open(self, options: dict) -> Page:
        """A tab of a browser with these options; it shows nothing yet."""
        key = json.dumps(options, sort_keys=True)
        opener = self.openers.get(key) or self._opener(options)
        self.openers[key] = opener
        with opener.expect_popup() as found:
            opener.evaluate("() => void open('about:blank')")
        return found.value

    def close(self, tab: Page, spoiled: bool) -> None:
        """Close it, and undo what it has left; `spoiled`: nothing is known of what that is."""
        context = tab.context
        if spoiled:
            self.openers = {key: at for key, at in self.openers.items() if at.context != context}
            return context.close()
        opener, *others = context.pages
        for other in others:
            other.close()
        context.unroute_all()
        context.clear_cookies()
        context.clear_permissions()
        opener.evaluate("localStorage.clear()")

    def _opener(self, options: dict) -> Page:
        size = {"viewport": {"width": 1280, "height": 720}}
        context: BrowserContext = self.browser.new_context(**size | options)
        context.set_default_timeout(self.patience_ms)
        opener = context.new_page()
        opener.goto(self.url)
        return opener


def errors_in(page: Page) -> list[str]:
    """What is thrown in a page and not caught, from now on."""
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    return thrown
