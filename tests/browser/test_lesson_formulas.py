"""Formulas of a scene in a real browser: kept up, lit, walked through."""

import pytest
from browser.hands import PHONE
from browser.lesson_scene import FEW, FRAMES, Scene
from playwright.sync_api import expect


def test_only_the_open_derivation_is_shown_and_kept_up(scene: Scene) -> None:
    scene.open()
    assert scene.page.locator(".ll-line").count() == 3
    scene.page.click("[role=tab] >> nth=1")
    scene.settle()
    assert scene.page.locator(".ll-line").count() == 1
    assert scene.slot(0, "value") == "3.7748"
    scene.page.keyboard.press("ArrowRight")
    expect(scene.page.locator("[role=tab] >> nth=0")).to_be_focused()
    assert scene.page.locator(".ll-line").count() == 3


def test_numbers_do_not_move_what_stands_around_them(scene: Scene) -> None:
    scene.open()
    scene.grab("z1", 0.3)
    scene.settle()
    width = "document.querySelector('[data-line=\"0\"] .ll-numbers math').getBoundingClientRect()"
    first = scene.page.evaluate(f"{width}.width")
    for share in (0.35, 0.9, 0.6):
        scene.pull("z1", share)
        scene.settle()
        assert scene.page.evaluate(f"{width}.width") == pytest.approx(first, abs=0.1)


def test_brackets_stand_round_a_negative_number_alone(scene: Scene) -> None:
    scene.open()
    scene.page.click("[role=tab] >> nth=1")
    row = scene.page.locator(".ll-numbers .ll-math").first
    for share, shown in ((0.1, True), (0.9, False), (0.2, True)):
        scene.grab("z1", share)
        scene.page.mouse.up()
        scene.settle()
        negative = scene.slot(0, "z1").startswith("−")
        assert negative == shown
        assert row.locator(".sign-z1").first.is_visible() == shown


@pytest.mark.parametrize("wide", [True, False])
def test_a_long_row_breaks_where_a_person_would_break_it(scene: Scene, wide: bool) -> None:
    """Before the plus outside of the brackets first, within them where it must; nothing is cut."""
    scene.page.set_viewport_size({"width": 1440 if wide else 390, "height": 900})
    scene.open("scene=shares")
    row = scene.page.locator(".ll-numbers .ll-math").first
    found = row.evaluate("""row => [...row.querySelectorAll(":scope > wbr")].map((place) => {
        const [before, after] = [place.previousElementSibling, place.nextElementSibling];
        return { rank: place.dataset.rank ?? "value", shut: "shut" in place.dataset,
          below: after.getBoundingClientRect().top >= before.getBoundingClientRect().bottom - 4 };
        })""")
    assert row.evaluate("row => row.scrollWidth <= row.clientWidth")
    broken = [place for place in found if place["below"]]
    assert broken and not any(place["shut"] for place in broken)
    inside = [place for place in broken if place["rank"] == "2"]
    assert len([place for place in found if place["rank"] == "2"]) == 11
    if inside:
        assert {place["rank"] for place in found if not place["shut"]} >= {"0", "2"}


def test_a_term_under_the_pointer_lights_up_on_both_sides(scene: Scene) -> None:
    scene.open()
    plain = scene.picture("z")
    scene.page.hover(".ll-symbols .term-z2 >> nth=0")
    scene.settle()
    # the innermost term, and nothing around it
    assert scene.get("lit") == "z2"
    assert scene.lit("z2") == 2
    assert scene.lit("e2") == scene.lit("z1") == 0
    assert scene.picture("z") != plain
    scene.page.mouse.move(4, 4)
    scene.settle()
    assert scene.get("lit") == ""
    assert scene.picture("z") == plain


def test_a_mark_under_the_pointer_lights_up_in_the_formulas(scene: Scene) -> None:
    scene.open()
    scene.page.mouse.move(*scene.bar("z", 2, 4, 0.45))
    scene.settle()
    assert scene.get("lit") == "z3"
    assert scene.lit("z3") == 2
    scene.page.mouse.move(4, 4)
    scene.settle()
    assert scene.lit("z3") == 0


def test_a_family_lights_all_of_its_members(scene: Scene) -> None:
    scene.open()
    scene.page.hover(".ll-symbols .term-e")
    scene.settle()
    assert scene.get("lit") == "e"
    assert scene.lit("e2") == 2


def test_arrow_keys_go_from_term_to_term(scene: Scene) -> None:
    scene.open()
    scene.page.focus(".ll-lines")
    scene.page.keyboard.press("ArrowRight")
    seen = []
    for _ in range(4):
        scene.settle()
        seen.append(scene.get("lit"))
        scene.page.keyboard.press("ArrowRight")
    assert seen == ["p1", "e1", "sum", "e1"]
    assert scene.page.locator("[data-at]").count() == 1
    assert scene.page.locator(".ll-hint").is_visible()
    scene.page.keyboard.press("Escape")
    scene.settle()
    assert scene.get("lit") == ""
    assert scene.page.locator("[data-at]").count() == 0


@pytest.mark.parametrize("scene", [PHONE], indirect=True)
def test_a_tap_lights_a_term_until_the_next(scene: Scene) -> None:
    scene.open()
    scene.page.tap(".ll-symbols .term-z2 >> nth=0")
    scene.settle()
    assert scene.get("lit") == "z2"
    scene.page.tap(".ll-words >> nth=0")
    scene.settle()
    assert scene.get("lit") == ""


def test_twelve_lines_of_formulas_are_drawn_in_every_frame_and_laid_out_once(scene: Scene) -> None:
    scene.open("scene=long")
    redraws, layouts = scene.while_moving(
        """const slider = document.querySelector('input[name=z1]');
        slider.value = (7 * frame) % 101;
        slider.dispatchEvent(new Event('input', {bubbles: true}));"""
    )
    assert redraws >= FRAMES - 1
    assert layouts <= FRAMES + FEW
