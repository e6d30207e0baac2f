"""Information and its mean, in bits or nats, and distributions that sum to 1 exactly."""

import numpy as np

from lossviz.pictures import Mean, Mosaic, terms
from lossviz.scenes.scene import Values

WEATHER = [f"@pictures.weather.{name}" for name in ("rain", "snow", "sleet", "hail")]
BASES = {"bits": 2.0, "nats": np.e}
MOST = {"bits": 7.0, "nats": 5.0}
EVEN = np.linspace(0, 1, 201)[None]


def base_of(v: Values) -> float:
    """Of the logarithm in the chosen unit."""
    return BASES[str(v["unit"])]


def information(p: np.ndarray, base: float) -> np.ndarray:
    """−log p in units of ln(base); +∞ at p = 0, and 0 (not −0) at p = 1."""
    return -np.log(p) / np.log(base) + 0.0


def expected(p: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Σ p·cost along the last axis; an outcome with p = 0 adds nothing, whatever it would cost."""
    return np.where(p > 0, p * np.where(p > 0, cost, 0), 0).sum(-1)


def normalised(held: np.ndarray) -> np.ndarray:
    """Exactly a distribution: links and sliders carry six digits."""
    return held / held.sum(-1, keepdims=True)


def in_every_frame(v: Values, value: float) -> np.ndarray:
    """[F]: one number for all frames."""
    return np.full(len(next(a for a in v.values() if not isinstance(a, str))), value)


def mosaic(
    name: str, widths: str, heights: str, names: list[str], high: float, unit: str, mean: str
) -> Mosaic:
    """Shares as widths, their costs as heights; the mean, which is the whole area, as a level."""
    return Mosaic(
        id=name, title=f"@pictures.{name}",
        about=f"@pictures.{name}_about", widths=widths, heights=heights, names=names,
        terms=terms("p", len(names)), high=high, xlabel="@pictures.probability",
        ylabel=f"@pictures.in_{unit}",
        mean=Mean(value=mean, name="H", term=mean),
    )  # fmt: skip
