"""The stage of a page: what it reports goes into the page's picture."""

from functools import partial
from typing import Any, Literal

import streamlit as st

from lossviz.web import reports
from lossviz.web.picture import VIEWS, parameters
from lossviz.web.stage import default_view, stage
from lossviz.web.state import PageState, change, look, page_state, settle


def live_stage(state: PageState, mode: Literal["playground", "home"]) -> None:
    """Show the page's picture on the stage, and follow what is moved there."""
    settle(state)
    picture = state.picture
    stage(
        picture.settings,
        mode=mode,
        view=picture.view,
        step=picture.at,
        answered=state.answered,
        key=f"{state.name}-stage",
        on_change=partial(_moved, state.name),
    )


def _moved(name: str) -> None:
    """Take over what the stage reports: sliders, the view, the step looked at."""
    report = reports.heard(st.session_state[f"{name}-stage"].get("report"))
    if not report or not isinstance(values := report.get("values"), dict):
        return
    state = page_state(name)
    state.answered = report["n"]
    known = parameters(state.picture.settings)
    moved = {name: value for name, value in values.items() if name in known and _is_number(value)}
    if moved:
        change(name, **moved)
    settings = state.picture.settings
    if values.get("view") in VIEWS:
        look(name, view=None if values["view"] == default_view(settings) else values["view"])
    step = values.get("step", "")
    if step is None or type(step) is int:
        look(name, at=step if step in range(settings.steps) else None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
