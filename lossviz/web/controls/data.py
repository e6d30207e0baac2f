"""What the network is trained on."""

import streamlit as st

from lossviz.data import DATASETS
from lossviz.settings import Settings
from lossviz.stage import summaries
from lossviz.web.controls.upload import upload_controls
from lossviz.web.site.picture import uses
from lossviz.web.site.state import PageState, mirrored
from lossviz.web.site.text import language, say

# pixels: the longest label beside another one
WIDTH = 480
# the sliders and their steps
STEPS = {"classes": 1, "points": 1, "spread": 0.05, "imbalance": 0.5, "noise": 0.05}


def data_controls(state: PageState) -> None:
    """A popover that shows the data set and the number of classes in its label."""
    settings = state.picture.settings
    with (
        st.popover(summaries.data(settings, language()), disabled=state.locks("data")),
        st.container(width=WIDTH),
    ):
        # an uploaded table can be chosen once there is one
        known = settings.dataset == "upload" or state.table is not None
        offered = [key for key in DATASETS if key != "upload" or known]
        st.selectbox(
            say("controls.data.dataset"),
            offered,
            format_func={key: say(f"controls.datasets.{key}") for key in offered}.__getitem__,
            **mirrored(state, "dataset", "index", offered),
        )
        columns = st.columns(2)
        for k, name in enumerate(name for name in STEPS if _is_open(settings, name)):
            with columns[k % 2]:
                _slider(state, name)
        upload_controls(state)
        if citation := DATASETS[settings.dataset].citation:
            st.caption(f"{say('controls.data.source')}: {citation}")


def _is_open(settings: Settings, name: str) -> bool:
    """Whether there is anything to choose."""
    low, high = settings.limits(name)
    return uses(settings, name) and low < high


def _slider(state: PageState, name: str) -> None:
    low, high = state.picture.settings.limits(name)
    st.slider(say(f"controls.data.{name}"), low, high, step=STEPS[name], **mirrored(state, name))
