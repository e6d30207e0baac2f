"""How the network is trained."""

import random

import streamlit as st

from lossviz.settings import FIELDS
from lossviz.stage import summaries
from lossviz.web.site.picture import uses
from lossviz.web.site.state import PageState, change, mirrored
from lossviz.web.site.text import language, say


def training_controls(state: PageState) -> None:
    """A popover that shows the optimiser and the number of steps in its label."""
    settings = state.picture.settings
    optimizers = FIELDS["optimizer"].choices
    with st.popover(summaries.training(settings, language()), disabled=state.locks("training")):
        st.segmented_control(
            say("controls.training.optimizer"),
            optimizers,
            required=True,
            format_func={key: say(f"controls.optimizers.{key}") for key in optimizers}.__getitem__,
            **mirrored(state, "optimizer", "default"),
        )
        left, right = st.columns(2)
        with left:
            _number(state, "steps", 50)
            _number(state, "lr", 0.005, "%.5g")
            if uses(settings, "momentum"):
                _number(state, "momentum", 0.05, "%.3g")
        with right:
            _number(state, "batch", 16)
            _number(state, "decay", 0.001, "%.5g")
        if uses(settings, "anneal"):
            st.toggle(say("controls.training.anneal"), **mirrored(state, "anneal"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _number(state, "seed", 1)
            st.button(
                say("controls.training.again"),
                key=f"{state.name}-again",
                on_click=_new_seed,
                args=(state.name,),
            )


def _number(state: PageState, name: str, step: float, shown: str | None = None) -> None:
    low, high = state.picture.settings.limits(name)
    st.number_input(
        say(f"controls.training.{name}"),
        low,
        high,
        step=step,
        format=shown,
        **mirrored(state, name),
    )


def _new_seed(name: str) -> None:
    change(name, seed=random.randrange(10_000))
