"""A small server for the stage alone: its page, its files and made-up tracks. No Streamlit.

    PYTHONPATH=tests python -m browser.stage_harness.server 8765

Then open http://127.0.0.1:8765/?classes=6&params=s,m. Beside the fields of `fabricate.Scene` the
query takes params (the sliders), lang, mode, delay (ms between a run's messages), fail=nan (the run
stops), drop=1 (the connection breaks once, half way) hold=NAME (that sweep never comes) and
crash=NAME (it always breaks).
"""

import json
import sys
import time
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from runpy import run_path
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

from lossviz.figures.theme import stage_theme
from lossviz.glossary import with_terms
from lossviz.pictures import plain, row, run_looks
from lossviz.pictures.picture import said
from lossviz.settings.typed import read_typed

from . import fabricate as fab

HERE = Path(__file__).parent
WEB = HERE.parents[2] / "lossviz" / "web"
STAGE = WEB / "stage"
LOCALE = HERE.parents[2] / "assets" / "locale"
# read as plain files: importing lossviz.web would start JAX and Streamlit
WORDS = {
    lang: tomllib.loads(with_terms((LOCALE / lang / "stage.toml").read_text("utf-8"), lang))
    for lang in ("en", "zh")
}
HEADERS = run_path(str(WEB / "server" / "headers.py"))["HEADERS"]
# what a request says beside its state
OWN = (
    "lesson", "scene", "lang", "only", "over", "slider", "typed", "view", "at", "deaf", "picture",
    "theme", "show",
)  # fmt: skip
STYLES = ("stage.css", "lesson.css", "pictures.css")
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
mathml = run_path(str(WEB / "site" / "mathml.py"))["mathml"]
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
        "lesson": "playground",
        "scene": query.get("mode", "playground"),
        "layout": "run",
        "looks": ["view", "at"],
        "query": state(query, "deaf", "lang"),
        "base": "/",
        "version": "1",
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
    steps = fab.step_list(fab.read(query))
    texts = [f"{step} / {steps[-1]}" for step in steps]
    timeline = {
        "kind": "slider", "name": "step", "key": "step", "place": None, "label": "step",
        "field": None, "values": steps, "texts": texts, "aria": texts, "index": len(steps) - 1,
        "plays": True, "timeline": True,
    }  # fmt: skip
    words = WORDS["zh" if zh else "en"]
    looks = said(run_looks(int(query.get("dim", 2)), "unit"), words.__getitem__)
    rows = plain([said(row(*fab.pictures(fab.read(query)), alone=True), words.__getitem__)])
    for one in rows[0]["pictures"]:
        if one["type"] == "formula":
            for form in ("formulas", "filled"):
                one[form] = [mathml(latex) for latex in one[form]]
    return fab.message(
        "scene", {}, query=state(query, *OWN), derivations=[], wide=False, timeline="step",
        controls=[*(slider(name, query, zh) for name in names(query)), timeline],
        sliders=names(query), dear=names(query), looks=plain(looks), rows=rows,
    )  # fmt: skip


def reading(name: str, value: float) -> str:
    return f"{value:.3g}" + (f" rad {np.degrees(value):.0f}°" if name in ("m", "m2") else "")


def typed(query: dict[str, str]) -> dict:
    """What a person's typing leads to."""
    name = query["slider"]
    grid, before = fab.GRIDS[name], float(query.get(name, DEFAULTS[name]))
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
    grid = sorted({*fab.GRIDS[name], value})
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


