"""Sliders stop at the values that people use."""

from itertools import pairwise

import pytest

from lossviz.losses import CATALOGUE
from lossviz.scenes.controls import Number, rounded
from lossviz.words.scene_pages import SCENE_PAGES

SCALE = (1, 2, 4, 5, 8, 10, 16, 20, 30, 32, 40, 50, 64)
USUAL = {
    "scale s": SCALE,
    "scale k": (0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 15, 20),
    "scale C": (3, 10, 100, 1000, 10_000, 100_000),
    "scale P": (0.5, 0.9, 0.95, 0.99, 0.999),
    "margin s": SCALE,
    "margin scale": SCALE,
    "margin m": (0.1, 0.2, 0.35, 0.4, 0.5),
    "margin margin": (0.1, 0.2, 0.35, 0.5, 1),
    "smoothing m": (0, 0.5, 1, 2),
    "smoothing t": (0.5, 1, 2, 3, 5, 10, 20, 30, 50),
    "gradient turn": (-90, -45, 0, 30, 45, 60, 90),
    "angular s": SCALE,
    "angular r": (0.5, 1, 2, 3, 4),
    "angular t": (0, 10, 30, 45, 60, 90, 120, 135, 180),
    "angular at": (45, 90, 135),
    "angular mc": (0.1, 0.2, 0.35, 0.4),
    "angular ma": (0.1, 0.2, 0.3, 0.5),
    "multiplicative f": SCALE,
    "multiplicative lam": (0, 1, 5, 10, 100, 1000),
    "label_smoothing e": (0, 0.05, 0.1, 0.2, 0.5, 1),
    "label_smoothing C": (2, 10, 100, 1000),
    "practice s": (*SCALE, 100, 128),
    "practice d": (2, 64, 128, 256, 512, 1024),
}


@pytest.mark.parametrize("slider", USUAL)
def test_a_slider_stops_at_the_usual_values(slider):
    lesson, key = slider.split()
    (control,) = (one for one in SCENE_PAGES[lesson].controls if one.key == key)
    assert isinstance(control, Number)
    assert not set(USUAL[slider]) - set(control.grid)
    assert list(control.grid) == sorted(set(control.grid))


@pytest.mark.parametrize(
    ("key", "values"),
    [("s", SCALE), ("m", (0.1, 0.2, 0.3, 0.35, 0.5)), ("eps", (0.05, 0.1, 0.2, 0.5))],
)
def test_so_do_those_of_the_playground(key, values):
    owners = (*CATALOGUE["arcface"].parameters, *CATALOGUE["label_smoothing"].parameters)
    grids = [parameter.grid for parameter in owners if parameter.key == key]
    assert grids and not set(values) - set(grids[0])


def test_round_numbers_between_two_ends():
    assert rounded(0.85, 1.25) == (0.85, 0.9, 1.0, 1.1, 1.2, 1.25)
    assert rounded(2, 10)[:4] == (2, 2.2, 2.5, 2.8)
    steps = rounded(0.125, 64)
    assert max(b / a for a, b in pairwise(steps)) < 1.2
