"""Derivations as data: every line of the lessons in symbols, in numbers, and checked.

`DERIVATIONS[key]` is a derivation; `evaluate` computes its lines on given numbers.
"""

from types import MappingProxyType

from lossviz.derivations import (
    angular,
    gradient,
    label_smoothing,
    likelihood,
    margin,
    multiplicative,
    practice,
    scale,
    smoothing,
    softmax,
)
from lossviz.derivations.derivation import (
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
_LESSONS = (
    softmax,
    likelihood,
    gradient,
    smoothing,
    scale,
    margin,
    angular,
    multiplicative,
    label_smoothing,
    practice,
)
DERIVATIONS = MappingProxyType({d.key: d for lesson in _LESSONS for d in lesson.ALL})
