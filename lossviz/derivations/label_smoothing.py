"""Lesson 9: targets that leave every class a share, and what they do to the loss.

Terms: e (ε, the share that is given away), q (targets), p (probabilities), z (scores), C (number
of classes).
"""

import numpy as np

from lossviz.derivations.arithmetic import one_hot, picked, softmax
from lossviz.derivations.old import Derivation, Env, Step, applied, tex
from lossviz.derivations.smoothing import Y, Z, behind, own
from lossviz.derivations.targets import (
    GIVEN,
    SHARE,
    C,
    E,
    each,
    put_c,
    put_e,
    put_k,
    put_prime,
    spread,
)
from lossviz.derivations.writing import (
    Slots,
    frac,
    joined,
    lit,
    lit_other,
    mark,
    numbers,
    paren,
)

_SHARED = rf"\frac{{{GIVEN}}}{{@C{{C}} - 1}}"


# --- the two conventions ------------------------------------------------------------------------

two_conventions = Derivation(
    "two_conventions",
    (C, E),
    (
        Step(
            "mixed",
            tex(rf"@q{{q_y}} = (1 - {SHARE}) \cdot 1 + {SHARE} \cdot \frac{{1}}{{@C{{C}}}}"),
            lambda env: (1 - env["e"]) * 1 + env["e"] * (1 / env["C"]),
            numbers(
                lambda put, env: (
                    rf"(1 - {put_e(put, env)}) \cdot 1 + "
                    rf"{put_e(put, env)} \cdot {frac('1', put_c(put, env))}"
                )
            ),
        ),
        Step(
            "less",
            tex(rf"1 - {SHARE}\,\frac{{@C{{C}} - 1}}{{@C{{C}}}}"),
            lambda env: 1 - env["e"] * ((env["C"] - 1) / env["C"]),
            numbers(
                lambda put, env: (
                    rf"1 - {put_e(put, env)} \cdot {frac(put_k(put, env), put_c(put, env))}"
                )
            ),
        ),
        Step(
            "other",
            tex(rf"1 - {GIVEN},\quad {GIVEN} = {SHARE}\,\frac{{@C{{C}} - 1}}{{@C{{C}}}}"),
            lambda env: 1 - spread(env),
            numbers(lambda put, env: f"1 - {put_prime(put, env)}"),
        ),
        Step(
            "rivals",
            tex(rf"@q{{q_i}} = {_SHARED}"),
            lambda env: spread(env) / (env["C"] - 1),
            numbers(lambda put, env: frac(put_prime(put, env), put_k(put, env))),
            applied(r"\frac{1 - q_y}{C - 1}", lambda value, env: (1 - value) / (env["C"] - 1)),
        ),
        Step(
            "even",
            tex(rf"\frac{{{SHARE}}}{{@C{{C}}}}"),
            each,
            numbers(lambda put, env: frac(put_e(put, env), put_c(put, env))),
        ),
    ),
)


# --- what the smoothed targets do to the loss ---------------------------------------------------


def _count(env: Env) -> int:
    return env["z"].shape[1]


def _targets(env: Env) -> np.ndarray:
    """(1 − ε)·onehot + ε/C, [F, C]."""
    e, n = env["e"][:, None], _count(env)
    return (1 - e) * one_hot(env["y"], n) + e / n


def _surprise(env: Env) -> np.ndarray:
    """−ln p_k, [F, C]."""
    return -np.log(softmax(env["z"]))


def _mean(env: Env) -> np.ndarray:
    """z̄ over all classes."""
    return env["z"].mean(axis=1)


def _lse(env: Env) -> np.ndarray:
    return np.log(np.exp(env["z"]).sum(axis=1))


def _definition_numbers(put: Slots, env: Env) -> str:
    # a probability can be too small for the browser's numbers, its logarithm cannot
    def part(k: int) -> str:
        surprise = put.at("s", _surprise(env), k, light="p")
        return rf"{put.at('q', _targets(env), k)} \cdot {surprise}"

    return joined(_count(env), part)


