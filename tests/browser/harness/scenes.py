"""Made-up answers about scenes and questions: small ones, whose numbers are easy to check.

"scores" has four scores, a shift that plays and a choice; "shares" a distribution whose shares
move together; "pad" two logits in a plane; "long" a derivation of twelve lines; "ball" three
classes on the sphere; "many" up to ten million classes; "trials" an experiment of two times eight
runs.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from latex2mathml.converter import convert

from lossviz.algebra import BREAK
from lossviz.figures.theme import stage_theme
from lossviz.pictures import (
    Axis,
    Contour,
    Edges,
    Faces,
    Pieces,
    Points,
    Probe,
    Row,
    Sphere,
    Spot,
    Trials,
    bars,
    numbers,
    plain,
    row,
    terms,
)
from lossviz.settings.numerals import write_number
from lossviz.settings.typed import read_typed
from lossviz.stage.mathml import mathml
from lossviz.stage.packing import message
from lossviz.web.site.text import room

State = dict[str, np.ndarray]
STAGE_WORDS = {lang: room("stage", lang) for lang in ("en", "zh")}
DEFAULTS = {
    "scores": {"z": [1.0, 2.0, 3.5, -1.0], "c": [0.0], "y": [2]},
    "shares": {"p": [0.5, 0.3, 0.2]},
    "pad": {"a": [0.0, 0.0]},
    "long": {"z": [1.0, 2.0, 3.5, -1.0, 0.4]},
    "ball": {"s": [4.0]},
    "trials": {"s": [4.0], "y": [2]},
    "many": {"n": [1000.0], "c": [0.0]},
}
GRIDS = {
    "z": np.linspace(-5, 5, 101).round(1),
    "c": np.linspace(-3, 3, 61).round(1),
    "p": np.linspace(0, 1, 101).round(2),
    "a": np.linspace(-4, 4, 41).round(1),
    "s": np.linspace(0, 16, 17),
    "n": np.unique(np.round(np.geomspace(2, 1e7, 100))),
}
LOW = "₁₂₃₄₅"
WORDS = {"z": ("score", "分数"), "c": ("shift", "平移"), "p": ("share", "概率"),
         "a": ("logit", "分数"), "s": ("scale", "尺度"), "n": ("classes", "类别数")}  # fmt: skip


OPTIONS = [
    ("They double.", False, "Only a factor of the exponentials would change them."),
    ("They stay <b>as they are</b>.", True, "The factor e<sup>c</sup> cancels."),
    ("They become equal.", False, "Differences of scores stay, and so do the shares."),
]


def component_data(query: Mapping[str, str]) -> dict[str, Any]:
    """What Python hands to the component for this query."""
    lang = "zh" if query.get("lang") == "zh" else "en"
    shared = {"lang": lang, "theme": stage_theme(), "text": STAGE_WORDS[lang]}
    kind = query.get("kind")
    if kind == "symptoms":
        options = [{"text": t, "href": f"?failure={t}#lab", "at": n} for n, t in enumerate("ab")]
        groups = [{"text": "NaN", "reported": "the loss is NaN", "options": options}]
        return shared | {"scene": "lab", "groups": groups}
    if kind:
        question = "Add 5 to all scores. What do the probabilities do?"
        options = [{"text": t, "right": r, "reason": why} for t, r, why in OPTIONS]
        return shared | {"kind": kind, "id": f"{kind}-1", "question": question, "options": options}
    scene = query["scene"]
    return shared | {"lesson": "softmax", "scene": scene, "query": write(read(scene, query)),
                     "layout": "rows", "looks": []}  # fmt: skip


def read(scene: str, query: Mapping[str, str]) -> State:
    """The state a query asks for."""
    given = {key: value.split("_") for key, value in query.items()}
    return {
        key: np.array(given.get(key, default), float) for key, default in DEFAULTS[scene].items()
    }


def write(state: State) -> str:
    """The canonical query of a state."""
    return "&".join(
        f"{key}={'_'.join(write_number(float(f'{value:.6g}')) for value in np.ravel(values))}"
        for key, values in state.items()
    )


def answer(scene: str, query: Mapping[str, str], lang: str) -> bytes:
    """The whole answer of the server."""
    state = read(scene, query)
    if scene == "shares" and state["p"].sum() <= 0:
        return message("trouble", text="These shares sum to zero.")
    names = sliders(state)
    base = arrays(scene, {key: values[None] for key, values in state.items()})
    parts = [
        message("scene", query=write(state), sliders=names, dear=[], timeline=None,
                looks=[], beside=None, controls=controls(state, lang),
                rows=rows(scene, state, lang), derivations=derivations(scene, lang)),
        message("frame", base),
    ]  # fmt: skip
    tracks = [[name] for name in names] + ([["a1", "a2"]] if scene == "pad" else [])
    for over in tracks:
        moved = along(state, over)
        found = {
            name: array
            for name, array in arrays(scene, moved).items()
            if array.shape[0] > 1 and not (array == base[name]).all()
        }
        counts = [len(grid(state, name)) for name in over]
        parts.append(message("track", found, over=over, counts=counts))
    return b"".join([*parts, message("end")])


def sliders(state: State) -> list[str]:
    return [
        f"{key}{place + 1}" if len(values) > 1 else key
        for key, values in state.items()
        if key in GRIDS
        for place in range(len(values))
    ]


def grid(state: State, name: str) -> np.ndarray:
    """A slider's positions, its own value among them."""
    own = state[name[0]][int(name[1:] or 1) - 1]
    return np.unique([*GRIDS[name[0]], round(own, 6)])


