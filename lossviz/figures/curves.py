"""The target-logit curve over the angles it acts on, and the course of a run."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lossviz import losses, metrics
from lossviz.figures.theme import LIGHT, layout
from lossviz.figures.words import words
from lossviz.training import Run
from lossviz.training.run import params_at

BINS = 36


class TargetLogitRecord(NamedTuple):
    """ψ [G] and cos θ [G] over theta [G] (degrees); counts of angles in bins [B]."""

    theta: np.ndarray
    psi: np.ndarray
    cosine: np.ndarray
    edges: np.ndarray
    own: np.ndarray
    rival: np.ndarray


def target_logit_record(run: Run, step: int | None = None) -> TargetLogitRecord:
    """ψ(θ) of the run's loss, and where its training points stand at a step (the last one)."""
    at = len(run.steps) - 1 if step is None else int(np.abs(run.steps - step).argmin())
    theta = np.radians(np.arange(181.0))
    params = {key: value[0] for key, value in params_at(run.settings, run.steps[[at]]).items()}
    found = metrics.angles(run.features[[at]], run.weights[[at]], run.labels)
    return TargetLogitRecord(
        theta=np.degrees(theta),
        psi=losses.get(run.settings.loss).psi(np.cos(theta), np.sin(theta), **params),
        cosine=np.cos(theta),
        edges=np.linspace(0, 180, BINS + 1),
        own=metrics.histogram(found.own, BINS)[0],
        rival=metrics.histogram(found.rival, BINS)[0],
    )


def plot_target_logit(run: Run, step: int | None = None, lang: str = "en") -> go.Figure:
    """ψ(θ) beside cos θ, with the histograms of θ_y and of the nearest rival's angle."""
    record, say = target_logit_record(run, step), words(lang)
    figure = make_subplots(specs=[[{"secondary_y": True}]])
    figure.update_layout(layout(say["target_logit"]))
    middles = (record.edges[:-1] + record.edges[1:]) / 2
    for counts, name, color in (
        (record.own, say["own"], LIGHT.accent), (record.rival, say["rival"], LIGHT.muted),
    ):  # fmt: skip
        figure.add_trace(
            go.Bar(x=middles, y=counts, name=name, marker_color=color, opacity=0.5),
            secondary_y=True,
        )
    for values, name, line in (
        (record.cosine, "cos θ", {"dash": "dash", "color": LIGHT.muted}),
        (record.psi, say["psi"], {"color": LIGHT.accent, "width": 3}),
    ):  # fmt: skip
        figure.add_trace(
            go.Scatter(x=record.theta, y=values, name=name, line=line), secondary_y=False
        )
    figure.update_layout(barmode="overlay", bargap=0.05)
    figure.update_xaxes(title_text=say["theta"], dtick=30)
    figure.update_yaxes(title_text=say["points"], secondary_y=True, showgrid=False, tickformat="d")
    return figure


def plot_history(run: Run, lang: str = "en") -> go.Figure:
    """Loss and accuracy of a run over its steps."""
    say = words(lang)
    figure = make_subplots(specs=[[{"secondary_y": True}]])
    figure.update_layout(layout(say["history"]))
    figure.add_trace(go.Scatter(x=run.steps, y=run.loss, name=say["loss"]), secondary_y=False)
    for values, name, dash in (
        (run.accuracy, say["train"], "solid"), (run.test_accuracy, say["test"], "dot"),
    ):  # fmt: skip
        if np.isfinite(values).any():
            figure.add_trace(
                go.Scatter(x=run.steps, y=values, name=name, line={"dash": dash}),
                secondary_y=True,
            )
    figure.update_xaxes(title_text=say["step"])
    figure.update_yaxes(title_text=say["loss"], rangemode="tozero", secondary_y=False)
    figure.update_yaxes(
        title_text=say["accuracy"], range=[0, 1.02], tickformat=".0%", showgrid=False,
        secondary_y=True,
    )  # fmt: skip
    return figure
