"""Lesson 7: softmax turned into angles, and the angle that is added.

Terms: w (class vectors), x (samples), s, m, psi (target logit), p (probability), theta.
"""

import numpy as np

from lossviz.derivations.old import (
    Derivation,
    Env,
    Given,
    Step,
    at_least,
    at_most,
    tex,
)
from lossviz.derivations.writing import LN, Slots, frac, numbers, power

FULL_TURN = 180.0


def _degrees(put: Slots, name: str, array: np.ndarray, light: str | None = None) -> str:
    return rf"{put.put(name, array, light)}^{{\circ}}"


def _s(put: Slots, env: Env) -> str:
    return put.put("s", env["s"], "s")


# --- the formula in the notes, and ArcFace's ----------------------------------------------------

COUNT = (2, 10)


def _between(env: Env) -> np.ndarray:
    """Angles between sample i and class vector j in radians, [F, N, C]; N = C, y_i = i."""
    apart = np.radians(env["t"])[:, :, None] - np.radians(env["a"])[:, None]
    return np.arccos(np.clip(np.cos(apart), -1, 1))


def _dots(env: Env) -> np.ndarray:
    """W_j·x_i of unit W_j and x_i of length s, [F, N, C]."""
    w, x = (np.stack([np.cos(np.radians(v)), np.sin(np.radians(v))], axis=-1)
            for v in (env["a"], env["t"]))  # fmt: skip
    return (env["s"][:, None, None] * x) @ np.swapaxes(w, 1, 2)


def _own(scores: np.ndarray) -> np.ndarray:
    return np.diagonal(scores, axis1=1, axis2=2)


def _rest(scores: np.ndarray) -> np.ndarray:
    """Σ_{j≠y} e^{score}, [F, N]."""
    itself = np.eye(scores.shape[1], dtype=bool)
    return np.where(itself, 0, np.exp(scores)).sum(axis=2)