def along(state: State, over: list[str], positions: list[np.ndarray] | None = None) -> State:
    """The state at every position of these sliders, in row-major order."""
    positions = positions or [grid(state, name) for name in over]
    grids = np.meshgrid(*positions, indexing="ij")
    moved = {key: np.tile(values, (grids[0].size, 1)) for key, values in state.items()}
    for name, values in zip(over, grids, strict=True):
        key, place = name[0], int(name[1:] or 1) - 1
        if key == "p":
            rest = np.delete(state["p"], place)
            others = (1 - values)[:, None] * (rest / rest.sum())
            moved["p"] = np.insert(others, place, values, axis=1)
        else:
            moved[key][:, place] = values.ravel()
    return moved


def typed(scene: str, query: Mapping[str, str], name: str, text: str, lang: str) -> dict[str, Any]:
    """What a person's typing leads to."""
    state = read(scene, query)
    places = GRIDS[name[0]]
    found = read_typed(text, places[0], places[-1])
    names, key = sliders(state), name[0]
    held = state[key][int(name[1:] or 1) - 1] if found.value is None else found.value
    moved = along(state, [name], [np.array([held])])
    reached = {key: values[0] for key, values in moved.items()}
    values = {other: float(reached[other[0]][int(other[1:] or 1) - 1]) for other in names}
    word = f"{name}: {text[:40]} {found.reason} {_reading(held)}" if found.reason else ""
    return {"moved": write(reached) != write(state), "query": write(reached), "values": values,
            "value": float(held), "text": _reading(held), "word": word}  # fmt: skip


def _reading(value: float) -> str:
    """Three digits are shown, thousands are set apart."""
    text = f"{value:,.0f}" if abs(value) >= 1e4 else f"{float(f'{value:.3g}'):.6g}"
    return text.replace("-", "−")


def arrays(scene: str, state: State) -> dict[str, np.ndarray]:
    """What the pictures and the slots of a scene show; leading axis F."""
    held = np.concatenate([values for key, values in state.items() if key in GRIDS], axis=1)
    return {"values": held} | ARRAYS[scene](state)


def _scores(state: State) -> dict[str, np.ndarray]:
    z = state["z"] + state.get("c", 0)
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    lines = len(LONG) if "c" not in state else len(LONG[:3])
    found = {"z": state["z"], "p": p, "sum": e.sum(axis=1)}
    for line in range(lines):
        for k in range(z.shape[1]):
            found |= {f"d0.{line}.z{k + 1}": state["z"][:, k], f"d0.{line}.e{k + 1}": e[:, k]}
        found |= {f"d0.{line}.sum": e.sum(axis=1), f"d0.{line}.value": p[:, 0]}
    return found | {"d1.0.z1": z[:, 0], "d1.0.value": np.log(e.sum(axis=1))}