def _own_surprise(put: Slots, env: Env) -> str:
    return put.put("sy", picked(_surprise(env), env["y"]), lit("p", env["y"]))


def _split_numbers(put: Slots, env: Env) -> str:
    n = _count(env)
    mean = joined(n, lambda k: put.at("s", _surprise(env), k, light="p"))
    return (
        rf"(1 - {put_e(put, env)}) \cdot {_own_surprise(put, env)} + "
        rf"{put_e(put, env)} \cdot {frac('1', str(n))} {paren(mean)}"
    )


def _zy(put: Slots, env: Env) -> str:
    return put.put("zy", own(env), lit("z", env["y"]))


def _scores_numbers(put: Slots, env: Env) -> str:
    lse = put.put("lse", _lse(env))
    mean = put.put("mean", _mean(env), "z")
    return (
        rf"(1 - {put_e(put, env)})\,({lse} - ({_zy(put, env)})) + "
        rf"{put_e(put, env)}\,({lse} - ({mean}))"
    )


def _penalty_numbers(put: Slots, env: Env) -> str:
    ce = mark("CE", rf"({put.put('lse', _lse(env))} - ({_zy(put, env)}))")
    mean = put.put("mean", _mean(env), "z")
    return rf"{ce} + {put_e(put, env)}\,({_zy(put, env)} - ({mean}))"


def _gap_terms(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        return rf"({put.put(f'g{k + 1}', -behind(env)[:, k], lit_other('z', env['y'], k))})"

    n = _count(env)
    prime = put.put("ep", env["e"] * (n - 1) / n, "e")
    mean = frac("1", str(n - 1)) + paren(joined(n - 1, part))
    return rf"{mark('CE', _own_surprise(put, env))} + {prime} \cdot {mean}"


def _with_gaps(env: Env) -> np.ndarray:
    n = _count(env)
    prime = env["e"] * (n - 1) / n
    return picked(_surprise(env), env["y"]) - prime * behind(env).mean(axis=1)


smoothed_targets = Derivation(
    "smoothed_targets",
    (Z, Y, E),
    (
        Step(
            "definition",
            tex(r"@L{-\sum_k @q{q_k}\,\ln @p{p_k}}"),
            lambda env: (_targets(env) * _surprise(env)).sum(axis=1),
            numbers(_definition_numbers),
        ),
        Step(
            "split",
            tex(
                rf"(1 - {SHARE})\,(-\ln @p{{p_y}}) + "
                rf"{SHARE}\,\frac{{1}}{{C}} \sum_k (-\ln @p{{p_k}})"
            ),
            lambda env: (
                (1 - env["e"]) * picked(_surprise(env), env["y"])
                + env["e"] * _surprise(env).mean(axis=1)
            ),
            numbers(_split_numbers),
        ),
        Step(
            "scores",
            tex(
                rf"(1 - {SHARE})\left(\operatorname{{LSE}}(z) - @z{{z_y}}\right) + "
                rf"{SHARE}\left(\operatorname{{LSE}}(z) - @z{{\bar z}}\right)"
            ),
            lambda env: (
                (1 - env["e"]) * (_lse(env) - own(env)) + env["e"] * (_lse(env) - _mean(env))
            ),
            numbers(_scores_numbers),
        ),
        Step(
            "penalty",
            tex(
                r"@CE{\left(\operatorname{LSE}(z) - @z{z_y}\right)} + "
                rf"{SHARE}\left(@z{{z_y}} - @z{{\bar z}}\right)"
            ),
            lambda env: _lse(env) - own(env) + env["e"] * (own(env) - _mean(env)),
            numbers(_penalty_numbers),
        ),
        Step(
            "gaps",
            tex(
                rf"@CE{{-\ln @p{{p_y}}}} + {GIVEN}\,\frac{{1}}{{C - 1}} "
                r"\sum_{i \ne y} @z{(z_y - z_i)}"
            ),
            _with_gaps,
            numbers(_gap_terms),
        ),
    ),
)


ALL = (two_conventions, smoothed_targets)
