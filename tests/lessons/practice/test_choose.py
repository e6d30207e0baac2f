"""Which s and m: the scene's numbers against theory, against the playground, and its sentence."""

import re

import numpy as np
import pytest

from lossviz import losses, theory
from lossviz.lessons import LESSONS
from lossviz.lessons.practice import bounds, choose, lasting, start
from lossviz.lessons.practice.bounds import COSINE, DIMENSIONS, HELD, LOSSES
from lossviz.scenes.scene import frame_of, sliders_of
from lossviz.scenes.state import defaults, read
from lossviz.settings import Settings
from lossviz.stage.sliders import working_range
from lossviz.stage.words import translated
from lossviz.training import train

LESSON = LESSONS["practice"]
CHOOSE, START = choose.SCENE, start.SCENE


def state_of(scene, **changes):
    return defaults(LESSON.controls_of(scene)) | changes


def frame(scene=CHOOSE, **changes) -> dict:
    return frame_of(scene, LESSON.controls_of(scene), state_of(scene, **changes))


def advice(lang: str, **changes) -> list[str]:
    """The sentences that hold, with names where numbers stand."""
    found = frame(**changes)
    spec = CHOOSE.rows(state_of(CHOOSE, **changes))[0].pictures[0].spec()
    spec = translated(lang, "practice", spec)
    known, shown = {one["name"]: one["value"] for one in spec["numbers"]}, []
    for part in spec["parts"]:
        at = int(found[part["value"]][0])
        if at < 0:
            continue
        words = part["sentences"][at]
        for name, filling in spec["fill"].items():
            words = words.replace("{" + name + "}", filling)
        for name in re.findall(r"\{(\w+)\}", words):
            assert np.isfinite(found[known[name]][0]), (name, words)
        shown.append(words)
    return shown


@pytest.mark.parametrize("count, dim, least, low, widest", [
    (3, 2, 1.927, 1.927, 1.5),
    (10, 2, 15.14, 15.14, 0.191),
    (100, 3, 45.0, 63.56, 0.0718),
    (10_000, 512, 11.41, np.nan, 1.0),
])  # fmt: skip
def test_the_practitioner_s_four(count, dim, least, low, widest):
    found = frame(C=float(count), d=float(dim), m=0.0)
    for name, value in (
        ("feasible.least", least),
        ("feasible.low", low),
        ("feasible.limit", widest),
    ):
        assert found[name][0] == pytest.approx(value, rel=2e-3, nan_ok=True), name
    if np.isnan(low):
        assert found["feasible.random"][0] == pytest.approx(11.54, rel=2e-3)


def test_random_class_vectors_reach_p_for_about_half_of_the_classes():
    for count, dim, m in ((2000, 128, 0.0), (2000, 128, 0.35)):
        w = np.random.default_rng(0).normal(size=(count, dim))
        w /= np.linalg.norm(w, axis=1, keepdims=True)
        s = bounds.bounds("cosface", count, dim, 0.9, (("m", m),)).random
        rivals = np.exp(s * (w @ w.T - 1 + m))
        np.fill_diagonal(rivals, 0)
        assert 0.4 < (1 / (1 + rivals.sum(axis=1)) >= 0.9).mean() < 0.65


@pytest.mark.parametrize("loss", [key for key in COSINE if key not in ("l_softmax", "sphereface")])
@pytest.mark.parametrize("dataset, dim", [("cancer", 2), ("digits", 2), ("digits", 3)])
def test_the_playground_and_the_page_say_the_same(loss, dataset, dim):
    settings = Settings(dataset=dataset, dim=dim, loss=loss)
    chosen = {held: getattr(settings, name) for name, held in HELD[loss].items()}
    found = frame(loss=loss, C=float(settings.classes), d=float(dim), s=settings.s, **chosen)
    for parameter in losses.get(loss).parameters:
        there = working_range(settings, parameter, "en")
        if parameter.key == "s":
            ends = [found[name][0] for name in ("feasible.low", "feasible.high", "feasible.least")]
            assert ends == [there.works[0], there.works[1], there.may[0]]
        elif parameter.key in ("m", "m2", "m3"):
            name = "feasible.limit2" if parameter.key == "m3" else "feasible.limit"
            assert found[name][0] == there.may[1]
    if settings.s > found["feasible.high"][0]:
        width = found["feasible.width"][0]
        assert f"{width:.3g}°" in working_range(
            settings, losses.get(loss).parameters[0], "en"
        ).warns(settings.s)


