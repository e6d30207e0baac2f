"""Made-up answers about a run: what the stage is given, its scene with its tracks, and the rest.

Beside the fields of `runs.Scene` a query takes params (the sliders), lang, mode, delay (ms between
a run's messages), fail=nan (the run stops), drop=1 (the connection breaks once, half way), line=N
(it waits behind so many), hold=NAME (that sweep never comes) and crash=NAME (it always breaks).
"""

import time
from collections.abc import Iterator
from urllib.parse import urlencode

import numpy as np

from lossviz.figures.theme import stage_theme
from lossviz.pictures import plain, row, run_looks
from lossviz.pictures.picture import said
from lossviz.settings.typed import read_typed
from lossviz.stage.mathml import mathml
from lossviz.stage.packing import message
from lossviz.web.site.text import room

from . import runs

LESSON = "playground"
WORDS = {lang: room("stage", lang) for lang in ("en", "zh")}
# what a request says beside its state
OWN = (
    "lesson", "scene", "lang", "only", "over", "slider", "typed", "view", "at", "deaf", "picture",
    "theme", "show",
)  # fmt: skip
DEFAULTS = {"s": 16, "m": 0.3, "m1": 1, "m2": 0.3, "m3": 0.1}
SAFE = {"s": (6, 24), "m": (0, 21)}
NOTES = {
    "s": ("s ≥ 3.2 reaches P = 0.9 for 6 classes", "s ≥ 3.2：6 类可达 P = 0.9"),
    "m": ("m ≤ 1.05 rad (60°): six classes on a circle", "m ≤ 1.05 rad（60°）：圆上六类"),
}
TOO_FAR = (
    "Beyond 1.05 rad six classes no longer fit on the circle: the loss cannot reach 0.",
    "超过 1.05 rad，圆上放不下六类：损失降不到 0。",
)


def component_data(query: dict[str, str]) -> dict:
    """What Python hands to the component for this query."""
    zh = query.get("lang") == "zh"
    return {
        "lesson": LESSON,
        "scene": query.get("mode", "playground"),
        "layout": "run",
        "looks": ["view", "at"],
        "query": state(query, "deaf", "lang"),
        "lang": "zh" if zh else "en",
        "theme": stage_theme(),
        "text": WORDS["zh" if zh else "en"],
    }


def state(query: dict[str, str], *without: str) -> str:
    return urlencode({k: v for k, v in query.items() if k not in without})


def names(query: dict[str, str]) -> list[str]:
    return query.get("params", "s,m").split(",")


def scene(query: dict[str, str]) -> bytes:
    """What is shown of a state beside its tracks."""
    zh = query.get("lang") == "zh"
    steps = runs.step_list(runs.read(query))
    texts = [f"{step} / {steps[-1]}" for step in steps]
    timeline = {
        "kind": "slider", "name": "step", "key": "step", "place": None, "label": "step",
        "field": None, "values": steps, "texts": texts, "aria": texts, "index": len(steps) - 1,
        "plays": True, "timeline": True,
    }  # fmt: skip
    words = WORDS["zh" if zh else "en"]
    looks = said(run_looks(int(query.get("dim", 2)), "unit"), words.__getitem__)
    rows = plain([said(row(*runs.pictures(runs.read(query)), alone=True), words.__getitem__)])
    for one in rows[0]["pictures"]:
        if one["type"] == "formula":
            for form in ("formulas", "filled"):
                one[form] = [mathml(latex) for latex in one[form]]
    return message(
        "scene", query=state(query, *OWN), derivations=[], wide=False, timeline="step",
        controls=[*(slider(name, query, zh) for name in names(query)), timeline],
        sliders=names(query), dear=names(query), looks=plain(looks), rows=rows,
    )  # fmt: skip


def reading(name: str, value: float) -> str:
    return f"{value:.3g}" + (f" rad {np.degrees(value):.0f}°" if name in ("m", "m2") else "")


def typed(query: dict[str, str]) -> dict:
    """What a person's typing leads to."""
    name = query["slider"]
    grid, before = runs.GRIDS[name], float(query.get(name, DEFAULTS[name]))
    unit = "rad" if name in ("m", "m2") else ""
    found = read_typed(query["typed"], grid[0], grid[-1], unit=unit)
    value = before if found.value is None else found.value
    word = f"{name}: {query['typed']} {found.reason}" if found.reason else ""
    reached = query | {name: str(value)}
    return {
        "moved": value != before,
        "query": state(reached, *OWN),
        "values": {key: float(reached.get(key, DEFAULTS[key])) for key in names(query)},
        "value": value,
        "text": reading(name, value),
        "word": word,
    }


