"""What is shown is given away: as a link, as a code, as an exercise that a student solves."""

import re
from io import BytesIO

import pytest
import zxingcpp
from pages.looking import SCREENS, barriers, expect_no_wider, resized
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

expect.set_options(timeout=20_000)


def stage_of(page: Page, scene: str) -> Locator:
    """The stage of a scene, once it shows its numbers."""
    found = page.locator(f"[data-testid=stage][data-scene={scene}]")
    expect(found).to_have_attribute("data-status", "ready", timeout=60_000)
    return found


def shared(page: Page, scene: str) -> Locator:
    """The dialog, opened by the small button of a scene."""
    stage_of(page, scene).locator("[data-action=share]").click()
    dialog = page.get_by_test_id("share")
    expect(dialog).to_be_visible()
    return dialog


def link_in(dialog: Locator) -> str:
    return dialog.locator(".ls-link input[readonly]").input_value()


def exercise(dialog: Locator, title: str) -> Locator:
    """The editor, with a title."""
    editor = dialog.locator("[data-section=exercise]")
    if editor.get_attribute("open") is None:
        editor.locator("summary").click()
    editor.get_by_label("Title").fill(title)
    return editor


def to_end(stage: Locator, slider: str) -> None:
    stage.locator(f"input[name={slider}]").focus()
    stage.page.keyboard.press("End")


@pytest.fixture
def student(chromium: Browser, site: str) -> BrowserContext:
    context = chromium.new_context(
        base_url=site, locale="en-US", viewport={"width": 1280, "height": 720}
    )
    yield context
    context.close()