def _shares(state: State) -> dict[str, np.ndarray]:
    p = state["p"]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(p > 0, -p * np.log(p), 0)
    entropy = parts.sum(axis=1)
    slots = {f"d0.0.p{k + 1}": p[:, k] for k in range(p.shape[1])}
    return {"p": p, "H": entropy, "d0.0.value": entropy} | slots


def _many(state: State) -> dict[str, np.ndarray]:
    return {"p": 1 / state["n"], "sum": state["n"][:, 0]}


def _pad(state: State) -> dict[str, np.ndarray]:
    a = state["a"]
    axis = np.linspace(-4, 4, 41)
    height = np.logaddexp(axis[None, :], axis[:, None])
    some = np.linspace(-4, 4, 9)
    first = 1 / (1 + np.exp(some[:, None] - some[None, :]))
    slope = np.stack([-first, first - 1], -1)
    return {"at": a, "loss": np.logaddexp(a[:, 0], a[:, 1]), "value": height[None],
            "slope": slope[None]}  # fmt: skip


def octants(side: int) -> np.ndarray:
    """The sphere as [8·side², 9] corners of triangles: an octahedron, divided and blown up."""
    i, j = (grid.ravel() for grid in np.indices((side, side)))
    low, high = i + j < side, i + j < side - 1
    up = [(i, j), (i + 1, j), (i, j + 1)]
    down = [(i + 1, j), (i + 1, j + 1), (i, j + 1)]
    flat = np.concatenate(
        [np.stack([np.stack(corner, -1)[kept] for corner in triangle], 1)
         for triangle, kept in ((up, low), (down, high))]
    )  # fmt: skip
    points = np.concatenate([flat, side - flat.sum(-1, keepdims=True)], -1)
    signs = np.array(np.meshgrid([1, -1], [1, -1], [1, -1])).reshape(3, -1).T
    turned = points * signs[:, None, None]
    return (turned / np.linalg.norm(turned, axis=-1, keepdims=True)).reshape(-1, 9)


MESH = octants(16)


def _ball(state: State) -> dict[str, np.ndarray]:
    s = state["s"]
    axes = np.eye(3)
    cosine = MESH.reshape(-1, 3, 3).mean(1) @ axes
    powers = np.exp(s[:, :, None] * cosine)
    turn = np.linspace(0, 2 * np.pi, 61)
    ring = np.stack([np.cos(turn), np.sin(turn), 0 * turn], 1)
    pieces = np.concatenate([ring[:-1], ring[1:]], 1)
    return {
        "w3": axes[None],
        "mesh": MESH[None],
        "owner": cosine.argmax(1)[None],
        "odds": -np.log(powers.sum(-1) / powers.max(-1) - 1),
        "ball_edges": np.where(np.arange(70)[:, None] < 60, np.resize(pieces, (70, 6)), np.nan)[
            None
        ],
        "ball_edges_cls": np.zeros((1, 70)),
        "ball_lines": pieces[None, :, [2, 0, 1, 5, 3, 4]],
        "at3": np.array([[[0.6, 0.8, 0], [0, -0.6, 0.8]]]),
        "labels": np.array([[0, 2]]),
        "f3": np.array([[0.0, 0.6, 0.8]]),
    }


SEEDS = 8
STEPS = np.linspace(0, 300, 7)


def _trials(_state: State) -> dict[str, np.ndarray]:
    pull = np.stack([0 * STEPS, 1 / (1 + STEPS / 30)])
    return {"steps": STEPS[None], "pull": pull[None], "threshold": np.array([0.95])}