def slider(name: str, query: dict[str, str], zh: bool) -> dict:
    value = float(query.get(name, DEFAULTS[name]))
    grid = sorted({*runs.GRIDS[name], value})
    symbol = name if len(name) == 1 else f"{name[0]}{'₀₁₂₃'[int(name[1])]}"
    texts = [reading(name, v) for v in grid]
    word = ("尺度" if zh else "scale") if name == "s" else ("间隔" if zh else "margin")
    return {
        "kind": "slider",
        "name": name,
        "key": name,
        "term": name,
        "place": None,
        "label": f"{word} {symbol}",
        "field": f"{word} {symbol}, {'数值' if zh else 'value'}",
        "values": grid,
        "default": DEFAULTS[name],
        "texts": texts,
        "aria": texts,
        "index": int(np.abs(np.array(grid) - value).argmin()),
        "feasible": SAFE.get(name),
        "note": NOTES[name][zh] if name in NOTES else "",
        "warnings": [TOO_FAR[zh] if name == "m" and v > 1.05 else "" for v in grid],
    }


def messages(query: dict[str, str], first: bool) -> Iterator[bytes]:
    """A scene with its run, or a sweep; `first`: no run was asked for before."""
    over, asked = query.get("over", "step"), runs.read(query)
    pause = float(query.get("delay", 0)) / 1000 if over == "step" else 0
    for place in range(int(query.get("line", 0)), 0, -1):
        yield message("waiting", place=place)
        time.sleep(0.9)
    if over == "step":
        yield scene(query)
        if query.get("only") == "words":
            yield message("end")
            return
    yield runs.meta(asked, over)
    order = [*range(asked.snapshots)] if over == "step" else coarse(len(runs.GRIDS[over]))
    if over == query.get("crash"):
        return
    while over == query.get("hold"):
        yield message("progress", done=0, total=len(order))
        time.sleep(0.1)
    for k in range(0, len(order), 6):
        now = order[k : k + 6]
        if over == "step":
            pairs = [(asked, progress(p / (asked.snapshots - 1))) for p in now]
        else:
            pairs = [(runs.read(query | {over: str(runs.GRIDS[over][p])}), 1.0) for p in now]
        yield runs.frames(tuple(pairs), tuple(now), over)
        time.sleep(pause)
        yield message("progress", done=k + len(now), total=len(order))
        if over == "step" and k >= len(order) // 2:
            if query.get("fail") == "nan":
                words = "The loss became NaN at step 165 under ArcFace. Lower the step size."
                yield message("trouble", code="nan", step=165, text=words)
                break
            if query.get("drop") and first:
                return
    yield message("end")


def point(query: dict[str, str]) -> dict:
    scene, i = runs.read(query), int(query["point"])
    at = int(query["at"]) / scene.steps
    now, y = runs.state(scene, progress(at)), runs.labels(scene)
    cos = now["x"][i] @ now["w"].T
    odds = np.exp(scene.s * (cos - cos.max()))
    found = {
        "label": int(y[i]),
        "true_label": int(y[i]),
        "predicted": int(cos.argmax()),
        "scores": (scene.s * cos).tolist(),
        "target_logit": float(scene.s * cos[y[i]]),
        "angles_deg": np.degrees(np.arccos(np.clip(cos, -1, 1))).tolist(),
        "p": (odds / odds.sum()).tolist(),
        "norm": float(now["norm"][i]),
    }
    if not scene.digits:
        found["features"] = {"sepal length (cm)": 5.1, "petal width (cm)": 0.2}
    return found


def told(query: dict[str, str]) -> dict:
    """What the pictures show at a step, in words."""
    return {"words": {"embedding": f"Step {query['at']}."}}


def figure(name: str) -> dict:
    circle = np.linspace(0, 2 * np.pi, 90)
    trace = {"type": "scatter", "x": np.cos(circle).tolist(), "y": np.sin(circle).tolist()}
    if name == "embedding":
        trace |= {"type": "scatter3d", "z": (circle / 7).tolist(), "mode": "lines"}
    return {"figures": [{"title": name, "figure": {"data": [trace], "layout": {}}}]}


def progress(t: float) -> float:
    return (1 - np.exp(-4 * t)) / (1 - np.exp(-4))


def coarse(count: int) -> list[int]:
    """Positions 0..count-1, every eighth first, then the gaps between."""
    order: list[int] = []
    for step in (8, 4, 2, 1):
        order += [p for p in range(0, count, step) if p not in order]
    return order
