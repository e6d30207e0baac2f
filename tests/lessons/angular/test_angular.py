"""Lesson 7 says what is true: margins of one gap, boundaries, pulls, and the runs."""

import itertools
from functools import partial

import jax
import numpy as np
import pytest
from lessons.frames import frame_at

from lossviz import losses, theory
from lossviz.derivations import DERIVATIONS, evaluate
from lossviz.geometry import classify
from lossviz.lessons import LESSONS
from lossviz.lessons.angular import edges, runs, slopes, sphere, targets
from lossviz.scenes.scene import sliders_of
from lossviz.scenes.state import read, to_query

LESSON = LESSONS["angular"]
frame = partial(frame_at, LESSON)
SEEDS = range(5)


def test_a_loss_has_its_own_margin():
    found = LESSON.scene("slopes")
    controls = LESSON.controls_of(found)
    for query, margins in (("shape=normface", set()), ("shape=sphereface&mc=0.1", {"mm"}),
                           ("shape=combined", {"m1", "m2", "m3"})):  # fmt: skip
        state, _ = read(controls, query)
        assert {slider.name for slider in sliders_of(controls, state)} == {"t", "c", "s"} | margins
        # what has no slider now is kept for the loss that has
        assert to_query(controls, state) == "&".join(sorted(query.split("&"), reverse=True))


# --- target logits ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", runs.KEYS[1:])
def test_every_loss_asks_for_the_same_gap(key):
    for gap in runs.GAPS[::4]:
        params = runs.margin_at(key, gap)
        found = theory.angular_gap(key, np.array([np.pi / 3]), **params)
        assert np.degrees(found) == pytest.approx([gap], abs=1e-9)
    assert runs.margin_at("sphereface", 36.0)["m"] == pytest.approx(4)
    # the first of ArcFace's combinations is nearly the last position
    last = runs.margin_at("combined", 36.0)
    assert list(last.values()) == pytest.approx([1, 0.3, 0.2], abs=0.004)


def test_bars_are_the_points_of_the_run():
    found = frame("targets", "loss=cosface&G=12&step=10&seed=2")
    run = runs.record("cosface", 12.0, 2)
    at = runs.STEPS.index(10)
    assert run.bins[at].sum() == pytest.approx(1)
    low, span = targets.LOW, targets.HIGH - targets.LOW
    heights = (found["bars"][0, ::2] - low) / (span * targets.TALLEST)
    np.testing.assert_allclose(heights, run.bins[at] / run.bins[at].max())
    assert found["mean"][0] == run.mean[0, at] and found["right"][0] == run.accuracy[0, at]
    assert found["psi_cosface"][0, 0] == pytest.approx(1 - found["m"][0])


def test_limits_are_where_the_cosine_turns():
    degrees = {key: np.degrees(runs.limit_of(key, runs.margin_at(key, 30.0)))
               for key in runs.KEYS}  # fmt: skip
    assert degrees["normface"] == degrees["cosface"] == 180
    assert degrees["arcface"] == pytest.approx(150)
    assert degrees["sphereface"] == pytest.approx(60)
    combined = runs.margin_at("combined", 30.0)
    assert degrees["combined"] == pytest.approx(180 - np.degrees(combined["m2"]))


def test_runs_of_a_seed_differ_in_the_loss_alone():
    settings = [dict(runs.settings_of(key, 30.0, 1)) for key in runs.KEYS]
    own = {"loss", "s", "m", "m1", "m2", "m3", "lam"}
    same = [{k: v for k, v in run.items() if k not in own} for run in settings]
    assert all(run == same[0] for run in same) and same[0]["vectors"] == "random"


def test_points_start_everywhere_and_end_near_their_class():
    plain = [runs.record("normface", 0.0, seed).mean[0] for seed in SEEDS]
    start = [mean[0] for mean in plain]
    assert 68.5 < min(start) and max(start) < 106.5
    assert min(mean[-1] for mean in plain) > 5
    for key in runs.KEYS[1:]:
        ends = [runs.record(key, 36.0, seed).mean[0, -1] for seed in SEEDS]
        assert max(ends) < 3, key


