"""The last line of every derivation by other means: stable forms, jax.grad, the losses."""

import jax
import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, ive

from lossviz import losses, theory


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def lse(z):
    top = z.max(axis=-1)
    return top + np.log(np.exp(z - top[..., None]).sum(axis=-1))


def pick(array, index):
    return array[np.arange(len(index)), index]


def sigma(x):
    return 0.5 * (1 + np.tanh(x / 2))


def bits(p, base):
    """−log p, ∞ at 0."""
    with np.errstate(divide="ignore"):
        return -np.log(p) / np.log(base)


def cross(p, q, base):
    """Only outcomes that can happen are summed, one frame at a time."""
    rows = zip(p, q, np.broadcast_to(base, len(p)), strict=True)
    return np.array([np.sum(a[a > 0] * bits(b[a > 0], c)) for a, b, c in rows])


# classes, and the score of one that is not there: all numbers of them share what JAX compiles
MOST, NOWHERE = 12, -1e30


@jax.jit
def losses_and_slopes(z, y):
    """Softmax losses [F] and their slopes [F, C]: features z, weights the unit matrix."""
    losses_of, unit = losses.get("softmax").per_sample, np.eye(z.shape[1])
    values, pull = jax.vjp(lambda z: losses_of(z, unit, y), z)
    return values, *pull(jax.numpy.ones_like(values))


def of_softmax(env):
    """By jax, through the library's own softmax loss."""
    z = env["z"]
    room = [(0, 0), (0, MOST - z.shape[1])]
    with jax.enable_x64(True):
        values, slopes = losses_and_slopes(np.pad(z, room, constant_values=NOWHERE), env["y"])
    assert not slopes[:, z.shape[1] :].any()
    return np.asarray(values), np.asarray(slopes)[:, : z.shape[1]]


def cross_entropy_gradient(env):
    return of_softmax(env)[1]


def softmax_loss(env):
    return of_softmax(env)[0]


def one_hot(env):
    return np.arange(env["z"].shape[1]) == env["y"][:, None]


def observed(env):
    return env["counts"] / env["counts"].sum(axis=1, keepdims=True)


def unit(degrees):
    """Unit vectors in these directions, [..., 2]."""
    return np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], axis=-1)


def half_angle(e):
    return np.radians(pick(e["a"], e["i"]) - pick(e["a"], e["j"])) / 2


def directed(e):
    """s·(w·f) of the two classes, by products of vectors, [F, 2]."""
    f, w = unit(e["phi"]), unit(np.stack([pick(e["a"], e["i"]), pick(e["a"], e["j"])], axis=1))
    return e["s"][:, None] * (w @ f[:, :, None])[..., 0]


def normface_loss(e):
    """Cross-entropy by products of vectors, one sample a class."""
    scores = e["s"][:, None, None] * (unit(e["f"]) @ np.swapaxes(unit(e["a"]), 1, 2))
    return (lse(scores) - np.diagonal(scores, axis1=1, axis2=2)).mean(axis=1)


def loss_at_mean_length(e):
    """1 − ‖w̄‖² is the mean of 2 sin² of half the angle, over all pairs of class vectors."""
    half = np.radians(e["a"][:, :, None] - e["a"][:, None]) / 2
    length = np.sqrt((2 * np.sin(half) ** 2).mean(axis=(1, 2)))
    return theory.normface_lower_bound(e["a"].shape[1], e["s"] * length)


def smoothed_loss(e):
    """The library's own loss of scores z, label y and ε of each frame."""
    with jax.enable_x64(True):
        unit = np.eye(e["z"].shape[1])
        loss = losses.get("label_smoothing").per_sample
        return np.asarray(loss(e["z"], unit, e["y"], eps=e["e"]))


def equal_rivals_loss(e):
    """LSE − z_y + ε (z_y − z̄) of the scores d, 0, 0, …; each frame has its own C."""
    frames = zip(e["C"], e["d"], e["e"], strict=True)
    z = [(np.append(d, np.zeros(int(c) - 1)), s) for c, d, s in frames]
    return np.array([lse(a) - a[0] + s * (a[0] - a.mean()) for a, s in z])


def smoothed(e):
    """The targets of each frame with the label first."""
    return [(1 - s) * np.eye(int(c))[0] + s / c for c, s in zip(e["C"], e["e"], strict=True)]


def log_odds_of(q):
    with np.errstate(divide="ignore"):
        return np.log(q[0]) - np.log(q[1])


