"""The pictures of a run: what they say and draw is what the run is."""

import re
from functools import cache, partial

import numpy as np
import pytest

import lossviz
from lossviz import metrics
from lossviz.figures.theme import DARK, LIGHT
from lossviz.pictures import RunShape, run_pictures
from lossviz.pictures.formats import written
from lossviz.pictures.picture import said
from lossviz.pictures.ranges import nice_top, range_of
from lossviz.playground import tracks
from lossviz.words import say_of

RUNS = {
    "angular": {"loss": "arcface", "m": 0.3},
    "raw": {"loss": "softmax"},
    "margin": {"loss": "hinge", "dataset": "iris", "classes": 3},
    "sphere": {"loss": "cosface", "dim": 3},
}
NAMES = ("embedding", "formula", "psi", "history", "numbers")


@cache
def trained(name: str):
    return lossviz.train(lossviz.Settings(steps=60, points=90, **RUNS[name]))


def shown(name: str, lang: str = "en"):
    """The run, its pictures by id with their words, and the frame of its end."""
    run = trained(name)
    pictures, frame = tracks.pictured(run)
    say = partial(say_of, lang, "stage")
    return run, {one.id: said(one, say) for one in pictures}, frame


def parts(figure, part):
    return [trace for trace in figure.data if trace.meta["part"] == part]


def same(found, wanted, **within):
    np.testing.assert_allclose(np.asarray(found, float), np.asarray(wanted, float), **within)


@pytest.mark.parametrize("name", RUNS)
def test_every_array_that_a_record_names_is_there(name):
    _, pictures, frame = shown(name)
    count, dim, classes = len(frame["labels"]), RUNS[name].get("dim", 2), len(frame["wnorm"])
    embedding = pictures["embedding"]
    shapes = {
        embedding.points.direction: (count, dim), embedding.points.length: (count,),
        embedding.points.labels: (count,), embedding.points.predicted: (count,),
        embedding.vectors.direction: (classes, dim), embedding.vectors.length: (classes,),
        embedding.regions.empty: (classes,),
    }  # fmt: skip
    assert {key: np.shape(frame[key]) for key in shapes} == shapes
    assert len(embedding.names) == len(embedding.vector_names) == classes
    for one in (*(pictures["psi"].lines or []), *pictures["history"].lines):
        assert np.shape(frame[one.x]) == np.shape(frame[one.y])
    histogram = pictures["psi"].histogram
    for one in histogram.bins:
        assert len(frame[one.counts]) == len(frame[histogram.edges]) - 1
        assert frame[one.counts].sum() == embedding.points.train
    for cell in pictures["numbers"].cells:
        assert np.size(frame[cell.value]) == 1


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("view", ["unit", "raw"])
def test_the_figure_has_the_points_and_vectors_of_the_run(name, view):
    run, pictures, frame = shown(name)
    figure = pictures["embedding"].figure(frame, DARK, view)
    features = np.concatenate([run.features[-1], run.test_features[-1]]).astype(float)
    labels = np.r_[run.labels, run.test_labels]
    far = np.linalg.norm(features, axis=1)
    axes = "xyz"[: features.shape[1]]
    for trace in parts(figure, "points"):
        own = labels == trace.meta["class"]
        own[: len(run.labels)] &= not trace.meta["test"]
        own[len(run.labels) :] &= trace.meta["test"]
        at = np.stack([trace[axis] for axis in axes], axis=1)
        reach = np.linalg.norm(at, axis=1)
        same(at / reach[:, None], (features / far[:, None])[own], atol=2e-4)
        if view == "raw":
            same(reach, far[own], rtol=1e-3)
        else:
            assert (reach <= 1.0001).all() and (reach >= 0.77).all()
    for cls, trace in enumerate(parts(figure, "vector")):
        end = np.array([trace[axis][1] for axis in axes])
        weight = run.weights[-1][:, cls].astype(float)
        same(end, weight if view == "raw" else weight / np.linalg.norm(weight), rtol=1e-4)


