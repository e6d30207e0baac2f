"""Bounds and closed forms: the floor of a loss, the range of s, the widest margin, the first loss.

Numbers or arrays in (they broadcast), floats or arrays out; angles in radians. C is the number of
classes, d the dimension of the features, s the scale, P the wanted probability of the target class.
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
    own_logit,
    scale_range,
)
from lossviz.theory.floors import normface_lower_bound, normface_polygon_loss
from lossviz.theory.memory import (
    SeenCosines,
    median_largest_cosine,
    new_cosine,
    seen_cosines,
)
from lossviz.theory.pull import pull_end, width_left
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
from lossviz.theory.starts import (
    expected_first_accuracy,
    expected_first_loss,
    rough_first_loss,
)

__all__ = [
    "Feasible",
    "SeenCosines",
    "adacos_scale",
    "angular_edge",
    "angular_gap",
    "band_across",
    "best_arrangement",
    "cosface_min_scale",
    "cosine_margin_is_proved",
    "crowd_scale",
    "expected_first_accuracy",
    "expected_first_loss",
    "feasible_range",
    "feasible_scale",
    "l2_softmax_min_scale",
    "least_angle",
    "least_angle_is_exact",
    "max_angular_margin",
    "max_cosine_margin",
    "max_multiplicative_margin",
    "median_largest_cosine",
    "min_scale",
    "min_scale_bound",
    "min_scale_is_enough",
    "min_scale_is_least",
    "new_cosine",
    "normface_lower_bound",
    "normface_polygon_loss",
    "own_logit",
    "pull_end",
    "random_scale",
    "reached_angle",
    "rough_first_loss",
    "scale_range",
    "seen_cosines",
    "width_left",
]
