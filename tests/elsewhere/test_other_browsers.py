"""Firefox and WebKit open every page, draw its pictures, and follow hand and keys."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from lossviz.web.site.links import LESSON_NAMES, NAMES, address

PATIENCE_S = 60
RIGHT, PAGE_DOWN = "\ue014", "\ue00f"
STAGES = (
    "return [...document.querySelectorAll('[data-testid=stage]')].map((at) => at.dataset.status);"
)
# the share of its pixels that have another colour than the corner, of each canvas in sight
PAINTED = """
const found = [...document.querySelectorAll("[data-testid=stage] canvas")];
return found.filter((canvas) => canvas.getClientRects().length && canvas.width).map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(data.buffer);
  return pixels.filter((pixel) => pixel !== pixels[0]).length / pixels.length;
});
"""
# a slider pulled back and forth, a position in each redraw of the browser
PULLED = """
const [name, seconds] = args;
const root = document.querySelector("[data-testid=stage]");
const slider = root.querySelector(name ? `input[name=${name}]` : "input[type=range]");
const next = () => new Promise((go) => requestAnimationFrame(go));
slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
const [before, since] = [Number(root.dataset.redraws), performance.now()];
for (let at = 0; performance.now() - since < 1000 * seconds; at += 1) {
  const last = Number(slider.max);
  slider.value = String(Math.abs((at % (2 * last)) - last));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await next();
}
const rate = 1000 * (Number(root.dataset.redraws) - before) / (performance.now() - since);
slider.dispatchEvent(new Event("change", { bubbles: true }));
return rate;
"""


def wait(found: Callable[[], Any], wanted: Callable[[Any], bool], seconds: float = PATIENCE_S):
    """What is found, once it is as wanted."""
    end = time.monotonic() + seconds
    while not wanted(now := found()):
        assert time.monotonic() < end, now
        time.sleep(0.2)
    return now


def opened(browser, url: str) -> None:
    """Go there, and wait for all stages to be ready."""
    browser.open(url)
    wait(lambda: browser.run(STAGES), lambda found: found and {*found} == {"ready"})


def heading(browser) -> str:
    return browser.run("return document.querySelector('h1')?.textContent ?? '';")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_and_draws(browser, site, name, lang):
    url = f"{site}/{'' if name == 'home' else address(name)}?lang={lang}"
    if name == "glossary":
        browser.open(url)
        wait(lambda: heading(browser), bool)
        return
    opened(browser, url)
    # those below the fold are drawn when they come into view
    shares = wait(lambda: browser.run(PAINTED), lambda found: any(share > 0.001 for share in found))
    assert browser.run("return document.documentElement.lang;").startswith(lang)
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth;"), shares
    assert not browser.run("return [...document.querySelectorAll('.lv-alert')].length;")


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_every_picture_of_a_lesson_is_painted(browser, site, name):
    opened(browser, f"{site}/{address(name)}?lang=en")
    browser.run("""
      for (const stage of document.querySelectorAll("[data-testid=stage]")) {
        stage.scrollIntoView();
        await new Promise((go) => setTimeout(go, 400));
      }
    """)
    wait(lambda: browser.run(PAINTED), lambda found: all(share > 0.001 for share in found))


def test_keys_and_the_mouse_move_a_slider(browser, site):
    opened(browser, f"{site}/softmax?lang=en#scores")
    told = "return document.querySelector('input[name=c]').getAttribute('aria-valuetext');"
    before = browser.run(told)
    browser.run("document.querySelector('input[name=c]').focus();")
    browser.press(RIGHT)
    after = wait(lambda: browser.run(told), lambda now: now != before)
    x, y = browser.run("""
      const box = document.querySelector("input[name=c]").getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    """)
    browser.drag(x, y, 60)
    moved = wait(lambda: browser.run(told), lambda now: now not in (before, after))
    wait(lambda: browser.run("return location.search;"), lambda query: "c=" in query)
    browser.run("location.reload();")
    wait(lambda: browser.run(STAGES), lambda found: len(found) == 4)
    wait(lambda: browser.run(told), lambda now: now == moved)


def test_the_language_is_switched(browser, site):
    opened(browser, f"{site}/softmax?lang=en")
    english = heading(browser)
    browser.run("document.querySelector('.st-key-switch button:last-of-type').click();")
    wait(lambda: heading(browser), lambda now: now not in ("", english))


@pytest.mark.parametrize(
    ("page", "slider"), [("playground?", "m"), ("softmax?", "z1"), ("margin?", "")]
)
def test_redraws_follow_a_slider(browser, site, page, slider):
    """That they do; how many come in a second is printed, for it depends on the machine."""
    opened(browser, f"{site}/{page}lang=en")
    rate = browser.run(PULLED, slider, 3)
    where = f"{page.rstrip('?')}, {slider or 'its first slider'}"
    print(f"\n{browser.name}, {where}: {rate:.0f} redraws a second")
    assert rate > 5
