"""What had to be changed in a link, or after a choice, said in words until it is dismissed."""

import streamlit as st

from lossviz.losses import CATALOGUE
from lossviz.settings import Change
from lossviz.settings.fields import PARAMETERS
from lossviz.web.lesson.state import LessonState
from lossviz.web.site.state import PageState, page_state
from lossviz.web.site.text import escaped, language, phrases, say

MOST = 6
# where the words for a setting's choices stand
CHOICES = {
    "dataset": "controls.datasets.{}",
    "encoder": "controls.encoders.{}",
    "optimizer": "controls.optimizers.{}",
    "loss": "losses.{}.title",
    "view": "stage.view_{}",
    "formula": "stage.formula_{}",
}


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
    return say(
        f"notice.{change.reason}",
        field=_name(change.field, state),
        given=escaped(change.given),
        used=_choice(change),
    )


def _choice(change: Change) -> object:
    """What the page calls the value that is used instead."""
    word = phrases(language()).get(CHOICES.get(change.field, "").format(change.used))
    return word or escaped(change.used)


def _name(field: str, state: PageState | LessonState) -> str:
    """What the page calls a setting; a lesson's controls are called by their symbols."""
    if isinstance(state, LessonState):
        return escaped(field)
    if field in PARAMETERS:
        symbols = {p.key: p.symbol for loss in CATALOGUE.values() for p in loss.parameters}
        return symbols[field]
    words = phrases(language())
    for group in ("data", "network", "training", "link"):
        if (found := words.get(f"controls.{group}.{field}")) is not None:
            return found
    return escaped(field)
