import math


def margin_in_radians(m):  # 0.5 rad = 28.6°; pytorch-metric-learning wants math.degrees(m)
    if m and not 0.05 <= m <= math.pi / 2:
        raise ValueError(f"m = {m} rad is {math.degrees(m):.1f}°: is it in degrees?")
    return m
