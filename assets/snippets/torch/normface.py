S = 16.0


def target_logit(cos, sin):  # ψ(θ) = cos θ: no margin
    return cos


def scale(feature_norm, weight_norm):
    return S
