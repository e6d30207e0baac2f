"""The kinds of pictures: for each a record of what it shows."""

from lossviz.pictures.bars import Bars, Series, Total, bars
from lossviz.pictures.curves import (
    Area,
    Bins,
    Curves,
    Ends,
    Histogram,
    Line,
    Mark,
    Rule,
    curves,
    line,
    mark,
)
from lossviz.pictures.embedding import Arrows, Cloud, Embedding, Regions
from lossviz.pictures.input import Input
from lossviz.pictures.lattice import Contour, Peg, Surface
from lossviz.pictures.matrix import Column, Matrix
from lossviz.pictures.mosaic import Mean, Mosaic
from lossviz.pictures.numbers import Cell, Naming, Numbers, Reading, numbers
from lossviz.pictures.picture import (
    Axis,
    Filling,
    Format,
    Look,
    Part,
    Picture,
    Points,
    Probe,
    Row,
    Spec,
    Tips,
    Way,
    plain,
    row,
    terms,
)
from lossviz.pictures.plane import Plane
from lossviz.pictures.run import RunShape, parameter_array, run_looks, run_pictures, run_plane
from lossviz.pictures.sample import Sample
from lossviz.pictures.sphere import Edges, Faces, Pieces, Sphere, Spot
from lossviz.pictures.stack import Slice, Stack, Sum
from lossviz.pictures.texts import (
    Block,
    Formula,
    Key,
    Listing,
    Prose,
    Sentence,
    Sentences,
)
from lossviz.pictures.trials import Trials

KINDS: dict[str, type[Picture]] = {
    one.kind: one
    for one in (
        Bars, Contour, Curves, Embedding, Formula, Input, Key, Listing, Matrix, Mosaic, Numbers,
        Plane, Prose, Sample, Sentence, Sphere, Stack, Surface, Trials,
    )
}  # fmt: skip

__all__ = [
    "KINDS", "Area", "Arrows", "Axis", "Bars", "Bins", "Block", "Cell", "Cloud", "Column",
    "Contour", "Curves", "Edges", "Embedding", "Ends", "Faces", "Filling", "Format", "Formula",
    "Histogram", "Input", "Key", "Line", "Listing", "Look", "Mark", "Matrix", "Mean", "Mosaic",
    "Naming", "Numbers", "Part", "Peg", "Picture", "Pieces", "Plane", "Points", "Probe", "Prose",
    "Reading", "Regions", "Row", "Rule", "RunShape", "Sample", "Sentence", "Sentences", "Series",
    "Slice", "Spec", "Sphere", "Spot", "Stack", "Sum", "Surface", "Tips", "Total", "Trials", "Way",
    "bars", "curves", "line", "mark", "numbers", "parameter_array", "plain", "row", "run_looks",
    "run_pictures", "run_plane", "terms",
]  # fmt: skip