@pytest.mark.parametrize("loss", COSINE)
@pytest.mark.parametrize("count, dim", [(2, 2), (10, 2), (20, 3), (40, 64), (10**4, 512)])
def test_every_number_is_theory_s(loss, count, dim):
    found = frame(loss=loss, C=float(count), d=float(dim), P=0.8, s=40.0, n=7.0)
    margins = {name: default_or(held) for name, held in HELD[loss].items()}
    known = theory.scale_range(loss, count, dim, 0.8, **margins)
    for name, value in zip(("feasible.low", "feasible.high", "feasible.least"),
                           (known.low, known.most, known.least), strict=True):  # fmt: skip
        assert found[name][0] == pytest.approx(value, nan_ok=True)
    width = np.degrees(theory.width_left(loss, count, dim, 40.0, **margins))
    assert found["feasible.width"][0] == pytest.approx(width)
    quarter = theory.least_angle(count, dim) / 4
    assert found["quarter"][0] == pytest.approx(np.degrees(quarter))
    new = np.degrees(np.arccos(theory.new_cosine(np.cos(quarter), 7)))
    assert found["feasible.new"][0] == pytest.approx(new)
    assert found["memory"][0] == pytest.approx(np.degrees(np.arccos(7**-0.5)))


def default_or(held: str) -> float:
    return next(control.default for control in LESSON.controls if control.key == held)


@pytest.mark.parametrize("loss", ["hinge", "max_hinge", "lse_hinge"])
@pytest.mark.parametrize("count, dim", [(2, 2), (6, 2), (12, 3), (8, 4)])
@pytest.mark.parametrize("m", [0.5, 1.0, 3.0])
def test_a_score_margin_is_kept_from_that_length_on(loss, count, dim, m):
    length = frame(loss=loss, C=float(count), d=float(dim), mz=m)["feasible.low"][0]
    w = theory.best_arrangement(count, dim)
    labels = np.arange(count)

    def at(scale):
        return np.asarray(losses.get(loss).per_sample(w * scale, w.T, labels, m=m))

    assert at(length * (1 + 1e-6)).max() < 1e-5 and at(0.99 * length).max() > 0


@pytest.mark.parametrize("dim", [2, 3, 64, 512])
@pytest.mark.parametrize("m", [0.0, 0.1])
def test_the_curves_pass_through_the_marks(dim, m):
    for count in (5, 10, 300, 10_000, 10**6):
        found = frame(C=float(count), d=float(dim), m=m)
        drawn = found["feasible.random"][0]
        if 1 < drawn < 1e4:
            # beside a margin the line turns back: at a large s the nearest of them are too near
            first = int((found["drawn"][0] >= found["log_C"][0]).argmax())
            assert abs(found["scales"][0][first] - np.log10(drawn)) < 0.07
        bound = theory.min_scale_bound(count, dim, 0.9, 1 - m)
        if 1 < bound < 1e4 and count > 2 * dim + 1:
            at = np.interp(found["log_C"], found["most"][0], found["scales"][0])
            np.testing.assert_allclose(at, np.log10(bound), atol=0.06)
        end = found["feasible.high"][0]
        if np.isfinite(end) and count in bounds.ENDS:
            at = found["feasible.ends"][0][bounds.ENDS.index(count)]
            assert at == pytest.approx(np.log10(end))


@pytest.mark.parametrize("count, dim", [(10, 2), (20, 3), (100, 3), (8, 4), (1000, 64)])
def test_no_less_is_less_than_enough(count, dim):
    for p in (0.5, 0.9, 0.99):
        found = bounds.bounds("normface", count, dim, p, ())
        assert found.least <= found.lower


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("count, dim", [(2, 2), (10, 2), (10, 3), (100, 3), (10**4, 512),
                                        (10**7, 4096), (10**7, 4)])  # fmt: skip
def test_the_sentence_has_a_number_for_every_name(loss, count, dim, lang):
    for s in (1.0, 16.0, 128.0):
        for n in (1.0, 3.0, 1000.0):
            found = advice(lang, loss=loss, C=float(count), d=float(dim), s=s, n=n)
            assert len(found) >= 1 and "{" not in re.sub(r"\{\w+\}", "", " ".join(found))


