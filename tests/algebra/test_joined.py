"""Where the terms of a sum that is written out stand."""

import re

import numpy as np
import pytest

from lossviz.algebra import BREAK, Numbers, Scope, mark, total, vector

z = vector("z", mark="")
rest = total("i", z["i"])


@pytest.mark.parametrize(
    "line, expected",
    [
        (1 + rest, "1 + z1 + z2"),
        (1 + mark("", rest), "1 + z1 + z2"),
        (1 - rest, "1 - (z1 + z2)"),
        (2 * rest, r"2 \cdot (z1 + z2)"),
        (1 + (z[1] - z[2]), "1 + (z1 - z2)"),
    ],
)
def test_terms_join_a_sum_but_not_behind_a_minus(line, expected):
    text = line.write(Numbers(Scope({"z": np.array([[1.0, 2.0]])}))).replace(BREAK, "")
    text = re.sub(r"\\class\{(sign|fence)-\w+\}\{[()]\}", "", text)
    assert re.sub(r"\\class\{slot-(\w+)\}\{0\}", r"\1", text) == expected
