def margin_at(step, m, begin, end):  # 0 until `begin`, m from `end` on, a straight line between
    return m * min(max((step - begin) / (end - begin), 0.0), 1.0)
