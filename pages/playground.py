"""The playground: choose data, network and loss; train live; share the link."""

import streamlit as st

from lossviz.web.about import about_loss
from lossviz.web.controls import (
    data_controls,
    exercise_banner,
    loss_controls,
    network_controls,
    notice,
    share_controls,
    training_controls,
)
from lossviz.web.lectern import present_controls
from lossviz.web.live import live_stage
from lossviz.web.site.state import page_state
from lossviz.web.site.text import lesson, say

state = page_state("playground")
# a page has a title; here all the room is the picture's, and who sees it knows where it is
with st.container(key="quiet-title"):
    st.title(say("frame.pages.playground"), anchor=False)
exercise_banner(state)
with st.container(key="controls", gap="xsmall"):
    if not state.hides("loss"):
        loss_controls(state)
    with st.container(key="choices", horizontal=True, gap="small"):
        if not state.hides("data"):
            data_controls(state)
        if not state.hides("network"):
            network_controls(state)
        if not state.hides("training"):
            training_controls(state)
        if not state.exercise:
            share_controls(state)
        present_controls(state.name, button=False)
notice(state)
live_stage(state)
with st.container(key="words"):
    about_loss(state.picture.settings.loss)
    st.markdown(lesson("playground"), anchors=False)
