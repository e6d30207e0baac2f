"""Every colour, marker and size of the site, for a light and a dark surface.

The class colours start from Okabe and Ito's palette (jfly.uni-koeln.de/color, 2008), moved as far
as a white or a black surface needs: each keeps a contrast of 3 or more against its panel, and any
two of the first ten stay apart for normal, protanopic, deuteranopic and tritanopic eyes.
"""

from dataclasses import dataclass

# Plotly's names; the stage draws the same ones. Ten shapes, then the same again: a class is told
# from the one with its shape by its colour.
SHAPES = (
    "circle", "square", "triangle-up", "diamond", "cross",
    "triangle-down", "x", "star", "pentagon", "hexagon",
)  # fmt: skip

# pixels; the axis text is the smallest a projector may show
TEXT_SIZE = 16
AXIS_TEXT_SIZE = 13
STAGE_HEIGHT = 560


@dataclass(frozen=True)
class Surface:
    """The colours of one surface. `ink` is for text, `muted` for text that stands back."""

    background: str
    panel: str
    ink: str
    muted: str
    grid: str
    accent: str
    feasible: str
    warning: str
    error: str
    classes: tuple[str, ...]


LIGHT = Surface(
    background="#f7f8fa",
    panel="#ffffff",
    ink="#1b1f24",
    muted="#57606a",
    grid="#dfe3e8",
    accent="#0b4f8a",
    feasible="#3f9d74",
    warning="#8a5300",
    error="#b3261e",
    classes=(
        "#0051d3", "#b43d21", "#0fa873", "#aa76a8", "#d96703",
        "#4d90f2", "#4e1933", "#531c79", "#8d1c1f", "#6a9c20",
        "#167765", "#494c71", "#b043b6", "#260d94", "#87964c",
        "#873542", "#8a734c", "#342658", "#5d9088", "#3d76ec",
    ),
)  # fmt: skip

DARK = Surface(
    background="#0f141a",
    panel="#171d25",
    ink="#e8ecf1",
    muted="#a3adba",
    grid="#303a46",
    accent="#6cb6ff",
    feasible="#2f7d5c",
    warning="#f0b429",
    error="#ff8a80",
    classes=(
        "#60b0fe", "#f57f0e", "#13a37b", "#bc6eb2", "#ffd719",
        "#acf4f0", "#e99a59", "#7d75ff", "#f7426f", "#ecf277",
        "#50fcac", "#b3c1ea", "#d3b3b5", "#dd43cf", "#e45e28",
        "#7edc7e", "#87c48a", "#ffb54a", "#59928f", "#db8db8",
    ),
)  # fmt: skip

SURFACES = {"light": LIGHT, "dark": DARK}


def class_shape(index: int) -> str:
    """Marker shape of class number `index`, counted from 0."""
    return SHAPES[index % len(SHAPES)]


def stage_theme() -> dict[str, dict[str, object]]:
    """Both surfaces as plain records for the stage: {"light": {...}, "dark": {...}}.

    Beside the colours of `Surface` each holds `shapes`, one marker a class.
    """
    return {
        name: vars(surface)
        | {
            "classes": list(surface.classes),
            "shapes": [class_shape(i) for i in range(len(surface.classes))],
        }
        for name, surface in SURFACES.items()
    }


def layout(title: str, surface: Surface = LIGHT) -> dict[str, object]:
    """The layout all Plotly figures share: our colours and sizes, no template of Plotly's.

    It leaves out Plotly's button that sends a chart to its makers' cloud, in notebooks too.
    """
    axis = {"gridcolor": surface.grid, "zerolinecolor": surface.grid, "linecolor": surface.muted}
    return {
        "template": "none",
        "title": {"text": title},
        "font": {"size": TEXT_SIZE, "color": surface.ink},
        "paper_bgcolor": surface.panel,
        "plot_bgcolor": surface.panel,
        "colorway": [surface.accent, *surface.classes],
        "xaxis": axis,
        "yaxis": axis,
        "margin": {"l": 60, "r": 60, "t": 60, "b": 60},
        "modebar": {"remove": ["sendChartToCloud"]},
        # a name is shown whole: cut short, an escaped sign in it would be cut in two
        "hoverlabel": {"namelength": -1},
    }
