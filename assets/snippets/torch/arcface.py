import math

import torch

S = 16.0
M = 0.3  # rad


def target_logit(cos, sin):  # ψ(θ) = cos(θ + m), and past θ + m = π it goes on falling
    kept = cos * math.cos(M) - sin * math.sin(M)
    return torch.where(cos >= -math.cos(M), kept, cos - M * math.sin(M))


def scale(feature_norm, weight_norm):
    return S
