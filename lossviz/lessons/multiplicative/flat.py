"""The repaired curve p(θ) is flat where its pieces meet: no pull there, unless λ mixes cos θ in."""

import numpy as np

from lossviz import losses
from lossviz.pictures import Line, Mark, Row, Rule, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import sigmoid

SPHEREFACE, ARCFACE = losses.get("sphereface"), losses.get("arcface")
MIXES = {parameter.key: parameter.grid for parameter in SPHEREFACE.parameters}["lam"]
# the only rival stands at this angle, wherever the sample turns
RIVAL = 60.0
DEGREES = np.linspace(0, 180, 361)
MOST = 4
LOW, TOP, STEEPEST = -7.4, 1.4, 4.2


def sphereface_slope(theta: np.ndarray, m: np.ndarray, lam: np.ndarray) -> np.ndarray:
    """−dψ/dθ of (λ cos θ + p(θ))/(1 + λ): (λ sin θ + m |sin mθ|)/(1 + λ), θ in radians."""
    pull = lam * np.sin(theta) + m * np.abs(np.sin(m * theta))
    # where the pieces meet it is 0 but for rounding
    return np.where(pull < 1e-14, 0.0, pull) / (1 + lam)


def arcface_slope(theta: np.ndarray, m: np.ndarray) -> np.ndarray:
    """−dψ/dθ of ArcFace: sin(θ + m), and sin θ where θ + m > π."""
    return np.where(theta + m <= np.pi, np.sin(theta + m), np.sin(theta))


def _ahead(psi: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """By how many units of score the target class is ahead of the one rival."""
    return scale * (psi - np.cos(np.radians(RIVAL)))


def _of_both(theta: np.ndarray, v: Values) -> Arrays:
    """ψ, −ψ′, the pull over ‖f‖ and P of SphereFace and ArcFace at angles [F, n]."""
    m, lam, a, f = (v[key][:, None] for key in ("m", "lam", "a", "f"))
    cos, sin = np.cos(theta), np.sin(theta)
    both = {
        "sphere": (SPHEREFACE.psi(cos, sin, m=m, lam=lam), sphereface_slope(theta, m, lam)),
        "arc": (ARCFACE.psi(cos, sin, m=a), arcface_slope(theta, a)),
    }
    found: Arrays = {}
    for name, (psi, slope) in both.items():
        ahead = _ahead(psi, f)
        found |= {
            f"psi_{name}": psi,
            f"slope_{name}": slope,
            f"pull_{name}": sigmoid(-ahead) * slope,
            f"p_{name}": sigmoid(ahead),
        }
    return found


def _corner(v: Values) -> np.ndarray:
    """k of the flat spot that θ has passed last, the first one before that."""
    return np.maximum(np.floor(v["m"] * v["theta"] / 180), 1)


def numbers_at(v: Values) -> Arrays:
    """Both losses over all angles and at θ, and the flat spots of SphereFace."""
    here = {
        name: array[:, 0] for name, array in _of_both(np.radians(v["theta"])[:, None], v).items()
    }
    # as many as there are at m = 4; of fewer, the last one again
    k = np.minimum(np.arange(1, MOST + 1), np.floor(v["m"])[:, None])
    flats = 180 * k / v["m"][:, None]
    at_flats = _of_both(np.radians(flats), v)
    along = _of_both(np.radians(DEGREES)[None], v)
    return {
        "degrees": DEGREES[None],
        "cos": np.cos(np.radians(DEGREES))[None],
        **{f"{name}s": array for name, array in along.items() if not name.startswith("p_")},
        **here,
        "theta": v["theta"],
        "flats": flats,
        "psi_flats": at_flats["psi_sphere"],
        "pull_flats": at_flats["pull_sphere"],
        "corner": 180 * _corner(v) / v["m"],
        "pull": v["f"] * here["pull_sphere"],
        "pull_other": v["f"] * here["pull_arc"],
    }


def rows(_state: State) -> list[Row]:
    """ψ, the pull below the slope that bounds it, and their numbers at θ."""
    spots = Rule(x="corner", colour="warning", dash=True, term="flat", name="θ_k")

    def both(name: str, named: bool = True, **more: bool) -> list[Line]:
        return [
            line("degrees", f"{name}_arcs", "class:2", "ArcFace" * named, "arc", **more),
            line("degrees", f"{name}_spheres", "accent", "SphereFace" * named, "sphere", **more),
        ]

    def marks(name: str) -> list[Mark]:
        return [
            mark("theta", f"{name}_arc", "class:2", "arc"),
            mark("flats", f"{name}_flats", "warning", "flat"),
            mark("theta", f"{name}_sphere", "accent", "sphere", drop=True),
        ]

    return [
        row(
            curves("psi", (0, 180, "θ"), (LOW, TOP, ""),
                   lines=[line("degrees", "cos", "muted", "cos θ", "cos", dash=True),
                          *both("psi")],
                   marks=marks("psi"), rules=[spots], drag="theta"),
            curves("pull", (0, 180, "θ"), (0, STEEPEST, ""),
                   lines=[*both("slope", False, dash=True), *both("pull")],
                   marks=marks("pull"), rules=[spots], drag="theta"),
        ),
        row(
            numbers(
                ("SphereFace −ψ′", "slope_sphere", "score", "sphere"),
                ("SphereFace P", "p_sphere", "precise", "sphere"),
                ("@pictures.pull_sphere", "pull", "precise", "sphere"),
                ("@pictures.pull_arc", "pull_other", "precise", "arc"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def env_at(v: Values) -> Env:
    """m, the angle, and the number of the flat spot."""
    return {"m": v["m"], "t": v["theta"], "k": _corner(v)}


SCENE = Scene(
    "flat", ("m", "lam", "f", "theta", "a"), numbers_at, rows, ("piecewise", "falling"), env_at
)
