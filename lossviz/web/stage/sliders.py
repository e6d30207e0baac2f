"""The stage's sliders: positions, words, and the range in which a setting can converge."""

from math import degrees
from typing import Any, NamedTuple

from lossviz import losses, theory
from lossviz.losses import Parameter
from lossviz.settings import Settings
from lossviz.web.stage.formats import number, with_unit
from lossviz.web.stage.service import slider_values
from lossviz.web.text import say_in

WANTED_P = 0.9
ANGULAR_MARGINS = {("arcface", "m"), ("combined", "m2")}
COSINE_MARGINS = {("cosface", "m"), ("combined", "m3")}


class Range(NamedTuple):
    """Where a parameter can work, and the words for it: a note, and a warning outside."""

    low: float
    high: float
    note: str
    warning: str


def sliders(settings: Settings, lang: str) -> list[dict[str, Any]]:
    """One record a parameter of the loss, as the browser's sliders need it."""
    parameters = losses.get(settings.loss).parameters
    return [_slider(settings, parameter, lang) for parameter in parameters]


def _slider(settings: Settings, parameter: Parameter, lang: str) -> dict[str, Any]:
    values = slider_values(settings, parameter.key)
    works = working_range(settings, parameter, lang)
    inside = [k for k, v in enumerate(values) if works and works.low <= v <= works.high]
    label = say_in(lang, f"sliders.label.{parameter.key}")
    return {
        "name": parameter.key,
        "label": label,
        "symbol": parameter.symbol,
        "unit": parameter.unit,
        "values": values,
        "texts": [with_unit(value, parameter.unit) for value in values],
        "aria": [f"{label} {parameter.symbol} = {with_unit(v, parameter.unit)}" for v in values],
        "index": values.index(float(getattr(settings, parameter.key))),
        "feasible": [inside[0], inside[-1]] if inside else None,
        "note": works.note if works else "",
        "warnings": [
            works.warning if works and not works.low <= value <= works.high else ""
            for value in values
        ],
    }


def working_range(settings: Settings, parameter: Parameter, lang: str) -> Range | None:
    """Where this parameter can converge for so many classes in this dimension, if that is known.

    s: from the least scale at which the best arrangement of the classes reaches P = 0.9.
    Margins: up to the least angle, or 1 − cos of it, that the best arrangement leaves.
    """
    classes, dim = settings.classes, settings.dim
    where = (settings.loss, parameter.key)
    if parameter.key == "s":
        low = float(theory.min_scale(classes, dim, WANTED_P))
        kind, bounds = "s", (low, parameter.high)
    elif where in ANGULAR_MARGINS:
        kind, bounds = "m_angle", (0.0, float(theory.max_angular_margin(classes, dim)))
    elif where in COSINE_MARGINS:
        kind, bounds = "m_cosine", (0.0, float(theory.max_cosine_margin(classes, dim)))
    else:
        return None
    words = {
        "low": number(bounds[0]),
        "high": with_unit(bounds[1], parameter.unit),
        "classes": classes,
        "dim": dim,
        "angle": number(degrees(float(theory.max_angular_margin(classes, dim)))),
    }
    return Range(
        *bounds,
        say_in(lang, f"sliders.note.{kind}", **words),
        say_in(lang, f"sliders.warning.{kind}", **words),
    )