@pytest.mark.parametrize("changes, begins", [
    ({"C": 6.0, "loss": "normface"}, "Take s ≈ {take}: P"),
    ({"C": 10_000.0, "d": 512.0, "m": 0.35}, "Take s ≈ {take} with m = {m}: random"),
    ({"C": 10.0, "m": 0.1}, "Take s ≈ {take} with m = {m}: P = {P} is reached on class vectors"),
    ({"C": 10_000.0, "d": 512.0, "m": 0.6}, "Take s ≈ {take} with m = {m}: random"),
    ({"C": 10.0, "d": 4.0, "loss": "normface"}, "No s is known to do both"),
    ({"C": 2.0, "P": 0.5, "loss": "normface"}, "Every s gives P = {P} here"),
    ({"C": 2.0, "P": 0.999, "loss": "normface"}, "No s does both"),
    ({"C": 10.0, "m": 0.35}, "No s helps: in {d} dimensions {C} class vectors keep only margins"),
    ({"C": 10.0, "loss": "arcface", "ma": 1.0}, "No s helps: in {d} dimensions"),
    ({"C": 10.0, "loss": "combined", "m2": 1.0}, "No s helps: in {d} dimensions some two"),
    ({"C": 50.0, "d": 3.0, "m": 0.14}, "Whether any s"),
    ({"loss": "hinge"}, "No s, and m is a lead in score: {C} class vectors"),
    ({"loss": "max_hinge", "C": 100.0, "d": 3.0}, "No s, and m is a lead in score: no arrange"),
    ({"loss": "lse_hinge"}, "No s, and m is a lead in score over all"),
    ({"loss": "sphereface"}, "Take m = {m} with λ = {lam}, and let ‖f‖ grow to about {take}"),
])  # fmt: skip
def test_which_to_take(changes, begins):
    assert advice("en", **changes)[0].startswith(begins)


def test_what_the_chosen_scale_does():
    where = {"C": 6.0, "loss": "normface"}
    said = [advice("en", s=s, **where)[1][:27] for s in (2.0, 10.0, 64.0)]
    assert said == ["Your s = {s} is too small: ", "Your s = {s} lies between t",
                    "At your s = {s} samples wit"]  # fmt: skip
    assert "is open" in advice("en", C=10.0, d=3.0, loss="normface", s=5.0)[1]
    # there the pull has no end
    assert "lies above it" in advice("en", C=3.0, loss="cosface", m=1.0, s=16.0)[1]


def test_the_scale_to_take_lies_between_its_ends():
    for loss in COSINE:
        for count in (2, 10, 10**4):
            for dim in (2, 3, 512):
                found = frame(loss=loss, C=float(count), d=float(dim))
                taken, low, high = (found[f"feasible.{n}"][0] for n in ("take", "lower", "high"))
                if np.isfinite(taken):
                    assert low <= taken <= high
                else:
                    assert np.isnan(low) or low > high


def test_the_fewest_dimensions_in_which_a_margin_has_room():
    for loss, count, m in (("cosface", 100, 0.35), ("arcface", 1000, 0.8), ("cosface", 10, 1.1)):
        found = choose.room(loss, count, m)
        widest = theory.max_cosine_margin if loss == "cosface" else theory.max_angular_margin
        assert widest(count, found) >= m
        before = [d for d in DIMENSIONS if d < found]
        assert not before or widest(count, before[-1]) < m
    assert np.isnan(choose.room("cosface", 1000, 1.05))


