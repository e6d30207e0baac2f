S = 16.0
M = 0.2


def target_logit(cos, sin):  # ψ(θ) = cos θ − m
    return cos - M


def scale(feature_norm, weight_norm):
    return S
