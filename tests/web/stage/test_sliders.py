"""Sliders: their positions, their words, and the range in which a setting can converge."""

import pytest

from lossviz import losses, theory
from lossviz.settings import Settings
from lossviz.web.stage.formats import number, with_unit
from lossviz.web.stage.sliders import sliders


def named(settings: Settings, name: str, lang: str = "en") -> dict:
    return next(s for s in sliders(settings, lang) if s["name"] == name)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("loss", losses.CATALOGUE)
def test_one_slider_a_parameter_standing_at_its_value(loss, lang):
    settings = Settings(loss=loss)
    found = sliders(settings, lang)
    assert [s["name"] for s in found] == [p.key for p in losses.get(loss).parameters]
    for slider in found:
        assert slider["values"][slider["index"]] == getattr(settings, slider["name"])
        for key in ("texts", "aria", "warnings"):
            assert len(slider[key]) == len(slider["values"])


def test_the_feasible_range_is_the_theory():
    slider = named(Settings(classes=6), "m")
    low, high = slider["feasible"]
    limit = theory.max_angular_margin(6, 2)
    assert low == 0
    assert slider["values"][high] <= limit < slider["values"][high + 1]
    assert slider["warnings"][high] == ""
    assert "60°" in slider["warnings"][high + 1]
    least = named(Settings(classes=6), "s")
    assert least["values"][least["feasible"][0]] >= theory.min_scale(6, 2, 0.9)
    assert least["warnings"][0] and not least["warnings"][-1]


def test_the_range_follows_classes_and_dimension():
    flat, round_ = named(Settings(classes=8), "m"), named(Settings(classes=8, dim=3), "m")
    assert flat["feasible"][1] < round_["feasible"][1]
    two = named(Settings(dataset="cancer", loss="cosface"), "m")
    assert two["feasible"] == [0, len(two["values"]) - 1]


def test_a_slider_without_a_known_limit_says_nothing():
    for name in ("m", "lam"):
        slider = named(Settings(loss="sphereface"), name)
        assert slider["feasible"] is None and slider["note"] == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(16.0, "16"), (11.3137, "11.3"), (0.3, "0.3"), (1000.0, "1000"), (0.025, "0.025"), (0, "0")],
)
def test_numbers_have_three_digits_and_no_exponent(value, text):
    assert number(value) == text


def test_an_angle_has_both_units():
    assert with_unit(0.3, "rad") == "0.30 rad  17°"
