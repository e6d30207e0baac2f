"""A learner's own table on a real server: one file after another, and what is refused."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lossviz.web.site.text import phrases
from tests.conftest import Server, start_server

expect.set_options(timeout=20_000)


def table(tmp_path: Path, name: str, rows: int) -> Path:
    path = tmp_path / name
    lines = [f"{k},{k * k % 7},{'ab'[k % 2]}" for k in range(rows)]
    path.write_text("\n".join(["width,height,kind", *lines]))
    return path


def opened(page: Page, query: str = "") -> Page:
    page.goto(f"/playground?{query}")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready", timeout=60_000)
    popover(page)
    return page


def popover(page: Page) -> None:
    page.get_by_test_id("stPopoverButton").filter(has_text=re.compile("Data|数据")).click()


def choose(page: Page, file: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)


def test_one_file_after_another_its_label_and_none(visitor, tmp_path):
    page = opened(visitor.new_page())
    choose(page, table(tmp_path, "first.csv", 60))
    expect(page.get_by_text("first.csv: 60 rows, 2 features, 2 classes")).to_be_visible()
    first = page.url
    choose(page, table(tmp_path, "second.csv", 90))
    expect(page.get_by_text("second.csv: 90 rows, 2 features, 2 classes")).to_be_visible()
    expect(page.get_by_test_id("stFileChipName")).to_have_text("second.csv")
    assert page.url != first
    label = page.get_by_role("combobox", name=re.compile("Label column"))
    label.click()
    page.get_by_role("option", name="height").click()
    expect(page.get_by_text(re.compile("column ‘kind’ holds text"))).to_be_visible()
    label.click()
    page.get_by_role("option", name="kind").click()
    expect(page.get_by_text("second.csv: 90 rows, 2 features, 2 classes")).to_be_visible()
    shown = page.url
    page.get_by_role("button", name="Remove second.csv").click()
    expect(label).to_have_count(0)
    assert page.url == shown  # the table stays in the picture
    choose(page, table(tmp_path, "third.csv", 40))
    expect(page.get_by_text("third.csv: 40 rows, 2 features, 2 classes")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_too_large_is_refused_in_the_language_of_the_page(visitor, tmp_path, language):
    page = opened(visitor.new_page(), f"m=0.5&lang={language}")
    large = tmp_path / "large.csv"
    large.write_bytes(b"1,2,a\n3,4,b\n" * (15 * 1024 * 1024 // 12))
    choose(page, large)
    words = phrases(language)["upload.too-big"].format(most=2)
    expect(page.get_by_text(words)).to_be_visible()
    expect(page).to_have_url(re.compile("m=0.5"))
    choose(page, table(tmp_path, "small.csv", 60))
    expect(page.get_by_text(re.compile("small.csv"))).to_have_count(2)
    expect(page).to_have_url(re.compile("dataset=upload"))


def test_a_table_lost_with_its_server_is_said_and_the_settings_stay(chromium, tmp_path):
    server = start_server()
    try:
        page = chromium.new_context(locale="en-US", base_url=server.url).new_page()
        opened(page, "m=0.5&lang=zh")
        choose(page, table(tmp_path, "own.csv", 60))
        expect(page).to_have_url(re.compile("dataset=upload"))
        server.stop()
        port = server.url.rsplit(":")[-1]
        command = ["uvicorn", "app:app", "--host", "127.0.0.1", "--port", port]
        with page.expect_websocket(timeout=60_000):
            again = Server(command, int(port)).wait()
        try:
            page.get_by_role("radio", name="CosFace", exact=True).click()
            words = phrases("zh")["notice.upload-missing"]
            expect(page.get_by_text(words)).to_be_visible()
            expect(page).to_have_url(re.compile(r"^(?!.*dataset=upload).*m=0\.5"))
            if not page.get_by_test_id("stFileUploader").is_visible():
                popover(page)
            choose(page, table(tmp_path, "again.csv", 60))
            expect(page).to_have_url(re.compile("dataset=upload.*m=0.5"))
            expect(page.get_by_text(words)).to_have_count(0)
        finally:
            page.context.close()
            again.stop()
    finally:
        server.stop()
