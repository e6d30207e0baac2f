import torch

S = 16.0
M1 = 1.0
M2 = 0.3  # rad
M3 = 0.1


def target_logit(cos, sin):  # ψ(θ) = cos(m₁θ + m₂) − m₃, with no branch past π
    return torch.cos(M1 * torch.atan2(sin, cos) + M2) - M3


def scale(feature_norm, weight_norm):
    return S
