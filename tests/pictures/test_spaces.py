"""Planes, spheres and numbers as Plotly figures: they show the frame's numbers, and no others."""

from functools import partial
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest
from pictures.scenes import NAMES, SCENES, of_kind, shown, speak

from lossviz.figures.theme import DARK, LIGHT, SURFACES, class_shape
from lossviz.pictures import Edges, Faces, Numbers, Pieces, Plane, Points, Sphere
from lossviz.pictures.charts.sphere import SKIN
from lossviz.pictures.formats import written
from lossviz.pictures.picture import said
from lossviz.pictures.polygons import area, corners_of, middle, within
from lossviz.pictures.solids import angle, areas, mesh_of


def parts(figure: go.Figure, part: str) -> list:
    return [trace for trace in figure.data if trace.meta and trace.meta["part"] == part]


def coordinates(traces: list, dim: int) -> np.ndarray:
    """All points [N, dim] of these traces, without the gaps."""
    if not traces:
        return np.zeros((0, dim))
    found = np.concatenate([np.stack([t[name] for name in "xyz"[:dim]], 1) for t in traces])
    return found[~np.isnan(found.astype(float)).any(axis=1)].astype(float)


def rows(array: np.ndarray) -> np.ndarray:
    """Rows without NaN in an order of their own: what the figure groups by class."""
    kept = array[~np.isnan(array).any(axis=1)]
    return kept[np.lexsort(kept.T[::-1])] if len(kept) else kept