def _mean_loss(own: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """(1/N) Σ −ln(e^own / (e^own + rest)), [F, N] each."""
    return -np.log(np.exp(own) / (np.exp(own) + rest)).mean(axis=1)


def _products(env: Env) -> np.ndarray:
    e = np.exp(_dots(env))
    return -np.log(_own(e) / e.sum(axis=2)).mean(axis=1)


def _lengths(env: Env) -> np.ndarray:
    """‖x_i‖, [F, N]."""
    theta = np.radians(env["t"])
    x = env["s"][:, None, None] * np.stack([np.cos(theta), np.sin(theta)], axis=-1)
    return np.linalg.norm(x, axis=-1)


def _cosines(env: Env) -> np.ndarray:
    scores = _lengths(env)[:, :, None] * np.cos(_between(env))
    return _mean_loss(_own(scores), _rest(scores))


def _scaled(env: Env) -> np.ndarray:
    scores = env["s"][:, None, None] * np.cos(_between(env))
    return _mean_loss(_own(scores), _rest(scores))


def _margin_logit(env: Env) -> np.ndarray:
    """cos(θ_y + m), past 180° cos θ_y − m sin m: [F, N]."""
    theta, m = _own(_between(env)), np.radians(env["m"])[:, None]
    return np.where(theta + m <= np.pi, np.cos(theta + m), np.cos(theta) - m * np.sin(m))


def _with_margin(env: Env) -> np.ndarray:
    s = env["s"][:, None]
    return _mean_loss(s * _margin_logit(env), _rest(s[:, :, None] * np.cos(_between(env))))


def _over_samples(env: Env, first: str) -> str:
    """(1/N)(the first sample's part + ⋯)."""
    count = env["t"].shape[1]
    more = r" + \cdots" if count > 1 else ""
    return frac("1", str(count)) + rf"\left({{{first}{more}}}\right)"


def _product_numbers(put: Slots, env: Env) -> str:
    e = np.exp(_dots(env))
    p = put.put("p1", _own(e)[:, 0] / e.sum(axis=2)[:, 0], "p")
    return _over_samples(env, f"-{LN}{p}")


def _fraction(put: Slots, own: str, env: Env) -> str:
    rest = put.put("rest", np.log(_rest(_dots(env))[:, 0]), "w")
    return "-" + LN + frac(own, rf"{own} + {power(rest)}")


def _angle(put: Slots, env: Env) -> str:
    return _degrees(put, "theta", np.degrees(_own(_between(env))[:, 0]), "theta")


def _cosine_numbers(put: Slots, env: Env) -> str:
    length = put.put("length", _lengths(env)[:, 0], "x")
    own = power(rf"{length} \cdot \cos {_angle(put, env)}")
    return _over_samples(env, _fraction(put, own, env))


def _scaled_numbers(put: Slots, env: Env) -> str:
    own = power(rf"{_s(put, env)} \cdot \cos {_angle(put, env)}")
    return _over_samples(env, _fraction(put, own, env))


def _margin_numbers(put: Slots, env: Env) -> str:
    psi = put.put("psi", _margin_logit(env)[:, 0], "psi")
    own = power(rf"{_s(put, env)} \cdot ({psi})")
    return _over_samples(env, _fraction(put, own, env))


_SUM = r"\sum_{j \ne y_i}"
_MEAN = r"\frac{1}{N} \sum_{i=1}^{N} -\ln\,"


def _line(own: str, rival: str) -> str:
    below = rf"e^{{{own}}} + {_SUM} e^{{{rival}}}"
    return tex(rf"{_MEAN}\frac{{e^{{{own}}}}}{{{below}}}")


_X = r"@x{\|x_i\|}"
_RIVAL = r"\cos\theta_{j}"

modified_softmax = Derivation(
    "modified_softmax",
    (
        Given("a", "vector", -FULL_TURN, FULL_TURN, COUNT),
        Given("t", "vector", -FULL_TURN, FULL_TURN, COUNT),
        Given("s", "number", 0, 100),
        Given("m", "number", 0, 90),
    ),
    (
        Step(
            "softmax",
            tex(
                r"\frac{1}{N} \sum_{i=1}^{N} -\ln\,"
                r"@p{\frac{e^{@w{W_{y_i}} \cdot @x{x_i} + b_{y_i}}}"
                r"{\sum_{j} e^{@w{W_j} \cdot @x{x_i} + b_j}}}"
            ),
            _products,
            numbers(_product_numbers),
        ),
        Step(
            "angles",
            _line(rf"{_X} \cos @theta{{\theta_{{y_i}}}}", rf"{_X} {_RIVAL}"),
            _cosines,
            numbers(_cosine_numbers),
        ),
        Step(
            "scaled",
            _line(r"@s{s} \cos @theta{\theta_{y_i}}", rf"@s{{s}} {_RIVAL}"),
            _scaled,
            numbers(_scaled_numbers),
        ),
        Step(
            "margin",
            _line(r"@s{s} @psi{\cos(\theta_{y_i} + @m{m})}", rf"@s{{s}} {_RIVAL}"),
            _with_margin,
            numbers(_margin_numbers),
            at_most,
        ),
    ),
)


# --- an angle added is a cosine margin that depends on the angle --------------------------------


def _theta(env: Env) -> np.ndarray:
    return np.radians(env["theta"])


def _m(env: Env) -> np.ndarray:
    return np.radians(env["m"])


def _sum_numbers(put: Slots, env: Env) -> str:
    theta, m = _degrees(put, "theta", env["theta"], "theta"), _degrees(put, "m", env["m"], "m")
    return rf"\cos({theta} + {m})"


def _theorem_numbers(put: Slots, env: Env) -> str:
    theta, m = _degrees(put, "theta", env["theta"], "theta"), _degrees(put, "m", env["m"], "m")
    return rf"\cos {theta} \cdot \cos {m} - \sin {theta} \cdot \sin {m}"


def _taken_numbers(put: Slots, env: Env) -> str:
    theta = _degrees(put, "theta", env["theta"], "theta")
    half = _degrees(put, "half", env["m"] / 2, "m")
    middle = _degrees(put, "middle", env["theta"] + env["m"] / 2)
    return rf"\cos {theta} - 2 \cdot \sin {half} \cdot \sin {middle}"


def _most_numbers(put: Slots, env: Env) -> str:
    theta = _degrees(put, "theta", env["theta"], "theta")
    return rf"\cos {theta} - 2 \cdot \sin {_degrees(put, 'half', env['m'] / 2, 'm')}"


angle_added = Derivation(
    "angle_added",
    (Given("theta", "number", 0, FULL_TURN), Given("m", "number", 0, 90)),
    (
        Step(
            "added",
            tex(r"@psi{\cos(@theta{\theta} + @m{m})}"),
            lambda env: np.cos(_theta(env) + _m(env)),
            numbers(_sum_numbers),
        ),
        Step(
            "theorem",
            tex(r"\cos@theta{\theta}\,\cos@m{m} - \sin@theta{\theta}\,\sin@m{m}"),
            lambda env: (
                np.cos(_theta(env)) * np.cos(_m(env)) - np.sin(_theta(env)) * np.sin(_m(env))
            ),
            numbers(_theorem_numbers),
        ),
        Step(
            "taken",
            tex(
                r"\cos@theta{\theta} - 2\,\sin@m{\frac{m}{2}}\,"
                r"\sin\left(@theta{\theta} + @m{\frac{m}{2}}\right)"
            ),
            lambda env: (
                np.cos(_theta(env)) - 2 * np.sin(_m(env) / 2) * np.sin(_theta(env) + _m(env) / 2)
            ),
            numbers(_taken_numbers),
        ),
        Step(
            "most",
            tex(r"\cos@theta{\theta} - 2\,\sin@m{\frac{m}{2}}"),
            lambda env: np.cos(_theta(env)) - 2 * np.sin(_m(env) / 2),
            numbers(_most_numbers),
            at_least,
        ),
    ),
)

ALL = (modified_softmax, angle_added)
