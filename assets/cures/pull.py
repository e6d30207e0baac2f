import math


def largest_scale(angle, m, pull=0.01):  # angle between neighbours and ArcFace's m, in rad
    lead = math.cos(angle / 4 + m) - math.cos(3 * angle / 4)  # a quarter of the way to one rival
    return math.log(1 / pull - 1) / lead if lead > 0 else math.inf  # more rivals: more
