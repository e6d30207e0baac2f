"""What the toy figures train: the papers' settings on the digits, in two dimensions."""

from collections.abc import Callable
from dataclasses import dataclass

from lossviz.settings import Settings

MULTIPLES = (1.0, 2.0, 3.0, 4.0)
# three that the paper trains, its limit, and one beyond
MARGINS = (0.0, 0.1, 0.2, 0.29, 0.3)
SCALES = (1.0, 2.0, 4.0, 7.0, 11.0)
# the classes of the toy figures of CosFace and ArcFace
IDENTITIES = 8
COSFACE_SCALE, ARCFACE_SCALE, ARCFACE_MARGIN = 32.0, 16.0, 0.5


@dataclass(frozen=True)
class Figure:
    """A toy figure: seed → the settings of its runs, and what each of them is called."""

    runs: Callable[[int], tuple[Settings, ...]]
    names: tuple[str, ...]


def _names(symbol: str, values: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{symbol} = {value:g}" for value in values)


def _sphereface(seed: int) -> tuple[Settings, ...]:
    """A-Softmax with λ annealed."""
    return tuple(Settings(loss="sphereface", m=m, anneal=True, seed=seed) for m in MULTIPLES)


def _cosface(seed: int) -> tuple[Settings, ...]:
    start = Settings(classes=IDENTITIES, loss="cosface", s=COSFACE_SCALE, seed=seed)
    return tuple(start.replace(m=m) for m in MARGINS)


def _arcface(seed: int) -> tuple[Settings, ...]:
    """Class vectors start anywhere, as in the paper; without a margin, and with ArcFace's."""
    start = Settings(classes=IDENTITIES, vectors="random", seed=seed)
    return (
        start.replace(loss="normface", s=ARCFACE_SCALE),
        start.replace(loss="arcface", s=ARCFACE_SCALE, m=ARCFACE_MARGIN),
    )


def _normface(seed: int) -> tuple[Settings, ...]:
    return tuple(Settings(loss="normface", s=s, seed=seed) for s in SCALES)


SPHEREFACE = Figure(_sphereface, _names("m", MULTIPLES))
COSFACE = Figure(_cosface, _names("m", MARGINS))
ARCFACE = Figure(_arcface, ("NormFace", f"ArcFace, m = {ARCFACE_MARGIN:g}"))
NORMFACE = Figure(_normface, _names("s", SCALES))

# by the scene that shows them
FIGURES = {
    "sphereface": SPHEREFACE,
    "cosface": COSFACE,
    "arcface": ARCFACE,
    "normface": NORMFACE,
}
