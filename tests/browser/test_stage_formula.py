"""The formula over a run's curves: terms that light up, and numbers that follow the sliders."""

import pytest
from browser.hands import PHONE, STAGE
from browser.stage_page import Stage

SHOWN = ".lp-variant:not([hidden])"


def lit(stage: Stage, term: str) -> int:
    """How many terms of this name are lit in the form that is seen."""
    return stage.page.locator(f"{SHOWN} .term-{term}[data-lit]").count()


def slots(stage: Stage, name: str) -> list[str]:
    return stage.page.locator(f"{SHOWN} .slot-{name}").all_text_contents()


def numbers(stage: Stage) -> None:
    stage.page.click("[data-choice=formula] [data-value=numbers]")
    stage.settle()


def test_a_term_lights_its_curve_and_its_slider(stage: Stage) -> None:
    stage.open()
    plain = stage.picture("psi")
    stage.page.hover(f"{SHOWN} .term-own >> nth=0")
    stage.settle()
    assert stage.get("lit") == "own" and lit(stage, "own") == 2
    assert stage.picture("psi") != plain
    stage.page.hover(f"{SHOWN} .term-m >> nth=0")
    stage.settle()
    assert stage.get("lit") == "m" and lit(stage, "m") == 2
    assert stage.page.locator("[data-slider][data-lit]").count() == 1
    assert stage.page.get_attribute("[data-slider=m]", "data-lit") == ""
    assert stage.picture("psi") == plain
    stage.page.mouse.move(4, 4)
    stage.settle()
    assert stage.get("lit") == ""
    assert stage.page.locator("[data-lit]:not([data-testid])").count() == 0


def test_a_number_and_a_slider_light_their_terms(stage: Stage) -> None:
    stage.open()
    stage.page.hover(".lp-number >> nth=0")
    stage.settle()
    assert lit(stage, "loss") == 1
    stage.page.hover("[data-slider=s] .lv-label")
    stage.settle()
    assert (lit(stage, "loss"), lit(stage, "s")) == (0, 3)


def test_arrow_keys_go_along_the_form_that_is_seen(stage: Stage) -> None:
    stage.open()
    for form in ("letters", "numbers"):
        stage.page.click(f"[data-choice=formula] [data-value={form}]")
        stage.page.focus(".lp-variants")
        seen = []
        for _ in range(5):
            stage.page.keyboard.press("ArrowRight")
            stage.settle()
            seen.append(stage.get("lit"))
        assert seen == ["loss", "s", "psi", "own", "m"]
        assert stage.page.locator(f"{SHOWN} [data-at]").count() == 1
        stage.page.keyboard.press("Escape")
        stage.settle()
        assert stage.get("lit") == ""


def test_numbers_follow_a_drag_in_every_frame_and_move_nothing(stage: Stage) -> None:
    stage.open()
    assert stage.page.locator(f"{SHOWN} [class^=slot-]").count() == 0
    numbers(stage)
    assert slots(stage, "m") == ["0.3", "0.3"] and slots(stage, "s") == ["16", "16", "16"]
    asked = len(stage.asked)
    stage.grab("m", 1 / 30)
    stage.settle()
    where = "document.querySelector('.lp-result').getBoundingClientRect().x"
    found, places = [], set()
    for step in range(2, 31, 4):
        stage.pull("m", step / 30)
        stage.settle()
        found.append(slots(stage, "m")[0])
        places.add(stage.page.evaluate(where))
        assert found[-1] == stage.field("m").split(" rad")[0].rstrip("0").rstrip(".")
    assert len({*found}) == len(found) == 8
    assert len(places) == 1
    assert len(stage.asked) == asked
    stage.page.mouse.up()
    stage.page.wait_for_selector(f"{STAGE}[data-status=ready][data-query*='m=1.5']")
    stage.settle()
    # the choice stays, and what was released is what is there
    assert slots(stage, "m") == ["1.5", "1.5"]


@pytest.mark.parametrize("stage", [PHONE], indirect=True)
def test_on_a_phone_both_forms_fit(stage: Stage) -> None:
    stage.open("lang=zh&s=11.3137")
    wide = "(n => n.scrollWidth - n.clientWidth)(document.querySelector('.lp-variants'))"
    assert stage.page.evaluate(wide) <= 1
    stage.page.tap("[data-choice=formula] [data-value=numbers]")
    stage.settle()
    assert slots(stage, "s")[0] == "11.3"
    assert stage.page.evaluate(wide) <= 1
    assert stage.page.evaluate("document.documentElement.scrollWidth") == 390
    stage.page.tap(f"{SHOWN} .term-s >> nth=0")
    stage.settle()
    assert stage.get("lit") == "s"
