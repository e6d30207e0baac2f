"""The pictures of a trained run as Plotly figures."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lossviz.data import NoPlane
from lossviz.figures.theme import SURFACES, Surface
from lossviz.pictures import Embedding
from lossviz.pictures.picture import Figured, Say, said
from lossviz.pictures.reading import Frame
from lossviz.playground import input_plane, tracks
from lossviz.training import Run
from lossviz.words import LANGUAGES, say_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

FEATURES = ("unit", "raw")
# whose words they have
ROOM = "stage"


def plot_embedding(
    run: Run, step: int | None = None, view: str = "unit", lang: str = "en", theme: str = "light"
) -> "go.Figure":
    """The embedding of a run: points, class vectors, regions, boundaries.

    Args:
      step: the snapshot nearest to this training step; −1, or none, is the last one.
      view: "unit" for directions on the circle or sphere, "raw" for the features themselves.
      lang: "en" or "zh".
      theme: "light" or "dark".

    Raises:
      ValueError: no such view, language or theme, or the run has no snapshot.
    """
    say, surface = _manner(lang, theme)
    if view not in FEATURES:
        raise ValueError(f"view must be 'unit' or 'raw'; got {view!r}")
    return _embedding(run, step, say, surface, view)


def plot_target_logit(
    run: Run, step: int | None = None, lang: str = "en", theme: str = "light"
) -> "go.Figure":
    """ψ(θ) beside cos θ, and the histograms of θ_y and of the nearest rival's angle.

    Arguments and errors are those of `plot_embedding`; a raw-score loss has the angles alone.
    """
    return _plain(run, step, "psi", *_manner(lang, theme))


def plot_history(run: Run, lang: str = "en", theme: str = "light") -> "go.Figure":
    """Loss and training accuracy of a run over its steps. Arguments: see `plot_embedding`."""
    return _plain(run, None, "history", *_manner(lang, theme))


def plot_input(
    run: Run, step: int | None = None, lang: str = "en", theme: str = "light"
) -> "go.Figure":
    """The plane of the inputs, or a slice, with the regions that the network makes of it.

    Arguments and errors are those of `plot_embedding`. Where there is none, an empty figure says
    why.
    """
    return _input(run, step, *_manner(lang, theme))


def describe_run(run: Run, step: int | None = None, lang: str = "en") -> dict[str, str]:
    """What each picture of a run shows at a step, in words and with its numbers, by id.

    Arguments and errors are those of `plot_embedding`.
    """
    say, _ = _manner(lang, "light")
    return input_plane.described(run, step, say) | tracks.described(run, step, say)


def figure_of_run(
    run: Run, picture: str, step: int, view: str, lang: str, theme: str = "light"
) -> "go.Figure":
    """A picture of the playground at a step.

    Args:
      picture: "embedding", "input", "psi", "history" or "numbers".
      view: "raw" for the embedding as features, else as directions.

    Raises:
      KeyError: no such picture; it lists those there are.
    """
    say, surface = _manner(lang, theme)
    known = tracks.pictures(run.settings, run.data)
    names = [*(one.id for one in known if isinstance(one, Figured)), "input"]
    if picture not in names:
        raise KeyError(f"no picture {picture[:40]!r}; there are {', '.join(names)}")
    if not len(run.steps):
        return _without(say("input.none.empty"), surface)
    if picture == "input":
        return _input(run, step, say, surface)
    if picture != "embedding":
        return _plain(run, step, picture, say, surface)
    return _embedding(run, step, say, surface, view)


def _manner(lang: str, theme: str) -> tuple[Say, Surface]:
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    if theme not in SURFACES:
        raise ValueError(f"no theme {theme!r}; there are {', '.join(SURFACES)}")
    return partial(say_of, lang, ROOM), SURFACES[theme]


def _found(run: Run, step: int | None, key: str, say: Say) -> tuple[Figured, Frame]:
    """The picture with its words, and a title where the page needs none."""
    pictures, frame = tracks.pictured(run, step)
    picture = said(next(one for one in pictures if one.id == key), say)
    title = picture.title or say(f"described.titles.{key}", step=int(frame["step"][0]))
    return replace(picture, title=title), frame


def _plain(run: Run, step: int | None, key: str, say: Say, surface: Surface) -> "go.Figure":
    picture, frame = _found(run, step, key, say)
    return picture.figure(frame, surface)


def _embedding(
    run: Run, step: int | None, say: Say, surface: Surface, view: str
) -> "go.Figure":  # fmt: skip
    picture, frame = _found(run, step, "embedding", say)
    assert isinstance(picture, Embedding)
    return picture.figure(frame, surface, "raw" if view == "raw" else "unit")


def _input(run: Run, step: int | None, say: Say, surface: Surface) -> "go.Figure":
    if not len(run.steps):
        return _without(say("input.none.empty"), surface)
    try:
        picture, frame = input_plane.pictured(run, step, say)
    except NoPlane as error:
        return _without(input_plane.why_no_plane(error, say), surface)
    return picture.figure(frame, surface)


def _without(sentence: str, surface: Surface) -> "go.Figure":
    from lossviz.pictures.charts.input import without

    return without(sentence, surface)