def trial_messages() -> Iterator[bytes]:
    """An experiment run by run: without help the seeds 2 and 5 fail, with it none."""
    yield message("progress", done=0, total=2 * SEEDS)
    tried, count = np.zeros(2, int), np.zeros(2, int)
    for k in range(2 * SEEDS):
        seed, arm = divmod(k, 2)
        good = arm == 1 or seed not in (2, 5)
        tried[arm] += 1
        count[arm] += good
        curve = (1 if good else 0.5) * np.minimum(STEPS / (100 + 10 * seed), 1)
        share = count / np.maximum(tried, 1)
        yield message(
            "track",
            {"arm": np.array([arm]), "seed": np.array([seed]), "converged": np.array([int(good)]),
             "accuracy": curve[-1:], "angle": np.array([36.0 if good else 0.5]),
             "curve": curve[None]},
            over=["run"], positions=[k], queries=[f"loss=sphereface&anneal={arm}&seed={seed}"],
        )  # fmt: skip
        shares = {"tried": tried, "count": count, "share": share, "low": 0.8 * share,
                  "high": np.minimum(1.0, share + 0.1)}  # fmt: skip
        yield message("progress", done=k + 1, total=2 * SEEDS,
                      **{name: values.tolist() for name, values in shares.items()})  # fmt: skip
    yield message("end", only=[0, 2], p=0.5, differ=False)


ARRAYS: dict[str, Callable[[State], dict[str, np.ndarray]]] = {
    "scores": _scores, "long": _scores, "shares": _shares, "pad": _pad, "ball": _ball,
    "trials": _trials, "many": _many,
}  # fmt: skip


def controls(state: State, lang: str) -> list[dict[str, Any]]:
    found = []
    for key, values in state.items():
        if key not in GRIDS:
            found.append(_choice(state, key, lang))
            continue
        for place, value in enumerate(values):
            one = len(values) == 1
            name = key if one else f"{key}{place + 1}"
            own = grid(state, name)
            texts = [_reading(v) for v in own]
            label = WORDS[key][lang == "zh"] + ("" if one else f" {place + 1}")
            found.append(
                {
                    "kind": "slider",
                    "name": name,
                    "key": key,
                    "place": None if one else place,
                    "symbol": key if one else f"{key}{LOW[place]}",
                    "label": label,
                    "field": f"{label}, {'数值' if lang == 'zh' else 'value'}",
                    "values": own.tolist(),
                    "texts": texts,
                    "aria": texts,
                    "index": int(np.abs(own - value).argmin()),
                    "colour": None if one else f"class:{place}",
                    "plays": one and key != "n",
                    "again": "Once more" if key == "n" else "",
                }
            )
    return found


def _choice(state: State, key: str, lang: str) -> dict[str, Any]:
    return {
        "kind": "choice",
        "name": key,
        "label": "目标类别" if lang == "zh" else "target class",
        "options": [
            {
                "text": str(k + 1),
                "query": write(state | {key: np.array([float(k + 1)])}),
                "chosen": bool(state[key][0] == k + 1),
            }
            for k in range(4)
        ],
    }


def rows(scene: str, state: State, lang: str) -> list[dict[str, Any]]:
    """The scene's pictures; titles as in the two languages."""
    return plain(_rows(scene, state, lang == "zh"))


def _rows(scene: str, state: State, zh: bool) -> list[Row]:
    common: dict[str, Any] = {"about": "图" if zh else "a picture", "grow": 1, "phone": 220}
    if scene == "pad":
        axis = Axis(-4, 4, "a")
        probe = Probe(at="at", drag=["a1", "a2"], term="a", name="")
        contour = Contour(id="loss", title="损失" if zh else "loss", value="value", x=axis, y=axis,
                          top=5, levels=[1, 2, 3], field="slope", probe=probe,
                          **common)  # fmt: skip
        return [row(contour)]
    if scene == "ball":
        ball = Sphere(
            id="ball", title="球面" if zh else "sphere", vectors="w3", names=["1", "2", "3"],
            vector_terms=["w1", "w2", "w3"],
            faces=Faces(mesh="mesh", owner="owner", odds="odds"),
            edges=Edges(at="ball_edges", cls="ball_edges_cls"), lines=Pieces(at="ball_lines"),
            points=Points(at="at3", labels="labels"), probe=Spot(at="f3", term="f"), **common,
        )  # fmt: skip
        return [row(ball)]
    if scene == "trials":
        arms = ["无辅助", "有辅助"] if zh else ["without help", "with help"]
        trials = Trials(id="trials", title="训练" if zh else "runs", arms=arms, query=write(state),
                        seeds=SEEDS, x="steps", y="pull", threshold="threshold",
                        step="步" if zh else "step", accuracy="准确率" if zh else "accuracy",
                        pull="λ", **common)  # fmt: skip
        return [row(trials)]
    counts = {"shares": ("p", 3), "many": ("p", 1), "scores": ("z", 4), "long": ("z", 5)}
    family, count = counts[scene]
    names = [str(k + 1) for k in range(count)]
    title = "数值" if zh else "values"
    shown = [bars("p", "p", "p", names, ylabel="p")]
    if family == "z":
        shown.insert(0, bars("z", "z", "z", names, ylabel="z", low=-5, high=5,
                             drag=terms("z", count), format="score"))  # fmt: skip
    shown = [replace(one, title=f"{title} {one.id}", **common) for one in shown]
    last = "H" if scene == "shares" else "sum"
    cells = numbers((last, last, "precise", last))
    return [row(*shown), row(replace(cells, **common), grow=0)]


