"""The home page: one live stage, what the site is, and where to go on."""

import streamlit as st

from lossviz.formulas import formula
from lossviz.losses import CATALOGUE
from lossviz.web.controls import notice, share_controls
from lossviz.web.lectern import present_controls
from lossviz.web.live import live_stage
from lossviz.web.site.links import LESSON_NAMES, page_link
from lossviz.web.site.state import page_state
from lossviz.web.site.text import language, lesson, say
from lossviz.words.mentions import marked
from lossviz.words.references import LESSON_NUMBERS

state = page_state("home")
with st.container(key="hero", gap="xsmall"):
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.title(say("home.title"), anchor=False)
        share_controls(state)
        present_controls(state.name)
    st.markdown(marked(say("home.lead"), language()))
notice(state)
live_stage(state)
with st.container(key="words"):
    st.header(say("home.start.title"), anchor=False)
    with st.container(key="start", gap="xsmall"):
        for reader, name in (("learn", "softmax"), ("teach", "smoothing")):
            called = f"{LESSON_NUMBERS[name]} · {say(f'frame.pages.{name}')}"
            page_link(name, say(f"home.start.{reader}", lesson=called), "")
        page_link("practice", say("home.start.fix"), "")
        page_link("playground", say("home.start.try"), state.picture.to_query())
    st.markdown(lesson("home"), anchors=False)
    st.header(say("home.lessons"), anchor=False)
    for number, name in enumerate((*LESSON_NAMES, "papers"), 1):
        left, right = st.columns([2, 5], gap="small")
        with left:
            before = f"{number} · " if name in LESSON_NAMES else ""
            page_link(name, f"{before}{say(f'frame.pages.{name}')}", "")
        right.markdown(say(f"{name}.lead"))
    st.header(say("home.losses"), anchor=False)
    for key in CATALOGUE:
        left, right = st.columns([2, 5], gap="small")
        with left:
            page_link("playground", say(f"losses.{key}.title"), f"loss={key}")
        right.markdown(f"${formula(key)}$\n\n{say(f'losses.{key}.what')}")
    st.header(say("home.notebook"), anchor=False)
    st.code(say("home.snippet"), language="python", wrap_lines=True)
