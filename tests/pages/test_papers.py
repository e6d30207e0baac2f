"""The page that checks the papers, as a script and in a real browser."""

import re
from pathlib import Path

import pytest
from pages.looking import SCREENS, barriers, expect_no_wider, resized
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from lossviz.papers import CLAIMS, LESSON, SHAPES
from lossviz.stage.words import heading
from lossviz.web.papers.numbers import difference, measured, pretty, written
from lossviz.web.site.links import LESSON_NAMES, NAMES
from lossviz.web.site.text import phrases

ROOT = Path(__file__).parents[2]


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "lossviz" / "web" / "site" / "main.py", default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(str(ROOT / "pages" / "papers.py"))
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def written_html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_claim_and_every_shape_has_its_row(lang):
    app = opened(lang=lang)
    words, html = phrases(lang), written_html(app)
    assert app.title[0].value == words["papers.title"]
    heads = [header.value for header in app.header]
    assert heads == [heading(lang, "papers", scene.key) for scene in LESSON.scenes]
    for claim in CLAIMS:
        assert words[f"papers.claims.{claim.key}.what"] in html
    for shape in SHAPES:
        assert words[f"papers.shapes.{shape.key}.what"] in html
    assert html.count('class="pp-holds"') == len(CLAIMS) + len(SHAPES)
    assert any(f"**{len(CLAIMS)}" in text.value for text in app.markdown)
    # the table keeps its place: what a row links to opens in a tab of its own
    assert html.count('target="_blank"') == html.count("<a ")
    # no sanitiser lets formulas through
    assert "<math" not in html


def test_what_differs_is_said_with_its_reason():
    html = written_html(opened(seed="2", lang="en"))
    assert html.count('class="pp-differs"') == 1
    assert phrases("en")["papers.shapes.normface_width.why"] in html


def test_what_is_wrong_with_a_link_is_said():
    app = opened(seed="9", lang="en")
    assert app.warning


def test_it_is_no_lesson():
    assert "papers" in NAMES and "papers" not in LESSON_NAMES


@pytest.mark.parametrize(
    "value, published, text",
    [(4.44019, "4.4402", "4.440190"), (18.0, "18", "18.00"),
     (9.357198e-14, "9.36e-14", "9.3572×10⁻¹⁴"), (-0.5, "1", "−0.50")],
)  # fmt: skip
def test_our_number_has_two_digits_more(value, published, text):
    assert written(value, published) == text


def test_numbers_as_they_are_written():
    assert pretty("9.36e-14") == "9.36×10⁻¹⁴" and pretty("40.00") == "40.00"
    assert difference((0.0, 2e-7)) == "+2×10⁻⁷"
    assert difference((-0.0035, 0.002)) == "−0.0035"
    assert difference((0.0,)) == "0"
    assert measured((8.7301, 41.12), "degrees") == ["8.73°", "41.1°"]
    assert measured((0.10556,), "percent") == ["10.6 %"]
    assert measured((1.0054,), "ratio") == ["1.005"]
    assert measured((0.06091,), "loss") == ["0.0609"]


def test_numbers_that_differ_look_different():
    assert measured((13.7, 27.47, 27.454), "degrees") == ["13.70°", "27.47°", "27.45°"]
    assert measured((1.0001, 1.0004), "ratio") == ["1.0001", "1.0004"]
    assert measured((0.0, 0.0, 0.5), "percent") == ["0 %", "0 %", "50 %"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_fits_and_can_be_used_by_everyone(reader, lang):
    page = reader
    page.goto(f"/papers?lang={lang}")
    expect(page.locator(".pp-shapes")).to_have_count(len(LESSON.scenes), timeout=60_000)
    for scene in LESSON.scenes:
        stage = page.locator(f"[data-testid=stage][data-scene={scene.key}]")
        expect(stage).to_have_attribute("data-status", "ready", timeout=40_000)
    for size in (SCREENS["projector"], SCREENS["phone"]):
        expect_no_wider(resized(page, size), size[0])
    # the second screen is a phone's: what is said has the whole line
    said = page.locator(".pp-shapes").first.locator("tbody th[scope=row]").first
    assert said.bounding_box()["width"] > 0.85 * SCREENS["phone"][0]
    assert barriers(page) == []


def test_links_lead_to_the_setting(visitor):
    page = visitor.new_page()
    page.goto("/papers")
    row = page.locator(".pp-table tr", has_text="8.266")
    with visitor.expect_page() as opening:
        row.get_by_role("link").click()
    other = opening.value
    scene = other.locator("[data-testid=stage][data-scene=floor]")
    expect(scene).to_have_attribute("data-status", "ready", timeout=40_000)
    expect(scene).to_contain_text("10575")
    # the link names the scene: it stands in view although those above grew while they loaded
    expect(other.get_by_role("heading", name="How large must s be?")).to_be_in_viewport()
    other.close()
    page.get_by_role("link", name="m = 0.29").click()
    expect(page).to_have_url(re.compile("/playground.*loss=cosface.*m=0.29"))
    # the scenes of this page are gone
    expect(page.get_by_test_id("stage")).to_have_count(1)
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready", timeout=40_000)
