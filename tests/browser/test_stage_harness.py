"""The browser side of the stage alone, in a real browser, fed with made-up tracks."""

import re
from urllib.parse import urlencode

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.hands import PHONE, STAGE, turned_away
from browser.harness import runs
from browser.stage_page import READY, Stage
from playwright.sync_api import expect


def test_the_stage_fits_under_a_page_head_on_a_projector(stage: Stage) -> None:
    stage.open()
    over = "[...document.querySelectorAll('.lv-panel, .lv-row')].filter("
    over += "n => n.scrollHeight > n.clientHeight + 1 && n.clientHeight).map(n => n.className)"
    variants = {"m": 1.3}, {"dim": 3}, {"params": "s,m1,m2,m3"}, {"mode": "home"}
    for change in (*variants, {"dim": 2, "raw": 1, "view": "raw", "mode": "playground"}):
        stage.page.evaluate("change => window.go(change)", change)
        # how a state is looked at is no part of it
        parts = urlencode({key: value for key, value in change.items() if key != "view"})
        shown = "".join(f"[data-query*='{part}']" for part in parts.split("&"))
        stage.page.wait_for_selector(READY + shown)
        assert stage.page.locator(STAGE).bounding_box()["height"] <= 560, change
        assert stage.page.evaluate("document.documentElement.scrollWidth") == 1280
        assert stage.page.evaluate("document.documentElement.scrollHeight") == 720
        assert stage.page.evaluate(over) == [], change


def test_dragging_draws_without_asking_the_server(stage: Stage) -> None:
    stage.open()
    before, drawn = len(stage.asked), int(stage.get("redraws"))
    first = stage.picture(), stage.picture("psi"), stage.picture("history")
    stage.grab("m", 0.7)
    stage.settle()
    assert stage.value("m") == 21
    assert stage.field("m") == "1.05 rad 60°"
    assert stage.page.get_attribute("input[name=m]", "aria-valuetext") == "1.05 rad 60°"
    assert int(stage.get("redraws")) > drawn + 3
    then = stage.picture(), stage.picture("psi"), stage.picture("history")
    assert all(old != new for old, new in zip(first, then, strict=True))
    assert len(stage.asked) == before
    assert stage.calls("change") == []


def test_release_reports_once_and_shows_the_new_run_at_its_end(stage: Stage) -> None:
    stage.open("at=150")
    assert stage.value("step") == 10
    stage.grab("m", 0.7)
    stage.page.mouse.up()
    stage.page.wait_for_selector(f"{READY}[data-query*='m=1.05']")
    (report,) = stage.reports()
    assert report["m"] == "1.05" and "at" not in report
    assert stage.value("step") == 19
    assert stage.page.inner_text("[data-slider=step] output") == "300 / 300"
    # the sweep over m does not depend on m: only the other one comes again
    assert [("over=s" in path) for path in stage.routes("track")] == [True, False, True]


def test_the_sweep_in_hand_stays_until_the_new_run_is_complete(stage: Stage) -> None:
    stage.open()
    stage.page.evaluate("window.go({delay: 900})")
    stage.page.wait_for_selector(f"{READY}[data-query*='delay=900']")
    stage.grab("m", 0.9)
    stage.page.mouse.up()
    stage.settle()
    held = stage.picture()
    stage.page.wait_for_selector(f"{STAGE}[data-status=training]")
    assert stage.picture() == held
    stage.page.wait_for_selector(f"{STAGE}[data-status=ready][data-query*='m=1.35']")
    assert stage.picture() == held


def test_a_thumb_pulled_and_put_back_tells_nobody(stage: Stage) -> None:
    stage.open()
    first = stage.picture()
    stage.grab("m", 0.8)
    stage.pull("m", 0.2)
    stage.page.mouse.up()
    stage.settle()
    assert stage.value("m") == 6
    assert stage.calls("change") == []
    stage.until_it_looks(first)


