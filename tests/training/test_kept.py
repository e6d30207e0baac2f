"""What is kept of trained runs: found again, within one budget."""

from typing import NamedTuple

import numpy as np

from lossviz import training
from lossviz.settings import Settings
from lossviz.training.kept import Shelf, bytes_of


class Record(NamedTuple):
    points: np.ndarray
    words: str = "none"


def test_arrays_are_counted_wherever_they_are():
    array = np.zeros((10, 10))
    assert bytes_of({"a": [Record(array)], "b": (array, 3)}) == 1600
    # a view keeps the whole of what it looks at
    assert bytes_of(array[:1]) == 800
    run = training.train(Settings(dataset="ring", classes=2, points=20, width=8, steps=3))
    assert bytes_of(run) > run.features.nbytes + run.data.x.nbytes


def test_the_budget_holds_and_the_oldest_goes():
    shelf, made = Shelf(budget=4000), []

    def get(key: str) -> np.ndarray:
        return shelf.get(key, lambda: made.append(key) or np.zeros(200))

    for key in "abac":
        get(key)
    assert made == list("abc") and shelf.size == 3200
    get("a"), get("c"), get("b")
    assert made == list("abcb") and shelf.size <= 4000


def test_what_is_larger_than_the_budget_is_still_answered():
    shelf = Shelf(budget=100)
    assert shelf.get("a", lambda: np.zeros(1000)).nbytes == 8000
    assert shelf.get("b", lambda: np.zeros(10)).nbytes == 80
    assert shelf.size == 80


def test_what_fails_is_not_kept():
    shelf = Shelf()
    for error in (ValueError, KeyError):
        try:
            shelf.get("a", lambda error=error: (_ for _ in ()).throw(error))
        except error:
            pass
    assert shelf.get("a", lambda: 1) == 1
