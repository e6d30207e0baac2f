"""What each session runs: the frame of the site (navigation, language), then the page."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from lossviz.web.lesson.place import contents, tab_title
from lossviz.web.modules import base_path, loader, version
from lossviz.web.site import links, state, text

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def _style() -> str:
    sheets = "\n".join((HERE / f"{name}.css").read_text("utf-8") for name in ("frame", "paper"))
    return f"<style>{sheets}</style>"


@lru_cache(maxsize=1)
def _document_language():
    """Tells the browser which language it shows: it picks glyphs, hyphens and voices by that."""
    js = "export default ({ data }) => { document.documentElement.lang = data; }"
    return st.components.v2.component("lossviz_language", js=js)


@lru_cache(maxsize=1)
def _shade_switch():
    """Light, dark, for a projector: a choice of this device, which no server hears of."""
    return st.components.v2.component(
        "lossviz_shade", js=loader("frame/shade.js"), isolate_styles=False
    )


def _switched() -> None:
    text.use(st.session_state["switch"])
    state.touch()


def _language_switch() -> None:
    name = text.language()
    if st.session_state.get("switch") != name:
        st.session_state["switch"] = name
    st.segmented_control(
        text.say("frame.language"),
        list(text.LANGUAGES),
        key="switch",
        required=True,
        format_func=text.LANGUAGES.__getitem__,
        label_visibility="collapsed",
        on_change=_switched,
    )
    _document_language()(key="document", data=text.TAGS[name], height=1)


state.start_run()
page = st.navigation(links.pages(), position="hidden")
name = links.name_of(page)
state.open_page(name)
title = f"{tab_title(name, page.title)} · {text.say('frame.site')}"
st.set_page_config(title, str(text.ASSETS / "icon.svg"), layout="wide")
st.html(_style())
with st.container(key="frame", horizontal=True, vertical_alignment="center", gap="xsmall"):
    links.navigation()
    contents(name)
    told = {"base": base_path(), "version": version(), "text": text.room("frame.shade")}
    _shade_switch()(key="shade", data=told, width="content", height="content")
    _language_switch()
page.run()
