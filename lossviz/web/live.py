"""The stage of a page: what it reports goes into the page's picture."""

from functools import partial
from typing import Any, Literal

import streamlit as st

from lossviz.web.picture import parameters
from lossviz.web.stage import default_view, stage
from lossviz.web.state import PageState, change, look, page_state

REPORTS = ("change", "view", "step")


def live_stage(state: PageState, mode: Literal["playground", "home"]) -> None:
    """Show the page's picture on the stage, and follow what is moved there."""
    picture = state.picture
    result = stage(
        picture.settings,
        mode=mode,
        view=picture.view,
        step=picture.at,
        key=f"{state.name}-stage",
        on_change=partial(_moved, state.name),
    )
    state.reported = {name: getattr(result, name) for name in REPORTS}


def _moved(name: str) -> None:
    """Take over what is new in the stage's report; the rest of it may be older than the URL."""
    state = page_state(name)
    report = st.session_state[f"{name}-stage"]
    new = {k: report.get(k) for k in REPORTS if report.get(k) != state.reported.get(k)}
    state.reported |= new
    settings = state.picture.settings
    if _is_change(new.get("change"), parameters(settings)):
        change(name, **{new["change"]["name"]: new["change"]["value"]})
    if new.get("view") in ("unit", "raw"):
        look(name, view=None if new["view"] == default_view(settings) else new["view"])
    if isinstance(new.get("step"), int):
        look(name, at=new["step"] if 0 <= new["step"] < settings.steps else None)


def _is_change(report: Any, names: dict[str, float]) -> bool:
    """Whether the browser's report names a parameter of the loss and a number for it."""
    return (
        isinstance(report, dict)
        and report.get("name") in names
        and isinstance(report.get("value"), int | float)
    )
