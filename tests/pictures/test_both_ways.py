"""What a canvas class gets over the wire, and what the Plotly figure of the same picture has.

Both are reduced to the same plain account (how many lines, points, bars; which names; from where to
where), each by code of its own: the one from the JSON and the single-precision arrays that the
browser reads, the other from the figure that "Zoom & export" is sent.
"""

import base64
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from pictures.scenes import NAMES, SCENES, states

from lossviz.pictures import KINDS
from lossviz.pictures.charts.parts import label
from lossviz.scenes.state import to_query
from lossviz.stage import scenes as service
from lossviz.stage.packing import unpack
from lossviz.stage.work import NotThere

Account = dict[str, Any]
# single precision, and curves as integers of 16 bits
CLOSE = 2e-4
WORDS = {"formula", "key", "listing", "prose", "sentence"}
# no lesson shows them: test_run.py and test_input.py compare what they draw
OF_A_RUN = {"embedding", "input"}


class Browser:
    """Reads a spec and a frame as the canvas classes do."""

    def __init__(self, spec: Account, frame: dict[str, np.ndarray]) -> None:
        self.spec, self.frame = spec, frame

    def of(self, what: str | float | None) -> np.ndarray:
        """The numbers that a field of the spec names, or is."""
        return np.atleast_1d(np.asarray(self.frame[what] if isinstance(what, str) else what, float))

    def account(self) -> Account:
        return getattr(self, self.spec["type"])()

    def axis(self, name: str) -> list[float]:
        return [float(self.of(self.spec[name][end]).ravel()[0]) for end in ("low", "high")]

    def curves(self) -> Account:
        spec = self.spec
        marks = [self.of(one["x"]) + self.of(one["y"]) for one in spec.get("marks", [])]
        lines = spec.get("lines", [])
        rules = [r.get("x", r.get("y")) for r in spec.get("rules", [])]
        return {
            "lines": [len(self.of(one["x"]).ravel()) for one in lines],
            "names": [label(one["name"]) for one in lines if one["name"]],
            "marks": sum(int((~np.isnan(one)).sum()) for one in marks),
            "rules": sum(not np.isnan(self.of(one).ravel()[0]) for one in rules),
            "x": self.axis("x"), "y": self.axis("y"),
        }  # fmt: skip

    def bars(self) -> Account:
        spec = self.spec
        return {
            "bars": [len(self.of(one["value"]).ravel()) for one in spec["series"]],
            "names": [label(name) for name in spec["names"]],
            "target": spec.get("target"), "y": [spec["low"], spec["high"]],
        }  # fmt: skip

    def plane(self) -> Account:
        spec = self.spec
        corners = ~np.isnan(self.of(spec["regions"])[..., 0])
        vectors = self.of(spec["vectors"]) if "vectors" in spec else np.zeros((0, 2))
        probe = self.of(spec["probe"]["at"]) if "probe" in spec else np.full(2, np.nan)
        box = float(self.of(spec["box"]).ravel()[0])
        return {
            "regions": {k: int(n) for k, n in enumerate(corners.sum(axis=1)) if n},
            "vectors": int(np.isfinite(vectors).all(axis=1).sum()),
            "points": self.points(), "probe": bool(np.isfinite(probe).all()), "x": [-box, box],
        }  # fmt: skip

    def points(self) -> dict[int, int]:
        if "points" not in self.spec:
            return {}
        at, labels = (self.of(self.spec["points"][name]) for name in ("at", "labels"))
        known = ~np.isnan(at).any(axis=1)
        return dict(Counter(labels.ravel()[known].astype(int).tolist()))

    def sphere(self) -> Account:
        spec = self.spec
        edges, lines = (self.of(spec[name]["at"]) for name in ("edges", "lines"))
        return {
            "names": [f"<b>{label(name)}</b>" for name in spec["names"]],
            "vectors": len(self.of(spec["vectors"])), "points": self.points(),
            "edges": int((~np.isnan(edges[:, 0])).sum()),
            "lines": int((~np.isnan(lines[:, 0])).sum()), "probe": "probe" in spec,
        }  # fmt: skip

    def stack(self) -> Account:
        parts = [part for one in self.spec["rows"] for part in one["parts"]]
        return {
            "names": [label(one["name"]) for one in self.spec["rows"]],
            "parts": [label(part["name"]) for part in parts],
            "sizes": [float(self.of(part["value"]).ravel()[0]) for part in parts],
        }

    def mosaic(self) -> Account:
        wide = self.of(self.spec["widths"]).ravel()
        names = [label(name) for name in self.spec["names"]]
        return {
            "names": [name for name, width in zip(names, wide, strict=True) if width > 0],
            "widths": wide[wide > 0].tolist(), "mean": label(self.spec["mean"]["name"]),
        }  # fmt: skip

    def matrix(self) -> Account:
        spec = self.spec
        return {
            "rows": [label(name) for name in spec["rows"]],
            "columns": [label(name) for name in spec["columns"]],
            "entries": self.of(spec["value"]).ravel().tolist(),
            "beside": [len(self.of(spec[name]["value"]).ravel()) for name in ("times", "gives")],
        }

    def contour(self) -> Account:
        spec = self.spec
        at = self.of(spec["probe"]["at"]).ravel().tolist()
        return {"grid": list(self.of(spec["value"]).shape), "levels": spec["levels"],
                "x": self.axis("x"), "y": self.axis("y"), "probe": at}  # fmt: skip

    def surface(self) -> Account:
        spec = self.spec
        at = [*self.of(spec["probe"]["at"]).ravel(), *self.of(spec["probe"]["height"]).ravel()]
        return {"grid": list(self.of(spec["value"]).shape), "probe": [float(one) for one in at],
                **{name: self.axis(name) for name in "xyz"}}  # fmt: skip

    def sample(self) -> Account:
        drawn = self.of(self.spec["value"]).ravel()
        counts = [int((drawn == k).sum()) for k in range(len(self.spec["names"]))]
        names = [label(name) for name in self.spec["names"]]
        return {"counts": counts, "names": names}

    def numbers(self) -> Account:
        return {"names": [label(cell["name"]) for cell in self.spec["cells"]]}

    def trials(self) -> Account:
        return {"arms": [label(arm) for arm in self.spec["arms"]],
                "steps": len(self.of(self.spec["x"]).ravel())}  # fmt: skip


