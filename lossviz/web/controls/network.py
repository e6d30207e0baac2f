"""The network: its kind, its size, and the dimension it maps to."""

import streamlit as st

from lossviz.data import DATASETS
from lossviz.settings import FIELDS, Settings
from lossviz.upload import recall
from lossviz.web.site.picture import uses
from lossviz.web.site.state import PageState, mirrored
from lossviz.web.site.text import say


def network_controls(state: PageState) -> None:
    """A popover that shows the network in its label, as 64→64→2."""
    settings = state.picture.settings
    encoders = FIELDS["encoder"].choices
    with st.popover(summary(settings)):
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


def summary(settings: Settings) -> str:
    """The network in a few characters: inputs, hidden layers, dimension."""
    if settings.encoder == "free":
        return say("controls.summary.free", dim=settings.dim)
    hidden = "→".join([str(settings.width)] * settings.depth)
    return say(
        f"controls.summary.{settings.encoder}",
        inputs=_inputs(settings),
        hidden=hidden,
        dim=settings.dim,
    )


def _inputs(settings: Settings) -> int:
    if settings.dataset == "upload":
        return len(recall(settings.upload).feature_names)
    return DATASETS[settings.dataset].features