def test_a_code_read_from_the_screen_opens_the_same_state(visitor, student):
    """Scene, values, view, step, camera and language, all from the picture of the code."""
    page = visitor.new_page()
    page.goto("/playground?dim=3&loss=cosface&m=0.15&steps=40&view=raw&lang=zh")
    stage = stage_of(page, "playground")
    stage.locator("input[name=step]").focus()
    page.keyboard.press("ArrowLeft")
    embedding = stage.locator("[data-picture=embedding] canvas").first
    embedding.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    dialog = shared(page, "playground")
    link = link_in(dialog)
    assert {"loss=cosface", "m=0.15", "view=raw", "lang=zh"} <= {*re.split("[?&]", link)}
    dialog.locator("[data-action=large]").click()
    large = page.get_by_test_id("qr")
    box = large.locator("img").bounding_box()
    assert box["height"] >= 0.8 * 720
    seen = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())))
    assert [one.text for one in seen] == [link]
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(dialog).to_be_visible()

    other = student.new_page()
    other.goto(link)
    there = stage_of(other, "playground")
    expect(other.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(there).to_have_attribute("data-view", "raw")
    assert there.get_attribute("data-query") == stage.get_attribute("data-query")
    step = stage.locator("input[name=step]").input_value()
    assert step == "0" or int(step) > 0
    expect(there.locator("input[name=step]")).to_have_value(step)
    # the same direction leads to the same link
    again = shared(other, "playground")
    assert link_in(again) == link and "camera=" in link


def test_a_link_of_a_scene_names_it_and_copies_itself(visitor):
    visitor.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.new_page()
    page.goto("/margin?m=0.3&lang=en")
    dialog = shared(page, "margin")
    assert link_in(dialog).endswith("/margin?m=0.3&lang=en#margin")
    dialog.get_by_label("in this language").uncheck()
    dialog.get_by_label("presenting").check()
    assert link_in(dialog).endswith("/margin?m=0.3&present=1#margin")
    dialog.get_by_role("button", name="Copy link").click()
    expect(dialog.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link_in(dialog)
    # a slider let go a moment ago is in it
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    to_end(stage_of(page, "margin"), "m")
    assert "m=1&" in link_in(shared(page, "margin"))


def test_the_code_of_a_frame_has_what_is_shown(visitor):
    page = visitor.new_page()
    page.goto("/margin?m=0.3&lang=en")
    dialog = shared(page, "margin")
    embed = dialog.locator("[data-section=embed]")
    embed.locator("summary").click()
    embed.get_by_label("Width").fill("800")
    code = embed.locator("textarea").input_value()
    assert (
        "lossviz/embed?lesson=margin&amp;scene=margin&amp;lang=en&amp;theme=light&amp;m=0.3" in code
    )
    assert 'width="800"' in code and 'loading="lazy"' in code and "title=" in code


def test_a_vanishing_class_is_found_by_a_student(visitor, student):
    """Made in the editor, opened elsewhere, reached while the thumb is still in hand."""
    page = visitor.new_page()
    page.goto("/margin#regions")
    dialog = shared(page, "regions")
    editor = exercise(dialog, "Find the m at which class 3 vanishes")
    editor.get_by_label("What is to be done").fill("Raise m <b>slowly</b>.")
    editor.locator("[name=way-c]").select_option("lock")
    editor.locator("[name=way-step]").select_option("hide")
    editor.locator("[name=goal-about]").select_option("region")
    editor.locator("[name=goal-class]").select_option("3")
    link = link_in(dialog)
    assert "goal=region_gone_3" in link and "show=M_c_seed" in link and "lock=c" in link
    assert f"{len(link)} of 2,000 characters" in editor.inner_text()

    other = student.new_page()
    other.goto(link)
    stage = stage_of(other, "regions")
    banner = other.get_by_test_id("exercise")
    expect(banner).to_contain_text("Raise m <b>slowly</b>.")
    expect(banner).to_contain_text("Goal: class 3 has no region")
    expect(other.get_by_test_id("stage")).to_have_count(1)
    expect(stage.locator("[data-slider=step]")).to_be_hidden()
    expect(stage.locator("[data-choice=c] button").first).to_be_disabled()
    told = banner.get_by_role("status")
    expect(told).to_have_text("")
    slider = stage.locator("input[name=M]")
    box = slider.bounding_box()
    other.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    other.mouse.down()
    other.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=6)
    expect(told).to_have_text("Reached, well done.")
    other.mouse.up()
    expect(other).to_have_url(re.compile(r"M=1&exercise=regions.*goal=region_gone_3"))
    # a reload keeps the exercise, and leaving it the values
    other.reload()
    stage_of(other, "regions")
    banner.get_by_role("button", name="Leave the exercise").click()
    expect(banner).to_have_count(0)
    expect(other).to_have_url(re.compile(r"/margin\?M=1(&lang=en)?#regions$"))
    expect(other.get_by_test_id("stage")).to_have_count(6)
    other.go_back()
    expect(banner).to_be_visible()


def test_a_playlist_goes_from_a_lesson_to_the_playground(visitor, student):
    page = visitor.new_page()
    page.goto("/margin#margin")
    dialog = shared(page, "margin")
    editor = exercise(dialog, "A large margin * first!")
    editor.locator("[name=goal-about]").select_option("m")
    editor.locator("[name=goal-relation]").select_option("above")
    editor.locator("[name=goal-value]").fill("2")
    expect(editor).to_contain_text("no position of this slider")
    editor.locator("[name=goal-value]").fill("0,9")
    editor.locator("[data-action=add]").click()
    page.goto("/playground?steps=40")
    dialog = shared(page, "playground")
    editor = exercise(dialog, "Now in training")
    expect(editor.get_by_role("listitem")).to_have_count(1)
    editor.locator("[name=way-network]").select_option("hide")
    editor.locator("[name=way-data]").select_option("lock")
    editor.locator("[name=goal-about]").select_option("s")
    editor.locator("[name=goal-relation]").select_option("below")
    editor.locator("[name=goal-value]").fill("2")
    editor.locator("[data-action=add]").click()
    link = link_in(dialog)
    assert len(link) <= 2000 and link.count("then=") == 1

    other = student.new_page()
    other.goto(link)
    stage = stage_of(other, "margin")
    banner = other.get_by_test_id("exercise")
    expect(banner).to_contain_text("A large margin * first!")
    expect(banner).to_contain_text("Step 1 of 2")
    to_end(stage, "m")
    expect(banner.get_by_role("status")).to_have_text("Reached, well done.")
    banner.get_by_role("link", name="Next step").click()
    expect(banner).to_contain_text("Step 2 of 2")
    expect(banner).to_contain_text("Now in training")
    stage = stage_of(other, "playground")
    expect(other.get_by_role("button", name="Data:")).to_be_disabled()
    expect(other.get_by_role("button", name="Network:")).to_have_count(0)
    stage.locator("input[name=s]").focus()
    other.keyboard.press("Home")
    expect(banner.get_by_role("status")).to_contain_text("last step", timeout=60_000)
    other.go_back()
    expect(banner).to_contain_text("Step 1 of 2")


def test_a_tampered_link_runs_nothing_and_says_what_it_left_out(student):
    page = student.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    evil = "%3Cimg src=x onerror=alert(1)%3E%E2%80%AEgnp%F0%9F%98%80"
    page.goto(
        f"/margin?M=0.3&exercise=regions&title={evil}&note={'x' * 3000}&show=M_nothing"
        "&lock=M_c_seed_step&goal=M_above_7&then=margin*regions*then*x&then=nowhere*at*all"
    )
    stage = stage_of(page, "regions")
    banner = page.get_by_test_id("exercise")
    expect(banner.get_by_role("heading")).to_have_text("<img src=x onerror=alert(1)>gnp😀")
    expect(banner.locator("img")).to_have_count(0)
    expect(stage.locator("input[name=M]")).to_have_attribute("aria-valuetext", "0.3")
    notice = page.get_by_test_id("stAlert")
    for words in (
        "signs that cannot be seen",
        "first 300",
        "nothing",
        "left to be moved",
        "M_above_7",
    ):
        expect(notice).to_contain_text(words)
    assert not asked


def test_dialog_and_banner_are_open_to_all_on_every_screen(student):
    page = student.new_page()
    page.goto("/margin?exercise=regions&title=Look&note=Around&goal=region_gone_3&lang=zh")
    dialog = shared(page, "regions")
    dialog.locator("[data-section=exercise] summary").click()
    for size in SCREENS.values():
        resized(page, size)
        box = dialog.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size[0]
        assert dialog.evaluate("(one) => one.scrollWidth <= one.clientWidth")
        expect_no_wider(page, size[0])
    assert not barriers(page, within="[data-testid=share]")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # the focus is where it was
    assert page.evaluate("document.activeElement.dataset.action") == "share"
    assert not barriers(page, within="[data-testid=exercise]")
