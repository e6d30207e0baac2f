"""The pages of the site, and links between them."""

from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st

from lossviz.lessons import LESSONS
from lossviz.web.site.missing import MISSING
from lossviz.web.site.state import query_of
from lossviz.web.site.text import chosen, language, say
from lossviz.words.references import LESSON_NUMBERS, address

PAGES = Path(__file__).resolve().parents[3] / "pages"
# in the order of the navigation; the first one is the site's front door
LESSON_NAMES = tuple(LESSONS)
NAMES = ("home", *LESSON_NAMES, "papers", "glossary", "playground")


def pages() -> list[st.Page]:
    """The pages under their titles in the session's language."""
    return list(_pages().values())


def _pages() -> dict[str, st.Page]:
    """The pages by name, made once a session: Streamlit looks for the file of each one it makes.

    They cannot be shared between sessions: one whose turn it is may be run once.
    """
    key = f"pages {language()}"
    if key not in st.session_state:
        st.session_state[key] = {
            name: st.Page(
                PAGES / f"{name}.py",
                title=say(f"frame.pages.{name}"),
                url_path=address(name),
                default=name == NAMES[0],
                visibility="hidden" if name == MISSING else "visible",
            )
            for name in (*NAMES, MISSING)
        }
    return st.session_state[key]


def name_of(page: st.Page) -> str:
    """The name of the page that the navigation has chosen; the front door has no path."""
    return page.url_path.replace("-", "_") or NAMES[0]


def navigation() -> None:
    """A link to each page, as this session left it; the lessons in a popover.

    Streamlit's own navigation cannot do this: its links drop the settings from the URL, and what a
    script then writes there can reach the history before the page does.
    """
    _link("home")
    with st.popover(say("frame.lessons"), key="lessons"):
        for name, number in LESSON_NUMBERS.items():
            _link(name, f"{number} · ")
        _link("papers")
        _link("glossary")
        # beside a lesson's contents a phone has no room for these two
        with st.container(key="beyond", gap="small"):
            _link("home")
            _link("playground")
    _link("playground")


def _link(name: str, before: str = "") -> None:
    page_link(name, f"{before}{say(f'frame.pages.{name}')}", query_of(name))


def page_link(name: str, label: str, query: str) -> None:
    """A link to a page that opens with the settings of `query`."""
    params = parse_qs(query)
    if chosen():
        params["lang"] = [language()]
    st.page_link(_pages()[name], label=label, query_params=params)
