"""Every scene: its pictures find their numbers, and a drag shows what the release will show."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from lossviz.derivations import DERIVATIONS
from lossviz.lessons import LESSONS, Lesson, Scene
from lossviz.lessons.practice import lasting
from lossviz.pictures import plain
from lossviz.scenes.controls import Choice, Numbers, Shares, State, tidy
from lossviz.scenes.scene import frame_of, sliders_of, tracks_of
from lossviz.scenes.state import defaults, read, resized, to_query, values_of
from lossviz.settings.numerals import write_number

SCENES = [(lesson, scene) for lesson in LESSONS.values() for scene in lesson.scenes]
NAMED = {"ids": [f"{lesson.key}-{scene.key}" for lesson, scene in SCENES]}
# scenes with trained runs have a few seeds and settings only, and their own tests
TRAINS = {"trained", "floor", "norms", "regions", "verification", "targets", "lab", "dialects"}
UNTRAINED = [(lesson, scene) for lesson, scene in SCENES if scene.key not in TRAINS]
# numbers that are missing on purpose: corners of polygons, sides that do not exist, unmade tosses,
# what an infeasible margin leaves, steps after a NaN
RAGGED = re.compile(
    r"regions|thirds|(.*_)?(edges|lines)(_cls)?|tosses|.*\.areas|feasible\..*|"
    r"broken_.*"
)
PARTS = ("value", "x", "y", "low", "high", "at", "labels", "height", "mean", "widths", "heights",
         "regions", "vectors", "lines", "edges", "field", "box", "mesh", "corners", "owner",
         "share", "odds", "cls")  # fmt: skip


@cache
def short_course(loss: str, given: lasting.Margins) -> lasting.Course:
    """The beginning of a run with many classes: it has the arrays of the whole."""
    begun = lasting.HUNDRED._replace(steps=5)
    values = dict(given)
    own = {name: values.pop(name) for name in ("s", "m") if name in values}
    return lasting.crowd.train(begun._replace(loss=loss, **own, others=tuple(values.items())))


@pytest.fixture(autouse=True)
def short_courses(monkeypatch):
    """What is asked here of a scene is not what its runs come to; two hundred take 30 s."""
    monkeypatch.setattr(lasting, "course", short_course)


def names_in(spec: Any) -> Iterator[str]:
    """The arrays that a picture's spec names."""
    if isinstance(spec, dict):
        for key, part in spec.items():
            if key in PARTS and isinstance(part, str):
                yield part
            elif isinstance(part, dict | list):
                yield from names_in(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from names_in(part)


def states(lesson: Lesson, scene: Scene) -> Iterator[State]:
    """The defaults, every option of every choice, every size of every vector."""
    controls = lesson.controls_of(scene)
    start = defaults(controls)
    yield start
    for control in controls:
        if isinstance(control, Choice):
            yield from ({**start, control.key: option} for option in control.offered(start))
        if isinstance(control, Numbers):
            yield from (resized(controls, start, control.key, size) for size in control.sizes)


@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_pictures_find_their_numbers(lesson, scene):
    controls = lesson.controls_of(scene)
    for state in states(lesson, scene):
        frame = frame_of(scene, controls, state)
        assert all(len(array) == 1 for array in frame.values())
        missing = set(names_in(plain(scene.rows(state)))) - frame.keys()
        assert not missing
        bad = {name for name, array in frame.items() if np.isnan(array).any()}
        assert all(RAGGED.fullmatch(name) for name in bad), bad


@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_what_can_be_dragged_is_a_slider(lesson, scene):
    state = defaults(lesson.controls_of(scene))
    sliders = {slider.name for slider in sliders_of(lesson.controls_of(scene), state)}
    drags = re.findall(r"'drag': (\[[^]]*\]|'[^']*'|None)", str(plain(scene.rows(state))))
    moved = {name for drag in drags for name in re.findall(r"'([^']+)'", drag)}
    assert moved <= sliders
    assert {name for pad in scene.pads for name in pad} <= sliders


@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_a_drag_shows_what_the_release_will_show(lesson, scene):
    controls = lesson.controls_of(scene)
    state = defaults(controls)
    base = frame_of(scene, controls, state)
    tracks = tracks_of(scene, controls, state)
    assert {track.over for track in tracks} >= {(s.name,) for s in sliders_of(controls, state)}
    for track in tracks:
        count = int(np.prod(track.counts))
        assert all(len(array) == count for array in track.arrays.values())
        for position in {0, count // 3, count - 1}:
            here = {name: array[position : position + 1] for name, array in track.arrays.items()}
            shown = base | here
            released = frame_of(scene, controls, _released(controls, shown["values"], state))
            for name, array in released.items():
                np.testing.assert_allclose(
                    _same_corners(array, shown[name]), _same_corners(shown[name], array),
                    rtol=1e-4, atol=1e-4, equal_nan=True, err_msg=f"{track.over} {name}",
                )  # fmt: skip


def _released(controls, values: np.ndarray, state: State) -> State:
    """The state that the browser asks for after a release with these slider values."""
    groups: dict[str, list[str]] = {}
    for slider, value in zip(sliders_of(controls, state), values[0], strict=True):
        text = write_number(tidy(float(np.float32(value))))
        groups.setdefault(slider.control.key, []).append(text)
    choices = {c.key: state[c.key] for c in controls if isinstance(c, Choice)}
    query = "&".join(f"{key}={','.join(parts)}" for key, parts in groups.items())
    query += "".join(f"&{key}={option}" for key, option in choices.items())
    read_back, changes = read(controls, query)
    assert not changes
    assert to_query(controls, read_back) is not None
    return read_back


def _same_corners(array: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Polygons and pieces are filled up to the longest of their track: both with as many."""
    short = [max(there - here, 0) for here, there in zip(array.shape, other.shape, strict=True)]
    if not any(short):
        return array
    return np.pad(array, [(0, count) for count in short], constant_values=np.nan)


@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_derivations_get_all_they_need(lesson, scene):
    for key in scene.derivations:
        wanted = {given.name for given in DERIVATIONS[key].given}
        env = scene.given(values_of(defaults(lesson.controls_of(scene))))
        assert wanted <= env.keys(), key


def test_every_derivation_has_a_place_on_a_page():
    shown = {key for _, scene in SCENES for key in scene.derivations}
    assert shown == DERIVATIONS.keys()


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))
def test_every_control_has_a_scene(lesson):
    assert {c.key for c in lesson.controls} == {key for s in lesson.scenes for key in s.moves}
    assert len({scene.key for scene in lesson.scenes}) == len(lesson.scenes)


def anywhere(controls, seed: int) -> State:
    """Every slider and every choice anywhere, vectors of any size, shares often 0."""
    rng = np.random.default_rng(seed)
    state = dict(defaults(controls))
    for control in controls:
        if isinstance(control, Choice):
            state[control.key] = str(rng.choice(control.offered(state)))
        elif isinstance(control, Numbers):
            size = rng.choice(control.sizes)
            state[control.key] = tuple(map(float, rng.choice(control.grid, size)))
        elif isinstance(control, Shares):
            parts = rng.choice([0, 0, 1, 2, 5], len(control.default))
            parts[rng.integers(len(parts))] += 1
            state[control.key] = tuple(map(float, parts / parts.sum()))
        else:
            ends = [control.low, control.high, rng.choice(control.grid)]
            state[control.key] = float(rng.choice(ends))
    return state


@pytest.mark.parametrize("lesson, scene", UNTRAINED, ids=[f"{a.key}-{b.key}" for a, b in UNTRAINED])
def test_every_state_has_its_tracks(lesson, scene):
    controls = lesson.controls_of(scene)
    # bounds that are roots of integrals take their time
    for seed in range(4 if scene.key in ("choose", "start") else 12):
        state = anywhere(controls, seed)
        base = frame_of(scene, controls, state)
        bad = {name for name, array in base.items() if np.isnan(array).any()}
        assert all(RAGGED.fullmatch(name) for name in bad), (state, bad)
        for track in tracks_of(scene, controls, state):
            assert all(len(array) == np.prod(track.counts) for array in track.arrays.values())
