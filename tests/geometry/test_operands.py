import numpy as np
import pytest

from lossviz.geometry.operands import at_least, classes, dimensions, plain, probability


def test_numbers_and_arrays_pass():
    assert np.array_equal(classes([2, 10_575]), [2.0, 10_575.0])
    assert dimensions(3) == 3
    assert probability(0.9) == 0.9
    assert at_least("m", [0, 1], 0).dtype == float


def test_a_number_in_gives_a_float_out():
    assert type(plain(np.array(1.0))) is float
    assert isinstance(plain(np.array([1.0])), np.ndarray)


@pytest.mark.parametrize("call, message", [
    (lambda: classes(1), "at least 2 classes are needed; got 1"),
    (lambda: classes([3, 0]), "at least 2 classes are needed; got 0"),
    (lambda: classes(np.nan), "whole number"),
    (lambda: classes(2.5), "whole number"),
    (lambda: dimensions(1), "at least 2"),
    (lambda: dimensions(np.nan), "whole number"),
    (lambda: probability(1.0), "between 0 and 1"),
    (lambda: probability(np.nan), "between 0 and 1"),
    (lambda: at_least("s", -1, 0), "s must be a finite number of at least 0"),
    (lambda: at_least("s", np.inf, 0), "s must be a finite number of at least 0"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