def rivals(e):
    """The scores but the target's, [F, n − 1]."""
    return np.stack([np.delete(z, y) for z, y in zip(e["z"], e["y"], strict=True)])


def rivals_scaled(e):
    return e["s"][:, None] * rivals(e)


def margin_hinge(e):
    """max over the rivals and 0 of s(z_i − z_y + m)."""
    lead = e["s"][:, None] * (rivals(e) - pick(e["z"], e["y"])[:, None] + e["m"][:, None])
    return np.maximum(lead.max(axis=1), 0)


def cosface_loss(e):
    """Cross-entropy of s(z − m·onehot), stable."""
    scores = e["s"][:, None] * (e["z"] - e["m"][:, None] * one_hot(e))
    return lse(scores) - pick(scores, e["y"])


def enough_by_the_edge(e):
    """The chord by which a class must lead a quarter of the gap before its edge."""
    turn = 2 * np.pi / e["C"]
    return np.cos(turn / 4) - np.cos(turn * 3 / 4)


def multiplied_at_corner(e):
    """1 less what p loses on its pieces: k times the area under sin, by Gauss's quadrature."""
    x, w = np.polynomial.legendre.leggauss(30)
    return 1 - e["k"] * np.pi / 2 * np.sum(w * np.sin(np.pi / 2 * (x + 1)))


def multiplied_slope(e):
    """dp/dθ by jax, through the library's own ψ of a unit vector turned by θ."""
    with jax.enable_x64(True):
        psi = losses.get("sphereface").psi

        def total(theta):
            return psi(jax.numpy.cos(theta), jax.numpy.sin(theta), m=e["m"], lam=0.0).sum()

        return np.asarray(jax.grad(total)(np.radians(e["t"])))


def held_angle(e):
    return np.minimum(e["b"], np.radians(e["t"]))


def held_cosine(e):
    return np.minimum(e["c"], 2 * np.sin(np.radians(e["t"]) / 2))


def gap_in_degrees(key, degrees, m):
    return np.degrees(theory.angular_gap(key, np.radians(degrees), m=m))


def arcface_loss(e):
    """Cross-entropy with the library's ψ: one sample t of each class around the class vectors a."""
    cosine = unit(e["t"]) @ np.swapaxes(unit(e["a"]), 1, 2)
    own = np.eye(cosine.shape[1], dtype=bool)
    m = np.radians(e["m"])[:, None, None]
    # √(1 − cos²) would lose half of the digits near 0
    sine = np.abs(np.sin(np.radians(e["t"][:, :, None] - e["a"][:, None, :])))
    psi = losses.get("arcface").psi(cosine, sine, m=m)
    # at the edge, θ + m = 180°, rounding would choose the branch
    psi = np.where(np.abs(cosine + np.cos(m)) < 1e-12, -1.0, psi)
    scores = e["s"][:, None, None] * np.where(own, psi, cosine)
    return (lse(scores) - np.diagonal(scores, axis1=1, axis2=2)).mean(axis=1)


def combined_slope(e):
    """∂/∂θ by jax of softplus(s(c − ψ(θ))), ψ the library's."""
    with jax.enable_x64(True):
        psi = losses.get("combined").psi

        def total(theta):
            turned = {"m1": e["m1"], "m2": np.radians(e["m2"]), "m3": e["m3"]}
            logit = psi(jax.numpy.cos(theta), jax.numpy.sin(theta), **turned)
            return jax.nn.softplus(e["s"] * (e["c"] - logit)).sum()

        return np.asarray(jax.grad(total)(np.radians(e["theta"])))


def crowd_by_bessel(e):
    """Γ(d/2)(2/s)^{d/2−1} I_{d/2−1}(s) e^{−s}, or its series where the Bessel function is tiny."""

    def log_mean_power(s, dim):
        order = dim / 2 - 1
        if s > 1e8:  # beyond what SciPy computes, but far in the asymptotic range
            tail = -0.5 * np.log(2 * np.pi * s) - (4 * order**2 - 1) / (8 * s)
            return gammaln(dim / 2) + order * np.log(2 / s) + tail
        bessel = ive(order, s)
        if bessel > 1e-250:
            return gammaln(dim / 2) + order * np.log(2 / s) + np.log(bessel)
        k = np.arange(4000)
        terms = 2 * k * np.log(s / 2) - gammaln(k + 1) + gammaln(dim / 2) - gammaln(dim / 2 + k)
        return lse(terms) - s

    def solved(count, dim, p):
        if count * p <= 1:
            return 0.0
        return np.exp(brentq(
            lambda log_s: log_mean_power(np.exp(log_s), dim) + np.log(count * p), -12, 35,
            xtol=1e-13, rtol=1e-14,
        ))  # fmt: skip

    return np.array([solved(*one) for one in zip(e["C"], e["d"], e["P"], strict=True)])


