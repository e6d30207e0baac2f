"""The Plotly twins of curves, bars, stacks, mosaics, matrices, lattices and samples.

Every one has exactly the numbers of its frame; what lies beyond an axis stands on its edge. And
every picture of every kind says what it shows, in both languages, with the numbers of its frame.
"""

import re
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
import plotly.graph_objects as go
import pytest
from pictures.scenes import NAMES, SCENES, shown, states

from lossviz.figures.theme import DARK, LIGHT
from lossviz.pictures import (
    Axis,
    Bars,
    Curves,
    Formula,
    Key,
    Listing,
    Mosaic,
    Numbers,
    Plane,
    Prose,
    Sample,
    Sentence,
    Series,
    Sphere,
    Trials,
    bars,
    curves,
    line,
    mark,
    plain,
)
from lossviz.pictures.curves import Area, Rule
from lossviz.pictures.picture import said
from lossviz.words import say_in, say_of

LANGS = ("en", "zh")
# what has words and no figure of its own in here
SAID = (Formula, Key, Listing, Numbers, Plane, Prose, Sentence, Sphere, Trials)
# a program and a log are quoted as they are
QUOTED = (Listing,)
KINDS = ("bars", "contour", "curves", "matrix", "mosaic", "sample", "stack", "surface")


def read(frame: dict, what: str | float) -> np.ndarray:
    """The numbers that a record names, read here once more."""
    value = frame[what] if isinstance(what, str) else what
    return np.array(value, float).reshape(-1)


def parts(figure: go.Figure, part: str) -> list:
    return [trace for trace in figure.data if (trace.meta or {}).get("part") == part]


def same(found, wanted) -> None:
    np.testing.assert_array_equal(np.asarray(found, float), np.asarray(wanted, float))


