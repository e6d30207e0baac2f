"""The check at run time: wrong shapes are found, in the first calls and later ones."""

import checked
import numpy as np
import pytest
from jaxtyping import Float, TypeCheckError

from lossviz import metrics


def double(x: Float[np.ndarray, "N d"], y: Float[np.ndarray, "N"]) -> Float[np.ndarray, "N d"]:
    return 2 * x


def test_the_functions_of_the_project_are_checked():
    with pytest.raises(TypeCheckError):
        metrics.cosines(np.ones((3, 2)), np.ones(2))


def test_a_wrong_shape_is_found_at_the_first_calls_and_now_and_then_later():
    watched = checked.sampled(typechecker=checked.typechecker)(double)
    right, wrong = (np.ones((3, 2)), np.ones(3)), (np.ones((3, 2)), np.ones(4))
    with pytest.raises(TypeCheckError):
        watched(*wrong)
    for _ in range(checked.ALWAYS - 2):
        watched(*right)
    with pytest.raises(TypeCheckError):
        watched(*wrong)
    found = 0
    for _ in range(2 * checked.EVERY):
        try:
            watched(*wrong)
        except TypeCheckError:
            found += 1
    assert found == 2
    # another test begins anew
    checked.begin()
    with pytest.raises(TypeCheckError):
        watched(*wrong)


def test_of_a_function_within_another_the_first_calls_are_checked():
    def inner(x: Float[np.ndarray, "N d"], y: Float[np.ndarray, "N"]) -> Float[np.ndarray, "N d"]:
        return 2 * x

    def anew() -> None:
        """As its surrounding function makes it at each call, and calls it with a wrong shape."""
        checked.sampled(typechecker=checked.typechecker)(inner)(np.ones((3, 2)), np.ones(4))

    for _ in range(checked.ALWAYS):
        with pytest.raises(TypeCheckError):
            anew()
    for _ in range(2 * checked.EVERY):
        anew()
    checked.begin()
    with pytest.raises(TypeCheckError):
        anew()