ORACLES = {
    "translation": lambda e: pick(softmax(e["z"]), e["i"]),
    "k_minus_1": lambda e: pick(softmax((e["w"] @ e["x"][:, :, None])[..., 0]), e["i"]),
    "two_classes": lambda e: softmax(np.stack([e["x1"], e["x2"]], axis=1))[:, 0],
    "sigmoid_slope": lambda e: 0.25 / np.cosh(e["x"] / 2) ** 2,
    "one_hot": lambda e: pick(e["p"], e["y"]),
    "independent": lambda e: bits(e["p"], e["base"]) + bits(e["q"], e["base"]),
    "coin": lambda e: 1 / np.log2(e["base"]),
    "entropy": lambda e: bits(1 / e["p"].shape[1], e["base"]),
    "kl": lambda e: cross(e["p"], e["q"], e["base"]) - cross(e["p"], e["p"], e["base"]),
    "cross_entropy": lambda e: cross(e["p"], e["p"], e["base"]),
    "gibbs": lambda e: np.zeros(len(e["p"])),
    "maximum_likelihood": lambda e: cross(observed(e), observed(e), np.e),
    "loss_to_a": lambda e: np.where(one_hot(e), -1 / softmax(e["z"]), 0),
    "jacobian_other": lambda e: pick(cross_entropy_gradient(e), e["i"]),
    "jacobian_own": lambda e: pick(cross_entropy_gradient(e), e["y"]),
    "chain": cross_entropy_gradient,
    "sum_zero": lambda e: cross_entropy_gradient(e).sum(axis=1),
    "l1_norm": lambda e: np.full(len(e["z"]), 2.0),
    "others_add_up": lambda e: -pick(cross_entropy_gradient(e), e["y"]),
    "binary_split": cross_entropy_gradient,
    "boundary": lambda e: np.sum((pick(e["w"], e["i"]) - pick(e["w"], e["j"])) * e["x"], axis=1),
    "objectives": softmax_loss,
    "four_lines": softmax_loss,
    "index_mean": lambda e: np.einsum("fk,fk->f", e["p"], e["place"]),
    "lse_bounds": lambda e: e["z"].max(axis=1) + np.log(e["z"].shape[1]) / e["t"],
    "lse_slope": lambda e: pick(softmax(e["t"][:, None] * e["z"]), e["j"]),
    "lse_limit": lambda e: e["z"].max(axis=1),
    "budget": lambda e: np.full(len(e["z"]), 2.0 * (e["z"].shape[1] - 1)),
    "budget_lse": lambda e: np.full(len(e["z"]), 2.0),
    "equal_hinge": lambda e: 2 * e["C"] - 2,
    "equal_cross_entropy": lambda e: np.full(len(e["d"]), 2.0),
    "scale_ratio": lambda e: np.exp(e["s"] * (pick(e["z"], e["i"]) - pick(e["z"], e["j"]))),
    "overshoot": lambda e: np.full(len(e["s"]), np.log(e["z"].shape[1])),
    "log_odds": lambda e: 2 * e["s"] * np.abs(np.sin(half_angle(e))),
    "normface_floor": lambda e: theory.normface_lower_bound(e["a"].shape[1], e["s"]),
    "best_probability": lambda e: np.log(e["C"]),
    "least_scale": lambda e: np.log(e["C"] * e["P"] / (1 - e["P"])),
    "adacos": lambda e: np.full(len(e["C"]), 0.5),
    "two_conventions": lambda e: np.array([q[1] for q in smoothed(e)]),
    "smoothed_targets": smoothed_loss,
    "optimal_gap": lambda e: np.array([log_odds_of(q) for q in smoothed(e)]),
    "smoothing_floor": lambda e: np.zeros(len(e["C"])),
    "additive_margin": lambda e: margin_hinge(e) + np.log(e["z"].shape[1]),
    "margin_odds": lambda e: e["s"] * (pick(e["z"], e["y"]) - e["m"]) - lse(rivals_scaled(e)),
    "raw_margin": lambda e: np.maximum(np.max(rivals(e), axis=1) - pick(e["z"], e["y"]), 0),
    "cosface_limits": lambda e: 1 + 1 / (e["g"].shape[1] - 1) + 0 * e["g"][:, 0],
    "enough_margin": lambda e: theory.max_cosine_margin(e["C"], 2) / 2,
    "modified_softmax": arcface_loss,
    "angle_added": lambda e: np.cos(np.radians(e["theta"])) - 2 * np.sin(np.radians(e["m"]) / 2),
    "target_gradient": lambda e: e["s"] * e["m1"],
    "detour": lambda e: -np.sin(np.radians(e["theta"] + e["m"])),
    "crowd": lambda e: np.log(e["C"]) + np.log(e["P"]),
    "piecewise": multiplied_at_corner,
    "falling": lambda e: np.zeros(len(e["t"])),
    "sphereface_edge": lambda e: gap_in_degrees("sphereface", e["t"], e["a"]),
    "arcface_edge": lambda e: gap_in_degrees("arcface", e["t"], held_angle(e)),
    "cosface_edge": lambda e: gap_in_degrees("cosface", e["t"], held_cosine(e)),
}
# a line in the middle that the chain bounds or passes through: (derivation, step) -> what it is
ON_THE_WAY = {
    ("coin", "entropy"): lambda e: cross(*(np.stack([e["p"], 1 - e["p"]], axis=1),) * 2, e["base"]),
    ("entropy", "mean"): lambda e: cross(e["p"], e["p"], e["base"]),
    ("cross_entropy", "definition"): lambda e: cross(e["p"], e["q"], e["base"]),
    ("maximum_likelihood", "cross_entropy"): lambda e: cross(observed(e), e["q"], np.e),
    ("lse_bounds", "lse"): lambda e: lse(e["t"][:, None] * e["z"]) / e["t"],
    ("budget_lse", "one_unit"): lambda e: np.where(lse(rivals(e)) > pick(e["z"], e["y"]), 2, 0),
    ("lse_limit", "scaled"): lambda e: lse(e["t"][:, None] * e["z"]) / e["t"],
    ("equal_cross_entropy", "target"): lambda e: 2 * sigma(e["d"] + np.log(e["C"] - 1)),
    ("overshoot", "gap"): lambda e: (
        lse(e["s"][:, None] * e["z"]) - (e["s"][:, None] * e["z"]).max(1)
    ),
    ("log_odds", "product"): lambda e: np.diff(-directed(e), axis=1)[:, 0],
    ("normface_floor", "samples"): normface_loss,
    ("normface_floor", "square"): loss_at_mean_length,
    ("best_probability", "floor"): lambda e: theory.normface_lower_bound(e["C"], e["s"]),
    ("least_scale", "solved"): lambda e: theory.cosface_min_scale(e["C"], e["P"]),
    ("l1_norm", "target"): lambda e: np.abs(cross_entropy_gradient(e)).sum(axis=1),
    ("two_conventions", "other"): lambda e: np.array([q[0] for q in smoothed(e)]),
    ("smoothing_floor", "loss"): equal_rivals_loss,
    ("smoothing_floor", "entropy"): lambda e: np.array(
        [cross(q[None], q[None], np.e)[0] for q in smoothed(e)]
    ),
    ("additive_margin", "hard"): lambda e: margin_hinge(e),
    ("additive_margin", "fraction"): cosface_loss,
    ("cosface_limits", "circle"): lambda e: np.full(
        len(e["g"]), theory.max_cosine_margin(e["g"].shape[1], 2)
    ),
    ("enough_margin", "solved"): enough_by_the_edge,
    ("target_gradient", "written"): combined_slope,
    ("detour", "fraction"): lambda e: -np.sin(np.radians(e["theta"] + e["m"])),
    ("crowd", "least"): crowd_by_bessel,
    ("falling", "chain"): multiplied_slope,
    ("sphereface_edge", "solved"): lambda e: np.degrees(
        theory.angular_edge("sphereface", np.radians(e["t"]), m=e["a"])
    ),
    ("arcface_edge", "solved"): lambda e: np.degrees(
        theory.angular_edge("arcface", np.radians(e["t"]), m=held_angle(e))
    ),
    ("cosface_edge", "solved"): lambda e: np.degrees(
        theory.angular_edge("cosface", np.radians(e["t"]), m=held_cosine(e))
    ),
}
