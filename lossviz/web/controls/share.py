"""The link to what is shown."""

import streamlit as st

from lossviz.web.controls.link import share_link
from lossviz.web.lesson.state import LessonState
from lossviz.web.site.state import PageState
from lossviz.web.site.text import say


def share_controls(state: PageState | LessonState) -> None:
    """A popover with the link and a copy button."""
    with st.popover(say("share.button"), icon=":material/link:"):
        st.markdown(say("share.about"))
        share_link(state.to_query(), key=f"{state.name}-share")
        if isinstance(state, PageState) and state.picture.settings.dataset == "upload":
            st.caption(say("share.upload"))
