"""What is shown where there is no page: the address, the nearest page, and all of them."""

import streamlit as st

from lossviz.losses import CATALOGUE
from lossviz.web.site.links import NAMES, address, page_link
from lossviz.web.site.missing import MISSING, nearest, trouble
from lossviz.web.site.state import page_state
from lossviz.web.site.text import LANGUAGES, escaped, say, say_in

state = page_state(MISSING)
# each loss by its name, each page by its titles and its address: the page, and the loss it opens
meant = {key: ("playground", key) for key in CATALOGUE}
for lang in LANGUAGES:
    meant |= {say_in(lang, f"frame.pages.{name}"): (name, "") for name in NAMES}
meant |= {address(name): (name, "") for name in NAMES}
failure = trouble(state.address)
near = ("practice", "") if failure else nearest(state.address, meant)

with st.container(key="words"):
    st.title(say("missing.title"), anchor=False)
    if state.address:
        st.markdown(say("missing.about", address=escaped(state.shown)))
    if near:
        page, loss = near
        title = say(f"frame.pages.{page}")
        st.markdown(say("missing.near"))
        with st.container(key="open"):
            if failure:
                cause = say(f"practice.options.failure.{failure}")
                page_link(page, f"{title} · {cause}", f"failure={failure}")
            elif loss:
                page_link(page, f"{title} · {say(f'losses.{loss}.title')}", f"loss={loss}")
            else:
                page_link(page, title, "")
    st.header(say("missing.all"), anchor=False)
    for name in NAMES:
        page_link(name, say(f"frame.pages.{name}"), "")
