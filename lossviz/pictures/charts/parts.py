"""What the Plotly twins share: numbers of a frame, colours, texts, axes, the empty figure."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import Surface, class_shape, layout
from lossviz.pictures.formats import powers
from lossviz.pictures.picture import Axis, Colour, Picture
from lossviz.pictures.ranges import range_of
from lossviz.pictures.reading import Frame

# how opaque regions are on a light and a dark surface
TINT, DARK_TINT = 0.17, 0.26
# WCAG contrast of a line against its panel
LEGIBLE = 4.6
# one letter or digit after an underscore stands below the line, as `drawing/subscript.js` has it
_LOW = re.compile(r"(?<=\S)_([A-Za-z0-9])(?![A-Za-z0-9_])")
# so many powers at most have their ticks
MOST_TICKS = 9


def empty(picture: Picture, theme: Surface) -> go.Figure:
    """A figure with the picture's title, no axes and no traces."""
    figure = go.Figure(layout=layout(label(picture.title or ""), theme))
    figure.update_layout(
        title_x=0.02,
        margin_b=100,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
    )
    return figure


def fill_room(figure: go.Figure) -> None:
    """A picture in space has no labels around it: it takes their room."""
    figure.update_layout(margin={"l": 0, "r": 0, "t": 40, "b": 0})


def as_text(name: str) -> str:
    """A learner's own name so that Plotly shows it as it is: no tags, no entities, no formula."""
    return escape(name, quote=False).replace("$", "&#36;")


def shape(cls: int, dim: int) -> str:
    """The marker of a class; Plotly has only three in 3-D that can also be hollow."""
    if dim == 2:
        return class_shape(cls)
    return ("circle", "square", "diamond")[cls % 3]


def label(text: str) -> str:
    """Words as Plotly has them: no markup but letters below the line."""
    return _LOW.sub(r"<sub>\1</sub>", as_text(text))


def colour_of(role: Colour | None, theme: Surface) -> str:
    """The colour of a role: "class:0" is the first class, others are those of the surface."""
    name = role or "accent"
    if name.startswith("class:"):
        return theme.classes[int(name[6:]) % len(theme.classes)]
    if name == "good":
        return _legible(theme.feasible, theme.panel)
    return getattr(theme, name)


def dash_of(dash: bool | tuple[float, ...] | None) -> str:
    """Plotly's name of a dash; one of its own by its lengths."""
    if isinstance(dash, tuple):
        return ",".join(f"{length:g}px" for length in dash)
    return "dash" if dash else "solid"


def axis_of(axis: Axis, frame: Frame, ends: tuple[float, float] | None = None) -> dict[str, Any]:
    """Range, title and ticks of an axis; with a base its values are exponents, its ticks powers.

    ends: from where to where it goes, where the record alone does not say.
    """
    low, high = ends or range_of(axis, frame, ())
    found: dict[str, Any] = {"range": [low, high], "title": {"text": label(axis.label)}}
    if axis.base:
        step = max(int(np.ceil((high - low) / MOST_TICKS)), 1)
        places = np.arange(np.ceil(low / step) * step, high + 1e-9, step)
        found["tickvals"] = places
        found["ticktext"] = [powers(axis.base, place) for place in places]
    if axis.unit:
        found |= {"tickformat": ".0%"} if axis.unit == "%" else {"ticksuffix": axis.unit}
    if axis.steps:
        fitting = [step for step in axis.steps if (high - low) / step <= MOST_TICKS]
        found["dtick"] = fitting[0] if fitting else axis.steps[-1]
    return found


def held(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Values beyond the picture on its edge, where the canvas has them too; NaN stays."""
    return np.clip(values, low, high)


def tinted(colour: str, alpha: float) -> str:
    """A colour "#rrggbb" made translucent."""
    red, green, blue = _rgb(colour)
    return f"rgba({red},{green},{blue},{alpha})"


def sign_of(beyond: Mapping[str, np.ndarray], plain: str = "circle") -> np.ndarray:
    """Markers that point up or down where a value lies above or below the picture."""
    signs = np.where(beyond["above"], "triangle-up", plain)
    return np.where(beyond["below"], "triangle-down", signs)


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return red, green, blue


def _luminance(rgb: tuple[int, int, int]) -> float:
    shares = [value / 255 for value in rgb]
    parts = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return float(np.dot((0.2126, 0.7152, 0.0722), parts))


def _legible(colour: str, panel: str) -> str:
    """The colour, moved towards black or white until it stands out from the panel."""
    ground = _luminance(_rgb(panel))
    end = 0 if ground > 0.3 else 255
    for share in np.arange(0, 1, 0.04):
        red, green, blue = (round(value + share * (end - value)) for value in _rgb(colour))
        low, high = sorted((ground, _luminance((red, green, blue))))
        if (high + 0.05) / (low + 0.05) >= LEGIBLE:
            return f"#{red:02x}{green:02x}{blue:02x}"
    return "#000000" if end == 0 else "#ffffff"