def test_a_smaller_scale_does_what_the_margin_does():
    scaled = np.array([runs.scaled(seed) for seed in SEEDS])
    at = runs.SCALES.index(4.0)
    assert 0.85 < scaled[:, 0, at].min() and scaled[:, 0, at].max() < 1.35
    tests = [[runs.record(key, 36.0, seed).mean[1, -1] for seed in SEEDS]
             for key in runs.KEYS[1:]]  # fmt: skip
    tests = np.vstack([*tests, scaled[:, 1, at]])
    assert 6 < tests.min() and tests.max() < 13
    assert 11 < scaled[:, 1, -1].min() and scaled[:, 1, -1].max() < 24.5
    # the ranges touch; the means of the seeds are apart
    assert scaled[:, 1, -1].mean() > 1.2 * scaled[:, 1, at].mean()
    # the last scale is the run of the other pictures
    plain = [runs.record("normface", 0.0, seed).mean[:, -1] for seed in SEEDS]
    np.testing.assert_allclose(scaled[:, :, -1], plain)
    found = frame("targets", "loss=cosface&G=36&seed=1")
    assert found["test_tuned"][0] == scaled[1, 1].min()
    assert found["end"][0] == runs.record("cosface", 36.0, 1).mean[0, -1]


def test_the_derivation_walks_to_the_loss_of_the_shown_points():
    found = frame("targets", "step=8")
    lines = [found[f"d0.{k}.value"][0] for k in range(4)]
    assert lines[0] == pytest.approx(lines[1]) == pytest.approx(lines[2])
    assert lines[3] > lines[2]


# --- boundaries ---------------------------------------------------------------------------------

DUELS = ["duel=normface", "duel=l_softmax&r=2&dm=1.5", "duel=l_softmax&r=0.5&dm=3",
         "duel=sphereface&dm=3", "duel=cosface&dc=0.6", "duel=arcface&da=0.9"]  # fmt: skip


@pytest.mark.parametrize("query", DUELS)
@pytest.mark.parametrize("sample", ["phi=-60&eta=30", "phi=25", "phi=140&eta=-20", "phi=-15"])
def test_four_pictures_agree_on_the_sample(query, sample):
    found = frame("boundaries", f"{query}&{sample}&T=80")
    key = query.split("&")[0].removeprefix("duel=")
    state, _ = read(LESSON.controls, query)
    values = {name: np.array([state[name]]) for name in ("dm", "dc", "da", "r")}
    params = edges.params_of(values | {"duel": key})
    loss, f = losses.get(key), found["f3"]
    w = np.swapaxes(found["w3"], 1, 2)
    held = classify(loss, w, None, 1.0, params, f, margin=True)[0, 0]
    leads = np.array([found["lead1"][0], found["lead2"][0]])
    assert held == (leads.argmax() if leads.max() >= 0 else -1)
    # the sample's place in the plane of the angles
    theta1, theta2 = found["theta1"][0], found["theta2"][0]
    edge1, edge2 = (part[0] for part in edges.training_edges(
        loss, params, values["r"] if key == "l_softmax" else np.ones(1)))  # fmt: skip
    above = np.interp(theta1, edges.DEGREES, edge1)
    below = np.interp(theta1, edges.DEGREES, edge2)
    assert (theta2 >= above) == (leads[0] >= 0) and (theta2 <= below) == (leads[1] >= 0)
    plain = classify(loss, w, None, 1.0, params, f, margin=False)[0, 0]
    assert plain == (found["plain"][0] < 0)


@pytest.mark.parametrize("key, margin", [("sphereface", "dm=3"), ("cosface", "dc=0.6"),
                                         ("arcface", "da=0.9"), ("l_softmax", "dm=2")])  # fmt: skip
def test_band_is_the_closed_form(key, margin):
    for degrees in (60, 100, 180):
        found = frame("boundaries", f"duel={key}&{margin}&T={degrees}")
        m = float(margin.split("=")[1])
        gap = np.degrees(theory.angular_gap(key, np.radians(degrees), m=m))
        assert found["feasible.gap"][0] == pytest.approx(gap, abs=1e-6)


def test_straight_edges():
    angles = frame("boundaries", "duel=arcface&da=0.5")
    edge = angles["1_edges"][0][1:-32] - edges.DEGREES[1:-32]
    np.testing.assert_allclose(edge, np.degrees(0.5), atol=1e-9)
    cosines = frame("boundaries", "duel=cosface&dc=0.35")
    edge = cosines["cos.1_edges"][0] - cosines["cosines"][0]
    inside = np.abs(cosines["cos.1_edges"][0]) < 0.999
    np.testing.assert_allclose(edge[inside], -0.35, atol=1e-9)


