"""The table of settings: kind, default and range of each, and what each depends on.

Several settings depend on others: how many classes there are is up to the data set, the range of m
is up to the loss. A setting depends only on settings above it in the table, so one pass from top to
bottom settles all of them. `chosen` below is that pass's result so far.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lossviz.data import DATASETS, available_points, class_range, default_classes
from lossviz.losses import CATALOGUE, Parameter

SMALLEST_BATCH = 4


@dataclass(frozen=True)
class Field:
    """One setting. kind: "choice", "id", "flag", "whole" or "real" (numbers from low to high).

    The default and the range are the widest there are; `default_of` and `limits` narrow them.
    """

    kind: str
    default: Any
    low: int | float = -math.inf
    high: int | float = math.inf
    choices: tuple[str, ...] = ()


def _choice(default: str, *choices: str) -> Field:
    return Field("choice", default, choices=choices)


def _whole(default: int, low: int, high: int) -> Field:
    return Field("whole", default, low, high)


def _real(default: int | float, low: int | float, high: int | float) -> Field:
    return Field("real", float(default), float(low), float(high))


def _parameter(key: str) -> Field:
    found = [p for loss in CATALOGUE.values() for p in loss.parameters if p.key == key]
    return Field("real", None, min(p.low for p in found), max(p.high for p in found))


PARAMETERS = ("s", "m", "m1", "m2", "m3", "eps", "lam")

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "dataset": _choice("digits", *DATASETS),
        "upload": Field("id", ""),
        "classes": _whole(6, 2, 20),
        "points": _whole(360, 20, 2000),
        "spread": _real(0.25, 0, 1),
        "imbalance": _real(1, 1, 20),
        "noise": _real(0, 0, 1),
        "dim": _whole(2, 2, 3),
        "encoder": _choice("mlp", "free", "linear", "mlp"),
        "depth": _whole(1, 1, 3),
        "width": _whole(64, 8, 128),
        "vectors": _choice("means", "means", "random"),
        "loss": _choice("arcface", *CATALOGUE),
        **{key: _parameter(key) for key in PARAMETERS},
        "anneal": Field("flag", False),
        "bias": Field("flag", True),
        "optimizer": _choice("adam", "adam", "sgd"),
        "lr": _real(0.03, 1e-5, 10),
        "momentum": _real(0.9, 0, 0.99),
        "batch": _whole(0, 0, 2000),
        "decay": _real(0, 0, 1),
        "steps": _whole(300, 1, 5000),
        "seed": _whole(0, 0, 2**31 - 1),
    }
)


def unused(name: str, chosen: Mapping[str, Any]) -> str | None:
    """Why a setting means nothing beside the chosen ones (a reason key), or None if it counts."""
    match name:
        case "upload":
            counts, reason = DATASETS[chosen["dataset"]].kind == "upload", "not-used-by-data"
        case "spread" | "imbalance":
            counts, reason = getattr(DATASETS[chosen["dataset"]], name), "not-used-by-data"
        case "depth" | "width":
            counts, reason = chosen["encoder"] == "mlp", "not-used-by-encoder"
        case "momentum":
            counts, reason = chosen["optimizer"] == "sgd", "not-used-by-optimizer"
        case "bias":
            counts, reason = CATALOGUE[chosen["loss"]].family == "raw", "not-in-loss"
        case "anneal":
            counts, reason = parameter("lam", chosen["loss"]) is not None, "not-in-loss"
        case _ if name in PARAMETERS:
            counts, reason = parameter(name, chosen["loss"]) is not None, "not-in-loss"
        case _:
            return None
    return None if counts else reason


def parameter(key: str, loss: str) -> Parameter | None:
    """The loss's parameter of this key, or None if it has none."""
    return next((p for p in CATALOGUE[loss].parameters if p.key == key), None)


def default_of(name: str, chosen: Mapping[str, Any]) -> Any:
    """What a setting is when nothing is said about it; for an unused one, its resting value."""
    if name == "classes":
        return default_classes(chosen["dataset"], chosen["upload"])
    if name == "points":
        return min(FIELDS["points"].default, limits("points", chosen)[1])
    if name == "bias":
        return unused("bias", chosen) is None
    if name in PARAMETERS:
        found = parameter(name, chosen["loss"])
        return None if found is None else float(found.default)
    return FIELDS[name].default


def limits(name: str, chosen: Mapping[str, Any]) -> tuple[int | float, int | float]:
    """Least and greatest value of a number beside the chosen settings.

    `points` may always be 20: a smaller table is used as far as it goes. `batch` may also be 0.
    """
    low, high = FIELDS[name].low, FIELDS[name].high
    if name == "classes":
        return class_range(chosen["dataset"], chosen["upload"])
    if name == "points":
        return low, max(low, min(high, _available(chosen)))
    if name == "batch":
        return low, min(high, chosen["points"], _available(chosen))
    if name in PARAMETERS and (found := parameter(name, chosen["loss"])) is not None:
        return float(found.low), float(found.high)
    return low, high


def _available(chosen: Mapping[str, Any]) -> int:
    return available_points(chosen["dataset"], chosen["classes"], chosen["upload"])


def fit(name: str, value: Any, chosen: Mapping[str, Any]) -> tuple[Any, str | None]:
    """(nearest legal value, None if that is the value itself or else a reason key).

    value: of the field's type; a whole number may also be an infinity.
    """
    field = FIELDS[name]
    if field.kind == "choice":
        return (value, None) if value in field.choices else (field.default, "unknown-choice")
    if field.kind == "id":
        return (value, None) if re.fullmatch("[0-9a-f]{16}", value) else ("", "upload-missing")
    if field.kind == "flag":
        return value, None
    if value != value:
        return default_of(name, chosen), "not-a-number"
    low, high = limits(name, chosen)
    if name == "batch":
        return _fit_batch(value, high)
    nearest = min(max(value, low), high)
    if nearest == value:
        return nearest + 0.0 if field.kind == "real" else nearest, None  # −0.0 becomes 0.0
    within = field.low <= value <= field.high
    by_data = within and name in ("classes", "points")
    return nearest, "not-offered-by-data" if by_data else "out-of-range"


def _fit_batch(size: int | float, points: int | float) -> tuple[int, str | None]:
    """A batch of all points, or of more than there are, is the full batch: 0."""
    if size in (0, points):
        return 0, None
    if size > points:
        offered = size <= FIELDS["batch"].high
        return 0, "batch-larger-than-data" if offered else "out-of-range"
    if size < SMALLEST_BATCH:
        return SMALLEST_BATCH if 0 < size and SMALLEST_BATCH < points else 0, "out-of-range"
    return int(size), None
