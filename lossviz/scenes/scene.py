"""A lesson is a few scenes; a scene turns what the learner moves into numbers and pictures.

Everything is evaluated for many frames at once: at the state, and along every slider. What the
browser shows while a slider is dragged has been computed here before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from lossviz.derivations import DERIVATIONS, Env, evaluate
from lossviz.pictures import Row
from lossviz.scenes.controls import Control, Slider, State
from lossviz.scenes.state import values_along, values_of
from lossviz.settings import Settings

# numbers [F], vectors [F, n], options as they are: which, the control of that key knows alone
Values = Mapping[str, Any]
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Scene:
    """Controls, pictures and derivations that belong together.

    key: its name within the lesson.
    moves: keys of the lesson's controls that this scene shows.
    numbers: values of F frames → the arrays its pictures draw, each with leading axis F or 1.
    rows: a state → rows of pictures; strings in them that begin with "@" are keys of words.
    derivations: keys of `lossviz.derivations.DERIVATIONS`.
    given: values → the variables of those derivations, each with leading axis F.
    pads: pairs of sliders that one point in a picture moves together.
    wide: the pictures take the whole width, and the derivations stand under them.
    narrows: control → a choice and those of its options beside which it does something here.
    about: a state → the derivation that belongs to it; it is opened when that becomes another one.
    trains: a state → a run that a click in its pictures trains; all of that click's runs have its
      shapes.
    """

    key: str
    moves: tuple[str, ...]
    numbers: Callable[[Values], Arrays]
    rows: Callable[[State], list[Row]]
    derivations: tuple[str, ...] = ()
    given: Callable[[Values], Env] = dict
    pads: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    about: Callable[[State], str] | None = None
    trains: Callable[[State], Settings] | None = None
    narrows: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question with `options` answers, of which number `right` (from 1) is true."""

    key: str
    options: int
    right: int


@dataclass(frozen=True)
class Lesson:
    """A page of scenes: those of the curriculum have a vote and checks.

    Vectors stand before the choices that count in them.

    minutes: how long each step takes in a lecture, by its name on the page: "vote", a scene's key,
      "remember", "check-" and a question's key.
    """

    key: str
    controls: tuple[Control, ...]
    scenes: tuple[Scene, ...]
    vote: Question | None = None
    checks: tuple[Question, ...] = ()
    minutes: Mapping[str, float] = field(default_factory=dict)

    def scene(self, key: str) -> Scene:
        """The scene of this name.

        Raises:
          KeyError: there is none.
        """
        return {scene.key: scene for scene in self.scenes}[key]

    def controls_of(self, scene: Scene) -> tuple[Control, ...]:
        """The controls a scene shows, and the vectors that its choices count in."""
        shown = [c for c in self.controls if c.key in scene.moves]
        return tuple(
            replace(c, only=scene.narrows[c.key]) if c.key in scene.narrows else c for c in shown
        )


class Track(NamedTuple):
    """A scene along one slider or two: their names, their numbers of positions, the arrays."""

    over: tuple[str, ...]
    counts: tuple[int, ...]
    arrays: Arrays


def sliders_of(controls: tuple[Control, ...], state: State) -> list[Slider]:
    """All sliders of these controls, in display order."""
    return [slider for control in controls for slider in control.sliders(state)]


def frame_of(scene: Scene, controls: tuple[Control, ...], state: State) -> Arrays:
    """Every array of the scene at the state itself, leading axis 1."""
    return _arrays(scene, sliders_of(controls, state), values_of(state))


def tracks_of(scene: Scene, controls: tuple[Control, ...], state: State) -> list[Track]:
    """The scene along each of its sliders and pads, without what does not change there."""
    base = frame_of(scene, controls, state)
    names = [slider.name for slider in sliders_of(controls, state)]
    moved = [(name,) for name in names] + list(scene.pads)
    return [track_over(over, scene, controls, state, base) for over in moved]


def track_over(
    over: Sequence[str], scene: Scene, controls: tuple[Control, ...], state: State, base: Arrays
) -> Track:
    """The scene at every combination of positions of the sliders `over`, the last one fastest.

    Args:
      base: the scene's `frame_of`; the track lacks what is everywhere as there.
    """
    sliders = {slider.name: slider for slider in sliders_of(controls, state)}
    counts, values = values_along([sliders[name] for name in over], state)
    arrays = {
        name: array
        for name, array in _arrays(scene, list(sliders.values()), values).items()
        if len(array) > 1 and not _still(array, base[name])
    }
    return Track(tuple(over), counts, arrays)


def _still(array: np.ndarray, base: np.ndarray) -> bool:
    """Whether every frame is the base frame; polygons may have more corners than there."""
    same = array.shape[1:] == base.shape[1:]
    return same and np.array_equal(array, np.broadcast_to(base, array.shape), equal_nan=True)


def _arrays(scene: Scene, sliders: list[Slider], values: Values) -> Arrays:
    """The pictures' arrays, the derivations' slots, and the state of all sliders."""
    # logarithms of zero and the like are limits that the pictures show
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        found = {name: np.asarray(array) for name, array in scene.numbers(values).items()}
        env = scene.given(values) if scene.derivations else {}
        for number, key in enumerate(scene.derivations):
            for place, line in enumerate(evaluate(DERIVATIONS[key], env)):
                found |= {f"d{number}.{place}.{name}": s for name, s in line.slots.items()}
                if line.value.ndim == 1:
                    found[f"d{number}.{place}.value"] = line.value
    held = [_held(slider, values) for slider in sliders]
    return found | {"values": np.stack(held, axis=1) if held else np.zeros((1, 0))}


def _held(slider: Slider, values: Values) -> np.ndarray:
    array = values[slider.control.key]
    return array if slider.place is None else array[:, slider.place]
