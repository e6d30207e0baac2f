"""Figures: the records hold the run's own numbers, and every figure renders."""

import html
import re
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from lossviz import figures, losses, training
from lossviz.figures.words import WORDS, words
from lossviz.settings import Settings

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=20)


def run(**changes) -> training.Run:
    return training.train(Settings(**SMALL | changes))


def test_the_unit_view_holds_directions_and_the_raw_view_the_features():
    one = run(loss="cosface")
    raw = figures.embedding_record(one, view="raw")
    np.testing.assert_allclose(raw.points[:60], one.features[-1], rtol=1e-6)
    np.testing.assert_allclose(raw.vectors, one.weights[-1].T, rtol=1e-6)
    unit = figures.embedding_record(one)
    np.testing.assert_allclose(np.linalg.norm(unit.points, axis=1), 1)
    np.testing.assert_array_equal(unit.labels, np.r_[one.labels, one.test_labels])
    assert unit.step == 20 and unit.n_train == 60
    assert len(unit.regions) == len(unit.boundaries) == 3


def test_the_nearest_snapshot_is_taken():
    one = run()
    assert figures.embedding_record(one, step=0).step == 0
    assert figures.embedding_record(one, step=10_000).step == 20


def test_another_view_is_refused():
    with pytest.raises(ValueError, match="view must be 'unit' or 'raw'; got 'polar'"):
        figures.embedding_record(run(), view="polar")


def test_the_target_logit_record_is_psi_and_counts_every_training_point():
    one = run(loss="arcface", m=0.5)
    record = figures.target_logit_record(one)
    theta = np.radians(record.theta)
    wanted = losses.get("arcface").psi(np.cos(theta), np.sin(theta), m=0.5)
    np.testing.assert_allclose(record.psi, wanted)
    assert record.own.sum() == record.rival.sum() == 60


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("view", "changes"),
    [
        ("unit", dict(loss="arcface")),
        ("raw", dict(loss="hinge")),
        ("raw", dict(loss="sphereface", encoder="free")),
        ("unit", dict(loss="softmax", dim=3)),
        ("unit", dict(loss="softmax", dim=3, classes=6)),
        ("raw", dict(loss="cosface", dim=3)),
    ],
)
def test_every_figure_renders(view, changes, lang):
    found = figures.figures_of_run(run(**changes), 20, view, lang)
    assert len(found) == 3
    for title, figure in found:
        assert isinstance(figure, go.Figure)
        assert title == figure.layout.title.text
        assert len(figure.data) >= 2
        assert len(figure.to_json()) > 500


HOSTILE = ('<a href="https://elsewhere.example">here</a>', "<b>fat", "a &amp; b", "$x$", "5 < 6")


@pytest.mark.parametrize("dim", [2, 3])
def test_class_names_reach_plotly_as_plain_text(dim):
    one = run(classes=5, dim=dim)
    named = replace(one, data=replace(one.data, class_names=HOSTILE))
    figure = figures.plot_embedding(named)
    names = [trace.name for trace in figure.data if trace.name and trace.showlegend is not False]
    assert [html.unescape(name) for name in names if name != "decision boundary"] == [*HOSTILE]
    everything = [trace.name or "" for trace in figure.data]
    everything += [trace.legendgroup or "" for trace in figure.data]
    assert not [text for text in everything if set(text) & set("<>$")]
    assert figures.embedding_record(named).class_names == HOSTILE


def test_no_figure_offers_to_send_itself_away():
    for _, figure in figures.figures_of_run(run(), 20, "unit", "en"):
        assert figure.layout.modebar.remove == ("sendChartToCloud",)


def test_every_word_is_in_both_languages():
    assert words("en").keys() == words("zh").keys() == WORDS.keys()
    for key, english in words("en").items():
        named_only = not re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", english))
        assert english != words("zh")[key] or named_only
        assert english.count("{") == words("zh")[key].count("{")
