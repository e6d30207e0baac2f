"""Zoom & export: files for a slide by the page's own engine, and Plotly's figures, with nothing in
them that leaves this machine."""

import re
import struct
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

KEPT = {
    2: ["Download plot as a PNG", "Zoom", "Pan", "Zoom in", "Zoom out", "Autoscale", "Reset axes"],
    3: [
        "Download plot as a PNG",
        "Zoom",
        "Pan",
        "Orbital rotation",
        "Turntable rotation",
        "Reset camera to default",
        "Reset camera to last save",
    ],
}


def exported(visitor, query: str) -> Page:
    """A page on which the large picture of a run is open as a figure."""
    page = visitor.new_page()
    page.goto(f"/playground?{query}")
    open_figure(page)
    return page


def open_figure(page: Page, name: str = "embedding") -> None:
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready", timeout=60_000)
    page.locator(f"[data-picture={name}] [data-action=export]").click()
    expect(page.locator("dialog .js-plotly-plot .modebar")).to_have_count(1, timeout=30_000)


@pytest.mark.parametrize("dim", [2, 3])
def test_every_button_stays_on_this_machine(visitor, dim):
    """Each is clicked; the visitor fails the test for a request to any other host."""
    page = exported(visitor, f"dim={dim}&steps=20")
    elsewhere: list[str] = []
    visitor.on("page", lambda opened: elsewhere.append(opened.url))
    for index in range(2):
        if index:
            page.keyboard.press("Escape")
            open_figure(page, "history")
        bar = page.locator("dialog .modebar")
        buttons = bar.locator(".modebar-btn")
        titles = [buttons.nth(k).get_attribute("data-title") for k in range(buttons.count())]
        assert titles == KEPT[dim if index == 0 else 2]
        assert bar.locator("a[href]").count() == 0
        for k in range(buttons.count()):
            if k == 0:
                with page.expect_download() as download:
                    buttons.nth(k).click()
                assert download.value.suggested_filename.endswith(".png")
                assert download.value.url.startswith(("blob:", "data:"))
            else:
                buttons.nth(k).click()
    page.wait_for_timeout(500)
    assert page.locator("[class*=cloud-dialog]").count() == 0
    assert not elsewhere


def test_names_out_of_a_file_are_shown_as_they_are(visitor, tmp_path):
    names = ['<a href="https://x.example">go</a>', "<b>fat</b>", "a &amp; b", "$x$"]
    table = tmp_path / "hostile.csv"
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    rows = [f"{k % 4 + k / 100},{k * k % 7},{quoted[k % 4]}" for k in range(60)]
    table.write_text("\n".join(["width,height,kind", *rows]))
    page = visitor.new_page()
    page.goto("/playground?steps=20")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready", timeout=60_000)
    page.get_by_test_id("stPopoverButton").filter(has_text="Data").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(table)
    expect(page).to_have_url(re.compile(r"upload=[0-9a-f]{16}"), timeout=20_000)
    page.keyboard.press("Escape")
    shown = re.compile(r"upload=[0-9a-f]{16}")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-query", shown, timeout=60_000)
    open_figure(page)
    legend = page.locator("dialog .js-plotly-plot").first.locator(".legendtext")
    assert {*legend.all_text_contents()} >= {*names}
    assert page.locator("dialog .js-plotly-plot a[href]").count() == 0


def size_of_png(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG")
    return struct.unpack(">II", data[16:24])


def taken(page: Page, kind: str) -> bytes:
    """The file that a press of the button gives; its name is said."""
    with page.expect_download() as download:
        page.locator(f"dialog[open] [data-take={kind}]").click()
    expect(page.locator("dialog[open] .lv-take-said")).to_contain_text(
        download.value.suggested_filename
    )
    return download.value.path().read_bytes()


def test_a_picture_is_a_slide_without_plotly_and_stays_as_it_was(visitor):
    page = visitor.new_page()
    # Plotly never comes
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto("/playground?steps=20&dim=3&lang=zh")
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-status", "ready", timeout=60_000)
    canvas = page.locator("[data-picture=embedding] canvas")
    canvas.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => !document.querySelector('canvas[data-owed]')")
    before = canvas.evaluate("canvas => canvas.toDataURL()")
    page.locator("[data-picture=embedding] [data-action=export]").click()
    light = taken(page, "png")
    assert size_of_png(light) == (1920, 1080)
    # paths and words, and the values of the controls among them
    text = taken(page, "svg").decode()
    root = ElementTree.fromstring(text)
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("s = 16" in word for word in words) and "dim=3" in words
    assert len(list(root.iter("{http://www.w3.org/2000/svg}use"))) > 300
    page.locator("dialog[open] input[name=dark]").check()
    dark = taken(page, "png")
    assert dark != light and size_of_png(dark) == (1920, 1080)
    page.locator("dialog[open] .lv-take-shape").select_option("own")
    width, height = size_of_png(taken(page, "png"))
    assert max(width, height) == 1920 and (width, height) != (1920, 1080)
    # that the figures are missing is said beside it
    expect(page.locator("dialog[open] [role=alert]")).to_be_visible()
    page.keyboard.press("Escape")
    assert canvas.evaluate("canvas => canvas.toDataURL()") == before


def test_numbers_that_are_words_on_the_page_are_a_slide_too(visitor):
    page = visitor.new_page()
    page.goto("/softmax")
    cell = page.locator("[data-picture=numbers]:has([data-action=export])").first
    expect(cell.locator("dd").first).to_contain_text(re.compile(r"\d"), timeout=60_000)
    values = cell.locator("dd.lp-value").all_text_contents()
    cell.locator("[data-action=export]").click()
    text = taken(page, "svg").decode()
    words = [
        node.text for node in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert {*values} <= {*words}
