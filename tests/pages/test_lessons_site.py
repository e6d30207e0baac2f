"""The lessons as a learner meets them: a real server, a real browser."""

import re
from functools import partial

import pytest
from pages.looking import SCREENS, barriers, cut_words, expect_no_wider, resized
from playwright.sync_api import BrowserContext, Locator, Page, expect

from lossviz.lessons import LESSONS
from lossviz.web.site.links import address

expect.set_options(timeout=20_000)


def opened(page: Page, path: str) -> Page:
    """The page of a lesson once all of its scenes show their numbers."""
    page.goto(path)
    lesson = LESSONS[re.split(r"[/?]", path)[1].replace("-", "_")]
    for scene in lesson.scenes:
        expect(part(page, scene.key)).to_have_attribute("data-status", "ready", timeout=40_000)
    return page


def part(page: Page, scene: str) -> Locator:
    return page.locator(f"[data-testid=stage][data-scene={scene}]")


def value_line(scene: Locator, line: int) -> str:
    """The number at the end of a line of the derivation that is shown."""
    return (
        scene.locator(".ll-derivation:not([hidden]) .ll-line")
        .nth(line)
        .locator(".ll-value")
        .inner_text()
    )


def pull(page: Page, scene: Locator, slider: str, share: float) -> None:
    """Take the thumb of a slider to a share of its length, without letting go."""
    found = scene.locator(f"input[name={slider}]")
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    at = int(found.input_value()) / int(found.get_attribute("max"))
    rail = box["width"] - 22
    page.mouse.move(box["x"] + 11 + rail * at, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 11 + rail * share, box["y"] + box["height"] / 2, steps=8)


def test_a_drag_asks_nobody_and_a_release_writes_the_link(visitor):
    page = opened(visitor.new_page(), "/softmax")
    scene = part(page, "scores")
    # fonts of the text further down come after the pictures
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    pull(page, scene, "z1", 1.0)
    expect(scene.locator(".ll-derivation .ll-value").first).not_to_have_text("= 0.6439")
    assert not asked
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/softmax\?z=5_2_3_4(#\w+)?$"))
    assert any("/lossviz/scene?" in url for url in asked)
    page.reload()
    expect(scene.locator("input[name=z1]")).to_have_value("100")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/softmax(#\w+)?$"))
    expect(scene.locator("input[name=z1]")).to_have_value("60")


def test_a_typed_value_is_shown_and_written_into_the_link(visitor):
    page = opened(visitor.new_page(), "/practice?lang=zh")
    scene = part(page, "choose")
    field = scene.locator("input[name=C-value]")
    expect(field).to_have_accessible_name("类别数 C，数值")
    field.click()
    page.keyboard.insert_text("１.２345万")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/practice\?C=12345&lang=zh(#\w+)?$"))
    expect(scene).to_have_attribute("data-query", re.compile("C=12345"))
    expect(field).to_be_focused()
    expect(field).to_have_value("12,345")
    page.keyboard.insert_text("-5")
    page.keyboard.press("Tab")
    expect(scene.locator(".lv-said")).to_contain_text("低于下限")
    expect(page).to_have_url(re.compile(r"/practice\?C=2&lang=zh(#\w+)?$"))
    expect(scene).to_have_attribute("data-query", re.compile("C=2"))
    page.go_back()
    expect(page).to_have_url(re.compile("C=12345"))
    expect(field).to_have_value("12,345")
    assert barriers(page) == []


def test_what_is_typed_in_the_playground_is_trained(visitor):
    page = visitor.new_page()
    page.goto("/playground?dataset=ring&classes=4&steps=50&lang=en")
    stage = page.locator("[data-testid=stage]")
    expect(stage).to_have_attribute("data-status", "ready", timeout=60_000)
    field = stage.locator("input[name=m-value]")
    expect(field).to_have_accessible_name("margin m, value")
    field.click()
    page.keyboard.insert_text("40°")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("m=0.698132"))
    expect(stage).to_have_attribute("data-query", re.compile("m=0.698132"), timeout=60_000)
    expect(field).to_have_value("0.70 rad  40°")


def test_numbers_of_the_notes_are_computed(visitor):
    page = opened(visitor.new_page(), "/softmax")
    scores = part(page, "scores")
    expect(scores).to_contain_text("4.4402")
    expect(scores.locator(".ll-value").first).to_have_text("= 0.6439")
    page = opened(visitor.new_page(), "/likelihood")
    expect(part(page, "coin").locator("[data-term=H]")).to_contain_text("1")
    expect(part(page, "weather")).to_contain_text("1.5949")


def test_what_lights_up_in_the_formula_lights_up_in_the_picture(visitor):
    page = opened(visitor.new_page(), "/softmax")
    scene = part(page, "scores")
    scene.locator('[class="term-c"]').first.hover()
    expect(scene).to_have_attribute("data-lit", "c")
    scene.locator(".lp-number[data-term=LSE]").hover()
    expect(scene).to_have_attribute("data-lit", "LSE")


def test_a_distribution_in_a_link_is_divided_by_its_sum_and_said(visitor):
    page = opened(visitor.new_page(), "/likelihood?P=2,1,1,0&lang=en")
    expect(page.get_by_text("does not sum to 1")).to_be_visible()
    thumbs = part(page, "weather").locator("input[type=range][name^=P]")
    assert [thumb.input_value() for thumb in thumbs.all()] == ["50", "25", "25", "0"]


def test_the_other_shares_give_way_while_one_is_dragged(visitor):
    page = opened(visitor.new_page(), "/likelihood")
    scene = part(page, "weather")
    pull(page, scene, "P4", 1.0)
    for slider in ("P1", "P2", "P3"):
        expect(scene.locator(f"input[name={slider}]")).to_have_value("0")
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"P=0_0_0_1"))


