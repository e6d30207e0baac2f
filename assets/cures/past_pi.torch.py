import math

import torch


def falling(cos, sin, m):  # cos(θ + m) up to θ + m = π, and beyond it a slope that still falls
    inside = cos * math.cos(m) - sin * math.sin(m)
    return torch.where(cos >= -math.cos(m), inside, cos - m * math.sin(m))
