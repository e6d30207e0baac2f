"""The stage's sliders: positions, words, and the range in which a setting can converge."""

from math import degrees, isnan
from typing import Any, NamedTuple

from lossviz import losses, theory
from lossviz.losses import Parameter
from lossviz.settings import Settings
from lossviz.web.stage.formats import number, with_unit
from lossviz.web.stage.service import slider_values
from lossviz.web.text import say_in

WANTED_P = 0.9
# which sentence explains the end of a range
KINDS = {
    ("arcface", "m"): "m_angle",
    ("combined", "m2"): "m_angle",
    ("cosface", "m"): "m_cosine",
    ("combined", "m3"): "m_cosine",
}


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
        "aria": [f"{label} = {with_unit(v, parameter.unit)}" for v in values],
        "index": values.index(float(getattr(settings, parameter.key))),
        "feasible": [inside[0], inside[-1]] if inside else None,
        "note": works.note if works else "",
        "warnings": [
            works.warning if works and not works.low <= value <= works.high else ""
            for value in values
        ],
    }


def working_range(settings: Settings, parameter: Parameter, lang: str) -> Range | None:
    """Where this parameter can converge beside the others, if that is known.

    s: from the least scale at which the best arrangement of so many classes in this dimension
    brings the target, margin included, to P = 0.9. Margins: while every class keeps a region.
    """
    key = parameter.key
    kind = "s" if key == "s" else KINDS.get((settings.loss, key))
    if kind is None:
        return None
    params = {p.key: getattr(settings, p.key) for p in losses.get(settings.loss).parameters}
    where = (settings.classes, settings.dim)
    low, high = theory.feasible_range(settings.loss, key, *where, WANTED_P, **params)
    words = {
        "low": number(low),
        "high": with_unit(high, parameter.unit),
        "classes": settings.classes,
        "dim": settings.dim,
        "angle": number(degrees(theory.max_angular_margin(*where))),
    }
    note = say_in(lang, f"sliders.note.{kind}{'_never' if isnan(low) else ''}", **words)
    if isnan(low):
        # it is the margin that leaves no room, and the margin's own slider says so
        return Range(low, high, note, "")
    return Range(low, high, note, say_in(lang, f"sliders.warning.{kind}", **words))