def test_three_samples_keep_a_margin_from_memory():
    """Unrelated samples in 512 dimensions, 3 to each of 1000 random class vectors."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1000, 3, 512))
    x /= np.linalg.norm(x, axis=2, keepdims=True)
    vectors = x.mean(axis=1)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for m, kept in ((0.3, True), (0.5, False)):
        cosines = np.einsum("cnd,kd->cnk", x, vectors)
        own = np.einsum("cnc->cn", cosines).copy()
        np.einsum("cnc->cn", cosines)[:] = -1
        assert ((own - m > cosines.max(axis=2)).mean() > 0.9) == kept
        assert choose.keeps_from_memory("cosface", 1000, 512, 3, (("m", m),)) == kept


@pytest.mark.parametrize("text, value, reason", [
    ("1e9", 1e7, "out-of-range"), ("1", 2.0, "out-of-range"), ("many", 10.0, "not-a-number"),
    ("360000", 360_000.0, None), ("12.4", 12.0, "not-whole"),
])  # fmt: skip
def test_bad_numbers_of_classes_get_the_nearest_legal_one(text, value, reason):
    state, changes = read(LESSON.controls_of(CHOOSE), f"C={text}")
    assert state["C"] == value and [c.reason for c in changes] == ([reason] if reason else [])
    assert np.isfinite(frame(C=state["C"])["alpha"]).all()


def test_old_links_keep_cosface_s_margin():
    state, changes = read(LESSON.controls_of(CHOOSE), "C=10000&d=512&P=0.9&m=0.35")
    assert not changes and state["loss"] == "cosface" and state["m"] == 0.35


def test_defaults_are_legal_for_the_losses():
    for loss in LOSSES:
        for name, held in HELD[loss].items():
            parameter = next(p for p in losses.get(loss).parameters if p.key == name)
            control = next(c for c in LESSON.controls if c.key == held)
            assert parameter.low <= control.low and control.high <= parameter.high


# --- what to expect at the start -----------------------------------------------------------------


@pytest.mark.parametrize("loss", COSINE)
@pytest.mark.parametrize("count, dim", [(2, 2), (92, 512), (10**7, 4096)])
def test_the_start_is_theory_s(loss, count, dim):
    found = frame(START, loss=loss, C=float(count), d=float(dim), s=64.0)
    margins = {name: default_or(held) for name, held in HELD[loss].items()}
    first = theory.expected_first_loss(loss, count, dim, 64.0, **margins)
    assert found["first"][0] == pytest.approx(first)
    bare = theory.expected_first_loss("normface", count, dim, 64.0)
    assert found["plain"][0] == pytest.approx(bare) and found["plain"][0] <= first + 1e-9
    assert found["kept"][0] == theory.expected_first_accuracy(loss, count, dim, **margins)
    assert found["right"][0] == 1 / count and found["guess"][0] == pytest.approx(np.log(count))
    at = np.interp(found["log_s"], found["log_scales"][0], found["over_s"][0])
    np.testing.assert_allclose(at, first, rtol=1e-9)
    at = np.interp(found["log_C"], found["log_counts"][0], found["over_C"][0])
    np.testing.assert_allclose(at, first, rtol=2e-2)


@pytest.mark.parametrize("loss", ["hinge", "max_hinge", "lse_hinge"])
def test_of_scores_near_zero_the_hinges_start_there(loss):
    found = frame(START, loss=loss, C=12.0, mz=2.0)
    zero = losses.get(loss)(np.zeros((1, 3)), np.ones((3, 12)), np.zeros(1, int), m=2.0)
    assert found["first"][0] == pytest.approx(float(zero), rel=1e-6) and found["kept"][0] == 0
    bare = losses.get(loss)(np.zeros((1, 3)), np.ones((3, 12)), np.zeros(1, int), m=0.0)
    assert found["plain"][0] == pytest.approx(float(bare), abs=1e-6)


def test_a_run_starts_about_there():
    """Digits in the plane, class vectors at random: the mean first loss of 40 seeds."""
    starts = []
    for seed in range(40):
        settings = Settings(loss="cosface", s=16.0, m=0.2, vectors="random", seed=seed, steps=50)
        starts.append(float(train(settings).loss[0]))
    expected = theory.expected_first_loss("cosface", settings.classes, 2, 16.0, m=0.2)
    assert abs(np.mean(starts) - expected) < 4 * np.std(starts) / len(starts) ** 0.5


def test_the_run_that_is_shown_is_the_nearest_that_is_trained():
    found = frame(START, loss="arcface", s=50.0, ma=0.4)
    assert (found["run_s"][0], found["run_m"][0]) == (64, 0.5)
    course = lasting.course("arcface", (("s", 64.0), ("m", 0.5)))
    np.testing.assert_allclose(found["run_loss"][0], course.loss)
    asked = theory.expected_first_loss("arcface", 100, 32, 64.0, m=0.5)
    assert found["run_first"][0] == pytest.approx(asked)
    assert course.loss[0] == pytest.approx(asked, rel=0.05)
    # with the margin it takes longer
    assert found["feasible.half_right"][0] < found["feasible.half_met"][0] < 100
    assert (course.met[course.steps < found["feasible.half_met"][0]] <= 0.5).all()


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_has_a_run_with_its_own_parameters(loss):
    found = frame(START, loss=loss)
    assert set(lasting.MARGINS[loss]) == set(HELD[loss])
    names = {f"run_{name}" for name in HELD[loss]} | {"run_loss", "run_right", "run_met"}
    assert names <= set(found) and ("run_s" in found) == ("run_first" in found)
    assert found["run_right"][0, -1] > found["run_right"][0, 0]
    # the dimension says nothing of scores near 0
    state = state_of(START, loss=loss)
    sliders = {s.name for s in sliders_of(LESSONS["practice"].controls_of(START), state)}
    assert ("d" in sliders) == (loss in COSINE)
