"""Lesson 4: from hinge to cross-entropy."""

from dataclasses import replace
from typing import Any

import numpy as np

from lossviz import formulas
from lossviz.geometry.contest import log_sum_exp
from lossviz.lessons.smoothing import trained
from lossviz.lessons.smoothing.objectives import STOPS, budget, gradient, objective
from lossviz.pictures import (
    Area,
    Axis,
    Contour,
    Formula,
    Peg,
    Plane,
    Probe,
    Row,
    Rule,
    Series,
    Surface,
    bars,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import Choice, Number, Numbers, Shares, State, powers, steps
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Lesson, Question, Scene, Values
from lossviz.scenes.scores import softmax

CLASSES = tuple("12345")
REACH = 4.0
SIDE, ARROWS = 61, 13
MOST_CLASSES = 20
FORMULAS = formulas.road()


def _variant(at: np.ndarray) -> np.ndarray:
    """Which of FORMULAS holds at each position of the road."""
    whole = np.floor(at)
    return 2 * whole + (at > whole)


def _formula_row() -> Row:
    """The formula that holds where the learner stands on the road."""
    formula = Formula(id="formula", value="variant", formulas=FORMULAS)
    return row(formula, grow=0)


# the road


def _lattice(count: int) -> np.ndarray:
    """[count, count, 2]: (z_1 − z_y, z_2 − z_y), rows along the second."""
    axis = np.linspace(-REACH, REACH, count)
    return np.stack(np.meshgrid(axis, axis), axis=-1)


def _each(at: np.ndarray, m: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`objective` on the same u for every frame; one frame where road and margin stand still."""
    pairs = np.stack([at, m], axis=1)
    if len(pairs) > 1 and (pairs == pairs[0]).all():
        pairs = pairs[:1]
    found = [objective(u, float(a), float(b)) for a, b in pairs]
    return np.stack([loss for loss, _ in found]), np.stack([slopes for _, slopes in found])


def _at_point(v: Values) -> tuple[np.ndarray, np.ndarray]:
    """Loss [F] and slopes [F, 2] at the learner's point."""
    u = np.stack([v["a1"], v["a2"]], axis=1)
    loss, slopes = np.empty(len(u)), np.empty_like(u)
    pairs, owner = np.unique(np.stack([v["h"], v["m"]], axis=1), axis=0, return_inverse=True)
    for k, (at, m) in enumerate(pairs):
        mine = owner == k
        loss[mine], slopes[mine] = objective(u[mine], float(at), float(m))
    return loss, slopes


def _road(v: Values) -> Arrays:
    at, m = v["h"], v["m"]
    surface, _ = _each(at, m, _lattice(SIDE))
    _, slopes = _each(at, m, _lattice(ARROWS))
    loss, here = _at_point(v)
    g = gradient(here)
    return {
        "surface": surface,
        "field": -slopes,
        "point": np.stack([v["a1"], v["a2"]], axis=1),
        "L": loss,
        "g": g,
        "budget": np.abs(g).sum(1),
        "variant": _variant(at),
    }


def _road_rows(_state: State) -> list[Row]:
    x = Axis(low=-REACH, high=REACH, label="z₁ − z_y")
    shared: dict[str, Any] = {"value": "surface", "x": x, "y": replace(x, label="z₂ − z_y"),
                              "top": 6}  # fmt: skip
    surface = Surface(
        id="surface", title="@pictures.surface",
        about="@pictures.surface_about", **shared, z=Axis(low=0, high=10, label="L"),
        probe=Peg(at="point", height="L", term="L"), phone=300,
    )  # fmt: skip
    contour = Contour(
        id="contour", title="@pictures.contour",
        about="@pictures.contour_about", **shared, levels=[0.5, 1, 2, 3, 4, 5, 6],
        field="field",
        probe=Probe(at="point", drag=["a1", "a2"], term="a", name=""), phone=330,
    )  # fmt: skip
    pushed = bars("pushes", "g", "g", ["z₁", "z₂", "z_y"], low=-2, high=1.2, ylabel="",
                  grow=0.62)  # fmt: skip
    return [
        _formula_row(),
        row(surface, contour, pushed),
        row(
            numbers(
                ("L", "L", "precise", "L"),
                ("Σ |∂L/∂z|", "budget", "precise", "g"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _road_env(v: Values) -> Env:
    # only differences count: the target's score is put at 0
    z = np.stack([v["a1"], v["a2"], np.zeros(len(v["a1"]))], axis=1)
    return {"z": z, "y": np.full(len(z), 2), "m": v["m"]}


# what one sample may push


def _budget(v: Values) -> Arrays:
    counts = np.arange(2, MOST_CLASSES + 1)
    arrays: Arrays = {"C": counts[None].astype(float)}
    for stop, name in enumerate(STOPS):
        arrays[name] = _budgets(np.full(len(v["d"]), float(stop)), v["m"], v["d"], counts)
    here = _budgets(v["h"], v["m"], v["d"], counts)
    chosen = v["C"]
    arrays["here"] = here
    arrays["chosen"] = chosen
    arrays["value"] = here[np.arange(len(chosen)), chosen.astype(int) - 2]
    arrays["most"] = 2 * (chosen - 1)
    arrays["variant"] = _variant(v["h"])
    return arrays


def _budgets(at: np.ndarray, m: np.ndarray, d: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """[F, counts]: the L1 norm when every rival's score lies d above the target's."""
    # a rival that is not there lies infinitely far below
    absent = np.where(np.arange(counts[-1] - 1) < counts[:, None] - 1, 0, -np.inf)
    places, owner = np.unique(np.stack([at, m, d], axis=1), axis=0, return_inverse=True)
    each = [budget(objective(absent + d, float(at), float(m))[1]) for at, m, d in places]
    return np.stack(each)[owner]


def _budget_rows(_state: State) -> list[Row]:
    lines = [
        line("C", name, f"class:{5 + k}", f"@stops.{name}", name, dash=True)
        for k, name in enumerate(STOPS)
    ]
    return [
        _formula_row(),
        row(
            curves("budget", (2, MOST_CLASSES, "@pictures.classes"), (0, 40, "Σ |∂L/∂z|"),
                   lines=[*lines, line("C", "here", "accent", "@pictures.here", "L")],
                   marks=[mark("chosen", "value", "accent", "L", drop=True)], drag="C"),
        ),
        row(
            numbers(
                ("Σ |∂L/∂z|", "value", "precise", "L"),
                ("2(C − 1)", "most", "precise", "C"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _budget_env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "d", "m")}


# the smooth maximum


def _maximum(v: Values) -> Arrays:
    z, t = v["z"], v["t"]
    octaves = np.linspace(-3, 6, 91)
    sharp = 2.0**octaves
    top, n = z.max(1), z.shape[1]
    curve = log_sum_exp(sharp[:, None] * z[:, None]) / sharp
    first = np.linspace(-6, 6, 121)
    moved = np.broadcast_to(z[:, None], (len(z), len(first), n)).copy()
    moved[..., 0] = first
    smooth = log_sum_exp(t[:, None, None] * moved) / t[:, None]
    value = log_sum_exp(t[:, None] * z) / t
    return {
        "z": z,
        "octaves": octaves[None],
        "curve": curve,
        "floor": np.broadcast_to(top[:, None], curve.shape),
        "ceiling": top[:, None] + np.log(n) / sharp,
        "octave": np.log2(t),
        "value": value,
        "max": top,
        "gap": value - top,
        "most": np.log(n) / t,
        "first": first[None],
        "corner": moved.max(-1),
        "smooth": smooth,
        "z1": z[:, 0],
        "p": softmax(t[:, None] * z),
        "hot": (z == top[:, None]) / (z == top[:, None]).sum(1, keepdims=True),
    }


def _maximum_rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(CLASSES[:count])
    t_axis = (-3, 6, "t", 2)
    return [
        row(
            curves("bounds", t_axis, (-7, 12, ""),
                   areas=[Area(x="octaves", low="floor", high="ceiling", colour="accent",
                           term="gap")],
                   lines=[line("octaves", "floor", "ink", "max", "max"),
                          line("octaves", "ceiling", "muted", "+ (ln n)/t", "most", dash=True),
                          line("octaves", "curve", "class:8", "LSE", "LSE")],
                   marks=[mark("octave", "value", "class:8", "LSE", drop=True)]),
            curves("corner", (-6, 6, "z₁"), (-7, 12, ""),
                   lines=[line("first", "corner", "ink", "max", "max"),
                          line("first", "smooth", "class:8", "LSE", "LSE")],
                   marks=[mark("z1", "value", "class:8", "LSE", drop=True)], drag="z1"),
            bars("argmax", "p", "p", names, series=[
                Series(value="p", name="softmax(t z)", colour="class",
                 terms=terms("p", count)),
                Series(value="hot", name="argmax", colour="class", outline=True,
                 terms=terms("hot", count))]),
        ),
        row(
            numbers(
                ("max", "max", "precise", "max"),
                ("(1/t) LSE(t z)", "value", "precise", "LSE"),
                ("@pictures.gap", "gap", "precise", "gap"),
                ("(ln n)/t", "most", "precise", "most"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _maximum_env(v: Values) -> Env:
    return {"z": v["z"], "t": v["t"], "j": np.argmax(v["z"], axis=1)}


# why not regress the number of the class

ORDERS = {"123": (1, 2, 3), "132": (1, 3, 2), "213": (2, 1, 3)}
BOX = 3.0
_UP = np.pi / 2 + np.arange(3) * 2 * np.pi / 3
# an equilateral triangle: no class is nearer to one than to another
CORNERS = 2.2 * np.stack([np.cos(_UP), np.sin(_UP)], axis=1)


def _index(v: Values) -> Arrays:
    p = v["I"] / v["I"].sum(1, keepdims=True)
    place = np.array(ORDERS[str(v["order"])], float)
    answers = np.linspace(0.5, 3.5, 181)
    cost = (p[:, None] * (answers[:, None] - place) ** 2).sum(-1)
    mean = p @ place
    return {
        "p": p,
        "answers": answers[None],
        "cost": cost,
        "mean": mean,
        "least": (p * (mean[:, None] - place) ** 2).sum(1),
        **{f"place{k + 1}": np.array([place[k]]) for k in range(3)},
        "corners": CORNERS[None],
        "thirds": regions(CORNERS[None], BOX),
        "at": p @ CORNERS,
        "share": (p * (np.round(mean)[:, None] == place)).sum(1),
        "best": p.max(1),
    }


def _index_rows(_state: State) -> list[Row]:
    names = list(CLASSES[:3])
    plane = Plane(
        id="triangle", title="@pictures.triangle",
        about="@pictures.triangle_about", box=BOX, regions="thirds",
        vectors="corners", names=names, vector_terms=terms("p", 3),
        probe=Probe(at="at", drag=None, term="p", name="p"), phone=320,
    )  # fmt: skip
    rules = [
        Rule(x=f"place{k + 1}", colour=f"class:{k}", dash=False, term=f"p{k + 1}",
         name=names[k])
        for k in range(3)
    ]  # fmt: skip
    return [
        row(
            bars("truth", "p", "p", names, drag=terms("I", 3), ylabel="p", grow=0.8),
            curves("parabola", (0.5, 3.5, "@pictures.answer"), (0, 4, "@pictures.squared"),
                   lines=[line("answers", "cost", "accent", "", "cost")],
                   marks=[mark("mean", "least", "accent", "mean", drop=True)], rules=rules),
            plane,
        ),
        row(
            numbers(
                ("@pictures.mean", "mean", "precise", "mean"),
                ("@pictures.share_of_answer", "share", "percent", "mean"),
                ("@pictures.share_of_argmax", "best", "percent", "p"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _index_env(v: Values) -> Env:
    p = v["I"] / v["I"].sum(1, keepdims=True)
    return {"p": p, "place": np.tile(np.array(ORDERS[str(v["order"])], float), (len(p), 1))}


LESSON = Lesson(
    key="smoothing",
    controls=(
        Number("h", "", steps(0, 4, 0.1), 0.0, stops=STOPS),
        Number("m", "m", steps(0, 2, 0.1), 1.0),
        Number("a1", "z₁ − z_y", steps(-4, 4, 0.2), 1.0),
        Number("a2", "z₂ − z_y", steps(-4, 4, 0.2), -0.6),
        Number("C", "C", steps(2, MOST_CLASSES, 1), 10.0, whole=True),
        Number("d", "d", steps(-4, 4, 0.2), 1.0),
        Numbers("z", "z", steps(-6, 6, 0.1), (1.0, 2.0, 3.0, 4.0), (2, 3, 4, 5)),
        Number("t", "t", powers(0.125, 64, 8), 1.0),
        Number("step", "", trained.STEPS, trained.STEPS[-1], whole=True, plays=True),
        Choice("data", trained.DATASETS, trained.DATASETS[0]),
        Choice("seed", tuple("01234"), "0"),
        Shares("I", "p", (0.5, 0.0, 0.5), steps(0, 1, 0.02)),
        Choice("order", tuple(ORDERS), "123"),
    ),
    scenes=(
        Scene(
            "road", ("h", "m", "a1", "a2"), _road, _road_rows,
            ("objectives", "four_lines", "budget", "budget_lse"), _road_env, (("a1", "a2"),),
            wide=True,
        ),
        Scene(
            "budget", ("h", "m", "C", "d"), _budget, _budget_rows,
            ("equal_hinge", "equal_cross_entropy"), _budget_env,
        ),
        Scene("maximum", ("z", "t"), _maximum, _maximum_rows,
              ("lse_bounds", "lse_slope", "lse_limit"), _maximum_env),
        Scene("trained", ("step", "data", "seed"), trained.numbers, trained.rows),
        Scene("index", ("I", "order"), _index, _index_rows, ("index_mean",), _index_env),
    ),
    vote=Question("vote", 3, 3),
    checks=(Question("softmax", 3, 2), Question("budget", 3, 1), Question("margin", 3, 3)),
)  # fmt: skip