def test_probability_zero_is_the_limit_it_is(visitor):
    page = opened(visitor.new_page(), "/likelihood?p=0&b=0&P=1,0,0,0&Q=0,1,0,0&q=0")
    expect(part(page, "information")).to_contain_text("∞")
    expect(part(page, "divergence")).to_contain_text("∞")
    assert "NaN" not in page.locator("body").inner_text()


def test_a_vote_is_kept_from_the_room_until_it_is_revealed(visitor):
    page = opened(visitor.new_page(), "/gradient")
    vote = page.get_by_test_id("question").first
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    option = vote.get_by_role("button").nth(1)
    option.click()
    expect(vote).not_to_contain_text("0.9")
    vote.get_by_role("button", name="Reveal").click()
    expect(vote).to_contain_text("1 − 0.1 = 0.9")
    assert not sent


def test_scenes_share_their_scores(visitor):
    page = opened(visitor.new_page(), "/gradient")
    pull(page, part(page, "jacobian"), "z1", 0.0)
    page.mouse.up()
    expect(part(page, "pairs").locator("input[name=z1]")).to_have_value("0")


def press(scene: Locator, choice: str, text: str) -> None:
    scene.locator(f"[data-choice={choice}]").get_by_role("button", name=text, exact=True).click()


def cell(scene: Locator, name: str) -> Locator:
    """The number beside this name in a row of numbers."""
    return scene.locator(".lp-number", has_text=name).locator(".lp-value")


def test_a_practitioner_gets_the_bounds_from_a_link(visitor):
    page = opened(visitor.new_page(), "/practice?C=10000&d=512&m=0.35&lang=en")
    scene = part(page, "choose")
    expect(cell(scene, "s ≥ (no arrangement with less)")).to_have_text("17.5")
    expect(cell(scene, "s ≈ (random class vectors)")).to_have_text("18")
    expect(cell(scene, "m ≤ (some class vector is lost above)")).to_have_text("1")
    said = scene.locator("[data-picture=advice]")
    # the words that hold, not those that are hidden beside them
    holds = partial(expect(said).to_contain_text, use_inner_text=True)
    holds("Take s ≈ 22 with m = 0.35: random class vectors reach P = 0.9 at about s = 18")
    holds("Your s = 16 is too small: below 17.5")
    scene.locator("input[name=s]").press("End")
    holds("At your s = 128 samples within")
    expect(said).not_to_contain_text("too small", use_inner_text=True)


