"""What had to be changed in a link, or after a choice, said in words until it is dismissed."""

import streamlit as st

from lossviz.settings import Change
from lossviz.stage.changes import sentence_of
from lossviz.web.exercise.model import KEYS
from lossviz.web.lesson.state import LessonState
from lossviz.web.site.state import PageState, page_state
from lossviz.web.site.text import escaped, language, say

MOST = 6


def notice(state: PageState | LessonState) -> None:
    """Everything that is not as the link said, with a button that takes the notice away."""
    if not state.notice:
        return
    lines = [f"- {sentence(change, state)}" for change in state.notice[:MOST]]
    if len(state.notice) > MOST:
        lines.append(f"- {say('notice.more', n=len(state.notice) - MOST)}")
    with st.container(key=f"{state.name}-notice", horizontal=True, vertical_alignment="top"):
        st.warning("\n".join(lines), title=say("notice.title"))
        st.button(
            say("notice.dismiss"),
            key=f"{state.name}-dismiss",
            on_click=_dismiss,
            args=(state.name,),
        )


def _dismiss(name: str) -> None:
    page_state(name).notice = ()


def sentence(change: Change, state: PageState | LessonState) -> str:
    """One change in words, in the session's language."""
    if change.field in KEYS:
        field = say(f"exercise.field.{change.field}")
        used, given = escaped(change.used), escaped(change.given)
        return say(f"notice.{change.reason}", field=field, given=given, used=used)
    return sentence_of(change, language(), not isinstance(state, LessonState), escaped)
