"""A page by ear and by keyboard: what is announced, what the tree has, where Tab goes."""

import re

import pytest
from pages.looking import barriers
from pages.test_lessons_site import opened, part
from playwright.sync_api import Locator, Page, expect

# what live regions say, each time that one of them changes
LISTEN = """() => {
  window.heard = [];
  const live = '[aria-live], [role=status], [role=alert], [role=log], output';
  const region = (node) => (node instanceof Element ? node : node.parentElement)?.closest(live);
  new MutationObserver((records) => {
    const changed = new Set(records.map(({ target }) => region(target)).filter(Boolean));
    for (const one of changed) {
      const words = one.textContent.trim();
      if (words && one.getAttribute('aria-live') !== 'off') window.heard.push(words);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
# the element in hand, whether it was met before, and whether it is behind the last one
STEP = """() => {
  const now = document.activeElement;
  const before = window.before;
  const behind = before?.isConnected
    ? Boolean(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) : true;
  window.met ??= new Set();
  const again = window.met.has(now);
  window.met.add(now);
  window.before = now;
  return { again, behind, scene: now.closest('[data-scene]')?.dataset.scene ?? null,
    range: now.type === 'range' ? now.name : null, check: Boolean(now.closest('[data-kind=check]')),
    seen: now.getClientRects().length > 0, tag: now.tagName };
}"""
MOST_TABS = 250
MOST_SWITCHES = 4


def heard(page: Page) -> list[str]:
    return page.evaluate("window.heard.splice(0)")


def until_heard(page: Page, words: str) -> list[str]:
    """All that is said until these words are."""
    page.wait_for_function("(words) => window.heard.some((one) => one.includes(words))", arg=words)
    return heard(page)


def tree(page: Page) -> str:
    """Names, values and descriptions of the accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    told = [
        str(node.get(part, {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
        for part in ("name", "value", "description")
    ]
    return "\n".join(told)


def shown(page: Page, path: str, scene: str) -> Locator:
    """A scene of the page at this path once it shows its numbers, whatever the others do."""
    page.goto(path)
    found = part(page, scene)
    expect(found).to_have_attribute("data-status", "ready", timeout=40_000)
    return found


def focused(page: Page) -> Locator:
    return page.locator(":focus")


@pytest.mark.parametrize(
    "lang, words, name",
    [("en", "2 is 0.0871", "z₁ class 1"), ("zh", "2 为 0.0871", "z₁ 第 1 类")],
)
def test_the_numbers_of_a_move_are_in_the_tree_and_are_said_once(reader, lang, words, name):
    page = opened(reader, f"/softmax?lang={lang}")
    thumb = part(page, "scores").locator("input[name=z1]")
    # as the text calls it: two sliders of one label differ in their symbols
    expect(thumb).to_have_accessible_name(name)
    before = tree(page)
    assert words in before
    page.evaluate(LISTEN)
    thumb.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => window.heard.length > 0")
    # a while longer: nothing else follows
    page.wait_for_timeout(1500)
    said = heard(page)
    assert len(said) == 1
    number = re.search(r"1 [is为]+ (0\.\d+)", said[0])
    assert number and number[0] not in before
    assert number[0] in tree(page)
    # the slider says its value itself, and its name is no part of it
    assert name.split(" ", 1)[1] not in thumb.get_attribute("aria-valuetext")


def test_terms_on_the_way_of_the_arrow_keys_are_said_once_with_their_value(reader):
    page = opened(reader, "/smoothing")
    page.evaluate(LISTEN)
    part(page, "road").locator(".ll-lines").focus()
    page.keyboard.press("ArrowRight")
    assert until_heard(page, "max") == ["∑ sub i ≠ y max ( z sub i − z sub y , 0 ): 1"]
    page.keyboard.press("ArrowRight")
    assert until_heard(page, "z sub i") == ["z sub i − z sub y: 1, −0.6"]


def test_a_lesson_is_walked_by_keys_from_the_skip_link_to_its_checks(visitor):
    page = opened(visitor.new_page(), "/softmax")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_attribute("data-testid", "stSkipToContent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    scenes, ranges = [], set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        assert step["behind"] and step["seen"] and not step["again"], step
        if step["scene"] not in (None, *scenes):
            scenes.append(step["scene"])
        ranges |= {(step["scene"], step["range"])} - {(step["scene"], None)}
        if step["check"]:
            break
    assert step["check"]
    assert scenes == ["scores", "vectors", "two", "song"]
    assert {("scores", "z1"), ("scores", "c"), ("vectors", "f2"), ("song", "g3")} <= ranges
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_attribute("aria-pressed", "true")


def test_menus_are_entered_and_left_by_keys(visitor):
    page = visitor.new_page()
    page.goto("/gradient")
    expect(page.get_by_role("navigation", name="Pages of this site")).to_be_attached()
    button = page.locator(".st-key-lessons [data-testid=stPopoverButton]")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody").locator(":focus")).to_contain_text("Softmax")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody").locator(":focus")).to_contain_text("Softmax")
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    follows = page.locator(".st-key-open a")
    follows.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/smoothing"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_playground_by_keys(visitor):
    page = visitor.new_page()
    page.goto("/playground?loss=cosface&m=9")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Playground")
    page.get_by_role("link", name="Playground").focus()
    # past what else there is above to the loss that is chosen
    for _ in range(MOST_SWITCHES):
        page.keyboard.press("Tab")
        if not focused(page).locator("xpath=ancestor::*[contains(@class, 'st-key-frame')]").count():
            break
    expect(focused(page)).to_have_text("CosFace")
    for words in ("Data", "Network", "Training"):
        button = page.get_by_test_id("stPopoverButton").filter(has_text=words)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("stPopoverBody").locator(":focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
    # the notice of a changed value goes, and the focus to what follows it
    page.locator("[class*=dismiss] button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stage").locator(":focus")).to_have_count(1)
    page.evaluate(LISTEN)
    page.locator("[data-picture=embedding] canvas").focus()
    page.keyboard.press("ArrowRight")
    (said,) = until_heard(page, "class")
    assert re.search(r"class \d: training sample, [^,]+, p \d\S*$", said)
    page.keyboard.press("Escape")
    expect(page.locator(".lv-tip:visible")).to_have_count(0)
    play = page.locator("[data-action=play]")
    play.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-slider=step] output")).to_contain_text(re.compile(r"^[3-9]\d / "))
    assert heard(page) == []


def test_passages_say_their_language(visitor):
    page = visitor.new_page()
    page.goto("/margin?lang=zh")
    titles = page.locator(".st-key-step-sources em")
    expect(titles.first).to_have_attribute("lang", "en")
    switch = page.locator(".st-key-switch [role=radio]")
    expect(switch.first).to_have_attribute("lang", "en")
    assert switch.nth(1).get_attribute("lang") is None
    switch.first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(switch.nth(1)).to_have_attribute("lang", "zh-Hans")
    expect(switch.first).not_to_have_attribute("lang", "en")


def test_a_picture_is_turned_by_buttons_and_seeds_are_large_enough(reader):
    page = reader
    boundaries = shown(page, "/angular", "boundaries")
    ball = boundaries.locator("[data-picture=ball]")
    canvas, look = ball.locator("canvas").first, "(node) => node.toDataURL()"
    page.wait_for_function(
        "(node) => !node.closest('[data-owed]')", arg=canvas.element_handle(), timeout=5000
    )
    seen = canvas.evaluate(look)
    ball.get_by_role("button", name="Turn left").click()
    page.wait_for_function(
        "([node, seen]) => node.toDataURL() !== seen", arg=[canvas.element_handle(), seen]
    )
    expect(boundaries.locator("[data-picture=round] .ll-turner")).to_have_count(0)
    page.goto("/multiplicative")
    expect(page.locator(".lp-seed")).to_have_count(128)
    sizes = page.locator(".lp-seed").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map((b) => [b.width, b.height])"
    )
    assert min(map(min, sizes)) >= 24


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_glossary_has_no_barrier(reader, lang):
    reader.goto(f"/glossary?lang={lang}")
    expect(reader.get_by_role("heading", level=2).first).to_be_visible(timeout=20_000)
    assert barriers(reader) == []
