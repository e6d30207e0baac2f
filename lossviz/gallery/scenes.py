"""Every picture of every scene, as a Plotly figure and in words, without the site.

A picture shows a scene at a state, in a language: its record with words put in, and the arrays of
the state. The page, its "Zoom & export" and notebooks get figure and words from the same ones.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from lossviz.figures.theme import SURFACES
from lossviz.lessons import Lesson, Scene
from lossviz.pictures import Picture
from lossviz.pictures.picture import Figured, Say, said
from lossviz.pictures.reading import Frame
from lossviz.scenes.controls import Choice, Control, Number, Numbers, State
from lossviz.scenes.scene import Arrays, frame_of
from lossviz.scenes.state import read
from lossviz.settings.numerals import write_number
from lossviz.words import LANGUAGES, SCENE_PAGES, say_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

Thing = TypeVar("Thing")


class Shown(NamedTuple):
    """A scene at a state: its pictures by id with their words put in, the arrays, the language."""

    pictures: dict[str, Picture]
    frame: Frame
    say: Say

    def figures(self) -> dict[str, Figured]:
        """Those that are more than words, and so have figures, by id."""
        return {key: one for key, one in self.pictures.items() if isinstance(one, Figured)}

    def name(self, key: str) -> str:
        """What a picture is called; one without a title by what it shows, or by its kind."""
        picture = self.pictures[key]
        return picture.title or picture.about or self.say(f"described.kinds.{picture.kind}")

    def words(self) -> dict[str, str]:
        """What each picture shows, for who cannot see it, by id."""
        return {key: one.words(self.frame, self.say) for key, one in self.pictures.items()}


def shown(lesson: Lesson, scene: Scene, state: State, lang: str, arrays: Arrays) -> Shown:
    """The pictures of the scene at `state`, where `arrays` is its `frame_of`."""
    say = partial(say_of, lang, lesson.key)
    rows = said(list(scene.rows(state)), say)
    frame = {name: array[0] for name, array in arrays.items()}
    return Shown({one.id: one for row in rows for one in row.pictures}, frame, say)


def plot_scene(
    lesson: str,
    scene: str,
    picture: str | None = None,
    *,
    lang: str = "en",
    theme: str = "light",
    **values: Any,
) -> "go.Figure":
    """A picture of a lesson's scene as a Plotly figure.

    >>> plot_scene("angular", "boundaries", "round", duel="arcface", T=70)

    Args:
      lesson, scene: their names, as in the address of the page.
      picture: which one of `scene_pictures`; the first one if none is said.
      lang: "en" or "zh".
      theme: "light" or "dark".
      values: what the scene's controls say, by the names that they have in a link or, where that
        is one of them alone, in its formulas: numbers, lists of numbers, options. The others have
        their defaults.

    Raises:
      KeyError: no such lesson, scene or picture; it lists those there are.
      ValueError: no such control, language or theme, or a value that the control does not take.
    """
    if theme not in SURFACES:
        raise ValueError(f"no theme {theme!r}; there are {', '.join(SURFACES)}")
    found = _at(lesson, scene, lang, values)
    figures = found.figures()
    chosen = next(iter(figures)) if picture is None else picture
    return _of(figures, chosen, "picture").figure(found.frame, SURFACES[theme])


def scene_pictures(lesson: str, scene: str, *, lang: str = "en", **values: Any) -> dict[str, str]:
    """The pictures that `plot_scene` can draw of a scene: what each is called, by id.

    Arguments and errors are those of `plot_scene`; other options may have other pictures.
    """
    found = _at(lesson, scene, lang, values)
    return {key: found.name(key) for key in found.figures()}


def describe_scene(lesson: str, scene: str, *, lang: str = "en", **values: Any) -> dict[str, str]:
    """What each picture of a scene shows, in words and with the numbers of the moment, by id.

    Arguments and errors are those of `plot_scene`.
    """
    return _at(lesson, scene, lang, values).words()


def _at(lesson: str, scene: str, lang: str, values: Mapping[str, Any]) -> Shown:
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    page, found, state = state_of(lesson, scene, values)
    return shown(page, found, state, lang, frame_of(found, page.controls_of(found), state))


def state_of(lesson: str, scene: str, values: Mapping[str, Any]) -> tuple[Lesson, Scene, State]:
    """A scene, and the state that these values of its controls are; see `plot_scene`."""
    page = _of(SCENE_PAGES, lesson, "lesson")
    found = _of({one.key: one for one in page.scenes}, scene, f"scene of {lesson}")
    return page, found, _state(page.controls_of(found), values)


def _of(known: Mapping[str, Thing], name: str, kind: str) -> Thing:
    if name not in known:
        raise KeyError(f"no {kind} {name!r}; there are {', '.join(known)}")
    return known[name]


def _state(controls: Sequence[Control], values: Mapping[str, Any]) -> State:
    """The state that these values are.

    Raises:
      ValueError: a value is not what its control takes; in a link it would be set right.
    """
    known = {control.key: control for control in controls}
    keys = _names(controls)
    for name in values:
        if name not in keys:
            raise ValueError(f"no control {name!r}; there are {', '.join(keys) or 'none'}")
    given = {keys[name]: value for name, value in values.items()}
    state, changes = read(controls, {key: _written(value) for key, value in given.items()})
    for change in changes:
        if change.reason != "rewritten":
            allowed = _allowed(known[change.field], state)
            raise ValueError(f"{change.field} must be {allowed}; got {given[change.field]!r}")
    return state


def _names(controls: Sequence[Control]) -> dict[str, str]:
    """The controls' keys by what they are called: by themselves, or as their one formula has it.

    A lesson whose scenes have several m calls each but one by another name in its links.
    """
    keys = [control.key for control in controls]
    symbols = [getattr(control, "symbol", "") for control in controls]
    own = {s: k for k, s in zip(keys, symbols, strict=True) if s and symbols.count(s) == 1}
    return own | {key: key for key in keys}


def _written(value: Any) -> str:
    """A value as a link has it; what is neither text nor numbers reads as none of them."""
    if isinstance(value, str):
        return value
    try:
        return "_".join(write_number(float(one)) for one in np.ravel(value))
    except (TypeError, ValueError):
        return str(value)


def _allowed(control: Control, state: State) -> str:
    if isinstance(control, Choice):
        return f"one of {', '.join(control.offered(state))}"
    if isinstance(control, Number):
        kind = "a whole number" if control.whole else "a number"
        return f"{kind} from {control.low:g} to {control.high:g}"
    if isinstance(control, Numbers):
        sizes = " or ".join(map(str, control.sizes))
        return f"{sizes} numbers from {control.low:g} to {control.high:g}"
    return f"{len(control.default)} numbers, none below 0, with sum 1"
