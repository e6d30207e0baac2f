"""The playground's sliders: positions, words, and the range in which a setting can converge."""

from collections.abc import Callable
from math import degrees, isclose, isfinite, isnan
from typing import Any, NamedTuple

from lossviz import losses, theory
from lossviz.losses import Parameter
from lossviz.playground import TIMELINE, slider_values
from lossviz.settings import Settings
from lossviz.stage.formats import number, with_unit
from lossviz.words import say_in

WANTED_P = 0.9
# which sentence explains the end of a range
KINDS = {
    ("arcface", "m"): "m_angle",
    ("cosface", "m"): "m_cosine",
    ("combined", "m2"): "m_own",
    ("combined", "m3"): "m_own",
}


class Range(NamedTuple):
    """Where a parameter can work, and the words for it.

    works: the values for which an arrangement is known; may: the values that are not excluded. NaN,
    NaN where there are none. note: at the slider; below and above: of a value outside of both;
    open: between the two.
    """

    works: tuple[float, float]
    may: tuple[float, float]
    note: str
    below: str
    above: Callable[[float], str]
    open: str

    def warns(self, value: float) -> str:
        """The words about this value, "" if there is nothing to say."""
        if _within(self.works, value) or isnan(self.may[0]):
            return ""
        if _within(self.may, value):
            return self.open
        return self.above(value) if value > self.may[1] else self.below


def _within(ends: tuple[float, float], value: float) -> bool:
    return ends[0] <= value <= ends[1]


def _span(ends: tuple[float, float], values: list[float]) -> list[int] | None:
    """First and last position of a slider between these ends."""
    inside = [k for k, value in enumerate(values) if _within(ends, value)]
    return [inside[0], inside[-1]] if inside else None


def sliders(settings: Settings, lang: str) -> list[dict[str, Any]]:
    """One record a parameter of the loss, as the browser's sliders need it."""
    parameters = losses.get(settings.loss).parameters
    return [_slider(settings, parameter, lang) for parameter in parameters]


def _slider(settings: Settings, parameter: Parameter, lang: str) -> dict[str, Any]:
    values = slider_values(settings, parameter.key)
    found = working_range(settings, parameter, lang)
    label = say_in(lang, f"sliders.label.{parameter.key}")
    return {
        "kind": "slider",
        "name": parameter.key,
        "key": parameter.key,
        "term": parameter.key,
        "place": None,
        "label": label,
        "field": name_of(label, parameter.symbol, lang),
        "values": values,
        "default": float(parameter.default),
        "texts": [with_unit(value, parameter.unit) for value in values],
        "index": values.index(float(getattr(settings, parameter.key))),
        "feasible": _span(found.works, values) if found else None,
        "perhaps": _span(found.may, values) if found else None,
        "note": found.note if found else "",
        "warnings": [found.warns(value) if found else "" for value in values],
    }


def timeline(steps: list[int], lang: str) -> dict[str, Any]:
    """The slider over the training steps of which a run keeps a snapshot."""
    last = steps[-1]
    return {
        "kind": "slider",
        "name": TIMELINE,
        "key": TIMELINE,
        "place": None,
        "label": say_in(lang, "sliders.step"),
        "field": None,
        "values": steps,
        "texts": [say_in(lang, "sliders.step_value", step=step, last=last) for step in steps],
        "aria": [say_in(lang, "sliders.step_aria", step=step, last=last) for step in steps],
        "index": len(steps) - 1,
        "plays": True,
        "timeline": True,
    }


def name_of(label: str, symbol: str, lang: str) -> str:
    """What the field beside a slider is called to who cannot see the slider."""
    known = not symbol or symbol in label.split()
    return say_in(lang, "typed.name", label=label if known else f"{label} {symbol}")


def working_range(settings: Settings, parameter: Parameter, lang: str) -> Range | None:
    """Where this parameter can converge beside the others, if that is known.

    s: from where an arrangement of so many classes in this dimension brings the target, margin
    included, to P = 0.9 on every class vector, to where samples a quarter of the way to the next
    class are pulled no more. Margins: while every class vector keeps its margin.
    """
    key = parameter.key
    kind = "s" if key == "s" else KINDS.get((settings.loss, key))
    if kind is None:
        return None
    params = {p.key: getattr(settings, p.key) for p in losses.get(settings.loss).parameters}
    where = (settings.classes, settings.dim)
    found = theory.feasible_range(settings.loss, key, *where, WANTED_P, **params)
    if kind == "s":
        return _scales(settings, params, found, lang)
    if kind == "m_cosine" and not theory.cosine_margin_is_proved(*where):
        kind = "m_seen"
    return _margins(settings, parameter, kind, found, lang)


def _scales(settings: Settings, params: dict, found: theory.Feasible, lang: str) -> Range:
    works, may = found[:2], found[2:]
    if isnan(found.least):
        return Range(works, may, say_in(lang, "sliders.note.s_never"), "", str, "")
    quarter = theory.least_angle(settings.classes, settings.dim) / 4
    words = {
        "classes": settings.classes,
        "dim": settings.dim,
        "known": number(found.low),
        "bound": number(found.least),
        "end": number(found.most),
        "quarter": number(degrees(quarter)),
    }

    def above(s: float) -> str:
        width = theory.width_left(settings.loss, settings.classes, settings.dim,
                                  **params | {"s": s})  # fmt: skip
        return say_in(lang, "sliders.warning.s_above", **words, s=number(s),
                      width=number(degrees(width)))  # fmt: skip

    note = say_in(lang, f"sliders.note.s{_state(found.low, found.least)}", **words)
    if isfinite(found.most):
        note = say_in(lang, "sliders.note.s_both", least=note, **words)
    return Range(works, may, note, say_in(lang, "sliders.warning.s", **words), above,
                 say_in(lang, "sliders.open.s", **words))  # fmt: skip


def _margins(
    settings: Settings, parameter: Parameter, kind: str, found: theory.Feasible, lang: str
) -> Range:
    works, may = found[:2], found[2:]
    if isnan(found.most):
        # it is another margin that leaves no room, and its own slider says so
        return Range(works, may, say_in(lang, "sliders.note.m_never"), "", str, "")
    words = {
        "known": with_unit(found.high, parameter.unit),
        "bound": with_unit(found.most, parameter.unit),
        "classes": settings.classes,
        "dim": settings.dim,
        "angle": number(degrees(theory.max_angular_margin(settings.classes, settings.dim))),
    }
    warning = say_in(lang, f"sliders.warning.{kind}", **words)
    note = say_in(lang, f"sliders.note.m{_state(found.high, found.most)}", **words)
    return Range(works, may, note, "", lambda _: warning, say_in(lang, "sliders.open.m", **words))


def _state(known: float, bound: float) -> str:
    """Which note: all is known, something is open, nothing is known to work."""
    if isnan(known):
        return "_above"
    return "" if isclose(known, bound) else "_open"
