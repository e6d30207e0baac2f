import math

import torch


def target_logit(cos, m, eps=1e-7):  # cos θ → cos(θ + m); a slope of at most 1/√eps. In float32
    sin = ((1 - cos**2).clamp(0, 1) + eps).sqrt()
    kept = cos * math.cos(m) - sin * math.sin(m)
    return torch.where(cos >= -math.cos(m), kept, cos - m * math.sin(m))  # θ + m ≤ π, past it
