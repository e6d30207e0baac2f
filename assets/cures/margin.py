import math


def widest_margin(classes, dim):  # of cosines: with more some class vector leaves its own region
    if dim == 2:
        return 1 - math.cos(2 * math.pi / classes)
    return classes / (classes - 1) if classes <= dim + 1 else 1.0  # less, where classes > 2 * dim
