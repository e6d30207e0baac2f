def margin_at(step, m, begin, end, first=0.0, last=1.0):  # first·m, from `end` on last·m
    if begin == end:
        return m * (last if step >= end else first)
    share = min(max((step - begin) / (end - begin), 0.0), 1.0)  # in a straight line between
    return m * (first + (last - first) * share)
