"""Probability and pull of one sample against its angle, for every target logit of the family."""

import numpy as np

from lossviz import losses
from lossviz.pictures import Area, Row, Rule, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import sigmoid

KEYS = ("normface", "cosface", "arcface", "sphereface", "combined")
# the slider that holds each parameter of a loss
SLIDERS = {
    "cosface": {"m": "mc"},
    "arcface": {"m": "ma"},
    "sphereface": {"m": "mm"},
    "combined": {"m1": "m1", "m2": "m2", "m3": "m3"},
}
DEGREES = np.linspace(0, 180, 361)


def params_of(v: Values) -> dict[str, np.ndarray]:
    """The chosen loss's parameters, [F] each."""
    found = {name: v[slider] for name, slider in SLIDERS.get(str(v["shape"]), {}).items()}
    return found | ({"lam": np.zeros(len(v["t"]))} if v["shape"] == "sphereface" else {})


def as_combined(key: str, theta: np.ndarray, params: dict[str, np.ndarray]) -> tuple:
    """(m1, m2, m3) with ψ = cos(m1·θ + m2) − m3 around these θ, radians [F, K] each.

    Every loss of the family is that on each of its pieces: p(θ) = cos(mθ − kπ) − 2k with
    k = ⌊mθ/π⌋; past π ArcFace's cos θ − m sin m.
    """
    one, zero = np.ones_like(theta), np.zeros_like(theta)
    p = {name: value[:, None] + zero for name, value in params.items()}
    if key == "sphereface":
        k = np.minimum(np.floor(p["m"] * theta / np.pi), np.ceil(p["m"]) - 1)
        return p["m"], -k * np.pi, 2 * k
    if key == "arcface":
        below = theta + p["m"] <= np.pi
        return one, np.where(below, p["m"], 0), np.where(below, 0, p["m"] * np.sin(p["m"]))
    return p.get("m1", one), p.get("m2", zero), p.get("m3", p.get("m", zero))


def fall_of(key: str, theta: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    """−ψ'(θ) = m1 sin(m1·θ + m2), θ in radians [F, K]; negative where ψ rises."""
    m1, m2, _ = as_combined(key, theta, params)
    return m1 * np.sin(m1 * theta + m2)


def _psi(key: str, theta: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    columns = {name: value[:, None] for name, value in params.items()}
    return losses.get(key).psi(np.cos(theta), np.sin(theta), **columns)


def _curves(key: str, v: Values, theta: np.ndarray, params: dict) -> dict[str, np.ndarray]:
    """ψ, P and the pull over s of a sample at the angles theta [F, K]."""
    s, c = v["s"][:, None], v["c"][:, None]
    psi = _psi(key, theta, params)
    p = sigmoid(s * (psi - c))
    # 1 − P by its own formula: no digits are lost where P is nearly 1
    return {"psi": psi, "p": p, "pull": sigmoid(s * (c - psi)) * fall_of(key, theta, params)}


def numbers_at(v: Values) -> Arrays:
    """The arrays of the three pictures."""
    key, params = str(v["shape"]), params_of(v)
    theta = np.radians(DEGREES)[None]
    here = np.radians(v["t"])[:, None]
    along = _curves(key, v, theta, params)
    plain = _curves("normface", v, theta, {})
    at = {name: array[:, 0] for name, array in _curves(key, v, here, params).items()}
    steepest = np.abs(as_combined(key, here, params)[0][:, 0])
    rises = key == "combined"
    return {
        "degrees": DEGREES[None],
        **{f"{name}s": array for name, array in along.items()},
        **{f"plain_{name}s": array for name, array in plain.items()},
        **at,
        "wrong": np.minimum(along["pull"], 0),
        "t": v["t"],
        "c": v["c"],
        "inference": sigmoid(v["s"] * (np.cos(here[:, 0]) - v["c"])),
        "force": v["s"] * at["pull"],
        "pull_high": 1.15 * steepest,
        "pull_low": -1.15 * steepest if rises else -0.15 * steepest,
    }


def env_at(v: Values) -> Env:
    """The sample as `target_gradient` takes it: angles in degrees, one piece of ψ."""
    here = np.radians(v["t"])[:, None]
    m1, m2, m3 = (p[:, 0] for p in as_combined(str(v["shape"]), here, params_of(v)))
    return {"theta": v["t"], "m1": m1, "m2": np.degrees(m2), "m3": m3, "s": v["s"], "c": v["c"]}


def rows(_state: State) -> list[Row]:
    """ψ with P, and the pull."""
    logit = curves(
        "probability", (0, 180, "@pictures.theta"), (-1.6, 1.1, ""),
        lines=[line("degrees", "plain_psis", "accent", "cos θ", "plain_psi", dash=True),
               line("degrees", "psis", "accent", "ψ(θ)", "psi"),
               line("degrees", "plain_ps", "class:2", "", "plain_p", dash=True),
               line("degrees", "ps", "class:2", "P", "p")],
        marks=[mark("t", "psi", "accent", "psi"), mark("t", "p", "class:2", "p")],
        rules=[Rule(y="c", colour="class:1", dash=True, term="c", name="cos θ_j")],
        drag="t", phone=260,
    )  # fmt: skip
    # its ends follow the margin
    pull = curves(
        "pull", (0, 180, "@pictures.theta"), ("pull_low", "pull_high", "(∂L/∂θ) / s"),
        areas=[Area(x="degrees", low="wrong", high=0, colour="error", term="pull")],
        lines=[line("degrees", "plain_pulls", "muted", "@pictures.plain_pull", "plain_pull",
                    dash=True),
               line("degrees", "pulls", "accent", "@pictures.chosen", "pull")],
        marks=[mark("t", "pull", "accent", "pull", drop=True)], drag="t", phone=260,
    )  # fmt: skip
    return [
        row(logit, pull),
        row(
            numbers(
                ("ψ(θ)", "psi", "precise", "psi"),
                ("@pictures.p_training", "p", "precise", "p"),
                ("@pictures.p_inference", "inference", "precise", "p"),
                ("∂L/∂θ", "force", "precise", "pull"),
            ),
            grow=0,
        ),
    ]


SCENE = Scene(
    "slopes",
    ("shape", "t", "mc", "ma", "mm", "m1", "m2", "m3", "c", "s"),
    numbers_at,
    rows,
    ("target_gradient",),
    env_at,
)
