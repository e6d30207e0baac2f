"""Published bounds and closed forms: the floor of a loss, the least scale, the widest margin.

Numbers or arrays in (they broadcast), floats or arrays out; angles in radians. C is the number of
classes, d the dimension of the features, s the scale, P the wanted probability of the own class.
"""

from lossviz.geometry.arrangements import (
    best_arrangement,
    least_angle,
    least_angle_is_exact,
    reached_angle,
)
from lossviz.geometry.band import angular_edge, angular_gap, band_across, max_multiplicative_margin
from lossviz.theory.feasible import (
    Feasible,
    cosine_margin_is_proved,
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
    min_scale_is_enough,
    min_scale_is_least,
    random_scale,
)

__all__ = [
    "Feasible",
    "adacos_scale",
    "angular_edge",
    "angular_gap",
    "band_across",
    "best_arrangement",
    "cosface_min_scale",
    "cosine_margin_is_proved",
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
    "min_scale_is_enough",
    "min_scale_is_least",
    "normface_lower_bound",
    "normface_polygon_loss",
    "random_scale",
    "reached_angle",
]
