"""Lesson 7: the pull of one sample's loss on its angle, for every target logit of the family.

Terms: s, m, psi (target logit), p (probability), pull, c (the rival's cosine), theta.
"""

import numpy as np

from lossviz.derivations.arithmetic import slope
from lossviz.derivations.old import Derivation, Env, Given, Step, applied, at_most, tex
from lossviz.derivations.writing import LN, Slots, frac, mark, numbers, power

FULL_TURN = 180.0


def _degrees(put: Slots, name: str, array: np.ndarray, light: str) -> str:
    return rf"{put.put(name, array, light)}^{{\circ}}"


def _s(put: Slots, env: Env) -> str:
    return put.put("s", env["s"], "s")


def _theta(env: Env) -> np.ndarray:
    return np.radians(env["theta"])


def _turned(env: Env) -> np.ndarray:
    """m1·θ + m2, radians."""
    return env["m1"] * _theta(env) + np.radians(env["m2"])


def _psi(env: Env) -> np.ndarray:
    return np.cos(_turned(env)) - env["m3"]


def _powers(env: Env) -> tuple[np.ndarray, np.ndarray]:
    """e^{sψ} and e^{s c}."""
    return np.exp(env["s"] * _psi(env)), np.exp(env["s"] * env["c"])


def _probability(env: Env) -> np.ndarray:
    own, rival = _powers(env)
    return own / (own + rival)


def _true_slope(_value: np.ndarray, env: Env) -> np.ndarray:
    """∂L/∂θ of the first line, in radians."""

    def loss(theta: np.ndarray) -> np.ndarray:
        psi = np.cos(env["m1"] * theta[:, 0] + np.radians(env["m2"])) - env["m3"]
        own, rival = np.exp(env["s"] * psi), np.exp(env["s"] * env["c"])
        return -np.log(own / (own + rival))

    return slope(loss, _theta(env)[:, None], np.zeros(len(env["theta"]), int))


def _psi_slope(env: Env) -> np.ndarray:
    """ψ'(θ), the true derivative."""

    def psi(theta: np.ndarray) -> np.ndarray:
        return np.cos(env["m1"] * theta[:, 0] + np.radians(env["m2"])) - env["m3"]

    return slope(psi, _theta(env)[:, None], np.zeros(len(env["theta"]), int))


def _missing(env: Env) -> np.ndarray:
    own, rival = _powers(env)
    return rival / (own + rival)


def _put_psi(put: Slots, env: Env) -> str:
    return rf"({put.put('psi', _psi(env), 'psi')})"


def _put_c(put: Slots, env: Env) -> str:
    return rf"({put.put('c', env['c'], 'c')})"


def _loss_numbers(put: Slots, env: Env) -> str:
    own = power(rf"{_s(put, env)} \cdot {_put_psi(put, env)}")
    rival = power(rf"{_s(put, env)} \cdot {_put_c(put, env)}")
    return "-" + LN + frac(own, f"{own} + {rival}")


def _difference(put: Slots, env: Env) -> str:
    """s(c − ψ) with numbers."""
    return rf"{_s(put, env)} \cdot ({put.put('c', env['c'], 'c')} - {_put_psi(put, env)})"


def _softplus_numbers(put: Slots, env: Env) -> str:
    return LN + rf"\left(1 + {power(_difference(put, env))}\right)"


def _chain_numbers(put: Slots, env: Env) -> str:
    slope_ = put.put("slope", _psi_slope(env), "psi")
    above = power(_difference(put, env))
    return rf"{frac(above, f'1 + {above}')} \cdot {_s(put, env)} \cdot (-({slope_}))"


def _missing_numbers(put: Slots, env: Env) -> str:
    rest = mark("p", put.put("rest", _missing(env)))
    return rf"{_s(put, env)} \cdot {rest} \cdot (-({put.put('slope', _psi_slope(env), 'psi')}))"


def _written_numbers(put: Slots, env: Env) -> str:
    rest, m1 = mark("p", put.put("rest", _missing(env))), put.put("m1", env["m1"], "m")
    turned = _degrees(put, "turned", np.degrees(_turned(env)), "theta")
    return rf"{_s(put, env)} \cdot {rest} \cdot {m1} \cdot \sin {turned}"


def _written(env: Env) -> np.ndarray:
    return env["s"] * (1 - _probability(env)) * env["m1"] * np.sin(_turned(env))


target_gradient = Derivation(
    "target_gradient",
    (
        Given("theta", "number", 0, FULL_TURN),
        Given("m1", "number", 1, 4),
        # a piece of p(θ) is m2 = −k·180°, m3 = 2k
        Given("m2", "number", -540, 90),
        Given("m3", "number", 0, 6),
        Given("s", "number", 0, 64, why="e^710 is no double"),
        Given("c", "number", -1, 1),
    ),
    (
        Step(
            "loss",
            tex(r"-\ln\,@p{\frac{e^{@s{s} @psi{\psi(\theta)}}}{e^{@s{s} @psi{\psi(\theta)}}"
                r" + e^{@s{s} @c{\cos\theta_j}}}}"),
            lambda env: -np.log(_probability(env)),
            numbers(_loss_numbers),
        ),
        Step(
            "divided",
            tex(r"\ln\left(1 + e^{@s{s}\,(@c{\cos\theta_j} - @psi{\psi(\theta)})}\right)"),
            lambda env: np.log1p(np.exp(env["s"] * (env["c"] - _psi(env)))),
            numbers(_softplus_numbers),
        ),
        Step(
            "chain",
            tex(
                r"\frac{e^{@s{s}\,(@c{\cos\theta_j} - @psi{\psi})}}"
                r"{1 + e^{@s{s}\,(@c{\cos\theta_j} - @psi{\psi})}}"
                r"\,@s{s}\,\left(-@psi{\psi'(\theta)}\right)"
            ),
            lambda env: (
                np.exp(env["s"] * (env["c"] - _psi(env)))
                / (1 + np.exp(env["s"] * (env["c"] - _psi(env))))
                * env["s"]
                * -_psi_slope(env)
            ),
            numbers(_chain_numbers),
            applied(r"\frac{\partial}{\partial \theta}", _true_slope),
        ),
        Step(
            "missing",
            tex(r"@pull{@s{s}\,(1 - @p{p})\,\left(-@psi{\psi'(\theta)}\right)}"),
            lambda env: env["s"] * (1 - _probability(env)) * -_psi_slope(env),
            numbers(_missing_numbers),
        ),
        Step(
            "written",
            tex(
                r"@pull{@s{s}\,(1 - @p{p})\,@m{m_1}\,"
                r"\sin(@m{m_1} @theta{\theta} + @m{m_2})}"
            ),
            _written,
            numbers(_written_numbers),
        ),
        Step(
            "most",
            tex(r"@s{s}\,@m{m_1}"),
            lambda env: env["s"] * env["m1"],
            numbers(lambda put, env: rf"{_s(put, env)} \cdot {put.put('m1', env['m1'], 'm')}"),
            at_most,
        ),
    ),
)  # fmt: skip

ALL = (target_gradient,)
