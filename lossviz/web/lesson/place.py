"""Where one is: a lesson's number, its contents in the header, the lessons before and after it."""

from functools import cache

import streamlit as st

from lossviz.web.lesson.steps import told
from lossviz.web.modules import base_path, loader, version
from lossviz.web.site import text
from lossviz.web.site.links import LESSON_NAMES, page_link
from lossviz.web.site.state import query_of
from lossviz.web.site.text import say
from lossviz.words.references import LESSON_NUMBERS, address
from lossviz.words.scene_pages import SCENE_PAGES


def numbered(name: str, title: str) -> str:
    """The title over the page: a lesson's with its number."""
    number = LESSON_NUMBERS.get(name)
    return say("lesson.numbered", n=number, title=title) if number else title


def tab_title(name: str, title: str) -> str:
    """The title in lists of pages and at the tab: "3 · Gradient"."""
    number = LESSON_NUMBERS.get(name)
    return f"{number} · {title}" if number else title


@cache
def _contents():
    return st.components.v2.component(
        "lossviz_contents", js=loader("frame/contents.js"), isolate_styles=False
    )


def contents(name: str) -> None:
    """In the header: which page this is, at which step one is, and a list of all its steps."""
    if name not in SCENE_PAGES:
        return
    data = {
        "base": base_path(),
        "version": version(),
        "address": address(name),
        "lang": text.TAGS[text.language()],
        "title": numbered(name, say(f"frame.pages.{name}")),
        "name": say("lesson.contents"),
        "steps": [
            {key: step[key] for key in ("anchor", "holder", "title")}
            for step in told(SCENE_PAGES[name], text.language())
        ],
    }
    with st.container(key="contents"):
        _contents()(key="contents-list", data=data)


def around(name: str) -> None:
    """Over the title of a lesson: links to the one before and the one after."""
    if name not in LESSON_NUMBERS:
        return
    before, after = _beside(name)
    with st.container(key="around", horizontal=True):
        if before:
            _to(before, "previous")
        _to(after, "following")


def onward(name: str) -> None:
    """At the end of a lesson: a link to the one that follows, and one back."""
    before, after = _beside(name)
    with st.container(key="open"):
        _to(after, "next")
    if before:
        with st.container(key="back"):
            _to(before, "previous")


def _beside(name: str) -> tuple[str | None, str]:
    """The lesson before, if there is one, and what follows: in the end the playground."""
    place = LESSON_NAMES.index(name)
    row = (*LESSON_NAMES, "playground")
    return (row[place - 1] if place else None), row[place + 1]


def _to(name: str, way: str) -> None:
    title = tab_title(name, say(f"frame.pages.{name}"))
    page_link(name, say(f"lesson.{way}", title=title), query_of(name))
