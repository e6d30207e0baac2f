"""The site as a visitor meets it: a real server, a real browser, both languages, small screens."""

import re
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from pages.looking import SCREENS, barriers, expect_no_wider, resized
from playwright.sync_api import Page, expect

from lossviz.web.server.headers import headers_for
from lossviz.web.site.text import phrases
from tests.conftest import start_server

expect.set_options(timeout=20_000)


def shown(page: Page) -> Page:
    """The page once its stage shows a trained run, whose program may have to be compiled first."""
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready", timeout=60_000)
    return page


def popover(page: Page, words: str) -> None:
    page.get_by_test_id("stPopoverButton").filter(has_text=words).click()


def expect_chosen(page: Page, name: str) -> None:
    """One chip of this name is chosen. In a redraw the old row may still stand beside the new."""
    expect(page.get_by_role("radio", name=name, exact=True, checked=True)).to_have_count(1)


@pytest.fixture
def playground(visitor) -> Page:
    page = visitor.new_page()
    page.goto("/playground")
    return shown(page)


def test_first_visit_to_a_deep_link_of_a_fresh_server_opens_the_page_in_its_frame(chromium):
    server = start_server()
    try:
        page = chromium.new_page()
        page.goto(f"{server.url}/playground?loss=cosface&lang=zh")
        expect(page.get_by_role("link", name="首页")).to_be_visible(timeout=20_000)
        expect_chosen(shown(page), "CosFace")
    finally:
        server.stop()


def test_every_answer_has_the_security_headers(site):
    wanted = headers_for(urlsplit(site).netloc)
    for path in ("/", "/playground", "/_stcore/health", "/lossviz/scene?steps=2"):
        with urlopen(f"{site}{path}") as answer:
            assert {k: answer.headers[k] for k in wanted} == wanted, path
    with pytest.raises(HTTPError) as missing:
        urlopen(f"{site}/no-such-file")
    assert missing.value.code == 404
    assert {k: missing.value.headers[k] for k in wanted} == wanted
    missing.value.close()


def test_streamlit_s_inner_state_is_not_for_visitors(site):
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{site}/_stcore/metrics")
    assert refused.value.code == 404
    assert refused.value.headers["X-Content-Type-Options"] == "nosniff"
    refused.value.close()


def test_a_page_elsewhere_cannot_lead_its_own_name_here(site):
    """`make app` listens on this machine alone, and answers to its names alone."""
    request = Request(site, headers={"Host": "rebound.example"})
    with pytest.raises(HTTPError) as refused:
        urlopen(request)
    assert refused.value.code == 400
    assert "LOSSVIZ_HOSTS" in refused.value.read().decode()
    with urlopen(Request(site, headers={"Host": "localhost:1"})) as answer:
        assert answer.status == 200


def test_page_runs_under_its_policy_without_a_complaint(visitor):
    page = visitor.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/")
    shown(page)
    assert not [text for text in complaints if "Policy" in text or "rror" in text]