def test_the_first_loss_of_a_report_stands_on_the_page(visitor):
    page = opened(visitor.new_page(), "/practice?loss=arcface&C=92&d=512&ma=0.5&s=64&lang=en")
    scene = part(page, "start")
    expect(cell(scene, "first loss").first).to_have_text("38.6232")
    said = scene.locator("[data-picture=expected]")
    expect(said).to_contain_text("first loss of about 38.6", use_inner_text=True)


def test_a_failure_is_two_clicks_away_and_its_cure_another(visitor):
    page = opened(visitor.new_page(), "/practice?lang=en")
    scene = part(page, "lab")
    expect(scene).to_contain_text("then NaN, and every weight with it")
    listed = scene.get_by_role("navigation", name="What do you see?")
    listed.get_by_role("button", name="The loss stops high").click()
    expect(scene).to_have_attribute("data-query", "failure=infeasible")
    expect(cell(scene, "with m")).to_have_text("0.0 %")
    expect(scene).to_contain_text("Not one training sample keeps its margin")
    listed.get_by_role("button", name="θ + m > π").click()
    expect(scene).to_have_attribute("data-query", "failure=past_pi")
    listed.get_by_role("button", name="m too wide").click()
    press(scene, "cured", "cured")
    expect(cell(scene, "with m")).to_have_text("100 %")
    expect(page).to_have_url(re.compile(r"failure=infeasible&cured=yes"))
    link = scene.get_by_role("link", name="Open this run")
    expect(link).to_have_attribute("href", re.compile(r"/playground\?.*\bm=0\.3"))
    # both logs, the failing one first, and of another failure neither
    logs = scene.locator("[data-picture=log] pre")
    expect(logs.nth(0)).to_contain_text("acc+m   0%")
    expect(logs.nth(1)).to_contain_text("acc+m 100%")
    listed.get_by_role("button", name="The loss is NaN").click()
    expect(page).not_to_have_url(re.compile("failure|cured"))
    expect(logs.first).to_contain_text("loss    nan")


def test_every_symptom_is_found_by_its_words_and_is_a_link(visitor):
    page = opened(visitor.new_page(), "/practice?lang=en")
    scene, table = part(page, "lab"), page.locator(".ll-symptoms")
    expect(table).to_contain_text("accuracy 0 for many epochs")
    assert table.get_by_role("link").count() == scene.locator(".ll-index-option").count()
    table.get_by_role("link", name="m too wide").click()
    expect(scene).to_have_attribute("data-query", "failure=infeasible")
    expect(scene.locator(".ll-index")).to_be_in_viewport()
    expect(page.locator(":focus")).to_have_text("m too wide")
    # of the other headings nothing is open; the browser's own search finds the table
    folded = scene.locator(".ll-index-options[hidden='']")
    all_but_one = table.locator("dt").count() - 1
    expect(folded).to_have_count(all_but_one)
    expect(folded.locator("button:visible")).to_have_count(0)
    scene.locator(".ll-index-heading").first.click()
    expect(scene).to_have_attribute("data-query", "")
    expect(scene.locator(".ll-index-options").first).to_be_visible()
    expect(folded).to_have_count(all_but_one)
    href = table.get_by_role("link", name="m too wide").get_attribute("href")
    other = opened(visitor.new_page(), f"/practice{href}")
    expect(part(other, "lab")).to_have_attribute("data-query", "failure=infeasible")
    expect(part(other, "lab")).to_be_in_viewport()


def on_a_phone(visitor: BrowserContext) -> Page:
    return resized(visitor.new_page(), SCREENS["phone"])


