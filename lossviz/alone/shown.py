"""Scenes and runs in a notebook, with their sliders: what `lossviz.show` and `show_scene` give."""

from html import escape
from numbers import Integral
from pathlib import Path
from typing import Any

from lossviz.alone.archive import made
from lossviz.alone.file import file_of, name_of
from lossviz.alone.page import PLAYGROUND, THEMES, Place
from lossviz.gallery.scenes import state_of
from lossviz.playground import VIEWS
from lossviz.playground.runs import remember
from lossviz.scenes.state import to_query
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.words import LANGUAGES

# pixels: as high as a scene is beside a notebook's cells
HEIGHT = 760
# it may run its script and fill the screen, and reaches nothing of the notebook
FRAME = (
    '<iframe srcdoc="{page}" sandbox="allow-scripts" allow="fullscreen" loading="lazy" '
    'title="{title}" style="width:100%;height:{height}px;border:0;border-radius:8px"></iframe>'
)
UNSEEN_VIEW = "input"


class Standalone:
    """A scene or a run as a page of its own, with all that it shows in it.

    As the last value of a cell it is shown there. Jupyter, VS Code and Colab take `_repr_html_`,
    and so does marimo where an object has no `_display_` or `_mime_` of its own; the page stands
    in an `<iframe srcdoc>`, which all four show, also of a saved notebook that is opened again.

    html: the page, 1 to 5 MB; `save` writes it to a file that opens without a network.
    """

    def __init__(self, html: str, name: str, height: int) -> None:
        self.html = html
        self.name = name
        self.height = height

    def save(self, path: str | Path = "") -> Path:
        """Write the page to a file, in a folder under a name that says what it is.

        Args:
          path: of the file, or of the folder; the current one if nothing is said.
        """
        asked = Path(path)
        place = asked / self.name if asked.is_dir() else asked
        place.write_text(self.html, "utf-8")
        return place

    def _repr_html_(self) -> str:
        page = escape(self.html, quote=True)
        return FRAME.format(page=page, title=escape(self.name), height=self.height)

    def __repr__(self) -> str:
        return f"<{self.name}, {len(self.html) / 1e6:.1f} MB: save(path) writes it>"


def show(
    run: Run | Settings,
    *,
    view: str | None = None,
    step: int | None = None,
    lang: str = "en",
    theme: str = "auto",
    height: int = HEIGHT,
) -> Standalone:
    """A run with its timeline, the sliders of its loss and its formula, as in the playground.

    >>> lossviz.show(lossviz.Settings(loss="arcface", s=16, m=0.3)).save("arcface.html")

    Every position of a slider is a run that is trained to its end here and now: some seconds for
    some fifty small ones.

    Args:
      run: a trained run, or the settings of one.
      view: "unit" or "raw"; what suits the loss if nothing is said.
      step: the training step to open at; its last one if nothing is said.
      lang: "en" or "zh"; the page has a switch.
      theme: "light", "dark", or "auto" for what the reader's system has.
      height: of the frame in a notebook, in pixels.

    Raises:
      TypeError: neither a run nor settings; a step that is no whole number.
      ValueError: no such view, language or theme.
    """
    if not isinstance(run, Run | Settings):
        raise TypeError(f"show takes a Run or Settings, of lossviz.train; got {type(run).__name__}")
    views = [name for name in VIEWS if name != UNSEEN_VIEW]
    if view is not None and view not in views:
        raise ValueError(f"no view {view!r}; there are {', '.join(views)}")
    if step is not None and not isinstance(step, Integral):
        raise TypeError(f"step must be a whole number; got {step!r}")
    _check(lang, theme)
    if isinstance(run, Run):
        remember(run)
    settings = run.settings if isinstance(run, Run) else run
    looks = {"view": view, "at": step}
    said = [f"{key}={value}" for key, value in looks.items() if value is not None]
    query = "&".join(filter(None, (settings.to_query(), *said)))
    return _shown(Place(PLAYGROUND, PLAYGROUND, query, lang, theme, settings), height)


def show_scene(
    lesson: str,
    scene: str,
    *,
    lang: str = "en",
    theme: str = "auto",
    height: int = HEIGHT,
    **values: Any,
) -> Standalone:
    """A scene of a lesson with its sliders, pictures and derivations, as on its page.

    >>> lossviz.show_scene("margin", "shapes", m=0.3)

    Args:
      lesson, scene: their names, as in the address of the page.
      values: what the scene's controls say, by the names that they have in a link or, where that
        is one of them alone, in its formulas: numbers, lists of numbers, options. The others have
        their defaults.

    The other arguments are those of `show`.

    Raises:
      KeyError: no such lesson or scene; it lists those there are.
      ValueError: no such control, language or theme, or a value that the control does not take.
    """
    page, found, state = state_of(lesson, scene, values)
    _check(lang, theme)
    query = to_query(page.controls_of(found), state)
    return _shown(Place(page.key, found.key, query, lang, theme), height)


def _check(lang: str, theme: str) -> None:
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    if theme not in THEMES:
        raise ValueError(f"no theme {theme!r}; there are {', '.join(THEMES)}")


def _shown(place: Place, height: int) -> Standalone:
    return Standalone(made(file_of(place)), name_of(place), height)
