"""Figures of a run: they hold its own numbers, and each renders in both languages and themes."""

import html
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from lossviz import figures, gallery, losses, training
from lossviz.figures.theme import DARK, LIGHT
from lossviz.playground import tracks
from lossviz.settings import Settings

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=20)


def run(**changes) -> training.Run:
    return training.train(Settings(**SMALL | changes))


def parts(figure: go.Figure, name: str) -> list:
    return [trace for trace in figure.data if (trace.meta or {}).get("part") == name]


def points(figure: go.Figure, test: bool) -> np.ndarray:
    found = [np.c_[t.x, t.y] for t in parts(figure, "points") if t.meta["test"] is test]
    return np.concatenate(found)


def test_the_unit_view_holds_directions_and_the_raw_view_the_features():
    one = run(loss="cosface")
    raw = figures.plot_embedding(one, view="raw")
    by_class = np.argsort(one.labels, kind="stable")
    np.testing.assert_allclose(points(raw, False), one.features[-1][by_class], rtol=1e-6)
    tips = [[t.x[1], t.y[1]] for t in parts(raw, "vector")]
    np.testing.assert_allclose(tips, one.weights[-1].T, rtol=1e-6)
    unit = figures.plot_embedding(one)
    np.testing.assert_allclose(
        np.linalg.norm([[t.x[1], t.y[1]] for t in parts(unit, "vector")], axis=1), 1, rtol=1e-6
    )
    # spread out between the circle and what is within it, so that they can be told apart
    reach = np.linalg.norm(points(unit, False), axis=1)
    assert 0.78 <= reach.min() and reach.max() <= 1
    assert len(points(unit, True)) == len(one.test_labels)
    assert len(parts(unit, "region")) == 3


@pytest.mark.parametrize("step, shown", [(0, 0), (10_000, 20), (None, 20), (-1, 20)])
def test_the_nearest_snapshot_is_taken(step, shown):
    assert figures.plot_embedding(run(), step).layout.title.text == f"Features at step {shown}"


def test_what_there_is_not_is_refused():
    one = run()
    with pytest.raises(ValueError, match="view must be 'unit' or 'raw'; got 'polar'"):
        figures.plot_embedding(one, view="polar")
    with pytest.raises(ValueError, match="no theme 'sepia'; there are light, dark"):
        figures.plot_history(one, theme="sepia")
    with pytest.raises(ValueError, match="no language 'fr'; there are en, zh"):
        figures.plot_target_logit(one, lang="fr")


def test_a_run_without_a_snapshot_says_so():
    one = run()
    along = ("steps", "features", "test_features", "weights", "bias", "loss", "accuracy")
    none = replace(one, **{name: getattr(one, name)[:0] for name in (*along, "test_accuracy")})
    with pytest.raises(ValueError, match="no snapshot"):
        figures.plot_embedding(none)
    figure = gallery.figure_of_run(none, "embedding", 0, "unit", "en", "dark")
    assert "not finite from the start" in figure.layout.annotations[0].text
    assert figure.layout.paper_bgcolor == DARK.panel and not figure.data


def test_the_target_logit_is_psi_and_counts_every_training_point():
    one = run(loss="arcface", m=0.5)
    _, frame = tracks.pictured(one)
    theta = np.radians(frame["theta_deg"])
    wanted = losses.get("arcface").psi(np.cos(theta), np.sin(theta), m=0.5)
    figure = figures.plot_target_logit(one)
    cosine, psi = parts(figure, "line")
    np.testing.assert_allclose(psi.y, wanted, rtol=1e-6)
    np.testing.assert_allclose(cosine.y, np.cos(theta), atol=1e-7)
    assert [sum(trace.y) for trace in parts(figure, "bins")] == [60, 60]


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
    for theme, surface in (("light", LIGHT), ("dark", DARK)):
        one = run(**changes)
        for name in ("embedding", "psi", "history", "numbers"):
            figure = gallery.figure_of_run(one, name, 20, view, lang, theme)
            assert isinstance(figure, go.Figure)
            assert figure.layout.title.text
            assert len(figure.data) >= (1 if name == "numbers" else 2)
            assert len(figure.to_json()) > 500
            assert figure.layout.paper_bgcolor == surface.panel


HOSTILE = ('<a href="https://elsewhere.example">here</a>', "<b>fat", "a &amp; b", "$x$", "5 < 6")


@pytest.mark.parametrize("dim", [2, 3])
def test_class_names_reach_plotly_as_plain_text(dim):
    one = run(classes=5, dim=dim)
    named = replace(one, data=replace(one.data, class_names=HOSTILE))
    figure = figures.plot_embedding(named)
    names = [trace.name for trace in figure.data if trace.name and trace.showlegend is not False]
    assert [html.unescape(name) for name in names] == [*HOSTILE]
    everything = [trace.name or "" for trace in figure.data]
    everything += [trace.legendgroup or "" for trace in figure.data]
    assert not [text for text in everything if set(text) & set("<>$")]
    (embedding, *_), _ = tracks.pictured(named)
    assert tuple(embedding.names) == HOSTILE


def test_there_is_no_other_picture_of_a_run():
    for name in ("formula", "", "../psi", "embeddings"):
        with pytest.raises(KeyError, match="there are embedding, psi, history, numbers, input"):
            gallery.figure_of_run(run(), name, 20, "unit", "en")


def test_no_figure_offers_to_send_itself_away():
    for name in ("embedding", "psi", "history", "numbers"):
        figure = gallery.figure_of_run(run(), name, 20, "unit", "en")
        assert figure.layout.modebar.remove == ("sendChartToCloud",)