def test_on_a_phone_the_list_is_a_field_and_what_is_seen_stands_above_the_picture(visitor):
    page = opened(on_a_phone(visitor), "/practice?lang=en")
    scene = part(page, "lab")
    field = scene.get_by_role("combobox", name="What do you see?")
    expect(scene.locator(".ll-index-list")).to_be_hidden()
    field.select_option(label="The loss stops high: m too wide")
    expect(scene).to_have_attribute("data-query", "failure=infeasible")
    words, picture = (scene.locator(f"[data-picture={name}]").bounding_box()
                      for name in ("told", "run"))  # fmt: skip
    assert words["y"] < picture["y"] < words["y"] + 400
    # a symptom of the table leads to the field
    page.locator(".ll-symptoms").get_by_role("link", name="θ + m > π").click()
    expect(scene).to_have_attribute("data-query", "failure=past_pi")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


def test_on_a_phone_many_losses_are_a_field_and_the_sliders_all_in_reach(visitor):
    page = opened(on_a_phone(visitor), "/practice?lang=en")
    scene = part(page, "choose")
    scene.locator("input[name=s]").scroll_into_view_if_needed()
    assert scene.get_by_role("button", name="ArcFace").count() == 0
    scene.get_by_role("combobox", name="loss").select_option(label="ArcFace")
    expect(scene).to_have_attribute("data-query", re.compile("loss=arcface"))
    expect(scene.get_by_role("combobox", name="loss")).to_have_value("5")
    for name in ("C", "d", "P", "n", "s", "ma"):
        expect(scene.locator(f"input[name={name}]")).to_be_in_viewport()
    # where there is room they are buttons
    page = opened(visitor.new_page(), "/practice?lang=en")
    assert part(page, "choose").get_by_role("combobox", name="loss").count() == 0
    part(page, "choose").get_by_role("button", name="ArcFace").click()
    expect(part(page, "choose")).to_have_attribute("data-query", re.compile("loss=arcface"))


def test_a_cure_is_taken_along_as_code(visitor):
    visitor.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(visitor.new_page(), "/practice?failure=past_pi&lang=en")
    code = part(page, "lab").locator("[data-picture=code]")
    code.get_by_role("button", name="JAX").click()
    shown = code.locator("pre:visible")
    expect(shown).to_have_count(1)
    code.get_by_role("button", name="Copy").click()
    expect(code.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == shown.inner_text().strip()


def test_a_dialect_shows_in_the_numbers_and_in_the_run(visitor):
    page = opened(visitor.new_page(), "/angular?lang=en")
    scene = part(page, "dialects")
    expect(cell(scene, "m in radians")).to_have_text("0.5")
    expect(cell(scene, "training accuracy")).to_have_text("100 %")
    press(scene, "written", "28.6")
    expect(cell(scene, "m in radians")).to_have_text("28.6")
    expect(cell(scene, "training accuracy")).not_to_have_text("100 %")
    press(scene, "unit", "degrees")
    expect(cell(scene, "m in radians")).to_have_text("0.4992")
    expect(cell(scene, "training accuracy")).to_have_text("100 %")


def test_the_experiment_starts_counts_and_can_be_cancelled(visitor):
    page = opened(visitor.new_page(), "/multiplicative?lang=en")
    scene = part(page, "converge")
    scene.get_by_role("button", name="Train 2 × 64 networks").click()
    expect(scene.locator(".lp-seed[href]").first).to_be_visible()
    scene.get_by_role("button", name="Cancel").click()
    expect(scene.locator(".lp-trials-words")).to_contain_text("Stopped after")
    expect(scene).to_contain_text("converged:")


def test_lessons_lead_on(visitor):
    page = opened(visitor.new_page(), "/softmax?lang=zh")
    page.get_by_role("link", name="下一课").click()
    expect(page).to_have_url(re.compile(r"/likelihood\?lang=zh$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("第 2 课 · 似然与交叉熵")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_fits_and_can_be_used_by_everyone(reader, lesson, lang):
    page = opened(reader, f"/{address(lesson)}?lang={lang}")
    for size in SCREENS.values():
        expect_no_wider(resized(page, size), size[0])
        assert cut_words(page) == []
        if size == SCREENS["projector"]:
            # pictures and sliders stand together
            for scene in LESSONS[lesson].scenes:
                side = part(page, scene.key).locator(".ll-side").bounding_box()
                assert side["height"] <= size[1] - 56, scene.key
    assert barriers(page) == []