class Figure:
    """Reads a figure as Plotly's script does."""

    def __init__(self, figure: Account) -> None:
        self.data, self.layout = figure["data"], figure["layout"]

    def account(self, kind: str) -> Account:
        return getattr(self, kind)()

    def parts(self, name: str) -> list[Account]:
        return [one for one in self.data if (one.get("meta") or {}).get("part") == name]

    def axes(self, *names: str) -> Account:
        return {name: self.layout[f"{name}axis"]["range"] for name in names}

    def curves(self) -> Account:
        lines = self.parts("line")
        shapes = self.layout.get("shapes", [])
        across = [one for one in shapes if "paper" in (one.get("xref"), one.get("yref"))]
        return {
            "lines": [len(values(one["x"])) for one in lines],
            "names": [one["name"] for one in lines if one["showlegend"]],
            "marks": sum(len(values(one["x"])) for one in self.parts("mark")),
            "rules": len(across), **self.axes("x", "y"),
        }  # fmt: skip

    def bars(self) -> Account:
        texts = self.layout["xaxis"]["ticktext"]
        bold = [k for k, text in enumerate(texts) if text.startswith("<b>")]
        return {
            "bars": [len(values(one["x"])) for one in self.data],
            "names": [text.removeprefix("<b>").removesuffix("</b>") for text in texts],
            "target": bold[0] if bold else None, **self.axes("y"),
        }  # fmt: skip

    def plane(self) -> Account:
        regions = self.parts("region")
        return {
            "regions": {one["meta"]["class"]: len(values(one["x"])) for one in regions},
            "vectors": len(self.parts("vector")), "points": self.points(),
            "probe": bool(self.parts("probe")), **self.axes("x"),
        }  # fmt: skip

    def points(self) -> dict[int, int]:
        return {
            one["meta"]["class"]: int((~np.isnan(values(one["x"]))).sum())
            for one in self.parts("points")
        }

    def sphere(self) -> Account:
        def pieces(name: str) -> int:
            return sum(int((~np.isnan(values(one["x"]))).sum()) for one in self.parts(name)) // 2

        return {
            "names": [one["text"][0] for one in self.parts("name")],
            "vectors": len(self.parts("vector")), "points": self.points(),
            "edges": pieces("edges"), "lines": pieces("lines"), "probe": bool(self.parts("probe")),
        }  # fmt: skip

    def stack(self) -> Account:
        return {
            "names": self.layout["yaxis"]["ticktext"],
            "parts": [one["name"] for one in self.data],
            "sizes": [one["customdata"][0] for one in self.data],
        }

    def mosaic(self) -> Account:
        *blocks, mean = self.data
        return {
            "names": [one["name"] for one in blocks],
            "widths": [float(values(one["width"])[0]) for one in blocks],
            "mean": mean["name"].partition(" = ")[0],
        }

    def matrix(self) -> Account:
        whole, times, gives = self.data
        return {
            "rows": self.layout["yaxis"]["ticktext"], "columns": self.layout["xaxis"]["ticktext"],
            "entries": values(whole["z"]).ravel().tolist(),
            "beside": [values(one["z"]).size for one in (times, gives)],
        }  # fmt: skip

    def contour(self) -> Account:
        (value,), (probe,) = self.parts("value"), self.parts("probe")
        levels = [one["contours"]["start"] for one in self.parts("level")]
        at = [float(values(probe[name])[0]) for name in "xy"]
        return {"grid": list(values(value["z"]).shape), "levels": levels, "probe": at,
                **self.axes("x", "y")}  # fmt: skip

    def surface(self) -> Account:
        (value,), (probe,) = self.parts("value"), self.parts("probe")
        at = [float(values(probe[name])[0]) for name in "xyz"]
        ranges = {name: self.layout["scene"][f"{name}axis"]["range"] for name in "xyz"}
        return {"grid": list(values(value["z"]).shape), "probe": at, **ranges}

    def sample(self) -> Account:
        heads = [one["name"].rpartition(" ×") for one in self.data]
        counts = [len(values(one["x"])) for one in self.data]
        assert [int(count) for *_, count in heads] == counts
        return {"counts": counts, "names": [name for name, *_ in heads]}

    def numbers(self) -> Account:
        return {"names": self.data[0]["cells"]["values"][0]}

    def trials(self) -> Account:
        pulls = self.parts("pull")
        titles = [note["text"] for note in self.layout["annotations"]]
        (steps,) = {len(values(one["x"])) for one in pulls}
        return {"arms": titles, "steps": steps}


