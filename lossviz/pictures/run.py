"""The pictures of a trained run: embedding, formula, target logit, course, numbers."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from lossviz.pictures.curves import Bins, Curves, Histogram, OwnAngle, Rule, line
from lossviz.pictures.embedding import Arrows, Cloud, Embedding, Regions
from lossviz.pictures.formats import written
from lossviz.pictures.input import Input
from lossviz.pictures.numbers import Naming, Numbers, Reading
from lossviz.pictures.picture import (
    Axis,
    Filling,
    Format,
    Look,
    Picture,
    Points,
    Term,
    Way,
    literal,
    terms,
)
from lossviz.pictures.texts import Formula, Slot

# so many letters are a sign of their own, and get the sign of a vector
SHORT = 3
# a tenth beyond the ends of the cosine
ROOM = 1.15
# parameters of the loss in its formula are written as at their sliders
PARAMETERS: Format = "digits"
# the points of a run are the same in all pictures
SAMPLES = "samples"


class RunShape(NamedTuple):
    """What the pictures of a run depend on: its data's classes and its loss.

    n_train: training points; digits: points are drawn as their class's name; images: their pixels
    are known; margin: the loss has one; psi: it is a function of the angle to the target; formula:
    of the loss, in LaTeX; filled: the same with a slot for each parameter of the loss; parameters:
    the values of each on its slider, and along the run.
    """

    dim: int
    class_names: Sequence[str]
    n_train: int
    digits: bool
    images: bool
    margin: bool
    psi: bool
    formula: str
    filled: str = ""
    parameters: Mapping[str, tuple[Sequence[float], Sequence[float]]] = MappingProxyType({})


def vector_names(run: RunShape) -> list[str]:
    """What the class vectors are called: w0 for a digit, else the class's own name."""
    return [
        f"w{name}" if run.digits or len(name) < SHORT else name for name in run.class_names
    ]  # fmt: skip


def run_pictures(run: RunShape) -> list[Picture]:
    """Embedding, formula, target logit (or angles alone), history and numbers of such a run.

    The arrays they read are those of `lossviz.playground.tracks`.
    """
    return [_embedding(run), _formula(run), _target_logit(run), _history(), _numbers(run)]


def run_plane(
    run: RunShape, x: Axis, y: Axis, inputs: int | None = None, none: str | None = None
) -> Input:
    """The plane of the inputs, of which such a run makes regions.

    The arrays it reads beside those of the others are those of `lossviz.playground.input_plane`.

    Args:
      inputs: of how many it is a slice; none where it is their whole plane.
      none: a sentence that says why there is no plane.
    """
    return Input(
        id="input", about="@picture_input", linked=SAMPLES, x=x, y=y, cls="cls", lead="lead",
        surplus="surplus" if run.margin else None, names=[*map(literal, run.class_names)],
        points=Points(at="at", labels="labels"), trained=run.n_train, pred="pred",
        images="images" if run.images else None, shares="shares" if inputs else None,
        inputs=inputs, none=none,
    )  # fmt: skip


def run_looks(dim: int, usual: str) -> list[Look]:
    """How such a run can be looked at: as directions, as features or inputs; which points; how
    its formula is written.

    Args:
      usual: the view that it has by itself, "unit" or "raw".
    """
    unit = "@view_sphere" if dim == 3 else "@view_unit"
    views = [
        Way("unit", unit, large="embedding"), Way("raw", "@view_raw", large="embedding"),
        Way("input", "@view_input", large="input"),
    ]  # fmt: skip
    points = [Way("train", "@show_train"), Way("test", "@show_test"), Way("both", "@show_both")]
    forms = [Way("letters", "@formula_letters"), Way("numbers", "@formula_numbers")]
    return [
        Look("view", "@view", usual, views),
        Look("show", "@show", "train", points),
        Look("formula", "@formula_form", "letters", forms, within="formula"),
    ]


def parameter_array(key: str) -> str:
    """What the array of a parameter of the loss is called."""
    return f"parameter_{key}"


