import math

import torch


def target_logit(features, weight, labels, m):  # [N, d], [C, d], [N] → cos(θ + m) [N]
    f, w = (torch.nn.functional.normalize(x) for x in (features, weight[labels]))
    cos = (f * w).sum(1)
    beside = (f - cos[:, None] * w).square().sum(1)  # sin² θ, not as 1 − cos² θ
    sin = torch.where(beside > 0, torch.where(beside > 0, beside, 1).sqrt(), 0)
    kept = cos * math.cos(m) - sin * math.sin(m)
    return torch.where(cos >= -math.cos(m), kept, cos - m * math.sin(m))  # θ + m ≤ π, past it
