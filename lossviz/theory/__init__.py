"""Published bounds and closed forms: the floor of a loss, the least scale, the widest margin.

Numbers or arrays in (they broadcast), floats or arrays out; angles in radians. C is the number of
classes, d the dimension of the features, s the scale, P the wanted probability of the own class.
"""

from lossviz.geometry.arrangements import best_arrangement, least_angle, least_angle_is_exact
from lossviz.geometry.band import angular_edge, angular_gap, max_multiplicative_margin
from lossviz.theory.feasible import (
    feasible_range,
    feasible_scale,
    max_angular_margin,
    max_cosine_margin,
)
from lossviz.theory.floors import normface_lower_bound, normface_polygon_loss
from lossviz.theory.scales import (
    adacos_scale,
    cosface_min_scale,
    crowd_scale,
    l2_softmax_min_scale,
    min_scale,
    min_scale_bound,
    random_scale,
)

__all__ = [
    "adacos_scale",
    "angular_edge",
    "angular_gap",
    "best_arrangement",
    "cosface_min_scale",
    "crowd_scale",
    "feasible_range",
    "feasible_scale",
    "l2_softmax_min_scale",
    "least_angle",
    "least_angle_is_exact",
    "max_angular_margin",
    "max_cosine_margin",
    "max_multiplicative_margin",
    "min_scale",
    "min_scale_bound",
    "normface_lower_bound",
    "normface_polygon_loss",
    "random_scale",
]
