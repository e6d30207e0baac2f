import math

import torch

M = 2.0
LAM = 0.0


def target_logit(cos, sin):  # ψ(θ) = (λ cos θ + p(θ))/(1 + λ), p = (−1)^k cos(mθ) − 2k
    angle = M * torch.atan2(sin, cos)
    k = torch.floor(angle / math.pi)
    folded = (1 - 2 * (k % 2)) * torch.cos(angle) - 2 * k
    return cos + (folded - cos) / (1 + LAM)


def scale(feature_norm, weight_norm):
    return feature_norm * weight_norm
