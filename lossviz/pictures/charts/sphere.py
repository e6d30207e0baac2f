"""The unit sphere, as Plotly has it; the unit circle in the same dress, in two dimensions."""

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import DARK, Surface
from lossviz.pictures.charts.parts import colour_of, empty, fill_room, label, shape, tinted
from lossviz.pictures.charts.segments import joined
from lossviz.pictures.polygons import rows_of
from lossviz.pictures.reading import Frame, numbers_of
from lossviz.pictures.solids import Mesh, mesh_of, outward

if TYPE_CHECKING:
    from lossviz.pictures.sphere import Sphere

# how opaque a face of full strength is, and how many strengths a circle's faces have
STRONG, DARK_STRONG = 0.62, 0.66
LEVELS = 16
# room for the names
REACH = 1.2
# from where the sphere is seen at first (web/js/drawing/turning.js)
YAW, PITCH, FAR = -0.6, 0.42, 2.0
# of a cube that is seen from far away, by its side
LARGE = 1.9
# what lies on the sphere would be half within it
SKIN = 0.96
# how far out the name of a vector stands
NAME = 1.14


def figure(picture: "Sphere", frame: Frame, theme: Surface) -> go.Figure:
    """Faces by owner and strength, edges, lines, vectors with their names, points, the probe."""
    drawn = empty(picture, theme)
    mesh = mesh_of(picture.faces, frame)
    dim = 2 if picture.flat else 3
    if picture.flat:
        _sectors(drawn, mesh, theme)
        _level(drawn)
    else:
        drawn.add_trace(_skin(mesh, theme))
        _space(drawn)
    _pieces(drawn, picture, frame, dim, theme)
    if picture.points:
        at, labels = rows_of(frame, picture.points.at), numbers_of(frame, picture.points.labels)
        for cls in np.unique(labels.astype(int)).tolist():
            drawn.add_trace(_marks(at[labels == cls], dim, {
                "color": colour_of(f"class:{cls}", theme), "symbol": shape(cls, dim), "size": 5,
            }, {"part": "points", "class": cls}))  # fmt: skip
    for cls, end in enumerate(rows_of(frame, picture.vectors)):
        _vector(drawn, cls, end, picture.names, dim, theme)
    if picture.probe:
        marker = {"color": theme.ink, "size": 8, "line": {"color": theme.panel, "width": 2}}
        at = rows_of(frame, picture.probe.at).reshape(1, 3)
        drawn.add_trace(_marks(at, dim, marker, {"part": "probe"}))
    return drawn


def _strong(theme: Surface) -> float:
    return DARK_STRONG if theme == DARK else STRONG


def _skin(mesh: Mesh, theme: Surface) -> go.Mesh3d:
    """The sphere: the colour of each face is its owner's, at its corners as strong as they are."""
    mesh = outward(mesh)
    # a corner of faces of two owners has two colours
    held = np.stack([mesh.corners.ravel(), np.repeat(mesh.owner, 3)], axis=1)
    kinds, first, corners = np.unique(held, axis=0, return_index=True, return_inverse=True)
    places, owner = kinds.T
    panel = _rgb(theme.panel)
    colours = np.array([_rgb(colour) for colour in theme.classes])
    share = np.where(owner < 0, 0, _strong(theme) * mesh.rise.ravel()[first])[:, None]
    mixed = (1 - share) * panel + share * colours[owner % len(colours)]
    x, y, z = SKIN * mesh.points[places].T
    i, j, k = corners.reshape(-1, 3).T
    return go.Mesh3d(
        x=x, y=y, z=z, i=i, j=j, k=k, flatshading=True, hoverinfo="skip",
        vertexcolor=[f"rgb({r},{g},{b})" for r, g, b in mixed.round().astype(int)],
        lighting={"ambient": 1, "diffuse": 0, "specular": 0, "fresnel": 0}, meta={"part": "faces"},
    )  # fmt: skip


def _sectors(drawn: go.Figure, mesh: Mesh, theme: Surface) -> None:
    """The circle: the faces of one owner and nearly one strength are one trace."""
    level = np.ceil(mesh.strength * LEVELS).astype(int)
    kinds = np.stack([mesh.owner, level], axis=1)
    for owner, strength in np.unique(kinds[(mesh.owner >= 0) & (level > 0)], axis=0).tolist():
        faces = mesh.corners[(kinds == (owner, strength)).all(axis=1)]
        corners = mesh.points[faces][:, :, :2].reshape(len(faces), 6)
        gaps = np.full((len(faces), 2), np.nan)
        x, y = np.concatenate([corners, gaps], axis=1).reshape(-1, 2).T
        drawn.add_trace(go.Scatter(
            x=x, y=y, mode="lines", fill="toself", line={"width": 0}, hoverinfo="skip",
            fillcolor=tinted(
                colour_of(f"class:{owner}", theme), _strong(theme) * strength / LEVELS
            ),
            showlegend=False, meta={"part": "faces", "class": owner},
        ))  # fmt: skip


