"""Tabs that follow each other know nothing of each other."""

from browser.harness.server import Harness
from browser.tabs import Tabs

LEFT = """() => [localStorage.length, sessionStorage.length, document.cookie, scrollX,
document.activeElement === document.body, innerWidth]"""


def test_nothing_of_a_tab_is_left_to_the_next(tabs: Tabs, harness: Harness) -> None:
    address, _ = harness.serve()
    one = tabs.open({})
    one.goto(f"{address}?kind=vote")
    fresh = one.evaluate(LEFT)
    one.route("**/data?*", lambda route: route.abort())
    one.context.route("**/data?*", lambda route: route.abort())
    one.set_viewport_size({"width": 500, "height": 500})
    one.evaluate(
        """() => {
        localStorage.kept = sessionStorage.kept = "yes";
        document.cookie = "kept=yes";
        }"""
    )
    one.focus("[data-option='0']")
    assert one.evaluate(LEFT) != fresh
    one.context.new_page()
    tabs.close(one, spoiled=False)
    other = tabs.open({})
    assert other.context == one.context and len(other.context.pages) == 2
    other.goto(f"{address}?kind=vote")
    other.wait_for_selector("[data-testid=question]")
    assert other.evaluate(LEFT) == fresh
    tabs.close(other, spoiled=False)


def test_what_a_test_that_failed_has_left_is_not_used_again(tabs: Tabs) -> None:
    one = tabs.open({"locale": "de-DE"})
    tabs.close(one, spoiled=True)
    other = tabs.open({"locale": "de-DE"})
    assert one.is_closed() and other.context != one.context
    tabs.close(other, spoiled=True)
