"""Picture specs that several scenes share. The fields are those the browser's pictures read."""

from typing import Any

Spec = dict[str, Any]
# of an axis: a number, or the name of the array that holds it
End = float | str
# low, high and label; with a base, the values are its exponents and the ticks say its powers
Axis = tuple[End, End, str] | tuple[End, End, str, int]


def terms(family: str, count: int) -> list[str]:
    """["z1", "z2", …]: the names under which formula and picture light up together."""
    return [f"{family}{k + 1}" for k in range(count)]


def bars(name: str, value: str, family: str, names: list[str], **more: Any) -> Spec:
    """One bar a class for the array `value`; `name` is the picture's id and key of its words."""
    series = {"value": value, "name": "", "colour": "class", "terms": terms(family, len(names))}
    return {
        "type": "bars",
        "id": name,
        "title": f"@pictures.{name}",
        "about": f"@pictures.{name}_about",
        "series": [series],
        "names": names,
        "low": 0,
        "high": 1,
        "ylabel": "",
        "format": "share",
    } | more


def curves(name: str, x: Axis, y: Axis, **more: Any) -> Spec:
    """Curves over an axis: (low, high, label) of both, and the base if an axis shows powers."""
    return {
        "type": "curves",
        "id": name,
        "title": f"@pictures.{name}",
        "about": f"@pictures.{name}_about",
        "x": _axis(*x),
        "y": _axis(*y),
    } | more


def _axis(low: End, high: End, label: str, base: int | None = None) -> Spec:
    return {"low": low, "high": high, "label": label} | ({} if base is None else {"base": base})


def line(x: str, y: str, colour: str, name: str = "", term: str | None = None, **more: Any) -> Spec:
    """A curve through the arrays x and y."""
    return {"x": x, "y": y, "colour": colour, "name": name, "term": term} | more


def mark(x: str, y: str, colour: str, term: str | None = None, **more: Any) -> Spec:
    """A dot at the values x and y."""
    return {"x": x, "y": y, "colour": colour, "term": term, "name": "", "drop": False} | more


# name, array, format, term
Cell = tuple[str, str, str, str | None]


def numbers(*cells: Cell) -> Spec:
    """A row of live numbers: (name, array, format, term) each."""
    keys = ("name", "value", "format", "term")
    return {"type": "numbers", "id": "numbers",
            "cells": [dict(zip(keys, cell, strict=True)) for cell in cells]}  # fmt: skip


def row(*pictures: Spec, grow: float = 1, alone: bool = False, below: bool = False) -> Spec:
    """Pictures side by side; on a phone four or more stand in pairs, unless they are `alone`.

    below: under the controls, for what is read after the pictures.
    """
    return {"grow": grow, "pictures": list(pictures), "alone": alone, "below": below}
