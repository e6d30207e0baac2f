"""The table of published numbers: it holds, and it would notice if it did not."""

from dataclasses import replace
from math import asin, degrees, e, exp, log, radians, sin, sqrt

import numpy as np
import pytest
from scipy.optimize import brentq

from lossviz import losses
from lossviz.geometry.arrangements import best_arrangement
from lossviz.lessons import LESSONS
from lossviz.papers import CLAIMS, SOURCES, Claim, Link, judge
from lossviz.papers.angular import _from_combined, solid_pairs
from lossviz.papers.bounds import WEBFACE, least
from lossviz.papers.claim import unit_of
from lossviz.scenes.state import read, to_query
from lossviz.settings import Settings

BY_KEY = {claim.key: claim for claim in CLAIMS}
EVERY = {"argvalues": CLAIMS, "ids": list(BY_KEY)}


def scale_for(classes: int, p: float) -> float:
    return (classes - 1) / classes * log((classes - 1) * p / (1 - p))


def floor(classes: int, s: float) -> float:
    return log(1 + (classes - 1) * exp(-s * classes / (classes - 1)))


# the printed formulas on their own, so that nobody's slip in a digit becomes a published value
FORMULAS = {
    "hinge_budget": 2 * (10 - 1),
    "normface_floor": floor(WEBFACE, 1),
    "normface_reached": floor(3, 4),
    "cosface_scale_10": scale_for(10, 0.9),
    "cosface_scale_webface": scale_for(WEBFACE, 0.9),
    "cosface_margin_exact": 1 - sqrt(0.5),
    "cosface_margin_two": 2 / (2 - 1),
    "cosface_margin_simplex": 4 / 3,
    "cosface_gap": degrees(2 * asin(0.2 / (2 * sin(radians(30))))),
    "l2_softmax": 0.9,
    "adacos_10": sqrt(2) * log(9),
    "adacos_85000": sqrt(2) * log(84_999),
    "sphereface_gap": 60 * (4 - 1) / (4 + 1),
    "sphereface_edge": 60 / (4 + 1),
    "sphereface_two": 2 + sqrt(3),
    "arcface_edge": (60 - degrees(0.5)) / 2,
    "arcface_gap": degrees(0.5),
    "smoothed_gap": log((1 - 0.1 + 0.1 / 6) / (0.1 / 6)),
    "kl": sum(p * log(3 * p) for p in (0.36, 0.48, 0.16)),
    "kl_reversed": sum(log(1 / (3 * p)) / 3 for p in (0.36, 0.48, 0.16)),
    "lse_plain": log(e + e**2 + e**3 + e**4),
}


@pytest.mark.parametrize("claim", **EVERY)
def test_a_published_number_is_what_we_compute(claim):
    verdict = judge(claim)
    assert verdict.passes, verdict


@pytest.mark.parametrize("claim", **EVERY)
def test_a_wrong_published_number_is_noticed(claim):
    for place in range(len(claim.published)):
        wrong = list(claim.published)
        wrong[place] = slipped(claim, wrong[place])
        assert not judge(replace(claim, published=tuple(wrong))).passes


def slipped(claim: Claim, text: str) -> str:
    """The number off by two units of its last digit, or by more than is tolerated of ours.

    An upper bound is too low.
    """
    digits = text.partition("e")[0].partition(".")[2]
    off = max(2 * unit_of(text), 1.5 * (claim.tolerance or 0)) * (-1 if claim.at_most else 1)
    wrong = float(text) + off
    return f"{wrong:.{len(digits)}e}" if "e" in text else f"{wrong:.{len(digits)}f}"


@pytest.mark.parametrize("key", FORMULAS)
def test_the_published_number_follows_from_the_printed_formula(key):
    text = BY_KEY[key].published[0]
    assert abs(float(text) - FORMULAS[key]) <= 0.51 * unit_of(text)


def test_rounding_breaks_no_bound():
    assert judge(BY_KEY["gradient_norm"]).difference[0] <= 0
    for key in ("gradient_sum", "gradient_target", "gradient_others"):
        assert max(map(abs, judge(BY_KEY[key]).difference)) < 1e-12


def test_what_is_said_of_a_margin_is_measured():
    # the margin of the loss and that of the formula: were they not the same, it would show
    assert max(_from_combined("arcface", 0.49, m2=0.5, m3=0.0)) > 5e-3
    assert max(_from_combined("cosface", 0.35, m2=0.0, m3=0.34)) == pytest.approx(0.01)


def test_three_is_enough_in_the_plane_only():
    wide, near = solid_pairs(3.0)
    assert wide == pytest.approx(58.217, abs=1e-3) and near == pytest.approx(109.4712 / 2, abs=1e-4)
    # across the arc of two vectors the gap is the closed form
    assert solid_pairs(3.5)[1] == pytest.approx(109.4712 * 2.5 / 4.5, abs=1e-4)
    # the widest pair: a corner, straight away from one rival, and the edge towards that rival
    w = best_arrangement(4, 3)
    psi = losses.get("sphereface").psi
    out = (w[0] @ w[1]) * w[0] - w[1]
    out /= np.linalg.norm(out)

    def lead(angle: float) -> float:
        x = np.cos(angle) * w[0] + np.sin(angle) * out
        return float(psi(np.cos(angle), np.sin(angle), m=3.0, lam=0.0) - (w[1:] @ x).max())

    assert wide == pytest.approx(np.degrees(brentq(lead, 0.1, 1.0)) + 109.4712 / 4, abs=1e-3)


def test_the_least_number_that_is_enough():
    assert least(lambda s: s * s >= 2, 0.0, 100.0) == pytest.approx(sqrt(2), abs=1e-9)


def test_the_table_has_all_that_it_promises():
    assert len(BY_KEY) == len(CLAIMS) >= 50
    assert {claim.group for claim in CLAIMS} == SOURCES.keys()
    assert {claim.kind for claim in CLAIMS} == {"printed", "formula", "own"}


@pytest.mark.parametrize(
    "claim", [claim for claim in CLAIMS if claim.link], ids=lambda claim: claim.key
)
def test_a_link_opens_what_it_says(claim):
    link: Link = claim.link
    if link.page == "playground":
        settings, changes = Settings.read_query(link.query)
        assert not changes and settings.to_query() == link.query
        return
    lesson = LESSONS[link.page]
    state, changes = read(lesson.controls, link.query)
    assert not changes and to_query(lesson.controls, state) == link.query
    assert link.anchor in {scene.key for scene in lesson.scenes}


@pytest.mark.parametrize(
    "text, unit", [("40.00", 0.01), ("18", 1), ("9.36e-14", 1e-16), ("0.0852996", 1e-7)]
)
def test_the_last_digit_says_how_exact_a_number_is(text, unit):
    assert unit_of(text) == pytest.approx(unit)


def test_as_many_numbers_are_computed_as_are_published():
    claim = BY_KEY["softmax_plain"]
    with pytest.raises(ValueError, match="softmax_plain: 3 numbers are published, 4 computed"):
        judge(replace(claim, published=claim.published[:3]))