def test_arrow_keys_report_when_they_rest(stage: Stage) -> None:
    stage.open()
    stage.page.focus("input[name=s]")
    for _ in range(3):
        stage.page.keyboard.press("ArrowRight")
    stage.page.wait_for_selector(f"{READY}[data-query*='s=26']")
    assert stage.moves("s")[-1] == repr(2 ** (19 / 4))
    # less a timer's own rounding
    assert stage.rested() > 299
    assert stage.page.evaluate("document.activeElement.name") == "s"


def test_a_missing_sweep_is_said_and_the_touched_slider_comes_first(stage: Stage) -> None:
    stage.open("hold=s", until=f"{STAGE}[data-status=ready]")
    assert "filling in 0/25" in stage.page.inner_text("[data-slider=s]")
    stage.grab("m", 0.5)
    stage.page.wait_for_selector(f'{STAGE}[data-filling="s"]')
    assert "over=m" in stage.routes("track")[-1]
    stage.pull("m", 0.6)
    stage.settle()
    assert stage.field("m").startswith("0.9 rad")


def test_an_outdated_run_is_left(stage: Stage) -> None:
    stage.open("delay=300", until=f"{STAGE}[data-status=training]")
    stage.page.evaluate("window.go({delay: 0, classes: 4})")
    stage.page.wait_for_selector(f"{READY}[data-query*='classes=4']")
    stage.eventually(lambda: "left lossviz/scene" in stage.asked)


def test_going_back_is_instant(stage: Stage) -> None:
    stage.open("m=0.3&lang=en")
    for margin, lang in ((0.5, "en"), (0.3, "zh")):
        stage.page.evaluate(f"window.go({{m: {margin}, lang: '{lang}'}})")
        stage.page.wait_for_selector(f"{READY}[lang={lang}][data-query*='m={margin}']")
    # the run of the first is not sent again, only the words of the other language
    assert ["only=words" in path for path in stage.routes("scene")] == [False, False, True]
    stage.page.evaluate("window.go({lang: 'en'})")
    stage.page.wait_for_selector(f"{READY}[lang=en]")
    stage.page.evaluate("window.go({lang: 'zh'})")
    stage.page.wait_for_selector(f"{READY}[lang=zh]")
    assert len(stage.routes("scene")) == 3
    assert "训练" in stage.page.inner_text(STAGE)


def test_a_long_run_can_be_cancelled_and_trained_again(stage: Stage) -> None:
    stage.open("delay=900", until="[data-action=cancel]:visible")
    assert stage.get("status") == "training"
    grown = int(stage.page.get_attribute("input[name=step]", "max"))
    assert 0 < grown < 19
    stage.page.click("[data-action=cancel]")
    stage.page.wait_for_selector(f"{STAGE}[data-partial]")
    assert "Cancelled" in stage.page.inner_text("[role=alert]")
    assert int(stage.get("partial")) >= 6
    assert stage.page.locator("[data-action=cancel]").is_hidden()
    stage.page.click("[data-action=again]")
    stage.page.wait_for_selector(f"{STAGE}[data-status=ready]:not([data-partial])")
    assert stage.page.inner_text("[role=alert]") == ""


