"""The page of the terms: what each is called, one sentence on it, and where it is introduced."""

import streamlit as st

from lossviz.glossary import Term, listed
from lossviz.web.controls import share_controls
from lossviz.web.lesson.page import arrival
from lossviz.web.site.links import address
from lossviz.web.site.state import page_state
from lossviz.web.site.text import LANGUAGES, joined, language, phrases, say, say_in, with_formulas
from lossviz.words.references import elsewhere

NAME = "glossary"


def glossary_page() -> None:
    """The whole page, in the order of a dictionary; each term has an anchor, #target-class."""
    lang = language()
    arrival("glossary", scenes=0)
    with st.container(key="words"):
        with st.container(key="head", horizontal=True, vertical_alignment="center"):
            st.title(say("glossary.title"), anchor=False)
            share_controls(page_state(NAME))
        st.markdown(say("glossary.lead"))
        for term in listed(lang):
            with st.container(key=f"term-{term.key}", gap="xxsmall"):
                st.header(heading(term, lang), anchor=address(term.key))
                st.markdown(entry(term, lang))


def heading(term: Term, lang: str) -> str:
    """The term's name, and beside it the one in the other language where that is another."""
    own = term.names[lang]
    others = [term.names[other] for other in LANGUAGES if term.names[other] != own]
    return " ".join([own, *(f":gray[{other}]" for other in others)])


def entry(term: Term, lang: str) -> str:
    """What the term is, and a link to the scene that introduces it."""
    sentence = joined(with_formulas(term.says[lang], f"glossary, {term.key}"))
    place = elsewhere(term.lesson, term.scene, lang, phrases(lang))
    return say_in(lang, "glossary.entry", sentence=sentence, place=place)
