"""One line a measurement: what, the figure, the target, met or not."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """A measured figure beside its target. `above`: larger is better."""

    name: str
    value: float
    unit: str
    target: float
    above: bool
    detail: str = ""

    @property
    def met(self) -> bool:
        return self.value >= self.target if self.above else self.value <= self.target

    def __str__(self) -> str:
        sign = "≥" if self.above else "≤"
        mark = "met   " if self.met else "NOT MET"
        return (
            f"{mark:8}{self.name:58}{self.value:9.2f} {self.unit:9}"
            f"{sign} {self.target:g} {self.unit:9} {self.detail}"
        )


def at_least(name: str, value: float, target: float, unit: str = "×", detail: str = "") -> Figure:
    """A figure that should be as large as the target, or larger."""
    return Figure(name, value, unit, target, True, detail)


def at_most(name: str, value: float, target: float, unit: str, detail: str = "") -> Figure:
    """A figure that should be as small as the target, or smaller."""
    return Figure(name, value, unit, target, False, detail)


def seconds(work: Callable[[], object], repeats: int = 7) -> float:
    """Median time of `work` after one run that is not counted."""
    work()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)