def test_regions_on_the_sphere_are_as_large_as_they_should_be(stage: Stage) -> None:
    stage.open("dim=3&m=0.5")
    stage.page.click("[data-value=test]")
    stage.settle()
    # tests alone know that the view starts at these angles
    yaw, pitch = -0.6, 0.42
    viewer = np.array([np.cos(pitch) * np.sin(yaw), -np.cos(pitch) * np.cos(yaw), np.sin(pitch)])
    dots = runs.lattice(5000)
    scores = np.sort(dots @ runs.state(runs.Scene(dim=3, m=0.5), 1.0)["w"].T, 1)
    bare = scores[:, -1] - scores[:, -2] < 0.25
    seen = np.clip(dots @ viewer, 0, None)
    expected = seen[bare].sum() / seen.sum()
    found = stage.page.evaluate(
        """() => {
        const canvas = document.querySelector('[data-picture=embedding] canvas');
        const [w, h] = [canvas.width, canvas.height], r = 0.425 * Math.min(w, h) - 3;
        const { data } = canvas.getContext('2d').getImageData(0, 0, w, h);
        let [bare, all] = [0, 0];
        for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) {
          if ((x - w / 2) ** 2 + (y - h / 2) ** 2 > r * r) continue;
          const at = 4 * (y * w + x);
          all++;
          bare += data[at + 3] === 0 || Math.min(data[at], data[at + 1], data[at + 2]) > 252;
        }
        return bare / all; }"""
    )
    # lines and points cover some of what is bare
    assert expected - 0.12 < found < expected + 0.02


def test_a_second_mount_changes_nothing_in_hand(stage: Stage) -> None:
    stage.open("dim=3")
    stage.page.evaluate("window.node = document.querySelector('[data-testid=stage]')")
    stage.page.hover("[data-picture=embedding] canvas", position={"x": 200, "y": 300})
    stage.page.mouse.down()
    stage.page.mouse.move(500, 500, steps=3)
    stage.page.mouse.up()
    stage.page.mouse.move(900, 60)
    stage.settle()
    turned = stage.picture()
    stage.page.evaluate("window.remount()")
    stage.until_it_looks(turned)
    stage.grab("m", 0.6)
    stage.page.evaluate("window.remount()")
    stage.settle()
    assert stage.value("m") == 18
    assert stage.page.evaluate("document.querySelector('[data-testid=stage]') === window.node")
    stage.page.mouse.up()
    stage.page.wait_for_selector(f"{READY}[data-query*='m=0.9']")
    assert stage.page.locator(STAGE).count() == 1


def test_cleanup_after_a_newer_mount_leaves_the_stage(stage: Stage) -> None:
    stage.open()
    stage.page.evaluate("{const old = window.cleanup; window.remount(); old();}")
    stage.settle()
    assert stage.page.locator(STAGE).count() == 1
    stage.page.evaluate("document.getElementById('here').remove(); window.cleanup()")
    expect(stage.page.locator(STAGE)).to_have_count(0)


def test_another_version_of_the_modules_takes_the_place_over(stage: Stage) -> None:
    stage.open("deaf=1")
    stage.grab("m", 0.7)
    stage.page.mouse.up()
    stage.settle()
    stage.page.evaluate("window.restart('b')")
    stage.page.evaluate("window.upgrade()")
    stage.page.wait_for_selector(READY)
    assert stage.page.locator(STAGE).count() == 1
    assert stage.page.locator("input[name=m]").count() == 1
    stage.grab("s", 0.9)
    stage.page.mouse.up()
    stage.page.wait_for_selector(f"{READY}[data-query*='s=']")


