import math

from torch.nn.functional import linear, normalize


def least_scale(classes, p=0.99):  # below it not every class can reach probability p
    return (classes - 1) / classes * math.log((classes - 1) * p / (1 - p))


def logits(features, weight, s):  # s·cos θ, not cos θ, is what cross_entropy gets
    return s * linear(normalize(features), normalize(weight))
