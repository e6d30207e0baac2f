"""The figure of the input plane holds the run's own decisions; where there is none, it says why."""

import numpy as np
import plotly.graph_objects as go
import pytest

from lossviz import figures, gallery, training
from lossviz.data import NoPlane
from lossviz.figures.theme import LIGHT
from lossviz.pictures.charts.input import inside
from lossviz.playground import input_plane
from lossviz.settings import Settings
from lossviz.words import say_in

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)


def run(**changes) -> training.Run:
    return training.train(Settings(**SMALL | changes))


def parts(figure: go.Figure, name: str) -> list:
    return [trace for trace in figure.data if (trace.meta or {}).get("part") == name]


def test_tints_are_the_regions_under_the_margin_and_the_band_is_bare():
    one = run(loss="cosface")
    here, figure = input_plane.ground(one), figures.plot_input(one)
    (tint,) = parts(figure, "regions")
    bare = np.isnan(np.asarray(tint.z, float))
    np.testing.assert_array_equal(bare, here.found.surplus[0] < 0)
    assert 0 < bare.mean() < 1
    np.testing.assert_array_equal(np.asarray(tint.z)[~bare], here.found.cls[0][~bare])
    # cells of the colour scale: a class has one colour all over
    colours = dict.fromkeys(colour for _, colour in tint.colorscale)
    assert list(colours) == list(LIGHT.classes)
    assert figure.layout.yaxis.scaleanchor == "x"


def test_without_a_margin_there_are_no_edges_and_nothing_is_bare():
    figure = figures.plot_input(run(loss="softmax"))
    assert not parts(figure, "edge")
    assert not np.isnan(np.asarray(parts(figure, "regions")[0].z, float)).any()
    assert len(parts(figure, "boundary")) == 3


def test_points_stand_at_their_inputs_and_wrong_ones_have_a_ring():
    one = run(loss="cosface", noise=0.3)
    figure = figures.plot_input(one)
    drawn = np.concatenate([np.c_[t.x, t.y] for t in parts(figure, "points")])
    inputs = np.concatenate([one.data.x, one.data.x_test])
    order = np.lexsort(inputs.T)
    np.testing.assert_allclose(drawn[np.lexsort(drawn.T)], inputs[order], rtol=1e-6)
    (ring,) = parts(figure, "wrong")
    missed = (1 - one.accuracy[-1]) * 60 + (1 - one.test_accuracy[-1]) * 30
    assert len(ring.x) == round(missed) > 0


def test_steps():
    one = run()
    for step, shown in ((None, 40), (-1, 40), (0, 0), (10_000, 40)):
        assert one.steps[input_plane.ground(one, step).at] == shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_axes_and_title_say_what_is_shown(lang):
    plain = figures.plot_input(run(), lang=lang)
    assert plain.layout.xaxis.title.text == "x1 × 1.41"
    one = training.train(Settings(dataset="iris", points=60, width=8, steps=40))
    cut = figures.plot_input(one, lang=lang)
    share = input_plane.ground(one).plane.shares
    assert f"{100 * share.sum():.0f} %" in cut.layout.title.text
    assert f"{100 * share[1]:.0f} %" in cut.layout.yaxis.title.text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_a_plane_the_figure_says_why(lang):
    one = run(encoder="free")
    figure = figures.plot_input(one, lang=lang)
    assert not figure.data
    assert figure.layout.annotations[0].text == say_in(lang, "input.none.free")
    with pytest.raises(NoPlane):
        input_plane.ground(one)


def test_it_is_the_large_picture_of_the_stage_in_its_view():
    one = run()
    figure = gallery.figure_of_run(one, "input", 40, "input", "en")
    assert figure.layout.title.text == "The plane of the inputs at step 40"


def test_between_two_places_of_two_classes_the_line_is_where_their_scores_are_equal():
    """Scores 3x and 1 over places 0 and 1: equal at x = 1/3."""
    lead = np.array([[1.0, 2.0], [1.0, 2.0]])
    field = inside(np.array([[1, 0], [1, 0]]), lead, lead, 0)
    assert field[0, 0] / (field[0, 0] - field[0, 1]) == pytest.approx(1 / 3)
