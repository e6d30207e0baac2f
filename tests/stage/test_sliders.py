"""Sliders: their positions, their words, and the range in which a setting can converge."""

import numpy as np
import pytest

from lossviz import losses, theory
from lossviz.settings import Settings
from lossviz.stage.formats import number, with_unit
from lossviz.stage.sliders import sliders


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
        for key in ("texts", "warnings"):
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
    low, high = least["feasible"]
    assert [bool(words) for words in least["warnings"]] == [
        not low <= k <= high for k in range(len(least["values"]))
    ]


def test_the_range_follows_classes_and_dimension():
    flat, round_ = named(Settings(classes=8), "m"), named(Settings(classes=8, dim=3), "m")
    assert flat["feasible"][1] < round_["feasible"][1]
    two = named(Settings(dataset="cancer", loss="cosface"), "m")
    assert two["feasible"] == [0, len(two["values"]) - 1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_between_bound_and_arrangement_nothing_is_called_impossible(lang):
    slider = named(Settings(classes=10, dim=3, loss="normface"), "s", lang)
    values, (known, last) = slider["values"], slider["feasible"]
    first, end = slider["perhaps"]
    assert values[known - 1] < 6.178 < values[known] and last == end
    assert values[first - 1] < 4.4995 < values[first] and first < known
    below, between = slider["warnings"][first - 1], set(slider["warnings"][first:known])
    assert below and len(between) == 1 and below not in between and "" not in between
    assert set(slider["warnings"][known : last + 1]) == {""}
    assert "6.18" in slider["note"] and "4.5" in slider["note"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("dataset, dim", [("cancer", 2), ("iris", 2), ("digits", 2), ("digits", 3)])
@pytest.mark.parametrize("loss", ["normface", "cosface", "arcface", "combined"])
def test_beyond_the_pull_the_words_say_how_wide_clusters_stay(loss, dataset, dim, lang):
    settings = Settings(dataset=dataset, dim=dim, loss=loss)
    margins = {p.key: getattr(settings, p.key) for p in losses.get(loss).parameters if p.key != "s"}
    where = (loss, settings.classes, dim)
    end = theory.pull_end(*where, **margins)
    slider = named(settings, "s", lang)
    quarter = np.degrees(theory.least_angle(settings.classes, dim)) / 4
    beyond = [k for k, s in enumerate(slider["values"]) if s > end]
    assert bool(beyond) == (end < 64)
    assert slider["feasible"][1] == slider["perhaps"][1] == len(slider["values"]) - 1 - len(beyond)
    assert f"{number(quarter)}°" in slider["note"] and number(end) in slider["note"]
    for k in beyond:
        width = np.degrees(theory.width_left(*where, slider["values"][k], **margins))
        assert width > quarter * (1 - 1e-9)
        assert f"{number(width)}°" in slider["warnings"][k] and number(end) in slider["warnings"][k]


def test_two_classes_with_the_defaults_of_face_recognition():
    """A public report: two classes, s = 64, m = 0.5 stop 67° from their class vectors."""
    slider = named(Settings(dataset="cancer", loss="arcface", s=64.0, m=0.5), "s")
    assert slider["values"][slider["feasible"][1]] < 4.65
    assert "73.6°" in slider["warnings"][-1] and "45°" in slider["warnings"][-1]


def test_where_the_best_arrangement_is_known_there_is_nothing_between():
    for settings in (Settings(classes=6), Settings(classes=6, dim=3)):
        for slider in sliders(settings, "en"):
            assert slider["perhaps"] == slider["feasible"]


def test_a_margin_that_no_arrangement_at_hand_keeps_is_not_called_impossible():
    near = Settings(classes=10, dim=3, loss="cosface", m=0.59)
    assert theory.max_cosine_margin(10, 3) == pytest.approx(0.5956, abs=1e-4)
    slider = named(near, "s")
    assert slider["perhaps"] and "impossible below" in slider["note"]
    gone = named(near.replace(m=0.6), "s")
    assert gone["perhaps"] is None and gone["note"].startswith("no s")


def test_what_is_not_proved_about_regions_is_not_said():
    """Seven classes in 3-D: a class vector leaves its region; is the region gone? Nobody knows."""
    flat = named(Settings(classes=7, loss="cosface"), "m")["warnings"][-1]
    round_ = named(Settings(classes=7, dim=3, loss="cosface"), "m")["warnings"][-1]
    assert "no region" in flat and "no region" not in round_
    both = Settings(classes=6, loss="combined", m2=0.4, m3=0.1)
    assert "1 − cos" not in named(both, "m3")["warnings"][-1]


def test_a_slider_without_a_known_limit_says_nothing():
    for name in ("m", "lam"):
        slider = named(Settings(loss="sphereface"), name)
        assert slider["feasible"] is None and slider["note"] == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (16.0, "16"), (11.3137, "11.3"), (0.3, "0.3"), (1000.0, "1000"), (0.025, "0.025"), (0, "0"),
        (12345, "12,345"), (1e7, "10,000,000"), (0.0001, "0.0001"), (0.00002, "2×10⁻⁵"),
        (-1.234e-12, "-1.23×10⁻¹²"),
    ],
)  # fmt: skip
def test_numbers_have_three_digits_and_are_never_written_as_another(value, text):
    assert number(value) == text


def test_an_angle_has_both_units():
    assert with_unit(0.3, "rad") == "0.30 rad  17°"
    assert with_unit(0, "rad") == "0.00 rad  0°"


@pytest.mark.parametrize(
    ("angle", "text"),
    [
        (0.523599, "0.52 rad  30°"), (0.05, "0.05 rad  3°"), (0.055, "0.055 rad  3°"),
        (0.01, "0.01 rad  0.573°"), (0.004, "0.004 rad  0.229°"), (1e-6, "1×10⁻⁶ rad  5.73×10⁻⁵°"),
    ],
)  # fmt: skip
def test_an_angle_that_is_not_0_does_not_read_as_0(angle, text):
    assert with_unit(angle, "rad") == text
