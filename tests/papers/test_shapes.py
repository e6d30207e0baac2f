"""The toy figures: their shapes on every seed that the page offers."""

import numpy as np
import pytest

from lossviz.papers import FIGURES, LESSON, SHAPES, look
from lossviz.papers.runs import SEEDS, record
from lossviz.papers.shapes import falls, rises
from lossviz.web.site.text import phrases

# where our runs differ from the figure; the page gives the reason
MAY_DIFFER = {("normface_width", "2"), ("cosface_gap", "1"), ("cosface_gap", "3")}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", SHAPES, ids=[shape.key for shape in SHAPES])
def test_a_shape_holds_or_the_page_says_why_not(shape, seed):
    seen = look(shape, int(seed))
    assert len(seen.values) == len(shape.names)
    if (shape.key, seed) not in MAY_DIFFER:
        assert seen.holds, seen.values


@pytest.mark.parametrize("key", sorted({key for key, _ in MAY_DIFFER}))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_reasons_are_given(key, lang):
    assert phrases(lang)[f"papers.shapes.{key}.why"].strip()


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.key for shape in SHAPES])
def test_the_opposite_is_noticed(shape):
    values = np.array(look(shape, 0).values)
    opposite = 0.5 * values if shape.kind == "ratio" and "floor" in shape.key else values[::-1]
    if shape.key == "normface_reached":
        opposite = 2 * values
    assert not shape.holds(opposite)


def test_equal_numbers_neither_fall_nor_rise():
    assert not falls(np.ones(3)) and not rises(np.ones(3))
    assert falls(np.array([3, 2, 1])) and rises(np.array([1, 2, 3]))


def test_every_figure_has_shapes_and_a_scene():
    scenes = {scene.key for scene in LESSON.scenes}
    assert {shape.figure for shape in SHAPES} == scenes == FIGURES.keys()


@pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
def test_runs_of_a_figure_differ_in_one_thing(figure):
    runs = figure.runs(1)
    assert len(runs) == len(figure.names)
    explicit = [set(settings.explicit().items()) for settings in runs]
    shared = set.intersection(*explicit)
    assert all({name for name, _ in one - shared} <= {"m", "s", "loss"} for one in explicit)
    for settings in runs:
        assert type(settings).from_query(settings.to_query()) == settings


def test_records_are_kept():
    settings = FIGURES["normface"].runs(0)[0]
    assert record(settings) is record(settings)


def test_the_gap_is_that_of_two_different_classes():
    run = record(FIGURES["sphereface"].runs(0)[0])
    # six classes on the circle cannot be farther apart than 60° each
    assert 0 < run.gap[-1] < 60
    assert run.width[-1] < run.width[0]
