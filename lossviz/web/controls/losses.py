"""The row of losses."""

import streamlit as st

from lossviz.losses import CATALOGUE
from lossviz.web.site.state import PageState, mirrored
from lossviz.web.site.text import say


def loss_controls(state: PageState) -> None:
    """All losses in teaching order, one of them chosen; on a narrow screen the row scrolls."""
    st.pills(
        say("controls.loss"),
        list(CATALOGUE),
        required=True,
        wrap=False,
        format_func={key: say(f"losses.{key}.short") for key in CATALOGUE}.__getitem__,
        label_visibility="collapsed",
        width="stretch",
        disabled=state.locks("loss"),
        **mirrored(state, "loss", "default"),
    )
