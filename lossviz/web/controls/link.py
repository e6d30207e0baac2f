"""The link to what is shown, and a button that copies it."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from lossviz.web.modules import base_path, loader, version
from lossviz.web.site import text

HERE = Path(__file__).parent
HTML = '<div><input type="text" readonly><button type="button"></button></div><output></output>'


@lru_cache(maxsize=1)
def _component():
    return st.components.v2.component(
        "lossviz_share",
        html=HTML,
        css=(HERE / "link.css").read_text("utf-8"),
        js=loader("frame/share.js"),
    )


def share_link(query: str, *, key: str) -> None:
    """Show the page's address with `query` and a copy button.

    The link holds every setting and nothing else: not the language, which is the reader's own.
    """
    data = {"base": base_path(), "version": version(), "query": query, "text": text.room("share")}
    _component()(key=key, data=data)
