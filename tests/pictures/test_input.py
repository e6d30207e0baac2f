"""The record of the input plane: its figure shows its arrays, its words count them."""

import re

import numpy as np
import pytest

from lossviz import geometry, losses, training
from lossviz.figures.theme import SURFACES
from lossviz.pictures import Axis, Input, Points
from lossviz.settings import Settings
from lossviz.training import input_plane, replay
from lossviz.web.site.text import say_in

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)


def shown(**changes) -> tuple[Input, dict, training.Run]:
    settings = Settings(**SMALL | changes)
    run = training.train(settings)
    data, plane = input_plane.plane_for(settings)
    (state,) = replay.moments(run, [len(run.steps) - 1])
    found = input_plane.ruled(settings, data, plane, [state])
    low, high = plane.middle - plane.half, plane.middle + plane.half
    frame = {
        "low": low, "cls": found.cls[0], "lead": found.lead[0], "surplus": found.surplus[0],
        "at": plane.coordinates(data.x.astype(float)), "labels": run.labels,
        "pred": input_plane.decided(settings, [state], state.features[None]).cls[0],
        "shares": np.array([plane.shares.sum(), found.agree[0]]),
    }  # fmt: skip
    picture = Input(
        id="inputs", x=Axis(low[0], high[0], "x₁"), y=Axis(low[1], high[1], "x₂"), cls="cls",
        lead="lead", names=data.class_names, points=Points(at="at", labels="labels"), pred="pred",
        surplus="surplus" if geometry.has_margin(losses.get(settings.loss)) else None,
        shares=None if plane.exact else "shares",
    )  # fmt: skip
    return picture, frame, run


@pytest.mark.parametrize("theme", SURFACES)
def test_the_figure_shows_its_arrays(theme):
    picture, frame, run = shown(loss="cosface")
    figure = picture.figure(frame, SURFACES[theme])
    by_part = {}
    for trace in figure.data:
        by_part.setdefault(trace.meta["part"], []).append(trace)
    (tint,) = by_part["regions"]
    np.testing.assert_array_equal(np.isnan(np.asarray(tint.z, float)), frame["surplus"] < 0)
    assert sum(len(t.x) for t in by_part["points"]) == len(run.labels)
    wrong = int((frame["pred"] != run.labels).sum())
    assert sum(len(t.x) for t in by_part.get("wrong", [])) == wrong
    assert len(by_part["boundary"]) == len(by_part["edge"]) == 3
    assert figure.layout.paper_bgcolor == SURFACES[theme].panel


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_words_count_what_is_drawn(lang):
    picture, frame, run = shown(loss="cosface")
    words = picture.words(frame, lambda key, **values: say_in(lang, key, **values))
    band = (frame["surplus"] < 0).mean()
    assert f"{100 * band:.0f} %" in words and "x₁" in words
    for cls in range(3):
        assert f"{100 * (frame['cls'] == cls).mean():.0f} %" in words
    # the nearest place of a fine grid and the point itself differ at most at a boundary
    own = (frame["pred"] == run.labels).sum()
    counts = [int(n) for n in re.findall(r"\d+", words)]
    assert 60 in counts and min(abs(n - own) for n in counts) <= 2
    assert "{" not in words


def test_a_slice_is_called_one():
    picture, frame, _ = shown(dataset="iris", spread=0.25)
    words = picture.words(frame, lambda key, **values: say_in("en", key, **values))
    assert "slice" in words and f"{100 * frame['shares'][1]:.0f} %" in words
    without, frame, _ = shown(loss="softmax")
    words = without.words(frame, lambda key, **values: say_in("en", key, **values))
    assert "slice" not in words and "margin band" not in words
