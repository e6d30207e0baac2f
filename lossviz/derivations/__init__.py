"""Derivations as data: every line of the lessons in symbols, in numbers, and checked.

`DERIVATIONS[key]` is a derivation; `evaluate` computes its lines on given numbers.
"""

from types import MappingProxyType

from lossviz.derivations import (
    angular,
    angular_pull,
    budget,
    cosines,
    crowd,
    detour,
    divergence,
    edges,
    equal,
    gradient,
    information,
    jacobian,
    label_smoothing,
    least_scale,
    likelihood,
    lse,
    margin,
    margin_width,
    multiplicative,
    optimal_gap,
    pairs,
    scale,
    sigmoid,
    smoothing,
    softmax,
)
from lossviz.derivations.core import (
    Derivation,
    Env,
    Given,
    Line,
    Relation,
    Step,
    evaluate,
)

__all__ = [
    "DERIVATIONS",
    "Derivation",
    "Env",
    "Given",
    "Line",
    "Relation",
    "Step",
    "evaluate",
]

# in teaching order
_FILES = (
    softmax, sigmoid,
    information, divergence, likelihood,
    gradient, jacobian, pairs,
    smoothing, lse, budget, equal,
    scale, cosines, least_scale,
    margin, margin_width,
    angular, angular_pull, detour,
    multiplicative, edges,
    label_smoothing, optimal_gap,
    crowd,
)  # fmt: skip
DERIVATIONS = MappingProxyType({d.key: d for file in _FILES for d in file.ALL})