def _pieces(drawn: go.Figure, picture: "Sphere", frame: Frame, dim: int, theme: Surface) -> None:
    """Lines in dashes, and the edges of each class in its colour; in ink where it has none."""
    owners = numbers_of(frame, picture.edges.cls)
    kinds: list[tuple[np.ndarray, str, str, float]] = [
        (_known(rows_of(frame, picture.lines.at)), "lines", "ink", 2)
    ]
    for cls in np.unique(owners[~np.isnan(owners)]).astype(int).tolist():
        own = _known(rows_of(frame, picture.edges.at)[owners == cls])
        kinds.append((own, "edges", "ink" if cls < 0 else f"class:{cls}", 4))
    for pieces, part, role, width in kinds:
        line = {"color": colour_of(role, theme), "width": width,
                "dash": "dash" if part == "lines" else "solid"}  # fmt: skip
        kept = pieces if dim == 3 else pieces[:, [0, 1, 3, 4]]
        drawn.add_trace(_kind(dim)(
            **_named(joined(kept, dim)), mode="lines", line=line, hoverinfo="skip",
            showlegend=False, meta={"part": part, "colour": role},
        ))  # fmt: skip


def _known(pieces: np.ndarray) -> np.ndarray:
    return pieces[~np.isnan(pieces[:, 0])]


def _vector(
    drawn: go.Figure, cls: int, end: np.ndarray, names: Any, dim: int, theme: Surface
) -> None:
    colour = colour_of(f"class:{cls}", theme)
    tip = {"symbol": ["circle", "arrow"], "angleref": "previous"} if dim == 2 else {}
    name = f"<b>{label(names[cls])}</b>" if cls < len(names) else ""
    # the sphere would hide a part of a name at the tip itself
    drawn.add_trace(_kind(dim)(
        **_named(NAME * end[None, :dim].T), mode="text", text=[name], textfont={"color": colour},
        textposition="middle center", hoverinfo="skip", showlegend=False,
        meta={"part": "name", "class": cls},
    ))  # fmt: skip
    drawn.add_trace(_kind(dim)(
        **_named(np.stack([np.zeros(3), end])[:, :dim].T), mode="lines+markers",
        line={"color": colour, "width": 4 if dim == 2 else 6}, showlegend=False,
        marker={"color": colour, "size": [0, 16 if dim == 2 else 6], "opacity": 1, **tip},
        meta={"part": "vector", "class": cls},
    ))  # fmt: skip


def _marks(at: np.ndarray, dim: int, marker: dict[str, Any], meta: dict[str, Any]) -> Any:
    return _kind(dim)(
        **_named(at[:, :dim].T), mode="markers", marker=marker, showlegend=False, meta=meta
    )


def _level(drawn: go.Figure) -> None:
    axis = {"range": [-REACH, REACH], "visible": False}
    drawn.update_xaxes(axis | {"constrain": "domain"})
    drawn.update_yaxes(axis | {"scaleanchor": "x"})
    drawn.add_shape(type="circle", x0=-1, x1=1, y0=-1, y1=1, line={"width": 1.5})


def _space(drawn: go.Figure) -> None:
    """Axes unseen and equal; seen from where the canvas shows the sphere at first."""
    toward = np.array([np.cos(PITCH) * np.sin(YAW), -np.cos(PITCH) * np.cos(YAW), np.sin(PITCH)])
    axis = {"visible": False, "range": [-REACH, REACH]}
    fill_room(drawn)
    drawn.update_scenes(
        xaxis=axis, yaxis=axis, zaxis=axis, aspectmode="manual",
        aspectratio=dict.fromkeys("xyz", LARGE),
        camera={"eye": dict(zip("xyz", FAR * toward, strict=True)),
                "projection": {"type": "orthographic"}},
    )  # fmt: skip


def _kind(dim: int) -> Any:
    return go.Scatter if dim == 2 else go.Scatter3d


def _named(coordinates: np.ndarray) -> dict[str, np.ndarray]:
    return dict(zip("xyz", coordinates, strict=False))


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)])
