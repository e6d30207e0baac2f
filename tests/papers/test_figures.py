"""The scenes of the toy figures: whole, in both languages, small enough to send."""

import json
import re

import numpy as np
import pytest

from lossviz.papers import LESSON
from lossviz.papers.runs import SEEDS, STEPS
from lossviz.pictures import plain
from lossviz.scenes.scene import frame_of, tracks_of
from lossviz.scenes.state import defaults
from lossviz.stage.packing import unpack
from lossviz.stage.scenes import messages as answer
from tests.lessons.test_scenes import RAGGED, names_in

EVERY = {"argvalues": LESSON.scenes, "ids": [scene.key for scene in LESSON.scenes]}
MOST_BYTES = 1_200_000


@pytest.mark.parametrize("scene", **EVERY)
def test_pictures_find_their_numbers(scene):
    controls = LESSON.controls_of(scene)
    for seed in SEEDS[:2]:
        state = {**defaults(controls), "seed": seed}
        frame = frame_of(scene, controls, state)
        assert set(names_in(plain(scene.rows(state)))) <= frame.keys()
        bad = {name for name, array in frame.items() if np.isnan(array).any()}
        assert all(RAGGED.fullmatch(name) for name in bad), bad


@pytest.mark.parametrize("scene", **EVERY)
def test_a_drag_shows_what_the_release_will_show(scene):
    controls = LESSON.controls_of(scene)
    state = defaults(controls)
    (track,) = tracks_of(scene, controls, state)
    assert track.over == ("step",) and track.counts == (len(STEPS),)
    for position in (0, len(STEPS) // 2):
        there = frame_of(scene, controls, {**state, "step": STEPS[position]})
        for name, array in track.arrays.items():
            np.testing.assert_allclose(array[position], there[name][0], equal_nan=True)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scene", **EVERY)
def test_an_answer_is_whole(scene, lang):
    data = b"".join(answer(LESSON, scene, "", lang))
    assert len(data) < MOST_BYTES
    messages = unpack(data)
    assert [header["type"] for header, _ in messages] == ["scene", "frame", "track", "end"]
    shown = json.dumps(messages[0][0]["rows"], ensure_ascii=False)
    assert "@" not in shown
    assert lang == "en" or re.search(r"[\u4e00-\u9fff]", shown)


def test_the_histogram_counts_every_point():
    scene = LESSON.scene("arcface")
    frame = frame_of(scene, LESSON.controls_of(scene), defaults(LESSON.controls))
    for name in ("start", "with", "without"):
        assert frame[name][0, ::2].sum() == pytest.approx(1)


def test_the_mark_stands_on_its_curve():
    scene = LESSON.scene("arcface")
    frame = frame_of(scene, LESSON.controls_of(scene), defaults(LESSON.controls))
    (track,) = tracks_of(scene, LESSON.controls_of(scene), defaults(LESSON.controls))
    mean, window = track.arrays["mean"], frame["targets"][0]
    # ArcFace is the fourth curve; beyond the window the mark stands on its edge
    on_curve = np.interp(mean, window, frame["psi3"][0])
    where = {"below": mean < window[0], "above": mean > window[-1]}
    where["inside"] = ~where["below"] & ~where["above"]
    for name, there in where.items():
        marked = track.arrays[f"feasible.{name}"]
        assert there.any()
        np.testing.assert_allclose(marked[there], on_curve[there], atol=1e-3)
        assert np.isnan(marked[~there]).all()


@pytest.mark.parametrize("scene", [s for s in LESSON.scenes if s.key != "arcface"],
                         ids=lambda scene: scene.key)  # fmt: skip
@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_runs_come_to_is_within_its_axes(scene, seed):
    controls = LESSON.controls_of(scene)
    state = {**defaults(controls), "seed": seed}
    frame = frame_of(scene, controls, state)
    pictures = [picture for row in scene.rows(state) for picture in plain(row.pictures)]
    for picture in pictures:
        if picture["type"] != "curves":
            continue
        for one in [*picture["lines"], *picture.get("marks", [])]:
            values = frame[one["y"]]
            assert (picture["y"]["low"] <= values).all(), one["y"]
            assert (values <= picture["y"]["high"]).all(), one["y"]
