"""The stage: one component that shows all live pictures. This is its Python side.

The component itself is a loader of a few lines; the modules under `web/js` come from a route of
ours, so that they can import each other and the browser keeps them.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import streamlit as st

from lossviz import formulas, losses
from lossviz.figures.theme import stage_theme
from lossviz.settings import Settings
from lossviz.web import text, visitors
from lossviz.web.mathml import mathml
from lossviz.web.modules import base_path, loader, version
from lossviz.web.stage.sliders import sliders

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def _component():
    return st.components.v2.component(
        "lossviz_stage",
        css=(HERE / "stage.css").read_text("utf-8"),
        js=loader("playground/stage.js"),
        isolate_styles=False,
    )


def stage(
    settings: Settings,
    *,
    mode: Literal["playground", "home"] = "playground",
    view: Literal["unit", "raw", "input"] | None = None,
    step: int | None = None,
    lang: str | None = None,
    answered: int | None = None,
    key: str = "stage",
    on_change: Callable[[], None] | None = None,
) -> None:
    """Show the stage for these settings.

    Args:
      settings: the run to show; the browser fetches its track by `settings.to_query()`.
      mode: "playground" for everything, "home" for the embedding and its sliders.
      view: unit circle (sphere), raw features or the plane of the inputs; by default what suits
        the loss.
      step: where on the timeline to stand; by default the end.
      lang: language of the words in the stage; by default the session's.
      answered: the number of the last report that was taken over.
      on_change: called when something was moved, before the page runs again; what it was is the
        "report" in the component's state: {to, n, values}, see `lossviz.web.reports`.
    """
    lang = lang or text.language()
    loss = losses.get(settings.loss)
    _component()(
        key=key,
        data={
            "query": f"{settings.to_query()}&lang={lang}".lstrip("&"),
            "base": base_path(),
            "version": version(),
            "visitor": visitors.session_name(),
            "lang": lang,
            "theme": stage_theme(),
            "text": text.room("stage", lang) | text.room("input", lang),
            "formula": formula(loss.key),
            "loss": {"key": loss.key, "title": loss.title, "family": loss.family},
            "mode": mode,
            "view": view or default_view(settings),
            "step": step,
            "dim": settings.dim,
            "sliders": sliders(settings, lang),
            "answered": answered,
        },
        on_report_change=on_change or _ignore,
    )


def default_view(settings: Settings) -> str:
    """Angular losses live on the circle, raw-score losses in the plane.

    In 3-D all live on the sphere: there alone can boundaries be drawn that do not hide the points.
    """
    on_the_circle = losses.get(settings.loss).family == "angular" or settings.dim == 3
    return "unit" if on_the_circle else "raw"


@lru_cache(maxsize=32)
def formula(key: str) -> str:
    """The loss's formula as MathML, which browsers draw without a library."""
    return mathml(formulas.formula(key), "inline")


def _ignore() -> None:
    """The component wants a callback for every state it reports."""
