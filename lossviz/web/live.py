"""The stage of a page with a picture: what it reports goes into the page's picture."""

from functools import partial
from urllib.parse import parse_qs

import streamlit as st

from lossviz.web import reports
from lossviz.web.lectern.talk import live_step
from lossviz.web.site.picture import parameters, read
from lossviz.web.site.state import PageState, change, look, page_state, settle, show
from lossviz.web.stage import stage

LOOKS = ("view", "at", "formula")


def live_stage(state: PageState) -> None:
    """Show the page's picture on the stage, and follow what is moved there."""
    settle(state)
    with st.container(key=live_step(state.name).holder):
        stage(
            "playground",
            state.name,
            state.to_query(),
            answered=state.answered,
            key=f"{state.name}-stage",
            on_change=partial(_moved, state.name),
            layout="run",
            looks=LOOKS,
            exercise=state.exercise,
        )


def _moved(name: str) -> None:
    """Take over what the stage reports: sliders, and how they are looked at."""
    report = reports.heard(st.session_state[f"{name}-stage"].get("change"))
    if not report or not isinstance(report.get("query"), str):
        return
    state = page_state(name)
    wanted, _ = read(parse_qs(report["query"]))
    state.answered = {"n": report["n"], "query": wanted.to_query()}
    if report.get("all") is True:
        show(name, wanted)
        return
    settings = state.picture.settings
    # its sliders are those of its loss
    if wanted.settings.loss == settings.loss:
        before, after = parameters(settings), parameters(wanted.settings)
        moved = {key: value for key, value in after.items() if value != before[key]}
        if moved:
            change(name, **moved)
        look(name, view=wanted.view, at=wanted.at, formula=wanted.formula)