@pytest.mark.parametrize("query", ["duel=normface", "duel=arcface&da=0", "duel=sphereface&dm=1"])
def test_without_a_margin_only_the_boundary_of_inference_is_drawn(query):
    found = frame("boundaries", query)
    for name in ("1_edges", "2_edges", "cos.1_edges", "ball_edges", "ball_edges_cls"):
        assert np.isnan(found[name]).all()
    assert np.isfinite(found["0_edges"]).sum() > 100 and np.isfinite(found["ball_lines"]).any()
    assert found["feasible.gap"][0] == pytest.approx(0, abs=1e-6)


def test_what_can_occur_has_the_sample():
    for sample in ("phi=100&eta=50", "phi=-5&eta=-85"):
        found = frame("boundaries", f"{sample}&T=75")
        one, other = found["theta1"][0], found["theta2"][0]
        assert abs(one - other) <= 75 <= one + other <= 285
    flat = frame("boundaries", "phi=40&T=75")
    near = np.hypot(flat["possible.1"] - flat["theta1"], flat["possible.2"] - flat["theta2"]).min()
    assert near < 2


def test_only_l_softmax_sees_lengths():
    assert frame("boundaries", "duel=l_softmax&r=2&T=70&phi=0")["plain"][0] > 0.4
    for key in ("sphereface", "cosface", "arcface"):
        found = frame("boundaries", f"duel={key}&r=2&T=70&phi=0")
        assert found["plain"][0] == pytest.approx(0)
        assert np.linalg.norm(found["w"][0], axis=1) == pytest.approx([1, 1])


def test_the_answer_about_near_classes():
    gaps = [
        frame("boundaries", f"T=20&{query}")["feasible.gap"][0]
        for query in ("duel=arcface&da=0.5", "duel=cosface&dc=0.35", "duel=sphereface&dm=4")
    ]
    assert np.isnan(gaps[:2]).all() and gaps[2] == pytest.approx(12)  # fmt: skip
    # and nothing is coloured, however little is missing
    for query in ("duel=arcface&da=0.5", "duel=cosface&dc=0.35"):
        assert frame("boundaries", f"T=20&{query}")["odds"].max() < -100
    assert 2 * np.sin(np.radians(10)) == pytest.approx(0.347, abs=5e-4)


@pytest.mark.parametrize("query", DUELS[1:])
def test_the_sphere_is_coloured_where_a_class_leads(query):
    found = frame("boundaries", query)
    odds = found["odds"].reshape(2, -1)
    points = found["mesh"][0, : odds.shape[1]]
    loss, params = losses.get(query.split("&")[0].removeprefix("duel=")), {"m": _margin(query)}
    w = np.swapaxes(found["w3"], 1, 2)
    held = classify(loss, w, None, 1.0, params, points, margin=True)[0]
    sure = np.abs(odds).min(0) > 1
    assert sure.mean() > 0.95
    assert (np.where(odds.max(0) > 0, odds.argmax(0), -1) == held)[sure].all()


def _margin(query: str) -> float:
    (margin,) = (part for part in query.split("&") if part[:2] in ("dm", "dc", "da"))
    return float(margin.split("=")[1])


def test_the_longer_vector_gains_between_and_loses_beyond():
    found = frame("boundaries", "duel=l_softmax&T=70&dm=2&r=2")
    inference = np.degrees(np.arctan2(*found["edges"][0, :, [3, 2]]))
    middle = sphere.MIDDLE
    # between the vectors towards the shorter one, W₂, and half the circle for both
    assert 0 < (inference[0] - middle) % 360 < 35
    assert (inference[1] - inference[0]) % 360 == pytest.approx(180)


# --- pulls --------------------------------------------------------------------------------------

SHAPES = ["shape=normface", "shape=cosface&mc=0.35", "shape=arcface&ma=0.8", "shape=sphereface",
          "shape=sphereface&mm=2.5", "shape=combined&m1=1.5&m2=0.6&m3=0.2"]  # fmt: skip