def test_play_pause_rewind(stage: Stage) -> None:
    stage.open()
    stage.page.click("[data-action=rewind]")
    step = stage.page.locator("input[name=step]")
    expect(step).to_have_value("0")
    # slow enough that a busy machine still presses pause before the end
    stage.page.select_option(".lv-speed", "0.5")
    stage.page.click("[data-action=play]")
    expect(step).to_have_value(re.compile(r"^([3-9]|1[0-6])$"))
    stage.page.click("[data-action=play]")
    stopped = stage.value("step")
    stage.page.wait_for_timeout(400)
    assert stage.value("step") == stopped < 19
    stage.eventually(lambda: stage.moves("at")[-1:] == [str(stopped * 300 // 19)])
    stage.page.select_option(".lv-speed", "4")
    stage.page.click("[data-action=play]")
    expect(step).to_have_value("19")
    stage.page.wait_for_selector("[data-action=play][aria-label=Play]")
    stage.eventually(lambda: stage.moves("at")[-1] is None)


@pytest.mark.parametrize("stage", [{"reduced_motion": "reduce"}], indirect=True)
def test_reduced_motion_shows_trained_states_only(stage: Stage) -> None:
    stage.open()
    drawn = int(stage.get("redraws"))
    stage.page.evaluate(
        """{const slider = document.querySelector('input[name=m]'); slider.value = 20;
        slider.dispatchEvent(new Event('input', {bubbles: true}));}"""
    )
    stage.settle()
    assert int(stage.get("redraws")) == drawn + 1


def test_the_history_cursor_moves_the_step(stage: Stage) -> None:
    stage.open()
    box = stage.page.locator("[data-picture=history] canvas").bounding_box()
    stage.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(stage.page.locator("input[name=step]")).to_have_value(re.compile("^([6-9]|1[0-4])$"))
    stage.eventually(lambda: len(stage.moves("at")) == 1)
    stage.page.wait_for_timeout(400)
    assert len(stage.moves("at")) == 1


def test_arrow_keys_move_the_history_s_cursor_and_report_once(stage: Stage) -> None:
    stage.open()
    stage.page.focus("[data-picture=history] canvas")
    stage.page.keyboard.down("ArrowLeft")
    expect(stage.page.locator("input[name=step]")).to_have_value("18")
    stage.page.keyboard.down("ArrowLeft")
    expect(stage.page.locator("input[name=step]")).to_have_value("17")
    assert stage.moves("at") == []
    stage.page.keyboard.up("ArrowLeft")
    stage.eventually(lambda: stage.moves("at") == [str(17 * 300 // 19)])
    stage.page.wait_for_timeout(400)
    assert stage.moves("at") == [str(17 * 300 // 19)]


def test_a_class_vector_lights_its_region_and_a_number_its_curve(stage: Stage) -> None:
    stage.open()
    stage.page.click("[data-value=test]")
    stage.page.mouse.move(900, 60)
    stage.settle()
    plain = stage.picture(), stage.picture("history")
    w = runs.state(runs.Scene(points=120), 1.0)["w"]
    box = stage.page.locator("[data-picture=embedding] canvas").bounding_box()
    # near the middle, where there are no points
    reach = 0.2 * min(box["width"], box["height"])
    stage.page.mouse.move(
        box["x"] + box["width"] / 2 + reach * w[0, 0],
        box["y"] + box["height"] / 2 - reach * w[0, 1],
    )
    stage.settle()
    assert stage.picture() != plain[0]
    stage.page.hover(".lp-number[data-term=loss]")
    stage.settle()
    assert stage.picture("history") != plain[1]
    stage.page.mouse.move(900, 60)
    stage.settle()
    assert (stage.picture(), stage.picture("history")) == plain


def test_what_is_not_answered_is_told_again_to_the_next_session(stage: Stage) -> None:
    stage.open("deaf=1")
    for name, share in (("m", 0.5), ("s", 0.9), ("m", 0.7)):
        stage.grab(name, share)
        stage.page.mouse.up()
        stage.settle()
    stage.page.click("[data-value=raw]")
    # the run is there, though nobody has answered
    stage.page.wait_for_selector(f"{READY}[data-query*='m=1.05'][data-query*='s=']")
    told, state = stage.calls("change")[-1], stage.reports()[-1]
    assert (state["m"], state["view"], float(state["s"])) == ("1.05", "raw", 2**5.5)
    stage.page.evaluate("window.restart('b')")
    stage.page.wait_for_selector(f"{READY}[data-query*='m=1.05'][data-view=raw]")
    again = [said for said in stage.calls("change") if "n" in said][-1]
    assert (told["to"], again["to"]) == ("a", "b")
    assert again["query"] == told["query"] and again["n"] > told["n"]
    assert (stage.value("m"), stage.value("step")) == (21, 19)
    # all is answered: a third session hears nothing
    calls = len(stage.calls("change"))
    stage.page.evaluate("window.restart('c')")
    stage.settle()
    assert len(stage.calls("change")) == calls


def test_two_releases_before_an_answer_are_both_kept(stage: Stage) -> None:
    stage.open("deaf=1")
    for name, share in (("m", 0.7), ("s", 0.9)):
        stage.grab(name, share)
        stage.page.mouse.up()
        stage.settle()
    first, second = stage.calls("change")
    thumb = stage.value("s")
    stage.page.evaluate("report => window.answer(report)", first)
    # the first answer has come when its run is asked for
    stage.eventually(lambda: any("m=1.05" in path for path in stage.routes("scene")))
    stage.settle()
    assert stage.value("s") == thumb
    stage.page.evaluate("report => window.answer(report)", second)
    stage.page.wait_for_selector(f"{READY}[data-query*='m=1.05'][data-query*='s=']")
    assert stage.value("s") == thumb


def test_a_value_that_is_not_taken_over_goes_back(stage: Stage) -> None:
    stage.open("deaf=1")
    stage.grab("m", 0.7)
    stage.page.mouse.up()
    stage.settle()
    (report,) = stage.calls("change")
    stage.page.evaluate("report => window.answer(report, 'snapshots=20&points=120')", report)
    expect(stage.page.locator("input[name=m]")).to_have_value("6")
    assert stage.field("m") == "0.3 rad 17°"


def test_a_lost_report_is_made_again(stage: Stage) -> None:
    stage.open("deaf=1")
    stage.page.click("[data-value=raw]")
    stage.eventually(lambda: len(stage.calls("change")) == 2)
    one, two = stage.calls("change")
    assert one["query"] == two["query"] and "view=raw" in one["query"] and one["n"] < two["n"]
    stage.page.evaluate("report => window.answer(report)", one)
    stage.page.wait_for_timeout(4500)
    assert len(stage.calls("change")) == 2


def test_views_and_points_can_be_chosen(stage: Stage) -> None:
    stage.open()
    unit = stage.picture()
    stage.page.click("[data-value=raw]")
    stage.settle()
    raw = stage.picture()
    assert stage.moves("view") == ["raw"]
    assert stage.page.get_attribute("[data-value=raw]", "aria-pressed") == "true"
    stage.page.mouse.move(300, 400)
    stage.page.mouse.wheel(0, -400)
    stage.settle()
    zoomed = stage.picture()
    stage.page.mouse.dblclick(300, 330)
    stage.page.keyboard.press("Escape")
    stage.page.mouse.move(900, 60)
    stage.until_it_looks(raw)
    stage.page.click("[data-value=test]")
    stage.settle()
    assert len({unit, raw, zoomed, stage.picture()}) == 4


def test_a_point_tells_its_scores(stage: Stage) -> None:
    stage.open()
    stage.page.focus("[data-picture=embedding] canvas")
    plain = stage.picture("psi")
    stage.page.keyboard.press("ArrowRight")
    stage.page.wait_for_selector(".lv-scores td")
    assert "class" in stage.page.inner_text(".lv-tip")
    assert stage.page.locator(".lv-scores tr").count() == 7
    assert stage.picture("psi") != plain
    asked = len(stage.routes("point"))
    # there and back at once: who passes by a point does not ask about it
    stage.page.evaluate("""for (const key of ["ArrowRight", "ArrowLeft"]) {
        const event = new KeyboardEvent("keydown", { key, bubbles: true });
        document.activeElement.dispatchEvent(event);
        }""")
    stage.settle()
    assert len(stage.routes("point")) == asked, "an answer that is known is not asked again"
    stage.grab("m", 0.6)
    stage.settle()
    assert stage.page.locator(".lv-tip").is_hidden()
    assert stage.picture("psi") != plain
    assert len(stage.routes("point")) == asked


def test_a_card_is_reached_with_the_pointer_and_sent_away_with_a_key(stage: Stage) -> None:
    stage.open()
    page, tip = stage.page, stage.page.locator(".lv-tip:visible")
    box = page.locator("[data-picture=embedding] canvas").bounding_box()
    # towards the circle that the points lie on
    x, y = box["x"], box["y"] + box["height"] / 2
    while not tip.count():
        x += 4
        page.mouse.move(x, y)
        stage.frame()
    told = page.locator(".lv-scores td").first
    told.wait_for()
    words, card = tip.inner_text(), tip.bounding_box()
    page.mouse.move(card["x"] + card["width"] / 2, card["y"] + card["height"] / 2, steps=20)
    stage.settle()
    assert tip.inner_text() == words
    page.keyboard.press("Escape")
    stage.settle()
    assert not tip.count()
    # it stays away as long as the pointer is at its point
    page.mouse.move(x, y)
    stage.frame()
    page.mouse.move(x, y + 1)
    stage.settle()
    assert not tip.count()


def test_classes_without_a_region_are_named(stage: Stage) -> None:
    stage.open("m=0.3")
    assert stage.page.inner_text(".lv-empty") == ""
    stage.grab("m", 1.0)
    stage.settle()
    assert "no region" in stage.page.inner_text(".lv-empty")
    assert "no longer fit" in stage.page.inner_text(".lv-words")


def test_figures_open_in_a_dialog_under_a_strict_policy(stage: Stage) -> None:
    stage.open("dim=3")
    for name in ("psi", "embedding"):
        stage.page.click(f"[data-picture={name}] [data-action=export]")
        stage.page.wait_for_selector("dialog[open] .js-plotly-plot .modebar")
        expect(stage.page.locator("dialog .js-plotly-plot")).to_have_count(1)
        stage.page.keyboard.press("Escape")
    asked = stage.routes("picture")
    assert ["picture=psi" in path for path in asked] == [True, False]
    assert all("view=unit" in path and "at=300" in path for path in asked)
    assert stage.page.locator("dialog[open]").count() == 0
    assert stage.page.evaluate("document.activeElement.dataset.action") == "export"


def test_the_theme_follows_the_page(stage: Stage) -> None:
    stage.open()
    assert stage.get("theme") == "light"
    stage.page.evaluate("document.body.classList.add('dark'); window.remount()")
    stage.page.wait_for_selector(f"{STAGE}[data-theme=dark]")
    colour = "getComputedStyle(document.querySelector('.lv-panel')).backgroundColor"
    assert stage.page.evaluate(colour) == "rgb(23, 29, 37)"


@pytest.mark.parametrize("stage", [PHONE], indirect=True)
def test_on_a_phone_the_picture_comes_first_and_nothing_is_too_wide(stage: Stage) -> None:
    stage.open("params=s,m")
    assert stage.page.evaluate("document.documentElement.scrollWidth") == 390
    places = ["embedding", "s", "psi", "history"]
    find = "[data-picture={0}] canvas, input[name={0}]"
    tops = [stage.page.locator(find.format(p)).bounding_box()["y"] for p in places]
    assert tops == sorted(tops)
    for control in stage.page.locator("button:visible, select:visible, input:visible").all():
        assert control.bounding_box()["height"] >= 40
    touch = "getComputedStyle(document.querySelector('input[name=s]')).touchAction"
    # up and down it scrolls the page
    assert stage.page.evaluate(touch) == "pan-y"


def test_axe_finds_nothing(stage: Stage) -> None:
    stage.open()
    for dress in ("", "document.body.classList.add('dark'); window.go({lang: 'zh'})"):
        stage.page.evaluate(dress)
        stage.settle()
        found = Axe().run(stage.page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


def test_requests_go_under_the_visitor_s_name(stage: Stage) -> None:
    asked = turned_away(stage.page, "scene", 0)
    stage.open()
    assert [headers.get("x-lossviz-visitor") for headers in asked] == ["a"]
