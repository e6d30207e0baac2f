"""The presenter on a page: a button, and all that fills the screen once it is pressed."""

from functools import lru_cache

import streamlit as st

from lossviz.web.lectern.talk import talk
from lossviz.web.modules import loader
from lossviz.web.site import text
from lossviz.web.stage import shared

ROOM = "lectern"


@lru_cache(maxsize=1)
def _presenter():
    return st.components.v2.component(
        "lossviz_lectern", js=loader("lectern/lectern.js"), isolate_styles=False
    )


def present_controls(name: str, button: bool = True) -> None:
    """What presents the page `name`.

    Args:
      name: one of `TALKS`.
      button: whether a button for it stands here; key P, links and its stages can do it, too.
    """
    told = talk(name, text.language())
    _presenter()(
        key=f"{name}-presenter",
        data=shared() | told | {"text": text.room(ROOM), "button": button},
        width="content",
    )