@pytest.mark.parametrize("name", ["angular", "raw", "margin"])
def test_points_that_keep_the_margin_lie_in_their_regions(name):
    """A training point whose own score is the largest after the margin lies in a tinted piece."""
    run, pictures, frame = shown(name)
    figure = pictures["embedding"].figure(frame, LIGHT, "raw")
    regions = parts(figure, "region")
    labels, hits, met = run.labels, 0, frame["margin_accuracy"][0]
    if np.isnan(met):
        met = frame["accuracy"][0]
    for point, cls in zip(run.features[-1].astype(float), labels, strict=True):
        own = [np.stack([t.x, t.y], axis=1) for t in regions if t.meta["class"] == cls]
        hits += any(inside(outline, point) for outline in own)
    # with a bias or at the very edge a few differ: regions on the circle are those of one length
    assert abs(hits / len(labels) - met) <= 0.03


def inside(outline, point) -> bool:
    """Even-odd rule."""
    (x0, y0), (x1, y1) = outline[:-1].T, outline[1:].T
    crosses = (y0 > point[1]) != (y1 > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (point[1] - y0) / (y1 - y0) * (x1 - x0)
    return bool((crosses & (point[0] < at)).sum() % 2)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_words_say_the_numbers_of_the_run(name, lang):
    run, pictures, frame = shown(name, lang)
    say = partial(say_of, lang, "stage")
    told = {key: pictures[key].words(frame, say) for key in NAMES}
    for words in told.values():
        assert words.strip() and not set("{}@\\$") & set(words), words
        assert "nan" not in words and "None" not in words, words
    wrong = round((1 - float(run.accuracy[-1])) * len(run.labels))
    assert int(re.findall(r"\d+", told["embedding"])[0]) == len(run.labels)
    assert str(wrong) in re.findall(r"\d+", told["embedding"])
    assert written("percent", float(frame["accuracy"][0])) in told["history"]
    assert written("three", float(frame["loss"][0])) in told["numbers"]
    angles = metrics.angles(run.features[[-1]], run.weights[[-1]], run.labels)
    counts = metrics.histogram(angles.own, 36)[0]
    most = int(counts.argmax())
    for number in (counts[most], 5 * most, 5 * most + 5):
        assert str(number) in re.findall(r"\d+", told["psi"])


def test_a_history_has_its_two_axes_and_says_what_its_rule_reads():
    run, pictures, frame = shown("angular")
    history = pictures["history"]
    figure = history.figure(frame, LIGHT)
    by_axis = {trace.yaxis: trace for trace in parts(figure, "line")}
    same(by_axis["y"].y, run.loss)
    same(by_axis["y2"].y, run.accuracy)
    assert figure.layout.yaxis2.side == "right" and list(figure.layout.yaxis2.range) == [0, 1]
    assert figure.layout.yaxis.range[1] == nice_top(float(run.loss.max()))
    assert figure.layout.xaxis.range[1] == run.steps[-1]


def test_a_target_logit_has_its_histogram_below():
    _, pictures, frame = shown("angular")
    figure = pictures["psi"].figure(frame, LIGHT)
    for trace, name in zip(parts(figure, "bins"), ("rivals", "own"), strict=True):
        same(trace.y, frame[name])
        assert trace.yaxis == "y3"
    below, above = figure.layout.yaxis3.domain, figure.layout.yaxis.domain
    assert below[1] < above[0]
    low, high = figure.layout.yaxis.range
    assert low <= frame["psi"].min() and high >= frame["psi"].max()
    # without a target logit the bars have it all
    raw = shown("raw")
    assert raw[1]["psi"].figure(raw[2], LIGHT).layout.yaxis3.domain == (0, 1)


@pytest.mark.parametrize(
    "peak, top", [(7.2, 8), (6, 6), (1.01, 1.5), (0.02, 0.02), (95, 100), (0, 1), (np.nan, 1)]
)
def test_a_round_top(peak, top):
    assert nice_top(peak) == pytest.approx(top)


def test_an_axis_grows_with_its_curves_alone():
    frame = {"y": np.array([0.5, np.nan, -2.0, np.inf])}
    psi = run_pictures(RunShape(2, ["0"], 1, True, True, True, True, "L"))[2]
    assert range_of(psi.x, frame, ["y"]) == (0, 180)
    low, high = range_of(psi.y, frame, ["y"])
    assert (low, high) == (pytest.approx(-2.1), 1.15)


def test_vectors_have_the_names_of_short_classes_and_digits():
    shape = RunShape(2, ["0", "setosa"], 3, False, False, False, False, "L")
    assert run_pictures(shape)[0].vector_names == ["w0", "setosa"]
    digits = shape._replace(digits=True, class_names=["10000"])
    assert run_pictures(digits)[0].vector_names == ["w10000"]
