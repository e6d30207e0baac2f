"""Colours: readable on their surface, told apart by every kind of eye, the same everywhere."""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from lossviz.figures.theme import SHAPES, SURFACES, class_shape, stage_theme

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB
EYES = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip

TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
FROM_LMS = np.array(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.808675766]]
)  # fmt: skip


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two colours."""
    low, high = sorted(float(TO_XYZ[1] @ linear(c)) for c in (first, second))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, eye: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(eye @ linear(colour), 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "warning", "error"])
def test_text_is_readable(surface, name):
    for ground in (surface.background, surface.panel):
        assert contrast(getattr(surface, name), ground) >= 4.5


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_classes_stand_out_from_the_panel(surface):
    assert len(set(surface.classes)) == 20
    assert min(contrast(colour, surface.panel) for colour in surface.classes) >= 3


@pytest.mark.parametrize("eye", EYES.values(), ids=EYES)
@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_first_ten_classes_are_told_apart(surface, eye):
    """ΔE 2.3 is just noticeable side by side; across a picture it takes several times that."""
    colours = [lab(colour, eye) for colour in surface.classes[:10]]
    assert min(np.linalg.norm(a - b) for a, b in combinations(colours, 2)) >= 12


def test_shape_and_colour_together_name_a_class():
    assert len(set(SHAPES)) == 10
    assert class_shape(3) == class_shape(13) == SHAPES[3]


def hue(colour: str) -> float:
    """Degrees in OKLab (Ottosson, 2020)."""
    lms = np.cbrt(TO_LMS @ linear(colour))
    _, a, b = FROM_LMS @ lms
    return float(np.degrees(np.arctan2(b, a)))


@pytest.mark.parametrize("place", range(20))
def test_a_class_has_one_hue(place):
    """What a lecturer calls the red bar is red for everyone, whatever surface he has chosen."""
    hues = [hue(surface.classes[place]) for surface in SURFACES.values()]
    assert max(abs((a - b + 180) % 360 - 180) for a, b in combinations(hues, 2)) <= 15


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_what_can_be_reached_is_seen_beside_the_rail(surface):
    """WCAG 1.4.11: 3 of the feasible part against the panel, and of the rail, which is `muted`."""
    assert contrast(surface.feasible, surface.panel) >= 3
    assert contrast(surface.muted, surface.panel) >= 3


def test_stage_gets_all_surfaces():
    theme = stage_theme()
    assert theme["dark"]["ink"] == SURFACES["dark"].ink
    for surface in theme.values():
        assert len(surface["classes"]) == len(surface["shapes"]) == 20


@pytest.mark.parametrize("name", ["light", "dark"])
def test_streamlit_has_the_same_colours(name):
    own, theirs = SURFACES[name], tomllib.loads(CONFIG.read_text("utf-8"))["theme"][name]
    pairs = {
        "primaryColor": own.accent,
        "linkColor": own.accent,
        "backgroundColor": own.background,
        "secondaryBackgroundColor": own.panel,
        "textColor": own.ink,
        "borderColor": own.grid,
    }
    assert theirs == pairs
