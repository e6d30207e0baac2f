"""Sums over what can happen, products over samples, and the number with the least squares."""

import numpy as np
import pytest

from lossviz.algebra import (
    BREAK,
    LETTERS,
    Numbers,
    Scope,
    bound,
    called,
    least_squares,
    ln,
    mark,
    multiplied,
    outcome,
    possible,
    product_of_samples,
    total,
    total_of_samples,
    vector,
    weighted,
)

p, q, n = vector("p"), vector("q"), vector("counts", "n")
N = called("N", total("k", n["k"]), number="N")
SAMPLES = {"counts": np.array([[2, 0, 1], [0, 1, 0]]), "q": np.array([[0.5, 0.2, 0.3]] * 2)}
OUTCOMES = {"p": np.array([[0.5, 0.0, 0.5]]), "q": np.array([[0.2, 0.3, 0.5]])}
y_ik = outcome(n, "y", "i", "k")


def written(expression, env) -> tuple[str, dict[str, np.ndarray]]:
    """Its numbers without marks of terms and breaks, and its slots."""
    pen = Numbers(Scope(env))
    return expression.write(pen).replace(BREAK, ""), pen.slots


def test_what_cannot_happen_is_not_summed():
    p_k = p["k"]
    held = possible("k", p_k, q["k"])
    assert held.write(LETTERS) == r"\sum\limits_{p_{k} > 0} \class{term-q}{q_{k}}"
    assert Scope(OUTCOMES).of(held) == pytest.approx(0.7)
    _, slots = written(held, OUTCOMES)
    assert [slots[name][0] for name in ("q1", "q2", "q3")] == [0.2, 0, 0.5]


def test_what_cannot_happen_may_be_infinite():
    p_k = p["k"]
    with np.errstate(divide="ignore", invalid="ignore"):
        assert Scope(OUTCOMES).of(possible("k", p_k, weighted(p_k, 1 / p_k))) == pytest.approx(2)


def test_terms_left_out_must_be_seen_to_be_0():
    with pytest.raises(ValueError, match="would not be seen"):
        possible("k", p["k"], q["k"] + 1)
    with pytest.raises(ValueError, match="would not be seen"):
        possible("k", p["k"], weighted(q["k"], 1 / p["k"]))


def test_every_sample_counts_once():
    likelihood = product_of_samples("i", N, multiplied("k", q["k"] ** y_ik))
    assert Scope(SAMPLES).of(likelihood) == pytest.approx([0.5 * 0.5 * 0.3, 0.2])
    logs = total_of_samples("i", N, total("k", weighted(y_ik, ln(q["k"]))))
    assert Scope(SAMPLES).of(logs) == pytest.approx(np.log([0.5 * 0.5 * 0.3, 0.2]))


def test_samples_stay_letters():
    logs = total_of_samples("i", N, mark("L", total("k", weighted(y_ik, q["k"]))))
    assert r"\sum\limits_{i} \class{term-L}{\sum\limits_{k} y_{i k}\," in logs.write(LETTERS)
    text, slots = written(logs, SAMPLES)
    assert r"\sum\limits_{i = 1}^{\class{slot-N}{0}} " in text and r"y_{i 3} \cdot " in text
    assert slots.keys() == {"N", "q1", "q2", "q3"}
    assert slots["N"] == pytest.approx([3, 1])


def test_squares_are_least_at_their_mean():
    v, x = bound("v"), vector("x")
    least = least_squares(v, total("i", (x["i"] - v) ** 2))
    assert Scope({"x": np.array([[1.0, 2.0, 6.0]])}).of(least) == pytest.approx(3)
    letters = least.write(LETTERS)
    assert letters.startswith(r"\operatorname{argmin}_{v}\,\sum\limits_{i} ")
    assert "- v)" in letters.replace(BREAK, "")