def values(held: Any) -> np.ndarray:
    """An array of Plotly's JSON: a list, or its bytes."""
    if isinstance(held, dict):
        flat = np.frombuffer(base64.b64decode(held["bdata"]), np.dtype(held["dtype"]))
        shape = [int(size) for size in str(held.get("shape", flat.size)).split(",")]
        return flat.reshape(shape).astype(float)
    return np.asarray([np.nan if one is None else one for one in held], float)


def both(lesson, scene, lang: str, query: str) -> Iterator[tuple[str, Account, Account]]:
    """(where, what the canvas class shows, what the figure shows) of every picture there."""
    first = next(service.messages(lesson, scene, query, lang))
    (header, _), (_, arrays) = unpack(first)
    frame = {name: array[0] for name, array in arrays.items()}
    specs = [spec for row in header["rows"] for spec in row["pictures"]]
    for spec in specs:
        if spec["type"] in WORDS:
            with pytest.raises(NotThere, match="no picture"):
                list(service.figure_messages(lesson, scene, query, spec["id"], lang, "dark"))
            continue
        (body,) = service.figure_messages(lesson, scene, query, spec["id"], lang, "dark")
        (sent,) = json.loads(body)["figures"]
        where = f"{lesson.key} {scene.key} {query} {spec['id']}"
        title = sent["figure"]["layout"]["title"].get("text", "")
        assert title == label(spec.get("title", "")), where
        shown = Browser(spec, frame).account()
        yield where, shown, Figure(sent["figure"]).account(spec["type"])


def same(one: Any, other: Any) -> bool:
    """Equal, numbers to the precision of the wire."""
    if type(one) is not type(other):
        return isinstance(one, float) and isinstance(other, int) and same(one, float(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float):
        return bool(np.isclose(one, other, rtol=CLOSE, atol=CLOSE, equal_nan=True))
    return one == other


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_a_canvas_and_a_figure_show_the_same(lesson, scene):
    first, *others = states(lesson, scene)
    controls = lesson.controls_of(scene)
    for lang, state in (("en", first), *(("zh", one) for one in others[-1:])):
        for where, canvas, figure in both(lesson, scene, lang, to_query(controls, state)):
            assert same(canvas, figure), (where, canvas, figure)


def test_every_kind_is_compared():
    kinds = KINDS.keys() - WORDS - OF_A_RUN
    assert {kind for kind in KINDS if hasattr(Browser, kind)} == kinds
    assert all(hasattr(Figure, kind) for kind in kinds)


def test_an_account_tells_pictures_apart():
    """What is missing on one side is found."""
    lesson, scene = next(pair for pair in SCENES if pair[1].key == "boundaries")
    for _, canvas, figure in both(lesson, scene, "en", ""):
        for key in canvas.keys():
            assert not same(canvas, {**figure, key: "other"})