@pytest.mark.parametrize("query", SHAPES)
def test_pull_is_the_derivative_of_the_loss(query):
    found = frame("slopes", f"{query}&s=8&c=0.3")
    key = query.split("&")[0].removeprefix("shape=")
    state, _ = read(LESSON.controls, query)
    values = {name: np.array([value]) for name, value in state.items()}
    params = {k: float(v[0]) for k, v in slopes.params_of(values | {"shape": key}).items()}
    # a kink has no derivative; the grid's other points lie off it
    theta = np.radians(slopes.DEGREES[1:-1] + 0.013)
    with jax.enable_x64(True):
        psi = losses.get(key).psi

        def total(t):
            logit = psi(jax.numpy.cos(t), jax.numpy.sin(t), **params)
            return jax.nn.softplus(8 * (0.3 - logit)).sum()

        true = np.asarray(jax.grad(total)(theta))
    mine = slopes._curves(key, {"s": np.array([8.0]), "c": np.array([0.3])}, theta[None],
                                  {k: np.array([v]) for k, v in params.items()})  # fmt: skip
    np.testing.assert_allclose(8 * mine["pull"][0], true, rtol=1e-6, atol=1e-9)
    # and the derivation's last equal line is the number below the pictures
    assert found["d0.4.value"][0] == pytest.approx(found["force"][0], rel=1e-9, abs=1e-12)
    assert found["d0.0.value"][0] == pytest.approx(-np.log(found["p"][0]))


def test_only_the_printed_formula_pushes_away():
    for query in SHAPES[:-1]:
        assert (frame("slopes", query)["pulls"] >= -1e-12).all(), query
    wrong = frame("slopes", "shape=combined&m2=0.5")
    degrees = wrong["degrees"][0][wrong["wrong"][0] < -1e-12]
    assert degrees.min() > 180 - np.degrees(0.5) and degrees.max() == 180


def test_the_vote_s_numbers():
    printed = frame("slopes", "shape=combined&m2=0.5&t=170")
    assert 170 + np.degrees(0.5) == pytest.approx(198.6, abs=0.06)
    assert printed["pull"][0] == pytest.approx(-0.32, abs=0.005)
    branch = frame("slopes", "shape=arcface&ma=0.5&t=170")
    assert branch["pull"][0] == pytest.approx(0.17, abs=0.005)


def test_an_angle_added_takes_at_most_this_off():
    env = {"theta": np.array([75.0]), "m": np.array([30.0])}
    lines = [line.value[0] for line in evaluate(DERIVATIONS["angle_added"], env)]
    # θ + m/2 = 90°: the bound is met
    assert lines == pytest.approx([np.cos(np.radians(105))] * 4)


@pytest.mark.parametrize("query", [
    "T=45&dm=2&r=1.41421", "T=90&dm=4&r=0.707107", "T=70&dm=3.5&r=2", "T=70&dm=2&r=2",
    "T=120&dm=3&r=0.5", "T=180&dm=4&r=4",
])  # fmt: skip
def test_l_softmax_holds_the_arcs_that_counting_finds(query):
    """Two arcs included: the longer vector's negative scores reach round to the far side."""
    found = frame("boundaries", f"duel=l_softmax&{query}")
    asked = {key: float(value) for key, value in (part.split("=") for part in query.split("&"))}
    theta = np.radians(np.arange(-180, 180, 0.05))
    point = np.stack([np.cos(theta), np.sin(theta)], axis=1)
    unit = found["w"][0] / np.linalg.norm(found["w"][0], axis=1, keepdims=True)
    angle = np.arccos(np.clip(point @ unit.T, -1, 1))
    fold = np.floor(asked["dm"] * angle / np.pi)
    psi = (-1.0) ** fold * np.cos(asked["dm"] * angle) - 2 * fold
    held = np.stack([asked["r"] * psi[:, 0] >= np.cos(angle[:, 1]),
                     psi[:, 1] >= asked["r"] * np.cos(angle[:, 0])], axis=1)  # fmt: skip
    for cls in range(2):
        drawn = _inside(found["regions"][0, cls], theta)
        assert np.mean(drawn != held[:, cls]) < 0.005
    # the gap: from the middle of the two vectors outwards as far as nobody holds the direction
    inference = np.arctan2(*found["edges"][0, 0, [3, 2]])
    before = np.degrees((inference - theta[held[:, 0]]) % (2 * np.pi)).min()
    after = np.degrees((theta[held[:, 1]] - inference) % (2 * np.pi)).min()
    assert found["feasible.gap"][0] == pytest.approx(before + after, abs=0.15)


def _inside(outline: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Which directions lie in a region drawn as slices of the disc [V, 2]."""
    corners = outline[~np.isnan(outline).any(axis=1)]
    inside = np.zeros(len(theta), bool)
    starts = np.append(np.flatnonzero(np.abs(corners).max(axis=1) < 1e-12), len(corners))
    for first, last in itertools.pairwise(starts):
        rim = np.unwrap(np.arctan2(corners[first + 1 : last, 1], corners[first + 1 : last, 0]))
        inside |= (theta - rim[0]) % (2 * np.pi) <= rim[-1] - rim[0]
    return inside