def _formula(run: RunShape) -> Formula:
    def longest(values: Iterable[float]) -> str:
        # of texts with as many signs the one without a dot, which is narrow
        texts = (written(PARAMETERS, value) for value in values)
        return max(texts, key=lambda text: (len(text), "." not in text))

    slots = [
        Slot(name=key, value=parameter_array(key), format=PARAMETERS,
             room=longest([*on_slider, *along]), kept=longest(along))
        for key, (on_slider, along) in run.parameters.items()
    ]  # fmt: skip
    return Formula(
        id="formula", about="@formula_about", value=0.0, formulas=[run.formula], result="loss",
        filled=[run.filled] if slots else [], slots=slots,
    )  # fmt: skip


def _embedding(run: RunShape) -> Embedding:
    flat = run.dim == 2
    return Embedding(
        id="embedding", about=f"@picture_{run.dim}d", linked=SAMPLES, dim=run.dim,
        extent="extent", extents="extents", names=[*map(literal, run.class_names)],
        vector_names=[*map(literal, vector_names(run))],
        vector_terms=terms("w", len(run.class_names)),
        points=Cloud(
            direction="dir", length="norm", labels="labels", predicted="pred", spread="jitter",
            train=run.n_train, images="images" if run.images else None, digits=run.digits,
        ),
        vectors=Arrows(direction="wdir", length="wnorm"),
        regions=Regions(
            sectors="sectors" if flat else None, polygons="polys" if flat else None,
            curves=None if flat else "curves", lattice=None if flat else "lattice",
            owner=None if flat else "tint", empty="empty", margin=run.margin,
        ),
    )  # fmt: skip


def _target_logit(run: RunShape) -> Curves:
    return Curves(
        id="psi", title="@psi_title" if run.psi else "@angles_title", about="@psi_about",
        linked=SAMPLES,
        x=Axis(0, 180, "", unit="°", steps=(30, 60, 90, 180)),
        y=Axis(-ROOM, ROOM, "", steps=(1, 2, 4, 8, 16, 32), grows="close"),
        lines=[
            line("theta_deg", "base", "muted", "cos θ", "cos", dash=True),
            line("theta_deg", "psi", "accent", "ψ(θ)", "psi"),
        ] if run.psi else None,
        rules=[Rule(
            own=OwnAngle(direction="dir", labels="labels", vectors="wdir"),
            colour="ink", dash=False, term=None, name="θ = {x}",
        )],
        histogram=Histogram(
            edges="bin_edges_deg", full=0.2 * run.n_train,
            bins=[
                Bins(counts="rivals", colour="muted", name="@rival", term="rival"),
                Bins(counts="own", colour="accent", name="@own", term="own"),
            ],
        ),
        inside=True, format="degrees",
    )  # fmt: skip


def _history() -> Curves:
    return Curves(
        id="history", about="@history_about",
        x=Axis(0, "last", "", ends=True),
        y=Axis(0, 0, "", ends=True, grows="round"), right=Axis(0, 1, "", unit="%", ends=True),
        lines=[
            line("steps", "accuracies", "good", "@accuracy", "accuracy", right=True),
            line("steps", "losses", "accent", "@loss", "loss"),
        ],
        rules=[Rule(x="step", colour="ink", dash=False, term=None, name="", reads=True)],
        drag="step",
    )  # fmt: skip


def _numbers(run: RunShape) -> Numbers:
    def cell(
        key: str, value: str, kind: Format, note: str, term: Term = None, **more: Any
    ) -> Reading:  # fmt: skip
        return Reading(f"@number_{key}", value, kind, term, note=note, **more)

    def test(value: str) -> list[Filling]:
        return [Filling(name="value", value=value, format="percent")]

    return Numbers(
        id="numbers",
        cells=[
            cell("loss", "loss", "three", "@sub_loss", "loss"),
            cell("accuracy", "accuracy", "percent", "@sub_test", "accuracy",
                 numbers=test("test_accuracy")),
            cell("margin", "margin_accuracy", "percent", "@sub_test",
                 numbers=test("margin_test_accuracy")),
            cell("theta", "theta_y", "degrees", "@sub_theta", "own"),
            cell("least", "least_angle", "degrees", "@sub_least",
                 classes=[Naming("a", "least_i"), Naming("b", "least_j")]),
            cell("widest", "widest", "degrees", "{name}", classes=[Naming("name", "widest_class")]),
        ],
        names=[*map(literal, vector_names(run))],
    )  # fmt: skip