def ends_of(pieces: np.ndarray, dim: int) -> np.ndarray:
    """Both ends of every piece there is, [2L, dim]."""
    kept = pieces[~np.isnan(pieces[:, 0])].reshape(-1, 2, pieces.shape[1] // 2)
    return kept.reshape(-1, kept.shape[-1])[:, :dim]


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_planes_show_the_frame(lesson, scene):
    for where, picture, frame in of_kind(lesson, scene, Plane):
        figure = picture.figure(frame, LIGHT)
        drawn = {trace.meta["class"]: coordinates([trace], 2) for trace in parts(figure, "region")}
        for cls, polygon in enumerate(frame[picture.regions]):
            expected = polygon[~np.isnan(polygon[:, 0])]
            assert np.array_equal(drawn.pop(cls, np.zeros((0, 2))), expected), where
        assert not drawn
        assert_pieces(figure, picture, frame, where)
        assert_points(figure, picture, frame, 2, where)
        vectors = frame[picture.vectors] if picture.vectors else np.zeros((0, 2))
        tips = [[trace.x[1], trace.y[1]] for trace in parts(figure, "vector")]
        assert np.array_equal(np.reshape(tips, (-1, 2)), vectors[np.isfinite(vectors).all(1)])
        probe = frame[picture.probe.at] if picture.probe else np.full(2, np.nan)
        assert np.array_equal(coordinates(parts(figure, "probe"), 2), rows(probe[None])), where
        assert figure.layout.yaxis.scaleanchor == "x"
        assert figure.layout.xaxis.range == figure.layout.yaxis.range
        figure.to_json()


def assert_pieces(figure: go.Figure, picture: Plane, frame, where: str) -> None:
    """Every line and every edge, once solid; those of two classes once more in dashes."""
    for part, name in (("lines", picture.lines), ("edges", picture.edges)):
        solid = [trace for trace in parts(figure, part) if not trace.meta["dashed"]]
        expected = ends_of(frame[name], 2) if name else np.zeros((0, 2))
        assert np.array_equal(rows(coordinates(solid, 2)), rows(expected)), (where, part)


def assert_points(figure: go.Figure, picture: Plane | Sphere, frame, dim: int, where: str) -> None:
    at, labels = np.zeros((0, dim)), np.zeros(0)
    if picture.points:
        at, labels = frame[picture.points.at], frame[picture.points.labels]
    for trace in parts(figure, "points"):
        cls = trace.meta["class"]
        assert trace.marker.color == LIGHT.classes[cls]
        assert np.array_equal(coordinates([trace], dim), at[labels == cls][:, :dim]), where
        if dim == 2:
            assert trace.marker.symbol == class_shape(cls)
    assert {trace.meta["class"] for trace in parts(figure, "points")} == set(labels.astype(int))


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_spheres_show_the_frame(lesson, scene):
    for where, picture, frame in of_kind(lesson, scene, Sphere):
        figure, dim = picture.figure(frame, LIGHT), 2 if picture.flat else 3
        tips = [[trace[c][1] for c in "xyz"[:dim]] for trace in parts(figure, "vector")]
        assert np.array_equal(tips, frame[picture.vectors][:, :dim]), where
        names = [trace.text[0] for trace in parts(figure, "name")]
        assert names == [f"<b>{name}</b>" for name in picture.names]
        for part, at in (("edges", picture.edges.at), ("lines", picture.lines.at)):
            found = coordinates(parts(figure, part), dim)
            assert np.array_equal(rows(found), rows(ends_of(frame[at], dim))), (where, part)
        probe = frame[picture.probe.at][None] if picture.probe else np.zeros((0, 3))
        assert np.array_equal(coordinates(parts(figure, "probe"), dim), probe[:, :dim]), where
        assert_faces(figure, picture, frame)
        figure.to_json()


def assert_faces(figure: go.Figure, picture: Sphere, frame) -> None:
    mesh = mesh_of(picture.faces, frame)
    if not picture.flat:
        (skin,) = parts(figure, "faces")
        at = np.stack([skin.x, skin.y, skin.z], 1)[np.stack([skin.i, skin.j, skin.k], 1)]
        found, listed = (
            {tuple(sorted(map(tuple, face.round(6) + 0.0))) for face in faces}
            for faces in (
                at,
                SKIN * frame[picture.faces.mesh][frame[picture.faces.corners].astype(int)],
            )
        )
        assert found <= listed and len(at) == len(mesh.owner)
        # the whole sphere, once: no face is missing, none covers another
        assert 4 * np.pi * 0.97 < areas(mesh).sum() < 4 * np.pi
        assert (np.linalg.det(at) >= -1e-12).all()
        assert len(skin.vertexcolor) == len(skin.x)
        return
    for cls in np.unique(mesh.owner):
        own = [trace for trace in parts(figure, "faces") if trace.meta["class"] == cls]
        expected = mesh.points[mesh.corners[mesh.owner == cls]].reshape(-1, 3)[:, :2]
        assert np.array_equal(rows(coordinates(own, 2)), rows(expected))


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_numbers_are_a_table_of_the_frame(lesson, scene):
    for where, picture, frame in of_kind(lesson, scene, Numbers):
        (table,) = picture.figure(frame, DARK).data
        names, texts = table["cells"].values
        assert len(names) == len(picture.cells)
        for cell, text in zip(picture.cells, texts, strict=True):
            value = np.ravel(frame[cell.value])[0] if isinstance(cell.value, str) else cell.value
            assert text == written(cell.format, float(np.float32(value))), (where, cell.name)


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_words_hold_the_numbers(lesson, scene):
    """A row of numbers says each of them, as it is written."""
    for lang in ("en", "zh"):
        say = partial(speak, lang, lesson.key)
        for where, raw, frame in shown(lesson, scene):
            if isinstance(raw, Numbers):
                picture = said(raw, say)
                words = picture.words(frame, say)
                assert all(text in words for text in picture.texts(frame)), where


TETRAHEDRON = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / 3**0.5


def tetrahedron(flat: bool = False) -> tuple[Sphere, dict[str, np.ndarray]]:
    """Four faces, the last one nobody's, with two samples."""
    picture = Sphere(
        id="one", vectors="w", names=["1", "z_2", "<b>"], vector_terms=["w1", "w2", "w3"],
        faces=Faces(mesh="mesh", corners="corners", owner="owner", odds="odds"),
        edges=Edges(at="edges", cls="cls"), lines=Pieces(at="edges"),
        points=Points(at="at", labels="labels"), flat=flat,
    )  # fmt: skip
    frame = {
        "w": TETRAHEDRON[:3], "mesh": TETRAHEDRON, "owner": np.array([0, 1, 2, -1]),
        "corners": np.array([[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]]),
        "odds": np.array([9.0, 9, 9, 9]), "edges": np.full((2, 6), np.nan),
        "cls": np.full(2, np.nan), "at": TETRAHEDRON[:2], "labels": np.array([1.0, 0.0]),
    }  # fmt: skip
    return picture, frame


@pytest.mark.parametrize("theme", SURFACES.values(), ids=list(SURFACES))
def test_faces_have_the_colour_of_their_owner(theme):
    picture, frame = tetrahedron()
    (skin,) = parts(picture.figure(frame, theme), "faces")

    def rgb(colour: str) -> np.ndarray:
        return np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)])

    colours = np.array([[int(part) for part in one[4:-1].split(",")] for one in skin.vertexcolor])
    faces = np.stack([skin.i, skin.j, skin.k], 1)
    # three faces meet in each corner, each in its own colour
    assert len(colours) == 12 and (colours[faces] == colours[faces][:, :1]).all()
    found = colours[faces][:, 0]
    # odds of 9 are nearly all, of which the canvas shows so much
    share = 0.66 if theme == DARK else 0.62
    for face in range(3):
        mixed = (1 - share) * rgb(theme.panel) + share * rgb(theme.classes[face])
        assert np.abs(found[face] - mixed).max() < 1
    assert np.array_equal(found[3], rgb(theme.panel))