def test_back_and_forward_leaf_through_the_pictures(playground):
    page = playground
    page.get_by_role("radio", name="CosFace", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?loss=cosface$"))
    page.get_by_role("radio", name="hinge", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?loss=hinge$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?loss=cosface$"))
    expect_chosen(page, "CosFace")
    page.go_back()
    expect_chosen(page, "ArcFace")
    page.go_forward()
    expect_chosen(page, "CosFace")


def test_page_is_found_as_it_was_left_and_back_goes_one_page_back(playground):
    page = playground
    page.get_by_role("radio", name="hinge", exact=True).click()
    expect(page).to_have_url(re.compile(r"playground\?loss=hinge$"))
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(phrases("en")["home.title"])
    page.get_by_role("link", name="Playground", exact=True).click()
    expect_chosen(page, "hinge")
    expect(page).to_have_url(re.compile(r"playground\?loss=hinge$"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(phrases("en")["home.title"])
    page.go_back()
    expect_chosen(page, "hinge")


def test_two_quick_clicks_both_count(playground):
    page = playground
    popover(page, "Network")
    page.get_by_role("radio", name="3-D").click()
    page.get_by_role("radio", name="linear").click()
    expect(page).to_have_url(re.compile(r"dim=3&encoder=linear$"))


def test_reload_shows_the_same_picture(playground):
    page = playground
    page.get_by_role("radio", name="hinge", exact=True).click()
    expect(page).to_have_url(re.compile(r"loss=hinge$"))
    page.reload()
    expect_chosen(shown(page), "hinge")


@pytest.mark.parametrize("locale, words", [("zh-CN", "首页"), ("en-GB", "Home"), ("fr-FR", "Home")])
def test_language_comes_from_the_browser(chromium, site, locale, words):
    page = chromium.new_context(locale=locale, base_url=site).new_page()
    page.goto("/playground")
    expect(page.get_by_role("link", name=words)).to_be_visible(timeout=20_000)
    page.context.close()


def test_language_switch_stays_through_pages_and_reloads(playground):
    page = playground
    page.get_by_role("radio", name="中文").click()
    expect(page.get_by_role("link", name="首页")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url(re.compile(r"\?lang=zh$"))
    page.get_by_role("link", name="首页").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("损失")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("损失")


def test_upload_through_the_browser(playground, tmp_path):
    page = playground
    table = tmp_path / "pets.csv"
    rows = [f"{k},{k * k % 7},{'cat' if k % 2 else 'dog'}" for k in range(60)]
    table.write_text("\n".join(["width,height,kind", *rows]))
    popover(page, "Data")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(table)
    expect(page.get_by_text("60 rows, 2 features, 2 classes")).to_be_visible()
    expect(page).to_have_url(re.compile(r"dataset=upload&upload=[0-9a-f]{16}$"))
    shown(page)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("width,kind\n1,a\nx,b\n2,a\n2,b\n")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(wrong)
    expect(page.get_by_text(re.compile("line 3.*width"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"dataset=upload"))


@pytest.fixture(scope="module")
def seen(reader, request) -> Page:
    """A page of the site for the tests that look at it, opened once for all of them."""
    reader.goto(request.param)
    return shown(reader)


@pytest.mark.parametrize(
    "seen", ["/?lang=en", "/?lang=zh", "/playground?lang=en", "/playground?lang=zh"], indirect=True
)
def test_nothing_is_wider_than_the_screen(seen):
    for size in SCREENS.values():
        expect_no_wider(resized(seen, size), size[0])


@pytest.mark.parametrize("seen", ["/playground?lang=en", "/playground?lang=zh"], indirect=True)
@pytest.mark.parametrize("height", [720, 600])
def test_stage_fits_a_projector_without_scrolling(seen, height):
    box = resized(seen, (1280, height)).get_by_test_id("stage").bounding_box()
    assert box["y"] <= 150
    assert box["y"] + box["height"] <= height
    # the curve still has room for its numbers
    assert seen.locator("[data-picture=psi]").bounding_box()["height"] >= 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/playground"])
def test_no_barrier(reader, path, scheme):
    resized(reader, SCREENS["projector"]).emulate_media(color_scheme=scheme)
    reader.goto(path)
    assert barriers(shown(reader)) == []


@pytest.mark.parametrize(
    "path, scenes", [("/glossary#target-class", 0), ("/practice#start", 3), ("/papers#cosface", 4)]
)
def test_a_link_to_a_heading_arrives_once_and_lets_go(visitor, path, scenes):
    page = visitor.new_page()
    page.goto(path)
    named = page.locator(f"[id='{urlsplit(path).fragment}']")
    expect(named).to_be_attached(timeout=30_000)
    expect(named).to_be_in_viewport(timeout=30_000)
    expect(page.locator("[data-testid=stage][data-status=ready]")).to_have_count(scenes)
    # it looks every 150 ms, later on a busy machine
    page.wait_for_timeout(3000)
    expect(named).to_be_in_viewport()
    # without the wheel, as the browser's own search scrolls
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    page.wait_for_timeout(600)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0


def test_streamlit_run_serves_the_same_site(chromium):
    server = start_server(streamlit=True)
    try:
        wanted = headers_for("any.example")
        request = Request(f"{server.url}/playground", headers={"Host": "any.example"})
        with urlopen(request) as answer:
            assert {k: answer.headers[k] for k in wanted} == wanted
        page = chromium.new_page()
        page.goto(f"{server.url}/playground?loss=hinge")
        expect_chosen(shown(page), "hinge")
    finally:
        server.stop()


def test_the_whole_site_stands_under_a_path_of_its_own(chromium):
    server = start_server(base="/loss")
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
    page = context.new_page()
    answers: list[tuple[int, str]] = []
    page.on("response", lambda answer: answers.append((answer.status, urlsplit(answer.url).path)))
    try:
        page.goto(f"{server.url}/playground")
        field = shown(page).locator("input[name=m-value]")
        field.click()
        page.keyboard.insert_text("40°")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/loss/playground.m=0.698132$"))
        page.goto(f"{server.url}/softmax")
        scene = page.locator("[data-testid=stage][data-scene=scores]")
        expect(scene).to_have_attribute("data-status", "ready", timeout=40_000)
        ours = [(status, path) for status, path in answers if "/lossviz/" in path]
        assert {status for status, _ in ours} == {200}
        assert all(path.startswith("/loss/lossviz/") for _, path in ours)
        page.goto(f"{server.url}/foo/bar")
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
        expect(page.get_by_text("This site has nothing at /foo/bar.")).to_be_visible()
    finally:
        context.close()
        server.stop()
