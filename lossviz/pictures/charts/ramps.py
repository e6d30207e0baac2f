"""The colours of heights and of signed entries, those of `web/js/drawing/colours.js`."""

from lossviz.figures.theme import DARK, Surface

Scale = list[list[float | str]]
# eleven even steps of a ramp that was mixed in OKLab: calm to strong
LIGHT_RAMP = (
    "#f8f8e9", "#d7efd3", "#b5e6be", "#89d6bf", "#59c5bf", "#3eabbf",
    "#2092be", "#2c74b0", "#3057a3", "#373d88", "#37236f",
)  # fmt: skip
DARK_RAMP = (
    "#1b2130", "#262e52", "#313974", "#2a518b", "#0f68a2", "#0983aa",
    "#059eb1", "#41b9ad", "#65d3a7", "#b2e3a6", "#eff2a3",
)  # fmt: skip
# eleven even steps from −1 to 1
LIGHT_SIDES = (
    "#1276ce", "#448cd7", "#6aa2e0", "#92bbea", "#bed6f3", "#ffffff",
    "#fad5bf", "#f4b894", "#ee9e6c", "#e78544", "#e06d00",
)  # fmt: skip
DARK_SIDES = (
    "#3e89d7", "#3977b9", "#33649a", "#2c5079", "#243b55", "#171d25",
    "#4f3b2f", "#774f32", "#9d6131", "#c1722d", "#e48225",
)  # fmt: skip


def heights(theme: Surface) -> Scale:
    """Plotly's scale from calm to strong."""
    return _scale(DARK_RAMP if theme == DARK else LIGHT_RAMP)


def signed(theme: Surface) -> Scale:
    """Plotly's scale from −1 to 1: the panel at 0, one hue for each sign."""
    return _scale(DARK_SIDES if theme == DARK else LIGHT_SIDES)


def stand_out(theme: Surface) -> str:
    """A colour that is not on the ramp of heights, for the one mark upon it."""
    return (DARK_SIDES if theme == DARK else LIGHT_SIDES)[-1]


def _scale(colours: tuple[str, ...]) -> Scale:
    return [[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)]
