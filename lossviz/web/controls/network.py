"""The network: its kind, its size, and the dimension it maps to."""

import streamlit as st

from lossviz.settings import FIELDS
from lossviz.stage import summaries
from lossviz.web.site.picture import uses
from lossviz.web.site.state import PageState, mirrored
from lossviz.web.site.text import language, say


def network_controls(state: PageState) -> None:
    """A popover that shows the network in its label, as 64→64→2."""
    settings = state.picture.settings
    encoders = FIELDS["encoder"].choices
    with st.popover(summaries.network(settings, language()), disabled=state.locks("network")):
        st.segmented_control(
            say("controls.network.dim"),
            [2, 3],
            required=True,
            format_func=lambda d: f"{d}-D",
            **mirrored(state, "dim", "default"),
        )
        st.segmented_control(
            say("controls.network.encoder"),
            encoders,
            required=True,
            format_func={key: say(f"controls.encoders.{key}") for key in encoders}.__getitem__,
            **mirrored(state, "encoder", "default"),
        )
        if uses(settings, "width"):
            _size(state, "depth", 1)
            _size(state, "width", 8)
        starts = FIELDS["vectors"].choices
        st.segmented_control(
            say("controls.network.vectors"),
            starts,
            required=True,
            format_func={key: say(f"controls.vectors.{key}") for key in starts}.__getitem__,
            **mirrored(state, "vectors", "default"),
        )
        if uses(settings, "bias"):
            st.toggle(say("controls.network.bias"), **mirrored(state, "bias"))


def _size(state: PageState, name: str, step: int) -> None:
    low, high = state.picture.settings.limits(name)
    st.slider(say(f"controls.network.{name}"), low, high, step=step, **mirrored(state, name))
