"""The last line of every derivation by other means: stable forms, jax.grad, the losses."""

import jax
import numpy as np

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


def cross_entropy_gradient(env):
    """By jax, through the library's own softmax loss: features z, weights the unit matrix."""
    with jax.enable_x64(True):
        unit = np.eye(env["z"].shape[1])
        loss = losses.get("softmax").per_sample
        grad = jax.grad(lambda z: loss(z, unit, env["y"]).sum())(env["z"])
        return np.asarray(grad)


def softmax_loss(env):
    with jax.enable_x64(True):
        unit = np.eye(env["z"].shape[1])
        return np.asarray(losses.get("softmax").per_sample(env["z"], unit, env["y"]))


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
    """Cross-entropy by products of vectors, every sample on its class vector."""
    w = unit(e["a"])
    scores = e["s"][:, None, None] * (w @ np.swapaxes(w, 1, 2))
    return (lse(scores) - np.diagonal(scores, axis1=1, axis2=2)).mean(axis=1)


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
}