@pytest.mark.parametrize("flat", [False, True])
def test_a_sphere_has_points_and_escaped_names(flat):
    picture, frame = tetrahedron(flat)
    figure = picture.figure(frame, LIGHT)
    assert_points(figure, picture, frame, 2 if flat else 3, "")
    names = [trace.text[0] for trace in parts(figure, "name")]
    assert names == ["<b>1</b>", "<b>z<sub>2</sub></b>", "<b>&lt;b&gt;</b>"]


def test_of_faces_in_one_place_the_strongest_is_seen():
    picture, frame = tetrahedron()
    twice = frame | {
        "mesh": np.concatenate([TETRAHEDRON, TETRAHEDRON]), "owner": np.repeat([0, 1], 4),
        "corners": np.concatenate([frame["corners"], frame["corners"] + 4]),
        "odds": np.array([4.0, 4, 4, -9, -2, -2, -2, 5]),
    }  # fmt: skip
    mesh = mesh_of(picture.faces, twice)
    assert areas(mesh).sum() == pytest.approx(areas(mesh_of(picture.faces, frame)).sum())
    means = np.array([[4, 4, 4], [4, 4, -9], [4, 4, -9], [4, 4, -9]])
    other = np.array([[-2, -2, -2], [-2, -2, 5], [-2, -2, 5], [-2, -2, 5]])
    strength = [1 / (1 + np.exp(-one)) for one in (means, other)]
    expected = np.maximum(*(one.mean(1) for one in strength))
    assert np.allclose(np.sort(mesh.strength), np.sort(expected))


def test_polygons():
    square = np.array([[0.0, 0], [2, 0], [2, 2], [0, 2]])
    ragged = np.stack([square, np.full((4, 2), np.nan)])
    assert [len(one) for one in corners_of(ragged)] == [4, 0]
    assert area(square) == area(square[::-1]) == 4
    assert np.allclose(middle(square + 1), [2, 2])
    assert np.isnan(middle(square[:0])).all() and area(square[:0]) == 0
    # away from the origin a polygon ends where it ends, at the origin it is a cone
    points = np.array([[1, 1], [3, 3], [-1, 1], [1, -0.1]]) + 5.0
    assert within(square + 5, points).tolist() == [True, False, False, False]
    assert within(square, points - 5).tolist() == [True, True, False, False]
    assert not within(square[:0], points).any()


def test_sectors_of_the_circle_take_all_points_of_theirs():
    """Points on the rim lie beyond the straight outer sides, and belong to the sector still."""
    phi = np.linspace(0, 2 * np.pi, 4)
    rng = np.random.default_rng(0)
    at = rng.uniform(0, 2 * np.pi, 400)
    points = np.stack([np.cos(at), np.sin(at)], 1)
    for low, high in pairwise(phi):
        arc = np.linspace(low, high, 5)
        sector = np.concatenate([[[0, 0]], np.stack([np.cos(arc), np.sin(arc)], 1)])
        assert np.array_equal(within(sector, points), (at > low) & (at < high))


def test_angles():
    assert angle(np.array([1.0, 0]), np.array([0, 3.0])) == pytest.approx(90)
    assert angle(np.array([2.0, 0, 0]), np.array([-1.0, 0, 0])) == pytest.approx(180)
    assert angle(np.array([1.0, 0]), np.array([1.0, 1e-9])) == pytest.approx(np.degrees(1e-9))