def term(name: str, latex: str) -> str:
    return rf"\class{{term-{name}}}{{{latex}}}"


def slot(name: str) -> str:
    return rf"\class{{slot-{name}}}{{0}}"


def fenced(name: str) -> str:
    """A slot with the brackets that a negative number needs."""
    left, right = (rf"\class{{sign-{name}}}{{{sign}}}" for sign in "()")
    return left + slot(name) + right


def frac(above: str, below: str) -> str:
    return rf"\frac{{{above}}}{{{below}}}"


def sum_of(part: Callable[[int], str]) -> str:
    return " + ".join(part(k) for k in range(1, 5))


def power(k: int) -> str:
    exponent = term(f"z{k}", f"z_{k}")
    return term(f"e{k}", f"e^{{{exponent}}}")


SUM = term("sum", sum_of(power))
FIRST = term("e1", "e^{z_1}")
PLUGGED = sum_of(lambda k: f"e^{{{slot(f'z{k}')}}}")
ADDED = frac(slot("e1"), sum_of(lambda k: slot(f"e{k}")))
NUMBERS = frac(f"e^{{{slot('z1')}}}", PLUGGED) + " = " + ADDED
LONG = [
    (term("p1", frac(FIRST, SUM)), NUMBERS),
    (frac(f"e^c {FIRST}", rf"e^c \left({SUM}\right)"), NUMBERS),
    (frac("1", r"1 + \sum_{j \ne 1} " + term("e", "e^{z_j - z_1}")), NUMBERS),
] * 4
TWICE = rf"2 \cdot {fenced('z1')}"
TWELVE = f"{BREAK} + ".join(slot(f"p{k}") for k in (1, 2, 3) * 4)
DERIVATIONS = {
    "scores": [("translation", ("Shift", "平移"), LONG[:3]),
               ("lse", ("Log-sum-exp", "对数和指数"), [(rf"\ln {SUM}", TWICE)])],
    "long": [("long", ("Twelve lines", "十二行"), LONG)],
    "shares": [("entropy", ("Entropy", "熵"),
                [(rf"-\sum_k {term('p', 'p_k')} \ln {term('p', 'p_k')}",
                  f"2 + ({TWELVE}){BREAK} + 7")])],
    "pad": [],
    "ball": [],
    "trials": [],
    "many": [],
}  # fmt: skip


@lru_cache
def derivations(scene: str, lang: str) -> list[dict[str, Any]]:
    zh = lang == "zh"
    why = "因为 e^c 可以约去。" if zh else "The factor e^c stands above and below: it cancels."
    return [
        {
            "key": key,
            "title": title[zh],
            "lines": [
                {
                    "relation": convert("=", display="inline") if place else "",
                    "words": why,
                    "symbols": convert(symbols, display="block"),
                    "numbers": mathml(numbers),
                    "scalar": True,
                }
                for place, (symbols, numbers) in enumerate(lines)
            ],
        }
        for key, title, lines in DERIVATIONS[scene]
    ]
