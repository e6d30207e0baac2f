import math

import torch
from torch.nn.functional import normalize


def target_logit(features, weight, labels, m):  # [N, d], [C, d], [N] → cos(θ + m) [N]
    f, w = normalize(features), normalize(weight)[labels]
    cos = (f * w).sum(1)
    beside = (f - cos[:, None] * w).square().sum(1)  # sin² θ, not as 1 − cos² θ
    sin = torch.where(beside > 0, torch.where(beside > 0, beside, 1).sqrt(), 0)
    return cos * math.cos(m) - sin * math.sin(m)
