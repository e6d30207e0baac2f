"""Synthetic sets in the plane, each drawn to show one thing.

`spread` ∈ [0, 1] means the same in all of them: the standard deviation of the points over half the
distance between neighbouring classes. 0: no overlap; ¼: clearly apart (4 standard deviations to
the midline); 1: 16 % of a class lies across the midline to each neighbour.

All are made from the same standard normal and uniform draws, so that moving a setting moves the
points and does not deal new ones.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from jaxtyping import Float, Int

from lossviz.data.sampling import apportion

Points = Float[np.ndarray, "n 2"]
Labels = Int[np.ndarray, " n"]
Uniform = Float[np.ndarray, " n"]  # draws from [0, 1)

SPIRAL_START = 0.2  # radius at which the arms begin
SPIRAL_TURNS = 3.0  # turns of all arms together: two arms make 1½ turns each, six ½
CLOSE_STD = 0.06

# Factor that brings the mean square of a coordinate to about 1. It is the same for both axes and
# all seeds, so that a ring stays a ring: circle 1/√½, spirals E r² = (1 + r0²)/2, disc E r² = ½.
SCALE = MappingProxyType(
    {
        "ring": 2**0.5,
        "spirals": 2 / (1 + SPIRAL_START**2) ** 0.5,
        "close": 2**0.5,
        "random": 2.0,
    }
)


def draw(
    key: str,
    classes: int,
    n_train: int,
    n_test: int,
    spread: float,
    imbalance: float,
    rng: np.random.Generator,
) -> tuple[Points, Labels]:
    """n_train + n_test points in the plane and their labels, training points first.

    Training classes have equal sizes or, on the ring, sizes that fall geometrically from the first
    class to the last with ratio `imbalance` between the two. Test classes always have equal sizes,
    so that a rare class counts as much as a frequent one.
    """
    falling = imbalance ** -np.linspace(0.0, 1.0, classes)
    sizes = apportion(falling if key == "ring" else np.ones(classes), n_train)
    even = apportion(np.ones(classes), n_test)
    labels = np.concatenate(
        [rng.permutation(np.repeat(np.arange(classes), n)) for n in (sizes, even)]
    )
    normal = rng.standard_normal((len(labels), 2))
    uniform = rng.random(len(labels))
    return SHAPES[key](labels, classes, spread, normal, uniform), labels


def ring(labels: Labels, classes: int, spread: float, normal: Points, uniform: Uniform) -> Points:
    """One round cloud a class, centred at equal distances on the unit circle.

    For closed forms that need symmetry, for crowding (many classes) and for long tails (imbalance).
    Neighbouring centres are 2 sin(π/C) apart, so the standard deviation is spread · sin(π/C).
    """
    return _on_circle(2 * np.pi / classes * labels) + spread * np.sin(np.pi / classes) * normal


def spirals(
    labels: Labels, classes: int, spread: float, normal: Points, uniform: Uniform
) -> Points:
    """C interleaved Archimedean arms from radius 0.2 to 1, even along their length.

    For what a linear encoder cannot do. Along a ray, neighbouring arms are 0.8/3 apart whatever C.
    """
    radius = np.sqrt(SPIRAL_START**2 + uniform * (1 - SPIRAL_START**2))
    along = (radius - SPIRAL_START) / (1 - SPIRAL_START)
    angle = 2 * np.pi * (labels + SPIRAL_TURNS * along) / classes
    half_gap = (1 - SPIRAL_START) / SPIRAL_TURNS / 2
    return radius[:, None] * _on_circle(angle) + spread * half_gap * normal


def close(labels: Labels, classes: int, spread: float, normal: Points, uniform: Uniform) -> Points:
    """Two classes close to each other at the top of the unit circle, the others far from them.

    For margins that depend on the angle between the classes. All clouds have standard deviation
    0.06; the close pair (classes 0 and 1) is 2 asin(0.06/spread) apart, 28° at spread ¼ and 7° at
    1, and never further than 2π/C. Pair and other classes are 2π/(C−1) apart.
    """
    half = CLOSE_STD / max(spread, CLOSE_STD)
    between = min(2 * np.arcsin(half), 2 * np.pi / classes)
    others = 2 * np.pi / (classes - 1) * np.arange(1, classes - 1)
    centres = np.pi / 2 + np.concatenate([[between / 2, -between / 2], others])
    return _on_circle(centres[labels]) + CLOSE_STD * normal


def random(labels: Labels, classes: int, spread: float, normal: Points, uniform: Uniform) -> Points:
    """Points even over the unit disc, labels that have nothing to do with them.

    For what fitting without learning looks like: training accuracy may rise, the test stays at 1/C.
    """
    directions = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    return np.sqrt(uniform)[:, None] * directions


def _on_circle(angle: Float[np.ndarray, " n"]) -> Points:
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


SHAPES: Mapping[str, Callable[..., Points]] = MappingProxyType(
    {"ring": ring, "spirals": spirals, "close": close, "random": random}
)