class Handler(BaseHTTPRequestHandler):
    """Answers one request; `asked` keeps the paths for the tests."""

    asked: list[str]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query))
        self.asked.append(self.path)
        name = url.path.strip("/")
        try:
            if name in ("lossviz/scene", "lossviz/track"):
                self.stream(query)
            elif name == "data":
                self.answer(json.dumps(component_data(query)), "application/json")
            elif name == "lossviz/point":
                self.answer(json.dumps(self.point(query)), "application/json")
            elif name == "lossviz/typed":
                self.answer(json.dumps(typed(query)), "application/json")
            elif name == "lossviz/picture":
                self.answer(self.figure(query["picture"]), "application/json")
            else:
                self.file(name or "index.html")
        except (BrokenPipeError, ConnectionResetError):
            self.asked.append(f"left {name}")

    def answer(self, body: str | bytes, kind: str, status: int = 200) -> None:
        blob = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for key, value in HEADERS.items():
            self.send_header(key, value)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(blob)

    def file(self, name: str) -> None:
        if name == "lossviz/plotly.min.js":
            import plotly

            path = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
        else:
            # another version of the modules
            name = name.removeprefix("next/")
            roots = {"js": STAGE.parent, **dict.fromkeys(STYLES, STAGE)}
            path = roots.get(name.partition("/")[0], HERE) / name
        if ".." in name or not path.is_file():
            return self.answer("not found", "text/plain", 404)
        self.answer(path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream"))

    def stream(self, query: dict[str, str]) -> None:
        """A scene with its run, or a sweep, message by message."""
        over, asked = query.get("over", "step"), fab.read(query)
        pause = float(query.get("delay", 0)) / 1000 if over == "step" else 0
        self.answer(b"", "application/octet-stream")
        for place in range(int(query.get("line", 0)), 0, -1):
            self.send(fab.message("waiting", {}, place=place), 0.6)
        if over == "step":
            self.send(scene(query), 0)
            if query.get("only") == "words":
                return self.send(fab.message("end", {}), 0)
        self.send(fab.meta(asked, over), 0)
        order = list(range(asked.snapshots)) if over == "step" else coarse(len(fab.GRIDS[over]))
        if over == query.get("crash"):
            return
        while over == query.get("hold"):
            self.send(fab.message("progress", {}, done=0, total=len(order)), 0.1)
        for k in range(0, len(order), 6):
            now = order[k : k + 6]
            if over == "step":
                pairs = [(asked, progress(p / (asked.snapshots - 1))) for p in now]
            else:
                pairs = [(fab.read(query | {over: str(fab.GRIDS[over][p])}), 1.0) for p in now]
            self.send(fab.frames(tuple(pairs), tuple(now), over), pause)
            self.send(fab.message("progress", {}, done=k + len(now), total=len(order)), 0)
            if over == "step" and k >= len(order) // 2:
                if query.get("fail") == "nan":
                    words = "The loss became NaN at step 165 under ArcFace. Lower the step size."
                    self.send(fab.message("trouble", {}, code="nan", step=165, text=words), 0)
                    break
                if query.get("drop") and sum("/scene" in path for path in self.asked) == 1:
                    return
        self.send(fab.message("end", {}), 0)

    def send(self, blob: bytes, pause: float) -> None:
        self.wfile.write(blob)
        self.wfile.flush()
        time.sleep(pause)

    def point(self, query: dict[str, str]) -> dict:
        scene, i = fab.read(query), int(query["point"])
        at = int(query["at"]) / scene.steps
        now, y = fab.state(scene, progress(at)), fab.labels(scene)
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

    def figure(self, name: str) -> str:
        circle = np.linspace(0, 2 * np.pi, 90)
        trace = {"type": "scatter", "x": np.cos(circle).tolist(), "y": np.sin(circle).tolist()}
        if name == "embedding":
            trace |= {"type": "scatter3d", "z": (circle / 7).tolist(), "mode": "lines"}
        return json.dumps({"figures": [{"title": name, "figure": {"data": [trace], "layout": {}}}]})

    def log_message(self, *args: object) -> None:
        """Quiet."""


def progress(t: float) -> float:
    return (1 - np.exp(-4 * t)) / (1 - np.exp(-4))


def coarse(count: int) -> list[int]:
    """Positions 0..count-1, every eighth first, then the gaps between."""
    order: list[int] = []
    for step in (8, 4, 2, 1):
        order += [p for p in range(0, count, step) if p not in order]
    return order


def start(port: int = 0) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 whose handler keeps what was asked in `RequestHandlerClass.asked`."""
    handler = type("Recording", (Handler,), {"asked": []})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


if __name__ == "__main__":
    start(int(sys.argv[1]) if len(sys.argv) > 1 else 8765).serve_forever()
