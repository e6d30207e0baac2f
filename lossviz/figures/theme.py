"""Every colour, marker and size of the site: on a light surface, a dark one, and a projector's.

The class colours start from Okabe and Ito's palette (jfly.uni-koeln.de/color, 2008), moved as far
as a white or a black surface needs: each keeps a contrast of 3 or more against its panel, and any
two of the first ten stay apart for normal, protanopic, deuteranopic and tritanopic eyes. A class
has the same hue on all surfaces, so that "the red bar" is red for who reads in the dark, too.

A projector in a lit room washes out what is pale: its colours are deeper, its lines thicker.
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
    """The colours of one surface. `ink` is for text, `muted` for text that stands back.

    weight: how much thicker lines are than elsewhere.
    """

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
    weight: float = 1.0


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
    feasible="#3f9d74",
    warning="#f0b429",
    error="#ff8a80",
    classes=(
        "#84b4fe", "#fe4f3d", "#85fed5", "#e2acda", "#f2a776",
        "#637ebb", "#b9748d", "#be59fa", "#df6d6a", "#9dd521",
        "#388f84", "#6c7bfb", "#f37de2", "#9a99fd", "#7d8616",
        "#f55787", "#ffc100", "#9a90ad", "#acd5d1", "#ccd9f9",
    ),
)  # fmt: skip

PROJECTOR = Surface(
    background="#f7f8fa",
    panel="#ffffff",
    ink="#000000",
    muted="#353d46",
    grid="#a9b2bd",
    accent="#003a8c",
    feasible="#14794a",
    warning="#6b3f00",
    error="#9c120c",
    classes=(
        "#1738c8", "#961702", "#038d50", "#904393", "#c04e07",
        "#2b71d9", "#55143e", "#590f81", "#922532", "#4f8a20",
        "#066f65", "#4a5477", "#d50ad0", "#1e008c", "#616316",
        "#5e1124", "#9d6c0b", "#2d1b5b", "#4f837c", "#052bfc",
    ),
    weight=1.5,
)  # fmt: skip

SURFACES = {"light": LIGHT, "dark": DARK, "projector": PROJECTOR}


def class_shape(index: int) -> str:
    """Marker shape of class number `index`, counted from 0."""
    return SHAPES[index % len(SHAPES)]


def stage_theme() -> dict[str, dict[str, object]]:
    """All surfaces as plain records for the stage, {"light": {...}, …}.

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