def curves_are(picture, frame, figure):
    drawn = parts(figure, "line")
    assert len(drawn) == len(picture.lines or [])
    for trace, one in zip(drawn, picture.lines or [], strict=True):
        same(trace.x, read(frame, one.x))
        same(trace.y, read(frame, one.y))
    marks = []
    for one in picture.marks or []:
        x, y = np.broadcast_arrays(read(frame, one.x), read(frame, one.y))
        known = ~(np.isnan(x) | np.isnan(y))
        if known.any():
            marks.append(np.stack([x[known], y[known]], axis=1))
    drawn = parts(figure, "mark")
    assert len(drawn) == len(marks)
    for trace, wanted in zip(drawn, marks, strict=True):
        same(trace.customdata, wanted)
        (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
        same(trace.x, np.clip(wanted[:, 0], left, right))
        same(trace.y, np.clip(wanted[:, 1], low, high))
    low, high = figure.layout.yaxis.range
    wanted = [outline(frame, one, low, high) for one in picture.areas or []]
    wanted = [one for one in wanted if len(one)]
    drawn = parts(figure, "area")
    assert len(drawn) == len(wanted)
    for trace, corners in zip(drawn, wanted, strict=True):
        found = {(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x == x}
        assert found == corners
    rules_are(picture, frame, figure)


def outline(frame, area, low, high) -> set[tuple[float, float]]:
    x = read(frame, area.x)
    sides = [np.broadcast_to(read(frame, side), x.shape) for side in (area.low, area.high)]
    known = ~np.isnan(x + np.clip(sides[0], low, high) + np.clip(sides[1], low, high))
    return {
        (a, min(max(b, low), high))
        for side in sides
        for a, b in zip(x[known], side[known], strict=True)
    }


def rules_are(picture, frame, figure):
    across = [s for s in figure.layout.shapes if "paper" in (s.xref, s.yref)]
    wanted = []
    for one in picture.rules or []:
        upright = one.x is not None
        value = read(frame, one.x if upright else one.y)[0]
        axis = figure.layout.xaxis if upright else figure.layout.yaxis
        if not np.isnan(value):
            wanted.append((upright, min(max(value, axis.range[0]), axis.range[1])))
    found = [(s.yref == "paper", s.x0 if s.yref == "paper" else s.y0) for s in across]
    assert found == wanted


def bars_are(picture, frame, figure):
    assert len(figure.data) == len(picture.series)
    for trace, one in zip(figure.data, picture.series, strict=True):
        values = read(frame, one.value)
        same(trace.customdata, values)
        same(trace.y, np.clip(values, picture.low, picture.high))
        assert len(trace.x) == len(picture.names) == len(values)
    assert len(figure.layout.shapes) == (picture.target is not None)
    if picture.total:
        (over,) = figure.layout.annotations
        assert "{" not in over.text


def stack_is(picture, frame, figure):
    wanted = [(k, part) for k, one in enumerate(picture.rows) for part in one.parts]
    high = picture.high
    at = dict.fromkeys(range(len(picture.rows)), 0.0)
    for trace, (place, part) in zip(figure.data, wanted, strict=True):
        (value,) = read(frame, part.value)
        same(trace.customdata, [value])
        assert trace.y == (place,) and trace.base == (min(at[place], high),)
        at[place] += value
        assert trace.base[0] + trace.x[0] == pytest.approx(min(at[place], high))


def mosaic_is(picture, frame, figure):
    wide, high = read(frame, picture.widths), read(frame, picture.heights)
    happens = wide > 0
    *blocks, mean = figure.data
    same([trace.width[0] for trace in blocks], wide[happens])
    same([trace.customdata[0] for trace in blocks], high[happens])
    same([trace.y[0] for trace in blocks], np.minimum(high[happens], picture.high))
    np.testing.assert_allclose([trace.x[0] for trace in blocks], (np.cumsum(wide) - wide)[happens])
    area = (wide[happens] * high[happens]).sum()
    assert mean.customdata[0] == pytest.approx(area, abs=1e-12)


def matrix_is(picture, frame, figure):
    matrix, times, gives = figure.data
    same(matrix.z, frame[picture.value])
    same(np.ravel(times.z), read(frame, picture.times.value))
    same(np.ravel(gives.z), read(frame, picture.gives.value))
    # the product is one
    np.testing.assert_allclose(np.array(matrix.z) @ np.array(times.z), gives.z, atol=1e-9)
    assert list(figure.layout.yaxis.ticktext) == list(picture.rows)


def contour_is(picture, frame, figure):
    (value,), (probe,), (field,) = (parts(figure, p) for p in ("value", "probe", "field"))
    same(value.z, frame[picture.value])
    same([probe.x[0], probe.y[0]], frame[picture.probe.at])
    levels = parts(figure, "level")
    assert [trace.contours.start for trace in levels] == list(picture.levels)
    for trace in levels:
        same(trace.z, frame[picture.value])
    wanted = np.asarray(frame[picture.field], float)
    count = round(np.sqrt(wanted.size / 2))
    inner = wanted.reshape(count, count, 2)[1:-1, 1:-1].reshape(-1, 2)
    same(np.asarray(field.customdata)[::3], inner)
    # arrows have the direction of the field and lengths in its proportion
    ends = np.stack([field.x, field.y], axis=1).reshape(-1, 3, 2)
    along = ends[:, 1] - ends[:, 0]
    rate = np.hypot(*along.T).sum() / np.hypot(*inner.T).sum()
    np.testing.assert_allclose(along, rate * inner, atol=1e-9)


def surface_is(picture, frame, figure):
    (value,), (probe,) = parts(figure, "value"), parts(figure, "probe")
    same(value.z, frame[picture.value])
    at = [probe.x[0], probe.y[0], probe.z[0]]
    same(at, [*frame[picture.probe.at], *read(frame, picture.probe.height)])
    # the corners of the lattice are the ends of the axes
    assert (value.x[0], value.x[-1]) == (picture.x.low, picture.x.high)
    assert (value.y[0], value.y[-1]) == (picture.y.low, picture.y.high)


def sample_is(picture, frame, figure):
    values = read(frame, picture.value)
    found = np.full(len(values), np.nan)
    for cls, trace in enumerate(figure.data):
        found[np.array(trace.customdata, int) - 1] = cls
    same(found, np.where(values >= 0, values, np.nan))


CHECKS = {
    "bars": bars_are, "contour": contour_is, "curves": curves_are, "matrix": matrix_is,
    "mosaic": mosaic_is, "sample": sample_is, "stack": stack_is, "surface": surface_is,
}  # fmt: skip


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_figures_have_exactly_the_numbers_and_words_no_holes(lesson, scene):
    for place, (_, raw, frame) in enumerate(shown(lesson, scene)):
        if raw.kind not in KINDS:
            continue
        by_lang = {lang: said(raw, partial(say_of, lang, lesson.key)) for lang in LANGS}
        for lang, picture in by_lang.items():
            words = picture.words(frame, partial(say_in, lang))
            assert not re.search(r"[{}@]|nan|None", words), words
            assert picture.title in words
            # no half of a sentence without its numbers
            assert re.search(r"\d", words)
        picture = by_lang["en"]
        figure = picture.figure(frame, (LIGHT, DARK)[place % 2])
        CHECKS[picture.kind](picture, frame, figure)
        assert not re.search(r"@\w+\.|\{(value|x|y)\}", str(figure.layout.to_plotly_json()))


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_words_are_whole(lesson, scene):
    """Here, beside the other kinds: the frames of all scenes are computed once a file."""
    for where, picture, frame in shown(lesson, scene):
        if not isinstance(picture, SAID):
            continue
        texts = {}
        for lang in ("en", "zh"):
            say = partial(say_of, lang, lesson.key)
            texts[lang] = said(picture, say).words(frame, say)
        for text in texts.values():
            assert text.strip(), where
            if not isinstance(picture, QUOTED):
                assert "None" not in text and "nan" not in text, (where, text)
                assert not set("{}@\\$") & set(text), (where, text)
        assert texts["en"] != texts["zh"], where


def test_all_kinds_are_in_the_lessons():
    found = {
        picture.kind
        for lesson, scene in SCENES
        for row in scene.rows(next(states(lesson, scene)))
        for picture in row.pictures
    }
    assert found >= set(KINDS) == CHECKS.keys()


SAY = partial(say_in, "en")


def test_words_say_the_numbers_of_the_moment():
    drawn = curves("a", (0, 3, "s", 10), (0, 1, ""), title="Sharper",
                   lines=[line("x", "p", "accent", "P", "P")],
                   marks=[mark("at", "here", "accent", "P")])  # fmt: skip
    frame = {"x": np.arange(3.0), "p": np.array([0.25, np.nan, 0.5]), "at": np.array(2.0),
             "here": np.array(0.125)}  # fmt: skip
    assert drawn.words(frame, SAY) == (
        "Sharper: curves over s from 1 to 1k. Now: P is 0.125 at 100."
    )
    still = curves("a", (0, 3, "s", 10), (0, 1, ""), title="Sharper", lines=drawn.lines)
    assert still.words(frame, SAY).endswith("Now: P goes from 0.25 to 0.5.")
    columns = replace(bars("b", "p", "p", ["x", "y", "z"], ylabel="p", target=2), title="Shares")
    assert columns.words(frame, SAY) == (
        "Shares, bars: p of x is 0.250, z is 0.500; the target is z."
    )
    assert "目标类是 z" in columns.words(frame, partial(say_in, "zh"))


def test_missing_numbers_are_left_out_and_endless_ones_stand_on_the_edge():
    nan, inf = np.nan, np.inf
    frame = {
        "x": np.arange(6.0),
        "low": np.array([0, 0, nan, -inf, 0, 0.0]),
        "y": np.array([1, 2, 3, inf, 2, 1.0]),
        "none": np.array(nan),
        "far": np.array(inf),
    }
    drawn = curves(
        "a", (0, 5, "x"), (-1, 4, "y"), title="t",
        areas=[Area(x="x", low="low", high="y", colour="class:1", term=None)],
        lines=[line("x", "low", "ink")],
        marks=[mark("none", "far", "good"), mark("x", "low", "good", name="{y}", drop=True),
               mark("far", "far", "error", name="end")],
        rules=[Rule(x="none", colour="ink", dash=True, term=None, name="no"),
               Rule(y="far", colour="ink", dash=True, term=None, name="far")],
    ).figure(frame, LIGHT)  # fmt: skip
    (area,), marks, (one,) = (parts(drawn, p) for p in ("area", "mark", "line"))
    same(area.x, [0, 1, 1, 0, nan, 3, 4, 5, 5, 4, 3])
    same(area.y, [1, 2, 0, 0, nan, 4, 2, 1, 0, 0, -1])
    same(one.y, frame["low"])
    assert len(marks) == 2
    same(marks[0].y, [0, 0, -1, 0, 0])
    assert marks[0].marker.symbol[2] == "triangle-down" and marks[0].text[2] == "−∞ ∞"[:2] + " ∞"
    same([marks[1].x[0], marks[1].y[0]], [5, 4])
    assert [note.text for note in drawn.layout.annotations] == ["far"]
    level = [s for s in drawn.layout.shapes if "paper" in (s.xref, s.yref)]
    assert [s.y0 for s in level] == [4]

    columns = bars("b", "y", "p", list("abcdef"), low=0, high=2.5)
    found = columns.figure({"y": np.array([1, nan, 3, inf, -1, 2])}, DARK).data[0]
    same(found.y, [1, nan, 2.5, 2.5, 0, 2])
    assert list(found.text) == ["1", "", "3", "∞", "−1", "2"]

    nothing = Sample(id="s", title="t", value="v", names=["a", "b"])
    empty = nothing.figure({"v": np.array([nan, -1])}, LIGHT)
    assert [len(trace.x) for trace in empty.data] == [0, 0]


def test_an_axis_of_powers_is_written_as_powers():
    drawn = curves("a", (-1, 3, "s", 10), (0, 7, "C", 2), title="t").figure({}, LIGHT)
    assert list(drawn.layout.xaxis.ticktext) == ["0.1", "1", "10", "100", "1k"]
    same(drawn.layout.xaxis.tickvals, [-1, 0, 1, 2, 3])
    assert list(drawn.layout.yaxis.ticktext) == [str(2**k) for k in range(8)]


def test_a_mean_of_what_never_happens_is_that_of_the_others():
    from lossviz.pictures import Mean

    mosaic = Mosaic(id="m", title="t", widths="p", heights="i", names=["a", "b", "c"],
                    terms=["a", "b", "c"], high=5, xlabel="p", ylabel="i",
                    mean=Mean(value="H", name="H", term=None))  # fmt: skip
    frame = {"p": np.array([0.5, 0, 0.5]), "i": np.array([1.0, np.inf, 1.0]), "H": np.array(np.inf)}
    mosaic_is(mosaic, frame, mosaic.figure(frame, LIGHT))
    assert "b" not in mosaic.words(frame, SAY).split(":")[1].split()


def test_a_stranger_s_name_is_no_markup():
    drawn = Bars(id="b", title="<b>z_y</b> $x$", series=[
        Series(value="v", name="a", colour="class", terms=None)
    ], names=["<i>"], low=0, high=1, ylabel="", format="share")  # fmt: skip
    figure = drawn.figure({"v": np.array([0.5])}, LIGHT)
    assert figure.layout.title.text == "&lt;b&gt;z<sub>y</sub>&lt;/b&gt; &#36;x&#36;"
    assert figure.layout.xaxis.ticktext == ("&lt;i&gt;",)


def test_said_looks_up_nested_words_and_changes_nothing_else():
    record = curves("a", (0, 1, "@x"), ("low", 1, "y"), lines=[line("x", "y", "ink", "@n", "t")],
                    rules=[Rule(x=0.0, colour="ink", dash=True, term=None, name="@r")])  # fmt: skip
    found = said(record, MappingProxyType({"x": "X", "n": "N", "r": "R", "pictures.a": "A",
                                           "pictures.a_about": "B"}).__getitem__)  # fmt: skip
    assert isinstance(found, Curves) and "@" not in str(plain(found))
    assert (found.title, found.about, found.x, found.y) == (
        "A", "B", Axis(0, 1, "X"), Axis("low", 1, "y"),
    )  # fmt: skip
    assert (found.lines[0].name, found.rules[0].name, found.rules[0].x) == ("N", "R", 0.0)
